//! JSON by its parts: every key, string and number is a line of its own, so that nothing joins across the structure.

use serde_json::Value;

use super::view::{BREAK, GAP, Part, unescaped};

/// Keys of `report.json` whose values are exact amounts, as text or as a number.
const AMOUNT_KEYS: [&str; 13] = [
    "amount",
    "available",
    "cached",
    "difference",
    "fee",
    "held",
    "known",
    "maximum",
    "minimum",
    "sequence",
    "size",
    "synced",
    "total",
];
/// What keys of sizes and times end with.
const MEASURE_ENDS: [&str; 5] = ["_ms", "_s", "_ns", "bytes", "_us"];
/// Numbers of fewer digits are neither a card nor an identity number nor a mobile number.
const MIN_FIGURE_DIGITS: usize = 11;
/// The length of a SHA-256 in hex.
const SUM_HEX: usize = 64;

/// The parts of one document.
#[derive(Debug, Default)]
pub(super) struct Flat {
    /// The strings. Those of one array stand together, others are kept apart.
    pub(super) values: Part,
    /// The keys.
    pub(super) keys: Part,
    /// The numbers of a file of ours.
    pub(super) numbers: Part,
    /// Keys with their values, as `key` [`GAP`] `value`.
    pub(super) secrets: Part,
    /// SHA-256 values under keys that are for them.
    pub(super) sums: Vec<String>,
    /// Long numbers under keys that are for them.
    pub(super) figures: Vec<String>,
}

/// An object or array that is being read.
#[derive(Default)]
struct Frame {
    object: bool,
    /// In an object: the key of the value that comes next. In an array: the key of the array.
    key: String,
    key_is_next: bool,
}

/// Takes a document apart; `None` if it is not JSON. `ours`: it is a file with our own keys.
pub(super) fn flatten(name: &str, text: &str, ours: bool) -> Option<Flat> {
    let looks_so = name.to_ascii_lowercase().ends_with(".json") || text.trim_start().starts_with(['{', '[']);
    // The parser has the say on what is JSON, and keeps the nesting bounded.
    if !looks_so || serde_json::from_str::<Value>(text).is_err() {
        return None;
    }
    let mut flat = Flat::default();
    let mut stack: Vec<Frame> = Vec::new();
    let (mut rest, mut line) = (text, 1_usize);
    while let Some(c) = rest.chars().next() {
        let used = match c {
            '"' => {
                let length = string_length(rest);
                let inside = rest.get(1..length.saturating_sub(1)).unwrap_or_default();
                string(inside, line, ours, &mut stack, &mut flat);
                length
            }
            '-' | '0'..='9' => {
                let length = rest.bytes().take_while(|b| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
                let length = length.count();
                number(rest.get(..length).unwrap_or_default(), line, ours, &stack, &mut flat);
                length
            }
            _ => {
                structure(c, &mut stack);
                line = line.saturating_add(usize::from(c == '\n'));
                c.len_utf8()
            }
        };
        rest = rest.get(used.max(1)..).unwrap_or_default();
    }
    Some(flat)
}

fn structure(c: char, stack: &mut Vec<Frame>) {
    match c {
        '{' => stack.push(Frame { object: true, key: String::new(), key_is_next: true }),
        '[' => {
            let key = stack.last().map(|frame| frame.key.clone()).unwrap_or_default();
            stack.push(Frame { object: false, key, key_is_next: false });
        }
        '}' | ']' => {
            stack.pop();
        }
        ',' | ':' => {
            if let Some(frame) = stack.last_mut().filter(|frame| frame.object) {
                frame.key_is_next = c == ',';
            }
        }
        _ => {}
    }
}

/// The length of the string literal at the start, with its quotes.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    let inside = text.bytes().skip(1).take_while(|byte| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        !ends
    });
    inside.count().saturating_add(2)
}

fn string(raw: &str, line: usize, ours: bool, stack: &mut [Frame], flat: &mut Flat) {
    let text = unescaped(raw).unwrap_or_else(|| raw.to_owned());
    if let Some(frame) = stack.last_mut().filter(|frame| frame.object && frame.key_is_next) {
        flat.keys.push(&format!("{text}{BREAK}"), line);
        frame.key = text;
        return;
    }
    let (key, in_array) = stack.last().map_or(("", false), |frame| (frame.key.as_str(), !frame.object));
    if ours && is_amount_key(key) && is_plain_number(&text) {
        flat.figures.extend(long_figure(&text));
        return;
    }
    if ours && is_sum_key(key) && is_sum(&text) {
        flat.sums.push(text.to_ascii_lowercase());
    }
    if !key.is_empty() {
        flat.secrets.push(&format!("{key}{GAP}{text}"), line);
    }
    // The words of a phrase are the items of an array, or values with numbered keys.
    let together = in_array || key.ends_with(|c: char| c.is_ascii_digit());
    if together {
        flat.values.push(&text, line);
    } else {
        flat.values.push(&format!("{BREAK}{text}{BREAK}"), line);
    }
}

fn number(text: &str, line: usize, ours: bool, stack: &[Frame], flat: &mut Flat) {
    let key = stack.last().map_or("", |frame| frame.key.as_str());
    if !ours {
        // The key tells a size from a telephone number.
        flat.values.push(&format!("{BREAK}{key}={text}{BREAK}"), line);
        flat.secrets.push(&format!("{key}{GAP}{text}"), line);
        return;
    }
    flat.figures.extend(long_figure(text));
    if !is_amount_key(key) {
        flat.numbers.push(text, line);
    }
}

fn is_amount_key(key: &str) -> bool {
    AMOUNT_KEYS.contains(&key) || MEASURE_ENDS.iter().any(|end| key.ends_with(end))
}

fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn long_figure(text: &str) -> Option<String> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let whole = digits.bytes().all(|byte| byte.is_ascii_digit());
    (whole && digits.len() >= MIN_FIGURE_DIGITS).then(|| digits.to_owned())
}

fn is_sum_key(key: &str) -> bool {
    key == "sha256" || key.starts_with("spki") || key == "fingerprint" || key.ends_with("_sha256")
}

fn is_sum(text: &str) -> bool {
    text.len() == SUM_HEX && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
