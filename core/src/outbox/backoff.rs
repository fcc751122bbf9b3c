//! When to try again: exponential backoff with full jitter
//! (<https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>), and the server's word where it gives one.

use std::time::Duration;

use jiff::Timestamp;

/// The window of the first retry.
const FIRST_WINDOW: Duration = Duration::from_secs(30);
/// The widest window: a phone that comes back after a day tries again soon.
const WIDEST_WINDOW: Duration = Duration::from_secs(6 * 60 * 60);
/// Never at once, however the dice fall.
const LEAST_WAIT: Duration = Duration::from_secs(1);
/// The longest wait that is ever set, whatever a server asks for. Also the wait after what time alone does not mend, such
/// as a damaged file or a report larger than the intake takes.
pub(super) const MAX_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// How long to wait after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    /// As long as the failures so far suggest.
    Backoff,
    /// As long as the server says.
    AtLeast(Duration),
    /// Until something has changed elsewhere.
    Longest,
}

/// How long before an upload expires at the intake it is tried once more.
const BEFORE_EXPIRY: Duration = Duration::from_secs(5 * 60);

/// The earliest next try. `random` is any number, evenly distributed. An upload that expires meanwhile is tried while it is
/// still there.
pub(super) fn retry_at(
    wait: Wait,
    attempts: u32,
    random: u64,
    now: Timestamp,
    expires_at: Option<Timestamp>,
) -> Timestamp {
    let wait = match wait {
        Wait::Backoff => {
            let left = expires_at.map(|expires| expires.duration_since(now));
            let left = left.and_then(|left| Duration::try_from(left).ok()?.checked_sub(BEFORE_EXPIRY));
            let wait = jittered(attempts, random);
            left.map_or(wait, |left| wait.min(left.max(LEAST_WAIT)))
        }
        Wait::AtLeast(asked) => asked.clamp(LEAST_WAIT, MAX_WAIT),
        Wait::Longest => MAX_WAIT,
    };
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

/// Evenly between nothing and the window, so that phones which failed together don't come back together.
fn jittered(attempts: u32, random: u64) -> Duration {
    let window = FIRST_WINDOW.saturating_mul(2_u32.saturating_pow(attempts)).min(WIDEST_WINDOW);
    let millis = u64::try_from(window.as_millis()).unwrap_or(u64::MAX);
    Duration::from_millis(random % millis.saturating_add(1)).max(LEAST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_limit_and_obey_the_server_within_reason() {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let secs = Duration::from_secs;
        let widest = |window: Duration| u64::try_from(window.as_millis()).unwrap();
        let table = [
            (Wait::Backoff, 0, 0, LEAST_WAIT),
            (Wait::Backoff, 0, widest(secs(30)), secs(30)),
            (Wait::Backoff, 0, widest(secs(30)) + 1, LEAST_WAIT),
            (Wait::Backoff, 3, widest(secs(240)), secs(240)),
            (Wait::Backoff, 40, widest(WIDEST_WINDOW), WIDEST_WINDOW),
            (Wait::Backoff, u32::MAX, widest(WIDEST_WINDOW), WIDEST_WINDOW),
            (Wait::AtLeast(secs(120)), 9, 7, secs(120)),
            (Wait::AtLeast(secs(0)), 0, 7, LEAST_WAIT),
            (Wait::AtLeast(Duration::MAX), 0, 7, MAX_WAIT),
            (Wait::Longest, 0, 7, MAX_WAIT),
        ];
        for (wait, attempts, random, expected) in table {
            let waited = retry_at(wait, attempts, random, now, None).duration_since(now).unsigned_abs();
            assert_eq!(waited, expected, "{wait:?} {attempts} {random}");
        }
    }

    #[test]
    fn the_end_of_time_is_no_panic() {
        assert_eq!(retry_at(Wait::Longest, 0, 0, Timestamp::MAX, None), Timestamp::MAX);
    }

    #[test]
    fn an_upload_is_tried_before_the_intake_forgets_it() {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let waited = |wait, expires_in: i64| {
            let expires_at = Some(now + jiff::SignedDuration::from_secs(expires_in));
            retry_at(wait, 40, 6 * 60 * 60 * 1_000, now, expires_at).duration_since(now).as_secs()
        };
        assert_eq!(waited(Wait::Backoff, 3_600), 3_300);
        assert_eq!(waited(Wait::Backoff, 7 * 24 * 3_600), 6 * 3_600);
        assert_eq!(waited(Wait::Backoff, 300), 1);
        // Too late, or over already.
        assert_eq!(waited(Wait::Backoff, 10), 6 * 3_600);
        assert_eq!(waited(Wait::Backoff, -10), 6 * 3_600);
        assert_eq!(waited(Wait::AtLeast(Duration::from_secs(7_200)), 3_600), 7_200, "the server's word stands");
    }
}
