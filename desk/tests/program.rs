//! The program: its arguments, its log, and a kill in the middle of an upload.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStderr, Command, Stdio},
};

use reqwest::StatusCode;
use tempfile::tempdir;
use uuid::Uuid;
use wallet_doctor_intake::store::{received, standing_of};

use crate::support::{Client, report, ticket};

#[path = "../intake/tests/intake/support.rs"]
#[expect(dead_code, reason = "the tests of the intake use all of it")]
mod support;

/// A running program, killed at the end of its test.
struct Running {
    child: Child,
    log: BufReader<ChildStderr>,
    origin: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    fn start(store: &Path) -> Self {
        let mut child = program().arg("--store").arg(store).stderr(Stdio::piped()).spawn().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        let mut running = Self { child, log, origin: String::new() };
        let line = running.line();
        assert_eq!(line["event"], "listening");
        line["url"].as_str().unwrap().strip_suffix("/reports").unwrap().clone_into(&mut running.origin);
        running
    }

    fn line(&mut self) -> serde_json::Value {
        let mut line = String::new();
        self.log.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    fn client(&self) -> Client {
        Client::over(&self.origin, rustls::RootCertStore::empty())
    }
}

fn program() -> Command {
    let mut program = bare();
    program.args(["intake", "--listen", "127.0.0.1:0"]);
    program
}

fn bare() -> Command {
    Command::new(env!("CARGO_BIN_EXE_wallet-doctor-desk"))
}

/// Runs the program to its end; its status and its log.
fn done(program: &mut Command) -> (i32, String) {
    let done = program.output().unwrap();
    (done.status.code().unwrap(), String::from_utf8(done.stderr).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn tickets_are_answered_beside_the_running_intake() {
    let dir = tempdir().unwrap();
    let intake = Running::start(dir.path());
    let client = intake.client();
    let place = client.created(Uuid::new_v4(), 5).await;
    let given = ticket(&client.patch(&place, 0, b"hello").await).unwrap();
    let say = |store: &Path, ticket: &str, text: &str| {
        done(bare().arg("answer").arg("--store").arg(store).args(["--ticket", ticket, "--text", text]))
    };
    let (status, log) = say(dir.path(), &given, "Install\nthe update.");
    assert_eq!(status, 0, "{log}");
    let logged: serde_json::Value = serde_json::from_str(&log).unwrap();
    assert_eq!(logged, serde_json::json!({ "event": "answered", "ticket": given }));
    let answers = standing_of(dir.path(), &given).unwrap().answers;
    assert_eq!(answers.iter().map(|answer| answer.text.as_str()).collect::<Vec<_>>(), ["Install\nthe update."]);

    let missing = dir.path().join("missing");
    for (store, ticket, text, said) in [
        (dir.path(), "WD-0000-0000", "hunter2", "no such ticket"),
        (dir.path(), &given, "hunter2\t", "8192 bytes"),
        (dir.path(), &given, "", "1 to 8192"),
        (&missing, &given, "hunter2", "missing"),
    ] {
        let (status, log) = say(store, ticket, text);
        assert_eq!(status, 1, "{log}");
        assert!(log.contains("not_answered") && log.contains(said) && !log.contains("hunter2"), "{log}");
    }
    assert_eq!(done(bare().args(["answer", "--ticket", &given, "--text", "a"])).0, 2);
    assert_eq!(standing_of(dir.path(), &given).unwrap().answers.len(), 1);

    // Eight agents at once.
    std::thread::scope(|scope| {
        for n in 0..8 {
            let (say, given, store) = (&say, &given, dir.path());
            scope.spawn(move || assert_eq!(say(store, given, &n.to_string()).0, 0));
        }
    });
    assert_eq!(standing_of(dir.path(), &given).unwrap().answers.len(), 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_in_the_middle_loses_nothing_and_the_log_names_nobody() {
    let dir = tempdir().unwrap();
    let bytes = report(300_000);
    let id = Uuid::new_v4();
    let place = {
        let first = Running::start(dir.path());
        let client = first.client();
        let place = client.created(id, bytes.len()).await;
        assert_eq!(client.patch(&place, 0, &bytes[..123_456]).await.status(), StatusCode::NO_CONTENT);
        place
    };
    let mut second = Running::start(dir.path());
    let client = second.client();
    assert_eq!(client.offset(&place).await, 123_456);
    let given = ticket(&client.patch(&place, 123_456, &bytes[123_456..]).await).unwrap();
    assert_eq!(second.line(), serde_json::json!({ "event": "report_received", "ticket": given, "size": 300_000 }));
    let all = received(dir.path()).unwrap();
    assert_eq!((all.len(), std::fs::read(&all[0].file).unwrap()), (1, bytes));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_was_mailed_is_taken_in_by_its_name_and_tusd_is_answered_its_ticket() {
    let dir = tempdir().unwrap();
    let _intake = Running::start(dir.path());
    let id = Uuid::new_v4();
    let file = dir.path().join(format!("{id}.wdr"));
    std::fs::write(&file, "hello").unwrap();
    let take = |arguments: &[&str], input: &str| {
        let mut command = bare();
        command.args(["take", "--store"]).arg(dir.path()).args(arguments).stdin(Stdio::piped());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let _ = std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes());
        let done = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
    };
    let (status, printed, log) = take(&["--urgent", file.to_str().unwrap()], "");
    let given = printed.trim().to_owned();
    assert_eq!(status, 0, "{log}");
    assert_eq!(received(dir.path()).unwrap()[0].ticket, given);
    let event = serde_json::json!({
        "Type": "pre-finish",
        "Event": { "Upload": { "ID": "x", "MetaData": { "report_id": id, "priority": "urgent" }, "Storage": { "Type": "filestore", "Path": file } } },
    });
    let (status, printed, _) = take(&["--tusd-hook"], &event.to_string());
    let answer: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!((status, &answer["HTTPResponse"]["Header"]["Wallet-Doctor-Ticket"]), (0, &given.clone().into()));

    let mut other = event.clone();
    other["Type"] = "post-finish".into();
    let mut nameless = event.clone();
    nameless["Event"]["Upload"]["MetaData"] = serde_json::json!({ "report_id": "../../etc" });
    for (arguments, input, told, code) in [
        (&["--tusd-hook"] as &[&str], other.to_string(), "no other", 1),
        (&["--tusd-hook"], nameless.to_string(), "no report_id", 1),
        (&["--tusd-hook"], "hunter2".to_owned(), "not what tusd tells", 1),
        (&["/nothing/67e55044-10b1-426f-9247-bb680e5fe0c8.wdr"], String::new(), "cannot be read", 1),
        (&["/nothing/report.wdr"], String::new(), "--report", 1),
        (&[], String::new(), "FILE", 2),
    ] {
        let (status, _, log) = take(arguments, &input);
        assert!(status == code && log.contains(told) && !log.contains("hunter2"), "{arguments:?}: {status} {log}");
    }
}

#[test]
fn bad_arguments_are_two_and_a_store_that_cannot_be_is_one() {
    let dir = tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let run = |args: &[&str]| done(program().args(args));
    let file = file.to_str().unwrap();
    for args in [&[] as &[&str], &["--store", file, "--tls-cert", file], &["--store", file, "--max-report-bytes", "0"]]
    {
        assert_eq!(run(args).0, 2, "{args:?}");
    }
    let secret = "postgres://desk:hunter2@db:port/desk";
    for args in
        [["--store", "store", "--database", secret], ["--store", "s3://key:hunter2@reports", "--database", "sqlite:x"]]
    {
        let (status, log) = run(&args);
        assert!(status == 1 && log.contains("not_started") && !log.contains("hunter2"), "{status} {log}");
    }
    let (status, log) = run(&["--store", file]);
    assert_eq!(status, 1);
    assert!(log.contains("not_started") && log.contains(file), "{log}");
}
