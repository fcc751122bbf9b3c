//! Seed phrases: neighbouring words of one BIP-39 list, however they are parted, numbered or labelled.
//!
//! Six in a row are enough, since a phrase that was mistyped or cut is still most of one. Chinese needs care, since its lists
//! are the most common characters: ordinary prose is made of them. There a phrase is characters that stand alone, or a run of
//! exactly a phrase's length with the right checksum, or, near words that announce a phrase, any run that holds such a length.

mod chinese;
mod lexicon;
mod tokens;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::super::word_lists;
use super::marks::Marks;
use super::{Hit, Rule};
use chinese::Blocks;
use lexicon::{Languages, Lexicon};
use tokens::{Token, tokens};

/// How many different words of a list in a row are a phrase, or the most of one.
const MIN_WORDS: usize = 6;
/// How many words the shortest whole phrase has, and how many of these are different ones in all but one of a million.
const WHOLE: usize = 12;
const DIFFERENT: usize = 9;
/// How many words the longest has.
const LONGEST: usize = 24;
/// A line that begins with more digits than this has a time at its beginning, not the number of a word.
const MAX_NUMBER: usize = 3;
/// How many bytes may stand between two words of a phrase: a number, quotes, commas, the indentation of a list.
const MAX_GAP: usize = 24;
/// Every so many tokens one is looked up. In six words in a row one of them is met; and where one or two labels stand before
/// each word, as in `{"w": "abandon"}`, it is not always the label that is met, since neither two nor three divides five.
const STRIDE: usize = 5;
/// How many labels may stand between two words.
const MAX_LABELS: usize = 2;

pub(super) fn find(text: &str, marks: &Marks, hits: &mut Vec<Hit>) {
    let tokens = tokens(text, marks);
    let lookup = Lookup { text, tokens: &tokens, lexicon: Lexicon::get() };
    let mut next = 0_usize;
    for at in (STRIDE.saturating_sub(1)..tokens.len().saturating_add(STRIDE)).step_by(STRIDE) {
        let at = at.min(tokens.len().saturating_sub(1));
        if at >= next {
            // A run is read once, however long it is; of another list, one may begin in it.
            next = lookup.phrases_around(at, hits).max(next);
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

    /// Finds the phrases that this token may be a word of, and says up to which token all was read.
    fn phrases_around(&self, at: usize, hits: &mut Vec<Hit>) -> usize {
        let languages = self.languages(at);
        if languages.is_none() {
            return at;
        }
        // Keys, each with its number, are a phrase only if it is a whole one: some fields of any document are listed words.
        let (keys, least) = if self.is_key(at) { (Keys::Only, WHOLE) } else { (Keys::End, MIN_WORDS) };
        let most = if keys == Keys::Only || self.is_prose(at) { 0 } else { MAX_LABELS };
        let mut read = at;
        for step in (0..=most).map(|labels| labels.saturating_add(1)) {
            // Most listed words of a text have no other beside them.
            let before = at.checked_sub(step).map_or(Languages::default(), |before| self.languages(before));
            let beside = languages & (before | self.languages(at.saturating_add(step)));
            for language in (0..word_lists::COUNT).filter(|language| beside.contains(*language)) {
                let run = self.run(at, language, step, keys);
                if run.words >= least {
                    read = read.max(run.last.saturating_add(1));
                    self.stretches(run, language, hits);
                }
            }
        }
        read
    }

    /// The stretches of a run whose words differ as those of a phrase do: a few words over and over, as in the lines of a log, are
    /// none, unless they are exactly one, with its checksum right.
    fn stretches(&self, run: Run, language: usize, hits: &mut Vec<Hit>) {
        let words: Vec<&str> = (run.first..=run.last).step_by(run.step).map(|at| self.word(at)).collect();
        let mut phrase = vec![self.is_whole(&words, language); words.len()];
        for (length, different) in [(MIN_WORDS, MIN_WORDS), (WHOLE, DIFFERENT)] {
            mark(&words, length, different, &mut phrase);
        }
        let token = |at: usize| self.tokens.get(run.first.saturating_add(at.saturating_mul(run.step)));
        let mut at = 0_usize;
        for stretch in phrase.chunk_by(|a, b| a == b) {
            let last = at.saturating_add(stretch.len()).saturating_sub(1);
            if let (Some(true), Some(first), Some(end)) = (stretch.first(), token(at), token(last)) {
                hits.push(Hit { start: first.start(), end: end.end(), rule: Rule::SeedPhrase });
            }
            at = last.saturating_add(1);
        }
    }

    fn is_whole(&self, words: &[&str], language: usize) -> bool {
        let list = word_lists::all().get(language).filter(|_| (WHOLE..=LONGEST).contains(&words.len()));
        list.is_some_and(|list| {
            let words: Vec<String> = words.iter().map(|word| word.to_lowercase().nfkd().collect()).collect();
            list.is_phrase(&words)
        })
    }

    /// Whether this word is the key of a value, or the end of one.
    fn is_key(&self, at: usize) -> bool {
        let rest = self.tokens.get(at).and_then(|token| self.text.get(token.end()..)).unwrap_or_default();
        let rest = rest.strip_prefix('"').unwrap_or(rest).trim_start_matches(' ');
        rest.starts_with(':') || rest.starts_with('=')
    }

    /// Whether only a space parts this word from the one before, so that none of them is a label.
    fn is_prose(&self, at: usize) -> bool {
        let end = at.checked_sub(1).and_then(|before| self.tokens.get(before)).map(|token| token.end());
        let start = self.tokens.get(at).map(|token| token.start());
        end.zip(start).is_some_and(|(end, start)| self.text.get(end..start) == Some(" "))
    }

    /// The words of a list in a row around one of them. Every `step`-th token is one, and what is between are equal labels.
    fn run(&self, at: usize, language: usize, step: usize, keys: Keys) -> Run {
        let fits = |word: usize| self.languages(word).contains(language) && self.is_key(word) == (keys == Keys::Only);
        let mut run = Run { words: 1, first: at, last: at, step };
        while let Some(next) = run.last.checked_add(step).filter(|next| *next < self.tokens.len()) {
            if !self.near(run.last, next) || !fits(next) || !self.labels_agree(run.last, next) {
                break;
            }
            (run.words, run.last) = (run.words.saturating_add(1), next);
        }
        while let Some(before) = run.first.checked_sub(step) {
            if !self.near(before, run.first) || !fits(before) || !self.labels_agree(before, run.first) {
                break;
            }
            (run.words, run.first) = (run.words.saturating_add(1), before);
        }
        run
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

/// Neighbouring words of one list, by their tokens, of which every `step`-th is one.
#[derive(Clone, Copy)]
struct Run {
    words: usize,
    first: usize,
    last: usize,
    step: usize,
}

/// What keys of values do to a run: the fields of a document happen to be listed words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    /// They end it.
    End,
    /// It is made of nothing else.
    Only,
}

/// Marks the words of every stretch of this length in which so many are different.
fn mark(words: &[&str], length: usize, different: usize, marks: &mut [bool]) {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for (at, word) in words.iter().enumerate() {
        let count = counts.entry(word).or_default();
        *count = count.saturating_add(1);
        if let Some(gone) = at.checked_sub(length).and_then(|gone| words.get(gone)) {
            match counts.get_mut(gone) {
                Some(count) if *count > 1 => *count = count.saturating_sub(1),
                _ => {
                    counts.remove(gone);
                }
            }
        }
        let from = at.saturating_add(1).checked_sub(length);
        if let Some(stretch) = from.and_then(|from| marks.get_mut(from..=at)).filter(|_| counts.len() >= different) {
            stretch.fill(true);
        }
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
        let words = phrase(Language::English, 16).join(" ");
        let among = format!("{}{words}\n{}", "balance update\n".repeat(30), "balance update\n".repeat(30));
        let shown = redacted(&among);
        assert!(!shown.contains(&words) && shown.contains("balance update\nbalance update\n"), "{shown}");
        let keys: Vec<String> =
            phrase(Language::English, 16).iter().zip(1..).map(|(word, n)| format!("\"{word}\":{n}")).collect();
        assert_eq!(redacted(&format!("{{{}}}", keys.join(","))), "{\"[redacted:seed_phrase]\":12}");
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
