//! The user information of URLs (RFC 3986, section 3.2.1): `user:password` before the `@` of the host, or a token alone. Also
//! where slashes are escaped, as JSON allows, or where the whole URL is part of another.

use memchr::memmem;

use super::scan::{ALNUM, DIGIT, before, byte, is};
use super::{Hit, Rule};

/// The longest user information. Tokens with claims in them have a thousand characters.
const MAX_BYTES: usize = 2048;
/// From this length on a user without a password is a token, if it looks like one.
const TOKEN_BYTES: usize = 16;

/// How an authority begins, and how the signs in it are then written.
const FORMS: [Form; 4] = [
    Form { begin: "://", colon: ":", at: "@" },
    Form { begin: ":\\/\\/", colon: ":", at: "@" },
    Form { begin: "%3A%2F%2F", colon: "%3A", at: "%40" },
    Form { begin: "%3a%2f%2f", colon: "%3a", at: "%40" },
];

/// What the forms begin with: fewer passes over a text than there are forms.
const ANCHORS: [&str; 3] = ["://", ":\\/", "%3"];

struct Form {
    begin: &'static str,
    colon: &'static str,
    at: &'static str,
}

pub(super) fn find(text: &str, hits: &mut Vec<Hit>) {
    let bytes = text.as_bytes();
    for anchor in ANCHORS {
        for at in memmem::find_iter(bytes, anchor) {
            let rest = bytes.get(at..).unwrap_or_default();
            let form = FORMS.iter().find(|form| rest.starts_with(form.begin.as_bytes()));
            let Some(form) = form.filter(|_| is(before(bytes, at), ALNUM)) else { continue };
            let start = at.saturating_add(form.begin.len());
            if let Some(end) = credentials_end(bytes, start, form) {
                hits.push(Hit { start, end, rule: Rule::UrlCredentials });
            }
        }
    }
}

/// Where the credentials end that begin there.
fn credentials_end(bytes: &[u8], start: usize, form: &Form) -> Option<usize> {
    let near = bytes.get(start..)?;
    let near = near.get(..MAX_BYTES).unwrap_or(near);
    let length = near.iter().take_while(|byte| is_of_authority(**byte)).count();
    let authority = near.get(..length)?;
    // In another URL the path begins with an escape as well.
    let authority = match memmem::find(authority, b"%2F").or_else(|| memmem::find(authority, b"%2f")) {
        Some(path) if form.at == "%40" => authority.get(..path)?,
        _ => authority,
    };
    // A password may hold the sign, a host may not.
    let user = memmem::rfind(authority, form.at.as_bytes())?;
    let host = byte(near, user.saturating_add(form.at.len()));
    let found = authority.get(..user)?;
    let colon = memmem::find(found, form.colon.as_bytes());
    let password = colon.is_some_and(|colon| colon.saturating_add(form.colon.len()) < found.len());
    let secret = password || colon.is_none() && is_token(found);
    (secret && (is(host, ALNUM) || matches!(host, b'[' | b'%' | 0x80..))).then(|| start.saturating_add(user))
}

fn is_of_authority(byte: u8) -> bool {
    byte.is_ascii_graphic()
        && !matches!(byte, b'/' | b'?' | b'#' | b'"' | b'\'' | b'<' | b'>' | b'\\' | b'`' | b'{' | b'}')
}

/// Long, and no name: names have no digits and letters in one.
fn is_token(user: &[u8]) -> bool {
    let has = |wanted: fn(u8) -> bool| user.iter().any(|byte| wanted(*byte));
    user.len() >= TOKEN_BYTES && has(|byte| is(byte, DIGIT)) && has(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::super::rule_tests::{found, in_bounds, in_bounds_when_hostile, keeps};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn redacts_users_with_passwords_and_nothing_else() {
        for (text, credentials) in [
            ("https://user:secret@example.com/path", "user:secret"),
            ("看https://user:secret@example.com。", "user:secret"),
            ("postgres://wallet:p%40ss%2Fw@10.0.0.1:5432/db", "wallet:p%40ss%2Fw"),
            ("redis://:secret@localhost:6379", ":secret"),
            ("https://user:p@ss@example.com", "user:p@ss"),
            ("ssh://user:secret@[2001:db8::1]/", "user:secret"),
            ("{\"url\":\"https:\\/\\/user:secret@example.com\\/a\"}", "user:secret"),
            ("next=https%3A%2F%2Fuser%3Asecret%40example.com%2Fa", "user%3Asecret"),
            ("next=https%3a%2f%2fuser%3asecret%40example.com%2fa%40b", "user%3asecret"),
            ("https://x-access-token:abc@github.com/a/b", "x-access-token:abc"),
            ("https://0123456789abcdef0123456789abcdef@sentry.example.com/1", "0123456789abcdef0123456789abcdef"),
            ("wss://user:secret@example.com", "user:secret"),
            ("https://a:b@例子.中国", "a:b"),
        ] {
            assert_eq!(found(find, text), [credentials], "{text}");
        }
        assert_eq!(found(find, "a://b:c@d e://f:g@h"), ["b:c", "f:g"]);
    }

    #[test]
    fn keeps_urls_without_secrets() {
        for text in [
            "https://example.com/path@1.2.3?a=b:c@d",
            "https://example.com:8443/a",
            "https://user@example.com",
            "ssh://git@github.com/a/b.git",
            "git@github.com:a/b.git",
            "mailto:zhang@example.com",
            "https://example.com，请联系:a@example.com",
            "https://example.com and a:b@example.com",
            "https://user:@example.com",
            "https://a-long-name-of-a-user@example.com",
            "://a:b@c",
            "https://cdn.example.com/npm/vue@3.2.1/dist",
        ] {
            keeps(find, text);
        }
    }

    #[test]
    fn redacts_in_time_whatever_the_text() {
        in_bounds_when_hostile(
            find,
            &["a://", "://", "a:/", "a://b:c@", "@", ":", "%3A%2F%2F", "a%3A%2F%2Fb", "a:\\/\\/"],
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(a|://|:|@|/|%3A%2F%2F|%40|:\\\\/\\\\/|é| |0123456789abcdef){0,24}") {
            in_bounds(find, &text);
        }

        #[test]
        fn text_at_random_is_read(text in any::<String>()) {
            in_bounds(find, &text);
        }
    }
}
