//! JSON Web Tokens: a header in base64url that reads as a JSON object with an `alg`, then two or four more parts (RFC 7515,
//! RFC 7516).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::read::DecoderReader;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{Hit, Rule, wrapped};

/// The longest header that is looked at, in characters. One with a certificate chain in it has a few thousand.
const MAX_HEADER: usize = 8_192;
/// How many parts follow the header at most.
const MAX_PARTS: usize = 4;

#[derive(Deserialize)]
struct Header {
    #[serde(rename = "alg")]
    _alg: IgnoredAny,
}

/// Reads the runs of base64 that a dot follows.
pub(super) fn find(text: &str, runs: &[(usize, usize)], hits: &mut Vec<Hit>) {
    let bytes = text.as_bytes();
    for (start, end) in runs.iter().copied().filter(|(_, end)| bytes.get(*end) == Some(&b'.')) {
        let start = start.max(end.saturating_sub(MAX_HEADER));
        let run = bytes.get(start..end).unwrap_or_default();
        // Something may be glued to the front, so every place where a JSON object may begin is tried.
        if let Some(from) = memchr::memchr_iter(b'e', run).find(|from| run.get(*from..).is_some_and(is_header)) {
            let rest = end_of_parts(bytes, end);
            hits.push(Hit { start: start.saturating_add(from), end: rest, rule: Rule::Jwt });
        }
    }
}

/// Whether there is a token in a text.
pub(super) fn is_one_in(text: &str) -> bool {
    let mut hits = Vec::new();
    find(text, &wrapped::runs(text), &mut hits);
    !hits.is_empty()
}

fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

fn is_header(encoded: &[u8]) -> bool {
    // `{` and a quote or white space, before the rest is decoded.
    let begin = encoded.get(..4).and_then(|first| URL_SAFE_NO_PAD.decode(first).ok());
    if !matches!(begin.as_deref(), Some([b'{', b'"' | b' ' | b'\n' | b'\r' | b'\t', ..])) {
        return false;
    }
    // Decoded as it is parsed, so that a false beginning costs no more than its first bytes.
    serde_json::from_reader::<_, Header>(DecoderReader::new(encoded, &URL_SAFE_NO_PAD)).is_ok()
}

fn end_of_parts(bytes: &[u8], first_dot: usize) -> usize {
    let mut end = first_dot;
    for _ in 0..MAX_PARTS {
        if bytes.get(end) != Some(&b'.') {
            break;
        }
        let part = bytes.get(end.saturating_add(1)..).unwrap_or_default();
        let length = part.iter().take_while(|byte| is_base64url(**byte)).count();
        end = end.saturating_add(1).saturating_add(length);
    }
    end
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{keeps, redacted, redacts};
    use super::*;

    fn token(header: &str, payload: &str) -> String {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}.c2lnbmF0dXJl-_x", part(header), part(payload))
    }

    #[test]
    fn redacts_tokens_whatever_their_header() {
        for header in [
            r#"{"alg":"HS256","typ":"JWT"}"#,
            r#"{"typ":"JWT","alg":"none"}"#,
            "{ \"alg\": \"RS256\" }",
            "{\n  \"kid\": \"a\",\n  \"alg\": \"ES256\"\n}",
        ] {
            redacts("jwt", &token(header, r#"{"sub":"zhang"}"#));
        }
        redacts("jwt", &format!("{}.a.b", token(r#"{"alg":"dir","enc":"A128GCM"}"#, "")));
    }

    #[test]
    fn redacts_a_token_that_something_is_glued_to() {
        let token = token(r#"{"alg":"HS256"}"#, r#"{"sub":"zhang"}"#);
        assert_eq!(redacted(&format!("eyJtokeneyJ{token}")), "eyJtokeneyJ[redacted:jwt]");
        assert_eq!(redacted(&format!("id={token}; path=/")), "id=[redacted:jwt]; path=/");
    }

    #[test]
    fn keeps_dotted_names_that_are_no_tokens() {
        keeps("com.example.wallet.sync.BalanceWorker");
        keeps("eyJhbGciOi.not.json");
        keeps(&token(r#"{"name":"no algorithm"}"#, r#"{"a":1}"#));
        keeps("eyes.wide.open");
    }
}
