//! Text from outside, as a report may hold it. It is made by redaction and read back from reports, nothing else; so a
//! report type that has no `String` in it holds no raw text.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::Ledger;
use super::redact::{Place, Redactor};

/// The longest text of any field but the person's note, in characters.
pub const MAX_TEXT_CHARS: usize = 2_000;
/// How far beyond its cut a text is read, in bytes, so that a secret across the cut is known as one.
pub(super) const CUT_MARGIN_BYTES: usize = 16 * 1024;
/// Stands where a text was cut.
const CUT_MARK: &str = "…";

/// Redacted text.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Text(String);

impl Text {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A place in a report, which is made of our own field names and of numbers.
    pub(super) fn place(place: impl fmt::Display) -> Self {
        Self(place.to_string())
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Makes the texts of one file, and keeps the ledger.
pub(super) struct Scribe<'a> {
    redactor: &'a Redactor,
    file: &'static str,
    pub(super) ledger: Ledger,
}

impl<'a> Scribe<'a> {
    pub(super) fn new(redactor: &'a Redactor, file: &'static str) -> Self {
        Self { redactor, file, ledger: Ledger::default() }
    }

    /// The pseudonym of this account reference.
    pub(super) fn pseudonym_of(&self, reference: &str) -> Option<Text> {
        self.redactor.pseudonym_of(reference).map(Text)
    }

    /// A text, which will stand at this JSON pointer.
    pub(super) fn text(&mut self, place: impl fmt::Display, raw: &str) -> Text {
        self.text_up_to(MAX_TEXT_CHARS, place, raw)
    }

    pub(super) fn optional(&mut self, place: impl fmt::Display, raw: Option<&String>) -> Option<Text> {
        raw.map(|raw| self.text(place, raw))
    }

    pub(super) fn texts(&mut self, place: impl fmt::Display, raw: &[String]) -> Vec<Text> {
        raw.iter().enumerate().map(|(index, raw)| self.text(format_args!("{place}/{index}"), raw)).collect()
    }

    /// Details by name; the names are redacted like the values.
    pub(super) fn details(&mut self, place: impl fmt::Display, raw: &BTreeMap<String, String>) -> BTreeMap<Text, Text> {
        let place = place.to_string();
        raw.iter()
            .map(|(name, value)| {
                let name = self.text(&place, name);
                let there = format!("{place}/{}", pointer(name.as_str()));
                let is_version = VERSION_DETAILS.contains(&name.as_str());
                let value = if is_version { self.version(there, value) } else { self.text(there, value) };
                (name, value)
            })
            .collect()
    }

    /// A code of ours, which is letters, dots and underscores and stays as it is. Anything else is text.
    pub(super) fn code(&mut self, place: impl fmt::Display, raw: &str) -> Text {
        let plain = raw.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'.' || byte == b'_');
        if plain && raw.len() <= MAX_CODE_BYTES { Text(raw.to_owned()) } else { self.text(place, raw) }
    }

    /// A version, which stays as it is: four numbers with dots between them are an address anywhere else. Anything else is text.
    pub(super) fn version(&mut self, place: impl fmt::Display, raw: &str) -> Text {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+');
        let parts = raw.split('.').all(|part| part.len() <= MAX_VERSION_PART && !part.is_empty());
        let is_version = raw.len() <= MAX_VERSION_BYTES && raw.bytes().all(plain) && parts;
        let is_version = is_version && !self.redactor.holds_account(raw);
        if is_version { Text(raw.to_owned()) } else { self.text(place, raw) }
    }

    /// A SHA-256 in lower-case hex, which stays as it is. Anything else is text.
    pub(super) fn sum(&mut self, place: impl fmt::Display, raw: &str) -> Text {
        let plain = raw.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if plain && raw.len() == SUM_BYTES { Text(raw.to_owned()) } else { self.text(place, raw) }
    }

    pub(super) fn text_up_to(&mut self, chars: usize, place: impl fmt::Display, raw: &str) -> Text {
        let end = raw.char_indices().nth(chars).map_or(raw.len(), |(at, _)| at);
        let read = char_boundary_from(raw, end.saturating_add(CUT_MARGIN_BYTES));
        let read = raw.get(..read).unwrap_or(raw);
        let place = Place::At(&place);
        let mut text = self.redactor.redact_part(read, 0..end, self.file, place, &mut self.ledger).into_owned();
        if end < raw.len() {
            text.push_str(CUT_MARK);
        }
        Text(text)
    }
}

/// The longest code.
const MAX_CODE_BYTES: usize = 64;
/// The details of findings that are versions.
const VERSION_DETAILS: [&str; 5] = ["version", "minimum", "latest", "app_version", "os_version"];
/// The longest version, and the longest part of one: shorter than any number that is somebody's.
const MAX_VERSION_BYTES: usize = 40;
const MAX_VERSION_PART: usize = 9;
/// A SHA-256 in hex.
const SUM_BYTES: usize = 64;

/// A key as a part of a JSON pointer (RFC 6901, section 3).
fn pointer(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The first character boundary from an offset on.
pub(super) fn char_boundary_from(text: &str, offset: usize) -> usize {
    (offset..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_and_a_secret_across_the_cut_goes() {
        let redactor = Redactor::new([1; 32], &[]);
        let mut scribe = Scribe::new(&redactor, "report.json");
        let raw = format!("{} 4111111111111111 tail", "字".repeat(10));
        assert_eq!(scribe.text_up_to(15, "/note", &raw).as_str(), format!("{} [redacted:card]…", "字".repeat(10)));
        assert_eq!(scribe.text_up_to(100, "/note", "short").as_str(), "short");
    }

    #[test]
    fn only_what_looks_like_a_code_passes_as_one() {
        let redactor = Redactor::new([1; 32], &[]).with_account("cache");
        let mut scribe = Scribe::new(&redactor, "report.json");
        assert_eq!(scribe.code("/code", "data.cache_stale").as_str(), "data.cache_stale");
        assert_eq!(scribe.code("/code", "13800138000").as_str(), "[redacted:phone]");
        let sum = "13800138000".repeat(6).split_off(2);
        assert_eq!(scribe.sum("/sum", &sum).as_str(), sum);
        assert_eq!(scribe.sum("/sum", "13800138000").as_str(), "[redacted:phone]");
    }
}
