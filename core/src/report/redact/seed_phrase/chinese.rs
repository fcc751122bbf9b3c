//! Chinese phrases without separators, told from prose by their length and checksum.

use std::sync::LazyLock;

use regex::Regex;

use super::super::{Hit, Rule};
use crate::report::word_lists::{self, LENGTHS, checksum_fits};

/// The shortest of these.
const SHORTEST: usize = LENGTHS[0];
/// How many bytes after a word that announces a phrase it may begin: some twenty characters and a line break.
const CUE_REACH: usize = 80;
/// How many characters after a cue are looked at: its reach, and the longest phrase twice over.
const MAX_ANNOUNCED: usize = 80;
/// How many bytes of white space may part the lines of one phrase.
const MAX_GAP: usize = 8;

/// What announces a phrase.
static CUES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("助记词?|助記詞?|种子|種子|恢复短语|恢復短語|恢复词|恢復詞|(?i-u:mnemonic|seed|recovery|bip-?39)")
        .unwrap_or_else(|_| unreachable!("a fixed pattern"))
});

/// The index of a character in each of the two lists.
type Indexes = [Option<u16>; 2];

/// The characters of both lists lie here, one beside the other.
const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;

static LISTS: LazyLock<Vec<Indexes>> = LazyLock::new(|| {
    let mut lists: Vec<Indexes> = (FIRST..=LAST).map(|_| Indexes::default()).collect();
    for (list, words) in word_lists::chinese().map(|list| list.words()).enumerate() {
        for (index, c) in words.flat_map(str::chars).enumerate() {
            if let Some(slot) = place_of(c).and_then(|at| lists.get_mut(at)).and_then(|indexes| indexes.get_mut(list)) {
                *slot = u16::try_from(index).ok();
            }
        }
    }
    lists
});

fn place_of(c: char) -> Option<usize> {
    u32::from(c).checked_sub(FIRST).and_then(|at| usize::try_from(at).ok())
}

/// One character of a block.
struct Character {
    start: usize,
    end: usize,
    indexes: Indexes,
}

/// Gathers Chinese characters that only white space parts, and judges each such block.
pub(super) struct Blocks<'a> {
    text: &'a str,
    block: Vec<Character>,
    /// Where each line of the block begins in it.
    lines: Vec<usize>,
}

impl<'a> Blocks<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, block: Vec::new(), lines: Vec::new() }
    }

    pub(super) fn next(&mut self, start: usize, end: usize, hits: &mut Vec<Hit>) {
        let gap = self.block.last().and_then(|last| self.text.get(last.end..start)).unwrap_or_default();
        if gap.len() > MAX_GAP || !gap.chars().all(char::is_whitespace) {
            self.end(hits);
        }
        self.lines.push(self.block.len());
        let token = self.text.get(start..end).unwrap_or_default();
        self.block.extend(token.char_indices().map(|(at, c)| Character {
            start: start.saturating_add(at),
            end: start.saturating_add(at).saturating_add(c.len_utf8()),
            indexes: place_of(c).and_then(|at| LISTS.get(at)).copied().unwrap_or_default(),
        }));
    }

    /// Judges the block at hand: as a whole, line by line, and, after a cue, any part of it.
    pub(super) fn end(&mut self, hits: &mut Vec<Hit>) {
        if self.block.len() < SHORTEST {
            self.block.clear();
            self.lines.clear();
            return;
        }
        let (block, lines) = (std::mem::take(&mut self.block), std::mem::take(&mut self.lines));
        let mut push = |characters: &[Character]| {
            if let (Some(first), Some(last)) = (characters.first(), characters.last()) {
                hits.push(Hit { start: first.start, end: last.end, rule: Rule::SeedPhrase });
            }
        };
        if is_phrase(&block) {
            push(&block);
        }
        let ends = lines.iter().skip(1).copied().chain([block.len()]);
        for line in lines.iter().zip(ends).filter_map(|(from, to)| block.get(*from..to)) {
            if is_phrase(line) {
                push(line);
            }
        }
        // What follows a word that announces it, apart and as long as a phrase, is one, also if it was mistyped.
        if self.is_announced(&block) && LENGTHS.contains(&block.len()) && (0..2).any(|list| all_in(&block, list)) {
            push(&block);
        }
        if let Some(announced) = self.announced(&block) {
            for list in 0..2 {
                let in_list = |c: &Character| c.indexes.get(list).copied().flatten().is_some();
                announced.chunk_by(|a, b| in_list(a) && in_list(b)).filter(|run| holds_phrase(run)).for_each(&mut push);
            }
        }
    }

    /// Whether a cue stands closely before a block and apart from it.
    fn is_announced(&self, block: &[Character]) -> bool {
        let Some(first) = block.first() else { return false };
        let from = (first.start.saturating_sub(CUE_REACH)..=first.start).find(|at| self.text.is_char_boundary(*at));
        let near = from.and_then(|from| self.text.get(from..first.start)).unwrap_or_default();
        CUES.find_iter(near)
            .last()
            .is_some_and(|cue| near.get(cue.end()..).is_some_and(|gap| gap.contains([':', '=', '"', '\n'])))
    }

    /// The part of a block that follows a cue closely.
    fn announced<'b>(&self, block: &'b [Character]) -> Option<&'b [Character]> {
        let (first, last) = (block.first()?, block.last()?);
        let from = first.start.saturating_sub(CUE_REACH);
        let from = (from..=first.start).find(|at| self.text.is_char_boundary(*at))?;
        let cue = CUES.find(self.text.get(from..last.end)?)?;
        let cue = from.saturating_add(cue.end());
        if cue >= last.end {
            return None;
        }
        let after = block.get(block.partition_point(|c| c.start < cue)..)?;
        Some(after.get(..MAX_ANNOUNCED).unwrap_or(after))
    }
}

fn all_in(characters: &[Character], list: usize) -> bool {
    characters.iter().all(|character| character.indexes.get(list).copied().flatten().is_some())
}

fn holds_phrase(characters: &[Character]) -> bool {
    LENGTHS.iter().any(|length| characters.windows(*length).any(is_phrase))
}

/// Whether these characters are a phrase of a known length with its checksum right.
fn is_phrase(characters: &[Character]) -> bool {
    LENGTHS.contains(&characters.len())
        && (0..2).any(|list| {
            let indexes: Option<Vec<u16>> =
                characters.iter().map(|character| character.indexes.get(list).copied().flatten()).collect();
            indexes.is_some_and(|indexes| checksum_fits(&indexes))
        })
}
