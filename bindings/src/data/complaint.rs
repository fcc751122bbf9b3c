//! What the person says is wrong.

use jiff::Timestamp;
use wallet_doctor_core::account::Money;
use wallet_doctor_core::balance::Amount;
use wallet_doctor_core::complaint::{Complaint, Elsewhere, Symptom};

/// What a person complains about.
#[uniffi::remote(Enum)]
pub enum Symptom {
    /// A withdrawal to the bank does not go through.
    WithdrawalFailed,
    /// A transfer fails.
    TransferFailed,
    /// A payment fails.
    PaymentFailed,
    /// It was paid, and the merchant or payee has not got it.
    PaymentNotReceived,
    /// It was sent, but it has been hours.
    TransactionDelayed,
    /// The balance shown is not what the person has.
    BalanceIncorrect,
    /// Balance or records do not load.
    HistoryUnavailable,
    /// The credentials are right and signing in fails.
    SignInFailed,
    /// A code, the two-step check or the identity check fails.
    VerificationFailed,
    /// The account is locked, frozen or limited, or a security alert appeared.
    AccountRestricted,
    /// The application to open the wallet is refused or stuck.
    AccountOpeningFailed,
    /// Money is gone, or there is a transaction the person did not make. Urgent.
    FundsMissing,
    /// The app shows an error.
    AppError,
    /// Anything else.
    Other,
}

/// A complaint: the symptom and whatever the person can add.
#[uniffi::remote(Record)]
pub struct Complaint {
    /// What is wrong.
    pub symptom: Symptom,
    /// The message or code that the person saw, as they saw it.
    #[uniffi(default)]
    pub message_seen: Option<String>,
    /// When it began.
    #[uniffi(default)]
    pub began_at: Option<Timestamp>,
    /// Transactions that it is about. Declared ids stay readable in a report.
    #[uniffi(default)]
    pub transaction_ids: Vec<String>,
    /// The bank or the channel that they used, as the app names it: of several, what is wrong with others is none of theirs.
    #[uniffi(default)]
    pub channel: Option<String>,
    /// The amount that it is about.
    #[uniffi(default)]
    pub money: Option<Money>,
    /// Whether other devices show the same.
    #[uniffi(default)]
    pub elsewhere: Option<Elsewhere>,
    /// Transactions that the person says they did not make.
    #[uniffi(default)]
    pub not_mine: Vec<String>,
    /// Anything else, in the person's own words.
    #[uniffi(default)]
    pub note: Option<String>,
}

/// An amount of an asset.
#[uniffi::remote(Record)]
pub struct Money {
    /// An ISO 4217 code or a token's ticker.
    pub asset: String,
    /// How much of it.
    pub amount: Amount,
}

/// What other devices show.
#[uniffi::remote(Enum)]
pub enum Elsewhere {
    /// The same.
    Same,
    /// There it works.
    Works,
}
