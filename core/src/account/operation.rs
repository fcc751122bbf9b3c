//! What a person tries to do, as far as limits, fees and attempts tell it apart.

use serde::{Deserialize, Serialize};

use crate::balance::Amount;
use crate::codes::stable_codes;
use crate::complaint::Symptom;

stable_codes! {
    /// What a person tries to do.
    pub enum OperationKind as "operation" {
        /// Money from the wallet to a bank.
        Withdrawal = "withdrawal",
        /// Money to somebody else's wallet or account.
        Transfer = "transfer",
        /// Money to a merchant.
        Payment = "payment",
        /// Signing in.
        SignIn = "sign_in",
        /// A code, the two-step check or the identity check.
        Verification = "verification",
        /// Applying for the wallet.
        Opening = "opening",
    }
}

impl OperationKind {
    /// What was tried where this is complained about; none where it could have been anything.
    pub fn behind(symptom: Symptom) -> Option<Self> {
        match symptom {
            Symptom::WithdrawalFailed => Some(Self::Withdrawal),
            Symptom::TransferFailed => Some(Self::Transfer),
            Symptom::PaymentFailed | Symptom::PaymentNotReceived => Some(Self::Payment),
            Symptom::SignInFailed => Some(Self::SignIn),
            Symptom::VerificationFailed => Some(Self::Verification),
            Symptom::AccountOpeningFailed => Some(Self::Opening),
            Symptom::TransactionDelayed
            | Symptom::BalanceIncorrect
            | Symptom::HistoryUnavailable
            | Symptom::AccountRestricted
            | Symptom::FundsMissing
            | Symptom::AppError
            | Symptom::Other => None,
        }
    }

    /// The complaint that somebody would have if it failed.
    pub fn failing(self) -> Symptom {
        match self {
            Self::Withdrawal => Symptom::WithdrawalFailed,
            Self::Transfer => Symptom::TransferFailed,
            Self::Payment => Symptom::PaymentFailed,
            Self::SignIn => Symptom::SignInFailed,
            Self::Verification => Symptom::VerificationFailed,
            Self::Opening => Symptom::AccountOpeningFailed,
        }
    }
}

/// An amount of an asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// An ISO 4217 code or a token's ticker.
    pub asset: String,
    /// How much of it.
    pub amount: Amount,
}
