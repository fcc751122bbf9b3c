//! The handshake, against a server that says anything.
#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use tokio::time::timeout;
use wallet_doctor_core::fuzzing::Probe;
use wallet_doctor_fuzz::{answering, in_paused_time, probe, survives_json};

static PROBE: LazyLock<Probe> = LazyLock::new(probe);
/// How many certificates of a chain are kept.
const MAX_CERTIFICATES: usize = 8;
/// Nobody waits longer for a handshake.
const PATIENCE: Duration = Duration::from_secs(8);

fuzz_target!(|input: &[u8]| {
    let shaken = in_paused_time(answering(input, |stream| timeout(PATIENCE, PROBE.tls(stream))));
    let Ok((result, facts)) = shaken else { return };
    let code = result.expect_err("nobody but the host has its key");
    assert!(code.as_str().starts_with("tls_"), "{code}");
    assert!(facts.chain.len() <= MAX_CERTIFICATES);
    survives_json(&facts);
});
