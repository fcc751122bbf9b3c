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
    /// Where in it: a JSON pointer (RFC 6901), `line N` of the text as it was given, or `name` for the file's own name.
    pub place: String,
    /// How many times.
    pub count: u64,
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

    pub(super) fn note(&mut self, rule: &str, file: &str, place: &str) {
        // Hits come in the order of the text, so an equal entry is among the last few.
        let known = self
            .entries
            .iter_mut()
            .rev()
            .take(RECENT)
            .find(|entry| entry.rule == rule && entry.file == file && entry.place == place);
        match known {
            Some(entry) => entry.count = entry.count.saturating_add(1),
            None => self.entries.push(LedgerEntry {
                rule: rule.to_owned(),
                file: file.to_owned(),
                place: place.to_owned(),
                count: 1,
            }),
        }
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.entries.extend(other.entries);
    }
}

/// How many of the last entries may stand for the place at hand: more than there are rules.
const RECENT: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_hits_are_counted_and_others_stand_alone() {
        let mut ledger = Ledger::default();
        for (rule, place) in [("card", "line 1"), ("email", "line 1"), ("card", "line 1"), ("card", "line 2")] {
            ledger.note(rule, "attachments/a.log", place);
        }
        let counts: Vec<_> =
            ledger.entries.iter().map(|entry| (entry.rule.as_str(), entry.place.as_str(), entry.count)).collect();
        assert_eq!(counts, [("card", "line 1", 2), ("email", "line 1", 1), ("card", "line 2", 1)]);
        assert_eq!(ledger.totals(), BTreeMap::from([("card", 3), ("email", 1)]));
    }
}
