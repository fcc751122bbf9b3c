//! Cached against synced, asset by asset: equal, or why not. Pure. The rules are in docs/balances.md.

use std::collections::BTreeMap;

use jiff::Timestamp;
use unicode_normalization::UnicodeNormalization as _;

use super::age::{Ages, Newer};
use super::chance::{MOST_FOR_A_MISCOUNT, MOST_FOR_A_SET, MOST_FOR_ONE, of_fitting};
use super::explain::{MOST_STEPS, explain};
use super::figures::{Figures, Table};
use super::movements::{Movement, Movements, by_asset};
use super::swapped::{renamed, scaled_by};
use super::{
    Amount, AssetComparison, BalanceSheet, BalanceSnapshot, Direction, Figure, Miscount, Miscounted,
    PendingTransaction, Verdict,
};
use crate::transaction::TransactionRecord;

/// How many transactions are named of which any one would make a difference.
const MOST_MISCOUNTED: usize = 10;

/// What is compared, and what may explain a difference.
#[derive(Debug, Clone, Copy)]
pub struct Comparing<'a> {
    /// What the app shows.
    pub cached: &'a BalanceSheet,
    /// What the provider says now.
    pub synced: &'a BalanceSheet,
    /// What the provider said in earlier diagnoses, for the same account.
    pub snapshots: &'a [BalanceSnapshot],
    /// Transactions under way, as the app lists them.
    pub pending: &'a [PendingTransaction],
    /// The latest transactions, whatever their state.
    pub recent: &'a [TransactionRecord],
    /// The true time.
    pub now: Timestamp,
}

impl<'a> Comparing<'a> {
    /// Two sheets, with nothing that could explain a difference.
    pub fn new(cached: &'a BalanceSheet, synced: &'a BalanceSheet, now: Timestamp) -> Self {
        Self { cached, synced, snapshots: &[], pending: &[], recent: &[], now }
    }
}

/// Whether both sheets name their account, and name two that differ by more than blanks and the case of letters.
pub fn are_of_different_accounts(cached: &BalanceSheet, synced: &BalanceSheet) -> bool {
    let plain = |sheet: &BalanceSheet| -> Option<String> {
        let account: String = sheet.account.as_deref()?.trim().nfkc().flat_map(char::to_lowercase).collect();
        Some(account).filter(|account| !account.is_empty())
    };
    plain(cached).zip(plain(synced)).is_some_and(|(ours, theirs)| ours != theirs)
}

/// Compares two sheets. The result is sorted by asset, one entry for each asset of either sheet; what is unknown on one side,
/// because a part of the sheet could not be read, is left out.
pub fn compare(input: Comparing<'_>) -> Vec<AssetComparison> {
    let (cached, synced) = (Table::of(input.cached), Table::of(input.synced));
    let ages = Ages::of(&input, &cached);
    let rows = cached.beside(&synced);
    let is_whole = cached.tells_all() && synced.tells_all();
    let renamed = if is_whole { renamed(&rows, !ages.differ()) } else { BTreeMap::new() };
    let mut scene = Scene {
        different_account: are_of_different_accounts(input.cached, input.synced),
        amounts: if renamed.is_empty() { BTreeMap::new() } else { amounts(&input) },
        renamed,
        ages,
        movements: by_asset(&input),
        steps: MOST_STEPS,
    };
    let none = Figures::none();
    let known = |told, table: &Table<'_>, asset| match told {
        Some(told) => Some(told),
        None => table.lacks(asset).then_some(&none),
    };
    let compared = rows.iter().filter_map(|row| {
        let (ours, theirs) = (known(row.ours, &cached, row.asset)?, known(row.theirs, &synced, row.asset)?);
        scene.compare(row.asset, ours, theirs)
    });
    compared.collect()
}

/// What is known besides the figures.
struct Scene<'a> {
    different_account: bool,
    renamed: BTreeMap<&'a str, &'a str>,
    ages: Ages<'a>,
    movements: BTreeMap<&'a str, Movements<'a>>,
    /// What any transaction moves, where an asset may stand under another name.
    amounts: BTreeMap<&'a str, Vec<Amount>>,
    /// How many steps are left to look for explaining sets.
    steps: u64,
}

/// What the transactions of an asset say of a difference.
#[derive(Default)]
struct Explained {
    /// The smallest explaining set of those under way, and whether chance hardly makes one.
    open: Option<(Vec<String>, Fit)>,
    /// Those that would make the difference if they were counted wrongly.
    miscounted: Vec<Miscounted>,
    /// Whether chance hardly makes one of them do so.
    is_no_chance: bool,
}

/// How well a set fits.
#[derive(Clone, Copy)]
struct Fit {
    is_only: bool,
    is_no_chance: bool,
}

impl Scene<'_> {
    /// One asset; none if what comes out could not be written down.
    fn compare(&mut self, asset: &str, cached: &Figures, synced: &Figures) -> Option<AssetComparison> {
        let (figure, ours, theirs) = compared_figure(cached, synced);
        let difference = if ours == theirs { Amount::zero() } else { ours.checked_plus(&theirs.negated())? };
        let verdict = if self.different_account {
            Verdict::DifferentAccount
        } else if difference.is_zero() {
            self.of_equal(asset, &theirs)
        } else {
            let differing = Differing { asset, figure, ours: &ours, theirs: &theirs, difference: &difference };
            self.verdict(&differing, cached, synced)
        };
        Some(AssetComparison { asset: asset.to_owned(), figure, cached: ours, synced: theirs, difference, verdict })
    }

    /// Both may show the same old state.
    fn of_equal(&self, asset: &str, total: &Amount) -> Verdict {
        let known = self.ages.known_total(asset).filter(|known| known != total);
        known.map_or(Verdict::Equal, |known| self.behind(Some(known)))
    }

    fn verdict(&mut self, it: &Differing<'_>, cached: &Figures, synced: &Figures) -> Verdict {
        // Two states of which one is known to be older differ for that reason, whatever else happens to fit.
        match self.ages.by_sequence {
            Newer::Synced => return self.stale(true),
            Newer::Cached => {
                let known = self.ages.known_total(it.asset).filter(|_| it.figure == Figure::Total);
                return self.behind(known);
            }
            Newer::Neither => {}
        }
        let explained = self.explained(it);
        if it.figure == Figure::Total {
            if let Some(power) = scaled_by(it.ours, it.theirs) {
                // That transactions make the very same difference is no chance either.
                return explained.verdict(true).unwrap_or(Verdict::DifferentScale { power });
            }
            // An exchange, over or under way, looks the same.
            let renamed = self.renamed.get(it.asset).filter(|_| !self.moves(it.asset, it.difference));
            if let Some(other) = renamed {
                return explained
                    .verdict(true)
                    .unwrap_or_else(|| Verdict::DifferentAsset { other: (*other).to_owned() });
            }
        }
        // What is under way may be what is held: then it is on its way out. And what came in since a copy may be held as well.
        let is_one_state = self.ages.by_clock == Newer::Neither && explained.open.is_none();
        if let Some(held) = held_mistaken(cached, synced).filter(|_| is_one_state) {
            return Verdict::HeldMistaken { held };
        }
        explained.verdict(false).unwrap_or_else(|| self.by_clock())
    }

    /// Whether a transaction of this asset moves just so much, whatever it is and became.
    fn moves(&self, asset: &str, difference: &Amount) -> bool {
        let reverse = difference.negated();
        let amounts = self.amounts.get(asset).map(Vec::as_slice).unwrap_or_default();
        amounts.iter().any(|amount| amount == difference || *amount == reverse)
    }

    fn by_clock(&self) -> Verdict {
        match self.ages.by_clock {
            _ if self.ages.shows_earlier.is_some() => {
                Verdict::CacheStale { since: self.ages.shows_earlier, sure: true }
            }
            Newer::Synced => self.stale(false),
            Newer::Cached => self.behind(None),
            Newer::Neither => Verdict::Unexplained,
        }
    }

    fn stale(&self, sure: bool) -> Verdict {
        Verdict::CacheStale { since: self.ages.cached_since, sure }
    }

    fn behind(&self, known: Option<Amount>) -> Verdict {
        Verdict::ProviderBehind { since: self.ages.synced_since, known }
    }

    /// What the transactions of this asset say.
    fn explained(&mut self, it: &Differing<'_>) -> Explained {
        let Some(movements) = self.movements.get(it.asset) else { return Explained::default() };
        // Only money on its way out is held back before it goes.
        let counts = |movement: &&Movement<'_>| it.figure == Figure::Total || movement.direction == Direction::Out;
        let is_of_both = |movement: &&Movement<'_>| !self.ages.is_between(movement.made_at);
        let open: Vec<&Movement<'_>> = movements.open.iter().filter(counts).filter(is_of_both).collect();
        let effects: Vec<&Amount> = open.iter().map(|movement| &movement.effect).collect();
        let found = explain(it.difference, &effects, &mut self.steps).map(|found| {
            let size = found.chosen.len();
            let most = if size == 1 { MOST_FOR_ONE } else { MOST_FOR_A_SET };
            let is_no_chance = of_fitting(found.as_simple, [it.ours, it.theirs], it.difference, &effects, size) <= most;
            let named = found.chosen.iter().filter_map(|place| open.get(*place));
            let ids: Vec<String> = named.map(|movement| movement.id.to_owned()).collect();
            (ids, Fit { is_only: found.is_only, is_no_chance })
        });
        if it.figure != Figure::Total {
            return Explained { open: found, ..Explained::default() };
        }
        let miscounted = miscounted(movements, it.difference, &self.ages);
        let over: Vec<&Amount> = movements.booked.iter().chain(&movements.failed).map(|it| &it.effect).collect();
        let twice = movements.listed_twice.len();
        let tried = over.len().saturating_mul(2).saturating_add(twice);
        let tried = u32::try_from(tried).map_or(f64::INFINITY, f64::from);
        // Those that are listed twice are known by that, too; what they move is among what is under way.
        let moved: Vec<&Amount> = over.into_iter().chain(effects).collect();
        let is_no_chance = !miscounted.is_empty()
            && of_fitting(tried, [it.ours, it.theirs], it.difference, &moved, 1) <= MOST_FOR_A_MISCOUNT;
        Explained { open: found, miscounted, is_no_chance }
    }
}

/// What each transaction of an asset moves, with its fee and without.
fn amounts<'a>(input: &Comparing<'a>) -> BTreeMap<&'a str, Vec<Amount>> {
    let mut amounts: BTreeMap<&str, Vec<Amount>> = BTreeMap::new();
    for transaction in input.pending {
        amounts.entry(&transaction.asset).or_default().extend([transaction.effect(), transaction.amount.clone()]);
    }
    for record in input.recent {
        amounts.entry(&record.asset).or_default().push(record.amount.clone());
    }
    amounts
}

/// A difference to be explained.
struct Differing<'a> {
    asset: &'a str,
    figure: Figure,
    ours: &'a Amount,
    theirs: &'a Amount,
    difference: &'a Amount,
}

impl Explained {
    /// What the transactions explain, if they do; `has_rival` if something else explains the difference as well.
    fn verdict(self, has_rival: bool) -> Option<Verdict> {
        let Self { open, miscounted, is_no_chance } = self;
        let by_miscount = |transactions: Vec<Miscounted>| {
            let sure = is_no_chance && transactions.len() == 1 && !has_rival;
            Verdict::Miscounted { transactions, sure }
        };
        match (open, miscounted.is_empty()) {
            (None, true) => None,
            (Some((ids, fit)), true) => Some(by_pending(ids, fit.is_only && fit.is_no_chance && !has_rival)),
            (None, false) => Some(by_miscount(miscounted)),
            // A sum that may fit by chance is no rival to one transaction that hardly does.
            (Some((_, fit)), false) if !fit.is_no_chance && is_no_chance => Some(by_miscount(miscounted)),
            (Some((ids, _)), false) => Some(by_pending(ids, false)),
        }
    }
}

fn by_pending(mut transaction_ids: Vec<String>, sure: bool) -> Verdict {
    transaction_ids.sort_unstable();
    Verdict::ExplainedByPending { transaction_ids, sure }
}

/// Which figure is compared, and both sides of it: the totals, or if they are equal what else both sides tell and differ in.
fn compared_figure(cached: &Figures, synced: &Figures) -> (Figure, Amount, Amount) {
    if cached.total == synced.total {
        let available = cached.available().zip(synced.available());
        if let Some((ours, theirs)) = available.filter(|(ours, theirs)| ours != theirs) {
            return (Figure::Available, ours, theirs);
        }
        let held = cached.held.clone().zip(synced.held.clone());
        if let Some((ours, theirs)) = held.filter(|(ours, theirs)| ours != theirs) {
            return (Figure::Held, ours, theirs);
        }
    }
    (Figure::Total, cached.total.clone(), synced.total.clone())
}

/// What is held back, where the app shows nothing as held and takes what can be spent for the total, or the total for what can
/// be spent. An account of which nothing can be spent is told from an empty one by nothing.
fn held_mistaken(cached: &Figures, synced: &Figures) -> Option<Amount> {
    let held = synced.held_back()?;
    let free = synced.available().filter(|free| !free.is_zero())?;
    let shows_nothing_held = cached.available().is_none_or(|shown| shown == cached.total);
    let is_free_as_total = cached.total == free;
    let is_total_as_free = cached.total == synced.total;
    (shows_nothing_held && (is_free_as_total || is_total_as_free)).then_some(held)
}

/// The transactions that are over and would make the difference if they were counted wrongly. What may have happened between
/// two states is no mistake of either.
fn miscounted(movements: &Movements<'_>, difference: &Amount, ages: &Ages<'_>) -> Vec<Miscounted> {
    let reverse = difference.negated();
    let may_be_later = ages.by_clock == Newer::Synced || ages.shows_earlier.is_some();
    let may_be_earlier = ages.by_clock == Newer::Cached;
    let of_booked = |movement: &Movement<'_>| {
        let is_late = ages.may_be_too_late_for_cached(movement.made_at);
        if movement.effect == *difference && !may_be_earlier {
            (!ages.may_be_too_late_for_synced(movement.made_at)).then_some(Miscount::Twice)
        } else {
            (movement.effect == reverse && !may_be_later && !is_late).then_some(Miscount::Missing)
        }
    };
    let named = |movement: &Movement<'_>, how| Miscounted { id: movement.id.to_owned(), how };
    let booked = movements.booked.iter().filter_map(|it| Some(named(it, of_booked(it)?)));
    let is_counted = |it: &&Movement<'_>| !may_be_later && !ages.may_be_too_late_for_cached(it.made_at);
    let failed = movements.failed.iter().filter(|it| it.effect == *difference).filter(is_counted);
    let twice = movements.open.iter().filter(|it| movements.listed_twice.contains(it.id));
    let twice = twice.filter(|it| it.effect.plus(&it.effect) == *difference);
    let mut found: Vec<Miscounted> = booked.collect();
    found.extend(failed.map(|it| named(it, Miscount::Failed)));
    found.extend(twice.map(|it| named(it, Miscount::Twice)));
    found.sort_unstable();
    found.truncate(MOST_MISCOUNTED);
    found
}
