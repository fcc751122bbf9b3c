//! One person's visit: diagnose, fix what they agree to, send what they agree to. The result is plain data, for `--json`
//! and for people alike.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;
use wallet_doctor_core::cache::PendingSweep;
use wallet_doctor_core::diagnosis::{Announcement, Cause, Contact, Finding, Remedy};
use wallet_doctor_core::observation::Observations;
use wallet_doctor_core::outbox::{Submission, SubmissionState};
use wallet_doctor_core::progress::ProgressSink;
use wallet_doctor_core::report::{Attachment, LeftOut, Preview, ReportDraft};
use wallet_doctor_core::{Cleared, Complaint, Consent, Diagnosis, Doctor, Error, RemedyOutcome};

use crate::{Stop, adds};

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
    /// What to do next where nothing was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) nothing_found: Option<String>,
    /// Whom to ask, who fits best and is open first.
    pub(crate) contacts: Vec<Contact>,
    /// What to do before anything else; empty unless the complaint itself is urgent.
    pub(crate) urgent_steps: Vec<String>,
    /// What the provider announces.
    pub(crate) announcements: Vec<Announcement>,
    pub(crate) complaint: Complaint,
    pub(crate) findings: Vec<Finding>,
    pub(crate) observations: Observations,
    pub(crate) elapsed_ms: u64,
    pub(crate) bytes_sent: u64,
    pub(crate) bytes_received: u64,
    pub(crate) remedies: Vec<RemedyDone>,
    /// Clearings of an earlier visit that wait to be undone, which `--fix` does first.
    pub(crate) pending_sweeps: Vec<PendingSweep>,
    /// What was to go along with the report and can't, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) left_out: Vec<LeftOut>,
    pub(crate) submission: Option<Sent>,
    /// Why no report could be kept, if one was to be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) send_error: Option<Problem>,
}

/// Something that was agreed to and could not be done.
#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    pub(crate) code: &'static str,
    pub(crate) text: String,
}

impl Problem {
    fn of(error: &Error) -> Self {
        Self { code: error.code(), text: error.to_string() }
    }
}

/// What goes along with a report, and where it is to be shown before.
#[derive(Debug, Default)]
pub(crate) struct Along<'a> {
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) preview: Option<&'a Path>,
}

/// A remedy: what it would do, and what it did if it was run.
#[derive(Debug, Serialize)]
pub(crate) struct RemedyDone {
    #[serde(flatten)]
    pub(crate) remedy: Remedy,
    /// Empty if the person did not agree, or it failed.
    pub(crate) outcome: Option<RemedyOutcome>,
    /// Whether what was cleared is back in its place.
    pub(crate) undone: bool,
    /// What could not be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<Problem>,
}

impl RemedyDone {
    fn open(remedy: &Remedy) -> Self {
        Self { remedy: remedy.clone(), outcome: None, undone: false, error: None }
    }
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
    Along { attachments, preview }: Along<'_>,
    consents: Consents,
    progress: &dyn ProgressSink,
) -> Result<Visit, Stop> {
    if consents.fix {
        put_back(doctor).await;
    }
    let diagnosis = doctor.diagnose(complaint, progress).await?;
    let mut remedies = Vec::new();
    for remedy in &diagnosis.remedies {
        let done = if consents.fix { fix(doctor, remedy).await } else { RemedyDone::open(remedy) };
        remedies.push(done);
    }
    let mut left_out = Vec::new();
    let (mut submission, mut send_error) = (None, None);
    if consents.send || preview.is_some() {
        let draft = doctor.draft_report(&diagnosis, attachments).await?;
        let shown = draft.preview();
        left_out = shown.left_out.clone();
        if let Some(folder) = preview {
            adds::write(&shown, folder)?;
        }
        if consents.send {
            match send(doctor, &draft, &shown, progress).await {
                Ok(sent) => submission = Some(sent),
                Err(error) => send_error = Some(Problem::of(&error)),
            }
        }
    }
    // The program ends with the visit, and what it remembers with it.
    doctor.settle().await;
    let Diagnosis {
        complaint,
        causes,
        money,
        nothing_found,
        contacts,
        urgent_steps,
        announcements,
        findings,
        observations,
        elapsed_ms,
        ..
    } = diagnosis;
    let traffic = observations.traffic;
    Ok(Visit {
        causes,
        money,
        nothing_found,
        contacts,
        urgent_steps,
        announcements,
        complaint,
        findings,
        observations,
        elapsed_ms,
        bytes_sent: traffic.bytes_sent,
        bytes_received: traffic.bytes_received,
        remedies,
        pending_sweeps: pending(doctor).await,
        left_out,
        submission,
        send_error,
    })
}

/// What an earlier visit left in quarantine when it was killed goes back before anything is cleared anew: nobody knows any more
/// whether it helped. What can't be put back stays there, and is told.
async fn put_back(doctor: &Doctor) {
    for sweep in pending(doctor).await {
        let _ = doctor.undo(&sweep.id).await;
    }
}

/// The clearings that are neither undone nor confirmed; none without a folder of the doctor's own.
async fn pending(doctor: &Doctor) -> Vec<PendingSweep> {
    doctor.pending_sweeps().await.unwrap_or_default()
}

/// Runs a remedy. What helped is confirmed and what did not is undone. What can't be told is confirmed too: the person asked
/// for it, and here nobody is left to undo it later. A failure is part of the answer, never the end of it.
async fn fix(doctor: &Doctor, remedy: &Remedy) -> RemedyDone {
    let mut done = RemedyDone::open(remedy);
    let outcome = match doctor.run_remedy(remedy, Consent::given(Timestamp::now())).await {
        Ok(outcome) => outcome,
        Err(error) => {
            done.error = Some(Problem::of(&error));
            return done;
        }
    };
    done.undone = outcome.cleared.is_some() && outcome.helped == Some(false);
    if let Some(Cleared { sweep, .. }) = &outcome.cleared {
        let ended = if done.undone { doctor.undo(sweep).await } else { doctor.confirm(sweep).await };
        done.error = ended.err().map(|error| Problem::of(&error));
    }
    done.outcome = Some(outcome);
    done
}

async fn send(
    doctor: &Doctor,
    draft: &ReportDraft,
    shown: &Preview,
    progress: &dyn ProgressSink,
) -> Result<Sent, Error> {
    let redacted = shown.ledger.entries.iter().map(|entry| entry.count).sum();
    let submission = doctor.submit(draft, Consent::given(Timestamp::now()), progress).await?;
    Ok(sent(submission, redacted))
}

fn sent(submission: Submission, redacted: u64) -> Sent {
    let (ticket, expected_reply_s) = match &submission.state {
        SubmissionState::Delivered { ticket, expected_reply_s, .. } => (ticket.clone(), *expected_reply_s),
        SubmissionState::Answered { ticket, .. } | SubmissionState::Closed { ticket, .. } => (ticket.clone(), None),
        SubmissionState::Queued
        | SubmissionState::Uploading { .. }
        | SubmissionState::Failed { .. }
        | SubmissionState::Expired { .. }
        | SubmissionState::Withdrawn { .. } => (None, None),
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
