//! Which of two sheets is older, and since when. Pure.

use std::cmp::Ordering;

use jiff::{SignedDuration, Timestamp};

use super::figures::Table;
use super::{Amount, BalanceSheet, BalanceSnapshot, Comparing};

/// Without sequence numbers, a sheet that is older than the other one by more than this is called older. Two minutes is well
/// over the delay between a push and a screen, and well under what a person calls an old balance.
const STALE_AFTER: SignedDuration = SignedDuration::from_secs(120);
/// How far ahead of the true time a sheet's time may lie and still be one: clocks differ, and zones are mistaken. What is
/// further ahead is no time at all.
const MOST_AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// Which side is newer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Newer {
    Cached,
    Synced,
    Neither,
}

/// What is known of the sheets' ages.
pub(super) struct Ages<'a> {
    /// By the provider's own counter, which goes before any clock.
    pub(super) by_sequence: Newer,
    /// By clocks, where the counter is missing on either side.
    pub(super) by_clock: Newer,
    pub(super) cached_since: Option<Timestamp>,
    pub(super) synced_since: Option<Timestamp>,
    /// The newest state that the provider is known to have had, if that is newer than what it answers now.
    pub(super) newer_known: Option<&'a BalanceSnapshot>,
    /// Since when the app may be showing an earlier state, where it shows just that and has no counter.
    pub(super) shows_earlier: Option<Timestamp>,
}

impl<'a> Ages<'a> {
    pub(super) fn of(input: &Comparing<'a>, cached: &Table<'_>) -> Self {
        let Comparing { cached: shown, synced, snapshots, now, .. } = *input;
        let (cached_since, synced_since) = (usable(shown.as_of, now), usable(synced.as_of, now));
        let newest = snapshots.iter().max_by_key(|snapshot| (snapshot.sequence, snapshot.seen_at));
        let newer_known = newest.filter(|snapshot| synced.sequence.is_some() && snapshot.sequence > synced.sequence);
        let by_sequence = match (newer_known, by_sequence(shown, synced)) {
            // What the provider answers is old whatever the app shows.
            (Some(_), _) => Newer::Cached,
            (None, newer) => newer.unwrap_or(Newer::Neither),
        };
        let earlier = snapshots.iter().filter(|snapshot| shown.sequence.is_none() && shows(cached, snapshot));
        let shows_earlier = earlier.max_by_key(|snapshot| snapshot.seen_at);
        let shows_earlier = shows_earlier.map(|snapshot| usable(snapshot.as_of, now).unwrap_or(snapshot.seen_at));
        let clocks = cached_since.zip(synced_since).filter(|_| self::by_sequence(shown, synced).is_none());
        let by_clock = clocks.map_or(Newer::Neither, |(ours, theirs)| by_clock(ours, theirs));
        Self { by_sequence, by_clock, cached_since, synced_since, newer_known, shows_earlier }
    }

    /// What the newest known state had of an asset, if that is newer than what the provider answers.
    pub(super) fn known_total(&self, asset: &str) -> Option<Amount> {
        self.newer_known.and_then(|snapshot| snapshot.total(asset))
    }

    /// Whether something may have happened between the two.
    pub(super) fn differ(&self) -> bool {
        self.by_sequence != Newer::Neither || self.by_clock != Newer::Neither || self.shows_earlier.is_some()
    }
}

/// By the counters, if both sides have one.
fn by_sequence(cached: &BalanceSheet, synced: &BalanceSheet) -> Option<Newer> {
    Some(match cached.sequence?.cmp(&synced.sequence?) {
        Ordering::Less => Newer::Synced,
        Ordering::Greater => Newer::Cached,
        Ordering::Equal => Newer::Neither,
    })
}

fn by_clock(cached: Timestamp, synced: Timestamp) -> Newer {
    let age = synced.duration_since(cached);
    if age > STALE_AFTER {
        Newer::Synced
    } else if age < -STALE_AFTER {
        Newer::Cached
    } else {
        Newer::Neither
    }
}

/// A sheet's time, if it can be one.
fn usable(as_of: Timestamp, now: Timestamp) -> Option<Timestamp> {
    (as_of.duration_since(now) <= MOST_AHEAD).then_some(as_of)
}

/// Whether what the app shows is what a snapshot had, asset by asset, as far as both are known. Nothing shown is nobody's state.
fn shows(cached: &Table<'_>, snapshot: &BalanceSnapshot) -> bool {
    let is_had = |(asset, total): (&str, &Amount)| snapshot.total(asset).as_ref() == Some(total);
    let is_shown = |(asset, total): (&String, &Amount)| match cached.get(asset) {
        Some(shown) => shown.total == *total,
        None => total.is_zero() || !cached.lacks(asset),
    };
    let shows_something = cached.totals().any(|(_, total)| !total.is_zero());
    shows_something && cached.totals().all(is_had) && snapshot.totals.iter().all(is_shown)
}
