//! `diagnose`: a case from a file, against the endpoints that it names.

use std::fs;
use std::sync::Arc;

use jiff::SignedDuration;
use wallet_doctor_core::clock::{Clock, ShiftedClock, SystemClock};
use wallet_doctor_core::config::{Case, MAX_FILE_BYTES};
use wallet_doctor_core::host::RecordedHost;
use wallet_doctor_core::{Complaint, Doctor};

use crate::Stop;
use crate::args::Diagnose;
use crate::show;
use crate::visit::{self, Consents};

pub(crate) async fn run(arguments: &Diagnose) -> Result<(), Stop> {
    let shown = arguments.config.display();
    let unreadable =
        |error: std::io::Error| Stop::BadArguments(format!("--config: {shown} could not be read: {error}"));
    let size = fs::metadata(&arguments.config).map_err(unreadable)?.len();
    if size > MAX_FILE_BYTES as u64 {
        return Err(Stop::BadArguments(format!(
            "--config: {shown} has {size} bytes; accepted: at most {MAX_FILE_BYTES}"
        )));
    }
    let bytes = fs::read(&arguments.config).map_err(unreadable)?;
    let case = Case::from_json(&bytes).map_err(|error| Stop::BadArguments(error.to_string()))?;
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
    let visit = visit::play(&doctor, Complaint::new(arguments.symptom), Vec::new(), consents, &progress).await?;
    drop(progress);
    show::visit(&visit, locale, arguments.json)
}

fn open(case: Case) -> Result<Doctor, Stop> {
    let answers = case.app.unwrap_or_default();
    let clock: Arc<dyn Clock> = match answers.clock_ahead_s {
        Some(ahead) => Arc::new(ShiftedClock(SignedDuration::from_secs(ahead))),
        None => Arc::new(SystemClock),
    };
    Ok(Doctor::open_at(case.doctor, RecordedHost::host(answers, None), clock)?)
}
