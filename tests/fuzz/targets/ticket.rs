//! What a desk answers to a poll for a ticket.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::fuzzing::ticket;
use wallet_doctor_fuzz::now;

/// The most answers that are taken, and how long each may be, in bytes.
const MAX_ANSWERS: usize = 100;
const MAX_ANSWER_BYTES: usize = 8 * 1024;

fuzz_target!(|input: &[u8]| {
    let Some(told) = ticket(input, "WD-7K2M-9QXT", now()) else { return };
    assert!(told.answers.len() <= MAX_ANSWERS);
    let is_text = |text: &str| {
        !text.is_empty() && text.len() <= MAX_ANSWER_BYTES && !text.chars().any(|c| c.is_control() && c != '\n')
    };
    assert!(told.answers.iter().all(|answer| is_text(&answer.text)));
    assert!(ticket(input, "WD-0000-0000", now()).is_none(), "it is about one ticket only");
});
