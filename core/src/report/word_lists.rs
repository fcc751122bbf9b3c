//! The word lists of seed phrases (BIP-39), and whether words are a phrase with its checksum right.

use std::sync::{LazyLock, OnceLock};

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

/// How many lists there are.
pub(super) const COUNT: usize = 10;
/// How many words a phrase has.
pub(super) const LENGTHS: [usize; 5] = [12, 15, 18, 21, 24];
/// Where the lists of Chinese are, in simplified and in traditional characters.
const CHINESE: [usize; 2] = [1, 2];

/// The words of one language. They are decomposed (NFKD), in lower case, and each stands for eleven bits, its place.
pub(super) struct List {
    /// A word a line.
    lines: &'static str,
    places: OnceLock<FxHashMap<&'static str, u16>>,
}

/// All lists. Unpacked at the first report, and kept.
pub(super) fn all() -> &'static [List] {
    static TEXT: LazyLock<String> = LazyLock::new(|| packed!("word-lists"));
    static LISTS: LazyLock<Vec<List>> =
        LazyLock::new(|| TEXT.split("\n\n").map(|lines| List { lines, places: OnceLock::new() }).collect());
    &LISTS
}

/// Those of Chinese, whose words are a character each.
pub(super) fn chinese() -> impl Iterator<Item = &'static List> {
    CHINESE.into_iter().filter_map(|list| all().get(list))
}

impl List {
    /// The words in the order of their places.
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.lines.split('\n')
    }

    /// Whether these are as many words of this list as a phrase has, and its checksum is right. Words in the form of the list.
    pub(super) fn is_phrase(&self, words: &[impl AsRef<str>]) -> bool {
        let places = self.places.get_or_init(|| self.words().zip(0..).collect());
        LENGTHS.contains(&words.len()) && {
            let indexes: Option<Vec<u16>> = words.iter().map(|word| places.get(word.as_ref()).copied()).collect();
            indexes.is_some_and(|indexes| checksum_fits(&indexes))
        }
    }
}

/// BIP-39: eleven bits a word; the last of every 33 bits are the beginning of the SHA-256 of the others.
pub(super) fn checksum_fits(indexes: &[u16]) -> bool {
    let bits: Vec<bool> =
        indexes.iter().flat_map(|index| (0..11).rev().map(move |bit| (index >> bit) & 1 == 1)).collect();
    let (entropy, checksum) = bits.split_at(bits.len().saturating_sub(bits.len() / 33));
    let bytes: Vec<u8> =
        entropy.chunks(8).map(|byte| byte.iter().fold(0_u8, |sum, bit| sum.wrapping_shl(1) | u8::from(*bit))).collect();
    let digest = Sha256::digest(&bytes);
    let first = digest.first().copied().unwrap_or_default();
    checksum.iter().zip((0..8).rev()).all(|(bit, place)| *bit == ((first >> place) & 1 == 1))
}

#[cfg(test)]
mod tests {
    use bip39::{Language, Mnemonic};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_lists_are_those_of_the_standard() {
        assert_eq!((all().len(), Language::ALL.len()), (COUNT, COUNT));
        for (list, language) in all().iter().zip(Language::ALL) {
            assert!(list.words().eq(language.word_list().iter().copied()), "{language:?}");
        }
        assert_eq!(Language::ALL.get(1..=2), Some(&[Language::SimplifiedChinese, Language::TraditionalChinese][..]));
    }

    proptest! {
        // Words at random are a phrase by chance, one in 16 to one in 256: both sides are met.
        #[test]
        fn it_agrees_with_bip39(list in 0..COUNT, words in proptest::collection::vec(0_usize..2048, 10..26)) {
            let (list, language) = (&all()[list], Language::ALL[list]);
            let words: Vec<&str> = words.into_iter().map(|word| language.word_list()[word]).collect();
            prop_assert_eq!(list.is_phrase(&words), Mnemonic::parse_in_normalized(language, &words.join(" ")).is_ok());
        }

        #[test]
        fn every_phrase_of_bip39_is_one(list in 0..COUNT, length in 4_usize..=8, entropy: [u8; 32]) {
            let (list, language) = (&all()[list], Language::ALL[list]);
            let phrase = Mnemonic::from_entropy_in(language, &entropy[..length * 4]).unwrap();
            prop_assert!(list.is_phrase(&phrase.words().collect::<Vec<_>>()));
        }
    }
}
