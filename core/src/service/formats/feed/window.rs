//! From when until when, in a text: `2026-03-01 02:00 - 04:00 (UTC+8)`, `Mar 1, 23:00 - Mar 2, 01:00 UTC`,
//! `北京时间3月1日2:00至4:00`. Nothing is guessed: a time without a zone, an end before its beginning or an hour that could be
//! two is no window. Only a missing year is filled in, with the one that is nearest to when the entry was written.

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use regex::{Captures, Regex};

/// The longest window that is believed.
const MAX_WINDOW: SignedDuration = SignedDuration::from_hours(14 * 24);
/// How many places of a text are tried.
const MAX_TRIES: usize = 20;
/// The hour that each named part of a day begins and ends with.
const PARTS_OF_DAY: &[(&str, i8, i8)] =
    &[("凌晨", 0, 6), ("早上", 5, 11), ("上午", 6, 12), ("中午", 11, 13), ("下午", 12, 18), ("晚上", 18, 23)];
const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The first window in a text that was written at about this time.
pub(super) fn find(text: &str, written: Option<Timestamp>) -> Option<(Timestamp, Timestamp)> {
    let text = folded(text);
    WINDOW.captures_iter(&text).take(MAX_TRIES).find_map(|found| window(&found, written))
}

/// Whether it ends after it begins, and is not too long to be believed.
pub(super) fn is_sound(start: Timestamp, end: Timestamp) -> bool {
    start < end && end.duration_since(start) <= MAX_WINDOW
}

/// One pattern for what is written in many ways: lower case, one space, narrow signs, one kind of dash.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '（' => '(',
            '）' => ')',
            '：' => ':',
            '，' => ',',
            '；' => ';',
            '＋' => '+',
            '／' => '/',
            '–' | '—' | '−' | '－' | '～' | '~' => '-',
            '\n' => '\n',
            c if c.is_whitespace() => ' ',
            c => c.to_ascii_lowercase(),
        };
        if c != ' ' || !folded.ends_with([' ', '\n']) {
            folded.push(c);
        }
    }
    folded
}

/// A day, its groups numbered.
fn day(n: u8) -> String {
    let month = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";
    format!(
        "(?:(?-u:\\b)(?P<y{n}>[0-9]{{4}})[-/.](?P<m{n}>[0-9]{{1,2}})[-/.](?P<d{n}>[0-9]{{1,2}})\
         |(?:(?P<cy{n}>[0-9]{{4}}) ?年 ?)?(?P<cm{n}>[0-9]{{1,2}}) ?月 ?(?P<cd{n}>[0-9]{{1,2}}) ?[日号]\
         |(?-u:\\b)(?P<en{n}>{month})[a-z]{{0,6}}\\.? (?P<ed{n}>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<ey{n}>[0-9]{{4}}))?\
         |(?-u:\\b)(?P<bd{n}>[0-9]{{1,2}})(?:st|nd|rd|th)? (?P<bn{n}>{month})[a-z]{{0,6}}\\.?(?:,? (?P<by{n}>[0-9]{{4}}))?)\
         (?: ?\\([^()\\n]{{1,12}}\\))?(?:t|,? ?(?:(?:at|from|between) )?)"
    )
}

/// A time of day.
fn clock(n: u8) -> String {
    format!(
        "(?P<q{n}>凌晨|早上|上午|中午|下午|晚上)? ?(?P<h{n}>[0-9]{{1,2}})\
         (?::(?P<i{n}>[0-9]{{2}})(?::[0-9]{{2}}(?:\\.[0-9]{{1,9}})?)?|[点时](?:(?P<f{n}>[0-9]{{1,2}})分)?)(?: ?(?P<p{n}>[ap])\\.?m(?-u:\\b)\\.?)?"
    )
}

/// A zone. `CST` alone is four of them.
fn zone(n: u8) -> String {
    let zone = |n: &str| {
        format!(
            "(?P<z{n}>(?:utc|gmt)(?: ?[+-] ?[0-9]{{1,2}}(?::?[0-9]{{2}})?)?|(?:cst,? )?(?:北京时间|东八区|beijing(?: standard)? time))"
        )
    };
    format!(
        "(?: ?\\({}\\)| ?{}|(?P<z{n}>z)(?-u:\\b)|(?P<o{n}>\\+[0-9]{{2}}:[0-9]{{2}}))",
        zone(&format!("b{n}")),
        zone(&format!("a{n}"))
    )
}

static WINDOW: LazyLock<Regex> = LazyLock::new(|| {
    let before = "(?P<z0>(?:utc|gmt)(?: ?[+-] ?[0-9]{1,2}(?::?[0-9]{2})?)?|北京时间|东八区|beijing(?: standard)? time)";
    let between = "(?:[ \\n]?(?:-{1,2}|(?P<s>/)|to|and|until|till|through|至|到)[ \\n]?\
                   |[,;。]?[ \\n]{0,2}(?:结束时间|ends?(?: time)?)[ :]{1,3})";
    let text = format!(
        "(?:{before}\\)?[:, ]{{0,2}})?{}{}{}?{between}(?P<second>{})?{}{}?",
        day(1),
        clock(1),
        zone(1),
        day(2),
        clock(2),
        zone(2)
    );
    Regex::new(&text).unwrap_or_else(|_| unreachable!("a fixed pattern"))
});

fn window(found: &Captures<'_>, written: Option<Timestamp>) -> Option<(Timestamp, Timestamp)> {
    // `02:00/04:00` may as well be one or the other.
    if found.name("s").is_some() && found.name("second").is_none() {
        return None;
    }
    let (first, second) = (clock_in(found, 1)?, clock_in(found, 2)?);
    // `2 - 4 pm` may begin in the morning.
    if first.told != second.told {
        return None;
    }
    let before = found.name("z0").map(|zone| offset(zone.as_str()));
    let (near_first, near_second) = (zone_in(found, 1), zone_in(found, 2));
    // Two that disagree about the whole: one of them is of something else.
    if before.is_some() && near_second.is_some() && before != near_second {
        return None;
    }
    let end_zone = near_second.or(before).or(near_first)??;
    let start_zone = near_first.or(before).unwrap_or(Some(end_zone))?;

    let start_day = day_in(found, 1, |day| nearest(day, first, start_zone, written?))?;
    let start = at(start_day, first, start_zone)?;
    let end_day = match found.name("second") {
        None => start_day,
        Some(_) => day_in(found, 2, |day| {
            // A window may begin in one year and end in the next.
            let same = day.in_year(start_day.year())?;
            if same < start_day { day.in_year(start_day.year().checked_add(1)?) } else { Some(same) }
        })?,
    };
    let end = at(end_day, second, end_zone)?;
    is_sound(start, end).then_some((start, end))
}

/// A time of day as it is written.
#[derive(Clone, Copy)]
struct Clock {
    hour: i8,
    minute: i8,
    /// Whether the half or the part of the day is told.
    told: bool,
}

fn clock_in(found: &Captures<'_>, n: u8) -> Option<Clock> {
    let number = |group: &str| found.name(&format!("{group}{n}")).map(|digits| digits.as_str().parse::<i8>().ok());
    let (hour, minute) = (number("h")??, number("i").or_else(|| number("f")).unwrap_or(Some(0))?);
    if let Some(half) = found.name(&format!("p{n}")) {
        let twelve = hour.checked_rem(12).filter(|_| (1..=12).contains(&hour))?;
        let hour = if half.as_str() == "p" { twelve.checked_add(12)? } else { twelve };
        return Some(Clock { hour, minute, told: true });
    }
    if let Some(part) = found.name(&format!("q{n}")) {
        let (_, from, until) = PARTS_OF_DAY.iter().find(|(name, ..)| *name == part.as_str())?;
        let hours = [Some(hour), hour.checked_add(12)];
        let hour = hours.into_iter().flatten().find(|hour| (*from..=*until).contains(hour))?;
        return Some(Clock { hour, minute, told: true });
    }
    Some(Clock { hour, minute, told: false })
}

/// A day as it is written, the year maybe missing.
#[derive(Clone, Copy)]
struct Day {
    month: i8,
    day: i8,
}

impl Day {
    fn in_year(self, year: i16) -> Option<Date> {
        Date::new(year, self.month, self.day).ok()
    }
}

fn day_in(found: &Captures<'_>, n: u8, without_year: impl FnOnce(Day) -> Option<Date>) -> Option<Date> {
    let text = |group: &str| found.name(&format!("{group}{n}")).map(|found| found.as_str());
    let number = |group: &str| text(group).map(|digits| digits.parse::<i16>().ok());
    let year = ["y", "cy", "ey", "by"].into_iter().find_map(number);
    let day = ["d", "cd", "ed", "bd"].into_iter().find_map(number)??;
    let named = || {
        let name = text("en").or_else(|| text("bn"))?;
        i16::try_from(MONTHS.iter().position(|month| *month == name)?.checked_add(1)?).ok()
    };
    let month = ["m", "cm"].into_iter().find_map(number).unwrap_or_else(named)?;
    let day = Day { month: i8::try_from(month).ok()?, day: i8::try_from(day).ok()? };
    match year {
        Some(year) => day.in_year(year?),
        None => without_year(day),
    }
}

/// The day in the year that puts it nearest to when it was written.
fn nearest(day: Day, clock: Clock, zone: Offset, written: Timestamp) -> Option<Date> {
    let year = zone.to_datetime(written).year();
    let years = [year.checked_sub(1), Some(year), year.checked_add(1)];
    let days = years.into_iter().flatten().filter_map(|year| day.in_year(year));
    days.min_by_key(|date| {
        at(*date, clock, zone).map_or(SignedDuration::MAX, |time| time.duration_since(written).abs())
    })
}

/// The instant; 24:00 is the end of a day.
fn at(day: Date, clock: Clock, zone: Offset) -> Option<Timestamp> {
    let (day, hour) = if clock.hour == 24 && clock.minute == 0 && !clock.told {
        (day.tomorrow().ok()?, 0)
    } else {
        (day, clock.hour)
    };
    let time = Time::new(hour, clock.minute, 0, 0).ok()?;
    zone.to_timestamp(DateTime::from_parts(day, time)).ok()
}

/// The zone behind a time: nothing if there is none, and nothing in it if it makes no sense.
fn zone_in(found: &Captures<'_>, n: u8) -> Option<Option<Offset>> {
    let text = |group: &str| found.name(&format!("{group}{n}")).map(|found| found.as_str());
    text("zb").or_else(|| text("za")).or_else(|| text("z")).or_else(|| text("o")).map(offset)
}

/// What a zone is ahead of UTC.
fn offset(zone: &str) -> Option<Offset> {
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() {
        let is_utc = zone.starts_with("utc") || zone.starts_with("gmt") || zone == "z";
        return Offset::from_hours(if is_utc { 0 } else { 8 }).ok();
    }
    let (hours, minutes) = digits.split_at_checked(digits.len().min(2))?;
    let (hours, minutes) = match digits.len() {
        3 => digits.split_at_checked(1)?,
        _ => (hours, minutes),
    };
    let hours: i32 = hours.parse().ok()?;
    let minutes: i32 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    // `UTC - 30 minutes` is a zone and a length.
    if hours > 14 {
        return Some(Offset::UTC);
    }
    let seconds = hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60).filter(|_| minutes < 60)?)?;
    Offset::from_seconds(if zone.contains('-') { seconds.checked_neg()? } else { seconds }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn found(text: &str) -> Option<String> {
        let (start, end) = find(text, Some(time("2026-02-27T09:00:00Z")))?;
        Some(format!("{start}/{end}"))
    }

    #[test]
    fn windows_as_they_are_written() {
        let night = "2026-03-01T02:00:00Z/2026-03-01T04:00:00Z";
        let in_china = "2026-02-28T18:00:00Z/2026-02-28T20:00:00Z";
        for (text, expected) in [
            ("On 2026-03-01 02:00 - 04:00 (UTC+8) we work", in_china),
            ("2026-03-01 02:00 to 2026-03-01 04:00 UTC", night),
            ("2026/03/01 02:00–04:00 UTC+08:00", in_china),
            ("2026.3.1 02:00:00 ~ 04:00:00 (GMT +0800)", in_china),
            ("2026-03-01T02:00:00Z/2026-03-01T04:00:00Z", night),
            ("2026-03-01T02:00:00.000Z - 2026-03-01T04:00:00Z", night),
            ("2026-03-01 10:00+08:00 to 2026-03-01 12:00+08:00", night),
            ("2026-03-01 02:00 UTC - 04:00 UTC", night),
            ("on 2026-03-01 between 02:00 and 04:00 UTC.", night),
            ("March 1st, 2026, from 2:00 am until 4:00 a.m. UTC", night),
            ("1 March 2026 02:00 - 04:00 GMT", night),
            ("Mar 1, 02:00 - 04:00 UTC", night),
            ("2026-03-01 02:00 - 04:00 UTC - 30 minutes of downtime", night),
            ("Start: 2026-03-01 02:00 UTC\nEnd time: 2026-03-01 04:00 UTC", night),
            ("2026年3月1日 02:00 至 04:00（UTC+8）", in_china),
            ("北京时间2026年3月1日2:00-4:00", in_china),
            ("北京时间：2026年3月1日（周日）凌晨2点至凌晨4点00分", in_china),
            ("3月1日02:00至3月1日04:00（北京时间）", in_china),
            ("2026年3月1日 上午10:00至中午12点（北京时间）", night),
            ("开始时间：2026-03-01 10:00（UTC+8）\n结束时间：2026-03-01 12:00（UTC+8）", night),
            ("(UTC+8) 2026-03-01 10:00-12:00", night),
            ("北京时间 2026-03-01 10:00-12:00 (UTC 02:00-04:00)", night),
            ("2026-02-28 22:00 - 24:00 UTC-4", "2026-03-01T02:00:00Z/2026-03-01T04:00:00Z"),
        ] {
            assert_eq!(found(text).unwrap_or_default(), expected, "{text}");
        }
    }

    #[test]
    fn a_window_over_midnight_and_over_new_year() {
        assert_eq!(found("Mar 1, 23:00 - Mar 2, 01:00 UTC").unwrap(), "2026-03-01T23:00:00Z/2026-03-02T01:00:00Z");
        let new_year = find("Dec 31, 23:00 - Jan 1, 01:00 UTC", Some(time("2026-01-02T00:00:00Z"))).unwrap();
        assert_eq!(new_year, (time("2025-12-31T23:00:00Z"), time("2026-01-01T01:00:00Z")));
        let next = find("1月2日01:00-02:00（北京时间）", Some(time("2025-12-30T00:00:00Z"))).unwrap();
        assert_eq!(next.0, time("2026-01-01T17:00:00Z"));
    }

    #[test]
    fn nothing_is_guessed() {
        for text in [
            "2026-03-01 02:00 - 04:00",
            "2026-03-01 02:00 - 04:00 CST",
            "2026-03-01 02:00 - 04:00 PST",
            "2026-03-01 04:00 - 02:00 UTC",
            "2026-03-01 23:00 - 01:00 UTC",
            "2026-03-01 02:00 UTC",
            "2026-03-01 02:00 - 2026-03-16 02:00 UTC",
            "2026-02-30 02:00 - 04:00 UTC",
            "2026-03-01 25:00 - 26:00 UTC",
            "2026-03-01 02:60 - 04:00 UTC",
            "2026-03-01 2:00 - 4:00 pm UTC",
            "2026-03-01 13:00 pm - 14:00 pm UTC",
            "2026-03-01 02:00/04:00 UTC",
            "北京时间 2026-03-01 10:00-12:00 UTC",
            "02:00 - 04:00 UTC",
            "9999999999-03-01 02:00 - 04:00 UTC+99:99",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
        assert_eq!(find("Mar 1, 02:00 - 04:00 UTC", None), None, "no year");
        assert_eq!(find("Feb 29, 02:00 - 04:00 UTC", Some(time("2026-02-27T09:00:00Z"))), None);
        assert!(find("Feb 29, 02:00 - 04:00 UTC", Some(time("2028-02-27T09:00:00Z"))).is_some());
        for end_of_time in [Timestamp::MIN, Timestamp::MAX] {
            assert!(find("Mar 1, 02:00 - 04:00 UTC", Some(end_of_time)).is_some_and(|(start, end)| start < end));
        }
    }

    #[test]
    fn the_first_that_makes_sense_is_taken() {
        let text =
            "Not 2026-03-01 04:00 - 02:00 UTC but 2026-03-01 02:00 - 04:00 UTC, then 2026-03-02 02:00 - 04:00 UTC";
        assert_eq!(found(text).unwrap(), "2026-03-01T02:00:00Z/2026-03-01T04:00:00Z");
    }
}
