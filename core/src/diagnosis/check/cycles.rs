//! Circles in what explains what: each cause in one would hide the others and be hidden itself.

use std::collections::{BTreeMap, BTreeSet};

use super::Outline;

/// How many circles are named; who mends these sees the next ones.
const MAX_NAMED: usize = 8;

/// The circles, each by its way round.
pub(super) fn cycles(causes: &[Outline]) -> Vec<String> {
    let explains = causes.iter().map(|cause| (cause.code.as_str(), cause.explains.as_slice())).collect();
    let mut walk = Walk { explains, done: BTreeSet::new(), path: Vec::new(), found: Vec::new() };
    causes.iter().for_each(|cause| walk.visit(&cause.code));
    walk.found
}

/// A walk in depth that enters each cause once.
struct Walk<'a> {
    explains: BTreeMap<&'a str, &'a [String]>,
    done: BTreeSet<&'a str>,
    path: Vec<&'a str>,
    found: Vec<String>,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, code: &'a str) {
        if let Some(from) = self.path.iter().position(|before| *before == code) {
            if self.found.len() < MAX_NAMED {
                let round: Vec<&str> = self.path.iter().skip(from).copied().chain([code]).collect();
                self.found.push(format!("{code} explains itself in a circle: {}", round.join(" → ")));
            }
            return;
        }
        let Some(explained) = self.explains.get(code).copied().filter(|_| self.done.insert(code)) else { return };
        self.path.push(code);
        explained.iter().for_each(|next| self.visit(next));
        self.path.pop();
    }
}
