//! Credentials by their form: e-mail addresses, URLs, tokens, headers, private keys.

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::SightingRule;
use super::sink::Sink;
use super::view::{BREAK, GAP};

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
/// Base64 with or without padding.
pub(super) const BASE64: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
/// Base64 for URLs, with or without padding.
pub(super) const BASE64_URL: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);

/// The part of an e-mail address before `@` is at most so long (RFC 5321).
const MAX_LOCAL: usize = 64;
/// A domain is at most so long.
const MAX_DOMAIN: usize = 253;
/// Top-level domains of more than two letters under which people have mail.
pub(super) const DOMAINS: [&str; 56] = [
    "academy", "agency", "app", "art", "asia", "bank", "biz", "blog", "cat", "chat", "city", "click", "cloud", "club",
    "com", "company", "coop", "design", "dev", "digital", "edu", "email", "example", "exchange", "finance", "fun",
    "games", "global", "gov", "group", "icu", "info", "ink", "int", "life", "link", "live", "ltd", "mil", "mobi",
    "money", "name", "net", "network", "online", "org", "pro", "shop", "site", "store", "tech", "top", "vip", "wang",
    "world", "xyz",
];
/// Ends of file names and of members in source code that look like countries' domains.
const NO_DOMAINS: [&str; 8] = ["js", "ts", "kt", "gz", "db", "xz", "on", "ok"];
/// A token that a header carries is at least so long.
const MIN_BEARER: usize = 12;
/// Attributes of cookies, which are no secrets.
const ATTRIBUTES: [&str; 9] =
    ["path", "domain", "expires", "max-age", "samesite", "version", "priority", "secure", "httponly"];
/// How far after the first line of a private key its body begins, in bytes.
const MAX_KEY_HEAD: usize = 400;
/// A line of a private key's body is at least so long.
const MIN_KEY_LINE: usize = 24;

fn run(bytes: &[u8], inside: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| inside(**byte)).count()
}

/// An address whose `@` is at `at`.
pub(super) fn email(text: &str, at: usize, sink: &mut Sink<'_>) {
    let bytes = text.as_bytes();
    let head = bytes.get(at.saturating_sub(MAX_LOCAL)..at).unwrap_or_default();
    let local = |byte: &&u8| byte.is_ascii_alphanumeric() || b"._%+-'".contains(byte);
    let local = head.iter().rev().take_while(local).count();
    let start = at.saturating_sub(local);
    let local = text.get(start..at).unwrap_or_default().trim_start_matches(['.', '\'', '-', '%']);
    let tail = bytes.get(at.saturating_add(1)..).unwrap_or_default();
    let length = run(tail.get(..MAX_DOMAIN.min(tail.len())).unwrap_or_default(), |b| {
        b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')
    });
    let domain = text.get(at.saturating_add(1)..at.saturating_add(1).saturating_add(length)).unwrap_or_default();
    let domain = domain.trim_end_matches(['.', '-']);
    // After a full stop the next sentence may be glued on: `a@b.com.Then`.
    if !local.is_empty()
        && (is_domain(domain) || domain.rsplit_once('.').is_some_and(|(shorter, _)| is_domain(shorter)))
    {
        let start = at.saturating_sub(local.len());
        sink.hit(SightingRule::Email, text, start, at.saturating_add(1).saturating_add(domain.len()));
    }
}

fn is_domain(domain: &str) -> bool {
    let Some((rest, top)) = domain.rsplit_once('.') else { return false };
    let one_case = top.bytes().all(|b| b.is_ascii_lowercase()) || top.bytes().all(|b| b.is_ascii_uppercase());
    let top = top.to_ascii_lowercase();
    let country = top.len() == 2 && !NO_DOMAINS.contains(&top.as_str());
    let known = one_case && (country || DOMAINS.binary_search(&top.as_str()).is_ok()) || top.starts_with("xn--");
    let labels = rest.split('.').all(|label| !label.is_empty() && !label.starts_with('-'));
    // `icon@2x.cc` is a file.
    let scale = rest.len() == 2 && rest.ends_with('x');
    known && labels && !scale
}

/// Credentials in the authority that begins at `start`.
pub(super) fn url(text: &str, start: usize, sink: &mut Sink<'_>) {
    let tail = text.as_bytes().get(start..).unwrap_or_default();
    let length =
        run(tail.get(..MAX_DOMAIN.min(tail.len())).unwrap_or_default(), |b| b > b' ' && !b"/?#\"'<>\\|`".contains(&b));
    let Some(authority) = text.get(start..start.saturating_add(length)) else { return };
    let Some((user_info, host)) = authority.rsplit_once('@') else { return };
    // A marker has a colon of its own.
    let marked = user_info.strip_prefix("[redacted:").and_then(|marker| marker.split_once(']'));
    let plain = marked.map_or(user_info, |(_, rest)| rest);
    let Some((_, password)) = plain.split_once(':') else { return };
    let shown = !password.is_empty()
        && !password.starts_with("[redacted")
        && !password.bytes().all(|b| matches!(b, b'*' | b'x' | b'X'));
    if shown && host.starts_with(|c: char| c.is_alphanumeric() || c == '[') {
        sink.hit(SightingRule::UrlPassword, text, start, start.saturating_add(user_info.len()));
    }
}

/// A token of three parts that begins at `start`.
pub(super) fn jwt(text: &str, start: usize, sink: &mut Sink<'_>) {
    let bytes = text.as_bytes();
    // In a longer run of base64 it is found when that is decoded.
    if start.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(|b| b.is_ascii_alphanumeric()) {
        return;
    }
    let length =
        run(bytes.get(start..).unwrap_or_default(), |b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    let token = text.get(start..start.saturating_add(length)).unwrap_or_default();
    let mut parts = token.split('.');
    let header = parts.next().unwrap_or_default();
    let object = BASE64_URL.decode(header).is_ok_and(|json| {
        json.starts_with(b"{\"") && (json.ends_with(b"}") || json.windows(5).any(|w| w == b"\"alg\""))
    });
    if object && parts.next().is_some_and(|payload| payload.len() >= 8) {
        sink.hit(SightingRule::Jwt, text, start, start.saturating_add(token.len()));
    }
}

/// A token after `Bearer`, which ends at `end`.
pub(super) fn bearer(text: &str, end: usize, sink: &mut Sink<'_>) {
    let Some((at, token)) = token_after(text, end) else { return };
    let has = |test: fn(&u8) -> bool| token.as_bytes().iter().any(test);
    let random = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic) || token.len() >= 32 && !token.contains('_');
    if token.len() >= MIN_BEARER && random {
        sink.hit(SightingRule::Authorization, text, at, at.saturating_add(token.len()));
    }
}

/// `user:password` in base64 after `Basic`, which ends at `end`.
pub(super) fn basic(text: &str, end: usize, sink: &mut Sink<'_>) {
    let Some((at, token)) = token_after(text, end) else { return };
    let pair = BASE64.decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let shown = |pair: &String| pair.contains(':') && !pair.chars().any(char::is_control);
    if token.len() >= 6 && pair.as_ref().is_some_and(shown) {
        sink.hit(SightingRule::Authorization, text, at, at.saturating_add(token.len()));
    }
}

/// What follows a scheme after a space or a colon.
fn token_after(text: &str, end: usize) -> Option<(usize, &str)> {
    let tail = text.as_bytes().get(end..)?;
    let gap = run(tail, |b| matches!(b, b' ' | b':' | b'=' | b'"' | b'\'' | b'\\' | b'\t') || b == 0x1f);
    if !(1..=4).contains(&gap) {
        return None;
    }
    let length = run(tail.get(gap..)?, |b| b.is_ascii_alphanumeric() || b"-._~+/=".contains(&b));
    let at = end.saturating_add(gap);
    text.get(at..at.saturating_add(length)).map(|token| (at, token))
}

/// Pairs after `Cookie`, which ends at `end`.
pub(super) fn cookie(text: &str, end: usize, sink: &mut Sink<'_>) {
    let rest = text.get(end..).unwrap_or_default();
    let line = rest.split(['\n', '\r', GAP, BREAK]).next().unwrap_or_default();
    // In JSON the value is on the next line of the view, or behind a gap that the key leaves.
    let line = if line.is_empty() {
        rest.strip_prefix(GAP).map_or(line, |l| l.split(['\n', GAP]).next().unwrap_or_default())
    } else {
        line
    };
    let joint = line.trim_start_matches(['"', '\'', '\\', ' ', ']']);
    let Some(pairs) = joint.strip_prefix([':', '=']) else { return };
    let pairs = pairs.trim_start_matches([' ', '"', '\'', '\\', '[', '{']);
    for pair in pairs.split([';', ',']) {
        let Some((name, value)) = pair.split_once('=') else { continue };
        let name = name.trim();
        let value = value.trim().split([' ', '"', '\'', '\\', ']', '}', ')']).next().unwrap_or_default();
        let plain_name =
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&*+-.^_`|~".contains(&b));
        let attribute = ATTRIBUTES.iter().any(|known| name.eq_ignore_ascii_case(known));
        let shown = value.len() >= 4 && !value.starts_with('[') && !value.starts_with('<') && !value.contains("***");
        let word = ["true", "false", "null", "deleted", "none"].iter().any(|word| value.eq_ignore_ascii_case(word));
        if plain_name && !attribute && shown && !word {
            sink.hit(SightingRule::Cookie, text, end, end.saturating_add(line.len()).min(text.len()));
            return;
        }
    }
}

/// The first line of a private key, with a body after it.
pub(super) fn private_key(text: &str, start: usize, end: usize, sink: &mut Sink<'_>) {
    let bytes = text.as_bytes();
    let head = bytes.get(start.saturating_sub(40)..start).unwrap_or_default().to_ascii_uppercase();
    let putty = bytes.get(start..end).is_some_and(|name| name.eq_ignore_ascii_case(b"putty-user-key-file"));
    if !putty && !head.windows(6).any(|window| window == b"BEGIN ") {
        return;
    }
    let body = bytes.get(end..).unwrap_or_default();
    let near = body.get(..MAX_KEY_HEAD.min(body.len())).unwrap_or_default();
    let is_body = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    if near.split(|byte| !is_body(*byte)).any(|line| line.len() >= MIN_KEY_LINE) {
        sink.hit(SightingRule::PrivateKey, text, start, end);
    }
}

/// What bodies of private keys begin with.
pub(super) fn key_body(text: &str, start: usize, sink: &mut Sink<'_>) {
    let body = text.as_bytes().get(start..).unwrap_or_default();
    let length = run(body, |b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'));
    let exact = ["b3Blbn", "MII", "MIG", "MC4C", "MHcC"].iter().any(|lead| body.starts_with(lead.as_bytes()));
    if exact && length >= 60 {
        sink.hit(SightingRule::PrivateKey, text, start, start.saturating_add(length));
    }
}

/// A secret key of age.
pub(super) fn age_key(text: &str, start: usize, end: usize, sink: &mut Sink<'_>) {
    let length = run(text.as_bytes().get(end..).unwrap_or_default(), |b| b.is_ascii_alphanumeric());
    if length >= 50 {
        sink.hit(SightingRule::WalletKey, text, start, end.saturating_add(length));
    }
}
