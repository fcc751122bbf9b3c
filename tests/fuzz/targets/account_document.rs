//! The state of the account that an endpoint answers: up to a line of `%%` the rules of a mapping, then the answer. Without
//! such a line the answer is in our own shape.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::account::{
    AccountState, MAX_ACCOUNT_BYTES, MAX_DEVICES, MAX_ENTRIES, MAX_RESTRICTIONS, MAX_UNREADABLE,
};
use wallet_doctor_core::config::{Config, MappingRule};
use wallet_doctor_core::fuzzing::account_document;
use wallet_doctor_fuzz::mapping_and_body;

fuzz_target!(|input: &[u8]| {
    let (mapping, body) = mapping_and_body(input);
    let Some(mapping) = rules(mapping) else { return };
    let Some(state) = account_document(body, &mapping) else { return };
    assert!(body.len() <= MAX_ACCOUNT_BYTES);
    assert!(state.unreadable.len() <= MAX_UNREADABLE);
    assert!(state.unreadable.iter().all(|place| place.len() <= 100 && place.starts_with('/')));
    let longest = [
        (state.restrictions.as_ref().map(Vec::len), MAX_RESTRICTIONS),
        (state.devices.as_ref().map(Vec::len), MAX_DEVICES),
        (state.limits.as_ref().map(Vec::len), MAX_ENTRIES),
        (state.fees.as_ref().map(Vec::len), MAX_ENTRIES),
        (state.instruments.as_ref().map(Vec::len), MAX_ENTRIES),
        (state.channels.as_ref().map(Vec::len), MAX_ENTRIES),
    ];
    assert!(longest.iter().all(|(length, most)| length.is_none_or(|length| length <= *most)));
    let known = AccountState { unreadable: Vec::new(), ..state };
    let written = serde_json::to_vec(&known).expect("it can be written");
    // Scaling writes a number with more letters than it came with.
    if written.len() <= MAX_ACCOUNT_BYTES {
        assert_eq!(account_document(&written, &[]), Some(known), "what is known is read back");
    }
});

/// The rules, as a config has them that is accepted.
fn rules(mapping: &[u8]) -> Option<Vec<MappingRule>> {
    let mapping = std::str::from_utf8(mapping).ok()?;
    let url = "https://api.wallet.test/v1/account";
    let config = format!(r#"{{"provider_name":"Fuzz","account":{{"url":"{url}","mapping":{mapping}}}}}"#);
    Some(Config::from_json(config.as_bytes()).ok()?.account?.mapping)
}
