//! JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>). Only what is shown is kept: authors, tags, attachments and
//! extensions are passed over as they are read, however many there are.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::when::time;
use super::{Entry, MAX_ENTRIES, MAX_TEXT_BYTES, Reading, Unreadable, html};
use crate::service::formats::capped::Capped;

/// What the version of every JSON Feed of this kind begins with.
const VERSION: &str = "https://jsonfeed.org/version/1";

#[derive(Deserialize)]
struct Feed {
    version: String,
    items: Capped<Item, MAX_ENTRIES>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(default)]
    id: Text,
    #[serde(default)]
    title: Text,
    #[serde(default)]
    content_html: Text,
    #[serde(default)]
    content_text: Text,
    #[serde(default)]
    summary: Text,
    #[serde(default)]
    date_published: Text,
    #[serde(default)]
    date_modified: Text,
}

/// Reads a feed.
pub(super) fn read(document: &str, reading: &mut Reading) -> Result<(), Unreadable> {
    let feed: Feed = serde_json::from_str(document).map_err(|_| Unreadable)?;
    if !feed.version.starts_with(VERSION) {
        return Err(Unreadable);
    }
    for item in feed.items.kept {
        reading.add(&entry(item));
    }
    Ok(())
}

fn entry(item: Item) -> Entry {
    let mut cut = false;
    let mut text = |text: Text| {
        let mut text = text.0.unwrap_or_default();
        let end = text.floor_char_boundary(MAX_TEXT_BYTES);
        cut |= end < text.len();
        text.truncate(end);
        text
    };
    let (title, summary) = (text(item.title), text(item.summary));
    let (plain, source) = (text(item.content_text), text(item.content_html));
    Entry {
        id: item.id.0,
        title,
        summary,
        content: if plain.trim().is_empty() { html::text(&source) } else { plain },
        cut,
        published: item.date_published.0.as_deref().and_then(time),
        updated: item.date_modified.0.as_deref().and_then(time),
        ends_at: None,
    }
}

/// A string, or a number, which the specification asks readers to take for one in ids. Anything else is left out.
#[derive(Default)]
struct Text(Option<String>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Lenient;

        impl<'de> Visitor<'de> for Lenient {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_str<E>(self, text: &str) -> Result<Text, E> {
                Ok(Text(Some(text.to_owned())))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Text, E> {
                Ok(Text(Some(number.to_string())))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Text, E> {
                Ok(Text(Some(number.to_string())))
            }

            fn visit_f64<E>(self, _: f64) -> Result<Text, E> {
                Ok(Text(None))
            }

            fn visit_bool<E>(self, _: bool) -> Result<Text, E> {
                Ok(Text(None))
            }

            fn visit_unit<E>(self) -> Result<Text, E> {
                Ok(Text(None))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Text, A::Error> {
                while entries.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Text(None))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Text, A::Error> {
                while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Text(None))
            }
        }

        deserializer.deserialize_any(Lenient)
    }
}
