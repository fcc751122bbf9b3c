//! How much is sent at a time: as much as a link carries in some seconds. Pure.
//!
//! A chunk is what a resumed upload may have to send again, and each costs a round trip and a flush to disk. So it grows on a
//! link that carries it fast, and shrinks on one that does not.

use std::time::Duration;

/// The first chunk: 60 s at 35 kbit/s, about what a bad mobile link still carries.
pub(super) const FIRST_BYTES: u64 = 256 * 1024;
const LEAST_BYTES: u64 = 32 * 1024;
/// The most that is ever sent again.
pub(super) const MOST_BYTES: u64 = 1024 * 1024;
/// A chunk that took less is followed by one twice as long.
const FAST: Duration = Duration::from_secs(3);
/// A chunk that took longer is followed by one half as long.
const SLOW: Duration = Duration::from_secs(15);
/// How often the first chunk is halved at most for failures that came before.
const MAX_HALVINGS: u32 = 3;

/// The chunk with which an upload begins or goes on, after so many failures without a byte having got through.
pub(super) fn first(attempts: u32) -> u64 {
    FIRST_BYTES >> attempts.min(MAX_HALVINGS)
}

/// The chunk after one of this length that took so long.
pub(super) fn next(bytes: u64, took: Duration) -> u64 {
    let next = if took < FAST {
        bytes.saturating_mul(2)
    } else if took > SLOW {
        bytes / 2
    } else {
        bytes
    };
    next.clamp(LEAST_BYTES, MOST_BYTES)
}

/// A smaller chunk, where there is one.
pub(super) fn less(bytes: u64) -> Option<u64> {
    (bytes > LEAST_BYTES).then_some((bytes / 2).max(LEAST_BYTES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_follow_the_link() {
        let secs = Duration::from_secs;
        assert_eq!([0, 1, 3, u32::MAX].map(first), [FIRST_BYTES, FIRST_BYTES / 2, LEAST_BYTES, LEAST_BYTES]);
        assert_eq!(next(FIRST_BYTES, secs(1)), 2 * FIRST_BYTES);
        assert_eq!(next(FIRST_BYTES, secs(3)), FIRST_BYTES);
        assert_eq!(next(FIRST_BYTES, secs(16)), FIRST_BYTES / 2);
        assert_eq!(next(MOST_BYTES, Duration::ZERO), MOST_BYTES);
        assert_eq!(next(LEAST_BYTES, secs(60)), LEAST_BYTES);
        // The last one of a report is short.
        assert_eq!(next(7, Duration::ZERO), LEAST_BYTES);
    }
}
