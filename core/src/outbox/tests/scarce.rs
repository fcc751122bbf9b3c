//! A full disk and a read-only folder. Limits hold for a whole process, so each test runs itself once more in a child.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::super::state::{Event, Upload};
use super::*;

/// Set in the child: the parent's folder.
const FOLDER: &str = "WALLET_DOCTOR_TEST_FOLDER";
/// More than a manifest has.
const MANIFEST_FITS: u64 = 1024;

/// In the child: queues a report into the parent's folder, expects this error, and that nothing is left.
fn expect(outbox: &Outbox, folder: &Path, expected: &OutboxError, limit: Option<u64>) {
    let reports = folder.join("data/outbox/reports");
    let before = names(&reports);
    assert_eq!(before.len(), 1);
    let sealed = SealedBundle::of_bytes(folder, b"second").unwrap();
    limit_files(limit);
    let told = outbox.queue(sealed, wishes(Priority::Normal), Timestamp::UNIX_EPOCH, Limits::DEFAULT);
    limit_files(None);
    assert_eq!(told.as_ref(), Err(expected), "{limit:?}");
    assert_eq!(names(&reports), before, "{limit:?}");
    assert_eq!(names(folder), ["data"], "{limit:?}");
}

/// Writes to the index until its next write lies beyond this many bytes.
fn outgrow(outbox: &Outbox, bytes: u64) {
    let shared = outbox.make().unwrap();
    let id = shared.submissions().unwrap()[0].id;
    for offset in 0..bytes / 16 {
        let url = "http://127.0.0.1/reports/1".parse().unwrap();
        shared.apply(id, Event::Created(Upload { url, offset, expires_at: None })).unwrap();
    }
}

/// Lets no file of this process grow beyond this many bytes.
fn limit_files(limit: Option<u64>) {
    let hard = getrlimit(Resource::Fsize).maximum;
    setrlimit(Resource::Fsize, Rlimit { current: limit.or(hard), maximum: hard }).unwrap();
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
        let folder = Path::new(&folder);
        let outbox = Outbox::new(&folder.join("data"));
        // No space to open the index, none for the manifest, and enough for that but not for the index.
        expect(&outbox, folder, &OutboxError::NoSpace, Some(0));
        assert_eq!(outbox.submissions().unwrap().len(), 1);
        expect(&outbox, folder, &OutboxError::NoSpace, Some(0));
        outgrow(&outbox, MANIFEST_FITS);
        expect(&outbox, folder, &OutboxError::NoSpace, Some(MANIFEST_FITS));
        assert_eq!(outbox.submissions().unwrap().len(), 1);
        return;
    }
    let (world, first) = world();
    // Otherwise the system kills who writes beyond the limit instead of telling it.
    let mut shell = Command::new("sh");
    shell.args(["-c", r#"trap '' XFSZ; exec "$@""#, "sh"]);
    run_child("a_full_disk_is_told_and_leaves_nothing", &world, shell);
    assert_eq!(world.outbox.submissions().unwrap()[0].id, first.id);
    world.queue(b"second");
}

#[test]
fn a_read_only_folder_is_told_and_leaves_nothing() {
    if let Ok(folder) = std::env::var(FOLDER) {
        let folder = Path::new(&folder);
        return expect(&Outbox::new(&folder.join("data")), folder, &OutboxError::ReadOnly, None);
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
    assert_eq!(world.outbox.submissions().unwrap()[0].id, first.id);
    world.queue(b"second");
}
