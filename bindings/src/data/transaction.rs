//! Transactions, and how far each is.

use jiff::Timestamp;
use wallet_doctor_core::balance::{Amount, Direction};
use wallet_doctor_core::transaction::{
    LookedUp, Place, Stage, StageState, TransactionFailure, TransactionKind, TransactionRecord, TransactionState,
};

/// What the ids that a person gave led to.
#[uniffi::remote(Record)]
pub struct LookedUp {
    /// Those that are known.
    #[uniffi(default)]
    pub found: Vec<TransactionRecord>,
    /// Ids that the provider does not know.
    #[uniffi(default)]
    pub not_found: Vec<String>,
}

/// One transaction, and how far it is.
#[uniffi::remote(Record)]
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
    #[uniffi(default)]
    pub stages: Vec<Stage>,
    /// Whether the money was taken from the balance. Where it failed: whether it is still away.
    #[uniffi(default)]
    pub debited: Option<bool>,
    /// Why it failed.
    #[uniffi(default)]
    pub failure: Option<TransactionFailure>,
    /// The provider's own code for why, which the config's `codes` may explain.
    #[uniffi(default)]
    pub code: Option<String>,
    /// Whom it is with. Only compared, to see what was done twice.
    #[uniffi(default)]
    pub counterparty: Option<String>,
    /// The bank or channel that carries it.
    #[uniffi(default)]
    pub channel: Option<String>,
    /// When it was made.
    #[uniffi(default)]
    pub created_at: Option<Timestamp>,
    /// By when it is to be done.
    #[uniffi(default)]
    pub expected_by: Option<Timestamp>,
    /// Whether the person has made it, as far as they have said so.
    #[uniffi(default)]
    pub recognised: Option<bool>,
}

/// What a transaction is.
#[uniffi::remote(Enum)]
pub enum TransactionKind {
    /// Money to a bank.
    Withdrawal,
    /// Money to somebody else.
    Transfer,
    /// Money to a merchant.
    Payment,
    /// Money into the wallet.
    Deposit,
    /// Anything else.
    Other,
}

/// How a transaction ended, or that it has not.
#[uniffi::remote(Enum)]
pub enum TransactionState {
    /// It is under way.
    Pending,
    /// It is done.
    Completed,
    /// It has failed.
    Failed,
    /// It has failed, and the money is back.
    Refunded,
}

/// Why a transaction failed.
#[uniffi::remote(Enum)]
pub enum TransactionFailure {
    /// The payee's name, number or address is not right.
    PayeeDetails,
    /// There was not enough.
    Insufficient,
    /// The bank refused it.
    BankRefused,
    /// Anything else.
    Other,
}

/// One stage of a transaction.
#[uniffi::remote(Record)]
pub struct Stage {
    /// Where.
    pub place: Place,
    /// How far it is there.
    pub state: StageState,
    /// Since when.
    #[uniffi(default)]
    pub at: Option<Timestamp>,
}

/// How far a transaction is at a place.
#[uniffi::remote(Enum)]
pub enum StageState {
    /// Nothing has come there yet.
    Waiting,
    /// It is being worked on.
    Pending,
    /// It is done there.
    Done,
    /// It has failed there.
    Failed,
}

/// Where a transaction passes, in this order.
#[uniffi::remote(Enum)]
pub enum Place {
    /// The wallet.
    Wallet,
    /// The channel between wallet and bank.
    Channel,
    /// The bank.
    Bank,
    /// The merchant or payee.
    Merchant,
}
