//! The contact log: when support was spoken to, where, with whom, what was said and what was promised.
//!
//! It is the only copy of what it holds, unlike what else is in the store. So each contact is an entry of its own, small
//! enough to be always taken, and it is flushed to the disk before anybody is told that it is kept ([`Store::update_only_copy`]). What another version
//! of the app wrote and this one can't read stays there for that one.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::sensitive::Sensitive;
use crate::store::{DatabaseError, Store};

/// How many contacts are kept. Beyond it the oldest go.
pub const MAX_CONTACTS: usize = 200;
/// The longest text of a contact, in characters; what is longer is cut.
pub const MAX_CONTACT_TEXT_CHARS: usize = 2_000;

const HEADING: &str = "contacts";

/// One contact with support. Fields that come later have defaults, or older entries could not be read any more.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactEntry {
    /// When.
    pub at: Timestamp,
    /// The channel, by the name that it has in the config or in the person's words.
    pub channel: String,
    /// Who answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// What was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// What was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised: Option<String>,
    /// Until when it was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_until: Option<Timestamp>,
}

impl ContactEntry {
    /// The same within the limits, without texts that say nothing.
    fn tidied(self) -> Self {
        let Self { at, channel, who, said, promised, promised_until } = self;
        let cut = |text: String| text.trim().chars().take(MAX_CONTACT_TEXT_CHARS).collect::<String>();
        let cut_any = |text: Option<String>| text.map(cut).filter(|text| !text.is_empty());
        Self {
            at,
            channel: cut(channel),
            who: cut_any(who),
            said: cut_any(said),
            promised: cut_any(promised),
            promised_until,
        }
    }
}

/// What people say to each other may hold anything, so it never reaches a log this way.
impl fmt::Debug for ContactEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, channel, who, said, promised, promised_until } = self;
        f.debug_struct("ContactEntry")
            .field("at", at)
            .field("channel", &Sensitive::new(channel))
            .field("who", &who.as_ref().map(Sensitive::new))
            .field("said", &said.as_ref().map(Sensitive::new))
            .field("promised", &promised.as_ref().map(Sensitive::new))
            .field("promised_until", promised_until)
            .finish()
    }
}

/// Adds a contact. Durable when it returns.
pub(crate) fn save(store: &Store, entry: ContactEntry) -> Result<(), DatabaseError> {
    let entry = entry.tidied();
    store.update_only_copy(HEADING, |entries: &mut BTreeMap<String, ContactEntry>, taken| {
        // What is about to be promised is not what goes, however long ago it was.
        while entries.len() >= MAX_CONTACTS {
            entries.pop_first();
        }
        let key =
            (0..).map(|number| key(entry.at, number)).find(|key| !entries.contains_key(key) && !taken.contains(key));
        if let Some(key) = key {
            entries.insert(key, entry);
        }
    })
}

/// Every contact, the oldest first.
pub(crate) fn load(store: &Store) -> Result<Vec<ContactEntry>, DatabaseError> {
    Ok(store.read(HEADING)?.into_values().collect())
}

/// Removes the log, and what the database would keep of it.
pub(crate) fn forget(store: &Store) -> Result<(), DatabaseError> {
    store.forget(HEADING)
}

/// Keys in the order of time: milliseconds since 1970, and a number for contacts of the same moment. What is dated before
/// that comes first.
fn key(at: Timestamp, number: u32) -> String {
    format!("{:015}-{number:04}", at.as_millisecond().max(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(at: &str, said: &str) -> ContactEntry {
        ContactEntry {
            at: at.parse().unwrap(),
            channel: "Hotline".to_owned(),
            who: None,
            said: Some(said.to_owned()),
            promised: None,
            promised_until: None,
        }
    }

    fn said(store: &Store) -> Vec<String> {
        load(store).unwrap().into_iter().filter_map(|entry| entry.said).collect()
    }

    #[test]
    fn contacts_are_kept_in_the_order_of_time_and_none_replaces_another() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        let times = ["2026-03-02T08:00:00Z", "2026-03-01T08:00:00Z", "2026-03-02T08:00:00Z", "1969-01-01T00:00:00Z"];
        for (index, at) in times.into_iter().enumerate() {
            save(&store, entry(at, &index.to_string())).unwrap();
        }
        assert_eq!(said(&store), ["3", "1", "0", "2"]);
    }

    #[test]
    fn the_oldest_go_but_never_the_one_that_is_being_logged() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        let full = |entries: &mut BTreeMap<String, ContactEntry>| {
            for number in 0..MAX_CONTACTS {
                let at = Timestamp::from_second(1_000_000_000 + i64::try_from(number).unwrap()).unwrap();
                entries.insert(key(at, 0), entry(&at.to_string(), &number.to_string()));
            }
        };
        store.update(HEADING, full).unwrap();
        save(&store, entry("1999-01-01T00:00:00Z", "long ago")).unwrap();
        let kept = said(&store);
        assert_eq!((kept.len(), kept[0].as_str(), kept[1].as_str()), (MAX_CONTACTS, "long ago", "1"));
    }

    #[test]
    fn texts_are_cut_between_characters_and_always_fit_the_store() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        // A control character is six bytes in JSON, more than any other.
        for filling in ["字", "\u{1}"] {
            let long = || format!("a{}", filling.repeat(100_000));
            let entry = ContactEntry {
                channel: long(),
                who: Some(long()),
                promised: Some(" \n".to_owned()),
                ..entry("2026-03-01T08:00:00Z", &long())
            };
            save(&store, ContactEntry { promised: Some(long()), ..entry.clone() }).unwrap();
            save(&store, entry).unwrap();
        }
        let kept = load(&store).unwrap();
        assert_eq!(kept.len(), 4);
        for entry in &kept {
            assert_eq!(entry.said.as_ref().unwrap().chars().count(), MAX_CONTACT_TEXT_CHARS);
            assert_eq!(entry.channel.chars().count(), MAX_CONTACT_TEXT_CHARS);
        }
        assert_eq!(kept.iter().filter(|entry| entry.promised.is_none()).count(), 2);
    }

    #[test]
    fn debug_shows_nothing_that_was_said() {
        let entry = ContactEntry {
            channel: "secret channel".to_owned(),
            who: Some("secret name".to_owned()),
            promised: Some("secret promise".to_owned()),
            ..entry("2026-03-01T08:00:00Z", "secret word")
        };
        let shown = format!("{entry:?}");
        assert!(!shown.contains("secret") && shown.contains("2026-03-01T08:00:00Z"), "{shown}");
    }
}
