//! What a person tries to do, as far as limits, fees and attempts tell it apart.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::OpeningForm;
use crate::balance::Amount;
use crate::codes::stable_codes;
use crate::complaint::Symptom;
use crate::sensitive::Sensitive;

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

/// What a person is about to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// Money from the wallet to a bank.
    Withdrawal(Movement),
    /// Money to somebody else's wallet or account.
    Transfer(Movement),
    /// Money to a merchant.
    Payment(Movement),
    /// Applying for the wallet.
    Opening {
        /// What was filled in. It never leaves the device.
        form: OpeningForm,
        /// From which age on the provider accepts people, in whole years, if it has such a rule.
        minimum_age: Option<u8>,
    },
}

/// Money that is about to move.
#[derive(Clone, PartialEq, Eq)]
pub struct Movement {
    /// How much, without the fee.
    pub money: Money,
    /// The bank, the channel, or the linked account or card, as the app names it.
    pub channel: Option<String>,
}

impl Operation {
    /// What kind it is.
    pub fn kind(&self) -> OperationKind {
        match self {
            Self::Withdrawal(_) => OperationKind::Withdrawal,
            Self::Transfer(_) => OperationKind::Transfer,
            Self::Payment(_) => OperationKind::Payment,
            Self::Opening { .. } => OperationKind::Opening,
        }
    }

    /// What moves; nothing for an application.
    pub fn movement(&self) -> Option<&Movement> {
        match self {
            Self::Withdrawal(movement) | Self::Transfer(movement) | Self::Payment(movement) => Some(movement),
            Self::Opening { .. } => None,
        }
    }
}

/// An amount of an asset.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// An ISO 4217 code or a token's ticker.
    pub asset: String,
    /// How much of it.
    pub amount: Amount,
}

// How much somebody moves, and by which card, is theirs alone.

impl fmt::Debug for Movement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { money, channel } = self;
        f.debug_struct("Movement")
            .field("money", money)
            .field("channel", &channel.as_ref().map(Sensitive::new))
            .finish()
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { asset, amount } = self;
        f.debug_struct("Money").field("asset", &Sensitive::new(asset)).field("amount", &Sensitive::new(amount)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_what_is_done_and_not_how_much_or_by_which_card() {
        let money = Money { asset: "CNY".into(), amount: "1280.50".parse().unwrap() };
        let operation = Operation::Withdrawal(Movement { money, channel: Some("card ending in 1881".into()) });
        let shown = format!("{operation:?}");
        assert!(shown.starts_with("Withdrawal(Movement"), "{shown}");
        assert!(!["CNY", "1280", "128050", "1881"].iter().any(|secret| shown.contains(secret)), "{shown}");
    }
}
