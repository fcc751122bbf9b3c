//! Which of two sheets is older, and since when. Pure.

use std::cmp::Ordering;

use jiff::{SignedDuration, Timestamp};

use super::figures::Table;
use super::{Amount, BalanceSheet, BalanceSnapshot, Comparing};

/// Without sequence numbers, a sheet that is older than the other one by more than this is called older. Two minutes is well
/// over the delay between a push and a screen, and well under what a person calls an old balance.
const STALE_AFTER: SignedDuration = SignedDuration::from_secs(120);
/// How far ahead of the true time a sheet's time may lie and still be one: clocks differ by some minutes. What is further ahead,
/// such as local time that is told as UTC, is no time at all.
const MOST_AHEAD: SignedDuration = SignedDuration::from_mins(5);
/// How long ago a sheet's time may lie: seconds that are taken for milliseconds lead to 1970.
const MOST_AGO: SignedDuration = SignedDuration::from_hours(10 * 366 * 24);

/// Which side is newer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Newer {
    Cached,
    Synced,
    Neither,
}

/// What is known of the sheets' ages.
pub(super) struct Ages<'a> {
    /// Whether both sides have the provider's counter.
    have_counters: bool,
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
        // The last one that was seen: a counter that has begun anew is behind an earlier one for good, and once is enough.
        let newest = snapshots.iter().max_by_key(|snapshot| snapshot.seen_at);
        let newer_known = newest.filter(|snapshot| synced.sequence.is_some() && snapshot.sequence > synced.sequence);
        let by_sequence = match (newer_known, by_sequence(shown, synced)) {
            // What the provider answers is old whatever the app shows.
            (Some(_), _) => Newer::Cached,
            (None, newer) => newer.unwrap_or(Newer::Neither),
        };
        let clocks = cached_since.zip(synced_since).filter(|_| self::by_sequence(shown, synced).is_none());
        let by_clock = clocks.map_or(Newer::Neither, |(ours, theirs)| by_clock(ours, theirs));
        // What the provider answers has to be later than what it had then; where the app's copy is the later one by its own time,
        // the two contradict each other.
        let is_earlier = |snapshot: &&BalanceSnapshot| {
            let is_before = synced_since.is_none_or(|answered| snapshot.as_of < answered);
            shown.sequence.is_none() && is_before && by_clock != Newer::Cached && shows(cached, snapshot)
        };
        let shows_earlier = snapshots.iter().filter(is_earlier).max_by_key(|snapshot| snapshot.seen_at);
        let shows_earlier = shows_earlier.map(|snapshot| usable(snapshot.as_of, now).unwrap_or(snapshot.seen_at));
        let have_counters = shown.sequence.is_some() && synced.sequence.is_some();
        Self { have_counters, by_sequence, by_clock, cached_since, synced_since, newer_known, shows_earlier }
    }

    /// What the newest known state had of an asset, if that is newer than what the provider answers.
    pub(super) fn known_total(&self, asset: &str) -> Option<Amount> {
        self.newer_known.and_then(|snapshot| snapshot.total(asset))
    }

    /// Whether a transaction that was made then may well not be in what the app shows.
    pub(super) fn may_be_too_late_for_cached(&self, made_at: Option<Timestamp>) -> bool {
        self.may_be_too_late(made_at, self.cached_since)
    }

    /// The same of what the provider answers.
    pub(super) fn may_be_too_late_for_synced(&self, made_at: Option<Timestamp>) -> bool {
        self.may_be_too_late(made_at, self.synced_since)
    }

    /// Whether one that is under way was made after the older of two copies of different times: then that they are of different
    /// times explains it.
    pub(super) fn is_between(&self, made_at: Option<Timestamp>) -> bool {
        let older = match self.by_clock {
            Newer::Synced => self.cached_since,
            Newer::Cached => self.synced_since,
            Newer::Neither => None,
        };
        made_at.zip(older).is_some_and(|(made_at, older)| made_at > older)
    }

    /// With counters that are equal both are one state; by clocks alone nobody knows what was in it that was made about then, or
    /// nobody knows when.
    fn may_be_too_late(&self, made_at: Option<Timestamp>, since: Option<Timestamp>) -> bool {
        let is_early = |(made_at, since): (Timestamp, Timestamp)| made_at.duration_since(since) <= -STALE_AFTER;
        !self.have_counters && !made_at.zip(since).is_some_and(is_early)
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
    let ahead = as_of.duration_since(now);
    (-MOST_AGO <= ahead && ahead <= MOST_AHEAD).then_some(as_of)
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
