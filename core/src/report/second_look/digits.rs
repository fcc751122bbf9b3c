//! Numbers that stand alone, as groups of digits joined by single spaces or single dashes.

use super::SightingRule;
use super::scan::Scope;
use super::sink::Sink;
use super::view::{is_word_byte, long_runs};
use super::{card, phone, resident};

/// How many digits a chain needs before anything is looked for in it.
const MIN_DIGITS: usize = 10;
/// How many groups of digits are one chain; a longer one is a table.
const MAX_GROUPS: usize = 64;
/// The longest number that is looked for has so many digits.
const MAX_NUMBER: usize = 19;
/// How many groups the longest shape has.
const MAX_SHAPE: usize = 5;

/// The years in which cards that are in use expire, after 2000.
const EXPIRY_YEARS: std::ops::RangeInclusive<u8> = 20..=45;

/// A run of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Group {
    pub(super) fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }
}

/// Looks for cards, identity numbers and telephone numbers.
pub(super) fn look(text: &str, scope: Scope, sink: &mut Sink<'_>) {
    let mut groups: Vec<Group> = Vec::with_capacity(MAX_GROUPS);
    let inside = |byte: u8| byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'.' | b'(' | b')');
    long_runs(text.as_bytes(), MIN_DIGITS, inside, |start, end| look_in(text, start, end, scope, &mut groups, sink));
}

/// Looks at what begins in a stretch of digits and what may stand between them.
fn look_in(text: &str, from: usize, to: usize, scope: Scope, groups: &mut Vec<Group>, sink: &mut Sink<'_>) {
    let bytes = text.as_bytes();
    let mut from = from;
    while let Some(found) = bytes.get(from..to).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
        let start = from.saturating_add(found);
        groups.clear();
        from = chain(bytes, start, groups);
        if start > 0 && bytes.get(start.saturating_sub(1)) == Some(&b'+') {
            from = phone::international(text, start, sink).unwrap_or(from);
        }
        if from.saturating_sub(start) >= MIN_DIGITS {
            judge(text, groups, scope, sink);
        }
    }
}

/// Collects the groups from `start`, and returns where they end.
fn chain(bytes: &[u8], start: usize, groups: &mut Vec<Group>) -> usize {
    let mut at = start;
    loop {
        let length = bytes.get(at..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count();
        let end = at.saturating_add(length);
        groups.push(Group { start: at, end });
        let next = end.saturating_add(1);
        let joined = matches!(bytes.get(end), Some(b' ' | b'-')) && bytes.get(next).is_some_and(u8::is_ascii_digit);
        if !joined || groups.len() >= MAX_GROUPS {
            return end;
        }
        at = next;
    }
}

fn judge(text: &str, groups: &[Group], scope: Scope, sink: &mut Sink<'_>) {
    let digits: usize = groups.iter().map(|group| group.len()).sum();
    if digits <= MIN_DIGITS {
        return;
    }
    for first in 0..groups.len() {
        for count in 1..=MAX_SHAPE {
            let Some(shape) = groups.get(first..first.saturating_add(count)) else { break };
            let number = Number { text, groups, first, shape };
            if let Some((rule, end)) = number.rule(scope)
                && let Some(start) = shape.first().map(|group| group.start)
            {
                sink.hit(rule, text, start, end);
            }
        }
    }
}

/// Some neighbouring groups of a chain.
struct Number<'a> {
    text: &'a str,
    groups: &'a [Group],
    first: usize,
    shape: &'a [Group],
}

impl Number<'_> {
    /// What these groups are, and where it ends.
    fn rule(&self, scope: Scope) -> Option<(SightingRule, usize)> {
        let (mut lengths, mut total) = ([0_usize; MAX_SHAPE], 0_usize);
        for (slot, group) in lengths.iter_mut().zip(self.shape) {
            *slot = group.len();
            total = total.saturating_add(group.len());
        }
        if !(11..=MAX_NUMBER).contains(&total) || !self.one_separator() {
            return None;
        }
        let shape = lengths.get(..self.shape.len())?;
        let (start, end) = (self.shape.first()?.start, self.shape.last()?.end);
        let mut digits = [0_u8; MAX_NUMBER];
        let written = self.text.as_bytes().get(start..end)?.iter().filter(|byte| byte.is_ascii_digit());
        digits.iter_mut().zip(written).for_each(|(slot, digit)| *slot = *digit);
        let digits = digits.get(..total)?;
        if matches!(shape, [18 | 17] | [6, 8, 3 | 4]) {
            let with_x = total == 17 && matches!(self.text.as_bytes().get(end), Some(b'x' | b'X'));
            let end = end.saturating_add(usize::from(with_x));
            if resident::is_valid(digits, with_x) && self.alone(start, end) {
                return Some((SightingRule::ResidentId, end));
            }
        }
        let rule = Self::by_digits(shape, digits, scope)?;
        // What costs most comes last.
        (self.alone(start, end) && self.not_in_a_table() && !measured(self.text, start, end)).then_some((rule, end))
    }

    fn by_digits(shape: &[usize], digits: &[u8], scope: Scope) -> Option<SightingRule> {
        if card::is_shape(shape) && card::is_valid(digits) {
            return Some(SightingRule::Card);
        }
        let mobile = match shape {
            [11 | 13 | 15] => scope.figures,
            [3, 4, 4] | [2 | 4, 3, 4, 4] | [2 | 4, 11] => true,
            _ => false,
        };
        (mobile && phone::is_mobile(digits)).then_some(SightingRule::Phone)
    }

    fn separator(&self, group: &Group) -> Option<u8> {
        self.text.as_bytes().get(group.end).copied()
    }

    fn one_separator(&self) -> bool {
        let mut between = self.shape.iter().take(self.shape.len().saturating_sub(1)).map(|group| self.separator(group));
        let first = between.next();
        between.all(|other| Some(other) == first)
    }

    /// Not glued to letters, digits, a decimal point, a sign or a currency.
    fn alone(&self, start: usize, end: usize) -> bool {
        alone_before(self.text, start) && alone_after(self.text, end)
    }

    /// Grouped numbers are not a part of a longer row of numbers. A date or a time before it is none, nor is a card's
    /// expiry after it.
    fn not_in_a_table(&self) -> bool {
        if self.shape.len() < 2 {
            return true;
        }
        let joint = self.shape.first().and_then(|group| self.separator(group));
        let before = self.first.checked_sub(1).and_then(|at| self.groups.get(at));
        let after = self.groups.get(self.first.saturating_add(self.shape.len()));
        let row_before = before.is_some_and(|group| {
            let head = group.start.checked_sub(1).and_then(|at| self.text.as_bytes().get(at));
            self.separator(group) == joint && !matches!(head, Some(b':' | b'-' | b'/' | b'.'))
        });
        let row_after = after.is_some_and(|group| {
            let joined = self.shape.last().and_then(|last| self.separator(last)) == joint;
            let last = self.groups.get(self.first.saturating_add(self.shape.len()).saturating_add(1));
            joined && !(self.is_expiry(*group) && last.is_none_or(|code| code.len() == 3))
        });
        !row_before && !row_after
    }

    fn is_expiry(&self, group: Group) -> bool {
        let part = |from: usize, to: usize| self.text.get(from..to).and_then(|part| part.parse::<u8>().ok());
        let (middle, slash) = (group.start.saturating_add(2), self.text.as_bytes().get(group.end) == Some(&b'/'));
        let month = part(group.start, middle).is_some_and(|month| (1..=12).contains(&month));
        let year = part(middle, group.end).is_some_and(|year| EXPIRY_YEARS.contains(&year));
        let card = self.shape.first().is_some_and(|first| first.len() >= 4);
        card && month && (group.len() == 4 && year || group.len() == 2 && slash)
    }
}

fn alone_before(text: &str, start: usize) -> bool {
    let bytes = text.as_bytes().get(..start).unwrap_or_default();
    let before = |n: usize| bytes.iter().rev().nth(n).copied();
    match before(0) {
        None => true,
        Some(byte) if byte.is_ascii_alphanumeric() => false,
        Some(b'.') => !before(1).is_some_and(|byte| byte.is_ascii_digit()),
        Some(b'$') => false,
        // An offset from a symbol.
        Some(b'+') => !before(1).is_some_and(|byte| byte.is_ascii_alphanumeric()),
        // `card-4111…` is a card, `2026-4111…` and `1a2b-4111…` are parts of something longer, ` -4111…` is an amount.
        Some(b'-') => {
            let token = || bytes.iter().rev().skip(1).take_while(|byte| byte.is_ascii_alphanumeric());
            match before(1) {
                Some(byte) if byte.is_ascii_alphanumeric() => token().all(u8::is_ascii_alphabetic) || country(token()),
                Some(byte) => !byte.is_ascii(),
                None => false,
            }
        }
        Some(byte) if byte.is_ascii() => true,
        Some(_) => !text.get(..start).is_some_and(|head| head.ends_with(['¥', '￥', '€', '£', '₿', '฿', '₹'])),
    }
}

/// `86-` before a mobile number, read backwards.
fn country<'a>(token: impl Iterator<Item = &'a u8>) -> bool {
    let token: Vec<u8> = token.copied().collect();
    matches!(token.as_slice(), b"68" | b"6800")
}

fn alone_after(text: &str, end: usize) -> bool {
    let bytes = text.as_bytes();
    let after = |n: usize| bytes.get(end.saturating_add(n)).copied();
    match after(0) {
        Some(byte) if byte.is_ascii_alphanumeric() => false,
        Some(b'.') => !after(1).is_some_and(|byte| byte.is_ascii_digit()),
        Some(b'-') => {
            let tail = bytes.get(end.saturating_add(1)..).unwrap_or_default();
            tail.iter().take_while(|byte| byte.is_ascii_alphanumeric()).all(u8::is_ascii_alphabetic)
        }
        Some(_) | None => true,
    }
}

/// Units of sizes, times and small coins after a number.
const UNITS: [&str; 29] = [
    "b",
    "byte",
    "bytes",
    "kb",
    "kib",
    "mb",
    "mib",
    "ns",
    "nanos",
    "nanoseconds",
    "us",
    "µs",
    "μs",
    "micros",
    "microseconds",
    "ms",
    "millis",
    "milliseconds",
    "s",
    "sec",
    "seconds",
    "ticks",
    "cycles",
    "wei",
    "gwei",
    "sat",
    "sats",
    "satoshi",
    "lamports",
];
/// The last word of names of sizes, times and counters.
const MEASURES: [&str; 76] = [
    "amount",
    "avail",
    "available",
    "bandwidth",
    "blocks",
    "bytes",
    "cap",
    "capacity",
    "clock",
    "count",
    "counter",
    "cursor",
    "cycles",
    "delta",
    "disk",
    "duration",
    "elapsed",
    "epoch",
    "etag",
    "fee",
    "free",
    "freq",
    "gas",
    "generation",
    "heap",
    "id64",
    "inode",
    "lamports",
    "latency",
    "len",
    "length",
    "limit",
    "lsn",
    "max",
    "mem",
    "memory",
    "micros",
    "min",
    "monotonic",
    "nanos",
    "nanotime",
    "nonce",
    "ns",
    "offset",
    "parent",
    "pos",
    "position",
    "quota",
    "read",
    "remaining",
    "rss",
    "rx",
    "sats",
    "seq",
    "sequence",
    "size",
    "space",
    "span",
    "spanid",
    "storage",
    "swap",
    "ticks",
    "time",
    "timestamp",
    "took",
    "total",
    "trace",
    "traceid",
    "ts",
    "tx",
    "uptime",
    "us",
    "used",
    "wei",
    "written",
    "zxid",
];
/// How far a name is looked for before a number, in bytes.
const MAX_NAME: usize = 40;

/// Whether a number is a size, a time or a counter, by the unit after it or the name before it.
pub(super) fn measured(text: &str, start: usize, end: usize) -> bool {
    let tail = text.get(end..).unwrap_or_default();
    let unit: String = tail.trim_start_matches(' ').chars().take(13).take_while(|c| c.is_alphabetic()).collect();
    let spaces = tail.len().saturating_sub(tail.trim_start_matches(' ').len());
    if spaces <= 1 && !unit.is_empty() && UNITS.contains(&unit.to_lowercase().as_str()) {
        return true;
    }
    let head = text.as_bytes().get(start.saturating_sub(MAX_NAME)..start).unwrap_or_default();
    let joints = head.iter().rev().take_while(|byte| matches!(byte, b'=' | b':' | b' ' | b'"' | b'\'' | b'(' | b'\\'));
    let joint = joints.count();
    let named = head.get(..head.len().saturating_sub(joint)).unwrap_or_default();
    let named = named.strip_suffix(b"&#34;").or_else(|| named.strip_suffix(b"&quot;")).unwrap_or(named);
    if !(1..=4).contains(&joint) {
        return false;
    }
    // The last word of `freeBytes`, `free_bytes`, `free.bytes`, and the whole for `spanid`.
    let whole = last_word(named, |byte| byte.is_ascii_alphanumeric());
    let word = camel_end(whole);
    let before_id = |word: &[u8]| word.eq_ignore_ascii_case(b"id");
    let measure = |word: &[u8]| MEASURES.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()));
    if measure(whole) || measure(word) {
        return true;
    }
    // `span_id`, `parentId`: what the id is of.
    let rest = |taken: &[u8]| named.len().saturating_sub(taken.len());
    let owner = last_word(named.get(..rest(word)).unwrap_or_default(), is_joined);
    before_id(word) && ["span", "trace", "parent"].iter().any(|of| camel_end(owner).eq_ignore_ascii_case(of.as_bytes()))
}

fn is_joined(byte: u8) -> bool {
    is_word_byte(byte)
}

fn last_word(text: &[u8], inside: impl Fn(u8) -> bool) -> &[u8] {
    let length = text.iter().rev().take_while(|byte| inside(**byte)).count();
    text.get(text.len().saturating_sub(length)..).unwrap_or_default()
}

/// The last part of a camelCase or snake_case name, without a separator at its end.
fn camel_end(name: &[u8]) -> &[u8] {
    let name = name.strip_suffix(b"_").unwrap_or(name);
    let lower = name.iter().rev().take_while(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()).count();
    let upper = usize::from(lower < name.len() && name.iter().rev().nth(lower).is_some_and(u8::is_ascii_uppercase));
    name.get(name.len().saturating_sub(lower.saturating_add(upper))..).unwrap_or_default()
}
