//! Credentials of HTTP: `Bearer` tokens, `Basic` pairs, and whatever an `Authorization` header holds (RFC 9110, section
//! 11.6.2; RFC 6750; RFC 7617). In plain logs, in JSON and in URLs.

use std::sync::LazyLock;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use regex::Regex;

use super::cues::{Announces, Cue, announcing};
use super::{Hit, Rule};

/// From this length on a word without digits after `Bearer` is a token, not English.
const LONG_TOKEN: usize = 20;
/// From this length on the value of an `Authorization` header is not a word such as `failed`.
const LONG_VALUE: usize = 16;

/// Fixed patterns, each tried where its word stands; case is ignored in ASCII only, which needs no tables.
fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap_or_else(|_| unreachable!("a fixed pattern"))
}

static BEARER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"^(?i-u:bearer)(?:[ \t:="'\\+]|%20|%3[aAdD]){1,6}([A-Za-z0-9\-._~+/=%|]{6,})"#));
static BASIC: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?i-u:basic)(?:[ \t]|%20){1,3}([A-Za-z0-9+/_\-]{4,}={0,2})"));
static HEADER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r#"^(?i-u:authorization)["'\\]{0,8}[ \t]{0,4}[:=][ \t\[]{0,4}["'\\]{0,8}"#,
        r#"(?:([A-Za-z][A-Za-z0-9\-]{2,30})[ \t]+)?([^\s"'\\,;]+)"#
    ))
});
/// Its parameters, quoted or not, parted by commas.
static DIGEST: LazyLock<Regex> = LazyLock::new(|| {
    let parameter = r#"[A-Za-z0-9_\-]{1,32}=(?:\\*"{1,2}[^"\r\n]*"{1,2}|[^\s,;"'\\]+)"#;
    pattern(&format!(r"^(?i-u:digest)[ \t]+({parameter}(?:[ \t]*,[ \t]*{parameter})*)"))
});

/// Schemes after which anything is a credential (IANA's registry, and what vendors use).
const SCHEMES: [&str; 9] =
    ["basic", "bearer", "token", "apikey", "negotiate", "ntlm", "hmac", "dpop", "aws4-hmac-sha256"];

pub(super) fn find(text: &str, cues: &[Cue], hits: &mut Vec<Hit>) {
    // What was read as one credential is not read again from each word within it.
    let mut covered = 0_usize;
    for cue in announcing(cues, Announces::Authorization) {
        let Some(rest) = text.get(cue.start..).filter(|_| cue.start >= covered) else { continue };
        if let Some((start, end, rule)) = credential(rest) {
            let (start, end) = (cue.start.saturating_add(start), cue.start.saturating_add(end));
            hits.push(Hit { start, end, rule });
            covered = end;
        }
    }
}

/// What follows the word at the beginning.
fn credential(rest: &str) -> Option<(usize, usize, Rule)> {
    let taken = |found: regex::Match<'_>, rule| Some((found.start(), found.end(), rule));
    match rest.as_bytes().get(1)? | 0x20 {
        b'e' => taken(BEARER.captures(rest)?.get(1).filter(|token| is_token(token.as_str()))?, Rule::Bearer),
        b'a' => taken(BASIC.captures(rest)?.get(1).filter(|pair| is_pair(pair.as_str()))?, Rule::Authorization),
        b'i' => taken(DIGEST.captures(rest)?.get(1)?, Rule::Authorization),
        _ => {
            let found = HEADER.captures(rest)?;
            let scheme = found.get(1).map(|scheme| scheme.as_str().to_ascii_lowercase());
            let known = scheme.as_deref().is_some_and(|scheme| SCHEMES.contains(&scheme));
            if scheme.as_deref() == Some("digest") {
                let at = found.get(1)?.start();
                let digest = DIGEST.captures(rest.get(at..)?)?.get(1)?;
                return Some((at.saturating_add(digest.start()), at.saturating_add(digest.end()), Rule::Authorization));
            }
            let rule = if scheme.as_deref() == Some("bearer") { Rule::Bearer } else { Rule::Authorization };
            let value = found.get(2)?;
            let shown = value.as_str();
            // `Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…` goes to the end of the line.
            let end = if scheme.as_deref().is_some_and(|scheme| scheme.starts_with("aws4")) {
                rest.get(value.start()..)?
                    .find(['\r', '\n', '"', '\''])
                    .map_or(rest.len(), |at| value.start().saturating_add(at))
            } else {
                value.end()
            };
            (known || is_secret(shown, LONG_VALUE)).then_some((value.start(), end, rule))
        }
    }
}

fn is_token(text: &str) -> bool {
    is_secret(text, LONG_TOKEN)
}

fn is_secret(text: &str, long: usize) -> bool {
    let trimmed = text.trim_end_matches('.');
    let odd = |c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '~' | '+' | '/' | '=' | '%' | '|');
    let inner_capital =
        trimmed.chars().skip(1).any(|c| c.is_ascii_uppercase()) && trimmed.chars().any(|c| c.is_ascii_lowercase());
    trimmed.len() >= long || (trimmed.len() >= 6 && (trimmed.chars().any(odd) || inner_capital))
}

/// Base64 that reads as `user:password`.
fn is_pair(text: &str) -> bool {
    // In the name of a file more of the name follows.
    reads_as_pair(text) || text.split(['-', '_']).next().is_some_and(reads_as_pair)
}

fn reads_as_pair(text: &str) -> bool {
    let lenient = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    [alphabet::STANDARD, alphabet::URL_SAFE].iter().any(|alphabet| {
        let decoded = GeneralPurpose::new(alphabet, lenient).decode(text);
        decoded.is_ok_and(|bytes| {
            bytes.contains(&b':') && std::str::from_utf8(&bytes).is_ok_and(|text| !text.chars().any(char::is_control))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{keeps, redacted};

    #[test]
    fn redacts_bearer_tokens() {
        for text in [
            "Authorization: Bearer s3cr3t-token_value",
            "authorization:bearer s3cr3t-token_value",
            r#"{"Authorization":"Bearer s3cr3t-token_value"}"#,
            r#"{\"authorization\": \"Bearer s3cr3t-token_value\"}"#,
            "Proxy-Authorization: BEARER s3cr3t-token_value",
            "using bearer s3cr3t-token_value now",
            "auth=Bearer%20s3cr3t-token_value&x=1",
            "Ｂｅａｒｅｒ s3cr3t-token_value",
        ] {
            let redacted = redacted(text);
            assert!(!redacted.contains("s3cr3t") && redacted.contains("[redacted:bearer]"), "{redacted}");
        }
    }

    #[test]
    fn redacts_other_credentials_of_a_header() {
        for (text, secret) in [
            ("Authorization: Basic emhhbmc6cGFzc3dvcmQ=", "emhhbm"),
            ("basic emhhbmc6cGFzc3dvcmQ", "emhhbm"),
            ("Authorization: Digest username=\"zhang\", response=\"6629fae4\"", "6629fae4"),
            ("authorization=a1b2c3d4e5", "a1b2c3"),
            ("'Authorization': 'Token abcdefg'", "abcdefg"),
            ("Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/x", "AKIAIO"),
        ] {
            let redacted = redacted(text);
            assert!(!redacted.contains(secret) && redacted.contains("[redacted:authorization]"), "{redacted}");
        }
    }

    #[test]
    fn redacts_nothing_around_the_credential() {
        assert_eq!(
            redacted(r#"{"a":1,"Authorization":"Bearer abc123def","b":2}"#),
            r#"{"a":1,"Authorization":"Bearer [redacted:bearer]","b":2}"#
        );
    }

    #[test]
    fn keeps_sentences_about_authorization() {
        for text in [
            "the bearer of this card",
            "bearer token expired",
            "Bearer authentication failed",
            "authorization: failed",
            "Authorization: missing",
            "basic authentication is off",
            "a basic plan",
        ] {
            keeps(text);
        }
    }
}
