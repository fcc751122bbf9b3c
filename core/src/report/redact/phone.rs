//! Phone numbers: Chinese mobiles with and without the country code, and any number written with `+` and a country code.

use std::sync::LazyLock;

use regex::Regex;

use super::digits::{Group, digits, sequences, windows};
use super::{Hit, Rule};

/// A Chinese mobile number: `1`, then 3 to 9, then nine more (the Ministry's numbering plan for mobile networks).
const MOBILE_DIGITS: usize = 11;
/// With the country code dialled as `0086`.
const LONGEST: usize = 15;
/// Parts of a number shorter than this are no parts of a number: dates and counters look so.
const SHORTEST_GROUP: usize = 3;
/// A number before a decimal point with fewer digits than this is taken for an amount.
const AMOUNT_DIGITS: usize = 11;

/// `+`, a country code and a number: E.164 allows 15 digits; fewer than eight are no subscriber's.
static INTERNATIONAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\+[ \t]?\(?[1-9](?:[ \t\-.()]{0,3}[0-9]){7,14}").unwrap_or_else(|_| unreachable!("a fixed pattern"))
});

pub(super) fn find(text: &str, hits: &mut Vec<Hit>) {
    sequences(text, |groups| {
        for window in windows(groups, MOBILE_DIGITS..=LONGEST) {
            let (Some(first), Some(last)) = (window.first(), window.last()) else { continue };
            if is_mobile(&digits(text, window), window) {
                hits.push(Hit { start: first.start, end: last.end, rule: Rule::Phone });
            }
        }
    });
    let international = INTERNATIONAL.find_iter(text).filter(|found| !is_amount(found.as_str()));
    hits.extend(international.map(|found| Hit { start: found.start(), end: found.end(), rule: Rule::Phone }));
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

/// `+1280000.50`: a change of a balance.
fn is_amount(text: &str) -> bool {
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
        ] {
            keeps(text);
        }
    }
}
