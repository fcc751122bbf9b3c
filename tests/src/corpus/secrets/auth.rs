//! What authenticates a request: bearer tokens, basic and digest credentials, JSON web tokens and cookies.

use crate::corpus::encode;
use crate::corpus::plant::{Format, Plant, windows};
use crate::corpus::seeded::{ALNUM, HEX, Seeded, URL_SAFE};

/// A random token with its 16-character windows.
fn token(before: &str, alphabet: &str, length: usize, after: &str, chance: &mut Seeded) -> Plant {
    let token = opaque(alphabet, length, chance);
    Plant::labelled(before, token.clone(), after).pieces(windows(&token, 16, 4))
}

/// Begins and ends with one of the alphabet's letters: the ends of a token aren't punctuation.
pub(super) fn opaque(alphabet: &str, length: usize, chance: &mut Seeded) -> String {
    let letters: String = alphabet.chars().filter(char::is_ascii_alphabetic).collect();
    chance.string(&letters, 1) + &chance.string(alphabet, length - 2) + &chance.string(&letters, 1)
}

pub(super) fn bearer() -> Vec<Format> {
    let of = |name: &'static str, before: &'static str, length: usize, after: &'static str| {
        Format::new(name, move |chance| token(before, URL_SAFE, length, after, chance))
    };
    vec![
        of("header", "Authorization: Bearer ", 43, ""),
        of("header_lower", "authorization: bearer ", 32, ""),
        of("header_upper", "AUTHORIZATION: BEARER ", 40, ""),
        of("alone", "Bearer ", 40, ""),
        of("json", "{\"Authorization\":\"Bearer ", 64, "\"}"),
        of("assignment", "Authorization=Bearer ", 36, ""),
        of("scheme_token", "Authorization: Token ", 40, ""),
        of("proxy", "Proxy-Authorization: Bearer ", 43, ""),
        Format::new("base64_body", |chance| {
            let token = encode::base64(chance.bytes(33));
            Plant::labelled("Authorization: Bearer ", token.clone(), "").pieces(windows(&token, 16, 4))
        }),
    ]
}

pub(super) fn basic() -> Vec<Format> {
    let of = |name: &'static str, before: &'static str, after: &'static str| {
        Format::new(name, move |chance| {
            let password = opaque(ALNUM, 12, chance);
            let pair = format!("user{}:{password}", chance.string(HEX, 4));
            let encoded = encode::base64(&pair);
            Plant::labelled(before, encoded.clone(), after).pieces(windows(&encoded, 16, 3)).piece(pair).piece(password)
        })
    };
    vec![
        of("header", "Authorization: Basic ", ""),
        of("header_lower", "authorization: basic ", ""),
        of("proxy", "Proxy-Authorization: Basic ", ""),
        of("alone", "Basic ", ""),
        of("json", "{\"authorization\":\"Basic ", "\"}"),
    ]
}

pub(super) fn digest() -> Vec<Format> {
    let of = |name: &'static str, header: &'static str, quote: &'static str| {
        Format::new(name, move |chance| {
            let response = chance.string(HEX, 32);
            let nonce = chance.string(HEX, 24);
            let before = format!(
                "{header}: Digest username={quote}wallet{quote}, realm={quote}api{quote}, nonce={quote}{nonce}{quote}, \
                 uri={quote}/v1/balance{quote}, response={quote}"
            );
            let after = format!("{quote}, qop=auth, nc=00000001");
            Plant::labelled(&before, response.clone(), &after).pieces(windows(&response, 16, 3))
        })
    };
    vec![
        of("quoted", "Authorization", "\""),
        of("unquoted", "Authorization", ""),
        of("lower", "authorization", "\""),
        of("proxy", "Proxy-Authorization", "\""),
    ]
}

const JWT_HEADERS: [(&str, &str); 6] = [
    ("hs256", r#"{"alg":"HS256","typ":"JWT"}"#),
    ("rs256_kid", r#"{"alg":"RS256","typ":"JWT","kid":"k-2026-11"}"#),
    ("es256", r#"{"typ":"JWT","alg":"ES256"}"#),
    ("at_jwt", r#"{"typ":"at+jwt","alg":"EdDSA"}"#),
    ("spaced", r#"{ "alg": "HS512", "typ": "JWT" }"#),
    ("none", r#"{"alg":"none"}"#),
];

pub(super) fn jwt() -> Vec<Format> {
    let alone =
        |(name, header): (&'static str, &'static str)| Format::new(name, move |chance| jwt_in("", header, "", chance));
    let around = |name: &'static str, before: &'static str, after: &'static str| {
        Format::new(name, move |chance| jwt_in(before, JWT_HEADERS[0].1, after, chance))
    };
    let mut all: Vec<Format> = JWT_HEADERS.into_iter().map(alone).collect();
    all.extend([
        around("bearer", "Authorization: Bearer ", ""),
        around("glued_before", "idtoken", ""),
        around("glued_after", "jwt=", ",retry=1"),
        around("glued_underscore", "session_", "_end"),
        around("json", "{\"id_token\":\"", "\",\"expires_in\":3600}"),
    ]);
    all
}

fn jwt_in(before: &str, header: &str, after: &str, chance: &mut Seeded) -> Plant {
    let subject = chance.string(HEX, 12);
    let issued = chance.between(1_760_000_000, 1_795_000_000);
    let payload = encode::base64url(format!(r#"{{"sub":"{subject}","iat":{issued},"scope":"wallet:read"}}"#));
    let signature = match header.contains("none") {
        true => String::new(),
        false => encode::base64url(chance.bytes(32)),
    };
    let token = format!("{}.{payload}.{signature}", encode::base64url(header));
    // The subject's part of the payload: the claims' names are the same in every token.
    let subject: String = payload.chars().skip(10).take(18).collect();
    let pieces = [payload, subject].into_iter().chain(windows(&signature, 16, 3));
    Plant::labelled(before, token, after).pieces(pieces)
}

pub(super) fn cookies() -> Vec<Format> {
    vec![
        Format::new("cookie_several", |chance| {
            let (session, refresh) = (opaque(URL_SAFE, 32, chance), opaque(ALNUM, 26, chance));
            let plant = Plant::labelled("Cookie: lang=zh-CN; sid=", session, "; theme=dark; refresh=").secret(refresh);
            with_windows(plant.open("; consent=1"))
        }),
        Format::new("cookie_one", |chance| {
            with_windows(token("Cookie: JSESSIONID=", "0123456789ABCDEF", 32, "", chance))
        }),
        Format::new("cookie_lower", |chance| {
            with_windows(token("cookie: auth_session=", URL_SAFE, 40, "; a=b", chance))
        }),
        Format::new("cookie_three", |chance| {
            let values: Vec<String> = (0..3).map(|_| opaque(ALNUM, 22, chance)).collect();
            let plant = Plant::labelled("Cookie: _sid=", &*values[0], "; csrftoken=").secret(&*values[1]);
            with_windows(plant.open("; device_token=").secret(&*values[2]))
        }),
        Format::new("set_cookie", |chance| {
            let after = "; Path=/; Max-Age=3600; HttpOnly; Secure; SameSite=Lax";
            with_windows(token("Set-Cookie: session_id=", URL_SAFE, 36, after, chance))
        }),
        Format::new("set_cookie_expires", |chance| {
            let after = "; Expires=Fri, 27 Nov 2026 21:07:28 GMT; Domain=wallet.example";
            with_windows(token("set-cookie: wallet_auth=", ALNUM, 44, after, chance))
        }),
        Format::new("set_cookie_lines", |chance| {
            let (one, two) = (opaque(URL_SAFE, 28, chance), opaque(URL_SAFE, 28, chance));
            let plant = Plant::labelled("Set-Cookie: sid=", one, "; Path=/; HttpOnly\nSet-Cookie: rid=").secret(two);
            with_windows(plant.open("; Path=/auth; Secure"))
        }),
        Format::new("json", |chance| with_windows(token("{\"Cookie\":\"sid=", URL_SAFE, 30, "; lang=en\"}", chance))),
    ]
}

fn with_windows(plant: Plant) -> Plant {
    let pieces: Vec<String> = plant.secrets().iter().flat_map(|secret| windows(secret, 16, 3)).collect();
    plant.pieces(pieces)
}
