//! The messages that people saw, as they typed or pasted them, and a provider's codes in them.
#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::complaint::{MAX_MEANINGS, MAX_MESSAGE_CHARS};
use wallet_doctor_core::config::CodeRule;
use wallet_doctor_core::fuzzing::message;
use wallet_doctor_fuzz::survives_json;

/// A word, a number that could be an amount or a status, and one in Chinese.
const CODES: [(&str, &str); 3] =
    [("E-1043", "network.offline"), ("503", "network.slow"), ("银行 07", "provider.api_error")];

fuzz_target!(|text: &[u8]| {
    let text = String::from_utf8_lossy(text);
    let codes = CODES.map(|(code, cause)| CodeRule { code: code.to_owned(), cause: cause.to_owned() });
    let found = message(&text, &codes);
    assert!(found.len() <= MAX_MEANINGS);
    let causes: BTreeSet<&str> = found.iter().map(|meaning| meaning.cause.as_str()).collect();
    assert_eq!(causes.len(), found.len(), "no cause twice");
    found.iter().for_each(survives_json);
    if text.chars().count() < MAX_MESSAGE_CHARS {
        assert_eq!(message(&format!("\u{3000}{text}"), &codes), found, "space around it says nothing");
        assert_eq!(message(&format!("{text}\r\n"), &codes), found, "space around it says nothing");
    }
});
