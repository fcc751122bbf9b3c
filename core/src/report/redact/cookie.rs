//! Cookies: everything that a `Cookie` or `Set-Cookie` header holds (RFC 6265, section 4).

use super::cues::{Announces, Cue, announcing};
use super::value::{Value, key_around, value_after};
use super::{Hit, Rule};

/// Keys under which cookies are logged, in lower case.
const KEYS: [&str; 6] = ["cookie", "cookies", "set-cookie", "set_cookie", "setcookie", "cookie2"];

pub(super) fn find(text: &str, cues: &[Cue], hits: &mut Vec<Hit>) {
    let mut covered = 0_usize;
    for cue in announcing(cues, Announces::Cookie).filter(|cue| cue.end > 0) {
        if cue.start < covered {
            continue;
        }
        let key = key_around(text, cue.start, cue.end);
        let name = text.get(key.clone()).unwrap_or_default().trim_start_matches('-').to_ascii_lowercase();
        let name = name.rsplit('.').next().unwrap_or_default();
        if !KEYS
            .iter()
            .any(|known| name == *known || name.strip_suffix(known).is_some_and(|rest| rest.ends_with(['-', '_'])))
        {
            continue;
        }
        let Some(Value { start, end, .. }) = value_after(text, key.end, true) else { continue };
        // Anything without a pair in it is a word about cookies.
        if text.get(start..end).is_some_and(|value| value.contains('=')) {
            hits.push(Hit { start, end, rule: Rule::Cookie });
            covered = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{keeps, redacted};

    #[test]
    fn redacts_what_cookie_headers_hold() {
        for (text, expected) in [
            ("Cookie: sid=31d4d96e407aad42; lang=zh\r\nHost: a", "Cookie: [redacted:cookie]\r\nHost: a"),
            ("set-cookie: SESSION=abc; Path=/; HttpOnly", "set-cookie: [redacted:cookie]"),
            (r#"{"Cookie":"a=1; b=2","x":1}"#, r#"{"Cookie":"[redacted:cookie]","x":1}"#),
            (r#"curl -H 'Cookie: a=bcd' https://x"#, r#"curl -H 'Cookie: [redacted:cookie]' https://x"#),
        ] {
            assert_eq!(redacted(text), expected);
        }
    }

    #[test]
    fn keeps_words_about_cookies() {
        for text in ["cookies are disabled", "cookie: none", "cookie_count=12", "Cookie consent: accepted"] {
            keeps(text);
        }
    }
}
