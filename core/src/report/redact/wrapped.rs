//! Text that is wrapped in base64 (RFC 4648), on one line or over several (RFC 2045, section 6.8): what is in it is read like
//! any other, and where that holds a secret the whole goes.

use super::marks::{Marks, long_runs};
use super::scan::{EITHER_BASE64, is};

/// The shortest run that is decoded: eleven digits, wrapped, have fifteen characters.
const SHORTEST: usize = 15;
/// The shortest text, in bytes.
const LEAST_TEXT: usize = 11;
/// The shortest run that may begin after a sign.
const SHORTEST_AT: usize = 14;
/// From this length on a run is decoded whatever it begins with.
const LONG: usize = 32;
/// How often text may be wrapped in text.
const MAX_WRAPS: usize = 2;
/// From this length on a run may go on in the next line.
const SHORTEST_LINE: usize = 60;
/// How many characters are looked at before a run is decoded.
const TRIED: usize = 16;

/// Calls back with each run of base64 that is text: where it stands, and what it says.
pub(super) fn find(text: &str, runs: &[(usize, usize)], wraps: usize, mut found: impl FnMut(usize, usize, &str)) {
    if wraps >= MAX_WRAPS {
        return;
    }
    let bytes = text.as_bytes();
    let mut covered = 0_usize;
    for (start, end) in runs.iter().copied() {
        if start < covered {
            continue;
        }
        let end = with_next_lines(bytes, start, end);
        covered = end;
        let run = bytes.get(start..end).unwrap_or_default();
        if may_hold_text(run) {
            for inner in (0..4).filter_map(|from| text_in(run.get(from..)?)) {
                found(start, end, &inner);
            }
        }
    }
}

/// Every run of either alphabet's characters that is long enough, with its padding.
pub(super) fn runs(text: &str) -> Vec<(usize, usize)> {
    marked_runs(text, &Marks::of(text))
}

/// The same in a text of which these are the marks.
pub(super) fn marked_runs(text: &str, marks: &Marks) -> Vec<(usize, usize)> {
    let (bytes, mut runs) = (text.as_bytes(), Vec::new());
    long_runs::<SHORTEST>(&marks.base64, |start, end| {
        let padding = bytes.get(end..).unwrap_or_default().iter().take(2).take_while(|byte| **byte == b'=').count();
        runs.push((start, end.saturating_add(padding)));
    });
    runs
}

fn with_next_lines(bytes: &[u8], start: usize, end: usize) -> usize {
    let (mut line_start, mut end) = (start, end);
    while end.saturating_sub(line_start) >= SHORTEST_LINE {
        let rest = bytes.get(end..).unwrap_or_default();
        let gap = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n' | b' ' | b'\t')).count();
        let parts = rest.get(..gap).is_some_and(|gap| gap.contains(&b'\n'));
        let next = end.saturating_add(gap);
        let length = bytes.get(next..).unwrap_or_default().iter().take_while(|byte| is_base64(**byte)).count();
        if !parts || length == 0 {
            break;
        }
        line_start = next;
        end = next.saturating_add(length);
        end = end.saturating_add(
            bytes.get(end..).unwrap_or_default().iter().take(2).take_while(|byte| **byte == b'=').count(),
        );
    }
    end
}

fn is_base64(byte: u8) -> bool {
    is(byte, EITHER_BASE64)
}

/// Whether it is worth decoding: a long run, or one in which a text begins at once or after a sign. Most short runs are names
/// and paths, most long ones in plain hexadecimal digits are ids.
fn may_hold_text(run: &[u8]) -> bool {
    if run.len() >= LONG {
        return !run.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-');
    }
    let after_sign = memchr::memchr3_iter(b'/', b'-', b'_', run).map(|at| at.saturating_add(1));
    (0..4)
        .chain(after_sign)
        .any(|from| run.len().saturating_sub(from) >= SHORTEST_AT && run.get(from..).is_some_and(begins_text))
}

/// The stretches of text in what these characters say. Something may be glued to either end, so that only a part is one.
fn text_in(run: &[u8]) -> Option<String> {
    let (mut bits, mut count) = (0_u32, 0_u32);
    let (mut all, mut stretch) = (String::new(), Vec::new());
    let mut state = Following::default();
    let mut flush = |stretch: &mut Vec<u8>| {
        if stretch.len() >= LEAST_TEXT {
            all.push_str(&String::from_utf8_lossy(stretch));
            all.push('\n');
        }
        stretch.clear();
    };
    for value in run.iter().filter_map(|byte| SIXTH.get(usize::from(*byte)).filter(|value| **value < 64)) {
        (bits, count) = (bits << 6 | u32::from(*value), count.saturating_add(6));
        if count < 8 {
            continue;
        }
        count = count.saturating_sub(8);
        let byte = u8::try_from(bits >> count & 0xFF).unwrap_or_default();
        if !state.takes(byte) {
            flush(&mut stretch);
            state = Following::default();
            if !state.takes(byte) {
                state = Following::default();
                continue;
            }
        }
        stretch.push(byte);
    }
    flush(&mut stretch);
    (!all.is_empty()).then_some(all)
}

/// How many bytes of a character of UTF-8 are still to come.
#[derive(Default)]
struct Following(u8);

impl Following {
    /// Whether a text can go on with this byte.
    fn takes(&mut self, byte: u8) -> bool {
        let next = match (byte, self.0) {
            (0x80..0xC0, following @ 1..) => Some(following.saturating_sub(1)),
            (0x20..=0x7E | 0x09 | 0x0A | 0x0D, 0) => Some(0),
            (0xC2..0xE0, 0) => Some(1),
            (0xE0..0xF0, 0) => Some(2),
            (0xF0..0xF5, 0) => Some(3),
            (_, _) => None,
        };
        self.0 = next.unwrap_or_default();
        next.is_some()
    }
}

/// What each byte stands for; 64 for none.
const SIXTH: [u8; 256] = {
    let mut table = [64_u8; 256];
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut value = 0_u8;
    while value < 64 {
        table[alphabet[value as usize] as usize] = value;
        value += 1;
    }
    table[b'-' as usize] = 62;
    table[b'_' as usize] = 63;
    table
};

/// Whether the first bytes are those of a text.
fn begins_text(run: &[u8]) -> bool {
    let (mut bits, mut count, mut state) = (0_u32, 0_u32, Following::default());
    for value in run.iter().take(TRIED).filter_map(|byte| SIXTH.get(usize::from(*byte))) {
        (bits, count) = (bits << 6 | u32::from(*value), count.saturating_add(6));
        if *value > 63 {
            return true;
        }
        if count >= 8 {
            count = count.saturating_sub(8);
            if !state.takes(u8::try_from(bits >> count & 0xFF).unwrap_or_default()) {
                return false;
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

    use super::super::test_support::{keeps, redacted};
    use super::*;

    #[test]
    fn redacts_what_is_wrapped_once_or_twice() {
        let once = STANDARD.encode("my card is 4111 1111 1111 1111, thanks");
        for text in [
            once.clone(),
            STANDARD.encode(&once),
            URL_SAFE_NO_PAD.encode("13800138000"),
            STANDARD.encode(r#"{"note":"\u0031380013800\u0030"}"#),
        ] {
            let shown = redacted(&format!("payload={text};"));
            assert!(!shown.contains(text.trim_end_matches('=')), "{text} is in {shown}");
        }
    }

    #[test]
    fn redacts_what_is_wrapped_over_lines() {
        let whole = STANDARD.encode(format!("{} 4111111111111111 {}", "g".repeat(90), "h".repeat(90)));
        let lines: Vec<&str> = whole.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
        assert_eq!(redacted(&format!("x\n{}\ny", lines.join("\r\n"))), "x\n[redacted:card]\ny");
    }

    #[test]
    fn keeps_what_wraps_no_secret() {
        keeps(&STANDARD.encode("nothing in here that anybody could mind"));
        keeps("com/example/wallet/sync/BalanceWorkerFactoryImplementation");
        keeps("9f86d081884c7d659a2feaa0c55ad015");
    }

    #[test]
    fn runs_are_found_wherever_they_begin() {
        for before in 0..40 {
            let text = format!("{}{}", " ".repeat(before), "a".repeat(SHORTEST));
            assert_eq!(runs(&text), [(before, text.len())]);
            assert_eq!(runs(text.get(..text.len() - 1).unwrap()), []);
        }
    }
}
