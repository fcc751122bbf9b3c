//! The outbox's courier: a report's way through the intake's answers. The first line of the first message is the report's
//! length and how much of it the intake had before, if it is one that goes on.
#![no_main]

use std::time::Duration;

use jiff::SignedDuration;
use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::fuzzing::{journey, takes_a_chunk_with_the_creation};
use wallet_doctor_fuzz::{messages, now, web_url};

/// The most bytes of one request.
const CHUNK_BYTES: u64 = 1024 * 1024;
/// The longest wait between two requests.
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// The longest wait between two goes.
const LONGEST_RETRY: SignedDuration = SignedDuration::from_hours(24);
/// What is kept of a `Location`, each byte of which may have become three, and of a ticket.
const MAX_URL_BYTES: usize = 3 * 4 * 1024 + 100;
const MAX_TICKET_BYTES: usize = 64;

fuzz_target!(|input: &[u8]| {
    let intake = web_url("https://desk.wallet.test:8443/in/reports?key=1");
    let messages = messages(input);
    let mut numbers = messages[0].first.split(' ').map_while(|number| number.parse::<u64>().ok());
    let (length, had) = (numbers.next().unwrap_or(1).max(1), numbers.next());
    let upload = had.map(|had| (web_url("https://desk.wallet.test:8443/in/7").url().clone(), had.min(length)));
    let answers =
        messages[1..].iter().map(|message| (message.first != "-").then(|| (message.status(), message.headers.clone())));
    let with_creation = takes_a_chunk_with_the_creation(messages[0].status(), messages[0].headers.clone());
    let journey = journey(&intake, length, upload, with_creation, answers, now());

    for request in &journey.requests {
        let url = request.url.as_ref().unwrap_or(intake.url());
        assert_eq!(url.origin(), intake.url().origin(), "a report goes to its intake and nowhere else");
        assert!(url.username().is_empty() && url.password().is_none() && url.as_str().len() <= MAX_URL_BYTES);
        assert!(request.bytes <= CHUNK_BYTES && request.offset.saturating_add(request.bytes) <= length);
        assert!(request.after <= LONGEST_WAIT);
        assert!(request.url.is_some() || request.bytes < length, "never all of it with the creation");
    }
    // Two, and what is tried again while the intake says that somebody else has it.
    assert!(journey.requests.iter().filter(|request| request.url.is_none()).count() <= 5, "creations");
    if let Some(ticket) = journey.delivered.iter().flatten().next() {
        assert!(!ticket.is_empty() && ticket.len() <= MAX_TICKET_BYTES && ticket.bytes().all(|b| b.is_ascii_graphic()));
    }
    if journey.delivered == Some(None) {
        let sent = journey.requests.iter().any(|request| request.bytes > 0);
        assert!(sent || had.is_some(), "without a byte sent only a ticket says that it came");
    }
    if let Some((_, retry_at)) = journey.stopped {
        let wait = retry_at.duration_since(now());
        assert!(wait >= SignedDuration::from_secs(1) && wait <= LONGEST_RETRY, "{wait}");
    }
});
