//! Keys and their values, however they are written: `key=value`, `key: value`, JSON, XML, forms, `--key value`, and in
//! sentences.

use std::ops::Range;

/// How far a key is read from the word that announces it, in bytes.
const MAX_KEY_BYTES: usize = 64;
/// How much white space may stand on either side of a separator.
const MAX_SPACES: usize = 32;
/// How long a value is at most, in bytes: one without quotes, and one in quotes or up to the end of the line.
const MAX_BARE_BYTES: usize = 512;
const MAX_VALUE_BYTES: usize = 8 * 1024;
/// How many quotes and backslashes may stand before or after a separator: JSON within JSON within JSON.
const MAX_QUOTES: usize = 16;

/// What parts a key from its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Separator {
    /// `=`, `:`, or a tag's end.
    Sign,
    /// White space, as between the arguments of a program.
    Space,
    /// `is`, `是`, `为`.
    Is,
}

/// A value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) separator: Separator,
    /// Whether it stands in quotes.
    pub(super) quoted: bool,
}

/// The key around a word.
pub(super) fn key_around(text: &str, start: usize, end: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let is_key = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'$');
    let before = bytes.get(start.saturating_sub(MAX_KEY_BYTES)..start).unwrap_or_default();
    let after = bytes.get(end..end.saturating_add(MAX_KEY_BYTES).min(bytes.len())).unwrap_or_default();
    let before = before.iter().rev().take_while(is_key).count();
    let after = after.iter().take_while(is_key).count();
    start.saturating_sub(before)..end.saturating_add(after)
}

/// The value that follows a key which ends here. `whole_line`: without quotes it goes to the end of the line.
pub(super) fn value_after(text: &str, key_end: usize, whole_line: bool) -> Option<Value> {
    let bytes = text.as_bytes();
    let mut at = skip(bytes, key_end, MAX_QUOTES, is_quote);
    let closed = at > key_end;
    if let Some(form) = form_field(bytes, at).filter(|_| closed) {
        return value_at(text, form, Separator::Sign, true);
    }
    if let Some(named) = named_value(bytes, at).filter(|_| closed) {
        at = named;
    }
    // `<key>password</key><string>…`
    if let Some(tag) = next_tag(bytes, at) {
        return value_at(text, tag, Separator::Sign, whole_line);
    }
    let spaced = skip(bytes, at, MAX_SPACES, is_space);
    let rest = text.get(spaced..)?;
    let (separator, length) = separator(rest, spaced > at && !closed)?;
    value_at(text, spaced.saturating_add(length), separator, whole_line)
}

fn separator(rest: &str, spaced: bool) -> Option<(Separator, usize)> {
    for sign in ["=>", ":=", "==", "->", "=", ":", ">", "]=", "] ="] {
        if rest.starts_with(sign) {
            return Some((Separator::Sign, sign.len()));
        }
    }
    for word in ["is:", "is ", "was ", "是:", "为:", "是", "为", "為"] {
        if rest.starts_with(word) {
            return Some((Separator::Is, word.len()));
        }
    }
    spaced.then_some((Separator::Space, 0))
}

/// A value that begins here, after white space and quotes.
fn value_at(text: &str, from: usize, separator: Separator, whole_line: bool) -> Option<Value> {
    let bytes = text.as_bytes();
    let at = skip(bytes, from, MAX_SPACES, is_space);
    // What a debugger prints around the value of an optional.
    let at = if bytes.get(at..)?.starts_with(b"Optional(") { at.saturating_add(9) } else { at };
    let at = if bytes.get(at..)?.starts_with(b"<![CDATA[") { at.saturating_add(9) } else { at };
    // Some write lists of one.
    let at = skip(bytes, at, MAX_QUOTES, |byte| is_space(byte) || byte == b'[');
    let slashes = bytes.get(at..)?.iter().take(MAX_QUOTES).take_while(|byte| **byte == b'\\').count();
    let quote = bytes.get(at.saturating_add(slashes)).copied().filter(|byte| is_quote(*byte) && *byte != b'\\');
    let quoted = quote.is_some();
    // The quote that ends the string in which the key stands.
    let after = bytes.get(at.saturating_add(slashes).saturating_add(1));
    if quoted && slashes == 0 && matches!(after, Some(b',' | b'}' | b']')) {
        return None;
    }
    let start = if quoted { at.saturating_add(slashes).saturating_add(1) } else { at };
    let rest = bytes.get(start..)?;
    let rest = rest.get(..if quoted || whole_line { MAX_VALUE_BYTES } else { MAX_BARE_BYTES }).unwrap_or(rest);
    let length = if let Some(quote) = quote {
        quoted_length(rest, quote, slashes)
    } else if whole_line {
        rest.iter().position(|byte| matches!(byte, b'\n' | b'\r' | b'"' | b'\'')).unwrap_or(rest.len())
    } else {
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'&' | b'"' | b'\'' | b'<' | b'|' | b'`');
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        let closers = |byte: &&u8| matches!(byte, b',' | b';' | b'.' | b')' | b']' | b'}');
        length.saturating_sub(rest.get(..length)?.iter().rev().take_while(closers).count())
    };
    let length = (0..=length).rev().find(|length| text.is_char_boundary(start.saturating_add(*length)))?;
    let value = text.get(start..start.saturating_add(length)).filter(|value| !value.is_empty())?;
    // A sentence goes on in its own script.
    let foreign = value.char_indices().find(|(_, c)| !quoted && is_sentence(*c)).map(|(at, _)| at);
    let end = start.saturating_add(foreign.unwrap_or(value.len()));
    (end > start).then_some(Value { start, end, separator, quoted })
}

fn is_sentence(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '、' | '！' | '？' | '）' | '」' | '”' | '’' | '】')
}

/// Where a value without quotes ends that is longer than what is read of it to judge it.
pub(super) fn whole_end(text: &str, value: Value) -> usize {
    let long = !value.quoted && value.end.saturating_sub(value.start) + MAX_TRIMMED >= MAX_BARE_BYTES;
    let rest = text.as_bytes().get(value.end..).unwrap_or_default();
    let more = rest
        .iter()
        .take_while(|byte| byte.is_ascii_graphic() && !matches!(byte, b'&' | b'"' | b'\'' | b'<' | b'|' | b'`'));
    value.end.saturating_add(if long { more.count() } else { 0 })
}

/// How many signs may have been taken off the end of a value.
const MAX_TRIMMED: usize = 8;

/// Up to the quote that closes, which has as many backslashes before it as the one that opened.
fn quoted_length(rest: &[u8], quote: u8, slashes: usize) -> usize {
    let mut from = 0_usize;
    while let Some(at) = rest.get(from..).and_then(|rest| memchr::memchr2(quote, b'\n', rest)) {
        let at = from.saturating_add(at);
        let before = rest.get(..at).unwrap_or_default().iter().rev().take_while(|byte| **byte == b'\\').count();
        // Without backslashes before the opening quote, pairs of them before another are none of its own.
        let closes = if slashes == 0 { before % 2 == 0 } else { before <= slashes };
        if rest.get(at) == Some(&b'\n') || closes {
            return at.saturating_sub(if slashes == 0 { 0 } else { before.min(slashes) });
        }
        from = at.saturating_add(1);
    }
    rest.len()
}

/// After `name="key"` in a multipart body (RFC 7578): the value comes after an empty line.
fn form_field(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    [&b"\r\n\r\n"[..], b"\n\n"].iter().find(|gap| rest.starts_with(gap)).map(|gap| at.saturating_add(gap.len()))
}

/// After a tag that closes and another that opens.
fn next_tag(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..at.saturating_add(MAX_TAGS).min(bytes.len()))?;
    rest.starts_with(b"</").then_some(())?;
    let closed = memchr::memchr(b'>', rest)?.saturating_add(1);
    let gap = rest.iter().skip(closed).take_while(|byte| byte.is_ascii_whitespace()).count();
    let opens = closed.saturating_add(gap);
    let opens_one =
        rest.get(opens) == Some(&b'<') && rest.get(opens.saturating_add(1)).is_some_and(u8::is_ascii_alphabetic);
    let end = memchr::memchr(b'>', rest.get(opens..)?)?;
    opens_one.then_some(at.saturating_add(opens).saturating_add(end).saturating_add(1))
}

/// The longest two tags, in bytes.
const MAX_TAGS: usize = 128;

/// After `"name":"key"` or `name="key"`: up to the `value` that stands beside it.
fn named_value(bytes: &[u8], at: usize) -> Option<usize> {
    let after = skip(bytes, at, MAX_QUOTES, |byte| is_space(byte) || is_quote(byte) || byte == b',');
    let rest = bytes.get(after..)?;
    let is_value = rest.get(..5).is_some_and(|word| word.eq_ignore_ascii_case(b"value"));
    is_value.then(|| skip(bytes, after.saturating_add(5), MAX_QUOTES, is_quote))
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'\\' | b'`')
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn skip(bytes: &[u8], from: usize, most: usize, what: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from.saturating_add(rest.iter().take(most).take_while(|byte| what(**byte)).count())
}
