//! The words of every BIP-39 list, in the form in which they are looked up: decomposed, without accents, in lower case.

use std::ops::{BitAnd, BitOr};
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::report::word_lists;

/// The longest word that is looked up, in bytes: a Korean one, decomposed, has about fifty.
const MAX_WORD_BYTES: usize = 96;

/// How long the words are that have no other letters than English.
const PLAIN_WORD_BYTES: std::ops::RangeInclusive<usize> = 3..=9;

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

impl BitAnd for Languages {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl BitOr for Languages {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// All lists in one table.
pub(super) struct Lexicon {
    /// The words in plain letters, each as a number.
    plain: FxHashMap<u64, Languages>,
    /// A bit for each hash that one of these has: most words of a text have another.
    hashes: Vec<u64>,
    /// All others.
    wide: FxHashMap<String, Languages>,
}

impl Lexicon {
    /// Made once, at the first text.
    pub(super) fn get() -> &'static Self {
        static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);
        &LEXICON
    }

    fn build() -> Self {
        let mut lexicon =
            Self { plain: FxHashMap::default(), hashes: vec![0; HASHES / 64], wide: FxHashMap::default() };
        for (index, list) in word_lists::all().iter().enumerate() {
            for word in list.words().map(key) {
                let languages = match number(word.as_bytes()) {
                    Some(number) => {
                        let hash = hash(number);
                        if let Some(bits) = lexicon.hashes.get_mut(hash / 64) {
                            *bits |= 1_u64 << (hash % 64);
                        }
                        lexicon.plain.entry(number).or_default()
                    }
                    None => lexicon.wide.entry(word).or_default(),
                };
                *languages = languages.with(index);
            }
        }
        lexicon
    }

    /// In which lists a word stands.
    pub(super) fn languages_of(&self, word: &str) -> Languages {
        if word.len() > MAX_WORD_BYTES {
            return Languages::default();
        }
        if word.is_ascii() {
            return number(word.as_bytes()).map_or_else(Languages::default, |number| self.plain(number));
        }
        let key = key(word);
        match number(key.as_bytes()) {
            // Without its accents.
            Some(number) => self.plain(number),
            None => self.wide.get(&key).copied().unwrap_or_default(),
        }
    }

    fn plain(&self, number: u64) -> Languages {
        let hash = hash(number);
        let may_be_there = self.hashes.get(hash / 64).is_some_and(|bits| bits >> (hash % 64) & 1 == 1);
        may_be_there.then(|| self.plain.get(&number).copied()).flatten().unwrap_or_default()
    }
}

/// A word of plain letters, in upper or lower case, as a number: five bits a letter after a one. None for any other, and for one
/// that is longer or shorter than those of the lists.
fn number(word: &[u8]) -> Option<u64> {
    if !PLAIN_WORD_BYTES.contains(&word.len()) {
        return None;
    }
    let mut plain = true;
    let number = word.iter().fold(1_u64, |number, byte| {
        plain &= byte.is_ascii_alphabetic();
        number << 5 | u64::from(byte & 0x1F)
    });
    plain.then_some(number)
}

/// How many hashes are told apart.
const HASHES: usize = 1 << 16;

fn hash(number: u64) -> usize {
    // Of a product the highest bits depend on every letter.
    let [.., low, high] = number.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_le_bytes();
    usize::from(u16::from_le_bytes([low, high]))
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
        for (index, language) in bip39::Language::ALL.iter().enumerate() {
            for word in language.word_list() {
                assert!(Lexicon::get().languages_of(word).contains(index), "{word} of {language:?}");
            }
        }
        assert_eq!(Lexicon::get().languages_of("the"), Languages::default());
    }
}
