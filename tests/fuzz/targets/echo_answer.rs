//! A datagram from an echo server.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::fuzzing::echo_answer;

/// What fits a packet on every path (RFC 8489, section 6.1).
const MAX_ANSWER_BYTES: usize = 548;

fuzz_target!(|datagram: &[u8]| {
    if let Some(id) = echo_answer(datagram) {
        assert!(datagram.len() <= MAX_ANSWER_BYTES);
        assert_eq!(datagram.get(8..20), Some(id.as_slice()), "the id is the one in the header");
        assert_eq!(datagram.get(..2), Some([1, 1].as_slice()), "only a success is an answer");
    }
});
