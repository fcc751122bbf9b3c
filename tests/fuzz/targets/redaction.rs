//! Redaction and the second look over any text: what comes out is text, says where something went, and changes no more when it
//! is redacted again with the same ids declared.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::fuzzing::second_look;
use wallet_doctor_core::report::{Ledger, Place, Redactor};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    // The first line may be an id that was declared.
    let declared: Vec<String> = text.lines().take(1).map(str::to_owned).collect();
    let redactor = Redactor::new([7; 32], &declared).with_account("acct-778899");
    let mut ledger = Ledger::default();
    let redacted = redactor.redact_text(&text, "a.json", Place::Lines, &mut ledger);
    let lines = text.lines().count() + 1;
    for entry in &ledger.entries {
        assert!(entry.count > 0 && entry.bytes > 0, "{entry:?}");
        let line: Option<usize> = entry.place.strip_prefix("line ").and_then(|line| line.parse().ok());
        assert!(line.is_some_and(|line| line <= lines) || entry.place == "further on", "{entry:?}");
    }
    assert_eq!(ledger.entries.is_empty(), redacted == text, "what changed is in the ledger, and nothing else");
    // Whatever it sees, it sees it without falling over.
    second_look(&[("attachments/a.log", bytes), ("report.json", bytes)]);
});
