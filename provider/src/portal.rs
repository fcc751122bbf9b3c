//! The captive-portal check: a challenge that only the real endpoint can echo, because some hotspots forge a bare 204.
//! Beside it, the two strangers that can stand in a wallet's place: a hotspot and an interloper.

use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

use crate::answer;
use crate::fault::{Fault, FaultSet};

/// Where the check is.
pub(crate) const CHECK_PATH: &str = "generate_204";
/// The host name in the hotspot's certificate and redirect.
pub(crate) const HOTSPOT_HOST: &str = "login.hotspot.test";

const HOTSPOT_LOGIN: &str = "http://login.hotspot.test/";
const CHALLENGE: HeaderName = HeaderName::from_static("x-wallet-doctor-challenge");
const RESPONSE: HeaderName = HeaderName::from_static("x-wallet-doctor-response");
/// The longest challenge that is echoed, in characters.
const LONGEST_CHALLENGE: usize = 64;

const HOTSPOT_PAGE: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Guest Wi-Fi</title></head>\n\
    <body><h1>Guest Wi-Fi</h1><p>请先登录，再使用网络。</p><p>Please sign in before you use the network.</p>\n\
    <form method=\"post\" action=\"/login\"><input name=\"room\"><button>Sign in</button></form></body></html>\n";

const PARKED_PAGE: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>portal.neutral.test</title>\
    </head><body><p>This domain may be for sale.</p></body></html>\n";

const INTERLOPER_PAGE: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Not the wallet</title>\
    </head><body><p>This is not the wallet's server.</p></body></html>\n";

/// Whether a hotspot stands between the phone and everything else.
pub(crate) fn is_captive(faults: &FaultSet) -> bool {
    faults.contains(Fault::CaptivePortal) || faults.contains(Fault::PortalForged204)
}

/// The first endpoint: the check, or what has come in its place.
pub(crate) fn router(faults: &FaultSet) -> Router {
    if faults.contains(Fault::PortalOneBroken) {
        return answer::dated(Router::new().fallback(|| async { Html(PARKED_PAGE) }), faults);
    }
    second_router(faults)
}

/// The other endpoint, which no fault of the first one touches.
pub(crate) fn second_router(faults: &FaultSet) -> Router {
    if is_captive(faults) {
        return hotspot(faults);
    }
    answer::service(Router::new().route(&format!("/{CHECK_PATH}"), get(check)), faults)
}

/// A hotspot that sends every request to its sign-in page; under `portal_forged_204`, all but the check.
pub(crate) fn hotspot(faults: &FaultSet) -> Router {
    let mut router = Router::new().fallback(sign_in);
    if faults.contains(Fault::PortalForged204) {
        router = router.route(&format!("/{CHECK_PATH}"), get(|| async { StatusCode::NO_CONTENT }));
    }
    answer::dated(router, faults)
}

/// What listens at the wrong address: a page of its own for every request.
pub(crate) fn interloper(faults: &FaultSet) -> Router {
    answer::dated(Router::new().fallback(|| async { Html(INTERLOPER_PAGE) }), faults)
}

async fn check(headers: HeaderMap) -> Response {
    let Some(challenge) = headers.get(CHALLENGE).and_then(|value| value.to_str().ok()).filter(|text| is_token(text))
    else {
        let message = "The x-wallet-doctor-challenge header must be 1 to 64 letters, digits or hyphens.";
        return answer::json(StatusCode::BAD_REQUEST, &json!({ "error": "bad_challenge", "message": message }));
    };
    match HeaderValue::from_str(&format!("response {challenge}")) {
        Ok(echo) => (StatusCode::NO_CONTENT, [(RESPONSE, echo)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

fn is_token(text: &str) -> bool {
    (1..=LONGEST_CHALLENGE).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

async fn sign_in() -> Response {
    (StatusCode::FOUND, [(header::LOCATION, HOTSPOT_LOGIN)], Html(HOTSPOT_PAGE)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_letters_digits_and_hyphens() {
        assert!(is_token("a"));
        assert!(is_token("0f2e-7B"));
        assert!(is_token(&"x".repeat(64)));
        for bad in ["", "a b", "a\tb", "é", "a_b", &"x".repeat(65)] {
            assert!(!is_token(bad), "{bad:?}");
        }
    }
}
