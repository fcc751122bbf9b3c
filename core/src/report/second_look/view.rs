//! Other readings of a text: folded Unicode, and escapes of JSON, HTML and URLs resolved, without losing its lines.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Stands where something was decoded or dropped that separates: neither a letter nor a digit, and no line's end.
pub(super) const GAP: char = '\u{1f}';
/// Stands between values that do not belong together.
pub(super) const BREAK: char = '\u{1e}';

/// Tags inside a line of text: what they enclose goes on.
const INLINE_TAGS: [&str; 24] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "s", "samp",
    "small", "span", "strong", "sub", "sup", "u", "wbr",
];
/// Entities by name that matter between digits and letters.
const ENTITIES: [(&str, char); 24] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("hyphen", '-'),
    ("dash", '-'),
    ("minus", '-'),
    ("ndash", '-'),
    ("mdash", '-'),
    ("num", '#'),
    ("commat", '@'),
    ("period", '.'),
    ("colon", ':'),
    ("plus", '+'),
    ("equals", '='),
    ("lowbar", '_'),
    ("shy", '\u{ad}'),
    ("zwj", '\u{200d}'),
    ("zwnj", '\u{200c}'),
];
/// The longest entity that is resolved, in bytes, without `&` and `;`.
const MAX_ENTITY: usize = 10;
/// How far the end of a tag is looked for, in bytes.
const MAX_TAG: usize = 2048;

/// Lines of a text with the line of the entry that each comes from.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) text: String,
    pub(super) lines: Vec<usize>,
}

impl Part {
    pub(super) fn push(&mut self, text: &str, line: usize) {
        let mut pieces = text.split(['\n', '\r']);
        self.text.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            self.text.push(GAP);
            self.text.push_str(piece);
        }
        self.text.push('\n');
        self.lines.push(line);
    }
}

/// A letter, digit or underscore of ASCII.
pub(super) fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Calls `each` with every run of at least `least` bytes that are `inside`. Such a run has one of them at a multiple of
/// its length, so that most bytes are never read.
pub(super) fn long_runs(bytes: &[u8], least: usize, inside: impl Fn(u8) -> bool, mut each: impl FnMut(usize, usize)) {
    let mut at = 0_usize;
    loop {
        let probe = at.saturating_add(least).saturating_sub(1);
        let Some(byte) = bytes.get(probe) else { return };
        if !inside(*byte) {
            at = probe.saturating_add(1);
            continue;
        }
        let back = bytes.get(at..probe).unwrap_or_default().iter().rev().take_while(|byte| inside(**byte)).count();
        let start = probe.saturating_sub(back);
        let length = bytes.get(start..).unwrap_or_default().iter().take_while(|byte| inside(**byte)).count();
        let end = start.saturating_add(length);
        if length >= least {
            each(start, end);
        }
        at = end.saturating_add(1);
    }
}

/// Whether all bytes are so, without stopping early: that way the loop is over many bytes at once.
fn every(text: &str, test: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(true, |all, byte| all & test(byte))
}

/// The text in compatibility form (NFKC), without invisible characters and terminal colours; `None` if that is the text
/// itself. Line ends stay. `marks`: whether [`GAP`] and [`BREAK`] come from outside and go too.
pub(super) fn fold(text: &str, marks: bool) -> Option<String> {
    let plain = |byte: u8| (byte.is_ascii() && byte >= b' ' && byte != 0x7f) || matches!(byte, b'\n' | b'\t' | b'\r');
    let kept = |byte: u8| plain(byte) || (!marks && matches!(byte, 0x1e | 0x1f));
    if every(text, kept) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        // Most characters of Chinese are their own compatibility form.
        let own = |c: char| {
            u8::try_from(c).is_ok_and(|byte| byte.is_ascii() && kept(byte))
                || matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3001}' | '\u{3002}')
        };
        if every(line, kept) || line.chars().all(own) {
            out.push_str(line);
            continue;
        }
        let coloured = without_colours(line);
        let chars = coloured.chars().filter(|c| !is_invisible(*c, marks)).map(folded_char);
        // Digits of other scripts and dashes may also come out of normalising.
        out.extend(chars.nfkc().map(folded_char));
    }
    Some(out)
}

/// The lines that folding has changed.
pub(super) fn changed_lines(text: &str, folded: &str) -> Part {
    let mut part = Part::default();
    for (nth, (old, new)) in text.split('\n').zip(folded.split('\n')).enumerate() {
        if old != new {
            part.push(new, nth);
        }
    }
    part
}

fn is_invisible(c: char, marks: bool) -> bool {
    let mark = matches!(c, GAP | BREAK);
    let control = c.is_control() && !matches!(c, '\n' | '\t' | '\r') && !mark;
    let unseen = matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}');
    control || unseen || (marks && mark)
}

fn folded_char(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
        '\u{85}' | '\u{2028}' | '\u{2029}' => GAP,
        '\u{660}'..='\u{669}' => digit(c, 0x660),
        '\u{6f0}'..='\u{6f9}' => digit(c, 0x6f0),
        '\u{966}'..='\u{96f}' => digit(c, 0x966),
        '\u{9e6}'..='\u{9ef}' => digit(c, 0x9e6),
        '\u{e50}'..='\u{e59}' => digit(c, 0xe50),
        _ => c,
    }
}

fn digit(c: char, zero: u32) -> char {
    char::from_digit(u32::from(c).saturating_sub(zero), 10).unwrap_or(c)
}

/// Without the terminal's colour codes, whose last letter would be glued to what follows (ECMA-48 CSI).
fn without_colours(line: &str) -> Cow<'_, str> {
    if !line.contains("\u{1b}[") {
        return Cow::Borrowed(line);
    }
    let mut pieces = line.split("\u{1b}[");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let rest = piece.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ';' | '?'));
        out.push_str(rest.strip_prefix(|c: char| c.is_ascii_alphabetic()).unwrap_or(rest));
    }
    Cow::Owned(out)
}

/// The lines that read differently once escapes are resolved, one after the other: first those of JSON, then of HTML, then
/// of URLs, twice.
pub(super) fn decoded_lines(text: &str) -> Part {
    let mut part = Part::default();
    for (nth, line) in text.split('\n').enumerate() {
        if every(line, |byte| !matches!(byte, b'\\' | b'&' | b'<' | b'%' | b'+')) {
            continue;
        }
        let mut current = Cow::Borrowed(line);
        for stage in [unescaped, without_markup, percent_decoded, percent_decoded] {
            if let Some(next) = stage(&current) {
                part.push(&next, nth);
                current = Cow::Owned(next);
            }
        }
    }
    part
}

/// With the escapes of JSON and of source code resolved; `None` if there are none.
pub(super) fn unescaped(text: &str) -> Option<String> {
    if !text.contains('\\') {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let mut chars = after.chars();
        let kind = chars.next();
        rest = chars.as_str();
        match kind {
            Some('n' | 'r' | 't' | 'b' | 'f') => out.push(GAP),
            Some(c @ ('"' | '\\' | '/' | '\'')) => out.push(c),
            Some('u') => rest = unicode_escape(rest, &mut out),
            Some('x') => rest = hex_escape(rest, &mut out),
            Some(c) => out.extend(['\\', c]),
            None => out.push('\\'),
        }
    }
    out.push_str(rest);
    Some(out)
}

fn unicode_escape<'a>(rest: &'a str, out: &mut String) -> &'a str {
    let unit = |text: &str| text.get(..4).and_then(|hex| u16::from_str_radix(hex, 16).ok());
    let Some(first) = unit(rest) else {
        out.push_str("\\u");
        return rest;
    };
    let after = rest.get(4..).unwrap_or_default();
    // Beyond the first plane a character is written as two.
    let second = after.strip_prefix("\\u").and_then(unit).filter(|low| (0xdc00..0xe000).contains(low));
    let (units, used) = match second {
        Some(low) if (0xd800..0xdc00).contains(&first) => (vec![first, low], 6),
        _ => (vec![first], 0),
    };
    out.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    after.get(used..).unwrap_or_default()
}

fn hex_escape<'a>(rest: &'a str, out: &mut String) -> &'a str {
    match rest.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
        Some(byte) => {
            out.push(char::from(byte));
            rest.get(2..).unwrap_or_default()
        }
        None => {
            out.push_str("\\x");
            rest
        }
    }
}

/// Whether an entry is a page.
pub(super) fn is_page(name: &str, text: &str) -> bool {
    let named = [".html", ".htm", ".xhtml", ".xml"].iter().any(|end| name.to_ascii_lowercase().ends_with(end));
    named || text.trim_start().get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"))
}

/// The text of a page as it is shown: see [`without_markup`]. Lines stay.
pub(super) fn without_tags(page: &str) -> String {
    without_markup(page).unwrap_or_else(|| page.to_owned())
}

/// Without tags and with entities resolved; `None` if there are none. Inline tags join what they are in, others separate.
fn without_markup(text: &str) -> Option<String> {
    if !text.bytes().any(|byte| matches!(byte, b'<' | b'&')) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut changed = false;
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'<' | b'&')) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let used = if from.starts_with('<') { tag(from, &mut out) } else { entity(from, &mut out) };
        changed |= used > 0;
        if used == 0 {
            out.extend(from.chars().next());
        }
        rest = from.get(used.max(1)..).unwrap_or_default();
    }
    out.push_str(rest);
    changed.then_some(out)
}

/// How many bytes the tag at the start takes; 0 if it is none.
fn tag(from: &str, out: &mut String) -> usize {
    let inside = from.get(1..).unwrap_or_default();
    let name = inside.trim_start_matches('/');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!') {
        return 0;
    }
    let Some(end) = from.bytes().take(MAX_TAG).position(|byte| byte == b'>') else { return 0 };
    let name: String = name.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    if !INLINE_TAGS.contains(&name.as_str()) {
        out.push(GAP);
    }
    out.extend(from.get(..end).unwrap_or_default().chars().filter(|c| *c == '\n'));
    end.saturating_add(1)
}

/// How many bytes the entity at the start takes; 0 if it is none.
fn entity(from: &str, out: &mut String) -> usize {
    let inside = from.as_bytes().get(1..).unwrap_or_default();
    let Some(length) = inside.iter().take(MAX_ENTITY).position(|byte| *byte == b';') else { return 0 };
    let Some(name) = from.get(1..length.saturating_add(1)) else { return 0 };
    let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    let named = || ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
    match number.and_then(char::from_u32).or_else(named) {
        Some('\n' | '\r') => out.push(GAP),
        Some(c) => out.push(c),
        None => return 0,
    }
    length.saturating_add(2)
}

/// With the escapes of a URL resolved; `None` if there are none. `+` between digits is a form's space.
fn percent_decoded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    if !bytes.iter().any(|byte| matches!(byte, b'%' | b'+')) {
        return None;
    }
    let at = |i: usize| bytes.get(i).copied().unwrap_or_default();
    let hex = |i: usize| char::from(at(i)).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let mut out = Vec::with_capacity(bytes.len());
    let (mut i, mut changed) = (0_usize, false);
    while let Some(&byte) = bytes.get(i) {
        let mut step = 1;
        let mut put = byte;
        if byte == b'%'
            && let (Some(high), Some(low)) = (hex(i.saturating_add(1)), hex(i.saturating_add(2)))
        {
            put = high.wrapping_shl(4) | low;
            step = 3;
        } else if byte == b'+'
            && i > 0
            && at(i.saturating_sub(1)).is_ascii_digit()
            && at(i.saturating_add(1)).is_ascii_digit()
        {
            put = b' ';
        }
        changed |= put != byte || step > 1;
        out.push(put);
        i = i.saturating_add(step);
    }
    changed.then(|| String::from_utf8_lossy(&out).into_owned())
}
