//! The account, as far as support needs it: what restricts it, how far its checks are, what it is linked to and its limits.
//! Names of devices stay: people name them after themselves.

use std::fmt::Display;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::copy::Copier;
use crate::account::{
    AccountState, AttemptLimit, BankChannel, ChannelState, Identity, IdentityState, Instrument, InstrumentState,
    Limits, Opening, OpeningReason, OpeningState, OperationKind, PeriodLimit, Restriction, RestrictionReason,
    SessionState, SignIns, TwoFactor,
};
use crate::balance::Amount;
use crate::report::Text;

/// The account's state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccountContent {
    /// Whether it is restricted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restricted: Option<bool>,
    /// What is restricted and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restrictions: Option<Vec<RestrictionContent>>,
    /// Whether the session is valid.
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
    pub identity: Option<IdentityContent>,
    /// The application for the wallet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<OpeningContent>,
    /// How many devices are signed in, and how many of them the provider does not know as the person's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub devices: Option<DevicesContent>,
    /// How much and how often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Vec<LimitsContent>>,
    /// The linked accounts and cards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instruments: Option<Vec<InstrumentContent>>,
    /// The banks and channels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels: Option<Vec<ChannelContent>>,
    /// Parts of an endpoint's answer that could not be read, as JSON pointers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<Text>,
}

/// One restriction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RestrictionContent {
    /// Why.
    pub reason: RestrictionReason,
    /// The provider's own code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Text>,
    /// What it keeps the person from; empty: everything.
    pub operations: Vec<OperationKind>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// The identity check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentityContent {
    /// How far it is.
    pub state: IdentityState,
    /// What cannot be done before it is passed.
    #[serde(default)]
    pub required_for: Vec<OperationKind>,
    /// What is missing.
    pub missing: Vec<Text>,
    /// The provider's own code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Text>,
}

/// The application for the wallet. What was written in the form is never in a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpeningContent {
    /// How far it is.
    pub state: OpeningState,
    /// What is wrong with it.
    pub reasons: Vec<OpeningReason>,
    /// What is missing.
    pub missing: Vec<Text>,
    /// The provider's own code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Text>,
    /// By when it is to be decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<Timestamp>,
}

/// How many devices are signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DevicesContent {
    /// All of them.
    pub signed_in: u64,
    /// Those that the provider does not know as the person's.
    pub unknown: u64,
}

/// The limits of one operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LimitsContent {
    /// Of what.
    pub operation: OperationKind,
    /// The asset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asset: Option<Text>,
    /// The least amount at a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Amount>,
    /// The greatest amount at a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Amount>,
    /// How much in a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<PeriodLimit>,
    /// How much in a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<PeriodLimit>,
    /// How often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<AttemptLimit>,
}

/// A linked account or card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InstrumentContent {
    /// What people call it.
    pub label: Text,
    /// The bank or channel that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Text>,
    /// Whether it can be used.
    pub state: InstrumentState,
    /// The provider's own code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Text>,
}

/// A bank or channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChannelContent {
    /// What people call it.
    pub name: Text,
    /// Whether it works.
    pub state: ChannelState,
    /// Until when it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// How late it is, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay_s: Option<u64>,
    /// The greatest amount that it carries at a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Amount>,
}

// Every copy takes its source apart, so that a new field does not compile before it is decided whether it leaves.
impl Copier<'_> {
    pub(super) fn account(&mut self, place: &dyn Display, account: &AccountState) -> AccountContent {
        let AccountState {
            restricted,
            restrictions,
            session,
            sign_in,
            two_factor,
            identity,
            opening,
            devices,
            limits,
            // The provider's own price list; what was reckoned from it is among the findings.
            fees: _,
            instruments,
            channels,
            unreadable,
        } = account;
        let devices = devices.as_ref().map(|devices| DevicesContent {
            signed_in: devices.len() as u64,
            unknown: devices.iter().filter(|device| device.recognised == Some(false)).count() as u64,
        });
        AccountContent {
            restricted: *restricted,
            restrictions: self.optional_list(place, "restrictions", restrictions.as_deref(), Self::restriction),
            session: *session,
            sign_in: sign_in.clone(),
            two_factor: two_factor.clone(),
            identity: identity.as_ref().map(|it| self.identity(&format_args!("{place}/identity"), it)),
            opening: opening.as_ref().map(|it| self.opening(&format_args!("{place}/opening"), it)),
            devices,
            limits: self.optional_list(place, "limits", limits.as_deref(), Self::limits),
            instruments: self.optional_list(place, "instruments", instruments.as_deref(), Self::instrument),
            channels: self.optional_list(place, "channels", channels.as_deref(), Self::channel),
            unreadable: self.scribe.texts(format_args!("{place}/unreadable"), unreadable),
        }
    }

    fn optional_list<T, U>(
        &mut self,
        place: &dyn Display,
        name: &str,
        list: Option<&[T]>,
        copy: impl FnMut(&mut Self, &dyn Display, &T) -> U,
    ) -> Option<Vec<U>> {
        list.map(|list| self.list(&format_args!("{place}/{name}"), list, copy))
    }

    fn restriction(&mut self, place: &dyn Display, restriction: &Restriction) -> RestrictionContent {
        let Restriction { reason, code, operations, until } = restriction;
        RestrictionContent {
            reason: *reason,
            code: self.scribe.optional(format_args!("{place}/code"), code.as_ref()),
            operations: operations.clone(),
            until: *until,
        }
    }

    fn identity(&mut self, place: &dyn Display, check: &Identity) -> IdentityContent {
        let Identity { state, required_for, missing, code } = check;
        IdentityContent {
            state: *state,
            required_for: required_for.clone(),
            missing: self.scribe.texts(format_args!("{place}/missing"), missing),
            code: self.scribe.optional(format_args!("{place}/code"), code.as_ref()),
        }
    }

    fn opening(&mut self, place: &dyn Display, application: &Opening) -> OpeningContent {
        let Opening { state, reasons, missing, code, decided_by } = application;
        OpeningContent {
            state: *state,
            reasons: reasons.clone(),
            missing: self.scribe.texts(format_args!("{place}/missing"), missing),
            code: self.scribe.optional(format_args!("{place}/code"), code.as_ref()),
            decided_by: *decided_by,
        }
    }

    fn limits(&mut self, place: &dyn Display, limits: &Limits) -> LimitsContent {
        let Limits { operation, asset, minimum, maximum, day, month, attempts } = limits;
        LimitsContent {
            operation: *operation,
            asset: self.scribe.optional(format_args!("{place}/asset"), asset.as_ref()),
            minimum: minimum.clone(),
            maximum: maximum.clone(),
            day: day.clone(),
            month: month.clone(),
            attempts: *attempts,
        }
    }

    fn instrument(&mut self, place: &dyn Display, instrument: &Instrument) -> InstrumentContent {
        let Instrument { label, channel, state, code } = instrument;
        InstrumentContent {
            label: self.scribe.text(format_args!("{place}/label"), label),
            channel: self.scribe.optional(format_args!("{place}/channel"), channel.as_ref()),
            state: *state,
            code: self.scribe.optional(format_args!("{place}/code"), code.as_ref()),
        }
    }

    fn channel(&mut self, place: &dyn Display, channel: &BankChannel) -> ChannelContent {
        // The asset stands with the amount that it was compared with.
        let BankChannel { name, state, until, delay_s, maximum, asset: _ } = channel;
        ChannelContent {
            name: self.scribe.text(format_args!("{place}/name"), name),
            state: *state,
            until: *until,
            delay_s: *delay_s,
            maximum: maximum.clone(),
        }
    }
}
