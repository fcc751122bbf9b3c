//! What the account is linked to: bank accounts and cards, and the banks and channels that carry the money.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::balance::Amount;
use crate::codes::stable_codes;
use crate::sensitive::Sensitive;

/// A linked bank account or card.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// What people call it, such as the bank and the last four digits.
    pub label: String,
    /// The bank or channel that it belongs to, as `channels` names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Whether it can be used.
    pub state: InstrumentState,
    /// The provider's own code for why not, which the config's `codes` may explain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// A label is often a part of a card's number.
impl fmt::Debug for Instrument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { label, channel, state, code } = self;
        f.debug_struct("Instrument")
            .field("label", &Sensitive::new(label))
            .field("channel", channel)
            .field("state", state)
            .field("code", code)
            .finish()
    }
}

stable_codes! {
    /// Whether a linked account or card can be used.
    pub enum InstrumentState as "instrument state" {
        /// It can.
        Verified = "verified",
        /// It was not verified yet.
        Unverified = "unverified",
        /// Its number, its holder or its bank is not right.
        Invalid = "invalid",
        /// It has run out.
        Expired = "expired",
        /// The bank has closed it.
        Closed = "closed",
    }
}

/// A bank or another channel that carries the money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BankChannel {
    /// What people call it.
    pub name: String,
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
    /// The asset that `maximum` is in; empty: whatever is moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asset: Option<String>,
}

stable_codes! {
    /// Whether a channel works.
    pub enum ChannelState as "channel state" {
        /// It does.
        Up = "up",
        /// It does, late.
        Delayed = "delayed",
        /// It is being maintained.
        Maintenance = "maintenance",
        /// It does not.
        Down = "down",
    }
}
