//! The words of every BIP-39 list, in the form in which they are looked up: decomposed, without accents, in lower case.

use std::sync::LazyLock;

use bip39::Language;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

/// How many lists there are.
pub(super) const LANGUAGES: usize = Language::ALL.len();
/// The longest word that is looked up, in bytes: a Korean one, decomposed, has about fifty.
const MAX_WORD_BYTES: usize = 96;

/// How long the words are that have no other letters than English.
const ASCII_WORD_BYTES: std::ops::RangeInclusive<usize> = 3..=9;

/// Some of the lists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Languages(u16);

impl Languages {
    pub(super) fn contains(self, language: usize) -> bool {
        self.0.checked_shr(u32::try_from(language).unwrap_or(u32::MAX)).is_some_and(|bits| bits & 1 == 1)
    }

    pub(super) fn is_none(self) -> bool {
        self.0 == 0
    }

    fn with(self, language: usize) -> Self {
        Self(self.0 | 1_u16.checked_shl(u32::try_from(language).unwrap_or(u32::MAX)).unwrap_or(0))
    }
}

/// All lists in one table.
pub(super) struct Lexicon {
    lists: FxHashMap<String, Languages>,
    /// A bit for each beginning that a word in plain letters has: most words of a text have another.
    begins: Vec<u64>,
}

impl Lexicon {
    /// Made once, at the first text.
    pub(super) fn get() -> &'static Self {
        static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);
        &LEXICON
    }

    fn build() -> Self {
        let mut lists: FxHashMap<String, Languages> = FxHashMap::default();
        for (index, language) in Language::ALL.iter().enumerate() {
            for word in language.word_list() {
                let languages = lists.entry(key(word)).or_default();
                *languages = languages.with(index);
            }
        }
        let mut begins = vec![0; BEGINNINGS / 64];
        for word in lists.keys() {
            let at = beginning(word.as_bytes());
            if let Some(bits) = begins.get_mut(at / 64) {
                *bits |= 1_u64 << (at % 64);
            }
        }
        Self { lists, begins }
    }

    /// Whether a word of plain letters can be in a list.
    fn may_be_there(&self, word: &[u8]) -> bool {
        let at = beginning(word);
        ASCII_WORD_BYTES.contains(&word.len())
            && self.begins.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1)
    }

    /// In which lists a word stands.
    pub(super) fn languages_of(&self, word: &str) -> Languages {
        let ascii = word.is_ascii();
        if word.len() > MAX_WORD_BYTES || ascii && !self.may_be_there(word.as_bytes()) {
            return Languages::default();
        }
        let found = if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            self.lists.get(word)
        } else if ascii {
            self.lists.get(&word.to_ascii_lowercase())
        } else {
            self.lists.get(&key(word))
        };
        found.copied().unwrap_or_default()
    }
}

/// How many beginnings are told apart.
const BEGINNINGS: usize = 1 << 16;

/// The first four letters, and how long the word is, in sixteen bits.
fn beginning(word: &[u8]) -> usize {
    let letters = word.iter().take(4).fold(0_u32, |sum, byte| sum << 5 | u32::from(byte & 0x1F));
    let length = u32::try_from(word.len()).unwrap_or(u32::MAX) & 0xF;
    ((letters << 4 | length).wrapping_mul(0x9E37_79B1) >> 16) as usize
}

fn key(word: &str) -> String {
    word.nfkd().filter(|c| !is_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// Accents, and the voicing marks of Japanese, once they are decomposed.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{3099}' | '\u{309A}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_in_its_list() {
        for (index, language) in Language::ALL.iter().enumerate() {
            for word in language.word_list() {
                assert!(Lexicon::get().languages_of(word).contains(index), "{word} of {language:?}");
            }
        }
        assert_eq!(Lexicon::get().languages_of("the"), Languages::default());
    }
}
