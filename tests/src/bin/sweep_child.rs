//! A process that clears a cache on a disk that a test has made: `sweep_child diagnose|clear|undo|confirm CASE` prints one line of
//! JSON, the outcome or the error's code. `undo` and `confirm` are about what waits.

use std::io::Write;
use std::process::ExitCode;

use jiff::Timestamp;
use serde_json::{Value, json};
use wallet_doctor_core::config::Case;
use wallet_doctor_core::diagnosis::{ClearReason, Remedy};
use wallet_doctor_core::host::RecordedHost;
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::{Complaint, Consent, Doctor, Error, Symptom};

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [action, case] = arguments.as_slice() else { return ExitCode::from(2) };
    let case = std::fs::read(case).ok().and_then(|bytes| Case::from_json(&bytes).ok());
    let Some(case) = case else { return ExitCode::from(2) };
    let host = RecordedHost::host(case.app.unwrap_or_default(), None);
    let done = match Doctor::open(case.doctor, host) {
        Ok(doctor) => act(&doctor, action).await,
        Err(error) => Err(error),
    };
    let line = done.unwrap_or_else(
        |error| json!({ "error": error.code(), "needs_user": error.needs_user(), "says": error.to_string() }),
    );
    let told = writeln!(std::io::stdout(), "{line}");
    ExitCode::from(if told.is_ok() { 0 } else { 3 })
}

async fn act(doctor: &Doctor, action: &str) -> Result<Value, Error> {
    match action {
        "diagnose" => {
            let diagnosis = doctor.diagnose(Complaint::new(Symptom::AppError), &NoProgress).await?;
            doctor.settle().await;
            Ok(json!(diagnosis.observations.caches))
        }
        "clear" => {
            let why = ClearReason::Stale;
            let remedy =
                Remedy::ClearCache { cache_id: "cache".into(), label: "Cache".into(), why, files: 0, bytes: 0 };
            Ok(json!(doctor.run_remedy(&remedy, Consent::given(Timestamp::now())).await?))
        }
        _ => {
            let waiting = doctor.pending_sweeps().await?;
            for sweep in &waiting {
                if action == "undo" { doctor.undo(&sweep.id).await? } else { doctor.confirm(&sweep.id).await? }
            }
            Ok(json!(waiting.len()))
        }
    }
}
