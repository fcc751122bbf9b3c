//! What is known of the account itself: whether it is restricted, signed in, verified, and where else it is used.
//!
//! A field that nobody told stays empty, and empty never means 'no'. An empty list means 'none'.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::links::{BankChannel, Instrument};
use super::operation::OperationKind;
use super::terms::{FeeRule, Limits};
use crate::codes::stable_codes;
use crate::sensitive::Sensitive;

/// What is known of the account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountState {
    /// Whether the account as a whole is restricted. Beside `restrictions` of everything it is a second word on the same
    /// thing: where they contradict each other, neither is believed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restricted: Option<bool>,
    /// What is restricted, why and until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restrictions: Option<Vec<Restriction>>,
    /// Whether the session is still valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionState>,
    /// How signing in went of late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_in: Option<SignIns>,
    /// The two-step check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub two_factor: Option<TwoFactor>,
    /// The identity check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// The application for the wallet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
    /// The devices that are signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub devices: Option<Vec<Device>>,
    /// How much and how often, per operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Vec<Limits>>,
    /// What operations cost, and when they cost nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fees: Option<Vec<FeeRule>>,
    /// The linked bank accounts and cards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instruments: Option<Vec<Instrument>>,
    /// The banks and channels that carry the money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels: Option<Vec<BankChannel>>,
    /// Parts of an endpoint's answer that did not have the shape that they have to have, as JSON pointers. They count as not
    /// known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<String>,
}

impl AccountState {
    /// Whether nothing is missing from a field because it could not be read. Of a list that is not whole, what is in it counts
    /// and what is not in it says nothing.
    pub(crate) fn is_whole(&self, field: &str) -> bool {
        let of_field = |place: &String| place.split('/').nth(1) == Some(field);
        !self.unreadable.iter().any(of_field)
    }
}

/// One restriction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Restriction {
    /// Why.
    #[serde(default)]
    pub reason: RestrictionReason,
    /// The provider's own code for it, which the config's `codes` may explain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What it keeps the person from; empty: everything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub operations: Vec<OperationKind>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

stable_codes! {
    /// Why an account is restricted.
    #[derive(Default)]
    pub enum RestrictionReason as "reason" {
        /// Too many wrong passwords.
        Locked = "locked",
        /// Risk control: money laundering rules, abnormal operations.
        RiskControl = "risk_control",
        /// Too many failed operations.
        Failures = "failures",
        /// Somebody is looking at it.
        Review = "review",
        /// A sign-in that does not look like the person's.
        UnusualSignIn = "unusual_sign_in",
        /// The region, or a rule that holds for everybody like this one.
        Policy = "policy",
        /// The reason is not told.
        #[default]
        NotTold = "not_told",
    }
}

stable_codes! {
    /// Whether the session is still valid.
    pub enum SessionState as "session" {
        /// It is.
        Valid = "valid",
        /// It is not; signing in again helps.
        Expired = "expired",
    }
}

/// How signing in went of late.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIns {
    /// Failed ones since the last good one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<u32>,
    /// How many may still fail before the account is locked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts_left: Option<u32>,
    /// When the latest one was that the provider finds unusual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unusual_at: Option<Timestamp>,
}

/// The two-step check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TwoFactor {
    /// Whether it is on, and works.
    pub state: TwoFactorState,
    /// What cannot be done without it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required_for: Vec<OperationKind>,
}

stable_codes! {
    /// Whether the two-step check is on, and works.
    pub enum TwoFactorState as "two-factor state" {
        /// It is on.
        On = "on",
        /// It is off.
        Off = "off",
        /// It is on, and codes are refused or do not arrive.
        Failing = "failing",
    }
}

/// The identity check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// How far it is.
    pub state: IdentityState,
    /// What cannot be done before it is passed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required_for: Vec<OperationKind>,
    /// What is missing: `name`, `resident_id`, `id_photo`, `selfie`, `address_proof`, `phone`, `bank_card` or the provider's
    /// own word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The provider's own code for why, which the config's `codes` may explain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

stable_codes! {
    /// How far the identity check is.
    pub enum IdentityState as "identity state" {
        /// It is passed.
        Verified = "verified",
        /// It was not begun, or not finished.
        Unverified = "unverified",
        /// Somebody is looking at it.
        UnderReview = "under_review",
        /// It was refused.
        Rejected = "rejected",
        /// It was passed once, and the document has run out.
        Expired = "expired",
    }
}

/// The application for the wallet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// How far it is.
    pub state: OpeningState,
    /// What is wrong with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<OpeningReason>,
    /// What is missing, as in [`Identity::missing`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The provider's own code for why, which the config's `codes` may explain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// By when it is to be decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<Timestamp>,
}

stable_codes! {
    /// How far an application is.
    pub enum OpeningState as "opening state" {
        /// The wallet is open.
        Approved = "approved",
        /// Somebody is looking at it.
        UnderReview = "under_review",
        /// The person has to add or correct something.
        NeedsMore = "needs_more",
        /// It was refused.
        Refused = "refused",
    }
}

stable_codes! {
    /// What is wrong with an application.
    pub enum OpeningReason as "opening reason" {
        /// Name, identity number or phone do not belong together.
        PersonalDetails = "personal_details",
        /// Something is missing or not legible.
        Documents = "documents",
        /// The card, the bank or the branch is not right.
        BankDetails = "bank_details",
        /// A rule of the provider's.
        Policy = "policy",
    }
}

/// A device that is signed in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Device {
    /// What people call it.
    pub name: String,
    /// Whether it is this one.
    #[serde(default)]
    pub this: bool,
    /// Whether the person has used it before, as far as the provider knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recognised: Option<bool>,
    /// When it was last used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
}

/// People name their phones after themselves.
impl fmt::Debug for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, this, recognised, last_used_at } = self;
        f.debug_struct("Device")
            .field("name", &Sensitive::new(name))
            .field("this", this)
            .field("recognised", recognised)
            .field("last_used_at", last_used_at)
            .finish()
    }
}
