//! `Retry-After` in both of its forms, `Date` and `Age`.
#![no_main]

use http::HeaderMap;
use http::header::{AGE, DATE, RETRY_AFTER};
use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::fuzzing::{retry_after, server_time};
use wallet_doctor_fuzz::{messages, now};

fn digits<'a>(headers: &'a HeaderMap, name: &http::HeaderName) -> Option<&'a str> {
    let text = headers.get(name)?.to_str().ok()?;
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

fuzz_target!(|input: &[u8]| {
    let headers = &messages(input)[0].headers;
    let wait = retry_after(headers, now());
    if let Some(seconds) = digits(headers, &RETRY_AFTER) {
        assert_eq!(wait, Some(seconds.parse().unwrap_or(u64::MAX)));
    }
    let time = server_time(headers);
    if let Some(time) = time {
        assert_eq!(time.subsec_nanosecond(), 0, "a Date has whole seconds");
        assert!(digits(headers, &AGE).is_none_or(|age| age.trim_start_matches('0').is_empty()), "out of a cache");
        if headers.get(DATE) == headers.get(RETRY_AFTER) {
            assert_eq!(wait, Some(0), "it is due at the server's own time");
        }
    }
});
