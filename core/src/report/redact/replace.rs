//! Puts something in the place of each find, so that JSON stays JSON, and tells the ledger.

use std::borrow::Cow;
use std::ops::Range;

use super::Place;
use super::engine::Find;
use crate::report::Ledger;
use crate::report::text::char_boundary_from;

/// How far around a find the number that it is part of is looked for, in bytes.
const MAX_NUMBER_BYTES: usize = 64;

/// Replaces, in a text that is given in one piece or window by window.
pub(super) struct Replacer<'a> {
    file: &'a str,
    place: Place<'a>,
    is_json: bool,
    /// Up to where lines and quotes have been counted.
    counted: usize,
    /// The line there, counted from 1.
    line: usize,
    /// Whether that is within a string of JSON. No string goes on beyond its line.
    in_string: bool,
    escaped: bool,
    /// Up to where everything is written or replaced.
    pub(super) done: usize,
}

impl<'a> Replacer<'a> {
    /// What comes before `start` is read and not written.
    pub(super) fn new(file: &'a str, place: Place<'a>, start: usize) -> Self {
        let named_so = [".json", ".jsonl", ".ndjson"].iter().any(|ending| file.ends_with(ending));
        let is_json = named_so && matches!(place, Place::Lines);
        Self { file, place, is_json, counted: start, line: 1, in_string: false, escaped: false, done: start }
    }

    /// The part of the text without its finds. One that goes on beyond the part is replaced as a whole, and `done` is then
    /// its end.
    pub(super) fn replace<'t>(
        &mut self,
        text: &'t str,
        part: Range<usize>,
        finds: &[Find],
        ledger: &mut Ledger,
    ) -> Cow<'t, str> {
        let begin = text.get(part.start..).unwrap_or_default().trim_start();
        self.is_json |= part.start == 0 && begin.starts_with(['{', '[']) && matches!(self.place, Place::Lines);
        let piece = |from: usize, to: usize| text.get(from.min(part.end)..to.min(part.end)).unwrap_or_default();
        let mut written = String::new();
        for find in finds {
            if find.end <= self.done || find.start >= part.end {
                continue;
            }
            if find.start < self.done && self.done > part.start {
                // A part of the number that was replaced as a whole.
                self.note(find, ledger);
                self.done = find.end.max(self.done);
                continue;
            }
            self.count_to(text, find.start.max(self.counted));
            let (start, end, quote) = self.spread(text, find);
            written.push_str(piece(self.done, start.max(self.done)));
            written.push_str(quote);
            written.push_str(&find.replacement);
            written.push_str(quote);
            self.done = end.max(self.done);
            self.note(find, ledger);
        }
        let rest = piece(self.done, part.end);
        self.done = self.done.max(part.end);
        self.count_to(text, self.done);
        if written.is_empty() {
            return Cow::Borrowed(rest);
        }
        written.push_str(rest);
        Cow::Owned(written)
    }

    fn note(&self, find: &Find, ledger: &mut Ledger) {
        let bytes = find.end.saturating_sub(find.start) as u64;
        match self.place {
            Place::At(place) => ledger.note(&find.code, self.file, &place.to_string(), bytes),
            Place::Lines => ledger.note(&find.code, self.file, &format!("line {}", self.line), bytes),
        }
    }

    /// The text's first bytes were dropped.
    pub(super) fn dropped(&mut self, bytes: usize) {
        self.counted = self.counted.saturating_sub(bytes);
        self.done = self.done.saturating_sub(bytes);
    }

    fn count_to(&mut self, text: &str, offset: usize) {
        let mut rest = text.as_bytes().get(self.counted..offset).unwrap_or_default();
        if let Some(last) = memchr::memrchr(b'\n', rest) {
            self.line = self.line.saturating_add(memchr::memchr_iter(b'\n', rest).count());
            (self.in_string, self.escaped) = (false, false);
            rest = rest.get(last..).unwrap_or_default();
        }
        for byte in rest {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = self.in_string,
                b'"' => self.in_string = !self.in_string,
                _ => {}
            }
        }
        self.counted = self.counted.max(offset);
    }

    /// What is replaced, and the quotes that are due around it: a number in JSON goes as a whole, and a string stands for it.
    fn spread(&self, text: &str, find: &Find) -> (usize, usize, &'static str) {
        let plain = (find.start, before_escape(text, find), "");
        if self.in_string {
            return plain;
        }
        let of_number = |c: &char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
        // No number is longer, and not more is looked at for each of many finds.
        let low = (find.start.saturating_sub(MAX_NUMBER_BYTES)..=find.start).find(|at| text.is_char_boundary(*at));
        let low = low.unwrap_or(find.start);
        let high = char_boundary_from(text, find.end.saturating_add(MAX_NUMBER_BYTES));
        let (before, after) =
            (text.get(low..find.start).unwrap_or_default(), text.get(find.end..high).unwrap_or_default());
        let before = before.trim_end_matches(|c| of_number(&c));
        let after = after.trim_start_matches(|c| of_number(&c));
        let (start, end) = (low.saturating_add(before.len()), high.saturating_sub(after.len()));
        let before = before.trim_end();
        let at_start = low == 0 && before.is_empty() && self.is_json;
        let is_value = at_start
            || match before.chars().next_back() {
                Some(':') => before.trim_end_matches(':').trim_end().ends_with('"'),
                Some('[' | ',') => self.is_json,
                _ => false,
            };
        let ends = matches!(after.trim_start().chars().next(), None | Some(',' | ']' | '}'));
        if is_value && ends { (start, end, "\"") } else { plain }
    }
}

/// Where a find ends, without the backslashes that belong to the quote after it.
fn before_escape(text: &str, find: &Find) -> usize {
    let quoted = matches!(text.as_bytes().get(find.end), Some(b'"' | b'\''));
    let found = text.as_bytes().get(find.start..find.end).unwrap_or_default();
    let slashes = found.iter().rev().take_while(|byte| **byte == b'\\').count();
    find.end.saturating_sub(if quoted { slashes } else { 0 })
}
