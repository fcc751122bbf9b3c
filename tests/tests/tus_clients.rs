//! Clients of tus that others wrote send to the desk's intake, which is killed while they do: they go on where it stood.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use wallet_doctor_intake::store::{Priority, received};
use wallet_doctor_tests::{Peer, installed_npm, kept_folder, once, succeeded, tool, wallet_doctor_desk};

const BYTES: usize = 4_000_000;
const CHUNK_BYTES: &str = "250000";
/// How often the intake is killed, each time after one more chunk.
const KILLS: usize = 3;

fn clients() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("clients").join("tus_clients")
}

/// tus-js-client, from npm.
fn javascript() -> Command {
    let mut command = tool("node");
    command.arg(installed_npm("tus_clients", &["send.js"]).join("send.js"));
    command
}

/// tuspy, from PyPI.
fn python() -> Command {
    let folder = kept_folder("tuspy");
    let installed = folder.join("installed");
    let wanted = fs::read(clients().join("requirements.txt")).expect("a file of ours");
    if fs::read(&installed).is_ok_and(|there| there != wanted) {
        fs::remove_file(&installed).expect("a writable target folder");
    }
    let python = folder.join("environment").join("bin").join("python");
    once(&folder, &installed, || {
        succeeded(tool("python3").args(["-m", "venv", "--clear"]).arg(folder.join("environment")));
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
        succeeded(Command::new(&python).args(install).arg(clients().join("requirements.txt")));
        fs::write(&installed, &wanted).expect("a writable target folder");
    });
    let mut command = Command::new(python);
    command.arg(clients().join("send.py"));
    command
}

/// Sends a report while the intake is killed. Checks that it arrived once and whole, under the ticket that the client was told.
fn goes_on_after_kills(mut client: Command, priority: Priority) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (store, file) = (folder.path().join("desk"), folder.path().join("report.wdr"));
    let report: Vec<u8> = (0..BYTES).map(|index| (index * 31 + index / 251).to_le_bytes()[0]).collect();
    fs::write(&file, &report).expect("a writable folder");
    let served = store.clone();
    let mut intake = Peer::start(&folder.path().join("log"), move |listen| {
        let mut command = wallet_doctor_desk();
        command.args(["intake", "--listen", &listen.to_string(), "--store"]).arg(&served);
        command
    });
    client.arg(format!("http://{}/reports", intake.addr())).arg(&file);
    client.args(["67e55044-10b1-426f-9247-bb680e5fe0c8", CHUNK_BYTES]).stdout(Stdio::piped());
    let mut client = client.spawn().expect("the client starts");
    let said = BufReader::new(client.stdout.take().expect("a pipe"));
    let (mut kills, mut offsets, mut given) = (0, Vec::new(), None);
    for line in said.lines() {
        let line = line.expect("text");
        if let Some(offset) = line.strip_prefix("offset ") {
            offsets.push(offset.parse::<usize>().expect("a number"));
            if kills < KILLS && offsets.len() > 2 * kills {
                kills += 1;
                intake.start_again();
            }
        } else if let Some(ticket) = line.strip_prefix("ticket ") {
            given = Some(ticket.to_owned());
        }
    }
    assert!(client.wait().expect("an end").success(), "{}", intake.said());
    assert_eq!(kills, KILLS, "{offsets:?}");
    assert!(offsets.is_sorted(), "it went back behind what it had been told: {offsets:?}");
    let [received] = received(&store).expect("a store").try_into().expect("one report");
    assert_eq!((Some(received.ticket), received.priority), (given, priority));
    assert!(fs::read(received.file).expect("a report") == report, "other bytes than were sent");
}

#[test]
fn tus_js_client_goes_on_after_kills() {
    goes_on_after_kills(javascript(), Priority::Urgent);
}

#[test]
fn tuspy_goes_on_after_kills() {
    goes_on_after_kills(python(), Priority::Normal);
}
