//! The campaign of kills with sled as it is on phones: without flusher, threads and lock of its own.
#![cfg(target_os = "linux")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use wallet_doctor_tests::{Campaign, TusKind, mobile_courier_child};

const ROUNDS: u32 = 300;
/// Where chance begins.
const SEED: u64 = 20_261_129;
/// What sled calls its threads where it has some.
const FLUSHER: &str = "log flusher";
const POOL: &str = "sled-io-";

/// A process that tries to hold an index, and what it said of it.
struct Holder {
    child: Child,
    said: Value,
}

impl Holder {
    fn start(child: &Path, index: &Path) -> Self {
        let mut command = Command::new(child);
        command.arg("hold").arg(index).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the child starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("an output")).read_line(&mut line).expect("the child says something");
        Self { child, said: serde_json::from_str(&line).expect("it says it in JSON") }
    }

    /// What its threads are called; `None` if it did not get in.
    fn threads(&self) -> Option<Vec<&str>> {
        Some(self.said["open"].as_array()?.iter().filter_map(Value::as_str).collect())
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // It ends when its input does.
        self.child.wait().ok();
    }
}

fn has(threads: &[&str], name: &str) -> bool {
    threads.iter().any(|thread| thread.starts_with(name))
}

/// Otherwise a campaign with it would say nothing about phones.
fn assert_real(desktop: &Path, mobile: &Path) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let index = folder.path().join("desktop");
    let first = Holder::start(desktop, &index);
    let threads = first.threads().expect("a new index opens");
    assert!(has(&threads, FLUSHER) && has(&threads, POOL), "{threads:?}");
    assert_eq!(Holder::start(desktop, &index).threads(), None, "sled locks its file here");

    let index = folder.path().join("mobile");
    let first = Holder::start(mobile, &index);
    let threads = first.threads().expect("a new index opens");
    assert!(!has(&threads, FLUSHER) && !has(&threads, POOL), "{threads:?}");
    assert!(Holder::start(mobile, &index).threads().is_some(), "and there it does not");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_on_phones() {
    let child = mobile_courier_child();
    assert_real(Path::new(env!("CARGO_BIN_EXE_courier_child")), &child);
    let losses = Campaign { child, server: TusKind::Tusd, rounds: ROUNDS, seed: SEED }.run().await;
    println!("sled as on phones: {losses}");
    assert_eq!((losses.lost, losses.duplicated), (0, 0), "{losses}");
    losses.assert_hit();
}
