//! A full disk and a read-only folder. Limits hold for a whole process, so each test runs itself once more in a child.
#![cfg(unix)]

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::*;

/// Set in the child: the parent's folder.
const FOLDER: &str = "WALLET_DOCTOR_TEST_FOLDER";

/// In the child: keeps a text in the parent's folder, expects this error, and that nothing is left.
fn expect(folder: &Path, text_bytes: usize, code: &str) {
    let root = folder.join("data/evidence");
    let before = names(&root);
    let told = EvidenceFiles::new(&folder.join("data")).keep("TX-1", text(&"x".repeat(text_bytes)), at(1));
    assert_eq!(told.unwrap_err().code(), code, "{text_bytes}");
    assert_eq!(names(&root), before, "{text_bytes}");
}

/// Runs a test of this file in a child of `program`.
fn run_child(test: &str, folder: &Path, mut program: Command) {
    let test = format!("evidence::tests::scarce::{test}");
    let program = program.arg(std::env::current_exe().unwrap()).args(["--exact", &test, "--nocapture"]);
    let ended = program.env(FOLDER, folder).output().unwrap();
    let told = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success() && told.contains("1 passed"), "{told}\n{}", String::from_utf8_lossy(&ended.stderr));
}

#[test]
fn a_full_disk_is_told_and_leaves_nothing() {
    if let Ok(folder) = std::env::var(FOLDER) {
        let hard = getrlimit(Resource::Fsize).maximum;
        for (limit, text_bytes) in [(0, 10), (100, 1_000), (100, 10)] {
            setrlimit(Resource::Fsize, Rlimit { current: Some(limit), maximum: hard }).unwrap();
            let told = std::panic::catch_unwind(|| expect(Path::new(&folder), text_bytes, "no_space"));
            setrlimit(Resource::Fsize, Rlimit { current: hard, maximum: hard }).unwrap();
            told.unwrap();
        }
        return;
    }
    let (folder, files) = files();
    files.keep("TX-1", text("paid"), at(0)).unwrap();
    // Otherwise the system kills who writes beyond the limit instead of telling it.
    let mut shell = Command::new("sh");
    shell.args(["-c", r#"trap '' XFSZ; exec "$@""#, "sh"]);
    run_child("a_full_disk_is_told_and_leaves_nothing", folder.path(), shell);
    assert_eq!(all(&files).len(), 1);
}

#[test]
fn a_read_only_folder_is_told_and_leaves_nothing() {
    if let Ok(folder) = std::env::var(FOLDER) {
        return expect(Path::new(&folder), 10, "read_only");
    }
    let (folder, files) = files();
    files.keep("TX-1", text("paid"), at(0)).unwrap();
    let root = folder.path().join("data/evidence");
    fs::set_permissions(&root, Permissions::from_mode(0o500)).unwrap();
    // The superuser writes everywhere, unless that is taken from it.
    let privileged = fs::create_dir(root.join("probe")).and_then(|()| fs::remove_dir(root.join("probe"))).is_ok();
    let program = if privileged {
        let mut program = Command::new("setpriv");
        program.args(["--bounding-set=-dac_override", "--inh-caps=-dac_override"]);
        program
    } else {
        Command::new("env")
    };
    run_child("a_read_only_folder_is_told_and_leaves_nothing", folder.path(), program);
    assert_eq!(all(&files).len(), 1, "reading goes on");
    fs::set_permissions(&root, Permissions::from_mode(0o700)).unwrap();
    files.keep("TX-1", text("more"), at(1)).unwrap();
}
