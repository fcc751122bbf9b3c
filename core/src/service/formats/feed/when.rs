//! The times that feeds write: RFC 2822 in RSS (<https://www.rssboard.org/rss-specification>), RFC 3339 in Atom and JSON Feed.
//! Each is met in the other's place, so both are tried.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

use crate::service::formats::text::lenient_time;

/// Weekdays are often wrong, and say nothing that the date does not.
const RFC_2822: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);

/// A time; not known if it makes no sense or has no zone.
pub(super) fn time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Some(time) = lenient_time(Some(text)) {
        return Some(time);
    }
    if let Some(time) = lenient_time(Some(&text.replacen(" +", "+", 1))) {
        return Some(time);
    }
    RFC_2822.parse_timestamp(text).ok().or_else(|| {
        // RFC 2822 has `GMT` and `UT`, people write the other name.
        let text = text.strip_suffix("UTC").or_else(|| text.strip_suffix('Z'))?;
        RFC_2822.parse_timestamp(format!("{}+0000", text).as_str()).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_and_what_people_make_of_them() {
        let expected = Some("2026-03-01T02:00:00Z".parse().unwrap());
        for text in [
            "2026-03-01T10:00:00+08:00",
            " 2026-03-01 10:00:00 +0800\n",
            "2026-03-01T02:00:00Z",
            "Sun, 01 Mar 2026 02:00:00 +0000",
            "Sun, 01 Mar 2026 02:00:00 GMT",
            "Mon, 1 Mar 2026 10:00:00 +0800",
            "01 Mar 2026 02:00 UTC",
            "Sun, 01 Mar 2026 02:00:00 Z",
            "Sat, 28 Feb 2026 21:00:00 EST",
        ] {
            assert_eq!(time(text), expected, "{text}");
        }
        for text in
            ["", "2026-03-01", "2026-03-01 10:00:00", "Sun, 01 Mar 2026", "昨天", "Sun, 99 Mar 2026 02:00:00 GMT"]
        {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
