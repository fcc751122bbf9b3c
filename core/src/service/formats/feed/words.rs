//! Whether a text has one of some words (`lexicons`). English words are compared as whole words, in any case; Chinese ones,
//! which no space parts, wherever they stand.

/// Words with one meaning, with a bar between two of them.
pub(super) struct Lexicon {
    pub(super) en: &'static str,
    pub(super) zh: &'static str,
}

/// A text as words.
pub(super) struct Words {
    /// Lower-case words, one space before and after each.
    en: String,
    /// Without any space.
    zh: String,
}

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let mut en = String::from(" ");
        for c in text.chars() {
            if c.is_ascii_alphanumeric() {
                en.push(c.to_ascii_lowercase());
            } else if !en.ends_with(' ') {
                en.push(' ');
            }
        }
        if !en.ends_with(' ') {
            en.push(' ');
        }
        Self { en, zh: text.chars().filter(|c| !c.is_whitespace()).collect() }
    }

    pub(super) fn have(&self, lexicon: &Lexicon) -> bool {
        let mut padded = String::new();
        let mut whole = |word: &str| {
            padded.clear();
            padded.extend([" ", word, " "]);
            self.en.contains(&padded)
        };
        lexicon.en.split('|').any(&mut whole) || lexicon.zh.split('|').any(|word| self.zh.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicons::*;
    use super::*;

    #[test]
    fn english_words_are_whole_and_chinese_ones_are_anywhere() {
        assert!(Words::of("Scheduled MAINTENANCE: database").have(&MAINTENANCE));
        assert!(Words::of("关于 BTC 网络 维 护的公告").have(&MAINTENANCE));
        assert!(Words::of("API故障").have(&SERVICE));
        assert!(Words::of("BTC withdrawals\tare  down!").have(&TROUBLE));
        assert!(!Words::of("Unresolved").have(&OVER));
        assert!(!Words::of("Countdown").have(&OUTAGE));
        assert!(!Words::of("").have(&OVER));
    }

    #[test]
    fn a_word_that_is_compared_can_match() {
        let all = [
            MAINTENANCE,
            WORK,
            INCIDENT,
            TROUBLE,
            SERVICE,
            PARTIAL,
            OUTAGE,
            STORY,
            OVER,
            NOT_YET,
            CANCELLED,
            UNDER_WAY,
            SAID_OVER,
        ];
        for lexicon in all {
            for word in lexicon.en.split('|').chain(lexicon.zh.split('|')) {
                assert!(!word.is_empty());
                assert!(Words::of(word).have(&lexicon), "{word}");
            }
        }
    }
}
