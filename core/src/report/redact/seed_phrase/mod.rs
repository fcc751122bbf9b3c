//! Seed phrases: twelve or more neighbouring words of one BIP-39 list, however they are parted or numbered.
//!
//! Chinese needs care, since its lists are the most common characters: ordinary prose is made of them. There a phrase is
//! characters that stand alone, or a run of exactly a phrase's length with the right checksum, or, near words that announce
//! a phrase, any run that holds such a length.

mod chinese;
mod lexicon;

use super::{Hit, Rule};
use chinese::Blocks;
use lexicon::{LANGUAGES, Languages, Lexicon};

/// The shortest phrase (BIP-39).
const MIN_WORDS: usize = 12;
/// How many bytes may stand between two words of a phrase: a number, quotes, commas, the indentation of a list.
const MAX_GAP: usize = 24;

pub(super) fn find(text: &str, hits: &mut Vec<Hit>) {
    let lexicon = Lexicon::get();
    let mut runs = Runs::default();
    let mut blocks = Blocks::new(text);
    for token in Tokens::new(text) {
        let word = text.get(token.start..token.end).unwrap_or_default();
        if !token.han {
            runs.next(&token, lexicon.languages_of(word), hits);
            continue;
        }
        let single = word.chars().nth(1).is_none();
        runs.next(&token, if single { lexicon.languages_of(word) } else { Languages::default() }, hits);
        blocks.next(token.start, token.end, hits);
    }
    runs.end(hits);
    blocks.end(hits);
}

/// A word, or neighbouring Chinese characters.
struct Token {
    start: usize,
    end: usize,
    han: bool,
}

/// Splits a text into words; everything between them is a gap.
struct Tokens<'a> {
    text: &'a str,
    chars: std::iter::Peekable<std::str::CharIndices<'a>>,
}

impl<'a> Tokens<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, chars: text.char_indices().peekable() }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let (start, first) = self.chars.find(|(_, c)| is_letter(*c))?;
        let han = is_han(first);
        while self.chars.next_if(|(_, c)| is_letter(*c) && is_han(*c) == han).is_some() {}
        let end = self.chars.peek().map_or(self.text.len(), |(at, _)| *at);
        Some(Token { start, end, han })
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || lexicon::is_mark(c)
}

fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
}

/// How many words of each list have just followed one another.
#[derive(Default)]
struct Runs {
    runs: [Run; LANGUAGES],
    last_end: usize,
}

#[derive(Default, Clone, Copy)]
struct Run {
    words: usize,
    start: usize,
    end: usize,
}

impl Runs {
    fn next(&mut self, token: &Token, languages: Languages, hits: &mut Vec<Hit>) {
        if token.start.saturating_sub(self.last_end) > MAX_GAP {
            self.end(hits);
        }
        self.last_end = token.end;
        for (language, run) in self.runs.iter_mut().enumerate() {
            if !languages.contains(language) {
                run.end_into(hits);
                continue;
            }
            if run.words == 0 {
                run.start = token.start;
            }
            run.words = run.words.saturating_add(1);
            run.end = token.end;
        }
    }

    fn end(&mut self, hits: &mut Vec<Hit>) {
        for run in &mut self.runs {
            run.end_into(hits);
        }
    }
}

impl Run {
    fn end_into(&mut self, hits: &mut Vec<Hit>) {
        if self.words >= MIN_WORDS {
            hits.push(Hit { start: self.start, end: self.end, rule: Rule::SeedPhrase });
        }
        *self = Self::default();
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
        keeps(&phrase(Language::English, 16)[..11].join(" "));
    }
}
