//! Times and spans as people say them: 14:00, in 40 minutes, about 2 hours. Pure.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::words::Words;
use crate::config::Locale;

const MINUTE_S: i64 = 60;
const HOUR_S: i64 = 60 * MINUTE_S;
const DAY_S: i64 = 24 * HOUR_S;
/// Below this every minute counts; from here on five are near enough.
const EXACT_BELOW_S: i64 = 10 * MINUTE_S;
/// From here on a span is told in hours, to the half.
const HOURS_FROM_S: i64 = 90 * MINUTE_S;
/// From here on it is told in days.
const DAYS_FROM_S: i64 = 2 * DAY_S;

/// A time of day in the person's zone, with the date where it is not today.
pub(super) fn time(time: Timestamp, now: Timestamp, zone: &TimeZone, locale: Locale) -> String {
    let (then, now) = (time.to_zoned(zone.clone()), now.to_zoned(zone.clone()));
    let format = match (then.date() == now.date(), then.year() == now.year(), locale) {
        (true, _, _) => "%H:%M",
        (false, true, Locale::ZhHans) => "%-m月%-d日 %H:%M",
        (false, true, Locale::En) => "%-d %b, %H:%M",
        (false, false, Locale::ZhHans) => "%Y年%-m月%-d日 %H:%M",
        (false, false, Locale::En) => "%-d %b %Y, %H:%M",
    };
    then.strftime(format).to_string()
}

/// A time of day in the person's zone, whatever the day.
pub(super) fn time_of_day(time: Timestamp, zone: &TimeZone) -> String {
    time.to_zoned(zone.clone()).strftime("%H:%M").to_string()
}

/// `today`, `tomorrow` or `other`: by which a text may choose.
pub(super) fn day(time: Timestamp, now: Timestamp, zone: &TimeZone) -> &'static str {
    let (then, today) = (time.to_zoned(zone.clone()).date(), now.to_zoned(zone.clone()).date());
    if then == today {
        "today"
    } else if today.tomorrow().is_ok_and(|tomorrow| then == tomorrow) {
        "tomorrow"
    } else {
        "other"
    }
}

/// A span, rounded to what a person would say; nothing for one that is none.
pub(super) fn span(span: SignedDuration, words: &Words) -> Option<String> {
    let seconds = span.as_secs();
    if seconds <= 0 {
        return None;
    }
    let (unit, figure) = if seconds < EXACT_BELOW_S {
        ("minutes", rounded(seconds, MINUTE_S).max(1).to_string())
    } else if seconds < HOURS_FROM_S {
        ("minutes", rounded(seconds, 5 * MINUTE_S).saturating_mul(5).to_string())
    } else if seconds < DAYS_FROM_S {
        let halves = rounded(seconds, HOUR_S / 2);
        let half = if halves % 2 == 0 { "" } else { ".5" };
        ("hours", format!("{}{half}", halves / 2))
    } else {
        ("days", rounded(seconds, DAY_S).to_string())
    };
    let count = if figure == "1" { "one" } else { "other" };
    let details = BTreeMap::from([("n".to_owned(), figure), ("count".to_owned(), count.to_owned())]);
    Some(words.say(&format!("span-{unit}"), None, &details))
}

fn rounded(seconds: i64, unit: i64) -> i64 {
    seconds.saturating_add(unit / 2) / unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_rounded_as_people_do() {
        let table = [
            (1, "1 minute", "1 分钟"),
            (59, "1 minute", "1 分钟"),
            (90, "2 minutes", "2 分钟"),
            (9 * 60 + 29, "9 minutes", "9 分钟"),
            (39 * 60 + 10, "40 minutes", "40 分钟"),
            (40 * 60, "40 minutes", "40 分钟"),
            (62 * 60, "60 minutes", "60 分钟"),
            (90 * 60, "1.5 hours", "1.5 小时"),
            (2 * 3_600, "2 hours", "2 小时"),
            (2 * 3_600 + 14 * 60, "2 hours", "2 小时"),
            (47 * 3_600, "47 hours", "47 小时"),
            (3 * 86_400 + 3_600, "3 days", "3 天"),
        ];
        for (seconds, en, zh) in table {
            let of = |locale| span(SignedDuration::from_secs(seconds), Words::of(locale)).unwrap();
            assert_eq!((of(Locale::En).as_str(), of(Locale::ZhHans).as_str()), (en, zh));
        }
        for none in [0, -60, i64::MIN] {
            assert_eq!(span(SignedDuration::from_secs(none), Words::of(Locale::En)), None);
        }
        assert!(span(SignedDuration::MAX, Words::of(Locale::En)).is_some());
    }
}
