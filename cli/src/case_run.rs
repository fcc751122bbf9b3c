//! `diagnose`: a case from a file, against the endpoints that it names.

use std::fmt::Display;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use jiff::SignedDuration;
use wallet_doctor_core::Doctor;
use wallet_doctor_core::clock::{Clock, ShiftedClock, SystemClock};
use wallet_doctor_core::config::{Case, MAX_FILE_BYTES};
use wallet_doctor_core::host::RecordedHost;

use crate::Stop;
use crate::args::Diagnose;
use crate::show;
use crate::visit::{self, Along, Consents};

pub(crate) async fn run(arguments: &Diagnose) -> Result<(), Stop> {
    let case = case(&arguments.config)?;
    if arguments.send && case.doctor.support.is_none() {
        return Err(Stop::BadArguments("--send needs 'doctor.support' in the config".to_owned()));
    }
    if (arguments.send || arguments.fix) && case.doctor.data_dir.is_none() {
        return Err(Stop::BadArguments("--send and --fix need 'doctor.data_dir' in the config".to_owned()));
    }
    let locale = case.doctor.locale;
    let doctor = open(case)?;
    let consents = Consents { fix: arguments.fix, send: arguments.send };
    let progress = show::progress(locale, arguments.json);
    let complaint = arguments.said.complaint(arguments.symptom);
    let along = Along { attachments: arguments.adds.attachments(), preview: arguments.adds.preview.as_deref() };
    let visit = visit::play(&doctor, complaint, along, consents, &progress).await?;
    drop(progress);
    show::visit(visit, locale, arguments.json)
}

/// Reads a case from its file.
pub(crate) fn case(path: &Path) -> Result<Case, Stop> {
    Case::from_json(&read(path)?).map_err(|error| Stop::BadArguments(error.to_string()))
}

/// Reads a config of limited size. Only a plain file: a pipe may never end, a device never does.
fn read(path: &Path) -> Result<Vec<u8>, Stop> {
    let refuse = |what: &dyn Display| Stop::BadArguments(format!("--config: {}: {what}", path.display()));
    let metadata = fs::metadata(path).map_err(|error| refuse(&error))?;
    if !metadata.is_file() {
        return Err(refuse(&"not a file; accepted: a JSON file (docs/schemas/case.schema.json)"));
    }
    let limit = MAX_FILE_BYTES as u64;
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|error| refuse(&error))?;
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| refuse(&error))?;
    if bytes.len() > MAX_FILE_BYTES {
        return Err(refuse(&format!("too large; accepted: at most {MAX_FILE_BYTES} bytes")));
    }
    Ok(bytes)
}

/// Opens a doctor whose app answers what the case says.
pub(crate) fn open(case: Case) -> Result<Doctor, Stop> {
    let answers = case.app.unwrap_or_default();
    let clock: Arc<dyn Clock> = match answers.clock_ahead_s {
        Some(ahead) => Arc::new(ShiftedClock(SignedDuration::from_secs(ahead))),
        None => Arc::new(SystemClock),
    };
    Ok(Doctor::open_at(case.doctor, RecordedHost::host(answers, None), clock)?)
}
