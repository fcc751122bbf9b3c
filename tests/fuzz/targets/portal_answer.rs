//! What the answer of a captive-portal endpoint shows.
#![no_main]

use http::header::LOCATION;
use libfuzzer_sys::fuzz_target;
use url::Url;
use wallet_doctor_core::connectivity::PortalOutcome;
use wallet_doctor_core::fuzzing::portal_answer;
use wallet_doctor_fuzz::{is_presentable, messages, web_url};

/// RFC 1035, section 2.3.4.
const MAX_HOST_CHARS: usize = 253;

fuzz_target!(|input: &[u8]| {
    let message = &messages(input)[0];
    for place in ["http://portal.wallet.test/generate_204", "http://[2001:db8::7]:8080/generate_204"] {
        let url = web_url(place);
        let (outcome, host) = portal_answer(message.status(), message.headers.clone(), message.body, &url, "c0ffee");
        let echo = message.headers.get("x-wallet-doctor-response").is_some_and(|echo| echo == "response c0ffee");
        assert_eq!(outcome == PortalOutcome::Echoed, message.status() == 204 && echo);
        assert!(host.is_none() || outcome == PortalOutcome::Redirected);
        if let Some(host) = &host {
            is_presentable(host, MAX_HOST_CHARS);
        }
        let location = message.headers.get(LOCATION).and_then(|place| place.to_str().ok());
        let target = location.and_then(|location| url.url().join(location).ok());
        if target.as_ref().is_some_and(|target| Url::host(target) == url.url().host()) {
            assert_ne!(outcome, PortalOutcome::Redirected, "its own host is not elsewhere");
        }
    }
});
