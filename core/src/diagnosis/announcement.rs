//! What the provider announces, told to one person.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Teller;
use super::advice::with_knowledge;
use crate::service::{Announced, AnnouncementKind};

/// Something that the provider announces, to be shown beside the causes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Announcement {
    /// Which source says so.
    pub source: String,
    /// What kind of thing it is.
    pub kind: AnnouncementKind,
    /// Whether it is about what the person tried, or may be.
    pub matters: bool,
    /// Its title, in the provider's words.
    pub title: String,
    /// What it says, in the provider's words, as plain text; empty if that is all.
    pub body: String,
    /// When, in ours; empty where no time is known.
    pub when: String,
    /// From when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// When it was said, where it could not be asked for just now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Timestamp>,
}

impl Teller {
    pub(super) fn announcement(&self, announced: &Announced<'_>) -> Announcement {
        let Announced { source, kind, matters, title, body, starts_at, ends_at, as_of } = announced;
        Announcement {
            source: (*source).to_owned(),
            kind: *kind,
            matters: *matters,
            title: (*title).to_owned(),
            body: (*body).to_owned(),
            when: self.when(announced),
            starts_at: *starts_at,
            ends_at: *ends_at,
            as_of: *as_of,
        }
    }

    fn when(&self, announced: &Announced<'_>) -> String {
        let Announced { starts_at, ends_at, as_of, .. } = announced;
        let times = [("from", starts_at), ("until", ends_at), ("as_of", as_of)];
        let times = times.into_iter().filter_map(|(key, time)| Some((key.to_owned(), self.time((*time)?))));
        let details: BTreeMap<String, String> = times.chain(self.spans(*starts_at, *ends_at, *as_of)).collect();
        let key = format!("announced-{}", announced.kind);
        self.words.say(&key, None, &with_knowledge(details)).trim().to_owned()
    }
}
