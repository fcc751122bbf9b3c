//! What must be hidden: every kind of secret in every carrier that makes sense, with its formats taking turns.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::corpus::SEED;
use crate::corpus::carriers::{Carrier, Rendered, carriers};
use crate::corpus::plant::{Kind, Plant};
use crate::corpus::secrets::kinds;
use crate::corpus::seeded::Seeded;
use crate::corpus::view;

/// One text with secrets in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hide {
    /// Kind, carrier and a number within them.
    pub id: String,
    /// The kind of secret.
    pub kind: String,
    /// What it is in.
    pub carrier: String,
    /// The file's name, which may hold the secret too.
    pub name: String,
    /// The carrier's whole text.
    pub text: String,
    /// The secrets as people would write them down.
    pub secrets: Vec<String>,
    /// What must not be found afterwards, neither as written nor in the [normalised](view::normalised) view.
    pub hidden: Vec<String>,
}

/// Draws until a text doesn't hold by accident what must be hidden in it; more would mean a mistake in a carrier.
const ATTEMPTS: u64 = 40;
/// A hidden piece of fewer characters would be anywhere by accident (Chinese names have two).
const SHORTEST: usize = 4;
/// How often every format is written, at the least.
const USES: usize = 2;

/// All of them, kind after kind.
///
/// # Panics
/// When the corpus is wrong in itself: a format that too few carriers took, or surroundings that hold what must be hidden.
pub fn must_hide() -> Vec<Hide> {
    let carriers = carriers();
    kinds().iter().flat_map(|kind| of_kind(kind, &carriers)).collect()
}

fn of_kind(kind: &Kind, carriers: &[Carrier]) -> Vec<Hide> {
    let mut used = vec![0_usize; kind.formats.len()];
    let mut all = Vec::new();
    for round in 0..kind.rounds {
        for carrier in carriers {
            for time in 0..carrier.times {
                let id = format!("{}/{}/{:04}", kind.name, carrier.name, round * carrier.times + time);
                all.extend(planted(kind, carrier, &id, &mut used));
            }
        }
    }
    let unused: Vec<&str> = kind
        .formats
        .iter()
        .zip(&used)
        .filter(|(_, used)| **used < USES)
        .map(|(format, _)| format.name.as_str())
        .collect();
    assert!(unused.is_empty(), "too few carriers took {} as {unused:?}", kind.name);
    all
}

/// An entry in the format used least so far that fits; none if no format does.
fn planted(kind: &Kind, carrier: &Carrier, id: &str, used: &mut [usize]) -> Option<Hide> {
    let mut order: Vec<usize> = (0..used.len()).collect();
    order.sort_by_key(|at| used[*at]);
    let fits = |at: &usize| carrier.takes.fits(&kind.formats[*at].make(&mut Seeded::of(SEED, id, 0)));
    let at = order.into_iter().find(fits)?;
    used[at] += 1;
    let attempt = |attempt| {
        let mut chance = Seeded::of(SEED, id, attempt);
        let plant = kind.formats[at].make(&mut chance);
        carrier.takes.fits(&plant).then(|| entry(kind, carrier, id, &plant, &chance))?
    };
    let found = (0..ATTEMPTS).find_map(attempt);
    assert!(found.is_some(), "{id}: {} is in its surroundings by accident", kind.formats[at].name);
    found
}

/// The entry, unless its surroundings hold what must be hidden.
fn entry(kind: &Kind, carrier: &Carrier, id: &str, plant: &Plant, chance: &Seeded) -> Option<Hide> {
    let Rendered { name, text, also } = (carrier.render)(plant, &mut chance.clone());
    let mut seen = BTreeSet::new();
    let hidden: Vec<String> = plant.hidden().into_iter().chain(also).filter(|one| seen.insert(one.clone())).collect();
    check_found(id, plant, &format!("{name}\n{text}"), &hidden);
    let around = (carrier.render)(&plant.cut(), &mut chance.clone());
    let around = format!("{}\n{}", around.name, around.text);
    let view = view::normalised(&around);
    if hidden.iter().any(|one| view::contains(&around, &view, one)) {
        return None;
    }
    let (kind, carrier) = (kind.name.to_owned(), carrier.name.to_owned());
    Some(Hide { id: id.to_owned(), kind, carrier, name, text, secrets: plant.secrets(), hidden })
}

/// The check must be able to fail: something that must be hidden is in the text for each secret, and no piece is too short.
fn check_found(id: &str, plant: &Plant, text: &str, hidden: &[String]) {
    let view = view::normalised(text);
    let found = hidden.iter().filter(|one| view::contains(text, &view, one)).count();
    assert!(found >= plant.secrets().len(), "{id}: nothing to be hidden is found in the text\n{text}\n{hidden:?}");
    let long_enough = |one: &String| one.chars().count() >= SHORTEST || !one.is_ascii();
    assert!(hidden.iter().all(long_enough), "{id}: a piece is too short in {hidden:?}");
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn there_are_enough_of_each() {
        let all = must_hide();
        let (mut kinds, mut carriers, mut ids) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        for entry in &all {
            *kinds.entry(entry.kind.as_str()).or_insert(0) += 1;
            *carriers.entry(entry.carrier.as_str()).or_insert(0) += 1;
            assert!(ids.insert(entry.id.as_str()), "{} twice", entry.id);
            assert!(entry.secrets.iter().all(|secret| entry.hidden.contains(secret)), "{}", entry.id);
        }
        assert!(all.len() >= 2600);
        assert!(kinds.len() >= 29 && kinds.values().all(|count| *count >= 40), "{kinds:?}");
        assert!(carriers.len() >= 40 && carriers.values().all(|count| *count >= 30), "{carriers:?}");
    }

    #[test]
    fn every_kind_is_in_most_carriers() {
        for kind in kinds() {
            let own = of_kind(&kind, &carriers());
            let used: BTreeSet<&str> = own.iter().map(|entry| entry.carrier.as_str()).collect();
            assert!(used.len() >= 51, "{}: {}", kind.name, used.len());
        }
    }
}
