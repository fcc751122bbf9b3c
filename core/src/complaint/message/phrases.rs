//! The phrases of `messages.json`, all looked for at once.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;

use super::{PhraseRule, text};

pub(super) struct Phrases {
    phrases: AhoCorasick,
    /// Whose each phrase is.
    owners: Vec<Owner>,
    /// By the place of its rule.
    causes: Vec<String>,
}

#[derive(Clone, Copy)]
enum Owner {
    Nothing,
    /// The rule at this place.
    Rule(usize, Strength),
    /// What takes its meaning from the rule at this place.
    Unless(usize),
}

#[derive(Clone, Copy)]
enum Strength {
    Why,
    Vague,
    Faint,
}

/// The causes that a text's phrases mean, by how much they say; each list in the order of the text.
#[derive(Default)]
pub(super) struct Found {
    pub(super) why: Vec<&'static str>,
    pub(super) vague: Vec<&'static str>,
    pub(super) faint: Vec<&'static str>,
}

impl Phrases {
    pub(super) fn new(nothing: &[String], rules: Vec<PhraseRule>, traditional: &BTreeMap<char, char>) -> Option<Self> {
        let mut all: Vec<(&String, Owner)> = nothing.iter().map(|phrase| (phrase, Owner::Nothing)).collect();
        for (place, rule) in rules.iter().enumerate() {
            let lists = [
                (&rule.phrases, Owner::Rule(place, Strength::Why)),
                (&rule.vague, Owner::Rule(place, Strength::Vague)),
                (&rule.faint, Owner::Rule(place, Strength::Faint)),
                (&rule.unless, Owner::Unless(place)),
            ];
            all.extend(lists.into_iter().flat_map(|(list, owner)| list.iter().map(move |phrase| (phrase, owner))));
        }
        let patterns = all.iter().map(|(phrase, _)| pattern(phrase, traditional));
        let phrases = AhoCorasick::new(patterns).ok()?;
        let owners = all.into_iter().map(|(_, owner)| owner).collect();
        Some(Self { phrases, owners, causes: rules.into_iter().map(|rule| rule.cause).collect() })
    }

    /// What is in the words of a text.
    pub(super) fn found_in(&'static self, words: &str) -> Found {
        let (mut hits, mut unless) = (Vec::new(), BTreeSet::new());
        for found in self.phrases.find_overlapping_iter(words) {
            let hit = |rule| Hit { start: found.start(), end: found.end(), rule };
            match self.owners.get(found.pattern().as_usize()) {
                Some(Owner::Nothing) => hits.push(hit(None)),
                Some(Owner::Rule(place, strength)) => hits.push(hit(Some((*place, *strength)))),
                Some(Owner::Unless(place)) => {
                    unless.insert(*place);
                }
                None => {}
            }
        }
        let mut found = Found::default();
        for (place, strength) in without_overlaps(hits).into_iter().filter(|(place, _)| !unless.contains(place)) {
            let Some(cause) = self.causes.get(place) else { continue };
            match strength {
                Strength::Why => found.why.push(cause),
                Strength::Vague => found.vague.push(cause),
                Strength::Faint => found.faint.push(cause),
            }
        }
        found
    }
}

/// A phrase as it stands between words: where it begins or ends with anything but Chinese, that is a whole word.
fn pattern(phrase: &str, traditional: &BTreeMap<char, char>) -> String {
    let words = text::words(&text::plain(phrase, traditional));
    let trimmed = words.trim();
    let edge = |c: Option<char>| if c.is_some_and(text::is_han) { "" } else { " " };
    format!("{}{trimmed}{}", edge(trimmed.chars().next()), edge(trimmed.chars().next_back()))
}

struct Hit {
    start: usize,
    end: usize,
    /// None if it means nothing.
    rule: Option<(usize, Strength)>,
}

/// Of hits that overlap only the longest, in the order of the text: 'bank system maintenance' is no system maintenance.
fn without_overlaps(mut hits: Vec<Hit>) -> Vec<(usize, Strength)> {
    hits.sort_by_key(|hit| (Reverse(hit.end.saturating_sub(hit.start)), hit.start));
    let mut kept: BTreeMap<usize, Hit> = BTreeMap::new();
    for hit in hits {
        // Two words share the space between them.
        let inner_end = hit.end.saturating_sub(1);
        let before = kept.range(..=hit.start).next_back();
        let overlaps = before.is_some_and(|(_, before)| before.end > hit.start.saturating_add(1))
            || kept.range(hit.start..inner_end).next().is_some();
        if !overlaps {
            kept.insert(hit.start, hit);
        }
    }
    kept.into_values().filter_map(|hit| hit.rule).collect()
}
