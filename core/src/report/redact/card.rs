//! Payment cards: 13 to 19 digits, in groups or not, that a scheme issues and whose check digit is right (ISO/IEC 7812-1).

use super::digits::{Group, digits, is_within_a_word, windows};
use super::{Hit, Rule};
use crate::check_digit::luhn;

/// How long a card number is (ISO/IEC 7812-1 allows up to 19; the shortest in use have 13).
const LENGTHS: std::ops::RangeInclusive<usize> = 13..=19;
/// In more groups than this it is a list of numbers, unless every digit or pair stands alone.
const MAX_GROUPS: usize = 7;

/// Judges digits that nothing but separators interrupts.
pub(super) fn judge(text: &str, groups: &[Group], hits: &mut Vec<Hit>) {
    for window in windows(groups, LENGTHS) {
        let (Some(first), Some(last)) = (window.first(), window.last()) else { continue };
        if !is_written_like_a_card(text, window) {
            continue;
        }
        let number = digits(text, window);
        if is_issued(&number) && luhn(&number) && !is_within_a_word(text, first.start, last.end) {
            hits.push(Hit { start: first.start, end: last.end, rule: Rule::Card });
        }
    }
}

fn is_written_like_a_card(text: &str, groups: &[Group]) -> bool {
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let inner_gaps_plain = groups.iter().skip(1).all(|group| group.plain_gap);
    if !inner_gaps_plain {
        // Dots, slashes and underscores also part dates, versions and paths: only what people write, and one sign throughout.
        let mut gaps = groups.windows(2).map(|pair| match pair {
            [a, b] => text.get(a.end..b.start).unwrap_or_default(),
            _ => "",
        });
        let first = gaps.next().unwrap_or_default();
        let same = first.len() == 1 && gaps.all(|gap| gap == first);
        return same
            && matches!(lengths.as_slice(), [4 | 6, rest @ ..] if rest.len() <= 4 && rest.iter().all(|it| *it >= 3 || *it == 1));
    }
    lengths.len() <= MAX_GROUPS
        || lengths.iter().all(|length| *length == 1)
        || lengths.iter().all(|length| *length == 2)
}

/// Whether a scheme issues numbers that begin so. Keeps times in milliseconds, dates and most order numbers.
fn is_issued(number: &[u8]) -> bool {
    let begin = number.iter().take(4).fold(0_u32, |sum, digit| sum.saturating_mul(10).saturating_add((*digit).into()));
    let length = number.len();
    match begin {
        // Visa; Mastercard, Maestro; UnionPay, Discover, Maestro, RuPay.
        4000..=6999 => true,
        // Mir and Mastercard.
        2200..=2204 | 2221..=2720 => length >= 16,
        // American Express, Diners Club, JCB.
        3000..=3999 => length >= 14,
        // UATP.
        1000..=1999 => length == 15,
        // UnionPay and RuPay; older cards of Chinese banks, Troy, Humo.
        8000..=9999 => length >= 16,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{keeps, redacts};

    #[test]
    fn redacts_cards_however_they_are_written() {
        for card in [
            "4111111111111111",
            "4111 1111 1111 1111",
            "4111-1111-1111-1111",
            "4111 - 1111 - 1111 - 1111",
            "4111.1111.1111.1111",
            "4111_1111_1111_1111",
            "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
            "41 11 11 11 11 11 11 11",
            "４１１１　１１１１　１１１１　１１１１",
            "4111\u{a0}1111\u{2011}1111\u{200b}1111",
            "378282246310005",
            "3782 822463 10005",
            "30569309025904",
            "3530111333300000",
            "5555555555554444",
            "2223003122003222",
            "6222021234567890128",
            "622202 1234567890128",
            "9558820200001323775",
            "4222222222222",
        ] {
            redacts("card", card);
        }
    }

    #[test]
    fn redacts_a_card_beside_other_numbers() {
        for text in ["2026-03-01 4111 1111 1111 1111", "4111111111111111 123", "1. 4111111111111111 12/27"] {
            let redacted = super::super::test_support::redacted(text);
            assert!(redacted.contains("[redacted:card]") && !redacted.contains("1111"), "{redacted}");
        }
    }

    #[test]
    fn keeps_numbers_that_are_no_cards() {
        for text in [
            "4111111111111112",               // Wrong check digit.
            "1772352000004",                  // A time in milliseconds.
            "20260301080000 20260301090000",  // Times.
            "0000000000000000",               // Padding.
            "41111111111111111111111111",     // Too long to be one.
            "2026-03-01T08:00:00.411111111Z", // A time with its fraction.
            "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20",
            "v4.11.111.1111.1111",
            "¥41111111.11",
        ] {
            keeps(text);
        }
    }
}
