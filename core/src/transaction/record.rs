//! Transactions as the app or the provider tells them: where each stands, stage by stage.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::balance::{Amount, Direction};
use crate::codes::stable_codes;
use crate::sensitive::Sensitive;

/// How many recent transactions are read; of a longer list the first ones.
pub const MAX_RECENT: usize = 1_000;
/// How many ids are looked up in one diagnosis.
pub const MAX_LOOKED_UP: usize = 20;
/// How many stages of one transaction are read.
pub const MAX_STAGES: usize = 16;

/// One transaction, and how far it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TransactionRecord {
    /// The provider's id.
    pub id: String,
    /// What it is.
    pub kind: TransactionKind,
    /// The asset that moves.
    pub asset: String,
    /// Which way.
    pub direction: Direction,
    /// How much, without the fee.
    pub amount: Amount,
    /// How it ended, or that it has not.
    pub state: TransactionState,
    /// Where it stands, from the wallet on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Stage>,
    /// Whether the money was taken from the balance. Where it failed: whether it is still away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debited: Option<bool>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<TransactionFailure>,
    /// The provider's own code for why, which the config's `codes` may explain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Whom it is with. Only compared, to see what was done twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterparty: Option<String>,
    /// The bank or channel that carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// By when it is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_by: Option<Timestamp>,
    /// Whether the person has made it, as far as they have said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recognised: Option<bool>,
}

/// Whom somebody pays is theirs alone.
impl fmt::Debug for TransactionRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransactionRecord")
            .field("id", &Sensitive::new(&self.id))
            .field("kind", &self.kind)
            .field("state", &self.state)
            .field("stages", &self.stages)
            .finish_non_exhaustive()
    }
}

stable_codes! {
    /// What a transaction is.
    pub enum TransactionKind as "transaction kind" {
        /// Money to a bank.
        Withdrawal = "withdrawal",
        /// Money to somebody else.
        Transfer = "transfer",
        /// Money to a merchant.
        Payment = "payment",
        /// Money into the wallet.
        Deposit = "deposit",
        /// Anything else.
        Other = "other",
    }
}

stable_codes! {
    /// How a transaction ended, or that it has not.
    pub enum TransactionState as "transaction state" {
        /// It is under way.
        Pending = "pending",
        /// It is done.
        Completed = "completed",
        /// It has failed.
        Failed = "failed",
        /// It has failed, and the money is back.
        Refunded = "refunded",
    }
}

/// One stage of a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Where.
    pub place: Place,
    /// How far it is there.
    pub state: StageState,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
}

stable_codes! {
    /// Where a transaction passes, in this order.
    pub enum Place as "place" {
        /// The wallet.
        Wallet = "wallet",
        /// The channel between wallet and bank.
        Channel = "channel",
        /// The bank.
        Bank = "bank",
        /// The merchant or payee.
        Merchant = "merchant",
    }
}

stable_codes! {
    /// How far a transaction is at a place.
    pub enum StageState as "stage state" {
        /// Nothing has come there yet.
        Waiting = "waiting",
        /// It is being worked on.
        Pending = "pending",
        /// It is done there.
        Done = "done",
        /// It has failed there.
        Failed = "failed",
    }
}

stable_codes! {
    /// Why a transaction failed.
    pub enum TransactionFailure as "failure" {
        /// The payee's name, number or address is not right.
        PayeeDetails = "payee_details",
        /// There was not enough.
        Insufficient = "insufficient",
        /// The bank refused it.
        BankRefused = "bank_refused",
        /// Anything else.
        Other = "other",
    }
}

/// What the ids that a person gave led to.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LookedUp {
    /// Those that are known.
    #[serde(default)]
    pub found: Vec<TransactionRecord>,
    /// Ids that the provider does not know.
    #[serde(default)]
    pub not_found: Vec<String>,
}

/// Whoever knows an id can ask for the transaction.
impl fmt::Debug for LookedUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { found, not_found } = self;
        f.debug_struct("LookedUp").field("found", found).field("not_found", &not_found.len()).finish()
    }
}
