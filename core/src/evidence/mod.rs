//! Kept evidence: receipts and screenshots of a transaction, put by when they are there to be seen, and found again when a
//! report is drafted.
//!
//! ```text
//! (transaction, picture or text) ─keep→ files (the truth) ─list→ KeptEvidence ─→ ReportDraft::with_evidence
//! ```
//!
//! It is the person's proof: nothing goes unless they say so, and what is damaged is listed as that. It lies in the app's own
//! folder as it was given, for nobody else to read; what leaves in a report is redacted there.

mod error;
mod files;
mod kind;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub use error::EvidenceError;
pub(crate) use files::EvidenceFiles;
pub use kind::EvidenceKind;

use crate::diagnosis::{Diagnosis, Finding};
use crate::sensitive::Sensitive;

/// The largest picture that is kept, in bytes: as large as a report takes.
pub const MAX_IMAGE_BYTES: u64 = crate::report::MAX_PICTURE_BYTES;
/// The longest text that is kept, in bytes of UTF-8.
pub const MAX_TEXT_BYTES: u64 = 256 * 1024;
/// The longest id of a transaction, in bytes, without space around it.
pub const MAX_TRANSACTION_ID_BYTES: usize = 200;
/// How much of a name is kept, in characters.
pub const MAX_NAME_CHARS: usize = 200;
/// How many items are kept in all.
pub const MAX_ITEMS: usize = 200;
/// How much is kept in all, in bytes.
pub const MAX_TOTAL_BYTES: u64 = 200 * 1024 * 1024;

/// Something that shows what happened.
#[derive(Clone, PartialEq, Eq)]
pub enum Evidence {
    /// A screenshot, or a picture of a receipt.
    Image {
        /// What the person or the app calls it; only for show.
        name: Option<String>,
        /// The file: PNG, JPEG or WebP, up to [`MAX_IMAGE_BYTES`].
        bytes: Vec<u8>,
    },
    /// A receipt or a message as text.
    Text {
        /// What the person or the app calls it; only for show.
        name: Option<String>,
        /// The text, up to [`MAX_TEXT_BYTES`].
        text: String,
    },
}

/// Names one piece of kept evidence: random, so that it tells nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EvidenceId(Uuid);

/// A piece of evidence that is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptEvidence {
    /// Its id.
    pub id: EvidenceId,
    /// What was kept. None if that can't be told any more, and then it is damaged.
    pub details: Option<EvidenceDetails>,
    /// Whether what lies there is not what was kept: changed, cut short, or gone.
    pub damaged: bool,
    /// The text, if it is one and whole.
    pub text: Option<String>,
    /// Where the picture lies, if it is one and whole. The file stays the doctor's.
    pub picture: Option<PathBuf>,
}

/// What was kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceDetails {
    /// The transaction that it is about.
    pub transaction_id: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// What the person or the app calls it, up to [`MAX_NAME_CHARS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its size in bytes.
    pub size: u64,
    /// The SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// When it was kept, by the phone's clock.
    pub kept_at: Timestamp,
}

/// What may be kept of this: its details and its bytes.
fn check(
    transaction_id: &str,
    evidence: Evidence,
    kept_at: Timestamp,
) -> Result<(EvidenceDetails, Vec<u8>), EvidenceError> {
    let transaction_id = transaction_id.trim();
    if transaction_id.is_empty() || transaction_id.len() > MAX_TRANSACTION_ID_BYTES {
        return Err(EvidenceError::TransactionId);
    }
    let (kind, name, bytes) = match evidence {
        Evidence::Image { bytes, .. } if bytes.is_empty() => return Err(EvidenceError::Empty),
        Evidence::Text { text, .. } if text.trim().is_empty() => return Err(EvidenceError::Empty),
        Evidence::Image { name, bytes } => {
            (EvidenceKind::of_image(&bytes).ok_or(EvidenceError::UnsupportedType)?, name, bytes)
        }
        Evidence::Text { name, text } => (EvidenceKind::Text, name, text.into_bytes()),
    };
    let (size, limit) = (bytes.len() as u64, kind.limit());
    if size > limit {
        return Err(EvidenceError::TooLarge { size, limit });
    }
    let named = name.map(|name| name.trim().chars().take(MAX_NAME_CHARS).collect::<String>());
    let details = EvidenceDetails {
        transaction_id: transaction_id.to_owned(),
        kind,
        name: named.filter(|name| !name.is_empty()),
        size,
        sha256: hex::encode(Sha256::digest(&bytes)),
        kept_at,
    };
    Ok((details, bytes))
}

/// The transactions that a diagnosis is about: those that the person names, as theirs or not, those that were seen under way,
/// and those that something was found of.
pub(crate) fn transactions_of(diagnosis: &Diagnosis) -> BTreeSet<String> {
    let complaint = &diagnosis.complaint;
    let named = complaint.transaction_ids.iter().chain(&complaint.not_mine).map(String::as_str);
    let pending = diagnosis.observations.pending.known().into_iter().flatten();
    let found = diagnosis.findings.iter().flat_map(Finding::transactions);
    let all = named.chain(pending.map(|transaction| transaction.id.as_str())).chain(found);
    all.map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

impl fmt::Display for EvidenceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for EvidenceId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        Uuid::try_parse(text).map(Self)
    }
}

// What is kept, what it is called and what it is about never reach a log this way.

impl fmt::Debug for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, name, bytes) = match self {
            Self::Image { name, bytes } => ("Image", name, bytes.len()),
            Self::Text { name, text } => ("Text", name, text.len()),
        };
        f.debug_struct(kind).field("name", &name.as_ref().map(Sensitive::new)).field("bytes", &bytes).finish()
    }
}

impl fmt::Debug for KeptEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, details, damaged, text, picture } = self;
        f.debug_struct("KeptEvidence")
            .field("id", id)
            .field("details", details)
            .field("damaged", damaged)
            .field("text", &text.as_ref().map(Sensitive::new))
            .field("picture", picture)
            .finish()
    }
}

impl fmt::Debug for EvidenceDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { transaction_id, kind, name, size, sha256, kept_at } = self;
        f.debug_struct("EvidenceDetails")
            .field("transaction_id", &Sensitive::new(transaction_id))
            .field("kind", kind)
            .field("name", &name.as_ref().map(Sensitive::new))
            .field("size", size)
            // Of a short text it can be guessed what it is the sum of.
            .field("sha256", &Sensitive::new(sha256))
            .field("kept_at", kept_at)
            .finish()
    }
}
