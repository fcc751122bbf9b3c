//! Failed attempts, remembered from one day to the next: providers lock what fails too often, and say so only afterwards.
//!
//! The store holds one small entry for each kind of operation, the times of its run of failures. A success ends the run.
//! Counting is pure, and takes the time as an argument.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{AttemptLimit, OperationKind};
use crate::codes::stable_codes;
use crate::store::{DatabaseError, Store};

/// Where the store keeps them.
const HEADING: &str = "attempts";
/// How many failures of one kind of operation are remembered, the latest. No limit that allows more can be watched.
pub(crate) const MAX_REMEMBERED: usize = 50;
/// How long a failure is remembered. No limit over a longer time can be watched.
pub(crate) const LONGEST_REMEMBERED: SignedDuration = SignedDuration::from_hours(31 * 24);

stable_codes! {
    /// What came of an attempt.
    pub enum AttemptOutcome as "outcome" {
        /// It did not go through.
        Failed = "failed",
        /// It did, which ends a run of failures.
        Succeeded = "succeeded",
    }
}

/// One attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    /// What was tried.
    pub operation: OperationKind,
    /// When, by the phone's clock.
    pub at: Timestamp,
    /// What came of it.
    pub outcome: AttemptOutcome,
}

/// What is remembered: of each kind of operation, when it has failed since it last succeeded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Attempts {
    failed: BTreeMap<OperationKind, Vec<Timestamp>>,
}

/// The failures of one kind of operation that count at some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failures {
    /// How many.
    pub(crate) count: u32,
    /// The first of them; none if there are none.
    pub(crate) oldest: Option<Timestamp>,
}

/// What to tell before the next attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AttemptWarning {
    /// Nothing.
    None,
    /// One more failure trips the limit.
    LastOne {
        /// Until when it would hold.
        resets_at: Timestamp,
    },
    /// The limit is reached.
    Exhausted {
        /// Until when it holds.
        resets_at: Timestamp,
    },
}

/// How often an operation has failed within a time, up to now.
pub(crate) fn failures_within(
    attempts: &Attempts,
    operation: OperationKind,
    window: SignedDuration,
    now: Timestamp,
) -> Failures {
    let counted = attempts.counted(operation, window, now);
    Failures { count: u32::try_from(counted.len()).unwrap_or(u32::MAX), oldest: counted.first().copied() }
}

/// What a limit says of the next attempt.
pub(crate) fn warn(
    attempts: &Attempts,
    operation: OperationKind,
    limit: AttemptLimit,
    now: Timestamp,
) -> AttemptWarning {
    let AttemptLimit { allowed, within_s, .. } = limit;
    let window = i64::try_from(within_s).map_or(SignedDuration::MAX, SignedDuration::from_secs);
    let end = |from: Timestamp| from.checked_add(window).unwrap_or(Timestamp::MAX);
    let Failures { count, oldest } = failures_within(attempts, operation, window, now);
    match count.checked_sub(allowed) {
        _ if allowed == 0 => AttemptWarning::None,
        // Once so many of the oldest no longer count that one is allowed again.
        Some(over) => {
            let counted = attempts.counted(operation, window, now);
            let last_in_the_way = usize::try_from(over).ok().and_then(|over| counted.get(over));
            AttemptWarning::Exhausted { resets_at: end(last_in_the_way.copied().unwrap_or(now)) }
        }
        None if count.saturating_add(1) == allowed => AttemptWarning::LastOne { resets_at: end(oldest.unwrap_or(now)) },
        None => AttemptWarning::None,
    }
}

impl Attempts {
    /// The same by a clock that is ahead of the one which wrote them by so much.
    pub(crate) fn shifted(&self, ahead: SignedDuration) -> Self {
        // What no clock can show any more counts for nothing.
        let shifted = |run: &Vec<Timestamp>| run.iter().filter_map(|at| at.checked_add(ahead).ok()).collect();
        Self { failed: self.failed.iter().map(|(operation, run)| (*operation, shifted(run))).collect() }
    }

    /// The failures less than a window ago, the oldest first. One that seems to come from the future was written by a clock
    /// that has been set back since: it counts as of now, unless it is so far ahead that it would count for ever.
    fn counted(&self, operation: OperationKind, window: SignedDuration, now: Timestamp) -> Vec<Timestamp> {
        let failed = self.failed.get(&operation).into_iter().flatten();
        let counts = |at: &Timestamp| {
            let age = now.duration_since(*at);
            age < window && age.checked_neg().is_some_and(|ahead| ahead <= window)
        };
        let mut counted: Vec<Timestamp> = failed.copied().filter(counts).map(|at| at.min(now)).collect();
        counted.sort_unstable();
        counted
    }
}

/// What the store remembers. Blocks.
pub(crate) fn load(store: &Store) -> Result<Attempts, DatabaseError> {
    let runs: BTreeMap<String, Vec<Timestamp>> = store.read(HEADING)?;
    // Another version may know other operations.
    let known = runs.into_iter().filter_map(|(code, run)| Some((code.parse().ok()?, run)));
    Ok(Attempts { failed: known.collect() })
}

/// Remembers an attempt. Durable when it returns. Blocks.
pub(crate) fn save(store: &Store, attempt: Attempt) -> Result<(), DatabaseError> {
    let Attempt { operation, at: now, outcome } = attempt;
    store.update(HEADING, |runs: &mut BTreeMap<String, Vec<Timestamp>>| {
        match outcome {
            AttemptOutcome::Succeeded => drop(runs.remove(operation.as_str())),
            AttemptOutcome::Failed => {
                let run = runs.entry(operation.as_str().to_owned()).or_default();
                run.push(now);
                let over = run.len().saturating_sub(MAX_REMEMBERED);
                run.drain(..over);
            }
        }
        // A clock that is wrong by a month either way ends it, too.
        let is_of_use = |at: &Timestamp| now.duration_since(*at).abs() <= LONGEST_REMEMBERED;
        runs.values_mut().for_each(|run| run.retain(is_of_use));
        runs.retain(|_, run| !run.is_empty());
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: SignedDuration = SignedDuration::from_hours(1);
    const LIMIT: AttemptLimit = AttemptLimit { allowed: 3, within_s: 3_600, left: None, resets_at: None };

    /// So many minutes after some time.
    fn at(minutes: i64) -> Timestamp {
        let start: Timestamp = "2026-03-01T08:00:00Z".parse().unwrap();
        start.checked_add(SignedDuration::from_mins(minutes)).unwrap()
    }

    fn attempts(minutes: &[i64]) -> Attempts {
        let run = minutes.iter().map(|minutes| at(*minutes)).collect();
        Attempts { failed: BTreeMap::from([(OperationKind::Withdrawal, run)]) }
    }

    fn withdrawal(minutes: i64, outcome: AttemptOutcome) -> Attempt {
        Attempt { operation: OperationKind::Withdrawal, at: at(minutes), outcome }
    }

    #[test]
    fn failures_count_within_the_window_and_from_a_clock_that_was_set_back() {
        for (minutes, now, count, oldest) in [
            (&[][..], 0, 0, None),
            (&[0, 20, 40], 50, 3, Some(0)),
            (&[0, 20, 40], 60, 2, Some(20)),
            (&[0, 20, 40], 100, 0, None),
            // Written in any order.
            (&[40, 0, 20], 50, 3, Some(0)),
            // Ahead of the clock: as of now, unless by more than the window.
            (&[0, 20, 40], 10, 3, Some(0)),
            (&[40], 10, 1, Some(10)),
            (&[70], 10, 1, Some(10)),
            (&[71], 10, 0, None),
        ] {
            let found = failures_within(&attempts(minutes), OperationKind::Withdrawal, HOUR, at(now));
            assert_eq!(found, Failures { count, oldest: oldest.map(at) }, "{minutes:?} at {now}");
        }
        let other = failures_within(&attempts(&[0]), OperationKind::Payment, HOUR, at(1));
        assert_eq!(other, Failures { count: 0, oldest: None });
    }

    #[test]
    fn by_another_clock_as_many_count() {
        let remembered = attempts(&[0, 20, 40]);
        let hours = |hours| SignedDuration::from_hours(hours);
        for ahead in [hours(30), hours(-30)] {
            let now = at(50).checked_add(ahead).unwrap();
            let counted = |attempts: &Attempts| failures_within(attempts, OperationKind::Withdrawal, HOUR, now).count;
            assert_eq!((counted(&remembered), counted(&remembered.shifted(ahead))), (0, 3), "{ahead}");
        }
        assert_eq!(remembered.shifted(SignedDuration::MAX).failed[&OperationKind::Withdrawal], []);
    }

    #[test]
    fn it_warns_before_the_failure_that_trips_the_limit() {
        use AttemptWarning::{Exhausted, LastOne, None};
        for (minutes, now, expected) in [
            (&[][..], 0, None),
            (&[0], 1, None),
            (&[0, 20], 30, LastOne { resets_at: at(60) }),
            (&[0, 20], 60, None),
            (&[0, 20, 40], 50, Exhausted { resets_at: at(60) }),
            (&[0, 20, 40], 60, LastOne { resets_at: at(80) }),
            // Only when the third from the end is an hour old may there be another.
            (&[0, 20, 30, 40], 50, Exhausted { resets_at: at(80) }),
            // Ahead of the clock.
            (&[15, 15, 15], 0, Exhausted { resets_at: at(60) }),
        ] {
            assert_eq!(
                warn(&attempts(minutes), OperationKind::Withdrawal, LIMIT, at(now)),
                expected,
                "{minutes:?} at {now}"
            );
        }
        let of = |allowed, within_s| {
            warn(&attempts(&[]), OperationKind::Withdrawal, AttemptLimit { allowed, within_s, ..LIMIT }, at(0))
        };
        assert_eq!(of(1, 3_600), LastOne { resets_at: at(60) });
        assert_eq!(of(1, u64::MAX), LastOne { resets_at: Timestamp::MAX });
        assert_eq!(of(0, 3_600), None);
    }

    #[test]
    fn a_run_is_remembered_until_a_success_ends_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        assert_eq!(load(&store).unwrap(), Attempts::default());
        for minutes in [0, 5] {
            save(&store, withdrawal(minutes, AttemptOutcome::Failed)).unwrap();
        }
        let sign_in = Attempt { operation: OperationKind::SignIn, ..withdrawal(6, AttemptOutcome::Failed) };
        save(&store, sign_in).unwrap();
        let remembered = load(&Store::new(folder.path())).unwrap();
        assert_eq!(remembered.failed[&OperationKind::Withdrawal], [at(0), at(5)]);
        save(&store, withdrawal(7, AttemptOutcome::Succeeded)).unwrap();
        let remembered = load(&store).unwrap();
        assert_eq!(remembered.failed, BTreeMap::from([(OperationKind::SignIn, vec![at(6)])]));
    }

    #[test]
    fn the_latest_fifty_of_the_last_month_are_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        let full = MAX_REMEMBERED as i64;
        let run: Vec<Timestamp> = (0..full).map(at).collect();
        store
            .update(HEADING, |runs| {
                *runs = BTreeMap::from([("withdrawal".to_owned(), run), ("moon_landing".to_owned(), vec![at(0)])]);
            })
            .unwrap();
        save(&store, withdrawal(full, AttemptOutcome::Failed)).unwrap();
        let remembered = load(&store).unwrap();
        assert_eq!(remembered.failed.len(), 1, "an operation of another version is left alone");
        let run = &remembered.failed[&OperationKind::Withdrawal];
        assert_eq!((run.len(), run[0], run[MAX_REMEMBERED - 1]), (MAX_REMEMBERED, at(1), at(full)));
        for month_away in [32 * 24 * 60, -32 * 24 * 60] {
            let outcome = AttemptOutcome::Failed;
            save(&store, Attempt { operation: OperationKind::Payment, ..withdrawal(month_away, outcome) }).unwrap();
            let kinds: Vec<OperationKind> = load(&store).unwrap().failed.into_keys().collect();
            assert_eq!(kinds, [OperationKind::Payment]);
        }
    }
}
