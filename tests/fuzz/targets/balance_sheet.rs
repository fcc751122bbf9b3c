//! The balances that the provider answers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::balance::{MAX_ASSETS, MAX_DIGITS, Verdict, compare};
use wallet_doctor_core::fuzzing::balance_sheet;
use wallet_doctor_fuzz::survives_json;

fuzz_target!(|body: &[u8]| {
    let Some(sheet) = balance_sheet(body) else { return };
    assert!(sheet.balances.len() <= MAX_ASSETS);
    survives_json(&sheet);
    for balance in &sheet.balances {
        let held = balance.held.as_ref().unwrap_or(&balance.total);
        assert_eq!(balance.total.plus(held).minus(held), balance.total, "money is exact");
        assert!(balance.total.to_string().len() <= MAX_DIGITS + "-0.".len());
    }
    assert!(compare(&sheet, &sheet, &[]).iter().all(|asset| asset.verdict == Verdict::Equal));
});
