//! What a person tries to do with their wallet.

use crate::codes::stable_codes;

stable_codes! {
    /// What a person tries to do.
    pub enum OperationKind as "operation" {
        /// Money to their own bank.
        Withdrawal = "withdrawal",
        /// Money to somebody else.
        Transfer = "transfer",
        /// Paying a merchant.
        Payment = "payment",
        /// Getting into the account.
        SignIn = "sign_in",
        /// A code, the two-step check or the identity check.
        Verification = "verification",
        /// Opening an account.
        Opening = "opening",
    }
}
