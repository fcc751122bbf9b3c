//! What a message that a person saw means: free text and codes, in Chinese or English, into causes. Pure.
//!
//! A wrong meaning is worse than none, so only phrases that say why count, by the lists in `messages.json`; an HTTP status
//! counts only where the text says that it is one; and the provider's own codes count only as whole words.

mod codes;
mod phrases;
mod statuses;
mod text;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::codes::stable_codes;
use crate::config::CodeRule;
use phrases::Phrases;

/// How much of a message is read, in characters.
pub const MAX_MESSAGE_CHARS: usize = 2_000;
/// How many meanings a message has at most.
pub const MAX_MEANINGS: usize = 5;

/// One thing that a message means. Nothing of the message is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Meaning {
    /// The code of a cause, such as `provider.maintenance_in_progress`.
    pub cause: String,
    /// By what it was recognised.
    pub from: MeaningFrom,
}

stable_codes! {
    /// By what a meaning was recognised.
    pub enum MeaningFrom as "source of a meaning" {
        /// A phrase of the built-in list.
        Phrase = "phrase",
        /// An HTTP status.
        HttpStatus = "http_status",
        /// A code of the provider's own, by the config's `codes`.
        ProviderCode = "provider_code",
    }
}

/// What a message means, without repeating a cause: by the provider's codes first, then by phrases, then by HTTP statuses,
/// each in the order of the text. Phrases that only say that something is wrong count if nothing else says why, and those
/// that only ask for patience if nothing else is said at all. Of phrases that overlap, the longest counts.
pub(crate) fn classify(message: &str, codes: &[CodeRule]) -> Vec<Meaning> {
    let message: String = message.chars().take(MAX_MESSAGE_CHARS).collect();
    let plain = text::plain(&message, &MESSAGES.traditional);
    let phrases = MESSAGES.phrases.found_in(&text::words(&plain));
    let provider_codes = codes::found_in(&plain, codes);
    let statuses = statuses::found_in(&plain).into_iter().filter(|(place, _)| {
        // The provider knows better what its own code means.
        !provider_codes.iter().any(|(code, _)| code.start < place.end && place.start < code.end)
    });
    let sure: Vec<(&str, MeaningFrom)> =
        provider_codes
            .iter()
            .map(|(_, cause)| (*cause, MeaningFrom::ProviderCode))
            .chain(phrases.why.iter().map(|cause| (*cause, MeaningFrom::Phrase)))
            .chain(statuses.filter_map(|(_, status)| {
                Some((MESSAGES.http_statuses.get(&status)?.as_str(), MeaningFrom::HttpStatus))
            }))
            .collect();
    let by_phrase = |causes: &[&'static str]| causes.iter().map(|cause| (*cause, MeaningFrom::Phrase)).collect();
    let found: Vec<(&str, MeaningFrom)> = match (sure.is_empty(), phrases.vague.is_empty()) {
        (false, _) => sure,
        (true, false) => by_phrase(&phrases.vague),
        (true, true) => by_phrase(&phrases.faint),
    };
    let mut named = BTreeSet::new();
    let fresh = found.into_iter().filter(|(cause, _)| named.insert(*cause));
    fresh.take(MAX_MEANINGS).map(|(cause, from)| Meaning { cause: cause.to_owned(), from }).collect()
}

/// A provider's code as it is compared. Empty if nothing of it can be recognised.
pub(crate) fn plain_code(code: &str) -> String {
    let plain = text::plain(code, &MESSAGES.traditional);
    if plain.contains(char::is_alphanumeric) { plain } else { String::new() }
}

/// `messages.json`, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MessageFile {
    /// Pairs of a traditional character and its simplified form, as far as phrases need them.
    traditional: String,
    /// Phrases that mean nothing, though a shorter one within would.
    nothing: Vec<String>,
    meanings: Vec<PhraseRule>,
    http_statuses: BTreeMap<u16, String>,
}

/// The phrases of one cause.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseRule {
    cause: String,
    /// That say why.
    phrases: Vec<String>,
    /// That say it so generally that they count only if nothing else says why.
    #[serde(default)]
    vague: Vec<String>,
    /// That count only if nothing else is said at all.
    #[serde(default)]
    faint: Vec<String>,
    /// With any of these in the message, none of the others means this cause.
    #[serde(default)]
    unless: Vec<String>,
}

struct Messages {
    traditional: BTreeMap<char, char>,
    phrases: Phrases,
    http_statuses: BTreeMap<u16, String>,
}

impl Messages {
    fn new(file: MessageFile) -> Option<Self> {
        let traditional = file.traditional.split(' ').map(|pair| {
            let mut pair = pair.chars();
            pair.next().zip(pair.next())
        });
        let traditional = traditional.collect::<Option<_>>()?;
        let phrases = Phrases::new(&file.nothing, file.meanings, &traditional)?;
        Some(Self { traditional, phrases, http_statuses: file.http_statuses })
    }
}

static MESSAGES: LazyLock<Messages> = LazyLock::new(|| {
    // The text is part of the build and its tests.
    let messages = serde_json::from_str(&packed!("messages")).ok().and_then(Messages::new);
    messages.expect("messages.json is part of the build and tested")
});
