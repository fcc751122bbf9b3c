//! What a presented certificate says of itself, and whether its key is pinned.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::fuzzing::{certificate_facts, is_pinned};
use wallet_doctor_fuzz::{is_presentable, survives_json};

/// What is kept of a name.
const MAX_NAME_CHARS: usize = 120;
/// The sum of a key that nobody has.
const OTHER: [u8; 32] = [7; 32];

fuzz_target!(|der: &[u8]| {
    let Some(facts) = certificate_facts(der) else {
        return assert!(!is_pinned(der, &[der], &[OTHER.into()]));
    };
    is_presentable(&facts.issuer, MAX_NAME_CHARS);
    is_presentable(&facts.subject, MAX_NAME_CHARS);
    survives_json(&facts);
    assert!(is_pinned(der, &[], &[OTHER.into(), facts.spki_sha256]));
    assert!(!is_pinned(der, &[der, der], &[OTHER.into()]), "nobody has such a key");
});
