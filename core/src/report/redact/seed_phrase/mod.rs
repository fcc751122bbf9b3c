//! Seed phrases: neighbouring words of one BIP-39 list, however they are parted, numbered or labelled.
//!
//! Six in a row are enough, since a phrase that was mistyped or cut is still most of one. Chinese needs care, since its lists
//! are the most common characters: ordinary prose is made of them. There a phrase is characters that stand alone, or a run of
//! exactly a phrase's length with the right checksum, or, near words that announce a phrase, any run that holds such a length.

mod chinese;
mod lexicon;
mod tokens;

use std::collections::BTreeSet;

use bip39::{Language, Mnemonic};

use super::{Hit, Rule};
use chinese::Blocks;
use lexicon::{LANGUAGES, Languages, Lexicon};
use tokens::{Token, tokens};

/// How many words of a list in a row are a phrase, or the most of one.
const MIN_WORDS: usize = 6;
/// How many words the shortest whole phrase has.
const WHOLE: usize = 12;
/// And the longest.
const LONGEST: usize = 24;
/// A line that begins with more digits than this has a time at its beginning, not the number of a word.
const MAX_NUMBER: usize = 3;
/// How many bytes may stand between two words of a phrase: a number, quotes, commas, the indentation of a list.
const MAX_GAP: usize = 24;
/// Every so many tokens one is looked up. In six words in a row one of them is met; and where one or two labels stand before
/// each word, as in `{"w": "abandon"}`, it is not always the label that is met, since neither two nor three divides five.
const STRIDE: usize = 5;
/// How many words a key has at most.
const LONGEST_KEY: usize = 3;
/// How many labels may stand between two words.
const MAX_LABELS: usize = 2;

pub(super) fn find(text: &str, hits: &mut Vec<Hit>) {
    let tokens = tokens(text);
    let lookup = Lookup { text, tokens: &tokens, lexicon: Lexicon::get() };
    let mut next = 0_usize;
    for at in (STRIDE.saturating_sub(1)..tokens.len().saturating_add(STRIDE)).step_by(STRIDE) {
        let at = at.min(tokens.len().saturating_sub(1));
        if at < next {
            continue;
        }
        if let Some((first, last)) = lookup.phrase_around(at) {
            hits.push(Hit { start: first.start(), end: last.end(), rule: Rule::SeedPhrase });
            // What follows is read again: a run of another list may begin there.
            next = tokens.partition_point(|token| token.end() <= last.end());
        }
    }
    if tokens.iter().any(|token| token.is_han()) {
        let mut blocks = Blocks::new(text);
        for token in tokens.iter().filter(|token| token.is_han()) {
            blocks.next(token.start(), token.end(), hits);
        }
        blocks.end(hits);
    }
}

struct Lookup<'a> {
    text: &'a str,
    tokens: &'a [Token],
    lexicon: &'static Lexicon,
}

impl Lookup<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).and_then(|token| self.text.get(token.start()..token.end())).unwrap_or_default()
    }

    /// In which lists a token stands. Chinese characters that stand together are no word.
    fn languages(&self, at: usize) -> Languages {
        let word = self.word(at);
        let is_run = self.tokens.get(at).is_some_and(|token| token.is_han()) && word.chars().nth(1).is_some();
        if is_run { Languages::default() } else { self.lexicon.languages_of(word) }
    }

    /// The longest phrase that this token is a word of.
    fn phrase_around(&self, at: usize) -> Option<(&Token, &Token)> {
        let languages = self.languages(at);
        if languages.is_none() {
            return None;
        }
        let in_list = (0..LANGUAGES).filter(|language| languages.contains(*language));
        let most = if self.is_prose(at) { 0 } else { MAX_LABELS };
        let runs =
            in_list.flat_map(|language| (0..=most).map(move |labels| (self.run(at, language, labels), language)));
        // Fields of a document that happen to be listed are no phrase, and neither are a few words over and over, as in the
        // lines of a log.
        let is_phrase = |((words, first, last), language): &((usize, usize, usize), usize)| {
            let (words, first, last) = (*words, *first, *last);
            words >= MIN_WORDS && !self.are_keys(words, first, last) && self.differ(words, first, last, *language)
        };
        let ((words, first, last), _) = runs.filter(is_phrase).max_by_key(|((words, ..), _)| *words)?;
        // `"seed_phrase":"abandon …`: its key is made of listed words, and stays.
        let unlabelled = last.saturating_sub(first) < words;
        let begin = first..last.min(first.saturating_add(LONGEST_KEY));
        let key = begin.rev().find(|at| unlabelled && self.is_key(*at));
        let first = key.map_or(first, |key| key.saturating_add(1));
        (last.saturating_sub(first) >= MIN_WORDS.saturating_sub(1)).then_some(())?;
        Some((self.tokens.get(first)?, self.tokens.get(last)?))
    }

    /// Whether this word is the key of a value, or the end of one.
    fn is_key(&self, at: usize) -> bool {
        let rest = self.tokens.get(at).and_then(|token| self.text.get(token.end()..)).unwrap_or_default();
        let rest = rest.strip_prefix('"').unwrap_or(rest).trim_start_matches(' ');
        rest.starts_with(':') || rest.starts_with('=')
    }

    /// Whether these words are keys and their values: a few keys, or keys and values in turn, and not one label before each.
    fn are_keys(&self, words: usize, first: usize, last: usize) -> bool {
        let tokens = last.saturating_sub(first).saturating_add(1);
        if tokens > words {
            return false;
        }
        let keys: Vec<&str> = (first..=last).filter(|at| self.is_key(*at)).map(|at| self.word(at)).collect();
        let several = keys.iter().any(|key| Some(key) != keys.first());
        let in_turn = keys.len() < words && keys.len().saturating_mul(2) >= words.saturating_sub(1) && several;
        in_turn || words < WHOLE && keys.len().saturating_mul(2) > words
    }

    /// Whether the words are as different as those of a phrase are by chance; or are exactly one, with its checksum right.
    fn differ(&self, words: usize, first: usize, last: usize, language: usize) -> bool {
        let step = last.saturating_sub(first).checked_div(words.saturating_sub(1)).unwrap_or(1).max(1);
        let all: Vec<&str> = (first..=last).step_by(step).map(|at| self.word(at)).collect();
        let distinct = all.iter().collect::<BTreeSet<_>>().len();
        if distinct >= MIN_WORDS && distinct.saturating_mul(4) >= words.saturating_mul(3) {
            return true;
        }
        let list = Language::ALL.get(language).copied();
        list.is_some_and(|list| words <= LONGEST && Mnemonic::parse_in(list, all.join(" ").to_lowercase()).is_ok())
    }

    /// Whether only a space parts this word from the one before, so that none of them is a label.
    fn is_prose(&self, at: usize) -> bool {
        let end = at.checked_sub(1).and_then(|before| self.tokens.get(before)).map(|token| token.end());
        let start = self.tokens.get(at).map(|token| token.start());
        end.zip(start).is_some_and(|(end, start)| self.text.get(end..start) == Some(" "))
    }

    /// How many words of a list are in a row here, with so many equal labels before each, and where they begin and end.
    fn run(&self, at: usize, language: usize, labels: usize) -> (usize, usize, usize) {
        let step = labels.saturating_add(1);
        let (mut words, mut first, mut last) = (1_usize, at, at);
        while let Some(next) = last.checked_add(step).filter(|next| *next < self.tokens.len()) {
            if !self.joins(last, next, language) {
                break;
            }
            (words, last) = (words.saturating_add(1), next);
        }
        while let Some(before) = first.checked_sub(step) {
            if !self.joins_backwards(before, first, language) {
                break;
            }
            (words, first) = (words.saturating_add(1), before);
        }
        (words, first, last)
    }

    fn joins(&self, from: usize, to: usize, language: usize) -> bool {
        self.near(from, to) && self.languages(to).contains(language) && self.labels_agree(from, to)
    }

    fn joins_backwards(&self, from: usize, to: usize, language: usize) -> bool {
        self.near(from, to) && self.languages(from).contains(language) && self.labels_agree(from, to)
    }

    /// Whether nothing wide stands between neighbouring tokens.
    fn near(&self, from: usize, to: usize) -> bool {
        let between = self.tokens.get(from..=to).unwrap_or_default();
        between.windows(2).all(|pair| match pair {
            [a, b] if b.start().saturating_sub(a.end()) <= MAX_GAP => {
                // An object that ends, and no other that begins, ends the phrase as well.
                let gap = self.text.as_bytes().get(a.end()..b.start()).unwrap_or_default();
                let digits = gap.iter().filter(|byte| byte.is_ascii_digit()).count();
                let is_next_line = gap.contains(&b'\n') && digits > MAX_NUMBER;
                !is_next_line && (!gap.contains(&b'}') || gap.contains(&b'{'))
            }
            _ => false,
        })
    }

    /// Whether the labels between these two words are those between the words next to them.
    fn labels_agree(&self, from: usize, to: usize) -> bool {
        let step = to.saturating_sub(from);
        (1..step).all(|offset| {
            let label = self.word(from.saturating_add(offset));
            let after = self.word(to.saturating_add(offset));
            let before = from.checked_sub(step.saturating_sub(offset)).map(|at| self.word(at)).unwrap_or_default();
            label == after || label == before
        })
    }
}

#[cfg(test)]
mod tests {
    use bip39::{Language, Mnemonic};
    use unicode_normalization::UnicodeNormalization;

    use super::super::test_support::{keeps, redacted, redacts};

    fn phrase(language: Language, bytes: usize) -> Vec<&'static str> {
        let entropy: Vec<u8> = (0..bytes).map(|index| u8::try_from(index * 37 % 256).unwrap()).collect();
        Mnemonic::from_entropy_in(language, &entropy).unwrap().words().collect()
    }

    #[test]
    fn redacts_every_length_in_every_list_with_any_separator() {
        for language in Language::ALL {
            for bytes in [16, 20, 24, 28, 32] {
                let words = phrase(*language, bytes);
                for separator in [" ", "\u{3000}", ", ", "、", "\n", " - ", "\",\n      \""] {
                    redacts("seed_phrase", &words.join(separator));
                }
            }
        }
    }

    #[test]
    fn redacts_numbered_capitalised_and_recomposed_phrases() {
        let words = phrase(Language::English, 16);
        let numbered: String = words.iter().enumerate().map(|(at, word)| format!("{}. {word}\n", at + 1)).collect();
        let shown = redacted(&numbered);
        assert!(words.iter().all(|word| !shown.contains(word)), "{shown}");
        redacts("seed_phrase", &words.join(" ").to_uppercase());
        for language in [Language::Japanese, Language::Korean, Language::French, Language::Spanish] {
            let text = phrase(language, 16).join(" ");
            redacts("seed_phrase", &text.nfc().collect::<String>());
            redacts("seed_phrase", &text.nfkd().collect::<String>());
        }
    }

    #[test]
    fn redacts_half_a_phrase_and_one_whose_checksum_is_wrong() {
        let mut words = phrase(Language::English, 16);
        redacts("seed_phrase", &words[..6].join(" "));
        words.swap(0, 1);
        redacts("seed_phrase", &words.join(", "));
    }

    #[test]
    fn redacts_words_with_labels_between_them() {
        for language in [Language::English, Language::Spanish, Language::Japanese] {
            let words = phrase(language, 16);
            for (at, offset) in [(0, ""), (1, "a b c d "), (2, "x y ")] {
                let one: Vec<String> = words.iter().map(|word| format!("\"k{at}\":\"{word}\"")).collect();
                let two: Vec<String> = words.iter().map(|word| format!("{{\"nr\":1,\"wd\":\"{word}\"}}")).collect();
                for text in [one.join(","), two.join(",\n")] {
                    let shown = redacted(&format!("{offset}{text}"));
                    assert!(!words.iter().any(|word| shown.contains(word)), "{shown}");
                }
            }
        }
    }

    #[test]
    fn redacts_a_phrase_within_a_sentence() {
        let words = phrase(Language::English, 16).join(" ");
        assert_eq!(redacted(&format!("我的助记词{words}。请帮忙")), "我的助记词[redacted:seed_phrase]。请帮忙");
        assert_eq!(redacted(&format!("this is it: {words}!!")), "this is it: [redacted:seed_phrase]!!");
    }

    #[test]
    fn redacts_chinese_phrases_without_spaces() {
        for language in [Language::SimplifiedChinese, Language::TraditionalChinese] {
            for bytes in [16, 20, 24, 28, 32] {
                let words = phrase(language, bytes);
                redacts("seed_phrase", &words.concat());
                let lines: Vec<String> = words.chunks(4).map(<[_]>::concat).collect();
                redacts("seed_phrase", &lines.join("\n"));
            }
            let words = phrase(language, 16).concat();
            assert_eq!(redacted(&format!("钱包\n{words}\n谢谢")), "钱包\n[redacted:seed_phrase]\n谢谢");
            let shown = redacted(&format!("我的助记词是{words}请帮忙"));
            assert!(!shown.contains(&words) && shown.starts_with("我的助记词"), "{shown}");
        }
    }

    #[test]
    fn keeps_logs_that_say_the_same_over_and_over() {
        for line in
            ["12:00:SS network 200", "network error SS", "I/Net: update", "step SS: verify", "balance update SS"]
        {
            let text: String =
                (10..40).map(|second: u32| format!("{}\n", line.replace("SS", &second.to_string()))).collect();
            keeps(&text);
        }
        keeps(r#"{"status":"ready","type":"wallet","result":"error","reason":"network","stage":"verify"}"#);
        keeps(r#"{"type":2,"amount":100,"fee":1,"balance":900,"limit":5000,"order":12}"#);
        let vector = format!("{} about", ["abandon"; 11].join(" "));
        redacts("seed_phrase", &vector);
        let keyed = format!("{{\"seed\":\"{}\"}}", phrase(Language::English, 16).join(" "));
        assert_eq!(redacted(&keyed), r#"{"seed":"[redacted:seed_phrase]"}"#);
    }

    #[test]
    fn keeps_prose() {
        for text in [
            "I have tried to withdraw money from my wallet several times today but the screen shows an error again and again",
            "我今天在手机上打开钱包的时候发现余额不对，重新登录以后还是一样，请你们帮我看一下是什么原因造成的，谢谢。",
            "昨天下午三点左右从银行卡转入了五百元到现在还没有到账我已经等了很长时间不知道应该怎么办才好",
            "助记词我没有告诉过任何人。余额还是不对。",
            "残高が正しく表示されません。アプリを再起動しても同じです。",
            "一，二，三，四，五",
        ] {
            keeps(text);
        }
        keeps(&phrase(Language::English, 16)[..5].join(" "));
    }
}
