//! What the app knows of the account.

use jiff::Timestamp;
use wallet_doctor_core::account::{
    AccountState, BankChannel, ChannelState, Device, FeeRule, Identity, IdentityState, Instrument, InstrumentState,
    Limits, Opening, OpeningReason, OpeningState, OperationKind, Restriction, RestrictionReason, SessionState, SignIns,
    TwoFactor, TwoFactorState,
};
use wallet_doctor_core::balance::Amount;

/// What is known of the account.
#[uniffi::remote(Record)]
pub struct AccountState {
    /// Whether the account as a whole is restricted. Beside `restrictions` of everything it is a second word on the same
    /// thing: where they contradict each other, neither is believed.
    #[uniffi(default)]
    pub restricted: Option<bool>,
    /// What is restricted, why and until when.
    #[uniffi(default)]
    pub restrictions: Option<Vec<Restriction>>,
    /// Whether the session is still valid.
    #[uniffi(default)]
    pub session: Option<SessionState>,
    /// How signing in went of late.
    #[uniffi(default)]
    pub sign_in: Option<SignIns>,
    /// The two-step check.
    #[uniffi(default)]
    pub two_factor: Option<TwoFactor>,
    /// The identity check.
    #[uniffi(default)]
    pub identity: Option<Identity>,
    /// The application for the wallet.
    #[uniffi(default)]
    pub opening: Option<Opening>,
    /// The devices that are signed in.
    #[uniffi(default)]
    pub devices: Option<Vec<Device>>,
    /// How much and how often, per operation.
    #[uniffi(default)]
    pub limits: Option<Vec<Limits>>,
    /// What operations cost, and when they cost nothing.
    #[uniffi(default)]
    pub fees: Option<Vec<FeeRule>>,
    /// The linked bank accounts and cards.
    #[uniffi(default)]
    pub instruments: Option<Vec<Instrument>>,
    /// The banks and channels that carry the money.
    #[uniffi(default)]
    pub channels: Option<Vec<BankChannel>>,
    /// Parts of an endpoint's answer that did not have the shape that they have to have, as JSON pointers. They count as not
    /// known.
    #[uniffi(default)]
    pub unreadable: Vec<String>,
}

/// One restriction.
#[uniffi::remote(Record)]
pub struct Restriction {
    /// Why.
    pub reason: RestrictionReason,
    /// The provider's own code for it, which the config's `codes` may explain.
    #[uniffi(default)]
    pub code: Option<String>,
    /// What it keeps the person from; empty: everything.
    #[uniffi(default)]
    pub operations: Vec<OperationKind>,
    /// Until when.
    #[uniffi(default)]
    pub until: Option<Timestamp>,
}

/// Why an account is restricted.
#[uniffi::remote(Enum)]
pub enum RestrictionReason {
    /// Too many wrong passwords.
    Locked,
    /// Risk control: money laundering rules, abnormal operations.
    RiskControl,
    /// Too many failed operations.
    Failures,
    /// Somebody is looking at it.
    Review,
    /// A sign-in that does not look like the person's.
    UnusualSignIn,
    /// The region, or a rule that holds for everybody like this one.
    Policy,
    /// The reason is not told.
    NotTold,
}

/// Whether the session is still valid.
#[uniffi::remote(Enum)]
pub enum SessionState {
    /// It is.
    Valid,
    /// It is not; signing in again helps.
    Expired,
}

/// How signing in went of late.
#[uniffi::remote(Record)]
pub struct SignIns {
    /// Failed ones since the last good one.
    #[uniffi(default)]
    pub failed: Option<u32>,
    /// How many may still fail before the account is locked.
    #[uniffi(default)]
    pub attempts_left: Option<u32>,
    /// When the latest one was that the provider finds unusual.
    #[uniffi(default)]
    pub unusual_at: Option<Timestamp>,
}

/// The two-step check.
#[uniffi::remote(Record)]
pub struct TwoFactor {
    /// Whether it is on, and works.
    pub state: TwoFactorState,
    /// What cannot be done without it.
    #[uniffi(default)]
    pub required_for: Vec<OperationKind>,
}

/// Whether the two-step check is on, and works.
#[uniffi::remote(Enum)]
pub enum TwoFactorState {
    /// It is on.
    On,
    /// It is off.
    Off,
    /// It is on, and codes are refused or do not arrive.
    Failing,
}

/// The identity check.
#[uniffi::remote(Record)]
pub struct Identity {
    /// How far it is.
    pub state: IdentityState,
    /// What cannot be done before it is passed.
    #[uniffi(default)]
    pub required_for: Vec<OperationKind>,
    /// What is missing: `name`, `resident_id`, `id_photo`, `selfie`, `address_proof`, `phone`, `bank_card` or the provider's
    /// own word.
    #[uniffi(default)]
    pub missing: Vec<String>,
    /// The provider's own code for why, which the config's `codes` may explain.
    #[uniffi(default)]
    pub code: Option<String>,
}

/// How far the identity check is.
#[uniffi::remote(Enum)]
pub enum IdentityState {
    /// It is passed.
    Verified,
    /// It was not begun, or not finished.
    Unverified,
    /// Somebody is looking at it.
    UnderReview,
    /// It was refused.
    Rejected,
    /// It was passed once, and the document has run out.
    Expired,
}

/// The application for the wallet.
#[uniffi::remote(Record)]
pub struct Opening {
    /// How far it is.
    pub state: OpeningState,
    /// What is wrong with it.
    #[uniffi(default)]
    pub reasons: Vec<OpeningReason>,
    /// What is missing, as in `missing`.
    #[uniffi(default)]
    pub missing: Vec<String>,
    /// The provider's own code for why, which the config's `codes` may explain.
    #[uniffi(default)]
    pub code: Option<String>,
    /// By when it is to be decided.
    #[uniffi(default)]
    pub decided_by: Option<Timestamp>,
}

/// How far an application is.
#[uniffi::remote(Enum)]
pub enum OpeningState {
    /// The wallet is open.
    Approved,
    /// Somebody is looking at it.
    UnderReview,
    /// The person has to add or correct something.
    NeedsMore,
    /// It was refused.
    Refused,
}

/// What is wrong with an application.
#[uniffi::remote(Enum)]
pub enum OpeningReason {
    /// Name, identity number or phone do not belong together.
    PersonalDetails,
    /// Something is missing or not legible.
    Documents,
    /// The card, the bank or the branch is not right.
    BankDetails,
    /// A rule of the provider's.
    Policy,
}

/// A device that is signed in.
#[uniffi::remote(Record)]
pub struct Device {
    /// What people call it.
    pub name: String,
    /// Whether it is this one.
    pub this: bool,
    /// Whether the person has used it before, as far as the provider knows.
    #[uniffi(default)]
    pub recognised: Option<bool>,
    /// When it was last used.
    #[uniffi(default)]
    pub last_used_at: Option<Timestamp>,
}

/// A linked bank account or card.
#[uniffi::remote(Record)]
pub struct Instrument {
    /// What people call it, such as the bank and the last four digits.
    pub label: String,
    /// The bank or channel that it belongs to, as `channels` names it.
    #[uniffi(default)]
    pub channel: Option<String>,
    /// Whether it can be used.
    pub state: InstrumentState,
    /// The provider's own code for why not, which the config's `codes` may explain.
    #[uniffi(default)]
    pub code: Option<String>,
}

/// Whether a linked account or card can be used.
#[uniffi::remote(Enum)]
pub enum InstrumentState {
    /// It can.
    Verified,
    /// It was not verified yet.
    Unverified,
    /// Its number, its holder or its bank is not right.
    Invalid,
    /// It has run out.
    Expired,
    /// The bank has closed it.
    Closed,
}

/// A bank or another channel that carries the money.
#[uniffi::remote(Record)]
pub struct BankChannel {
    /// What people call it.
    pub name: String,
    /// Whether it works.
    pub state: ChannelState,
    /// Until when it does not.
    #[uniffi(default)]
    pub until: Option<Timestamp>,
    /// How late it is, in seconds.
    #[uniffi(default)]
    pub delay_s: Option<u64>,
    /// The greatest amount that it carries at a time.
    #[uniffi(default)]
    pub maximum: Option<Amount>,
    /// The asset that `maximum` is in; empty: whatever is moved.
    #[uniffi(default)]
    pub asset: Option<String>,
}

/// Whether a channel works.
#[uniffi::remote(Enum)]
pub enum ChannelState {
    /// It does.
    Up,
    /// It does, late.
    Delayed,
    /// It is being maintained.
    Maintenance,
    /// It does not.
    Down,
}
