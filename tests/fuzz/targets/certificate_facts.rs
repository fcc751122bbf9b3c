//! What a presented certificate says of itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::fuzzing::certificate_facts;
use wallet_doctor_fuzz::{is_presentable, survives_json};

/// What is kept of an issuer's name.
const MAX_NAME_CHARS: usize = 120;

fuzz_target!(|der: &[u8]| {
    if let Some(facts) = certificate_facts(der) {
        is_presentable(&facts.issuer, MAX_NAME_CHARS);
        survives_json(&facts);
    }
});
