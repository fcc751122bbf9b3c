//! A text's words; everything between them is a gap.

use super::super::marks::{BLOCK, Marks};
use super::lexicon;

/// A word, or neighbouring Chinese characters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    // What is read at a time is far below 4 GiB.
    start: u32,
    end: u32,
}

/// Chinese is told by the highest bit of where a token ends.
const HAN: u32 = 1 << 31;

impl Token {
    fn new(start: usize, end: usize, han: bool) -> Self {
        let short = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX) & !HAN;
        Self { start: short(start), end: short(end) | if han { HAN } else { 0 } }
    }

    pub(super) fn start(self) -> usize {
        self.start as usize
    }

    pub(super) fn end(self) -> usize {
        (self.end & !HAN) as usize
    }

    pub(super) fn is_han(self) -> bool {
        self.end & HAN != 0
    }
}

/// Every word, in order.
pub(super) fn tokens(text: &str, marks: &Marks) -> Vec<Token> {
    let mut words = Words { text, tokens: Vec::with_capacity(text.len() / 6), start: None, wide: false };
    let blocks = text.as_bytes().chunks(BLOCK);
    for ((index, letters), block) in marks.letters.iter().enumerate().zip(blocks) {
        words.read(index.saturating_mul(BLOCK), *letters, !block.is_ascii());
    }
    words.end(text.len());
    words.tokens
}

struct Words<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    /// Where the word at hand begins.
    start: Option<usize>,
    /// Whether there may be characters beyond ASCII in it.
    wide: bool,
}

impl Words<'_> {
    #[inline(always)]
    fn read(&mut self, base: usize, letters: u64, wide: bool) {
        self.wide |= wide;
        // A bit for each place at which a word begins, or the next one after its end.
        let before = letters << 1 | u64::from(self.start.is_some());
        let (mut starts, mut ends) = (letters & !before, before & !letters);
        if let Some(start) = self.start.filter(|_| ends != 0) {
            self.push(start, base.saturating_add(ends.trailing_zeros() as usize));
            ends &= ends.wrapping_sub(1);
            self.start = None;
        }
        while ends != 0 {
            let at = |bits: u64| base.saturating_add(bits.trailing_zeros() as usize);
            self.push(at(starts), at(ends));
            starts &= starts.wrapping_sub(1);
            ends &= ends.wrapping_sub(1);
        }
        if starts != 0 {
            self.start = Some(base.saturating_add(starts.trailing_zeros() as usize));
        }
        self.wide = self.start.is_some() && self.wide || wide;
    }

    fn end(&mut self, end: usize) {
        if let Some(start) = self.start.take() {
            self.push(start, end);
        }
    }

    #[inline(always)]
    fn push(&mut self, start: usize, end: usize) {
        if !self.wide || self.text.as_bytes().get(start..end).is_some_and(|word| word.iter().all(u8::is_ascii)) {
            self.tokens.push(Token::new(start, end, false));
            return;
        }
        let mut at = start;
        while at < end {
            at = wide(self.text, at, &mut self.tokens);
        }
    }
}

/// Reads what is not all ASCII, and says where it ends.
fn wide(text: &str, from: usize, tokens: &mut Vec<Token>) -> usize {
    let common = common_han(text.as_bytes().get(from..).unwrap_or_default());
    let rest = text.get(from.saturating_add(common)..).unwrap_or_default();
    let mut chars = rest.chars();
    let first = if common > 0 { None } else { chars.next() };
    let han = common > 0 || first.is_some_and(is_han);
    if !han && !first.is_some_and(is_letter) {
        return from.saturating_add(first.map_or(rest.len().max(1), char::len_utf8));
    }
    let more: usize = chars.take_while(|c| is_han(*c) == han && (han || is_letter(*c))).map(char::len_utf8).sum();
    let end = from.saturating_add(common).saturating_add(first.map_or(0, char::len_utf8)).saturating_add(more);
    tokens.push(Token::new(from, end, han));
    end
}

/// How many bytes of the common Chinese characters stand here, from U+4E00 to U+9FFF: in UTF-8 three bytes each, of which the
/// first two tell it.
fn common_han(bytes: &[u8]) -> usize {
    let is_common = |c: &&[u8; 3]| matches!(c, [0xE5..=0xE9, ..] | [0xE4, 0xB8..=0xBF, _]);
    bytes.as_chunks::<3>().0.iter().take_while(is_common).count().saturating_mul(3)
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || lexicon::is_mark(c)
}

fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(&str, bool)> {
        tokens(text, &Marks::of(text))
            .iter()
            .map(|token| (text.get(token.start()..token.end()).unwrap(), token.is_han()))
            .collect()
    }

    #[test]
    fn words_are_letters_and_chinese_stands_by_itself() {
        let expected =
            [("ab", false), ("c", false), ("字词", true), ("éa", false), ("bé", false), ("말", false), ("x", false)];
        assert_eq!(words("ab-c1字词éa bé 말、x"), expected);
        assert_eq!(words("a字b"), [("a", false), ("字", true), ("b", false)]);
        assert_eq!(words("…1 😀"), []);
    }
}
