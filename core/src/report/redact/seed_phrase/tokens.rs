//! A text's words; everything between them is a gap.

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

/// Every word, in order. Whether bytes belong to words is told for 64 at a time.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut words = Words { text, tokens: Vec::with_capacity(bytes.len() / 6), start: None, wide: false };
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    for (index, block) in blocks.iter().enumerate() {
        words.read(index.saturating_mul(BLOCK), block);
    }
    let mut last = [0_u8; BLOCK];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    words.read(bytes.len().saturating_sub(rest.len()), &last);
    words.end(bytes.len());
    words.tokens
}

/// How many bytes are told at a time.
const BLOCK: usize = 64;

struct Words<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    /// Where the word at hand begins.
    start: Option<usize>,
    /// Whether there may be characters beyond ASCII in it.
    wide: bool,
}

impl Words<'_> {
    fn read(&mut self, base: usize, block: &[u8; BLOCK]) {
        let letters = letters_of(block);
        self.wide |= !block.is_ascii();
        // A bit for each place at which a word begins or ends.
        let mut edges = letters ^ (letters << 1 | u64::from(self.start.is_some()));
        while edges != 0 {
            let at = base.saturating_add(edges.trailing_zeros() as usize);
            edges &= edges.wrapping_sub(1);
            if self.start.is_none() {
                self.start = Some(at);
            } else {
                self.end(at);
            }
        }
        self.wide = self.start.is_some() && self.wide || !block.is_ascii();
    }

    fn end(&mut self, end: usize) {
        let Some(start) = self.start.take() else { return };
        if !self.wide {
            self.tokens.push(Token::new(start, end, false));
            return;
        }
        let mut at = start;
        while at < end {
            at = wide(self.text, at, &mut self.tokens);
        }
    }
}

/// A bit for each byte that is an ASCII letter or part of a character beyond ASCII.
fn letters_of(block: &[u8; BLOCK]) -> u64 {
    let flags = block.map(|byte| u8::from((byte | 0x20).wrapping_sub(b'a') < 26) | byte >> 7);
    let (eights, _) = flags.as_chunks::<8>();
    eights.iter().rev().fold(0, |bits, flags| {
        // Gathers the lowest bit of each of eight bytes.
        bits << 8 | u64::from_le_bytes(*flags).wrapping_mul(0x0102_0408_1020_4080) >> 56
    })
}

/// Reads what is not all ASCII, and says where it ends.
fn wide(text: &str, from: usize, tokens: &mut Vec<Token>) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let mut chars = rest.char_indices().peekable();
    let Some((_, first)) = chars.next() else { return text.len() };
    let end_of =
        |chars: &mut std::iter::Peekable<std::str::CharIndices<'_>>| chars.peek().map_or(rest.len(), |(at, _)| *at);
    let letter = is_letter(first);
    let han = letter && is_han(first);
    if letter {
        while chars.next_if(|(_, c)| is_letter(*c) && is_han(*c) == han).is_some() {}
    }
    let end = from.saturating_add(end_of(&mut chars));
    if letter {
        tokens.push(Token::new(from, end, han));
    }
    end
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
        tokens(text).iter().map(|token| (text.get(token.start()..token.end()).unwrap(), token.is_han())).collect()
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
