//! Where hits go: what is declared or allowed is dropped, the rest becomes a rule and a line.

use super::spared::{Allowed, Spared};
use super::{MAX_SIGHTINGS, SightingRule};

/// How an offset of a view becomes a line of the entry.
#[derive(Clone, Copy)]
pub(super) enum Lines<'a> {
    /// The view has the entry's own lines.
    Counted,
    /// The view's lines come from these lines of the entry.
    Picked(&'a [usize]),
    /// The view lies within one line.
    Fixed(usize),
}

/// Takes the hits of one view.
pub(super) struct Sink<'a> {
    declared: &'a Spared,
    allowed: &'a Allowed,
    lines: Lines<'a>,
    found: &'a mut Vec<(SightingRule, usize)>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(
        declared: &'a Spared,
        allowed: &'a Allowed,
        lines: Lines<'a>,
        found: &'a mut Vec<(SightingRule, usize)>,
    ) -> Self {
        Self { declared, allowed, lines, found }
    }

    /// The same sink for a view whose lines come from lines of the view at hand.
    pub(super) fn with_lines<'b>(&'b mut self, lines: Lines<'b>) -> Sink<'b> {
        Sink { declared: self.declared, allowed: self.allowed, lines, found: self.found }
    }

    /// The entry's line of an offset.
    pub(super) fn line_of(&self, text: &str, at: usize) -> usize {
        let before = || text.as_bytes().get(..at).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count();
        match self.lines {
            Lines::Counted => before().saturating_add(1),
            Lines::Picked(lines) => lines.get(before()).or(lines.last()).copied().unwrap_or(1),
            Lines::Fixed(line) => line,
        }
    }

    /// The entry's line of the view's n-th line, from 0.
    pub(super) fn line_at(&self, nth: usize) -> usize {
        match self.lines {
            Lines::Counted => nth.saturating_add(1),
            Lines::Picked(lines) => lines.get(nth).or(lines.last()).copied().unwrap_or(1),
            Lines::Fixed(line) => line,
        }
    }

    /// Takes a hit at `start..end` of `text`.
    pub(super) fn hit(&mut self, rule: SightingRule, text: &str, start: usize, end: usize) {
        if self.found.len() >= MAX_SIGHTINGS {
            return;
        }
        let hit = text.get(start..end).unwrap_or_default();
        let declared = self.declared.covers(text, start, end);
        // A known secret stays one, even if it is declared by mistake; in a longer id that was declared, it is part of that.
        let is_part = declared && (rule != SightingRule::KnownSecret || self.declared.covers_more(text, start, end));
        if self.allowed.has(rule, hit) || is_part {
            return;
        }
        let entry = (rule, self.line_of(text, start));
        if !self.found.contains(&entry) {
            self.found.push(entry);
        }
    }
}
