//! How the rules look at little of a text: in blocks that the compiler compares sixteen bytes at a time, and from there byte by
//! byte only where something may be. All of it is linear.

use memchr::memchr3_iter;

/// `0` to `9`.
pub(super) const DIGIT: u16 = 1;
/// Hexadecimal digits.
pub(super) const HEX: u16 = 1 << 1;
/// ASCII letters and digits.
pub(super) const ALNUM: u16 = 1 << 2;
/// Bitcoin's alphabet: no `0`, `O`, `I` or `l`.
pub(super) const BASE58: u16 = 1 << 3;
/// Base64 with its padding (RFC 4648, section 4).
pub(super) const BASE64: u16 = 1 << 4;
/// Letters, digits, `-` and `_`: base64url, and the words that keys are made of.
pub(super) const TOKEN: u16 = 1 << 5;
/// Digits, and what may stand between the groups of a number.
pub(super) const NUMBER: u16 = 1 << 6;
/// Hexadecimal digits, colons and dots: IPv6 addresses.
pub(super) const COLON_HEX: u16 = 1 << 7;

/// The characters of either alphabet of base64, without padding.
pub(super) const EITHER_BASE64: u16 = 1 << 8;

static CLASSES: [u16; 256] = classes();

const fn classes() -> [u16; 256] {
    let mut classes = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        let (alnum, hex) = (byte.is_ascii_alphanumeric(), byte.is_ascii_hexdigit());
        let mut class = 0;
        if byte.is_ascii_digit() {
            class |= DIGIT | NUMBER;
        }
        if hex {
            class |= HEX | COLON_HEX;
        }
        if alnum {
            class |= ALNUM | BASE64 | TOKEN | EITHER_BASE64;
        }
        if alnum && !matches!(byte, b'0' | b'O' | b'I' | b'l') {
            class |= BASE58;
        }
        class |= match byte {
            b'+' | b'/' => BASE64 | EITHER_BASE64,
            b'=' => BASE64,
            b'-' => TOKEN | NUMBER | EITHER_BASE64,
            b'_' => TOKEN | EITHER_BASE64,
            b' ' => NUMBER,
            b':' => COLON_HEX,
            b'.' => COLON_HEX,
            _ => 0,
        };
        classes[byte as usize] = class;
        byte += 1;
    }
    classes
}

/// Whether a byte is of a class.
#[inline(always)]
pub(super) fn is(byte: u8, class: u16) -> bool {
    CLASSES[usize::from(byte)] & class != 0
}

/// The byte there; zero, which is of no class, outside the text.
#[inline(always)]
pub(super) fn byte(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

/// The byte before; zero at the beginning.
#[inline(always)]
pub(super) fn before(bytes: &[u8], at: usize) -> u8 {
    at.checked_sub(1).map_or(0, |before| byte(bytes, before))
}

/// Whether all of them are of a class.
pub(super) fn all(bytes: &[u8], class: u16) -> bool {
    bytes.iter().all(|byte| is(*byte, class))
}

/// Where the bytes of a class that begin at `from` end.
pub(super) fn run_end(bytes: &[u8], from: usize, class: u16) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from.saturating_add(rest.iter().take_while(|byte| is(**byte, class)).count())
}

/// Where the bytes of a class that end at `to` begin, not before `floor`.
pub(super) fn run_start(bytes: &[u8], to: usize, class: u16, floor: usize) -> usize {
    let part = bytes.get(floor..to).unwrap_or_default();
    to.saturating_sub(part.iter().rev().take_while(|byte| is(**byte, class)).count())
}

/// Calls back with every run of at least so many bytes of a class that lies in one of these longer runs, in order.
pub(super) fn runs_within(
    bytes: &[u8],
    longer: &[(usize, usize)],
    shortest: usize,
    class: u16,
    mut found: impl FnMut(usize, usize),
) {
    for (start, end) in longer.iter().copied().filter(|(start, end)| end.saturating_sub(*start) >= shortest) {
        let mut at = start;
        while at < end {
            let run = run_end(bytes, at, class).min(end);
            if run.saturating_sub(at) >= shortest {
                found(at, run);
            }
            at = run.saturating_add(1);
        }
    }
}

/// How many bytes an escape has that begins there: `%3D`, `\n`, `\u003d`, `\x3d`.
pub(super) fn escape(bytes: &[u8], at: usize) -> Option<usize> {
    let hex = |from: usize, count: usize| {
        let from = at.saturating_add(from);
        bytes.get(from..from.saturating_add(count)).is_some_and(|digits| all(digits, HEX))
    };
    match (byte(bytes, at), byte(bytes, at.saturating_add(1))) {
        (b'%', _) if hex(1, 2) => Some(3),
        (b'\\', b'u') if hex(2, 4) => Some(6),
        (b'\\', b'x') if hex(2, 2) => Some(4),
        (b'\\', b'n' | b'r' | b't') => Some(2),
        _ => None,
    }
}

/// The longest escape.
const MAX_ESCAPE: usize = 6;

/// Where a word really begins whose letters may be the end of an escape; none if other letters or digits touch it.
pub(super) fn left_edge(bytes: &[u8], start: usize) -> Option<usize> {
    let escaped = (1..=MAX_ESCAPE).find_map(|back| {
        let from = start.checked_sub(back)?;
        let end = from.saturating_add(escape(bytes, from)?);
        (end >= start).then_some(end)
    });
    match escaped {
        Some(end) => Some(end),
        None => (!is(before(bytes, start), ALNUM)).then_some(start),
    }
}

/// How many neighbouring positions are compared at once.
const BLOCK: usize = 64;
/// How far beyond their block they are compared with what follows.
const REACH: usize = 8;

/// A block with what follows it: one check that all of it is there.
pub(super) type Window = [u8; BLOCK + REACH];

/// The block that begins there; none near the end of the text.
#[inline(always)]
pub(super) fn window(bytes: &[u8], at: usize) -> Option<&Window> {
    bytes.get(at..)?.first_chunk()
}

/// The bytes so far after each of the block.
#[inline(always)]
pub(super) fn shifted(window: &Window, by: usize) -> Option<&[u8; BLOCK]> {
    window.get(by..)?.first_chunk()
}

/// Calls back with every such sign of every block in which there may be something. At the end of the text there is always.
#[inline(always)]
pub(super) fn promising(
    bytes: &[u8],
    signs: [u8; 3],
    test: impl Fn(usize) -> Option<bool>,
    mut look: impl FnMut(usize),
) {
    let [first, second, third] = signs;
    for from in (0..bytes.len()).step_by(BLOCK) {
        if test(from).unwrap_or(true) {
            let to = bytes.len().min(from.saturating_add(BLOCK));
            let block = bytes.get(from..to).unwrap_or_default();
            memchr3_iter(first, second, third, block).for_each(|at| look(from.saturating_add(at)));
        }
    }
}

/// The last bytes before a place, at most so many: for a word that says what follows.
pub(super) fn look_back(bytes: &[u8], at: usize, reach: usize) -> &[u8] {
    bytes.get(at.saturating_sub(reach)..at).unwrap_or_default()
}

/// Whether these bytes end so, whatever their case in ASCII.
pub(super) fn ends_with(bytes: &[u8], end: &str) -> bool {
    let from = bytes.len().checked_sub(end.len());
    from.and_then(|from| bytes.get(from..)).is_some_and(|tail| tail.eq_ignore_ascii_case(end.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_do_not_touch_what_follows() {
        for (text, edge) in [
            ("%3D77", Some(3)),
            ("\\n77", Some(2)),
            ("\\u002277", Some(6)),
            ("=77", Some(1)),
            ("号77", Some(3)),
            ("x77", None),
        ] {
            let start = run_start(text.as_bytes(), text.len(), DIGIT, 0);
            assert_eq!(left_edge(text.as_bytes(), start), edge, "{text}");
        }
    }
}
