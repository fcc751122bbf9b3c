//! Long runs without spaces: raw keys in hex, base58 and byte arrays, and text wrapped in base64.

use base64::Engine;

use super::SightingRule;
use super::base58;
use super::credentials::{BASE64, BASE64_URL};
use super::sink::{Lines, Sink};
use super::view::long_runs;

/// Shorter runs of base64 hold nothing that their rules would find.
const MIN_RUN: usize = 24;
/// Shorter words are no key.
const MIN_KEY: usize = 51;
/// A 256-bit key in hex.
const KEY_HEX: usize = 64;
/// How much of a run is decoded at first, to see whether it is text at all.
const TASTE: usize = 16;
/// How many starts are tried in a run, after its beginning: a path may be glued on before.
const MAX_STARTS: usize = 4;
/// Bytes in a Solana key pair.
const ARRAY: usize = 64;
/// A key has more different digits or bytes than that.
const MIN_DIFFERENT: usize = 8;

/// Looks at every long run, and calls `inner` with what is wrapped in base64.
pub(super) fn look(text: &str, sink: &mut Sink<'_>, mut inner: impl FnMut(&str, &mut Sink<'_>)) {
    long_runs(text.as_bytes(), MIN_RUN, in_run, |start, end| judge(text, start, end, sink, &mut inner));
}

fn in_run(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')
}

fn judge(text: &str, start: usize, end: usize, sink: &mut Sink<'_>, inner: &mut impl FnMut(&str, &mut Sink<'_>)) {
    let run = text.as_bytes().get(start..end).unwrap_or_default();
    let mut from = start;
    let mut starts = [0_usize; MAX_STARTS];
    for (nth, word) in run.split(|byte| !byte.is_ascii_alphanumeric()).enumerate() {
        let (first, last) = (from, from.saturating_add(word.len()));
        from = last.saturating_add(1);
        if word.len() >= MIN_KEY {
            key(text, word, first, last, sink);
        }
        if let Some(slot) = starts.get_mut(nth.saturating_add(1)) {
            *slot = from.saturating_sub(start);
        }
    }
    // Hashes and UUIDs.
    if run.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-') {
        return;
    }
    for (nth, skipped) in starts.into_iter().enumerate() {
        let part = run.get(skipped..).unwrap_or_default();
        if (nth == 0 || skipped > 0)
            && part.len() >= MIN_RUN
            && let Some(wrapped) = unwrapped(part)
        {
            let line = sink.line_of(text, start);
            inner(&wrapped, &mut sink.with_lines(Lines::Fixed(line)));
            return;
        }
    }
}

fn key(text: &str, word: &[u8], start: usize, end: usize, sink: &mut Sink<'_>) {
    let hex = word.strip_prefix(b"0x").or_else(|| word.strip_prefix(b"0X")).unwrap_or(word);
    if hex.len() == KEY_HEX && hex.iter().all(u8::is_ascii_hexdigit) {
        let head = text.as_bytes().get(start.saturating_sub(8)..start).unwrap_or_default().to_ascii_lowercase();
        // A digest that says so.
        let digest = [&b"sha256:"[..], b"sha256=", b"sha-256:", b"sha-256="].iter().any(|label| head.ends_with(label));
        if !digest && different(hex) >= MIN_DIFFERENT {
            sink.hit(SightingRule::WalletKey, text, end.saturating_sub(KEY_HEX), end);
        }
    } else if base58::is_private(word) {
        sink.hit(SightingRule::WalletKey, text, start, end);
    }
}

fn different(bytes: &[u8]) -> usize {
    let mut seen = [false; 256];
    for byte in bytes {
        if let Some(slot) = seen.get_mut(usize::from(*byte)) {
            *slot = true;
        }
    }
    seen.iter().filter(|seen| **seen).count()
}

/// The text that a run of base64 holds, if it is text.
fn unwrapped(run: &[u8]) -> Option<String> {
    let url = run.iter().any(|byte| matches!(byte, b'-' | b'_'));
    let engine = if url { BASE64_URL } else { BASE64 };
    let mut taste = [0_u8; TASTE];
    let tasted = engine.decode_slice(run.get(..TASTE)?, &mut taste).ok()?;
    if !is_readable(taste.get(..tasted)?) {
        return None;
    }
    // Of a length that base64 cannot have, the last character is something else.
    let whole = if run.len() % 4 == 1 { run.get(..run.len().saturating_sub(1))? } else { run };
    String::from_utf8(engine.decode(whole).ok()?).ok()
}

/// Whether bytes may be the beginning of a text.
fn is_readable(bytes: &[u8]) -> bool {
    let control = bytes.iter().any(|byte| (*byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t')) || *byte == 0x7f);
    let valid = match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    valid && !control
}

/// Looks for a Solana key pair: 64 bytes as a JSON array.
pub(super) fn byte_arrays(text: &str, sink: &mut Sink<'_>) {
    let bytes = text.as_bytes();
    let mut from = 0_usize;
    while let Some(found) = bytes.get(from..).and_then(|rest| rest.iter().position(|byte| *byte == b'[')) {
        let start = from.saturating_add(found);
        from = start.saturating_add(1);
        if let Some(length) = array(bytes.get(from..).unwrap_or_default()) {
            sink.hit(SightingRule::WalletKey, text, start, from.saturating_add(length));
            from = from.saturating_add(length);
        }
    }
}

/// How long an array of 64 different enough bytes is, after its bracket.
fn array(text: &[u8]) -> Option<usize> {
    let (mut at, mut values) = (0_usize, Vec::new());
    let blank = |byte: &&u8| byte.is_ascii_whitespace();
    loop {
        at = at.saturating_add(text.get(at..)?.iter().take_while(blank).count());
        let digits = text.get(at..)?.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
        let digits = text.get(at..at.saturating_add(digits)).and_then(|digits| std::str::from_utf8(digits).ok())?;
        values.push(digits.parse::<u8>().ok()?);
        at = at.saturating_add(digits.len());
        at = at.saturating_add(text.get(at..)?.iter().take_while(blank).count());
        match text.get(at)? {
            b',' if values.len() < ARRAY => at = at.saturating_add(1),
            b']' if values.len() == ARRAY => {
                return (different(&values) >= MIN_DIFFERENT).then(|| at.saturating_add(1));
            }
            _ => return None,
        }
    }
}
