//! The balances that an endpoint answers: up to a line of `%%` the rules of a mapping, then the answer. Without such a line the
//! answer is in our own shape.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::account::MAX_UNREADABLE;
use wallet_doctor_core::balance::{BalanceSheet, Comparing, MAX_ASSETS, MAX_DIGITS, MAX_SHEET_BYTES, Verdict, compare};
use wallet_doctor_core::config::{Config, MappingRule};
use wallet_doctor_core::fuzzing::balance_sheet;
use wallet_doctor_fuzz::{mapping_and_body, now, survives_json};

fuzz_target!(|input: &[u8]| {
    let (mapping, body) = mapping_and_body(input);
    let Some(mapping) = rules(mapping) else { return };
    let Some(sheet) = balance_sheet(body, &mapping, now()) else { return };
    assert!(body.len() <= MAX_SHEET_BYTES);
    assert!(sheet.balances.len() <= MAX_ASSETS);
    assert!(sheet.unreadable.len() <= MAX_UNREADABLE);
    assert!(sheet.unreadable.iter().all(|place| place.len() <= 100 && place.starts_with('/')));
    survives_json(&sheet);
    for balance in &sheet.balances {
        let held = balance.held.as_ref().unwrap_or(&balance.total);
        assert_eq!(balance.total.plus(held).minus(held), balance.total, "money is exact");
        assert!(balance.total.to_string().len() <= MAX_DIGITS + "-0.".len());
        assert!((1..=100).contains(&balance.asset.chars().count()) && !balance.asset.contains(char::is_whitespace));
    }
    assert!(compare(Comparing::new(&sheet, &sheet, sheet.as_of)).iter().all(|asset| asset.verdict == Verdict::Equal));
    let known = BalanceSheet { unreadable: Vec::new(), ..sheet };
    let written = serde_json::to_vec(&known).expect("it can be written");
    // Scaling writes a number with more letters than it came with.
    if written.len() <= MAX_SHEET_BYTES {
        assert_eq!(balance_sheet(&written, &[], now()), Some(known), "what is known is read back");
    }
});

/// The rules, as a config has them that is accepted.
fn rules(mapping: &[u8]) -> Option<Vec<MappingRule>> {
    let mapping = std::str::from_utf8(mapping).ok()?;
    let url = "https://api.wallet.test/v1/balances";
    let config = format!(r#"{{"provider_name":"Fuzz","balances":{{"url":"{url}","mapping":{mapping}}}}}"#);
    Some(Config::from_json(config.as_bytes()).ok()?.balances?.mapping)
}
