//! The ledger: what was taken out, by which rule and where. Never the text itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What redaction took out of one report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ledger {
    /// One entry per rule and place.
    pub entries: Vec<LedgerEntry>,
}

/// One rule's work in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LedgerEntry {
    /// The rule's stable code, such as `card`.
    pub rule: String,
    /// The report's file.
    pub file: String,
    /// Where in it: a JSON pointer (RFC 6901), `line N` of the text as it is kept,
    /// `name` for the file's own name, or `further on` for what is beyond the first 2,000 places of a file.
    pub place: String,
    /// How many times.
    pub count: u64,
    /// How many bytes of the text as it was given; missing in older reports.
    #[serde(default)]
    pub bytes: u64,
}

impl Ledger {
    /// How much each rule took out, by its code.
    pub fn totals(&self) -> BTreeMap<&str, u64> {
        let mut totals: BTreeMap<&str, u64> = BTreeMap::new();
        for entry in &self.entries {
            let total = totals.entry(&entry.rule).or_default();
            *total = total.saturating_add(entry.count);
        }
        totals
    }

    pub(super) fn note(&mut self, rule: &str, file: &str, place: &str, bytes: u64) {
        // Hits come in the order of the text, so an equal entry is among the last few.
        let recent = |entries: &mut Vec<LedgerEntry>, place: &str| {
            let mut recent = entries.iter_mut().rev().take(RECENT);
            let known = recent.find(|entry| entry.rule == rule && entry.file == file && entry.place == place);
            known.map(|entry| entry.add(bytes)).is_some()
        };
        if recent(&mut self.entries, place) {
            return;
        }
        let of_file = || self.entries.iter().rev().take_while(|entry| entry.file == file).count();
        // Once there is more, it is among the last, and need not be counted again.
        let has_more = self.entries.len() >= MAX_PER_FILE
            && self.entries.iter().rev().take(RECENT).any(|entry| entry.file == file && entry.place == MORE);
        let is_full = has_more || self.entries.len() >= MAX_PER_FILE && of_file() >= MAX_PER_FILE;
        if is_full && recent(&mut self.entries, MORE) {
            return;
        }
        self.entries.push(LedgerEntry {
            rule: rule.to_owned(),
            file: file.to_owned(),
            place: if is_full { MORE } else { place }.to_owned(),
            count: 1,
            bytes,
        });
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.entries.extend(other.entries);
    }
}

impl LedgerEntry {
    fn add(&mut self, bytes: u64) {
        self.count = self.count.saturating_add(1);
        self.bytes = self.bytes.saturating_add(bytes);
    }
}

/// How many places of one file are named; what more there is stands together, rule by rule.
const MAX_PER_FILE: usize = 2_000;
/// The place of what is not named by itself.
const MORE: &str = "further on";
/// How many of the last entries may stand for the place at hand: more than there are rules.
const RECENT: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_beyond_the_first_places_stands_together() {
        let mut ledger = Ledger::default();
        for line in 0..MAX_PER_FILE + 500 {
            ledger.note(if line % 2 == 0 { "card" } else { "email" }, "a.log", &format!("line {line}"), 3);
        }
        let more: Vec<_> =
            ledger.entries.iter().skip(MAX_PER_FILE).map(|e| (e.rule.as_str(), e.place.as_str(), e.count)).collect();
        assert_eq!(more, [("card", MORE, 250), ("email", MORE, 250)]);
        assert_eq!(ledger.totals().values().sum::<u64>(), MAX_PER_FILE as u64 + 500);
        ledger.note("card", "b.log", "line 1", 3);
        assert_eq!(ledger.entries.last().unwrap().place, "line 1");
    }

    #[test]
    fn equal_hits_are_counted_and_others_stand_alone() {
        let mut ledger = Ledger::default();
        for (rule, place) in [("card", "line 1"), ("email", "line 1"), ("card", "line 1"), ("card", "line 2")] {
            ledger.note(rule, "attachments/a.log", place, 10);
        }
        let counts: Vec<_> =
            ledger.entries.iter().map(|e| (e.rule.as_str(), e.place.as_str(), e.count, e.bytes)).collect();
        assert_eq!(counts, [("card", "line 1", 2, 20), ("email", "line 1", 1, 10), ("card", "line 2", 1, 10)]);
        assert_eq!(ledger.totals(), BTreeMap::from([("card", 3), ("email", 1)]));
    }
}
