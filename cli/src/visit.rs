//! One person's visit: diagnose, fix what they agree to, send what they agree to. The result is plain data, for `--json`
//! and for people alike.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use wallet_doctor_core::diagnosis::Cause;
use wallet_doctor_core::outbox::{Submission, SubmissionState};
use wallet_doctor_core::progress::ProgressSink;
use wallet_doctor_core::report::Attachment;
use wallet_doctor_core::{Complaint, Consent, Diagnosis, Doctor, RemedyOutcome};

use crate::Stop;

/// What the person agrees to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Consents {
    /// To what the app can do at once.
    pub(crate) fix: bool,
    /// To sending a report.
    pub(crate) send: bool,
}

/// What came of a visit.
#[derive(Debug, Serialize)]
pub(crate) struct Visit {
    pub(crate) causes: Vec<Cause>,
    pub(crate) money: String,
    pub(crate) complaint: Complaint,
    pub(crate) observations: Value,
    pub(crate) elapsed_ms: u64,
    pub(crate) bytes_sent: u64,
    pub(crate) bytes_received: u64,
    pub(crate) remedies: Vec<RemedyDone>,
    pub(crate) submission: Option<Sent>,
}

/// A remedy: what it would do, and what it did if it was run.
#[derive(Debug, Serialize)]
pub(crate) struct RemedyDone {
    #[serde(flatten)]
    pub(crate) remedy: wallet_doctor_core::diagnosis::Remedy,
    /// Empty if the person did not agree.
    pub(crate) outcome: Option<RemedyOutcome>,
    /// Whether what was cleared is back in its place.
    pub(crate) undone: bool,
}

/// A report on its way.
#[derive(Debug, Serialize)]
pub(crate) struct Sent {
    pub(crate) id: String,
    /// `null` until the desk has answered.
    pub(crate) ticket: Option<String>,
    pub(crate) expected_reply_s: Option<u64>,
    pub(crate) state: SubmissionState,
    pub(crate) size: u64,
    pub(crate) sha256: String,
    /// The sealed file, if it outlives the visit.
    pub(crate) file: Option<PathBuf>,
    /// How many private details were taken out.
    pub(crate) redacted: u64,
}

/// Plays a visit.
pub(crate) async fn play(
    doctor: &Doctor,
    complaint: Complaint,
    attachments: Vec<Attachment>,
    consents: Consents,
    progress: &dyn ProgressSink,
) -> Result<Visit, Stop> {
    let diagnosis = doctor.diagnose(complaint, progress).await?;
    let mut remedies = Vec::new();
    for remedy in &diagnosis.remedies {
        let done = if consents.fix {
            fix(doctor, remedy).await?
        } else {
            RemedyDone { remedy: remedy.clone(), outcome: None, undone: false }
        };
        remedies.push(done);
    }
    let submission = if consents.send { Some(send(doctor, &diagnosis, attachments, progress).await?) } else { None };
    let Diagnosis { complaint, causes, money, observations, elapsed_ms, .. } = diagnosis;
    let traffic = observations.traffic;
    Ok(Visit {
        causes,
        money,
        complaint,
        observations: serde_json::to_value(&observations)?,
        elapsed_ms,
        bytes_sent: traffic.bytes_sent,
        bytes_received: traffic.bytes_received,
        remedies,
        submission,
    })
}

/// Runs a remedy. What helped is confirmed, what did not is undone, and what can't be told stays undoable.
async fn fix(doctor: &Doctor, remedy: &wallet_doctor_core::diagnosis::Remedy) -> Result<RemedyDone, Stop> {
    let outcome = doctor.run_remedy(remedy, Consent::given(Timestamp::now())).await?;
    match outcome.helped {
        Some(true) => doctor.confirm(&outcome.sweep).await?,
        Some(false) => doctor.undo(&outcome.sweep).await?,
        None => {}
    }
    let undone = outcome.helped == Some(false);
    Ok(RemedyDone { remedy: remedy.clone(), outcome: Some(outcome), undone })
}

async fn send(
    doctor: &Doctor,
    diagnosis: &Diagnosis,
    attachments: Vec<Attachment>,
    progress: &dyn ProgressSink,
) -> Result<Sent, Stop> {
    let draft = doctor.draft_report(diagnosis, attachments)?;
    let redacted = draft.preview().ledger.entries.iter().map(|entry| entry.count).sum();
    let submission = doctor.submit(draft, Consent::given(Timestamp::now()), progress).await?;
    Ok(sent(submission, redacted))
}

fn sent(submission: Submission, redacted: u64) -> Sent {
    let (ticket, expected_reply_s) = match &submission.state {
        SubmissionState::Delivered { ticket, expected_reply_s, .. } => (ticket.clone(), *expected_reply_s),
        SubmissionState::Queued | SubmissionState::Uploading { .. } | SubmissionState::Failed { .. } => (None, None),
    };
    Sent {
        id: submission.id.to_string(),
        ticket,
        expected_reply_s,
        state: submission.state,
        size: submission.size,
        sha256: submission.sha256,
        file: Some(submission.file),
        redacted,
    }
}

impl Sent {
    /// The sealed file somewhere else.
    pub(crate) async fn exported(mut self, doctor: &Doctor, to: &Path) -> Result<Self, Stop> {
        let id = self.id.parse().map_err(anyhow::Error::new)?;
        self.file = Some(doctor.export(id, to).await?);
        Ok(self)
    }
}
