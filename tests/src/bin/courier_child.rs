//! A process that is made to be killed while it queues and sends reports of any bytes.
//!
//! `courier_child send FOLDER INTAKE [FILE]` queues the file as a report if there is one, prints `{"queued": …}` once it is
//! told that it is durable, sends what is due, and prints `{"kept": […]}`.
//!
//! `courier_child hold FOLDER` opens a sled there, with a flusher if this sled has one, prints `open` and what its threads are
//! called, or `locked`, and holds it until its standard input ends.
//!
//! Built a second time over a sled that takes the ways it takes on phones (`tests/mobile_sled`): nothing here is of this package.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};
use wallet_doctor_core::config::Case;
use wallet_doctor_core::host::RecordedHost;
use wallet_doctor_core::outbox::Priority;
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::report::SupportIdentity;
use wallet_doctor_core::{Doctor, fuzzing};

type Failed = Box<dyn std::error::Error>;

/// How often sled is to flush by itself, where it can.
const FLUSH_EVERY_MS: u64 = 1000;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["send", folder, intake] => send(Path::new(folder), intake, None).await,
        ["send", folder, intake, file] => send(Path::new(folder), intake, Some(Path::new(file))).await,
        ["hold", folder] => hold(Path::new(folder)),
        _ => return ExitCode::from(2),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell if standard error is closed.
            writeln!(std::io::stderr(), "{error}").ok();
            ExitCode::FAILURE
        }
    }
}

async fn send(folder: &Path, intake: &str, file: Option<&Path>) -> Result<(), Failed> {
    if let Some(file) = file {
        let queued = fuzzing::queue(folder, &fs::read(file)?, Priority::Normal)?;
        tell(&json!({ "queued": queued }))?;
    }
    let recipient = SupportIdentity::generate().recipient().to_string();
    let support = json!({ "recipients": [recipient], "intake_url": intake });
    let case = json!({ "doctor": { "provider_name": "Wallet", "data_dir": folder, "support": support } });
    let case = Case::from_json(case.to_string().as_bytes())?;
    let doctor = Doctor::open(case.doctor, RecordedHost::host(case.app.unwrap_or_default(), None))?;
    let kept = doctor.flush_outbox(&NoProgress).await?;
    tell(&json!({ "kept": kept }))
}

fn hold(folder: &Path) -> Result<(), Failed> {
    match sled::Config::default().path(folder).flush_every_ms(Some(FLUSH_EVERY_MS)).open() {
        Ok(index) => {
            index.insert("key", "value")?;
            index.flush()?;
            tell(&json!({ "open": threads()? }))?;
            std::io::stdin().read_to_end(&mut Vec::new())?;
            Ok(())
        }
        Err(sled::Error::Io(_)) => tell(&json!({ "locked": folder })),
        Err(error) => Err(error.into()),
    }
}

/// What the threads of this process are called.
fn threads() -> Result<Vec<String>, Failed> {
    let names = fs::read_dir("/proc/self/task")?.map(|task| fs::read_to_string(task?.path().join("comm")));
    Ok(names.map(|name| name.map(|name| name.trim().to_owned())).collect::<Result<_, _>>()?)
}

/// Prints a line, whole and at once: whoever kills this process afterwards has it.
fn tell(line: &Value) -> Result<(), Failed> {
    let mut out = std::io::stdout();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}
