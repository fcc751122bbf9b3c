//! Balance sheets and pending transactions as the app and the provider give them.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Amount;
use crate::by_name;
use crate::codes::stable_codes;
use crate::sensitive::Sensitive;

/// How many assets of a sheet are read; a longer sheet is refused.
pub const MAX_ASSETS: usize = 20_000;
/// How many pending transactions are read; a longer list is refused.
pub const MAX_PENDING: usize = 10_000;

/// All balances of one account at one time.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BalanceSheet {
    /// Whose balances these are, in the provider's terms. Two sheets of different accounts are not compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// When these balances were true, by whoever wrote them.
    pub as_of: Timestamp,
    /// The provider's counter of changes: of two sheets, the higher one is newer whatever the clocks say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<u64>,
    /// One entry per asset. An asset that is listed twice counts as the sum of its entries.
    #[serde(deserialize_with = "by_name::list")]
    pub balances: Vec<AssetBalance>,
    /// The parts that could not be read, as pointers. With any, an asset that is missing here is unknown and not zero.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<String>,
}

/// What somebody has is nobody's business in a log.
impl fmt::Debug for BalanceSheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { account, as_of, sequence, balances, unreadable } = self;
        f.debug_struct("BalanceSheet")
            .field("account", &account.as_ref().map(Sensitive::new))
            .field("as_of", as_of)
            .field("sequence", sequence)
            .field("balances", &balances.len())
            .field("unreadable", &unreadable.len())
            .finish()
    }
}

/// The balance of one asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AssetBalance {
    /// An ISO 4217 code or a token's ticker.
    pub asset: String,
    /// Everything the account holds of it.
    pub total: Amount,
    /// What can be spent now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available: Option<Amount>,
    /// What is held back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Amount>,
}

/// A transaction under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PendingTransaction {
    /// The provider's id.
    pub id: String,
    /// The asset that moves.
    pub asset: String,
    /// Which way.
    pub direction: Direction,
    /// How much, without the fee.
    pub amount: Amount,
    /// The fee, in the same asset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Amount>,
    /// How far it is; under way, if nobody says so.
    #[serde(default)]
    pub state: PendingState,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
}

stable_codes! {
    /// How far a transaction is that the app still lists as pending.
    #[derive(Default)]
    pub enum PendingState as "pending state" {
        /// It is under way: one side may count it already.
        #[default]
        Pending = "pending",
        /// The provider has booked it.
        Completed = "completed",
        /// It has failed, and changes no balance.
        Failed = "failed",
    }
}

/// Which way money moves, seen from the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Into the account.
    In,
    /// Out of the account.
    Out,
}

impl PendingTransaction {
    /// By how much the account's total changes when it is booked, fee included.
    pub fn effect(&self) -> Amount {
        let fee = self.fee.clone().unwrap_or_else(Amount::zero);
        match self.direction {
            Direction::In => self.amount.minus(&fee),
            Direction::Out => self.amount.plus(&fee).negated(),
        }
    }
}
