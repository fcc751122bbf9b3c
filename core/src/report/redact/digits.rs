//! Numbers written in groups: `4111 1111 1111 1111`, `138-0013-8000`.

use super::marks::{self, Marks, long_runs};

/// How many separating characters may stand between two groups of one number.
const MAX_GAP: usize = 3;

/// Digits without anything between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether only spaces and dashes part it from the group before; in a form `+` is a space.
    pub(super) plain_gap: bool,
}

impl Group {
    pub(super) fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }
}

/// No rule looks for fewer digits than this in one sequence.
const FEWEST: usize = 10;

/// Calls back with every sequence of groups that is not interrupted by anything but separators, and long enough for a rule.
pub(super) fn sequences(text: &str, marks: &Marks, mut found: impl FnMut(&[Group])) {
    let bytes = text.as_bytes();
    let mut groups: Vec<Group> = Vec::new();
    long_runs::<FEWEST>(&marks.parted, |start, end| {
        if marks::count(&marks.digits, start, end) >= FEWEST {
            parted(bytes, start, end, &mut groups, &mut found);
        }
    });
}

/// The sequences within a run of digits and separators.
fn parted(bytes: &[u8], start: usize, end: usize, groups: &mut Vec<Group>, found: &mut impl FnMut(&[Group])) {
    let (mut at, mut total) = (start, 0_usize);
    groups.clear();
    loop {
        let rest = bytes.get(at..end).unwrap_or_default();
        let gap = rest.iter().take_while(|byte| !byte.is_ascii_digit()).count();
        let digits = rest.iter().skip(gap).take_while(|byte| byte.is_ascii_digit()).count();
        if (gap > MAX_GAP || digits == 0) && total >= FEWEST && !is_date_and_hour(groups) {
            found(groups);
        }
        if digits == 0 {
            return;
        }
        if gap > MAX_GAP {
            groups.clear();
            total = 0;
        }
        let plain_gap = rest.iter().take(gap).all(|byte| matches!(byte, b' ' | b'\t' | b'-' | b'+'));
        let start = at.saturating_add(gap);
        at = start.saturating_add(digits);
        groups.push(Group { start, end: at, plain_gap: plain_gap || groups.is_empty() });
        total = total.saturating_add(digits);
    }
}

/// `2026-03-01 08`, which stands in every line of many logs.
fn is_date_and_hour(groups: &[Group]) -> bool {
    groups.iter().map(|group| group.len()).eq([4, 2, 2, 2])
}

/// Whether digits are a piece of a longer word that is no number: of a hash, an address, an id of letters and digits.
pub(super) fn is_within_a_word(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let is_word = |byte: &&u8| byte.is_ascii_alphanumeric();
    let before = bytes.get(start.saturating_sub(WORD_REACH)..start).unwrap_or_default();
    let before = before.iter().rev().take_while(is_word).count();
    let after = bytes.get(end..end.saturating_add(WORD_REACH).min(bytes.len())).unwrap_or_default();
    let after = after.iter().take_while(is_word).count();
    let word = bytes.get(start.saturating_sub(before)..end.saturating_add(after)).unwrap_or_default();
    let around = [word.get(..before), word.get(before.saturating_add(end.saturating_sub(start))..)];
    let around = || around.iter().flatten().flat_map(|piece| piece.iter());
    let is_hex = word.len() >= HEX_WORD && word.iter().all(u8::is_ascii_hexdigit);
    let is_id = word.len() >= LONG_WORD && around().any(u8::is_ascii_digit) && around().any(u8::is_ascii_alphabetic);
    before.saturating_add(after) > 0 && (is_hex || is_id) || is_within_a_uuid(bytes, start, end)
}

/// How far around digits a word is looked at, in bytes.
const WORD_REACH: usize = 128;
/// From this length on, hexadecimal digits with letters among them are a hash or an id.
const HEX_WORD: usize = 16;
/// The same where other digits are among any letters.
const LONG_WORD: usize = 24;

/// Whether digits lie in a UUID (RFC 9562, section 4).
fn is_within_a_uuid(bytes: &[u8], start: usize, end: usize) -> bool {
    const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
    const LENGTH: usize = 36;
    let first = end.saturating_sub(LENGTH).min(start);
    (first..=start).any(|from| {
        let Some(uuid) = bytes.get(from..from.saturating_add(LENGTH)).filter(|_| from.saturating_add(LENGTH) >= end)
        else {
            return false;
        };
        let touches = |at: Option<usize>| {
            at.and_then(|at| bytes.get(at)).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        };
        uuid.get(GROUPS[0]) == Some(&b'-')
            && !touches(from.checked_sub(1))
            && !touches(from.checked_add(LENGTH))
            && uuid.split(|byte| *byte == b'-').map(<[u8]>::len).eq(GROUPS)
            && uuid.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-')
    })
}

/// The digits of some groups, as numbers.
pub(super) fn digits(text: &str, groups: &[Group]) -> Vec<u8> {
    let of = |group: &Group| text.as_bytes().get(group.start..group.end).unwrap_or_default();
    groups.iter().flat_map(|group| of(group).iter().map(|byte| byte.saturating_sub(b'0'))).collect()
}

/// Every run of neighbouring groups with a number of digits in the range: never part of a group, since a longer number is
/// another number.
pub(super) fn windows(groups: &[Group], wanted: std::ops::RangeInclusive<usize>) -> impl Iterator<Item = &[Group]> {
    (0..groups.len()).flat_map(move |from| {
        let rest = groups.get(from..).unwrap_or_default();
        let wanted = wanted.clone();
        let longest = *wanted.end();
        rest.iter()
            .scan(0_usize, |total, group| {
                *total = total.saturating_add(group.len());
                Some(*total)
            })
            .take_while(move |total| *total <= longest)
            .enumerate()
            .filter(move |(_, total)| wanted.contains(total))
            .filter_map(move |(index, _)| rest.get(..=index))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<Vec<&str>> {
        let mut all = Vec::new();
        sequences(text, &Marks::of(text), |groups| {
            all.push(groups.iter().map(|group| text.get(group.start..group.end).unwrap()).collect())
        });
        all
    }

    #[test]
    fn sequences_are_found_wherever_they_begin() {
        for before in 0..25 {
            let text = format!("{}12-345 67890x", "a".repeat(before));
            assert_eq!(found(&text), [["12", "345", "67890"]], "{before}");
            assert_eq!(found(&text.replace("90x", "9")), Vec::<Vec<&str>>::new());
        }
    }

    #[test]
    fn a_wide_gap_parts_them() {
        assert_eq!(found("1234567890    0987654321 1"), [vec!["1234567890"], vec!["0987654321", "1"]]);
        assert_eq!(found("1234:567890"), Vec::<Vec<&str>>::new());
    }
}
