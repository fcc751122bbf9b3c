//! The reader of signed documents. The only one that is accepted is the one that somebody has signed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::config::SigningKey;
use wallet_doctor_core::fuzzing::signed_payload;

/// The key and what it has signed of RFC 8037, appendix A.4; it stands among the seeds.
const KEY: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
const SIGNED: &[u8] = b"Example of Ed25519 signing";

fuzz_target!(|document: &[u8]| {
    let key: SigningKey = KEY.parse().expect("the standard's key is one");
    if let Some(payload) = signed_payload(document, &[key]) {
        assert_eq!(payload, SIGNED);
    }
    assert!(signed_payload(document, &[]).is_none());
});
