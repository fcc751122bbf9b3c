//! Phone numbers: Chinese mobiles with and without the country code, and any number written with `+` and a country code.

use std::sync::LazyLock;

use regex::Regex;

use super::digits::{Group, digits, is_within_a_word, windows};
use super::{Hit, Rule};
use crate::report::text::char_boundary_from;

/// A Chinese mobile number: `1`, then 3 to 9, then nine more (the Ministry's numbering plan for mobile networks).
const MOBILE_DIGITS: usize = 11;
/// The shortest that is looked for: a number of North America without its country code.
const SHORTEST: usize = 10;
/// With the country code dialled as `0086`, and what E.164 allows after `00`.
const LONGEST: usize = 17;
/// Parts of a number shorter than this are no parts of a number: dates and counters look so.
const SHORTEST_GROUP: usize = 3;
/// A number before a decimal point with fewer digits than this is taken for an amount.
const AMOUNT_DIGITS: usize = 11;

/// `+`, a country code and a number: E.164 allows 15 digits; fewer than eight are no subscriber's.
static INTERNATIONAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\+[ \t]?\(?[1-9](?:[ \t\-.()]{0,3}[0-9]){7,14}").unwrap_or_else(|_| unreachable!("a fixed pattern"))
});

/// `(021) 6123 4567`, `(415) 555-0132`.
static AREA: LazyLock<Regex> = LazyLock::new(|| {
    let chinese = r"0[0-9]{2,3}\)[ \t\-]{0,2}[2-9][0-9]{2,3}[ \t\-]?[0-9]{4}";
    let american = r"[2-9][0-9]{2}\)[ \t\-.]{0,2}[2-9][0-9]{2}[ \t\-.]?[0-9]{4}";
    Regex::new(&format!(r"^\((?:{chinese}|{american})")).unwrap_or_else(|_| unreachable!("a fixed pattern"))
});
/// The longest of these, in bytes.
const AREA_REACH: usize = 24;

/// Judges digits that nothing but separators interrupts.
pub(super) fn judge(text: &str, groups: &[Group], hits: &mut Vec<Hit>) {
    for window in windows(groups, SHORTEST..=LONGEST) {
        let (Some(first), Some(last)) = (window.first(), window.last()) else { continue };
        // Most are figures and ids, and a number begins with its own digits only.
        let begins = text.as_bytes().get(first.start..first.start.saturating_add(2)).unwrap_or_default();
        if last.end.saturating_sub(first.start) < SHORTEST || !may_begin(begins, window) {
            continue;
        }
        if is_figure(text, last.end) {
            continue;
        }
        let number = digits(text, window);
        let is_phone = is_mobile(&number, window)
            || is_landline(&number, window)
            || is_dialled_abroad(&number, window)
            || is_american(text, &number, window);
        if is_phone && !is_within_a_word(text, first.start, last.end) {
            hits.push(Hit { start: first.start, end: last.end, rule: Rule::Phone });
        }
    }
}

/// Whether decimals or a unit follow: an amount, a size, a time.
fn is_figure(text: &str, end: usize) -> bool {
    const UNITS: [&str; 9] = ["ns", "us", "ms", "bytes", "byte", "KB", "kB", "MB", "wei"];
    let rest = text.get(end..).unwrap_or_default();
    let decimals = matches!(rest.as_bytes(), [b'.', b'0'..=b'9', b'0'..=b'9', after @ ..] if !after.first().is_some_and(u8::is_ascii_digit));
    let word = rest.strip_prefix(' ').unwrap_or(rest);
    let unit = UNITS.iter().find_map(|unit| word.strip_prefix(unit));
    decimals || unit.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

/// Whether a number of any of the forms begins so: mobiles with 1, 86 or 0086, landlines and numbers dialled abroad with 0 or 86,
/// those of North America with three digits by themselves.
fn may_begin(begins: &[u8], groups: &[Group]) -> bool {
    match begins {
        [b'0', _] | [b'1', b'3'..=b'9'] | [b'8', b'6'] => true,
        [b'1' | b'8'] => true,
        [b'1' | b'8', _] if groups.len() > 1 => groups.first().is_some_and(|first| first.len() == 1),
        [b'2'..=b'9', _] => groups.iter().map(|group| group.len()).eq([3, 3, 4]),
        _ => false,
    }
}

/// Numbers with a `+`, and area codes in parentheses, which interrupt the digits.
pub(super) fn find(text: &str, hits: &mut Vec<Hit>) {
    let international = INTERNATIONAL.find_iter(text).filter(|found| !is_amount(found.as_str()));
    hits.extend(international.map(|found| Hit { start: found.start(), end: found.end(), rule: Rule::Phone }));
    let bytes = text.as_bytes();
    for at in memchr::memchr_iter(b'(', bytes) {
        // Most parentheses hold no digits.
        if !matches!(bytes.get(at.saturating_add(1)), Some(b'0'..=b'9')) {
            continue;
        }
        let reach = char_boundary_from(text, at.saturating_add(AREA_REACH));
        let found = text.get(at..reach).and_then(|rest| AREA.find(rest));
        hits.extend(found.map(|found| Hit { start: at, end: at.saturating_add(found.end()), rule: Rule::Phone }));
    }
}

fn is_mobile(number: &[u8], groups: &[Group]) -> bool {
    let country = match number {
        [0, 0, 8, 6, ..] => 4,
        [8, 6, ..] => 2,
        _ => 0,
    };
    let Some([1, 3..=9, rest @ ..]) = number.get(country..) else { return false };
    if rest.len() != MOBILE_DIGITS.saturating_sub(2) || !groups.iter().skip(1).all(|group| group.plain_gap) {
        return false;
    }
    let spelled_out = groups.iter().all(|group| group.len() == 1);
    let mut before = 0_usize;
    let whole_groups = groups.iter().all(|group| {
        let of_country = country.saturating_sub(before).min(group.len());
        before = before.saturating_add(group.len());
        let own = group.len().saturating_sub(of_country);
        own == 0 || own >= SHORTEST_GROUP
    });
    spelled_out || whole_groups
}

/// A Chinese landline: an area code of three or four digits that begins with 0, apart from the seven or eight of the
/// subscriber, which begin with 2 to 9 (the Ministry's numbering plan for the fixed network).
fn is_landline(number: &[u8], groups: &[Group]) -> bool {
    let country = match groups.first().map(|group| group.len()) {
        Some(2) if number.starts_with(&[8, 6]) => 2,
        _ => 0,
    };
    let own = groups.get(usize::from(country > 0)..).unwrap_or_default();
    let (Some(area), Some(rest)) = (own.first(), own.get(1..)) else { return false };
    let number = number.get(country..).unwrap_or_default();
    let (area, digits) = (area.len(), number.get(area.len()..).unwrap_or_default());
    let area_is_one = match number {
        [0, 1 | 2, ..] => area == 3,
        [0, 3..=9, ..] => area == 4,
        [1 | 2, ..] => country > 0 && area == 2,
        [3..=9, ..] => country > 0 && area == 3,
        _ => false,
    };
    let subscriber = matches!(digits, [2..=9, ..]) && matches!(digits.len(), 7 | 8);
    let written = matches!(rest.iter().map(|group| group.len()).collect::<Vec<_>>().as_slice(), [7 | 8] | [3 | 4, 4]);
    area_is_one && subscriber && written && own.iter().skip(1).all(|group| group.plain_gap)
}

/// `00`, a country code and a number, in groups; or in one, if it is as long as that country's numbers are, since much else is
/// filled with zeros.
fn is_dialled_abroad(number: &[u8], groups: &[Group]) -> bool {
    let [0, 0, rest @ ..] = number else { return false };
    if let [_] = groups {
        let text: String = rest.iter().map(|digit| char::from(digit.saturating_add(b'0'))).collect();
        let fits = |(code, least, most): &(&str, usize, usize)| {
            text.strip_prefix(code).is_some_and(|own| (*least..=*most).contains(&own.len()) && !own.starts_with('0'))
        };
        return COUNTRIES.iter().any(fits);
    }
    rest.first().is_some_and(|digit| *digit > 0)
        && number.len() >= MOBILE_DIGITS
        && groups.first().is_some_and(|group| (2..=5).contains(&group.len()))
        && groups.len() >= 3
        && groups.iter().skip(1).all(|group| group.plain_gap && (2..=8).contains(&group.len()))
}

/// Country codes, and how many digits a subscriber's number has there (ITU-T E.164, national numbering plans).
const COUNTRIES: [(&str, usize, usize); 22] = [
    ("1", 10, 10),
    ("7", 10, 10),
    ("33", 9, 9),
    ("34", 9, 9),
    ("39", 9, 10),
    ("44", 9, 10),
    ("49", 10, 11),
    ("55", 10, 11),
    ("60", 9, 10),
    ("61", 9, 9),
    ("62", 9, 12),
    ("63", 10, 10),
    ("64", 8, 10),
    ("65", 8, 8),
    ("66", 9, 9),
    ("81", 9, 10),
    ("82", 9, 10),
    ("84", 9, 10),
    ("91", 10, 10),
    ("852", 8, 8),
    ("853", 8, 8),
    ("886", 9, 9),
];

/// `415-555-0132`: as the North American Numbering Plan writes numbers, with dashes, where neither area nor exchange begins
/// with 0 or 1. Service numbers of 400 and 800 are nobody's.
fn is_american(text: &str, number: &[u8], groups: &[Group]) -> bool {
    let parted = |a: &Group, b: &Group| matches!(text.get(a.end..b.start), Some("-" | "."));
    matches!(number, [2..=9, _, _, 2..=9, _, _, _, _, _, _])
        && !matches!(number, [4 | 8, 0, 0, ..])
        && groups.iter().map(|group| group.len()).eq([3, 3, 4])
        && groups.windows(2).all(|pair| matches!(pair, [a, b] if parted(a, b)))
}

/// `+1280000.50`: a change of a balance; `+0800`, `+150000000`: an offset.
fn is_amount(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = text.trim_start_matches('+');
    if digits.len() < SHORTEST && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    // A time zone, and what comes after it in a line of a log.
    if matches!(bytes, [b'+', b'0' | b'1', b'0'..=b'9', b'0' | b'3' | b'4', b'0' | b'5', b' ', ..]) {
        return true;
    }
    let Some((whole, decimals)) = text.trim_start_matches('+').split_once('.') else { return false };
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(decimals) && whole.len() < AMOUNT_DIGITS
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{keeps, redacts};

    #[test]
    fn redacts_phone_numbers_however_they_are_written() {
        for phone in [
            "13800138000",
            "138 0013 8000",
            "138-0013-8000",
            "1380 013 8000",
            "１３８００１３８０００",
            "1 3 8 0 0 1 3 8 0 0 0",
            "8613800138000",
            "86 138 0013 8000",
            "0086 13800138000",
            "+86 138 0013 8000",
            "+8613800138000",
            "＋８６－１９９－１２３４－５６７８",
            "+1 (415) 555-2671",
            "+14155552671",
            "+44 20 7946 0958",
            "+852 5123 4567",
            "+1.415.555.2671",
            "0044 20 7946 0958",
            "(415) 555-0132",
            "415-555-0132",
            "010-62345678",
            "0755-2345 6789",
            "021 6123 4567",
            "(021) 61234567",
            "86-10-62345678",
        ] {
            redacts("phone", phone);
        }
    }

    #[test]
    fn keeps_numbers_that_are_no_phones() {
        for text in [
            "12345678901",    // No network begins so.
            "1380013800",     // One digit short.
            "138001380001",   // One too many.
            "1772352000 5",   // A time and a counter.
            "13-03-2026 123", // A date.
            "2026-03-01 13:00:13",
            "95588",        // A bank's hotline.
            "400-820-8820", // A service number.
            "UTC+08:00",
            "+1280000.50",
            "+1280.50",
            "1+2345678",
            "0.138001380001",
            "13800138000.00",
            "13912345678 ns",
            "15032385536 bytes",
        ] {
            keeps(text);
        }
    }
}
