//! The words of every BIP-39 list, in the form in which they are looked up: decomposed, without accents, in lower case.

use std::collections::HashMap;
use std::sync::LazyLock;

use bip39::Language;
use unicode_normalization::UnicodeNormalization;

/// How many lists there are.
pub(super) const LANGUAGES: usize = Language::ALL.len();
/// The longest word that is looked up, in bytes: a Korean one, decomposed, has about fifty.
const MAX_WORD_BYTES: usize = 96;

/// Some of the lists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Languages(u16);

impl Languages {
    pub(super) fn contains(self, language: usize) -> bool {
        self.0.checked_shr(u32::try_from(language).unwrap_or(u32::MAX)).is_some_and(|bits| bits & 1 == 1)
    }

    fn with(self, language: usize) -> Self {
        Self(self.0 | 1_u16.checked_shl(u32::try_from(language).unwrap_or(u32::MAX)).unwrap_or(0))
    }
}

/// All lists in one table.
pub(super) struct Lexicon {
    lists: HashMap<String, Languages>,
}

impl Lexicon {
    /// Made once, at the first text.
    pub(super) fn get() -> &'static Self {
        static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);
        &LEXICON
    }

    fn build() -> Self {
        let mut lists: HashMap<String, Languages> = HashMap::new();
        for (index, language) in Language::ALL.iter().enumerate() {
            for word in language.word_list() {
                let languages = lists.entry(key(word)).or_default();
                *languages = languages.with(index);
            }
        }
        Self { lists }
    }

    /// In which lists a word stands.
    pub(super) fn languages_of(&self, word: &str) -> Languages {
        if word.len() > MAX_WORD_BYTES {
            return Languages::default();
        }
        let plain = word.bytes().all(|byte| byte.is_ascii_lowercase());
        let found = if plain { self.lists.get(word) } else { self.lists.get(&key(word)) };
        found.copied().unwrap_or_default()
    }
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
