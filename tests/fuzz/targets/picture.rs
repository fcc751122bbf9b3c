//! Pictures that the person adds, from any bytes: taken in or refused, and nothing else.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::fuzzing::picture;

fuzz_target!(|bytes: &[u8]| picture(bytes));
