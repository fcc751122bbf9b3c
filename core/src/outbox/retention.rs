//! How much is kept, and what goes first: pure.

use jiff::Timestamp;

use super::OutboxError;
use crate::report::ReportId;

/// The most reports kept, delivered ones included.
pub(super) const MAX_KEPT_REPORTS: usize = 50;
/// The most bytes kept, delivered ones included.
pub(super) const MAX_KEPT_BYTES: u64 = 256 * 1024 * 1024;

/// How much may be kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) reports: usize,
    pub(super) bytes: u64,
}

impl Limits {
    pub(super) const DEFAULT: Self = Self { reports: MAX_KEPT_REPORTS, bytes: MAX_KEPT_BYTES };
}

/// A kept report, as far as keeping it goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pub(super) id: ReportId,
    pub(super) size: u64,
    pub(super) delivered_at: Option<Timestamp>,
}

/// What has to go so that a report of this size fits: the oldest delivered first, an undelivered one never.
pub(super) fn make_room(held: &[Held], size: u64, limits: Limits) -> Result<Vec<ReportId>, OutboxError> {
    let undelivered = held.iter().filter(|report| report.delivered_at.is_none());
    let (waiting, waiting_bytes) =
        undelivered.fold((0_usize, 0_u64), |(count, bytes), report| (count + 1, bytes.saturating_add(report.size)));
    if waiting >= limits.reports || waiting_bytes.saturating_add(size) > limits.bytes {
        return Err(OutboxError::Full { reports: waiting, bytes: waiting_bytes });
    }
    let mut delivered: Vec<_> = held.iter().filter(|report| report.delivered_at.is_some()).collect();
    delivered.sort_by_key(|report| (report.delivered_at, report.id));
    let mut count = held.len();
    let mut bytes = delivered.iter().fold(waiting_bytes, |bytes, report| bytes.saturating_add(report.size));
    let mut going = Vec::new();
    for report in delivered {
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
                delivered_at: second.map(|second| Timestamp::from_second(second).unwrap()),
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
    fn undelivered_ones_never_go() {
        assert_eq!(going(&[], 101), Err(OutboxError::Full { reports: 0, bytes: 0 }));
        assert_eq!(going(&[(1, None), (1, None), (1, None)], 1), Err(OutboxError::Full { reports: 3, bytes: 3 }));
        assert_eq!(going(&[(50, None), (1, Some(1))], 51), Err(OutboxError::Full { reports: 1, bytes: 50 }));
        assert_eq!(going(&[(50, None), (50, Some(1))], 50), Ok(vec![1]));
        assert_eq!(
            going(&[(u64::MAX, None), (u64::MAX, None)], 1),
            Err(OutboxError::Full { reports: 2, bytes: u64::MAX })
        );
    }
}
