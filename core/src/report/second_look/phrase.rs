//! Seed phrases (BIP-39): twelve or more listed words of one language in a row.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::SightingRule;
use super::prose;
use super::sink::Sink;
use super::view::{BREAK, is_word_byte};
use crate::report::word_lists::{self, LENGTHS, List};

/// The shortest.
const MIN_WORDS: usize = 12;
/// The longest.
const MAX_WORDS: usize = 24;
/// So many different words in a row are a phrase whatever its checksum; fewer are a repeated word, which needs one.
const MIN_DIFFERENT: usize = 9;
/// How far words of one phrase are apart, in bytes: a comma, a quote, a line's end with an indent, a number.
const MAX_GAP: usize = 16;
/// How many digits number a word.
const MAX_NUMBERING: usize = 2;
/// Between words of a phrase that is told by its checksum alone.
const TIGHT: usize = 2;
/// Listed words have at least and at most so many letters in the languages that are written in ASCII.
const ASCII_WORD: Range<usize> = 3..10;
/// A listed word's most bytes in the others.
const MAX_WORD: usize = 40;
/// How many candidates are held before they are judged.
const MAX_PENDING: usize = 4096;
/// How far before Chinese characters their name is looked for, in bytes.
const NAME_BEFORE: usize = 30;
/// How a phrase is called.
const NAMES: [&str; 8] = ["助记词", "助記詞", "恢复短语", "种子", "種子", "注記詞", "mnemonic", "seed"];

/// Which languages list a word, one bit each, in the order of [`word_lists::all`].
static LISTED: LazyLock<HashMap<String, u16>> = LazyLock::new(|| {
    let mut listed: HashMap<String, u16> = HashMap::new();
    for (at, list) in word_lists::all().iter().enumerate() {
        for word in list.words() {
            *listed.entry(word.nfkd().collect()).or_default() |= bit(at);
        }
    }
    listed
});

fn bit(at: usize) -> u16 {
    u32::try_from(at).ok().and_then(|at| 1_u16.checked_shl(at)).unwrap_or_default()
}

/// Looks for phrases.
pub(super) fn look(text: &str, sink: &mut Sink<'_>) {
    let mut row = Row { text, pending: Vec::new(), end: 0 };
    let (mut start, mut length, mut high) = (0_usize, 0_usize, 0_u8);
    // One byte more, to end the last word.
    for (at, byte) in text.bytes().chain([b' ']).enumerate() {
        if byte.is_ascii_alphabetic() || !byte.is_ascii() {
            if length == 0 {
                start = at;
            }
            length = length.saturating_add(1);
            high |= byte;
        } else if length > 0 {
            if high.is_ascii() {
                row.take(start, at, ASCII_WORD.contains(&length), sink);
            } else {
                wide_token(start, at, &mut row, sink);
            }
            (length, high) = (0, 0);
        }
    }
    row.finish(sink);
}

/// Words in a run that has other characters than ASCII: letters, and marks between them.
fn wide_token(start: usize, end: usize, row: &mut Row<'_>, sink: &mut Sink<'_>) {
    let text = row.text.get(start..end).unwrap_or_default();
    let mut first: Option<usize> = None;
    let mut han = false;
    let stop = text.char_indices().map(|(at, c)| (at, Some(c))).chain([(text.len(), None)]);
    for (at, c) in stop {
        let letter =
            c.is_some_and(|c| c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}'));
        let is_han = c.is_some_and(prose::is_han);
        let here = start.saturating_add(at);
        // Chinese characters and other letters are never one word.
        if let Some(from) = first.filter(|_| !letter || is_han != han) {
            word_or_characters(from, here, han, row, sink);
            first = None;
        }
        if letter && first.is_none() {
            first = Some(here);
            han = is_han;
        }
    }
}

fn word_or_characters(start: usize, end: usize, han: bool, row: &mut Row<'_>, sink: &mut Sink<'_>) {
    let word = row.text.get(start..end).unwrap_or_default();
    let single = word.chars().nth(1).is_none();
    row.take(start, end, word.len() <= MAX_WORD && (!han || single), sink);
    if han && !single {
        characters(row.text, start, end, sink);
    }
}

/// A run of Chinese characters without spaces: a phrase if the run, or what follows its name in it, is one as a whole.
/// Every sixteenth sentence of twelve listed characters has a right checksum, so that it must not read like prose.
fn characters(text: &str, start: usize, end: usize, sink: &mut Sink<'_>) {
    let run = text.get(start..end).unwrap_or_default();
    let named_at = NAMES.iter().filter_map(|name| run.rfind(name).map(|at| at.saturating_add(name.len()))).max();
    let after_name = named_at.and_then(|at| run.get(at..)).unwrap_or_default();
    let after_verb = after_name.trim_start_matches(['是', '为', '為']);
    for candidate in [run, after_name, after_verb] {
        let count = candidate.chars().count();
        if LENGTHS.contains(&count)
            && is_unspaced_phrase(candidate, is_named(text, start) || candidate.len() < run.len())
        {
            sink.hit(SightingRule::SeedPhrase, text, end.saturating_sub(candidate.len()), end);
            return;
        }
    }
}

fn is_named(text: &str, start: usize) -> bool {
    let from = text.floor_char_boundary(start.saturating_sub(NAME_BEFORE));
    let before = text.get(from..start).unwrap_or_default().to_lowercase();
    NAMES.iter().any(|name| before.contains(name))
}

fn is_unspaced_phrase(run: &str, named: bool) -> bool {
    if !prose::may_be_random(run, named) {
        return false;
    }
    let words: Vec<String> = run.chars().map(String::from).collect();
    word_lists::chinese().any(|list| list.is_phrase(&words))
}

/// Candidates in a row.
struct Row<'a> {
    text: &'a str,
    pending: Vec<Range<usize>>,
    /// Where the last token ended.
    end: usize,
}

impl Row<'_> {
    fn take(&mut self, start: usize, end: usize, candidate: bool, sink: &mut Sink<'_>) {
        if !candidate && self.pending.is_empty() {
            return;
        }
        let bytes = self.text.as_bytes();
        let glued = |byte: Option<&u8>| byte.is_some_and(|byte| is_word_byte(*byte) && !byte.is_ascii_alphabetic());
        let whole = candidate && !glued(bytes.get(end)) && !glued(start.checked_sub(1).and_then(|at| bytes.get(at)));
        if !self.pending.is_empty() && (!whole || !self.is_gap(start)) {
            self.finish(sink);
        }
        if whole {
            self.pending.push(start..end);
        }
        if self.pending.len() >= MAX_PENDING {
            self.judge(sink);
            self.pending.drain(..self.pending.len().saturating_sub(MAX_WORDS));
        }
        self.end = end;
    }

    /// Whether what lies between the last token and the next may stand within a phrase.
    fn is_gap(&self, start: usize) -> bool {
        let gap = self.text.as_bytes().get(self.end..start).unwrap_or_default();
        let digits = gap.iter().filter(|byte| byte.is_ascii_digit()).count();
        gap.len() <= MAX_GAP && digits <= MAX_NUMBERING && !gap.iter().any(|byte| char::from(*byte) == BREAK)
    }

    fn finish(&mut self, sink: &mut Sink<'_>) {
        if self.pending.len() >= MIN_WORDS {
            self.judge(sink);
        }
        self.pending.clear();
    }

    fn judge(&self, sink: &mut Sink<'_>) {
        let words: Vec<String> = self.pending.iter().map(|range| self.word(range)).collect();
        let masks: Vec<u16> = words.iter().map(|word| LISTED.get(word).copied().unwrap_or_default()).collect();
        for (at, list) in word_lists::all().iter().enumerate() {
            let mut first = 0_usize;
            for run in masks.split(|mask| mask & bit(at) == 0) {
                let range = first..first.saturating_add(run.len());
                first = range.end.saturating_add(1);
                if run.len() >= MIN_WORDS && self.is_phrase(list, &words, range.clone()) {
                    let start = self.pending.get(range.start).map_or(0, |word| word.start);
                    let end = self.pending.get(range.end.saturating_sub(1)).map_or(start, |word| word.end);
                    sink.hit(SightingRule::SeedPhrase, self.text, start, end);
                }
            }
        }
    }

    fn word(&self, range: &Range<usize>) -> String {
        let word = self.text.get(range.clone()).unwrap_or_default().to_lowercase();
        if word.is_ascii() { word } else { word.nfkd().collect() }
    }

    fn is_phrase(&self, list: &List, words: &[String], range: Range<usize>) -> bool {
        let run = words.get(range.clone()).unwrap_or_default();
        let different = |some: &[String]| some.iter().collect::<BTreeSet<_>>().len();
        if run.windows(MIN_WORDS).any(|some| different(some) >= MIN_DIFFERENT) {
            return true;
        }
        LENGTHS.into_iter().any(|length| {
            run.windows(length).enumerate().any(|(at, some)| {
                let from = range.start.saturating_add(at);
                different(some) > 1 && self.is_tight(from..from.saturating_add(length)) && list.is_phrase(some)
            })
        })
    }

    fn is_tight(&self, words: Range<usize>) -> bool {
        let words = self.pending.get(words).unwrap_or_default();
        words.windows(2).all(|pair| match pair {
            [one, other] => other.start.saturating_sub(one.end) <= TIGHT,
            _ => true,
        })
    }
}
