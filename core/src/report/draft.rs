//! The draft: everything a report would say, held in memory until the person has seen it and agreed.

use std::fmt;

use jiff::Timestamp;

use super::{Ledger, RedactedReport, ReportError, ReportId};
use crate::complaint::Symptom;
use crate::diagnosis::Diagnosis;

/// What a report is made of.
#[derive(Debug)]
pub struct ReportInput<'a> {
    /// What was found.
    pub diagnosis: &'a Diagnosis,
    /// The provider's name, as people know it.
    pub provider_name: &'a str,
    /// What the person adds.
    pub attachments: Vec<Attachment>,
    /// Remedies that were run.
    pub tried: Vec<Tried>,
    /// Now, by the phone's clock.
    pub created_at: Timestamp,
}

/// Something that the person adds.
#[derive(Clone, PartialEq, Eq)]
pub enum Attachment {
    /// A log or another text.
    Text {
        /// The file's name. It is made plain, and what it gives away is redacted.
        name: String,
        /// Its content. Of a long one the end is kept.
        text: String,
    },
}

impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { text, .. } => f.debug_struct("Text").field("bytes", &text.len()).finish_non_exhaustive(),
        }
    }
}

/// A remedy that was run, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// What was done, such as `clear_cache:balances`.
    pub what: String,
    /// What came of it, such as `helped`.
    pub outcome: String,
    /// When.
    pub at: Timestamp,
}

/// A report before anything is taken out of it. It lives only in memory, and shows nothing of itself.
pub struct ReportDraft {
    id: ReportId,
    created_at: Timestamp,
    symptom: Symptom,
}

/// Exactly what would be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Every file, in the order of the bundle.
    pub files: Vec<PreviewFile>,
    /// What was taken out.
    pub ledger: Ledger,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewFile {
    /// Its name in the bundle.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its text; empty if it is not one.
    pub text: Option<String>,
}

impl ReportDraft {
    /// Drafts a report. The id and the key of its pseudonyms are random.
    pub fn new(input: ReportInput<'_>) -> Result<Self, ReportError> {
        Ok(Self { id: ReportId::random(), created_at: input.created_at, symptom: input.diagnosis.complaint.symptom })
    }

    /// The report's id.
    pub fn id(&self) -> ReportId {
        self.id
    }

    /// What the person complained about.
    pub fn symptom(&self) -> Symptom {
        self.symptom
    }

    /// Exactly what would be sent, byte by byte, and what was taken out.
    pub fn preview(&self) -> Preview {
        let report = self.compose();
        let files = report.entries().iter().map(|entry| PreviewFile {
            name: entry.name().to_owned(),
            size: entry.bytes().len() as u64,
            text: std::str::from_utf8(entry.bytes()).ok().map(str::to_owned),
        });
        Preview { files: files.collect(), ledger: report.ledger().clone() }
    }

    /// Takes an attachment out again, by its name in the preview. What belongs to every report stays.
    #[must_use]
    pub fn without(self, _file: &str) -> Self {
        self
    }

    /// Takes out what must not leave.
    pub fn redact(self) -> RedactedReport {
        self.compose()
    }

    fn compose(&self) -> RedactedReport {
        RedactedReport::new(self.id, self.created_at, Vec::new(), Ledger::default())
    }
}

impl fmt::Debug for ReportDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReportDraft").field("id", &self.id).finish_non_exhaustive()
    }
}
