//! Moments near another one, and times as headers have them (RFC 9110), never out of range.

use jiff::{SignedDuration, Timestamp, fmt::rfc2822::DateTimePrinter};

/// How far ahead `clock_skew` puts the `Date` header.
pub(crate) const CLOCK_SKEW: SignedDuration = SignedDuration::from_hours(2);

/// How far ahead `clock_one_liar` puts the second control host's `Date`.
pub(crate) const LIARS_CLOCK: SignedDuration = SignedDuration::from_hours(2 * 24);

/// `now` less `span`, or the earliest time there is.
pub(crate) fn before(now: Timestamp, span: SignedDuration) -> Timestamp {
    now.checked_sub(span).unwrap_or(Timestamp::MIN)
}

/// `now` plus `span`, or the latest time there is.
pub(crate) fn after(now: Timestamp, span: SignedDuration) -> Timestamp {
    now.checked_add(span).unwrap_or(Timestamp::MAX)
}

/// The start of the second, so that a time of ours reads like a server's.
pub(crate) fn whole_second(now: Timestamp) -> Timestamp {
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

/// The start of the minute, so that two requests within it get the same page.
pub(crate) fn whole_minute(now: Timestamp) -> Timestamp {
    let second = now.as_second();
    Timestamp::from_second(second.saturating_sub(second.rem_euclid(60))).unwrap_or(now)
}

/// The `Date` header (RFC 9110 §5.6.7). `None` where the format can't say it: before year 0.
pub(crate) fn http_date(at: Timestamp) -> Option<String> {
    DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn writes_the_formats() {
        let moment = at("2026-03-04T05:06:07.089Z");
        assert_eq!(http_date(moment).unwrap(), "Wed, 04 Mar 2026 05:06:07 GMT");
        assert_eq!(whole_minute(moment), at("2026-03-04T05:06:00Z"));
        assert_eq!(whole_second(moment), at("2026-03-04T05:06:07Z"));
    }

    #[test]
    fn stays_within_the_range_of_time() {
        assert_eq!(before(Timestamp::MIN, CLOCK_SKEW), Timestamp::MIN);
        assert_eq!(after(Timestamp::MAX, CLOCK_SKEW), Timestamp::MAX);
        whole_minute(Timestamp::MIN);
        whole_second(Timestamp::MAX);
    }
}
