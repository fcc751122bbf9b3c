//! How much is kept, and what goes first: pure.

use jiff::Timestamp;

use super::{OutboxError, SubmissionState};
use crate::report::ReportId;

/// How much may be kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) reports: usize,
    pub(crate) bytes: u64,
}

impl Limits {
    /// Unless the config says otherwise. Those that have arrived are counted along.
    pub(crate) const DEFAULT: Self = Self { reports: 50, bytes: 256 * 1024 * 1024 };
}

/// A kept report, as far as keeping it goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pub(super) id: ReportId,
    pub(super) size: u64,
    /// Since when it may go; none while it must not.
    pub(super) may_go: Option<(Value, Timestamp)>,
}

/// What is lost with a report that may go: the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    /// Nothing: it is over.
    Over,
    /// What support may still answer.
    Arrived,
}

/// Since when a report may go, and what goes with it. One that has not arrived goes only by the person's word: nobody else has it.
pub(super) fn may_go(state: &SubmissionState) -> Option<(Value, Timestamp)> {
    let value = if matches!(state, SubmissionState::Closed { .. }) { Value::Over } else { Value::Arrived };
    state.arrived_at().map(|at| (value, at))
}

/// What has to go so that a report of this size fits: what is over first, then the oldest that has arrived, and never one that
/// has not.
pub(super) fn make_room(held: &[Held], size: u64, limits: Limits) -> Result<Vec<ReportId>, OutboxError> {
    if size > limits.bytes {
        return Err(OutboxError::TooLarge { size, limit: limits.bytes });
    }
    let waiting = held.iter().filter(|report| report.may_go.is_none());
    let (waiting, waiting_bytes) =
        waiting.fold((0_usize, 0_u64), |(count, bytes), report| (count + 1, bytes.saturating_add(report.size)));
    if waiting >= limits.reports || waiting_bytes.saturating_add(size) > limits.bytes {
        return Err(OutboxError::Full { reports: waiting, bytes: waiting_bytes });
    }
    let mut may_go: Vec<_> = held.iter().filter(|report| report.may_go.is_some()).collect();
    may_go.sort_by_key(|report| (report.may_go, report.id));
    let mut count = held.len();
    let mut bytes = may_go.iter().fold(waiting_bytes, |bytes, report| bytes.saturating_add(report.size));
    let mut going = Vec::new();
    for report in may_go {
        if count < limits.reports && bytes.saturating_add(size) <= limits.bytes {
            break;
        }
        count -= 1;
        bytes = bytes.saturating_sub(report.size);
        going.push(report.id);
    }
    Ok(going)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { reports: 3, bytes: 100 };

    /// Reports of these sizes, delivered at these seconds or not at all; gives the places of those that go.
    fn going(held: &[(u64, Option<i64>)], size: u64) -> Result<Vec<usize>, OutboxError> {
        let held: Vec<Held> = held
            .iter()
            .map(|(size, second)| Held {
                id: ReportId::random(),
                size: *size,
                may_go: second.map(|second| (Value::Arrived, Timestamp::from_second(second).unwrap())),
            })
            .collect();
        let place = |id: &ReportId| held.iter().position(|report| report.id == *id).unwrap();
        make_room(&held, size, LIMITS).map(|ids| ids.iter().map(place).collect())
    }

    #[test]
    fn the_oldest_delivered_go_first_and_no_more_than_needed() {
        assert_eq!(going(&[], 100), Ok(vec![]));
        assert_eq!(going(&[(10, Some(2)), (10, Some(1))], 10), Ok(vec![]));
        assert_eq!(going(&[(10, Some(2)), (10, Some(1)), (10, None)], 10), Ok(vec![1]));
        assert_eq!(going(&[(40, Some(2)), (40, Some(1))], 30), Ok(vec![1]));
        assert_eq!(going(&[(40, Some(2)), (40, Some(1))], 90), Ok(vec![1, 0]));
    }

    #[test]
    fn what_is_over_goes_before_what_support_may_still_answer() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let held = [(Value::Arrived, 1), (Value::Over, 9), (Value::Arrived, 2)].map(|(value, second)| Held {
            id: ReportId::random(),
            size: 1,
            may_go: Some((value, at(second))),
        });
        assert_eq!(make_room(&held, 1, LIMITS), Ok(vec![held[1].id]));
        assert_eq!(make_room(&held, 99, LIMITS), Ok(vec![held[1].id, held[0].id]));
        let kept = [
            SubmissionState::Expired { at: at(1) },
            SubmissionState::Withdrawn { at: at(1) },
            SubmissionState::Uploading { offset: 1 },
        ];
        for state in kept {
            assert_eq!(may_go(&state), None, "{state:?}");
        }
    }

    #[test]
    fn undelivered_ones_never_go() {
        assert_eq!(going(&[], 101), Err(OutboxError::TooLarge { size: 101, limit: 100 }));
        assert_eq!(going(&[(1, None), (1, None), (1, None)], 1), Err(OutboxError::Full { reports: 3, bytes: 3 }));
        assert_eq!(going(&[(50, None), (1, Some(1))], 51), Err(OutboxError::Full { reports: 1, bytes: 50 }));
        assert_eq!(going(&[(50, None), (50, Some(1))], 50), Ok(vec![1]));
        assert_eq!(
            going(&[(u64::MAX, None), (u64::MAX, None)], 1),
            Err(OutboxError::Full { reports: 2, bytes: u64::MAX })
        );
    }
}
