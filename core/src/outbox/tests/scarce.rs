//! A full disk and a read-only folder. Limits hold for a whole process, so each test runs itself once more in a child.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use super::*;

/// Set in the child: the parent's folder.
const FOLDER: &str = "WALLET_DOCTOR_TEST_FOLDER";

/// In the child: queues a report into the parent's folder, expects this error, and that nothing is left.
fn expect_in_child(folder: &str, expected: &OutboxError) {
    let folder = Path::new(folder);
    let outbox = Outbox::new(&folder.join("data"));
    let before = names(&folder.join("data/outbox/reports"));
    assert_eq!(before.len(), 1);
    for _ in 0..3 {
        let sealed = SealedBundle::for_test(folder, b"second");
        let told = outbox.queue(sealed, Priority::Normal, Timestamp::UNIX_EPOCH);
        assert_eq!(told.as_ref(), Err(expected));
        assert_eq!(names(&folder.join("data/outbox/reports")), before);
        assert_eq!(names(folder), ["data"]);
    }
}

/// Runs a test of this file in a child of `program`.
fn run_child(test: &str, world: &World, mut program: Command) {
    let test = format!("outbox::tests::scarce::{test}");
    let program = program.arg(std::env::current_exe().unwrap()).args(["--exact", &test, "--nocapture"]);
    let ended = program.env(FOLDER, world.folder.path()).output().unwrap();
    let told = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success() && told.contains("1 passed"), "{told}\n{}", String::from_utf8_lossy(&ended.stderr));
}

/// A world with one report, its outbox closed.
fn world() -> (World, Submission) {
    let mut world = World::new();
    let first = world.queue(b"first");
    world.restart();
    (world, first)
}

#[test]
fn a_full_disk_is_told_and_leaves_nothing() {
    if let Ok(folder) = std::env::var(FOLDER) {
        return expect_in_child(&folder, &OutboxError::NoSpace);
    }
    let (world, first) = world();
    // Files may have one block: enough for a manifest, too little for the index.
    let mut shell = Command::new("sh");
    shell.args(["-c", r#"trap '' XFSZ; ulimit -f 1; exec "$@""#, "sh"]);
    run_child("a_full_disk_is_told_and_leaves_nothing", &world, shell);
    assert_eq!(world.outbox.submissions().unwrap(), [first]);
    world.queue(b"second");
}

#[test]
fn a_read_only_folder_is_told_and_leaves_nothing() {
    if let Ok(folder) = std::env::var(FOLDER) {
        return expect_in_child(&folder, &OutboxError::ReadOnly);
    }
    let (world, first) = world();
    let reports = world.own().join("reports");
    fs::set_permissions(&reports, Permissions::from_mode(0o500)).unwrap();
    // The superuser writes everywhere, unless that is taken from it.
    let privileged = fs::create_dir(reports.join("probe")).and_then(|()| fs::remove_dir(reports.join("probe"))).is_ok();
    let program = if privileged {
        let mut program = Command::new("setpriv");
        program.args(["--bounding-set=-dac_override", "--inh-caps=-dac_override"]);
        program
    } else {
        Command::new("env")
    };
    run_child("a_read_only_folder_is_told_and_leaves_nothing", &world, program);
    fs::set_permissions(&reports, Permissions::from_mode(0o700)).unwrap();
    assert_eq!(world.outbox.submissions().unwrap(), [first]);
    world.queue(b"second");
}
