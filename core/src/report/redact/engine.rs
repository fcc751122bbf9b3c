//! The rules over every view of a text, and their hits made into finds: in order, without overlaps, each with what stands in
//! its place.

use super::account::digest;
use super::marks::Marks;
use super::network::{self, Network};
use super::view::View;
use super::{Hit, Redactor, Rule};
use super::{
    api_key, authorization, card, cookie, cues, digits, email, home_folder, jwt, one_time_code, phone, private_key,
    resident_id, secret_value, seed_phrase, stands_alone, url_credentials, wrapped,
};

/// How many layers of escapes are taken off, as of JSON within JSON within a URL.
const MAX_LAYERS: usize = 3;

/// What finds: a rule of ours, or one of the provider's by its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Finder {
    Rule(Rule),
    Own(usize),
}

/// What is to be replaced, in offsets of the text.
#[derive(Debug, Clone)]
pub(super) struct Find {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The code for the ledger.
    pub(super) code: String,
    pub(super) replacement: String,
}

/// A hit in offsets of the text, with the pseudonym that belongs to exactly it.
struct Found {
    start: usize,
    end: usize,
    finder: Finder,
    pseudonym: Option<String>,
}

impl Redactor {
    /// What is to be replaced, in order and without overlaps.
    pub(super) fn finds(&self, text: &str) -> Vec<Find> {
        self.merged(self.found(text, 0)).into_iter().map(|found| self.named(found)).collect()
    }

    /// Which rule finds something in a text that was wrapped this often.
    pub(super) fn finder_in(&self, text: &str, wraps: usize) -> Option<Finder> {
        self.found(text, wraps).into_iter().map(|found| found.finder).min()
    }

    fn found(&self, text: &str, wraps: usize) -> Vec<Found> {
        let mut all = Vec::new();
        let folded = View::folded(text);
        self.look(folded.as_str(), wraps, &|offset| folded.original(offset), &mut all);
        let mut layers: Vec<View<'static>> = Vec::new();
        while layers.len() < MAX_LAYERS {
            let under = layers.last().map_or(folded.as_str(), View::as_str);
            let Some(view) = View::unescaped(under) else { break };
            layers.push(view);
            let back = |offset| folded.original(layers.iter().rev().fold(offset, |offset, view| view.original(offset)));
            let view = layers.last().map(View::as_str).unwrap_or_default();
            self.look(view, wraps, &back, &mut all);
        }
        all
    }

    /// One view through every rule.
    fn look(&self, text: &str, wraps: usize, back: &dyn Fn(usize) -> usize, all: &mut Vec<Found>) {
        let mut hits = Vec::new();
        let marks = Marks::of(text);
        digits::sequences(text, &marks, |groups| {
            card::judge(text, groups, &mut hits);
            phone::judge(text, groups, &mut hits);
            resident_id::near(text, groups, &mut hits);
        });
        let lower = text.to_ascii_lowercase();
        let cues = cues::of(text, &lower);
        for find in [authorization::find, cookie::find, secret_value::find, one_time_code::find] {
            find(text, &cues, &mut hits);
        }
        for find in [phone::find, email::find, network::find, home_folder::find, url_credentials::find] {
            find(text, &mut hits);
        }
        seed_phrase::find(text, &marks, &mut hits);
        let runs = wrapped::marked_runs(text, &marks);
        for find in [jwt::find, api_key::find, private_key::find] {
            find(text, &runs, &mut hits);
        }
        self.accounts.find(text, &lower, &mut hits);
        hits.retain(|hit| !self.is_declared(text, hit) && !self.is_server(text, hit));
        let own = self.own.find(text).filter(|(range, _)| !self.is_declared_at(text, range.start, range.end));
        all.extend(own.map(|(range, index)| Found {
            start: back(range.start),
            end: back(range.end),
            finder: Finder::Own(index),
            pseudonym: None,
        }));
        all.extend(hits.into_iter().map(|hit| Found {
            start: back(hit.start),
            end: back(hit.end),
            finder: Finder::Rule(hit.rule),
            pseudonym: self.pseudonym(text, &hit),
        }));
        wrapped::find(text, &runs, wraps, |start, end, inner| {
            if let Some(finder) = self.finder_in(inner, wraps.saturating_add(1)) {
                all.push(Found { start: back(start), end: back(end), finder, pseudonym: None });
            }
        });
    }

    fn merged(&self, mut all: Vec<Found>) -> Vec<Found> {
        all.sort_unstable_by_key(|found| (found.start, found.end, found.finder));
        let mut merged: Vec<Found> = Vec::new();
        for found in all {
            match merged.last_mut().filter(|last| found.start < last.end) {
                Some(last) if (found.start, found.end) == (last.start, last.end) => {
                    last.finder = last.finder.min(found.finder);
                    last.pseudonym = last.pseudonym.take().or(found.pseudonym);
                }
                Some(last) => {
                    // A pseudonym stands for the whole, whatever a part of it looks like.
                    let whole = if found.start == last.start && found.end > last.end { found.pseudonym } else { None };
                    let grows = found.end > last.end;
                    last.end = last.end.max(found.end);
                    last.finder = last.finder.min(found.finder);
                    if grows {
                        last.pseudonym = whole;
                    }
                }
                None => merged.push(found),
            }
        }
        merged
    }

    fn named(&self, found: Found) -> Find {
        let Found { start, end, finder, pseudonym } = found;
        let code = match finder {
            Finder::Rule(rule) => rule.as_str().to_owned(),
            Finder::Own(index) => self.own.code(index),
        };
        match pseudonym {
            // Exactly the reference, whatever else it looks like.
            Some(replacement) => {
                let code = Rule::of_pseudonym(&replacement).map_or(code, |rule| rule.as_str().to_owned());
                Find { start, end, code, replacement }
            }
            None => Find { start, end, replacement: format!("[redacted:{code}]"), code },
        }
    }

    /// What stands for exactly this hit, if it is something that links.
    fn pseudonym(&self, text: &str, hit: &Hit) -> Option<String> {
        let found = text.get(hit.start..hit.end)?;
        let of_account = self.accounts.pseudonym(found);
        if of_account.is_some() || !matches!(hit.rule, Rule::Ip | Rule::Mac) {
            return of_account;
        }
        let (network, spelled) = network::classify(found)?;
        let kind = match network {
            Network::V4 { private: true } => "ip4-private",
            Network::V4 { private: false } => "ip4",
            Network::V6 { private: true } => "ip6-private",
            Network::V6 { private: false } => "ip6",
            Network::Mac => "mac",
        };
        Some(format!("{kind}-{}", digest(&self.pseudonym_key, &spelled)))
    }

    fn is_server(&self, text: &str, hit: &Hit) -> bool {
        let address = || network::classify(text.get(hit.start..hit.end)?);
        hit.rule == Rule::Ip && !self.servers.is_empty() && address().is_some_and(|(_, it)| self.servers.contains(&it))
    }

    fn is_declared(&self, text: &str, hit: &Hit) -> bool {
        self.is_declared_at(text, hit.start, hit.end)
    }

    /// Whether a find is, or lies within, an id that was declared.
    fn is_declared_at(&self, text: &str, start: usize, end: usize) -> bool {
        let Some(found) = text.get(start..end) else { return false };
        self.declared.iter().any(|id| {
            id.match_indices(found).any(|(at, _)| {
                let Some(start) = start.checked_sub(at) else { return false };
                let end = start.saturating_add(id.len());
                text.get(start..end) == Some(id) && stands_alone(text, start, end)
            })
        })
    }
}

impl Rule {
    /// Which rule made this pseudonym.
    fn of_pseudonym(pseudonym: &str) -> Option<Self> {
        if pseudonym == format!("[redacted:{}]", Self::TakenOut) {
            return Some(Self::TakenOut);
        }
        let kind = pseudonym.split('-').next()?;
        match kind {
            "account" => Some(Self::Account),
            "ip4" | "ip6" => Some(Self::Ip),
            "mac" => Some(Self::Mac),
            _ => None,
        }
    }
}
