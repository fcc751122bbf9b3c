//! The HTTP step of a probe, against a server that says anything.
#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use tokio::time::Instant;
use wallet_doctor_core::connectivity::Step;
use wallet_doctor_core::fuzzing::Probe;
use wallet_doctor_fuzz::{answering, in_paused_time, is_presentable, probe, survives_json};

static PROBE: LazyLock<Probe> = LazyLock::new(probe);
/// What is kept of a content type, and of a host (RFC 1035, section 2.3.4).
const MAX_TYPE_CHARS: usize = 80;
const MAX_HOST_CHARS: usize = 253;
/// What is left of a diagnosis.
const DEADLINE: Duration = Duration::from_secs(8);
/// The runtime's timers round up to a millisecond.
const SLACK: Duration = Duration::from_millis(10);

fuzz_target!(|input: &[u8]| {
    let (answer, step) = in_paused_time(async {
        let started = Instant::now();
        let asked = answering(input, |stream| PROBE.http(stream, DEADLINE)).await;
        assert!(started.elapsed() <= DEADLINE + SLACK, "it took {:?}", started.elapsed());
        asked
    });
    match (&answer, &step) {
        (Some(answer), Step::Done { .. }) => assert!(answer.status < 500 && answer.status != 429),
        (Some(_) | None, Step::Failed { .. }) => {}
        (_, Step::Done { .. } | Step::Skipped) => panic!("{step:?} with {answer:?}"),
    }
    if let Some(answer) = answer {
        is_presentable(answer.content_type.as_deref().unwrap_or_default(), MAX_TYPE_CHARS);
        is_presentable(answer.redirected_to.as_deref().unwrap_or_default(), MAX_HOST_CHARS);
        assert!((200..=999).contains(&answer.status), "{} is no final status", answer.status);
        survives_json(&answer);
    }
});
