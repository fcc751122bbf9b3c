//! Balances as the app shows and syncs them, and transactions that are under way.

use jiff::Timestamp;
use wallet_doctor_core::balance::{Amount, AssetBalance, BalanceSheet, Direction, PendingState, PendingTransaction};

/// All balances of one account at one time.
#[uniffi::remote(Record)]
pub struct BalanceSheet {
    /// Whose balances these are, in the provider's terms. Two sheets of different accounts are not compared.
    #[uniffi(default)]
    pub account: Option<String>,
    /// When these balances were true, by whoever wrote them.
    pub as_of: Timestamp,
    /// The provider's counter of changes: of two sheets, the higher one is newer whatever the clocks say.
    #[uniffi(default)]
    pub sequence: Option<u64>,
    /// One entry per asset. An asset that is listed twice counts as the sum of its entries.
    #[uniffi(default)]
    pub balances: Vec<AssetBalance>,
    /// The parts that could not be read, as pointers. With any, an asset that is missing here is unknown and not zero.
    #[uniffi(default)]
    pub unreadable: Vec<String>,
}

/// The balance of one asset.
#[uniffi::remote(Record)]
pub struct AssetBalance {
    /// An ISO 4217 code or a token's ticker.
    pub asset: String,
    /// Everything the account holds of it.
    pub total: Amount,
    /// What can be spent now.
    #[uniffi(default)]
    pub available: Option<Amount>,
    /// What is held back.
    #[uniffi(default)]
    pub held: Option<Amount>,
}

/// A transaction under way.
#[uniffi::remote(Record)]
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
    #[uniffi(default)]
    pub fee: Option<Amount>,
    /// How far it is; under way, if nobody says so.
    pub state: PendingState,
    /// When it was made.
    #[uniffi(default)]
    pub created_at: Option<Timestamp>,
}

/// How far a transaction is that the app still lists as pending.
#[uniffi::remote(Enum)]
pub enum PendingState {
    /// It is under way: one side may count it already.
    Pending,
    /// The provider has booked it.
    Completed,
    /// It has failed, and changes no balance.
    Failed,
}

/// Which way money moves, seen from the account.
#[uniffi::remote(Enum)]
pub enum Direction {
    /// Into the account.
    In,
    /// Out of the account.
    Out,
}
