//! Contacts with support, as a report tells them.

use std::fmt::Display;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::copy::Copier;
use crate::contact::ContactEntry;
use crate::report::Text;

/// One contact with support, as the person noted it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContactLogContent {
    /// When.
    pub at: Timestamp,
    /// The channel.
    pub channel: Text,
    /// Who answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<Text>,
    /// What was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Text>,
    /// What was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised: Option<Text>,
    /// Until when it was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_until: Option<Timestamp>,
}

impl Copier<'_> {
    pub(super) fn contact(&mut self, place: &dyn Display, entry: &ContactEntry) -> ContactLogContent {
        // Taken apart, so that a new field does not compile before it is decided whether it leaves.
        let ContactEntry { at, channel, who, said, promised, promised_until } = entry;
        ContactLogContent {
            at: *at,
            channel: self.scribe.text(format_args!("{place}/channel"), channel),
            who: self.scribe.optional(format_args!("{place}/who"), who.as_ref()),
            said: self.scribe.optional(format_args!("{place}/said"), said.as_ref()),
            promised: self.scribe.optional(format_args!("{place}/promised"), promised.as_ref()),
            promised_until: *promised_until,
        }
    }
}
