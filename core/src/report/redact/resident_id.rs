//! Chinese resident identity numbers (GB 11643-1999): a place of six digits, a date of birth of eight, an order of three and
//! a check character by ISO/IEC 7064 MOD 11-2. Written in one or in groups.
//!
//! After a word that announces one, a number with a wrong check character is one too, and so is the form of 15 digits that
//! was issued until 1999 (GB 11643-1989: a year of two digits, no check character).

use super::scan::{ALNUM, DIGIT, before, byte, ends_with, is, left_edge, look_back, run_end};
use super::{Hit, Rule};
use crate::check_digit::mod_11_2;

/// How long a number is, and its old form.
const LENGTH: usize = 18;
const OLD_LENGTH: usize = 15;
/// The provinces, by their first two digits (GB/T 2260).
const PROVINCES: [std::ops::RangeInclusive<u32>; 9] =
    [11..=15, 21..=23, 31..=37, 41..=46, 50..=54, 61..=65, 71..=71, 81..=83, 91..=91];
/// Who is alive or was when there were telephones, and who will be born while this is in use.
const YEARS: std::ops::RangeInclusive<u32> = 1850..=2100;
/// What announces a number, in any case.
const CUES: [&str; 18] = [
    "身份证",
    "身分证",
    "身份證",
    "身分證",
    "证件号",
    "證件號",
    "公民身份",
    "id card",
    "idcard",
    "id_card",
    "id-card",
    "identity card",
    "resident id",
    "residentid",
    "resident_id",
    "id number",
    "idno",
    "id_no",
];
/// How far a cue may end before the number: `号码为: `, a quote.
const CUE_REACH: usize = 20;
/// The longest cue, in bytes.
const MAX_CUE: usize = 16;

/// Digits without anything between them.
#[derive(Clone, Copy)]
struct Group {
    start: usize,
    end: usize,
}

/// Reads what lies around digits that nothing but separators interrupts, if there are enough of them.
pub(super) fn near(text: &str, digits: &[super::digits::Group], hits: &mut Vec<Hit>) {
    let (Some(first), Some(last)) = (digits.first(), digits.last()) else { return };
    let count = digits.iter().fold(0_usize, |count, group| count.saturating_add(group.len()));
    // The check character may be a letter.
    if count >= OLD_LENGTH {
        find(text.as_bytes(), first.start, last.end, hits);
    }
}

fn find(bytes: &[u8], from: usize, to: usize, hits: &mut Vec<Hit>) {
    let (mut groups, mut at) = (Vec::new(), from);
    while at < to {
        at = sequence(bytes, at, to, &mut groups);
        windows(bytes, &groups, hits);
    }
}

/// Gathers groups that single signs part; says where to go on.
fn sequence(bytes: &[u8], from: usize, end: usize, groups: &mut Vec<Group>) -> usize {
    groups.clear();
    let mut at = from;
    while at < end {
        let group_end = run_end(bytes, at, DIGIT).min(end);
        if group_end == at {
            return at.saturating_add(1);
        }
        groups.push(Group { start: at, end: group_end });
        at = group_end.saturating_add(1);
        if !matches!(byte(bytes, group_end), b' ' | b'-') {
            return at;
        }
    }
    at
}

/// Judges every run of whole groups that is long enough.
fn windows(bytes: &[u8], groups: &[Group], hits: &mut Vec<Hit>) {
    for (index, first) in groups.iter().enumerate() {
        let rest = groups.get(index..).unwrap_or_default();
        if !is(before(bytes, first.start), ALNUM) {
            judge(bytes, first.start, rest, hits);
        }
        // Only the first group can hold the end of an escape; or it only looks so, after a `%`.
        let edge = if index == 0 { left_edge(bytes, first.start) } else { None };
        if let Some(edge) =
            edge.filter(|edge| *edge < first.end && (*edge != first.start || is(before(bytes, *edge), ALNUM)))
        {
            judge(bytes, edge, rest, hits);
        }
    }
}

/// Judges the numbers that begin there.
fn judge(bytes: &[u8], start: usize, groups: &[Group], hits: &mut Vec<Hit>) {
    let mut number = Number::default();
    for group in groups {
        let digits = bytes.get(group.start.max(start)..group.end).unwrap_or_default();
        if digits.len() > LENGTH || !digits.iter().all(|digit| number.push(digit.saturating_sub(b'0'))) {
            break;
        }
        if let Some(end) = number.end(bytes, start, group.end) {
            hits.push(Hit { start, end, rule: Rule::ResidentId });
        }
    }
}

/// Digits gathered so far.
#[derive(Default)]
struct Number {
    digits: [u8; LENGTH],
    count: usize,
}

impl Number {
    /// False if it is longer than any number.
    fn push(&mut self, digit: u8) -> bool {
        let place = self.digits.get_mut(self.count);
        self.count = self.count.saturating_add(1);
        place.map(|place| *place = digit).is_some()
    }

    fn value(&self, from: usize, to: usize) -> u32 {
        let digits = self.digits.get(from..to).unwrap_or_default();
        digits.iter().fold(0, |value, digit| value.saturating_mul(10).saturating_add(u32::from(*digit)))
    }

    /// Where the number ends that these digits are, perhaps with an `X` to come.
    fn end(&self, bytes: &[u8], start: usize, digits_end: usize) -> Option<usize> {
        match self.count {
            OLD_LENGTH => {
                let born = (self.value(6, 8).saturating_add(1900), self.value(8, 10), self.value(10, 12));
                let old =
                    self.is_of_a_province() && is_date(born) && ends(bytes, digits_end) && announced(bytes, start);
                old.then_some(digits_end)
            }
            17 => {
                let gap = usize::from(matches!(byte(bytes, digits_end), b' ' | b'-'));
                let check = digits_end.saturating_add(gap);
                let is_x = matches!(byte(bytes, check), b'X' | b'x') && ends(bytes, check.saturating_add(1));
                (is_x && self.is_issued(10, bytes, start)).then_some(check.saturating_add(1))
            }
            LENGTH => {
                let check = self.digits.last().copied().unwrap_or_default();
                (ends(bytes, digits_end) && self.is_issued(check, bytes, start)).then_some(digits_end)
            }
            _ => None,
        }
    }

    /// With this check character.
    fn is_issued(&self, check: u8, bytes: &[u8], start: usize) -> bool {
        let right = || mod_11_2(self.digits.get(..17).unwrap_or_default()) == check;
        is_date((self.value(6, 10), self.value(10, 12), self.value(12, 14)))
            && (self.is_of_a_province() && right() || announced(bytes, start))
    }

    fn is_of_a_province(&self) -> bool {
        let province = self.value(0, 2);
        PROVINCES.iter().any(|range| range.contains(&province))
    }
}

/// Whether a number may end there: nothing that belongs to a word or a number follows.
fn ends(bytes: &[u8], end: usize) -> bool {
    !is(byte(bytes, end), ALNUM)
}

/// Whether that day was, in the Gregorian calendar.
fn is_date((year, month, day): (u32, u32, u32)) -> bool {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    YEARS.contains(&year) && (1..=days).contains(&day)
}

/// Whether a cue is right before: no other digits between.
fn announced(bytes: &[u8], start: usize) -> bool {
    let near = look_back(bytes, start, CUE_REACH.saturating_add(MAX_CUE));
    let from = near.iter().rposition(|byte| is(*byte, DIGIT)).map_or(0, |digit| digit.saturating_add(1));
    let near = near.get(from..).unwrap_or_default();
    let latest = near.len().saturating_sub(CUE_REACH);
    (latest..=near.len()).any(|end| {
        let until = near.get(..end).unwrap_or_default();
        CUES.iter().any(|cue| ends_with(until, cue))
    })
}

#[cfg(test)]
mod tests {
    use super::super::rule_tests::{found, in_bounds, in_bounds_when_hostile, keeps, redacts};
    use super::*;
    use proptest::prelude::*;

    fn find(text: &str, hits: &mut Vec<Hit>) {
        super::super::digits::sequences(text, &super::super::marks::Marks::of(text), |groups| near(text, groups, hits));
    }

    #[test]
    fn redacts_numbers_however_they_are_written() {
        for number in [
            "11010519491231002X",
            "11010519491231002x",
            "440524188001010014",
            "110105-19491231-002X",
            "110105 19491231 002X",
            "110 105 194 912 310 02X",
            "1101 0519 4912 3100 2X",
            "1101-0519-4912-3100-2X",
            "110105 19491231 002 X",
            "4 4 0 5 2 4 1 8 8 0 0 1 0 1 0 0 1 4",
            "440524 18800101 0014",
        ] {
            redacts(find, number);
        }
    }

    #[test]
    fn redacts_a_number_among_others() {
        for text in [
            "2026-11-27 440524188001010014 3",
            "1-440524188001010014",
            "%E5%8F%B7440524188001010014",
            "\\u0022440524188001010014",
            "100%440524188001010014",
            "a\\n440524188001010014",
        ] {
            assert_eq!(found(find, text), ["440524188001010014"], "{text}");
        }
        assert_eq!(found(find, "440524188001010014 11010519491231002X"), ["440524188001010014", "11010519491231002X"]);
    }

    #[test]
    fn redacts_after_a_cue_what_is_mistyped_or_old() {
        for text in [
            "身份证110105194912310021",
            "身份证号码为: 110105194912310021",
            "ID card: 110105194912310021",
            "\"idCard\":\"110105194912310021\"",
            "id_card=110105 19491231 0021",
            "身份证110105491231002",
            "证件号: 110105 491231 002",
            "resident id 110105491231002",
        ] {
            let shown = found(find, text);
            assert!(shown.len() == 1 && text.trim_end_matches('"').ends_with(shown[0]), "{text}: {shown:?}");
        }
    }

    #[test]
    fn keeps_other_numbers() {
        for text in [
            "110105194912310021",          // Wrong check digit.
            "991231194912310021",          // No such province.
            "440524188002300014",          // No such day.
            "110105491231002",             // Old, and nothing says what it is.
            "身份证110105493231002",       // No such day.
            "身份证 1 于 110105491231002", // Another number between.
            "4405241880010100145",
            "0440524188001010014",
            "a440524188001010014",
            "440524188001010014b",
            "440524  18800101  0014",
            "440524_18800101_0014",
            "2026-11-27 08:00:00 1772352000123",
            "00000000000000000000000000000000",
            "6222021234567890128",
        ] {
            keeps(find, text);
        }
    }

    #[test]
    fn redacts_in_time_whatever_the_text() {
        in_bounds_when_hostile(
            find,
            &["1", "1 ", "1-", "-", "11010519491231002X", "110105 ", "身份证", "id card 1", "12345678901234567"],
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(身份证|440524|18800101|0014|[0-9]{1,4}| |-|X|é|%|id card){0,30}") {
            in_bounds(find, &text);
        }

        #[test]
        fn text_at_random_is_read(text in any::<String>()) {
            in_bounds(find, &text);
        }

        #[test]
        fn a_number_is_found_wherever_it_stands(before in "[a-z0-9 .,-]{0,40}[=:(]", after in "[),;][a-z0-9 .,-]{0,40}") {
            let text = format!("{before}440524188001010014{after}");
            prop_assert!(found(find, &text).contains(&"440524188001010014"));
        }
    }
}
