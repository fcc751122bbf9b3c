//! What the files of one report say, as they are written.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::state::{Receipt, Record, Upload};
use super::ticket::{self, Note};
use super::ticket_key::TicketKey;
use super::{Priority, SubmissionState};
use crate::report::{ReportId, SealedBundle};

/// The version of each of them.
pub(super) const VERSION: u32 = 1;

/// Where nothing else is known of a manifest, its version still is.
#[derive(Deserialize)]
pub(super) struct Versioned {
    pub(super) version: u32,
}

/// `manifest.json`: what the sealed file beside it must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) version: u32,
    pub(super) id: ReportId,
    pub(super) size: u64,
    pub(super) sha256: String,
    pub(super) priority: Priority,
    pub(super) created_at: Timestamp,
    /// Whether it goes only where data costs nothing.
    #[serde(default)]
    pub(super) unmetered_only: bool,
    /// Who has this may ask for the ticket: the intake gets its SHA-256 only. Reports of an earlier version have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ticket_key: Option<TicketKey>,
}

/// How a report is to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wishes {
    /// How soon support should look.
    pub(crate) priority: Priority,
    /// Only where data costs nothing.
    pub(crate) unmetered_only: bool,
}

/// `delivered.json`: written before anybody is told, so that losing the index never sends a report again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Delivered {
    pub(super) version: u32,
    pub(super) at: Timestamp,
    #[serde(flatten)]
    pub(super) receipt: Receipt,
}

/// `ended.json`: written before anybody is told, so that losing the index never sends what was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ended {
    pub(super) version: u32,
    /// Whether the person has deleted it: what is left is only what the intake has to be told.
    #[serde(default)]
    pub(super) deleted: bool,
    #[serde(flatten)]
    pub(super) state: SubmissionState,
}

/// `upload.json`, with the offset at its beginning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Begun {
    pub(super) version: u32,
    #[serde(flatten)]
    pub(super) upload: Upload,
}

/// `ticket.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Noted {
    pub(super) version: u32,
    #[serde(flatten)]
    pub(super) note: Note,
}

/// What the files say of one report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) manifest: Manifest,
    pub(super) delivered: Option<(Receipt, Timestamp)>,
    /// Withdrawn or expired.
    pub(super) ended: Option<SubmissionState>,
    /// Deleted by the person, and not told to the intake yet.
    pub(super) deleted: bool,
    pub(super) note: Note,
    /// The upload at the intake, as it was when it was created.
    pub(super) upload: Option<Upload>,
}

impl Manifest {
    pub(super) fn of(bundle: &SealedBundle, wishes: Wishes, now: Timestamp) -> Self {
        Self {
            version: VERSION,
            id: bundle.id(),
            size: bundle.size(),
            sha256: bundle.sha256().to_owned(),
            priority: wishes.priority,
            created_at: now,
            unmetered_only: wishes.unmetered_only,
            ticket_key: TicketKey::draw(),
        }
    }
}

impl Kept {
    /// Where the report stands, if the files alone say so. That it has arrived outweighs all else.
    pub(super) fn settled(&self) -> Option<Record> {
        let arrived = self.delivered.as_ref().map(|(receipt, at)| ticket::standing(receipt, *at, &self.note));
        arrived.or_else(|| self.ended.clone()).map(Record::of)
    }
}
