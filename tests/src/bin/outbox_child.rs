//! A process that is made to be killed: submits a report, or sends what an earlier one left behind.
//!
//! `outbox_child submit|flush CASE` prints one line of JSON: the submissions, or the error's code.

use std::io::Write;
use std::process::ExitCode;

use jiff::Timestamp;
use serde_json::{Value, json};
use wallet_doctor_core::config::Case;
use wallet_doctor_core::host::RecordedHost;
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::report::Attachment;
use wallet_doctor_core::{Complaint, Consent, Doctor, Error, Symptom};

/// How many logs are attached, and how long each is: together well over one chunk of the upload.
const LOGS: usize = 8;
const LOG_BYTES: usize = 200 * 1024;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [mode, case] = arguments.as_slice() else { return ExitCode::from(2) };
    let case = std::fs::read(case).ok().and_then(|bytes| Case::from_json(&bytes).ok());
    let Some(case) = case else { return ExitCode::from(2) };
    let host = RecordedHost::host(case.app.unwrap_or_default(), None);
    let result = match Doctor::open(case.doctor, host) {
        Ok(doctor) if mode == "submit" => submit(&doctor).await,
        Ok(doctor) => flush(&doctor).await,
        Err(error) => Err(error),
    };
    let (line, code) = match result {
        Ok(value) => (value, 0),
        Err(error) => {
            (json!({ "error": error.code(), "needs_user": error.needs_user(), "says": error.to_string() }), 1)
        }
    };
    let told = writeln!(std::io::stdout(), "{line}");
    ExitCode::from(if told.is_ok() { code } else { 3 })
}

async fn submit(doctor: &Doctor) -> Result<Value, Error> {
    let diagnosis = doctor.diagnose(Complaint::new(Symptom::BalanceIncorrect), &NoProgress).await?;
    let logs = (0..LOGS).map(|index| Attachment::Text { name: format!("{index}.log"), text: incompressible(index) });
    let draft = doctor.draft_report(&diagnosis, logs.collect()).await?;
    let submission = doctor.submit(&draft, Consent::given(Timestamp::now()), &NoProgress).await?;
    Ok(json!([submission]))
}

async fn flush(doctor: &Doctor) -> Result<Value, Error> {
    Ok(json!(doctor.flush_outbox(&NoProgress).await?))
}

/// Letters that no compressor makes small, the same in every run: a linear congruential generator (Knuth's MMIX).
fn incompressible(seed: usize) -> String {
    let mut state = seed as u64;
    let letters = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'G' + u8::try_from((state >> 59) % 20).unwrap_or(0))
    });
    letters
        .take(LOG_BYTES)
        .collect::<String>()
        .as_bytes()
        .chunks(79)
        .map(String::from_utf8_lossy)
        .collect::<Vec<_>>()
        .join("\n")
}
