//! A DNS message from a server that is asked over HTTPS.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::connectivity::Family;
use wallet_doctor_core::fuzzing::dns_answer;
use wallet_doctor_fuzz::HOST;

fuzz_target!(|message: &[u8]| {
    for family in [Family::Ipv6, Family::Ipv4] {
        match dns_answer(message, HOST, family) {
            Ok(addresses) => {
                assert!(!addresses.is_empty());
                assert!(addresses.iter().all(|address| address.is_ipv6() == (family == Family::Ipv6)));
                // A record of an address takes more than four bytes of the message.
                assert!(addresses.len() * 4 < message.len());
            }
            Err(code) => assert!(code.as_str().starts_with("dns_"), "{code}"),
        }
    }
});
