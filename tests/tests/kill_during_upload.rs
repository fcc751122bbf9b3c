//! A process is killed in the middle of an upload and started again: the desk has exactly one report, whole.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use wallet_doctor_core::config::Locale;
use wallet_doctor_provider::FaultSet;
use wallet_doctor_tests::{DeskWorld, Relay, finished};

/// After how many bytes towards the desk the process is killed: before anything, in the creation, in the first chunk, in
/// a later one.
const CUTS: [u64; 4] = [0, 300, 100_000, 400_000];
/// How long the first process may take to reach the cut.
const REACHED_WITHIN: Duration = Duration::from_secs(60);

fn child(mode: &str, case: &std::path::Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_outbox_child"));
    command.arg(mode).arg(case).stdin(Stdio::null());
    command
}

fn kill(mut child: Child) {
    child.kill().expect("SIGKILL");
    let status = child.wait().expect("the child has ended");
    assert_eq!(status.code(), None, "it ended by itself before it was killed");
}

fn printed(command: &mut Command) -> Value {
    let output = finished(command);
    let text = String::from_utf8(output.stdout).expect("the child prints text");
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_str(&text).expect("the child prints JSON")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_survives_a_kill_and_arrives_exactly_once() {
    for cut in CUTS {
        let desk = DeskWorld::start(FaultSet::none()).await;
        let relay = Relay::start(desk.intake_addr(), cut).await;
        let through_relay = desk.write_case("relay.json", &desk.case_via(relay.addr(), Locale::En));
        let direct = desk.write_case("direct.json", &desk.case_via(desk.intake_addr(), Locale::En));

        let first = child("submit", &through_relay).stdout(Stdio::null()).spawn().expect("the child starts");
        tokio::time::timeout(REACHED_WITHIN, relay.holding()).await.expect("the upload reaches the cut");
        kill(first);
        drop(relay);
        assert!(desk.received().is_empty(), "cut {cut}: the report had arrived before the kill");

        let outcome = tokio::task::block_in_place(|| printed(&mut child("flush", &direct)));
        let received = desk.received();
        assert_eq!(received.len(), 1, "cut {cut}: {outcome}");
        let submissions = outcome.as_array().expect("a list of submissions");
        assert_eq!(submissions.len(), 1, "cut {cut}: {outcome}");
        assert_eq!(submissions[0]["state"]["state"], "delivered", "cut {cut}: {outcome}");
        assert_eq!(submissions[0]["state"]["ticket"], received[0].ticket.as_str());
        assert_eq!(submissions[0]["sha256"], received[0].sha256.as_str(), "cut {cut}: other bytes arrived");

        let again = tokio::task::block_in_place(|| printed(&mut child("flush", &direct)));
        assert_eq!(again[0]["state"]["ticket"], received[0].ticket.as_str());
        assert_eq!(desk.received().len(), 1, "cut {cut}: it was sent twice");
    }
}
