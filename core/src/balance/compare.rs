//! Cached against synced, asset by asset: equal, or why not. Pure.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Amount, AssetBalance, BalanceSheet, PendingTransaction};

/// Without sequence numbers, a cached sheet that is older than the synced one by more than this is called stale. Two
/// minutes is well over the delay between a push and a screen, and well under what a person calls an old balance.
const STALE_AFTER: SignedDuration = SignedDuration::from_secs(120);
/// How many pending transactions of one asset are tried in combination; with more, only all together and each alone.
const MAX_COMBINED: usize = 12;
/// How many sums one comparison makes over all assets, so that it ends in a blink on a phone: enough for two dozen assets
/// with as many pending transactions as are combined.
const MAX_SUMS: usize = 100_000;

/// One asset's comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssetComparison {
    /// The asset.
    pub asset: String,
    /// What the app shows; zero if the asset is missing there.
    pub cached: Amount,
    /// What the provider has; zero if the asset is missing there.
    pub synced: Amount,
    /// `cached - synced`, exact.
    pub difference: Amount,
    /// Why they differ, if they do.
    pub verdict: Verdict,
}

/// Why a cached and a synced balance differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// They do not.
    Equal,
    /// Exactly these pending transactions make the difference.
    ExplainedByPending {
        /// Their ids, sorted.
        transaction_ids: Vec<String>,
    },
    /// The app shows an older state than the provider's.
    CacheStale {
        /// The time of what the app shows.
        since: Timestamp,
    },
    /// The provider answered with an older state than the app already has.
    ProviderBehind {
        /// The time of what the provider answered.
        since: Timestamp,
    },
    /// Nothing known explains the difference.
    Unexplained,
}

/// Compares two sheets. The result is sorted by asset, one entry for each asset of either sheet.
pub fn compare(cached: &BalanceSheet, synced: &BalanceSheet, pending: &[PendingTransaction]) -> Vec<AssetComparison> {
    let newer = which_is_newer(cached, synced);
    let by_sequence = cached.sequence.is_some() && synced.sequence.is_some();
    let of_age = |newer: Newer| match newer {
        Newer::Synced => Verdict::CacheStale { since: cached.as_of },
        Newer::Cached => Verdict::ProviderBehind { since: synced.as_of },
        Newer::Neither => Verdict::Unexplained,
    };
    let mut sums = MAX_SUMS;
    let (cached_totals, synced_totals) = (totals(cached), totals(synced));
    let mut pending_by_asset: BTreeMap<&str, Vec<&PendingTransaction>> = BTreeMap::new();
    for transaction in pending {
        pending_by_asset.entry(&transaction.asset).or_default().push(transaction);
    }
    let mut assets: Vec<&str> = cached_totals.keys().chain(synced_totals.keys()).copied().collect();
    assets.sort_unstable();
    assets.dedup();
    let mut compare_asset = |asset: &str| {
        let cached_total = cached_totals.get(asset).cloned().unwrap_or_else(Amount::zero);
        let synced_total = synced_totals.get(asset).cloned().unwrap_or_else(Amount::zero);
        let difference = cached_total.minus(&synced_total);
        let verdict = if difference.is_zero() {
            Verdict::Equal
        } else if by_sequence && newer != Newer::Neither {
            // Two states of which one is known to be older differ for that reason, whatever sums happen to fit.
            of_age(newer)
        } else {
            let explaining = pending_by_asset.get(asset).and_then(|list| explaining_set(&difference, list, &mut sums));
            explaining.map_or_else(|| of_age(newer), |ids| Verdict::ExplainedByPending { transaction_ids: ids })
        };
        AssetComparison { asset: asset.to_owned(), cached: cached_total, synced: synced_total, difference, verdict }
    };
    assets.into_iter().map(&mut compare_asset).collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Newer {
    Cached,
    Synced,
    Neither,
}

/// The provider's sequence decides; clocks only where a sequence is missing.
fn which_is_newer(cached: &BalanceSheet, synced: &BalanceSheet) -> Newer {
    if let (Some(ours), Some(theirs)) = (cached.sequence, synced.sequence) {
        return match ours.cmp(&theirs) {
            std::cmp::Ordering::Less => Newer::Synced,
            std::cmp::Ordering::Greater => Newer::Cached,
            std::cmp::Ordering::Equal => Newer::Neither,
        };
    }
    let age = synced.as_of.duration_since(cached.as_of);
    if age > STALE_AFTER {
        Newer::Synced
    } else if age < -STALE_AFTER {
        Newer::Cached
    } else {
        Newer::Neither
    }
}

/// Totals by asset; an asset listed twice counts as the sum of its entries.
fn totals(sheet: &BalanceSheet) -> BTreeMap<&str, Amount> {
    let mut totals: BTreeMap<&str, Amount> = BTreeMap::new();
    for AssetBalance { asset, total, .. } in &sheet.balances {
        let sum = totals.get(asset.as_str()).map_or_else(|| total.clone(), |sum| sum.plus(total));
        totals.insert(asset, sum);
    }
    totals
}

/// The smallest set of pending transactions whose effects make exactly this difference, in either direction: the app may
/// already count what the provider has not booked, or the reverse.
fn explaining_set(difference: &Amount, pending: &[&PendingTransaction], sums: &mut usize) -> Option<Vec<String>> {
    let effects: Vec<Amount> = pending.iter().map(|transaction| transaction.effect()).collect();
    let explains = |sum: &Amount| sum == difference || sum.negated() == *difference;
    let ids = |chosen: &[usize]| {
        let mut ids: Vec<String> =
            chosen.iter().filter_map(|index| pending.get(*index)).map(|transaction| transaction.id.clone()).collect();
        ids.sort_unstable();
        ids
    };
    if let Some(single) = effects.iter().position(explains) {
        return Some(ids(&[single]));
    }
    if effects.len() <= MAX_COMBINED
        && let Some(chosen) = smallest_subset(&effects, &explains, sums)
    {
        return Some(ids(&chosen));
    }
    let all = effects.iter().fold(Amount::zero(), |sum, effect| sum.plus(effect));
    explains(&all).then(|| ids(&(0..effects.len()).collect::<Vec<_>>()))
}

/// The smallest subset of at least two whose sum explains; the first in order among equals. At most 2^12 sums, and no more
/// than are left.
fn smallest_subset(effects: &[Amount], explains: &impl Fn(&Amount) -> bool, sums: &mut usize) -> Option<Vec<usize>> {
    (2..=effects.len()).find_map(|size| subset_of(effects, size, 0, &Amount::zero(), explains, sums))
}

fn subset_of(
    effects: &[Amount],
    size: usize,
    from: usize,
    sum: &Amount,
    explains: &impl Fn(&Amount) -> bool,
    sums: &mut usize,
) -> Option<Vec<usize>> {
    if size == 0 {
        return explains(sum).then(Vec::new);
    }
    effects.iter().enumerate().skip(from).find_map(|(index, effect)| {
        *sums = sums.checked_sub(1)?;
        let (size, from) = (size.saturating_sub(1), index.saturating_add(1));
        let rest = subset_of(effects, size, from, &sum.plus(effect), explains, sums)?;
        Some(std::iter::once(index).chain(rest).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Direction, PendingState};
    use super::*;

    fn sheet(as_of: &str, sequence: Option<u64>, total: &str) -> BalanceSheet {
        BalanceSheet {
            account: None,
            as_of: as_of.parse().unwrap(),
            sequence,
            balances: vec![AssetBalance {
                asset: "CNY".into(),
                total: total.parse().unwrap(),
                available: None,
                held: None,
            }],
            unreadable: Vec::new(),
        }
    }

    fn out(id: &str, amount: &str, fee: &str) -> PendingTransaction {
        PendingTransaction {
            id: id.into(),
            asset: "CNY".into(),
            direction: Direction::Out,
            amount: amount.parse().unwrap(),
            fee: Some(fee.parse().unwrap()),
            state: PendingState::Pending,
            created_at: None,
        }
    }

    fn verdict(cached: &BalanceSheet, synced: &BalanceSheet, pending: &[PendingTransaction]) -> Verdict {
        compare(cached, synced, pending).remove(0).verdict
    }

    const MORNING: &str = "2026-03-01T08:00:00Z";
    const NOON: &str = "2026-03-01T12:00:00Z";

    #[test]
    fn the_sequence_decides_who_is_behind_whatever_the_clocks_say() {
        let (old, new) = (sheet(NOON, Some(7), "10.00"), sheet(MORNING, Some(9), "12.00"));
        assert!(matches!(verdict(&old, &new, &[]), Verdict::CacheStale { .. }));
        assert!(matches!(verdict(&new, &old, &[]), Verdict::ProviderBehind { .. }));
    }

    #[test]
    fn without_a_sequence_the_times_decide() {
        let (old, new) = (sheet(MORNING, None, "10.00"), sheet(NOON, None, "12.00"));
        assert!(matches!(verdict(&old, &new, &[]), Verdict::CacheStale { .. }));
        assert_eq!(verdict(&sheet(NOON, None, "1"), &sheet(NOON, None, "2"), &[]), Verdict::Unexplained);
    }

    #[test]
    fn an_old_sheet_with_equal_amounts_is_equal() {
        assert_eq!(verdict(&sheet(MORNING, Some(1), "5.0"), &sheet(NOON, Some(2), "5.00"), &[]), Verdict::Equal);
    }

    #[test]
    fn the_smallest_explaining_set_is_named_with_fees_counted() {
        let pending = [out("c", "50.00", "0.00"), out("a", "200.00", "1.00"), out("b", "30.00", "0.50")];
        let found = verdict(&sheet(NOON, Some(3), "768.50"), &sheet(NOON, Some(3), "1000.00"), &pending);
        assert_eq!(found, Verdict::ExplainedByPending { transaction_ids: vec!["a".into(), "b".into()] });
    }

    #[test]
    fn a_near_miss_stays_unexplained() {
        let pending = [out("a", "200.00", "1.00")];
        let found = verdict(&sheet(NOON, Some(3), "800.00"), &sheet(NOON, Some(3), "1000.00"), &pending);
        assert_eq!(found, Verdict::Unexplained);
    }

    #[test]
    fn a_sum_that_happens_to_fit_does_not_excuse_an_old_copy() {
        let pending = [out("a", "200.00", "0.00")];
        let found = verdict(&sheet(MORNING, Some(2), "800.00"), &sheet(NOON, Some(3), "1000.00"), &pending);
        assert!(matches!(found, Verdict::CacheStale { .. }), "{found:?}");
    }

    #[test]
    fn an_asset_missing_on_one_side_counts_as_zero() {
        let empty = BalanceSheet { balances: Vec::new(), ..sheet(NOON, Some(3), "0") };
        let compared = compare(&empty, &sheet(NOON, Some(3), "5.00"), &[]);
        assert_eq!(compared[0].difference.to_string(), "-5.00");
    }

    #[test]
    fn a_thousand_pending_transactions_take_bounded_work() {
        let pending: Vec<_> = (0..1000).map(|n| out(&format!("t{n}"), &format!("{n}.01"), "0")).collect();
        let found = verdict(&sheet(NOON, Some(3), "0.00"), &sheet(NOON, Some(3), "77.01"), &pending);
        assert_eq!(found, Verdict::ExplainedByPending { transaction_ids: vec!["t77".into()] });
    }
}
