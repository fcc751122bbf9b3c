//! The engine: declared ids, the ledger, parts, windows, JSON.

use super::test_support::redacted;
use super::*;

#[test]
fn keeps_declared_ids_and_nothing_longer() {
    let declared = ["4111111111111111".to_owned(), "TX-13800138000".to_owned()];
    let redactor = Redactor::new([7; 32], &declared);
    let of = |text: &str| redactor.redact_text(text, "a", Place::Lines, &mut Ledger::default()).into_owned();
    for text in ["id 4111111111111111.", "４１１１１１１１１１１１１１１１", "(TX-13800138000)"] {
        assert_eq!(of(text), text);
    }
    assert_eq!(of("13800138000"), "[redacted:phone]");
    assert_eq!(of("XTX-13800138000"), "XTX-[redacted:phone]");
    assert_eq!(of("4111 1111 1111 1111"), "[redacted:card]");
}

#[test]
fn redacts_what_is_declared_but_is_no_id() {
    let declared = ["zhang@example.com".to_owned(), "call 13800138000".to_owned(), "9".repeat(200)];
    let redactor = Redactor::new([7; 32], &declared);
    let text = redactor.redact_text("zhang@example.com call 13800138000", "a", Place::Lines, &mut Ledger::default());
    assert_eq!(text, "[redacted:email] call [redacted:phone]");
}

#[test]
fn the_ledger_names_lines_and_counts() {
    let mut ledger = Ledger::default();
    let text = "ok\n13800138000 13900139000\n\nwei@example.com";
    Redactor::new([7; 32], &[]).redact_text(text, "attachments/a.log", Place::Lines, &mut ledger);
    let told: Vec<_> = ledger.entries.iter().map(|e| (e.rule.as_str(), e.place.as_str(), e.count)).collect();
    assert_eq!(told, [("phone", "line 2", 2), ("email", "line 4", 1)]);
}

#[test]
fn a_secret_across_the_edge_of_a_part_goes_as_a_whole() {
    let text = "aaaa 4111111111111111 bbbb";
    let redactor = Redactor::new([7; 32], &[]);
    let of = |part| redactor.redact_part(text, part, "a", Place::Lines, &mut Ledger::default()).into_owned();
    assert_eq!(of(10..text.len()), "[redacted:card] bbbb");
    assert_eq!(of(0..10), "aaaa [redacted:card]");
    assert_eq!(of(22..text.len()), "bbbb");
    assert_eq!(of(0..4), "aaaa");
}

#[test]
fn overlapping_finds_become_one() {
    assert_eq!(redacted("Authorization: Bearer 4111111111111111"), "Authorization: Bearer [redacted:bearer]");
    assert_eq!(redacted("13800138000@example.com"), "[redacted:email]");
}
