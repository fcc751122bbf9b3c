//! Keys as lists of their bytes: `[174, 47, …]` as Solana's tools keep them, `Uint8Array(64) [ … ]` of JavaScript's console,
//! `{"0":174,"1":47,…}` as it serialises one, and the signed bytes of Java.

use memchr::memchr2_iter;

use super::super::scan::{ALNUM, DIGIT, byte, is, run_end};
use super::super::{Hit, Rule};

/// How many bytes a key has: a seed, or a seed with its public key.
const LENGTHS: [usize; 2] = [32, 64];
/// How many characters may stand between two numbers: a comma, a line break and the indentation.
const MAX_GAP: usize = 40;

pub(super) fn find(text: &str, hits: &mut Vec<Hit>) {
    let bytes = text.as_bytes();
    let mut hit = |start, end| hits.push(Hit { start, end, rule: Rule::PrivateKey });
    for at in memchr2_iter(b'[', b'{', bytes) {
        let end = if byte(bytes, at) == b'[' { list_end(bytes, at) } else { object_end(bytes, at) };
        if let Some(end) = end {
            hit(at, end);
        }
    }
}

/// Where a list of bytes ends that begins there. Where the text was cut, so was the list.
fn list_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start.saturating_add(1);
    let mut count = 0_usize;
    loop {
        let next = gap_end(bytes, at);
        match byte(bytes, next) {
            b']' if LENGTHS.contains(&count) => return Some(next.saturating_add(1)),
            0 if next >= bytes.len() && count >= 32 => return Some(at),
            _ => {}
        }
        if count > 0 && next == at || count == 64 {
            return None;
        }
        at = number_end(bytes, next)?;
        count = count.saturating_add(1);
    }
}

/// Where an object ends that is an array of bytes in JSON, the quotes perhaps escaped.
fn object_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start.saturating_add(1);
    if !matches!(byte(bytes, at), b'"' | b'\\' | b' ' | b'\n' | b'\r') {
        return None;
    }
    let mut count = 0_usize;
    loop {
        at = number_end(bytes, skip(bytes, at, b" \r\n\t\\\""))?;
        at = number_end(bytes, skip(bytes, at, b" \r\n\t\\\":"))?;
        count = count.saturating_add(1);
        let next = gap_end(bytes, at);
        match byte(bytes, next) {
            b'}' if LENGTHS.contains(&count) => return Some(next.saturating_add(1)),
            0 if next >= bytes.len() && count >= 32 => return Some(at),
            _ if next == at || count == 64 => return None,
            _ => at = next,
        }
    }
}

fn skip(bytes: &[u8], at: usize, signs: &[u8]) -> usize {
    let rest = bytes.get(at..).unwrap_or_default().iter().take(MAX_GAP);
    at.saturating_add(rest.take_while(|byte| signs.contains(byte)).count())
}

/// Where the next number or the end of the list is. A line break may be an escape.
fn gap_end(bytes: &[u8], at: usize) -> usize {
    let mut at = skip(bytes, at, b", \r\n\t");
    while byte(bytes, at) == b'\\' && matches!(byte(bytes, at.saturating_add(1)), b'n' | b'r' | b't') {
        at = skip(bytes, at.saturating_add(2), b", \r\n\t");
    }
    at
}

/// Where a number ends that is a byte, signed or not, in decimal or hexadecimal.
fn number_end(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    if let [b'0', b'x' | b'X', ..] = rest {
        let end = run_end(bytes, at.saturating_add(2), ALNUM);
        let digits = std::str::from_utf8(bytes.get(at.saturating_add(2)..end)?).ok()?;
        return u8::from_str_radix(digits, 16).ok().map(|_| end);
    }
    let from = at.saturating_add(usize::from(byte(bytes, at) == b'-'));
    let digits = rest.get(from.saturating_sub(at)..)?.iter().take(4).take_while(|byte| is(**byte, DIGIT));
    let (value, count) = digits.fold((0_u16, 0_usize), |(value, count), digit| {
        (value.saturating_mul(10).saturating_add(u16::from(digit.saturating_sub(b'0'))), count.saturating_add(1))
    });
    let end = from.saturating_add(count);
    let most = if from > at { 128 } else { 255 };
    ((1..=3).contains(&count) && value <= most && !is(byte(bytes, end), ALNUM)).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::super::super::rule_tests::{found, in_bounds, in_bounds_when_hostile, keeps, redacts};
    use super::*;
    use proptest::prelude::*;

    fn numbers(count: u16) -> Vec<String> {
        (0..count).map(|index| (index * 37 % 256).to_string()).collect()
    }

    #[test]
    fn redacts_lists_of_bytes_however_they_are_written() {
        for count in [32, 64] {
            for separator in [",", ", ", ",\n    ", " ", "\n", ",\\n  "] {
                redacts(find, &format!("[{}]", numbers(count).join(separator)));
                redacts(find, &format!("[ {} ]", numbers(count).join(separator)));
            }
            let signed: Vec<String> = (0..count).map(|index| (i32::from(index) * 3 - 100).to_string()).collect();
            redacts(find, &format!("[{}]", signed.join(", ")));
            let hex: Vec<String> = (0..count).map(|index| format!("0x{index:02x}")).collect();
            redacts(find, &format!("[{}]", hex.join(", ")));
            let members: Vec<String> =
                numbers(count).iter().enumerate().map(|(at, number)| format!("\"{at}\":{number}")).collect();
            redacts(find, &format!("{{{}}}", members.join(",")));
            redacts(find, &format!("{{{}}}", members.join(",")).replace('"', "\\\""));
        }
        let list = format!("[ {} ]", numbers(64).join(", "));
        assert_eq!(found(find, &format!("Uint8Array(64) {list}")), [list]);
        let cut = format!("[{}", numbers(50).join(","));
        assert_eq!(found(find, &cut), [&cut]);
    }

    #[test]
    fn keeps_other_lists() {
        for count in [0, 1, 20, 31, 33, 63, 65, 100] {
            keeps(find, &format!("[{}]", numbers(count).join(", ")));
        }
        keeps(find, &format!("[{}, 256]", numbers(31).join(", ")));
        keeps(find, &format!("[{}, 1.5]", numbers(31).join(", ")));
        keeps(find, &format!("({})", numbers(64).join(", ")));
        keeps(find, "[main] INFO [12:00] {\"0\":\"a\"}");
    }

    #[test]
    fn redacts_in_time_whatever_the_text() {
        in_bounds_when_hostile(find, &["[", "[1,", "[1", "1,", "{\"0\":", "{\"0\":1,", "]"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(\\[|\\]|[0-9]{1,4}|, |,|\n|0x|-|é|\\{\"0\":|\\}){0,150}") {
            in_bounds(find, &text);
        }

        #[test]
        fn text_at_random_is_read(text in any::<String>()) {
            in_bounds(find, &text);
        }
    }
}
