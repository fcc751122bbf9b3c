//! A provider's own rule of redaction: whatever the pattern is, it is refused with what is accepted or finds in bounded time.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::report::{Ledger, MAX_OWN_MATCH_BYTES, OwnRule, Place, Redactor};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (pattern, example) = text.split_once('\n').unwrap_or((&text, "KD-123456"));
    let rule = OwnRule { name: "own".to_owned(), pattern: pattern.to_owned(), examples: vec![example.to_owned()] };
    match rule.check() {
        Err(error) => assert!(error.to_string().starts_with("accepted: ")),
        Ok(()) => {
            let mut ledger = Ledger::default();
            let redactor = Redactor::new([7; 32], &[]).with_own_rules(std::slice::from_ref(&rule));
            redactor.redact_text(example, "a", Place::Lines, &mut ledger);
            let own = ledger.entries.iter().filter(|entry| entry.rule == "own.own");
            // An example may be hidden by a rule of ours that finds more.
            own.for_each(|entry| assert!(entry.bytes / entry.count <= (4 * MAX_OWN_MATCH_BYTES) as u64, "{entry:?}"));
        }
    }
});
