//! Text as the rules read it: full-width digits and letters as plain ones, every kind of space and dash as one, invisible
//! characters gone; and, layer by layer, without the escapes of JSON, URLs and HTML. Offsets lead back to the text that was
//! given.

use std::borrow::Cow;

use super::escapes::{self, Escaped};
use crate::fold;

/// A text in another form, and the way back.
pub(super) struct View<'a> {
    text: Cow<'a, str>,
    /// Where the distance between offsets here and there changes, in order. From each on, both count alike.
    steps: Vec<Step>,
}

#[derive(Clone, Copy)]
struct Step {
    here: usize,
    there: usize,
    /// Whether what stands here is nothing there.
    flat: bool,
}

/// Parts what is not neighbouring in the text: no rule reads across it.
const APART: &str = "\n~ ~ ~ ~ ~ ~ ~ ~ ~ ~ ~ ~ ~ ~ ~ ~ ~ ~ ~ ~\n";

impl<'a> View<'a> {
    /// The text with each character in its plain form.
    pub(super) fn folded(text: &'a str) -> Self {
        let mut writer: Option<Writer> = None;
        let (mut at, mut copied) = (0_usize, 0_usize);
        while let Some(next) = next_beyond_ascii(text.as_bytes(), at) {
            let Some(c) = text.get(next..).and_then(|rest| rest.chars().next()) else { break };
            at = next.saturating_add(c.len_utf8());
            if fold(c) != Some(c) {
                let writer = writer.get_or_insert_with(|| Writer::with_capacity(text.len()));
                writer.copy(text.get(copied..next).unwrap_or_default(), copied);
                writer.put(c, next);
                copied = at;
            }
        }
        let Some(mut writer) = writer else { return Self { text: Cow::Borrowed(text), steps: Vec::new() } };
        writer.copy(text.get(copied..).unwrap_or_default(), copied);
        writer.finish(text.len())
    }

    /// The lines that hold escapes, with one layer of these taken off; none if no line does.
    pub(super) fn unescaped(text: &str) -> Option<View<'static>> {
        let mut writer: Option<Writer> = None;
        let mut rest = 0_usize;
        while let Some(first) = escapes::next(text, rest, text.len()) {
            let line_start = memchr::memrchr(b'\n', text.as_bytes().get(..first.start).unwrap_or_default());
            let start = line_start.map_or(0, |at| at.saturating_add(1)).max(rest);
            let line_end = memchr::memchr(b'\n', text.as_bytes().get(first.end..).unwrap_or_default());
            let end = line_end.map_or(text.len(), |at| first.end.saturating_add(at).saturating_add(1));
            let writer = writer.get_or_insert_with(|| Writer::with_capacity(end.saturating_sub(start)));
            if start > rest {
                writer.copy_apart(rest);
            }
            // In a form a plus stands for a space (HTML Standard, `application/x-www-form-urlencoded`).
            writer.plus_is_space = text.as_bytes().get(first.start) == Some(&b'%');
            writer.unescape(text, start, end, first);
            rest = end;
        }
        writer.map(|writer| writer.finish(text.len()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Where an offset of this view is in the text that it was made from. Invisible characters before it belong to what
    /// precedes.
    pub(super) fn original(&self, offset: usize) -> usize {
        let after = self.steps.partition_point(|step| step.here <= offset);
        match after.checked_sub(1).and_then(|index| self.steps.get(index)) {
            Some(step) if step.flat => step.there,
            Some(step) => step.there.saturating_add(offset.saturating_sub(step.here)),
            None => offset,
        }
    }
}

/// A character in its plain form, besides what [`fold::fold`] makes of it: typographic quotes, and a dot that parts digits.
fn fold(c: char) -> Option<char> {
    match c {
        '“' | '”' | '„' | '〝' | '〞' => Some('"'),
        '‘' | '’' | '‚' => Some('\''),
        '·' | '∙' | '‧' | '・' => Some('-'),
        _ => fold::fold(c),
    }
}

/// The next byte of a character that is not ASCII. Whole blocks of ASCII are passed over.
fn next_beyond_ascii(bytes: &[u8], from: usize) -> Option<usize> {
    const BLOCK: usize = 64;
    let mut at = from;
    while let Some(block) = bytes.get(at..at.saturating_add(BLOCK)) {
        if !block.is_ascii() {
            break;
        }
        at = at.saturating_add(BLOCK);
    }
    let rest = bytes.get(at..)?;
    rest.iter().position(|byte| !byte.is_ascii()).map(|found| at.saturating_add(found))
}

/// Writes a view.
struct Writer {
    text: String,
    steps: Vec<Step>,
    plus_is_space: bool,
}

impl Writer {
    fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), steps: Vec::new(), plus_is_space: false }
    }

    /// What comes next comes from there.
    fn step(&mut self, there: usize) {
        let here = self.text.len();
        let last = self.steps.last().copied().unwrap_or(Step { here: 0, there: 0, flat: false });
        if last.flat || here.wrapping_sub(there) != last.here.wrapping_sub(last.there) {
            self.steps.push(Step { here, there, flat: false });
        }
    }

    fn copy(&mut self, piece: &str, there: usize) {
        self.step(there);
        if self.plus_is_space {
            self.text.push_str(&piece.replace('+', " "));
        } else {
            self.text.push_str(piece);
        }
    }

    fn put(&mut self, c: char, there: usize) {
        self.step(there);
        self.text.extend(fold(c));
    }

    fn copy_apart(&mut self, there: usize) {
        self.steps.push(Step { here: self.text.len(), there, flat: true });
        self.text.push_str(APART);
    }

    fn unescape(&mut self, text: &str, start: usize, end: usize, first: Escaped) {
        let (mut copied, mut next) = (start, Some(first));
        while let Some(Escaped { start, end: after, means }) = next {
            self.copy(text.get(copied..start).unwrap_or_default(), copied);
            if let Some(c) = means {
                self.put(c, start);
            }
            copied = after;
            next = escapes::next(text, copied, end);
        }
        self.copy(text.get(copied..end).unwrap_or_default(), copied);
    }

    fn finish<'a>(mut self, there: usize) -> View<'a> {
        self.step(there);
        View { text: Cow::Owned(self.text), steps: self.steps }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn full_width_text_folds_and_offsets_lead_back() {
        let text = "卡号：４１１１\u{200b}１１。";
        let folded = View::folded(text);
        assert_eq!(folded.as_str(), "卡号:411111。");
        let (from, to) = (folded.original("卡号:".len()), folded.original("卡号:411111".len()));
        assert_eq!(text.get(from..to), Some("４１１１\u{200b}１１"));
    }

    #[test]
    fn plain_text_is_not_copied() {
        for text in ["plain", "没有全角数字"] {
            assert!(matches!(View::folded(text).text, Cow::Borrowed(_)), "{text}");
            assert!(View::unescaped(text).is_none(), "{text}");
        }
    }

    #[test]
    fn only_lines_with_escapes_are_unescaped_and_lead_back() {
        let text = "plain\na%40b \\u0034\\u0031 \\\"x\\\"\nplain 1\nplain 2\n&#64;&amp;c\\n1";
        let view = View::unescaped(text).unwrap();
        let [first, second] = ["a@b 41 \"x\"\n", "@&c\n1"];
        assert_eq!(view.as_str(), format!("{APART}{first}{APART}{second}"));
        let at = APART.len() + "a@b ".len();
        assert_eq!(text.get(view.original(at)..view.original(at + 2)), Some("\\u0034\\u0031"));
        let end = view.as_str().len();
        assert_eq!(text.get(view.original(end - 1)..view.original(end)), Some("1"));
    }

    proptest! {
        #[test]
        fn every_folded_offset_leads_to_its_character(text in "(?s)[a\u{200b}\u{ad}５：é字\u{3000}😀-]{0,40}") {
            let folded = View::folded(&text);
            for (offset, c) in folded.as_str().char_indices() {
                let back = text.get(folded.original(offset)..).and_then(|rest| rest.chars().next());
                prop_assert_eq!(back.and_then(fold), Some(c));
            }
            prop_assert_eq!(folded.original(folded.as_str().len()), text.len());
        }

        #[test]
        fn every_unescaped_offset_is_a_boundary_and_they_grow(text in "(?s)[a%4016&#;x\\\\nu\"字\n]{0,80}") {
            if let Some(view) = View::unescaped(&text) {
                let mut last = 0;
                for (offset, _) in view.as_str().char_indices() {
                    let there = view.original(offset);
                    prop_assert!(text.is_char_boundary(there) && there >= last, "{offset} → {there}");
                    last = there;
                }
                prop_assert_eq!(view.original(view.as_str().len()), text.len());
            }
        }
    }
}
