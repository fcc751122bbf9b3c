//! Telephone numbers: Chinese mobiles, and international numbers with `+` (ITU-T E.164).

use super::SightingRule;
use super::digits::measured;
use super::sink::Sink;

/// How many digits an international number has at most.
const MAX_DIGITS: usize = 15;
/// Fewer digits after `+` are an offset or a difference.
const MIN_DIGITS: usize = 10;

/// Whether 11 digits, or those after 86 or 0086, are a mobile number in China. Numbers that a computer counts in (whole
/// pages, round thousands of millions) are sizes and times.
pub(super) fn is_mobile(digits: &[u8]) -> bool {
    let own = match digits.len() {
        11 => digits,
        13 => digits.strip_prefix(b"86").unwrap_or_default(),
        15 => digits.strip_prefix(b"0086").unwrap_or_default(),
        _ => return false,
    };
    let [b'1', second, third, ..] = own else { return false };
    let assigned = match second {
        b'3' | b'8' => true,
        b'4' => matches!(third, b'0' | b'1' | b'4'..=b'9'),
        b'5' => *third != b'4',
        b'6' => matches!(third, b'2' | b'5' | b'6' | b'7'),
        b'7' => *third != b'9',
        b'9' => *third != b'4',
        _ => false,
    };
    let number =
        own.iter().fold(0_u64, |n, digit| n.wrapping_mul(10).wrapping_add(u64::from(digit.wrapping_sub(b'0'))));
    assigned && !own.ends_with(b"0000000") && !number.is_multiple_of(4096)
}

/// Looks at a number whose first digit, after `+`, is at `start`. Returns where it ends if it is one.
pub(super) fn international(text: &str, start: usize, sink: &mut Sink<'_>) -> Option<usize> {
    let bytes = text.as_bytes();
    let plus = start.checked_sub(1)?;
    let before = plus.checked_sub(1).and_then(|at| bytes.get(at)).copied();
    if before.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b')' | b']' | b'+' | b'.' | b'/')) {
        return None;
    }
    let mut digits = Vec::with_capacity(MAX_DIGITS);
    let mut at = start;
    loop {
        let length = bytes.get(at..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count();
        let end = at.saturating_add(length);
        digits.extend(bytes.get(at..end).unwrap_or_default());
        if digits.len() > MAX_DIGITS {
            return None;
        }
        if is_international(&digits) && ends_alone(bytes, end) && !measured(text, plus, end) {
            sink.hit(SightingRule::Phone, text, plus, end);
            return Some(end);
        }
        at = end.saturating_add(joint(bytes, end)?);
    }
}

/// How long the separator before the next digits is: a space, dash or dot, and a bracket beside it.
fn joint(bytes: &[u8], at: usize) -> Option<usize> {
    let between = bytes.get(at..)?;
    let length = between.iter().position(u8::is_ascii_digit)?;
    let between = between.get(..length)?;
    matches!(between, b" " | b"-" | b"." | b" (" | b"(" | b") " | b")" | b")-" | b"-(").then_some(length)
}

fn ends_alone(bytes: &[u8], end: usize) -> bool {
    let after = |n: usize| bytes.get(end.saturating_add(n)).copied();
    match after(0) {
        Some(byte) if byte.is_ascii_alphanumeric() => false,
        Some(b'.' | b',' | b':') => !after(1).is_some_and(|byte| byte.is_ascii_digit()),
        Some(_) | None => true,
    }
}

/// The country, the length that its numbers have, and what is nobody's own: free and service numbers.
fn is_international(digits: &[u8]) -> bool {
    if digits.len() < MIN_DIGITS {
        return false;
    }
    let national = |code: usize| digits.get(code..).unwrap_or_default();
    let starts = |number: &[u8], prefixes: &[&[u8]]| prefixes.iter().any(|prefix| number.starts_with(prefix));
    match digits {
        [b'1', area, _, _, exchange, ..] => {
            let free: [&[u8]; 7] = [b"800", b"833", b"844", b"855", b"866", b"877", b"888"];
            digits.len() == 11 && *area >= b'2' && *exchange >= b'2' && !starts(national(1), &free)
        }
        [b'8', b'6', ..] => {
            let own = national(2);
            let service: [&[u8]; 5] = [b"400", b"800", b"955", b"101", b"0"];
            match own {
                [b'1', b'3'..=b'9', ..] => own.len() == 11,
                _ => matches!(own.len(), 10 | 11) && !starts(own, &service),
            }
        }
        [b'4', b'4', ..] => {
            let service: [&[u8]; 5] = [b"800", b"808", b"30", b"345", b"0800"];
            matches!(national(2).len(), 9..=11) && !starts(national(2), &service)
        }
        [b'7', ..] => digits.len() == 11,
        [b'2', b'0' | b'7', ..]
        | [b'3', b'0'..=b'4' | b'6' | b'9', ..]
        | [b'4', b'0' | b'1' | b'3' | b'5'..=b'9', ..]
        | [b'5', b'1'..=b'8', ..]
        | [b'6', b'0'..=b'6', ..]
        | [b'8', b'1' | b'2' | b'4', ..]
        | [b'9', b'0'..=b'5' | b'8', ..] => matches!(national(2).len(), 8..=12),
        [b'2', b'1'..=b'6' | b'9', ..]
        | [b'3', b'5' | b'7' | b'8', ..]
        | [b'4', b'2', ..]
        | [b'5', b'0' | b'9', ..]
        | [b'6', b'7'..=b'9', ..]
        | [b'8', b'5' | b'8', ..]
        | [b'9', b'6' | b'7' | b'9', ..] => matches!(national(3).len(), 7..=10),
        _ => false,
    }
}
