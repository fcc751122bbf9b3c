//! Balance sheets and pending transactions as the app and the provider give them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Amount;

/// How many assets of a sheet are read; a longer sheet is refused.
pub const MAX_ASSETS: usize = 20_000;
/// How many pending transactions are read; a longer list is refused.
pub const MAX_PENDING: usize = 10_000;

/// All balances of one account at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BalanceSheet {
    /// When these balances were true, by whoever wrote them.
    pub as_of: Timestamp,
    /// The provider's counter of changes: of two sheets, the higher one is newer whatever the clocks say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<u64>,
    /// One entry per asset.
    pub balances: Vec<AssetBalance>,
}

/// The balance of one asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// The provider's word for its state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
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
