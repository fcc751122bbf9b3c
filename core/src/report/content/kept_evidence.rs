//! What the person has kept of the transactions: what it is and whether it is in the report, so that support knows what to
//! ask for.

use std::fmt::Display;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::copy::Copier;
use crate::codes::stable_codes;
use crate::evidence::{EvidenceDetails, EvidenceKind};
use crate::report::Text;

/// A receipt or a screenshot that the person has kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeptEvidenceContent {
    /// The transaction that it is about.
    pub transaction: Text,
    /// What it is.
    pub kind: EvidenceKind,
    /// Its size in bytes.
    pub size: u64,
    /// The SHA-256 of a picture, lower-case hex: one that is sent later can be told to be this one. Never of a text, which
    /// could be guessed from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Text>,
    /// When it was kept, by the phone's clock.
    pub kept_at: Timestamp,
    /// Its name in the bundle, if it is in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attached_as: Option<Text>,
    /// Why it is not in the bundle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_attached: Option<NotAttachedWhy>,
}

stable_codes! {
    /// Why kept evidence is on the phone only.
    pub enum NotAttachedWhy as "reason" {
        /// It is a picture that could not be taken in; `omitted` says why. In older reports any picture.
        Picture = "picture",
        /// There are as many attachments as a report takes.
        TooMany = "too_many",
        /// It is not what was kept any more.
        Damaged = "damaged",
        /// The person has taken it out. In older reports; now nothing of it is told.
        TakenOut = "taken_out",
    }
}

/// What is kept, and where it is in the bundle or why it is not.
pub(in crate::report) struct KeptOrigin<'a> {
    pub(in crate::report) details: &'a EvidenceDetails,
    pub(in crate::report) attached: Result<&'a str, NotAttachedWhy>,
}

impl Copier<'_> {
    // Takes its source apart, so that a new field does not compile before it is decided whether it leaves.
    pub(super) fn kept_evidence(&mut self, place: &dyn Display, kept: &KeptOrigin<'_>) -> KeptEvidenceContent {
        let KeptOrigin { details, attached } = kept;
        // The name of what is attached is redacted with it; any other stays on the phone.
        let EvidenceDetails { transaction_id, kind, name: _, size, sha256, kept_at } = details;
        KeptEvidenceContent {
            transaction: self.scribe.text(format_args!("{place}/transaction"), transaction_id),
            kind: *kind,
            size: *size,
            sha256: kind.is_image().then(|| self.scribe.sum(format_args!("{place}/sha256"), sha256)),
            kept_at: *kept_at,
            attached_as: attached.ok().map(Text::place),
            not_attached: attached.err(),
        }
    }
}
