//! The transactions that a complaint may be about, with where each stands. Whom they are with is nobody's business here.

use std::fmt::Display;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Reported;
use super::copy::Copier;
use crate::balance::{Amount, Direction};
use crate::observation::Observations;
use crate::report::Text;
use crate::transaction::{LookedUp, Stage, TransactionFailure, TransactionKind, TransactionRecord, TransactionState};

/// How many of the latest transactions a report holds.
const MAX_RECENT: usize = 50;

/// What is known of transactions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TransactionsContent {
    /// What the ids led to that the person gave.
    pub looked_up: Reported<LookedUpContent>,
    /// The latest ones.
    pub recent: Reported<Vec<TransactionContent>>,
}

/// What the ids led to that a person gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LookedUpContent {
    /// Those that are known.
    pub found: Vec<TransactionContent>,
    /// Those that are not.
    pub not_found: Vec<Text>,
}

/// One transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TransactionContent {
    /// The provider's id.
    pub id: Text,
    /// What it is.
    pub kind: TransactionKind,
    /// The asset that moves.
    pub asset: Text,
    /// Which way.
    pub direction: Direction,
    /// How much, without the fee.
    pub amount: Amount,
    /// How it ended, or that it has not.
    pub state: TransactionState,
    /// Where it stands.
    pub stages: Vec<Stage>,
    /// Whether the money was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debited: Option<bool>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<TransactionFailure>,
    /// The provider's own code for why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Text>,
    /// The bank or channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Text>,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// By when it was to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_by: Option<Timestamp>,
    /// Whether the person has made it, as far as they have said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recognised: Option<bool>,
}

impl TransactionsContent {
    /// What an older report says of it.
    pub(super) fn not_asked() -> Self {
        let why = crate::observation::NotCheckedWhy::NotOffered;
        Self { looked_up: Reported::NotChecked { why }, recent: Reported::NotChecked { why } }
    }
}

impl Copier<'_> {
    pub(super) fn transactions(&mut self, place: &dyn Display, seen: &Observations) -> TransactionsContent {
        let looked_up =
            self.observed(&format_args!("{place}/looked_up"), &seen.looked_up, |copier, place, looked_up| {
                let LookedUp { found, not_found } = looked_up;
                LookedUpContent {
                    found: copier.list(&format_args!("{place}/found"), found, Self::transaction),
                    not_found: copier.scribe.texts(format_args!("{place}/not_found"), not_found),
                }
            });
        let recent = self.observed(&format_args!("{place}/recent"), &seen.recent, |copier, place, recent| {
            copier.list_up_to(MAX_RECENT, place, recent, Self::transaction)
        });
        TransactionsContent { looked_up, recent }
    }

    fn transaction(&mut self, place: &dyn Display, record: &TransactionRecord) -> TransactionContent {
        let TransactionRecord {
            id,
            kind,
            asset,
            direction,
            amount,
            state,
            stages,
            debited,
            failure,
            code,
            // Somebody else's name or number.
            counterparty: _,
            channel,
            created_at,
            expected_by,
            recognised,
        } = record;
        TransactionContent {
            id: self.scribe.text(format_args!("{place}/id"), id),
            kind: *kind,
            asset: self.scribe.text(format_args!("{place}/asset"), asset),
            direction: *direction,
            amount: amount.clone(),
            state: *state,
            stages: stages.clone(),
            debited: *debited,
            failure: *failure,
            code: self.scribe.optional(format_args!("{place}/code"), code.as_ref()),
            channel: self.scribe.optional(format_args!("{place}/channel"), channel.as_ref()),
            created_at: *created_at,
            expected_by: *expected_by,
            recognised: *recognised,
        }
    }
}
