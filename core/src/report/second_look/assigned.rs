//! Secrets that are named: `password=…`, `"api_key": "…"`, `密码：…`.

use super::SightingRule;
use super::sink::Sink;
use super::view::{BREAK, GAP};

/// The names, in lower case. What stands before them (`db_`, `user`) does not matter.
pub(super) const NAMES: [&str; 38] = [
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "passcode",
    "secret",
    "access_token",
    "accesstoken",
    "access-token",
    "refresh_token",
    "refreshtoken",
    "refresh-token",
    "id_token",
    "idtoken",
    "auth_token",
    "authtoken",
    "auth-token",
    "session_token",
    "sessiontoken",
    "api_key",
    "apikey",
    "api-key",
    "secret_key",
    "secretkey",
    "secret-key",
    "private_key",
    "privatekey",
    "private-key",
    "access_key",
    "accesskey",
    "access-key",
    "signing_key",
    "client_secret",
    "clientsecret",
    "mnemonic",
    "密码",
    "口令",
    "密碼",
];
/// Values that say something about the secret instead of being one.
pub(super) const SAYINGS: [&str; 128] = [
    "a",
    "absent",
    "accepted",
    "active",
    "an",
    "and",
    "are",
    "at",
    "available",
    "biometric",
    "blank",
    "blocked",
    "bool",
    "cancel",
    "cancelled",
    "cannot",
    "changed",
    "check",
    "cleared",
    "closed",
    "confirm",
    "correct",
    "default",
    "deleted",
    "denied",
    "dialog",
    "disabled",
    "empty",
    "enabled",
    "ended",
    "enter",
    "entered",
    "error",
    "expired",
    "failed",
    "failure",
    "false",
    "field",
    "file",
    "filtered",
    "for",
    "forgotten",
    "given",
    "has",
    "hidden",
    "if",
    "in",
    "inactive",
    "incorrect",
    "input",
    "int",
    "invalid",
    "is",
    "locked",
    "manager",
    "masked",
    "match",
    "matched",
    "mismatch",
    "missing",
    "must",
    "na",
    "never",
    "new",
    "nil",
    "no",
    "none",
    "not",
    "null",
    "number",
    "object",
    "of",
    "ok",
    "okay",
    "old",
    "omitted",
    "on",
    "opened",
    "optional",
    "or",
    "password",
    "pending",
    "please",
    "policy",
    "present",
    "private",
    "prompt",
    "provided",
    "redacted",
    "refresh",
    "refreshed",
    "rejected",
    "removed",
    "required",
    "reset",
    "revoked",
    "saved",
    "screen",
    "secret",
    "secure",
    "set",
    "should",
    "started",
    "stored",
    "string",
    "strong",
    "success",
    "text",
    "the",
    "to",
    "token",
    "too",
    "true",
    "unavailable",
    "undefined",
    "unknown",
    "unset",
    "update",
    "updated",
    "valid",
    "verified",
    "was",
    "weak",
    "with",
    "wrong",
    "yes",
    "you",
    "your",
];
/// How long a value is at least.
const MIN_VALUE: usize = 4;
/// How long it is at least if only a colon stands before it, as it does in sentences.
const MIN_VALUE_AFTER_COLON: usize = 6;
/// How long a value is at least that is only called a token: parsers and pages have tokens too.
const MIN_TOKEN: usize = 20;
/// How far a value is read, in bytes.
const MAX_VALUE: usize = 512;

/// How sure it is that the value is the secret itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bond {
    /// `name=value`, `"name": "value"`.
    Firm,
    /// `Name: value`, which may be a sentence.
    Loose,
}

/// Looks behind a name that stands at `start..end`. `token`: the name is no more than `token`.
pub(super) fn look_after(text: &str, start: usize, end: usize, token: bool, sink: &mut Sink<'_>) {
    let rest = text.get(end..).unwrap_or_default();
    let (quoted_name, after) = skip_quote(rest);
    let after = if quoted_name { after } else { rest.strip_prefix(']').unwrap_or(rest) };
    let Some((bond, after)) = bond(after, quoted_name, !text.is_char_boundary(start.saturating_add(1))) else { return };
    let after = skip_spaces(after);
    let (quoted, inside) = skip_quote(after);
    let inside = if quoted { inside } else { after.strip_prefix('[').unwrap_or(after) };
    let value = value(inside, quoted);
    let at = text.len().saturating_sub(inside.len());
    if is_secret(value, bond, quoted, token) {
        sink.hit(SightingRule::Password, text, at, at.saturating_add(value.len()));
    }
}

/// Looks at lines of `key` [`GAP`] `value` from a JSON document.
pub(super) fn look_at_values(lines: &str, sink: &mut Sink<'_>) {
    let mut start = 0_usize;
    for line in lines.split_inclusive('\n') {
        let begin = start;
        start = start.saturating_add(line.len());
        let Some((key, value)) = line.trim_end_matches('\n').split_once(GAP) else { continue };
        let at = begin.saturating_add(key.len()).saturating_add(GAP.len_utf8());
        let key = key.to_lowercase();
        let named = NAMES.iter().any(|name| key.ends_with(name));
        let token = key.ends_with("token");
        if (named || token) && is_secret(value, Bond::Firm, true, !named) {
            sink.hit(SightingRule::Password, lines, at, at.saturating_add(value.len()));
        }
    }
}

/// The separator after a name, and what follows it.
fn bond(text: &str, quoted_name: bool, chinese: bool) -> Option<(Bond, &str)> {
    let text = skip_spaces(text);
    let firm = |rest| Some((Bond::Firm, rest));
    if let Some(rest) = text.strip_prefix("=>").or_else(|| text.strip_prefix(":=")) {
        return firm(rest);
    }
    if let Some(rest) = text.strip_prefix('=') {
        // A comparison in source code.
        return if rest.starts_with(['=', '~']) { None } else { firm(rest) };
    }
    if let Some(rest) = text.strip_prefix(':').or_else(|| text.strip_prefix('：')) {
        return Some((if quoted_name { Bond::Firm } else { Bond::Loose }, rest));
    }
    let rest = text.strip_prefix('是').or_else(|| text.strip_prefix('为')).filter(|_| chinese)?;
    Some((Bond::Loose, rest))
}

fn skip_spaces(text: &str) -> &str {
    let rest = text.trim_start_matches([' ', '\t']);
    if text.len().saturating_sub(rest.len()) <= 4 { rest } else { text }
}

fn skip_quote(text: &str) -> (bool, &str) {
    let bare = text.strip_prefix('\\').unwrap_or(text);
    match bare.strip_prefix(['"', '\'']) {
        Some(rest) => (true, rest),
        None => (false, text),
    }
}

fn value(text: &str, quoted: bool) -> &str {
    let ends = |c: char| match c {
        '"' | '\'' | '\n' | '\r' | GAP | BREAK => true,
        ' ' | '\t' | ',' | ';' | '&' | '<' | '>' | ')' | '}' | ']' | '|' | '，' | '。' | '；' | '）' => !quoted,
        _ => false,
    };
    let near = text.get(..super::scan::floor(text, MAX_VALUE)).unwrap_or_default();
    let value = near.split(ends).next().unwrap_or_default();
    // A marker ends with a bracket of its own.
    if quoted { value.strip_suffix('\\').unwrap_or(value) } else { value }
}

fn is_secret(value: &str, bond: Bond, quoted: bool, token: bool) -> bool {
    let value = value.trim();
    let length = value.chars().count();
    if length < MIN_VALUE || is_saying(value) {
        return false;
    }
    let has = |test: fn(&u8) -> bool| value.as_bytes().iter().any(test);
    let (letter, digit) = (has(u8::is_ascii_alphabetic), has(u8::is_ascii_digit));
    if token {
        return length >= MIN_TOKEN && letter && digit && !value.contains([' ', '/', ':']) && !is_uuid(value);
    }
    if !letter && !digit {
        return false;
    }
    match bond {
        Bond::Firm if quoted => true,
        // A call or a path in source code; the working directory.
        Bond::Firm => !value.contains(['(', '{']) && !value.starts_with(['/', '\\']),
        Bond::Loose if quoted => length >= MIN_VALUE_AFTER_COLON && !value.contains(' '),
        Bond::Loose => {
            let symbol = value.contains(['!', '#', '$', '%', '^', '&', '*', '@', '?', '+']);
            let only_digits = value.bytes().all(|byte| byte.is_ascii_digit());
            let path = value.starts_with(['/', '\\', '(', '-']) || value.contains("://") || value.contains(['(', ':']);
            only_digits || length >= MIN_VALUE_AFTER_COLON && letter && (digit || symbol) && !path
        }
    }
}

/// Whether a value is a placeholder, a mask, a marker of redaction, or a word about the secret.
fn is_saying(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let marker = lower.starts_with("[redacted") || lower.starts_with("redacted:");
    let mask = value.contains("***")
        || value.contains("•••")
        || value.contains("███")
        || lower.starts_with("xxx")
        || value.contains("...")
        || value.contains('…');
    let mut chars = value.chars();
    let placeholder = match (chars.next(), chars.next()) {
        (Some('<' | '{'), _) => true,
        (Some('$'), Some(second)) => second == '{' || second == '(',
        (Some('%'), Some(second)) => matches!(second, 's' | 'd' | '@' | '1' | '(' | '{'),
        (Some('@'), _) => value.starts_with("@string/"),
        _ => false,
    };
    let first = lower.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
    let whole = lower
        .bytes()
        .all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'_' | b'-' | b'.' | b'!' | b'\''));
    let sentence = lower.contains(' ') || whole;
    marker || mask || placeholder || sentence && SAYINGS.binary_search(&first).is_ok()
}

fn is_uuid(value: &str) -> bool {
    let lengths: Vec<usize> = value.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && value.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}
