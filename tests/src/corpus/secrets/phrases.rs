//! Recovery phrases (BIP 39) in all ten word lists and all the ways in which people write them down.

use bip39::{Language, Mnemonic};
use unicode_normalization::UnicodeNormalization as _;

use crate::corpus::plant::{Format, Plant};
use crate::corpus::seeded::Seeded;

const LANGUAGES: [(&str, Language); 10] = [
    ("english", Language::English),
    ("chinese_simplified", Language::SimplifiedChinese),
    ("chinese_traditional", Language::TraditionalChinese),
    ("czech", Language::Czech),
    ("french", Language::French),
    ("italian", Language::Italian),
    ("japanese", Language::Japanese),
    ("korean", Language::Korean),
    ("portuguese", Language::Portuguese),
    ("spanish", Language::Spanish),
];

/// The ways to write all words down: before the first, before each (`#` is its number), between two, behind the last.
type Style = (&'static str, &'static str, &'static str, &'static str, &'static str);

const STYLES: [Style; 11] = [
    ("spaces", "", "", " ", ""),
    ("commas", "", "", ", ", ""),
    ("commas_tight", "", "", ",", ""),
    ("lines", "", "", "\n", ""),
    ("ideographic_space", "", "", "\u{3000}", ""),
    ("numbered_dot", "", "#. ", "\n", ""),
    ("numbered_bracket", "", "#) ", "\n", ""),
    ("numbered_line", "", "#.", " ", ""),
    ("json_array", "[\"", "", "\",\"", "\"]"),
    ("json_numbers", "{\"", "#\":\"", "\",\"", "\"}"),
    ("json_words", "{\"", "word#\":\"", "\",\"", "\"}"),
];

pub(super) fn formats() -> Vec<Format> {
    let mut all = Vec::new();
    for (name, language) in LANGUAGES {
        for style in STYLES {
            all.push(Format::new(format!("{name}/{}", style.0), move |chance| {
                let count = *chance.pick(&[12, 15, 18, 21, 24]);
                written(&valid(language, count, chance), &style)
            }));
        }
        for count in [12, 15, 18, 21, 24] {
            all.push(Format::new(format!("{name}/spaces_{count}"), move |chance| {
                written(&valid(language, count, chance), &STYLES[0])
            }));
        }
        all.extend(spelt(name, language));
        all.push(Format::new(format!("{name}/wrong_checksum"), move |chance| {
            let words = unchecked(language, 12, chance);
            written(&words, &STYLES[0])
        }));
        all.push(Format::new(format!("{name}/run_of_listed"), move |chance| {
            let count = 7 + chance.below(5);
            written(&unchecked(language, count, chance), &STYLES[0])
        }));
    }
    all.extend(chinese_unspaced());
    all.extend(labelled());
    all
}

/// Other spellings of the same words: case where there is one, and both normal forms where they differ.
fn spelt(name: &'static str, language: Language) -> Vec<Format> {
    let of = |style: &str, spell: fn(&str) -> String| {
        Format::new(format!("{name}/{style}"), move |chance| {
            let count = *chance.pick(&[12, 24]);
            let words = valid(language, count, chance).iter().map(|word| spell(word)).collect::<Vec<_>>();
            written(&words, &STYLES[0])
        })
    };
    let mut all = Vec::new();
    if valid(language, 12, &mut Seeded::new(0)).concat().chars().any(char::is_lowercase) {
        all.push(of("upper", |word| word.to_uppercase()));
        all.push(of("title", title));
    }
    let list = language.word_list();
    if list.iter().any(|word| word.nfc().ne(word.nfd())) {
        all.push(of("nfc", |word| word.nfc().collect()));
        all.push(of("nfd", |word| word.nfd().collect()));
    }
    all
}

fn title(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|one| one.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn chinese_unspaced() -> Vec<Format> {
    let of = |name: &'static str, language: Language, count: usize| {
        Format::new(name, move |chance| {
            let words = valid(language, count, chance);
            let pieces: Vec<String> = words.windows(4).map(<[String]>::concat).collect();
            Plant::bare(words.concat()).pieces(pieces)
        })
    };
    vec![
        of("chinese_simplified/unspaced_12", Language::SimplifiedChinese, 12),
        of("chinese_simplified/unspaced_24", Language::SimplifiedChinese, 24),
        of("chinese_traditional/unspaced_12", Language::TraditionalChinese, 12),
        of("chinese_traditional/unspaced_18", Language::TraditionalChinese, 18),
    ]
}

fn labelled() -> Vec<Format> {
    let of = |name: &'static str, language: Language, before: &'static str, after: &'static str| {
        Format::new(name, move |chance| {
            let words = valid(language, 12, chance);
            Plant::labelled(before, words.join(" "), after).pieces(pairs(&words, |_| " ".to_owned()))
        })
    };
    vec![
        of("english/labelled", Language::English, "mnemonic=\"", "\""),
        of("english/labelled_json", Language::English, "{\"seed_phrase\":\"", "\"}"),
        of("chinese_simplified/labelled", Language::SimplifiedChinese, "助记词：", "。"),
    ]
}

fn written(words: &[String], (_, before, mark, separator, after): &Style) -> Plant {
    let marked = |at: usize| mark.replace('#', &(at + 1).to_string());
    let all: Vec<String> = words.iter().enumerate().map(|(at, word)| format!("{}{word}", marked(at))).collect();
    let mut pieces = pairs(words, |_| " ".to_owned());
    if *separator != " " || !mark.is_empty() {
        pieces.extend(pairs(words, |second| format!("{separator}{}", marked(second))));
    }
    Plant::labelled(before, all.join(separator), after).pieces(pieces)
}

/// Every two neighbouring words with what is between them, which may tell the second one's number.
fn pairs(words: &[String], between: impl Fn(usize) -> String) -> Vec<String> {
    words.windows(2).enumerate().map(|(at, pair)| pair.join(&between(at + 1))).collect()
}

/// A phrase with the right checksum.
fn valid(language: Language, count: usize, chance: &mut Seeded) -> Vec<String> {
    let entropy = chance.bytes(count / 3 * 4);
    match Mnemonic::from_entropy_in(language, &entropy) {
        Ok(phrase) => phrase.words().map(str::to_owned).collect(),
        Err(refused) => unreachable!("{count} words take {} bytes: {refused}", entropy.len()),
    }
}

/// Listed words whose checksum is wrong or that are too few for one.
fn unchecked(language: Language, count: usize, chance: &mut Seeded) -> Vec<String> {
    loop {
        let words: Vec<String> = (0..count).map(|_| (*chance.pick(language.word_list())).to_owned()).collect();
        if Mnemonic::parse_in(language, words.join(" ")).is_err() {
            return words;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_phrases_of_every_length() {
        let mut chance = Seeded::new(3);
        for (name, language) in LANGUAGES {
            for count in [12, 15, 18, 21, 24] {
                let words = valid(language, count, &mut chance);
                assert!(Mnemonic::parse_in(language, words.join(" ")).is_ok(), "{name} {count}");
            }
        }
    }

    #[test]
    fn pairs_are_as_written_and_as_read() {
        let plant = written(&["one".to_owned(), "two".to_owned()], &STYLES[5]);
        assert_eq!(plant.hidden(), ["1. one\n2. two", "one two", "one\n2. two"]);
    }
}
