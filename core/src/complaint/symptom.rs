//! The symptoms, by stable codes. This file is also compiled into the build script, which checks the data files against it.

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
