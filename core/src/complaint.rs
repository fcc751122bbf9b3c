//! What the person says is wrong: the first value in the pipeline.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::codes::stable_codes;

stable_codes! {
    /// What a person complains about.
    pub enum Symptom as "symptom" {
        /// A withdrawal to the bank does not go through.
        WithdrawalFailed = "withdrawal_failed",
        /// A transfer fails.
        TransferFailed = "transfer_failed",
        /// A payment fails.
        PaymentFailed = "payment_failed",
        /// It was paid, and the merchant or payee has not got it.
        PaymentNotReceived = "payment_not_received",
        /// It was sent, but it has been hours.
        TransactionDelayed = "transaction_delayed",
        /// The balance shown is not what the person has.
        BalanceIncorrect = "balance_incorrect",
        /// Balance or records do not load.
        HistoryUnavailable = "history_unavailable",
        /// The credentials are right and signing in fails.
        SignInFailed = "sign_in_failed",
        /// A code, the two-step check or the identity check fails.
        VerificationFailed = "verification_failed",
        /// The account is locked, frozen or limited, or a security alert appeared.
        AccountRestricted = "account_restricted",
        /// The application to open the wallet is refused or stuck.
        AccountOpeningFailed = "account_opening_failed",
        /// Money is gone, or there is a transaction the person did not make. Urgent.
        FundsMissing = "funds_missing",
        /// The app shows an error.
        AppError = "app_error",
        /// Anything else.
        Other = "other",
    }
}

/// How much free text a complaint takes, in characters; what is longer is cut when a report is drafted.
pub const MAX_NOTE_CHARS: usize = 4_000;

/// A complaint: the symptom and whatever the person can add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Complaint {
    /// What is wrong.
    pub symptom: Symptom,
    /// The message or code that the person saw, as they saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_seen: Option<String>,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began_at: Option<Timestamp>,
    /// Transactions that it is about. Declared ids stay readable in a report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transaction_ids: Vec<String>,
    /// Anything else, in the person's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Complaint {
    /// A complaint that is only a symptom.
    pub fn new(symptom: Symptom) -> Self {
        Self { symptom, message_seen: None, began_at: None, transaction_ids: Vec::new(), note: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symptom_reads_back_from_its_code() {
        assert_eq!(Symptom::ALL.len(), 14);
        for symptom in Symptom::ALL {
            assert_eq!(symptom.as_str().parse::<Symptom>().unwrap(), *symptom);
        }
    }

    #[test]
    fn an_unknown_symptom_is_named_with_what_is_accepted() {
        let error = "balance_wrong".parse::<Symptom>().unwrap_err().to_string();
        assert!(error.contains("'balance_wrong'") && error.contains("balance_incorrect"), "{error}");
    }
}
