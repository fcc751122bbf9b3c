//! The program's roles for agents: who may sign in, and a view that is given its key by a file or through standard input.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
};

use jiff::Timestamp;
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};
use wallet_doctor_core::report::SupportIdentity;
use wallet_doctor_intake::{Intake, IntakeOptions};

const PASSWORD: &str = "correct horse battery";

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_wallet-doctor-desk"))
}

/// Runs the program to its end with something on its standard input; its status, what it printed and its log.
fn done(command: &mut Command, input: &str) -> (i32, String, String) {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Whoever refuses its arguments reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let done = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap_or(-1), text(done.stdout), text(done.stderr))
}

fn agent(data: &Path, arguments: &[&str], input: &str) -> (i32, String, String) {
    let (verb, rest) = arguments.split_first().unwrap();
    done(program().args(["agent", verb, "--data"]).arg(data).args(rest), input)
}

#[test]
fn agents_are_added_listed_and_removed_and_no_password_is_logged() {
    let dir = tempdir().unwrap();
    let data = dir.path().join("view");
    let (status, _, log) = agent(&data, &["add", "--name", "li", "--role", "lead"], &format!("{PASSWORD}\r\n"));
    assert_eq!(status, 0, "{log}");
    assert_eq!(
        serde_json::from_str::<Value>(&log).unwrap(),
        json!({ "event": "agent_added", "agent": "li", "role": "lead" })
    );
    assert_eq!(agent(&data, &["add", "--name", "李娜"], PASSWORD).0, 0);
    for (arguments, input, told, code) in [
        (&["add", "--name", "li"] as &[&str], PASSWORD, "already", 1),
        (&["add", "--name", "a b"], PASSWORD, "letters", 1),
        (&["add", "--name", "wu"], "hunter2", "12 characters", 1),
        (&["add", "--name", "wu"], "", "12 characters", 1),
        (&["add", "--name", "wu", "--role", "chief"], PASSWORD, "agent or lead", 2),
        (&["password", "--name", "wu"], PASSWORD, "no agent", 1),
        (&["remove", "--name", "wu"], "", "no agent", 1),
    ] {
        let (status, _, log) = agent(&data, arguments, input);
        assert!(status == code && log.contains(told), "{arguments:?}: {status} {log}");
        assert!(!log.contains(PASSWORD) && !log.contains("hunter2"), "{log}");
    }
    let (status, printed, _) = agent(&data, &["list"], "");
    let names: Vec<Value> =
        printed.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["agent"].clone()).collect();
    assert_eq!((status, names), (0, vec![json!("li"), json!("李娜")]));
    assert_eq!(agent(&data, &["remove", "--name", "li"], "").0, 0);
    let (status, _, log) = agent(&dir.path().join("nothing"), &["list"], "");
    assert!(status == 1 && log.contains("no agents yet"), "{log}");
}

/// A store that an intake has made, an agent, and a key in a file.
async fn scene() -> (TempDir, String) {
    let dir = tempdir().unwrap();
    let intake = Intake::start(IntakeOptions::new(([127, 0, 0, 1], 0).into(), dir.path().join("store"))).await.unwrap();
    intake.stop().await;
    assert_eq!(agent(&dir.path().join("view"), &["add", "--name", "li"], PASSWORD).0, 0);
    let key = SupportIdentity::generate().to_file_text(Timestamp::now()).expose().clone();
    std::fs::write(dir.path().join("support.key"), &key).unwrap();
    (dir, key)
}

fn view(dir: &Path, more: &[&str]) -> Command {
    let mut command = program();
    command.args(["view", "--listen", "127.0.0.1:0", "--store"]).arg(dir.join("store"));
    command.arg("--data").arg(dir.join("view")).args(more);
    command
}

struct Running {
    child: Child,
    listening: Value,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn start(command: &mut Command, input: &str) -> Running {
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
    Running { child, listening: serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line}")) }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_comes_from_a_file_or_through_standard_input_and_is_in_no_log() {
    let (dir, key) = scene().await;
    let file = dir.path().join("support.key");
    let by_file = start(&mut view(dir.path(), &["--identity", file.to_str().unwrap()]), "");
    assert_eq!(by_file.listening["event"], "listening");
    let opens = by_file.listening["opens"].clone();
    let url = by_file.listening["url"].as_str().unwrap().to_owned();
    assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    drop(by_file);
    let by_input = start(&mut view(dir.path(), &["--time-zone", "Asia/Shanghai"]), &key);
    assert_eq!(by_input.listening["opens"], opens);
    drop(by_input);

    let broken = dir.path().join("broken.key");
    std::fs::write(&broken, "AGE-SECRET-KEY-1HUNTER2\n").unwrap();
    let broken = broken.to_str().unwrap();
    for (more, input, told, code) in [
        (&["--identity", broken] as &[&str], "", "line 1", 1),
        (&["--identity", "/nothing"], "", "cannot read", 1),
        (&[], "", "no key", 1),
        (&[], "hunter2", "line 1", 1),
        (&["--time-zone", "Mars/Olympus"], &key, "no time zone", 1),
        (&["--announcement-key", broken], &key, "openssl genpkey", 1),
        (&["--tls-cert", broken], &key, "--tls-key", 2),
    ] {
        let (status, _, log) = done(&mut view(dir.path(), more), input);
        assert!(status == code && log.contains(told), "{more:?}: {status} {log}");
        assert!(!log.contains("HUNTER2") && !log.contains("hunter2"), "{log}");
    }
    let everywhere = done(
        program()
            .args(["view", "--listen", "0.0.0.0:0", "--store"])
            .arg(dir.path().join("store"))
            .arg("--data")
            .arg(dir.path().join("view")),
        &key,
    );
    assert!(everywhere.0 == 1 && everywhere.2.contains("certificate"), "{everywhere:?}");
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_closed_terminal_is_as_good_a_reason_to_stop_as_any() {
    let (dir, key) = scene().await;
    for signal in ["HUP", "TERM", "INT", "QUIT"] {
        let mut running = start(&mut view(dir.path(), &[]), &key);
        let id = running.child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{signal}"), &id]).status().unwrap().success());
        assert_eq!(running.child.wait().unwrap().code(), Some(0), "SIG{signal}");
    }
}
