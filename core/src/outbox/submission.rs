//! A report in the outbox, as a caller sees it.

use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ticket::Ticket;
use crate::codes::stable_codes;
use crate::report::ReportId;

stable_codes! {
    /// How soon support should look. The intake reads these words.
    pub enum Priority as "priority" {
        /// In its turn.
        Normal = "normal",
        /// First: money is missing.
        Urgent = "urgent",
    }
}

stable_codes! {
    /// Why an upload did not get through this time.
    pub enum UploadFailure as "upload failure" {
        /// No connection: no network, no such host, or a certificate that is not accepted.
        Unreachable = "unreachable",
        /// No answer in time.
        TimedOut = "timed_out",
        /// The connection broke.
        BrokeOff = "broke_off",
        /// The intake asks for patience.
        Busy = "busy",
        /// The upload is in somebody else's hands, usually in those of its own broken connection.
        Locked = "locked",
        /// The intake failed.
        ServerError = "server_error",
        /// The intake does not want it.
        Refused = "refused",
        /// The intake speaks another version of tus.
        OtherVersion = "other_version",
        /// It is more than the intake takes.
        TooLarge = "too_large",
        /// The intake sent us elsewhere, which is never followed: a captive portal does that too.
        Redirected = "redirected",
        /// The answer is not what tus 1.0 asks for.
        BadAnswer = "bad_answer",
        /// The intake claims bytes that were never sent, or goes back again and again.
        WrongOffset = "wrong_offset",
        /// The bytes arrived changed again and again.
        BadChecksum = "bad_checksum",
        /// The upload disappears as soon as it is created.
        Gone = "gone",
        /// The sealed file is not what was queued: it is not sent.
        Damaged = "damaged",
    }
}

/// Where a report stands. Each state was durable before anyone was told.
///
/// ```text
/// queued → uploading → delivered → answered → closed
///    ⇅         ⇅
///   failed, expired, withdrawn
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
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
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ticket: Option<String>,
        /// Seconds until support means to have answered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected_reply_s: Option<u64>,
        /// When, by the phone's clock.
        at: Timestamp,
    },
    /// Support has answered: the answers are in the submission's ticket.
    Answered {
        /// What support calls it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ticket: Option<String>,
        /// When it arrived, by the phone's clock.
        at: Timestamp,
    },
    /// It is over, by support's word or by the person's.
    Closed {
        /// What support calls it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ticket: Option<String>,
        /// Whether it helped, if the person said so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
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

impl SubmissionState {
    /// Whether it is still to be sent.
    pub fn is_waiting(&self) -> bool {
        match self {
            Self::Queued | Self::Uploading { .. } | Self::Failed { .. } => true,
            Self::Delivered { .. }
            | Self::Answered { .. }
            | Self::Closed { .. }
            | Self::Expired { .. }
            | Self::Withdrawn { .. } => false,
        }
    }

    /// When it arrived, by the phone's clock; none if it has not.
    pub fn arrived_at(&self) -> Option<Timestamp> {
        match self {
            Self::Delivered { at, .. } | Self::Answered { at, .. } | Self::Closed { at, .. } => Some(*at),
            Self::Queued
            | Self::Uploading { .. }
            | Self::Failed { .. }
            | Self::Expired { .. }
            | Self::Withdrawn { .. } => None,
        }
    }

    /// Whether it has arrived.
    pub fn has_arrived(&self) -> bool {
        self.arrived_at().is_some()
    }
}

stable_codes! {
    /// Why a report that is due was not sent in this flush. It is no failure, and the next flush looks again.
    pub enum HeldBack as "reason to hold back" {
        /// The person wants it sent where data costs nothing, and here it does, or nobody knows.
        Metered = "metered",
        /// What may be sent in a day over connections that cost money is used up.
        DataBudget = "data_budget",
    }
}

/// A report in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Ticket>,
    /// Why the flush that gives this did not send it, though it was due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_back: Option<HeldBack>,
    /// The sealed file. It stays the outbox's: use [`Outbox::export`](super::Outbox::export) to share it.
    pub file: PathBuf,
}
