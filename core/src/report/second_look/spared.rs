//! What is fine although it looks like a secret, and what is a secret whatever it looks like.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use super::view::{fold, is_word_byte};
use super::{SightingRule, sink::Sink};

/// Shorter secrets would be found everywhere.
const MIN_SECRET_CHARS: usize = 5;
/// Secrets of only hex digits below this length are found by chance in sums and times, unless they stand alone.
const MIN_FREE_HEX: usize = 8;

/// The sums and figures that the report states on purpose.
#[derive(Default)]
pub(super) struct Allowed {
    /// SHA-256 values, lower-case hex.
    pub(super) sums: BTreeSet<String>,
    /// Whole numbers of eleven digits or more.
    pub(super) figures: BTreeSet<String>,
}

impl Allowed {
    pub(super) fn has(&self, rule: SightingRule, hit: &str) -> bool {
        match rule {
            SightingRule::WalletKey => !self.sums.is_empty() && self.sums.contains(&hit.to_ascii_lowercase()),
            SightingRule::Card | SightingRule::Phone | SightingRule::ResidentId => self.figures.contains(hit),
            SightingRule::Email
            | SightingRule::Ip
            | SightingRule::Mac
            | SightingRule::Authorization
            | SightingRule::Jwt
            | SightingRule::PrivateKey
            | SightingRule::SeedPhrase
            | SightingRule::ApiKey
            | SightingRule::Password
            | SightingRule::Cookie
            | SightingRule::UrlPassword
            | SightingRule::KnownSecret
            | SightingRule::Metadata
            | SightingRule::NotText => false,
        }
    }
}

/// Declared ids.
pub(super) struct Spared {
    finder: Option<AhoCorasick>,
    longest: usize,
}

impl Spared {
    pub(super) fn new(declared: &[String]) -> Self {
        // The views are folded, so that the ids are needed in both forms.
        let both = declared.iter().filter(|id| !id.is_empty()).flat_map(|id| [Some(id.clone()), fold(id, true)]);
        let ids: Vec<String> = both.flatten().collect();
        let longest = ids.iter().map(String::len).max().unwrap_or_default();
        let finder = (!ids.is_empty()).then(|| AhoCorasickBuilder::new().match_kind(MatchKind::Standard).build(&ids));
        Self { finder: finder.and_then(Result::ok), longest }
    }

    /// Whether `start..end` lies in a declared id that stands alone.
    pub(super) fn covers(&self, text: &str, start: usize, end: usize) -> bool {
        self.covers_by(text, start, end, 0)
    }

    /// Whether what stands there is a part of a longer declared id.
    pub(super) fn covers_more(&self, text: &str, start: usize, end: usize) -> bool {
        self.covers_by(text, start, end, 1)
    }

    fn covers_by(&self, text: &str, start: usize, end: usize, more: usize) -> bool {
        let Some(finder) = &self.finder else { return false };
        let from = end.saturating_sub(self.longest).min(start);
        let to = start.saturating_add(self.longest).min(text.len()).max(end);
        let window = text.as_bytes().get(from..to).unwrap_or_default();
        finder.find_overlapping_iter(window).any(|id| {
            let (first, last) = (from.saturating_add(id.start()), from.saturating_add(id.end()));
            let longer = last.saturating_sub(first) >= end.saturating_sub(start).saturating_add(more);
            first <= start && last >= end && longer && stands_alone(text, first, last)
        })
    }
}

/// Not glued to a letter or digit. `0x` before it is how hex is written.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let head = bytes.get(..start).unwrap_or_default();
    let after = bytes.get(end).copied().is_some_and(|byte| byte.is_ascii_alphanumeric());
    let before = head.last().copied().is_some_and(|byte| byte.is_ascii_alphanumeric());
    !after && (!before || head.ends_with(b"0x") && !head.iter().rev().nth(2).copied().is_some_and(is_word_byte))
}

/// Secrets that are known by their text.
pub(super) struct Known {
    finder: Option<AhoCorasick>,
    /// Whether each must stand alone.
    alone: Vec<bool>,
    ascii: bool,
}

impl Known {
    pub(super) fn new(secrets: &[String]) -> Self {
        let folded = secrets.iter().map(|secret| {
            let trimmed = secret.trim();
            fold(trimmed, true).unwrap_or_else(|| trimmed.to_owned()).to_lowercase()
        });
        let texts: BTreeSet<String> = folded.filter(|secret| secret.chars().count() >= MIN_SECRET_CHARS).collect();
        let alone = texts
            .iter()
            .map(|secret| secret.len() < MIN_FREE_HEX && secret.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let alone = alone.collect();
        let ascii = texts.iter().all(|secret| secret.is_ascii());
        let finder = (!texts.is_empty())
            .then(|| AhoCorasickBuilder::new().ascii_case_insensitive(true).build(&texts))
            .and_then(Result::ok);
        Self { finder, alone, ascii }
    }

    pub(super) fn look(&self, text: &str, sink: &mut Sink<'_>) {
        let Some(finder) = &self.finder else { return };
        if self.ascii || text.is_ascii() {
            return self.look_folded(finder, text, sink);
        }
        // Lower-casing may change lengths, but never the lines that a hit is told by.
        self.look_folded(finder, &text.to_lowercase(), sink);
    }

    fn look_folded(&self, finder: &AhoCorasick, text: &str, sink: &mut Sink<'_>) {
        for seen in finder.find_iter(text) {
            let must_stand_alone = self.alone.get(seen.pattern().as_usize()).copied().unwrap_or_default();
            if !must_stand_alone || stands_alone(text, seen.start(), seen.end()) {
                sink.hit(SightingRule::KnownSecret, text, seen.start(), seen.end());
            }
        }
    }
}
