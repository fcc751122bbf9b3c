//! Queueing on a full disk and in a read-only folder: an error that the caller can act on, and nothing half-written.
//! The disk is a real one of 64 KiB, mounted in a namespace of its own.

use std::fs;
use std::process::Command;

use serde_json::Value;
use wallet_doctor_core::config::Locale;
use wallet_doctor_provider::FaultSet;
use wallet_doctor_tests::{DeskWorld, finished};

/// Mounts a small disk at $1, makes it what $2 says, runs the rest there, and lists the files that are left. The locks, the
/// outbox's index and what is remembered of status sources are databases' own and may stay.
const IN_NAMESPACE: &str = r#"
set -e
disk=$1 manner=$2; shift 2
mount -t tmpfs -o size=64k none "$disk"
if [ "$manner" = readonly ]; then mount -o remount,ro "$disk"; fi
"$@" || true
echo "--- left behind"
find "$disk" -type f -not -name lock -not -path "*/outbox/index/*" -not -path "*/store/*" -size +0
"#;

async fn submit_on(manner: &str) -> (Value, String) {
    let desk = DeskWorld::start(FaultSet::none()).await;
    let disk = desk.scratch().join("disk");
    fs::create_dir(&disk).expect("a place for the disk");
    let mut case = desk.case_via(desk.intake_addr(), Locale::En);
    case.doctor.data_dir = Some(disk.join("doctor"));
    let path = desk.write_case("case.json", &case);

    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", IN_NAMESPACE, "sh"]);
    command.arg(&disk).arg(manner).arg(env!("CARGO_BIN_EXE_outbox_child")).arg("submit").arg(&path);
    let output = tokio::task::block_in_place(|| finished(&mut command));
    let text = String::from_utf8(output.stdout).expect("the child prints text");
    let (told, left) = text
        .split_once("--- left behind\n")
        .unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)));
    assert!(desk.received().is_empty(), "a report that was not kept must not arrive");
    (serde_json::from_str(told).unwrap_or_else(|_| panic!("no line of JSON: {text}")), left.to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_said_and_nothing_is_left() {
    let (told, left) = submit_on("full").await;
    assert_eq!(told["needs_user"], true, "{told}");
    assert!(told["error"].as_str().is_some_and(|code| code.contains("space")), "{told}");
    assert_eq!(left, "", "half-written files");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_only_folder_is_said_and_nothing_is_left() {
    let (told, left) = submit_on("readonly").await;
    assert!(told["error"].as_str().is_some_and(|code| code.contains("read_only")), "{told}");
    assert_eq!(left, "", "half-written files");
}
