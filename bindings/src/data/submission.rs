//! Reports that are kept, and what became of them.

use std::collections::HashMap;

use crate::values::FilePath;
use jiff::Timestamp;
use wallet_doctor_core::outbox;
use wallet_doctor_core::outbox::{
    HeldBack, Priority, Submission, SubmissionState, Ticket, TicketAnswer, TicketState, UploadFailure,
};
use wallet_doctor_core::report::ReportId;

/// A report in the outbox.
#[uniffi::remote(Record)]
pub struct Submission {
    /// The report's id, and the idempotency key of its upload.
    pub id: ReportId,
    /// Where it stands.
    pub state: SubmissionState,
    /// How soon support should look.
    pub priority: Priority,
    /// Bytes of the sealed file.
    pub size: u64,
    /// SHA-256 of the sealed file, lower-case hex.
    pub sha256: String,
    /// When it was queued, or was to be sent again, by the phone's clock.
    pub created_at: Timestamp,
    /// Whether the person wants it sent only where data costs nothing.
    pub unmetered_only: bool,
    /// What support said, when it was last asked.
    #[uniffi(default)]
    pub ticket: Option<Ticket>,
    /// Why the flush that gives this did not send it, though it was due.
    #[uniffi(default)]
    pub held_back: Option<HeldBack>,
    /// The sealed file. It stays the outbox's: use `export` to share it.
    pub file: FilePath,
}

/// Where a report stands. Each state was durable before anyone was told.
///
/// ```text
/// queued → uploading → delivered → answered → closed
///    ⇅         ⇅
///   failed, expired, withdrawn
/// ```
#[uniffi::remote(Enum)]
pub enum SubmissionState {
    /// Accepted; nothing is sent yet.
    Queued,
    /// On its way.
    Uploading {
        /// Bytes that the intake has confirmed.
        offset: u64,
    },
    /// Arrived, and never sent again.
    Delivered {
        /// What support calls it. A plain tus server gives none.
        ticket: Option<String>,
        /// Seconds until support means to have answered.
        expected_reply_s: Option<u64>,
        /// When, by the phone's clock.
        at: Timestamp,
    },
    /// Support has answered: the answers are in the submission's ticket.
    Answered {
        /// What support calls it.
        ticket: Option<String>,
        /// When it arrived, by the phone's clock.
        at: Timestamp,
    },
    /// It is over, by support's word or by the person's.
    Closed {
        /// What support calls it.
        ticket: Option<String>,
        /// Whether it helped, if the person said so.
        helped: Option<bool>,
        /// When it arrived, by the phone's clock.
        at: Timestamp,
    },
    /// Not through this time. What the intake has confirmed is kept.
    Failed {
        /// Why.
        code: UploadFailure,
        /// The next try is not before.
        retry_at: Timestamp,
    },
    /// Not through for so long that it is not tried any more, unless the person wants it sent again. It can be exported.
    Expired {
        /// Since when, by the phone's clock.
        at: Timestamp,
    },
    /// The person does not want it sent. It can be exported, sent after all, or deleted.
    Withdrawn {
        /// Since when, by the phone's clock.
        at: Timestamp,
    },
}

/// Why an upload did not get through this time.
#[uniffi::remote(Enum)]
pub enum UploadFailure {
    /// No connection: no network, no such host, or a certificate that is not accepted.
    Unreachable,
    /// No answer in time.
    TimedOut,
    /// The connection broke.
    BrokeOff,
    /// The intake asks for patience.
    Busy,
    /// The upload is in somebody else's hands, usually in those of its own broken connection.
    Locked,
    /// The intake failed.
    ServerError,
    /// The intake does not want it.
    Refused,
    /// The intake speaks another version of tus.
    OtherVersion,
    /// It is more than the intake takes.
    TooLarge,
    /// The intake sent us elsewhere, which is never followed: a captive portal does that too.
    Redirected,
    /// The answer is not what tus 1.0 asks for.
    BadAnswer,
    /// The intake claims bytes that were never sent, or goes back again and again.
    WrongOffset,
    /// The bytes arrived changed again and again.
    BadChecksum,
    /// The upload disappears as soon as it is created.
    Gone,
    /// The sealed file is not what was queued: it is not sent.
    Damaged,
}

/// Why a report that is due was not sent in this flush. It is no failure, and the next flush looks again.
#[uniffi::remote(Enum)]
pub enum HeldBack {
    /// The person wants it sent where data costs nothing, and here it does, or nobody knows.
    Metered,
    /// What may be sent in a day over connections that cost money is used up.
    DataBudget,
}

/// How soon support should look. The intake reads these words.
#[uniffi::remote(Enum)]
pub enum Priority {
    /// In its turn.
    Normal,
    /// First: money is missing.
    Urgent,
}

/// What support said, when it was last asked.
#[uniffi::remote(Record)]
pub struct Ticket {
    /// How far support is.
    pub state: TicketState,
    /// When the report arrived, by the desk's clock.
    pub received_at: Timestamp,
    /// When somebody of support has seen it, by the desk's clock.
    #[uniffi(default)]
    pub acknowledged_at: Option<Timestamp>,
    /// Seconds after that until support means to have answered.
    #[uniffi(default)]
    pub expected_reply_s: Option<u64>,
    /// What was answered, the oldest first.
    #[uniffi(default)]
    pub answers: Vec<TicketAnswer>,
    /// Whether it helped, as the desk knows it.
    #[uniffi(default)]
    pub helped: Option<bool>,
    /// When it was asked, by the phone's clock.
    pub checked_at: Timestamp,
}

/// How far support is.
#[uniffi::remote(Enum)]
pub enum TicketState {
    /// Nobody has answered yet.
    Open,
    /// Somebody has.
    Answered,
    /// It is over.
    Closed,
}

/// What somebody of support wrote.
#[uniffi::remote(Record)]
pub struct TicketAnswer {
    /// When, by the desk's clock.
    pub at: Timestamp,
    /// Plain text, with line breaks.
    pub text: String,
}

/// One request that sends all that is left of a report, with no more than once. Whatever comes of it, the doctor asks support's
/// server how far it got.
#[derive(Clone, uniffi::Record)]
pub struct PendingUpload {
    /// The report.
    pub id: ReportId,
    /// Always `PATCH`.
    pub method: String,
    /// Where to. Who has it may change the upload: not for a log.
    pub url: String,
    /// The headers that it needs besides its length.
    pub headers: HashMap<String, String>,
    /// The file that is the request's body, as a whole. It is there until the doctor is told how the upload ended, or a day later.
    pub file: FilePath,
    /// The bytes of the report that support's server has already.
    pub offset: u64,
    /// The bytes of the whole report.
    pub total: u64,
    /// Whether the person wants it sent only where data costs nothing: the session has to be told so.
    pub unmetered_only: bool,
}

impl From<outbox::PendingUpload> for PendingUpload {
    fn from(upload: outbox::PendingUpload) -> Self {
        let outbox::PendingUpload { id, method, url, headers, file, offset, total, unmetered_only } = upload;
        Self { id, method, url, headers: headers.into_iter().collect(), file, offset, total, unmetered_only }
    }
}
