//! MAC addresses: six pairs of hexadecimal digits with colons or dashes (IEEE 802), or three fours with dots, as Cisco
//! writes them.

use super::super::scan::{ALNUM, HEX, all, before, byte, is, left_edge, promising, shifted, window};
use super::super::{Hit, Rule};

/// `00:1a:2b:3c:4d:5e`, and `001a.2b3c.4d5e`.
const PAIRS_BYTES: usize = 17;
const FOURS_BYTES: usize = 14;
/// Addresses of nobody: none, everybody, and what Android answers to apps instead of the phone's own (since 6.0).
const NOBODYS: [&str; 3] = ["00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "02:00:00:00:00:00"];

pub(super) fn find(bytes: &[u8], hits: &mut Vec<Hit>) {
    let mut done = 0_usize;
    promising(
        bytes,
        [b':', b'-', b'.'],
        |at| has_signs(bytes, at),
        |at| {
            let length = match byte(bytes, at) {
                b'.' => FOURS_BYTES,
                _ => PAIRS_BYTES,
            };
            let Some(start) = at.checked_sub(if length == PAIRS_BYTES { 2 } else { 4 }) else { return };
            if start < done {
                return;
            }
            let end = start.saturating_add(length);
            let Some(found) = bytes.get(start..end).filter(|found| has_shape(found)) else { return };
            if stands_alone(bytes, start, end, byte(bytes, at)) && is_somebodys(found) {
                hits.push(Hit { start, end, rule: Rule::Mac });
                done = end;
            }
        },
    );
}

/// Whether there are three signs in this block with pairs between them, or two with a four. Times and dates have fewer.
#[inline(always)]
fn has_signs(bytes: &[u8], at: usize) -> Option<bool> {
    let window = window(bytes, at)?;
    let near = |step: usize| shifted(window, step);
    let (first, second, third, dot) = (near(0)?, near(3)?, near(6)?, near(5)?);
    let mut any = 0_u8;
    for (((first, second), third), dot) in first.iter().zip(second).zip(third).zip(dot) {
        let pairs = ((*first == b':') | (*first == b'-')) & (first == second) & (first == third);
        any |= u8::from(pairs) | (u8::from(*first == b'.') & u8::from(*dot == b'.'));
    }
    Some(any != 0)
}

/// Whether nothing touches it that makes it part of a longer word or of a longer list of pairs, such as a fingerprint.
fn stands_alone(bytes: &[u8], start: usize, end: usize, sign: u8) -> bool {
    let hex = |at: usize| is(byte(bytes, at), HEX);
    let goes_on =
        byte(bytes, end) == sign && hex(end.saturating_add(1)) && (sign == b'.' || hex(end.saturating_add(2)));
    let is_pair = |at: usize| hex(at) && hex(at.saturating_add(1)) && !is(before(bytes, at), ALNUM);
    let went_on = before(bytes, start) == sign && start.checked_sub(3).is_some_and(is_pair);
    !goes_on && !went_on && !is(byte(bytes, end), ALNUM) && left_edge(bytes, start) == Some(start)
}

fn is_somebodys(found: &[u8]) -> bool {
    let text = std::str::from_utf8(found).ok();
    text.and_then(canonical).is_some_and(|mac| !NOBODYS.contains(&mac.as_str()) && !text.is_some_and(is_time))
}

/// `26-11-27-08-00-00`: the time in a file's name.
fn is_time(text: &str) -> bool {
    let numbers: Option<Vec<u8>> = text.split('-').map(|number| number.parse().ok()).collect();
    matches!(numbers.as_deref(), Some([_, 1..=12, 1..=31, 0..=23, 0..=59, 0..=60]))
}

/// Whether these are groups of hexadecimal digits with one sign between them.
fn has_shape(bytes: &[u8]) -> bool {
    let (sign, group) = match (bytes.len(), bytes.get(2)) {
        (PAIRS_BYTES, Some(sign @ (b':' | b'-'))) => (*sign, 2),
        (FOURS_BYTES, _) => (b'.', 4),
        _ => return false,
    };
    bytes.split(|byte| *byte == sign).all(|digits| digits.len() == group && all(digits, HEX))
}

/// The address in lower case with colons; none if it is no MAC address.
pub(super) fn canonical(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    if !has_shape(bytes) {
        return None;
    }
    let has = |wanted: fn(&u8) -> bool| bytes.iter().any(wanted);
    // `2026.1127.0800` and `dead.beef.cafe` are not.
    if bytes.len() == FOURS_BYTES && !(has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic)) {
        return None;
    }
    let digits: Vec<char> = text.chars().filter(char::is_ascii_hexdigit).collect();
    let pairs: Vec<String> =
        digits.chunks(2).map(|pair| pair.iter().collect::<String>().to_ascii_lowercase()).collect();
    Some(pairs.join(":"))
}

#[cfg(test)]
mod tests {
    use super::super::super::rule_tests::{found, keeps, redacts};
    use super::super::find;

    #[test]
    fn redacts_addresses_however_they_are_written() {
        for mac in
            ["00:1a:2b:3c:4d:5e", "00:1A:2B:3C:4D:5E", "00-1A-2B-3C-4D-5E", "001a.2b3c.4d5e", "12:34:56:78:90:12"]
        {
            redacts(find, mac);
        }
        for text in
            ["mac:00:1a:2b:3c:4d:5e", "bssid-00:1a:2b:3c:4d:5e.", "en0-00:1a:2b:3c:4d:5e", "MAC:00:1a:2b:3c:4d:5e"]
        {
            assert_eq!(found(find, text), ["00:1a:2b:3c:4d:5e"], "{text}");
        }
        assert_eq!(found(find, "if-00-1a-2b-3c-4d-5e"), ["00-1a-2b-3c-4d-5e"]);
    }

    #[test]
    fn keeps_what_is_no_address_or_nobodys() {
        for text in [
            "00:00:00:00:00:00",
            "ff:ff:ff:ff:ff:ff",
            "FF-FF-FF-FF-FF-FF",
            "02:00:00:00:00:00",
            "00:1a-2b:3c-4d:5e",
            "00:1a:2b:3c:4d",
            "00:1a:2b:3c:4d:5e:6f",
            "00-1a-2b-3c-4d-5e-6f",
            "x00:1a:2b:3c:4d:5e",
            "00:1a:2b:3c:4d:5ex",
            "00:1a:2b:3c:4d:5g",
            "log-26-11-27-08-00-00.txt",
            "2026.1127.0800",
            "dead.beef.cafe",
            "123e4567-e89b-12d3-a456-426614174000",
            "2026-11-27 08:00:00",
        ] {
            keeps(find, text);
        }
    }
}
