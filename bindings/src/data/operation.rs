//! What a person is about to do, and what stands in the way.

use crate::values::SensitiveText;
use jiff::Timestamp;
use wallet_doctor_core::account::{
    AttemptOutcome, Money, Movement, OpeningForm, Operation as WalletOperation, OperationKind,
};
use wallet_doctor_core::diagnosis::{Aspect, MissedBy};

/// What a person tries to do.
#[uniffi::remote(Enum)]
pub enum OperationKind {
    /// Money from the wallet to a bank.
    Withdrawal,
    /// Money to somebody else's wallet or account.
    Transfer,
    /// Money to a merchant.
    Payment,
    /// Signing in.
    SignIn,
    /// A code, the two-step check or the identity check.
    Verification,
    /// Applying for the wallet.
    Opening,
}

/// What a person is about to do.
#[uniffi::remote(Enum)]
pub enum WalletOperation {
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
#[uniffi::remote(Record)]
pub struct Movement {
    /// How much, without the fee.
    pub money: Money,
    /// The bank, the channel, or the linked account or card, as the app names it.
    #[uniffi(default)]
    pub channel: Option<String>,
}

/// What a person filled in. It is checked on the device; no report can hold it.
#[uniffi::remote(Record)]
pub struct OpeningForm {
    /// The name, as on the identity document.
    #[uniffi(default)]
    pub name: Option<SensitiveText>,
    /// The number of the resident identity card, of a residence permit or of a permanent resident's card.
    #[uniffi(default)]
    pub resident_id: Option<SensitiveText>,
    /// The phone number.
    #[uniffi(default)]
    pub phone: Option<SensitiveText>,
    /// The number of the bank card to be linked.
    #[uniffi(default)]
    pub bank_card: Option<SensitiveText>,
    /// The bank's name.
    #[uniffi(default)]
    pub bank_name: Option<SensitiveText>,
    /// The branch that the card was opened at.
    #[uniffi(default)]
    pub branch: Option<SensitiveText>,
}

/// What came of an attempt.
#[uniffi::remote(Enum)]
pub enum AttemptOutcome {
    /// It did not go through.
    Failed,
    /// It did, which ends a run of failures.
    Succeeded,
}

/// By how much a condition was missed.
#[uniffi::remote(Enum)]
pub enum MissedBy {
    /// So much too little, or too much.
    Amount(Money),
    /// So many characters too few, or too many.
    Characters {
        /// How many.
        count: u32,
    },
    /// Not before this time.
    Until {
        /// When it is met.
        at: Timestamp,
    },
}

/// Something that a pre-flight looks at.
#[uniffi::remote(Enum)]
pub enum Aspect {
    /// Restrictions, session and checks of the account.
    Account,
    /// What is available.
    Balance,
    /// The limits of the operation.
    Limits,
    /// The failed attempts that are remembered on this phone.
    Attempts,
    /// The fee.
    Fee,
    /// The bank or channel.
    Bank,
    /// The provider's service.
    Service,
    /// The network of this phone.
    Network,
    /// The app's version, and the phone's.
    App,
}
