//! The draft: everything a report would say, held in memory until the person has seen it and agreed.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;

use super::attachment::{Drafted, MAX_ATTACHMENTS};
use super::bundle::{ATTACHMENTS, Entry, REDACTIONS, REPORT_HTML, REPORT_JSON, to_json};
use super::content::{self, Omission, OmissionWhy, Origin};
use super::keepsake::Keepsake;
use super::page::page;
use super::redact::Redactor;
use super::text::Scribe;
use super::{Attachment, Ledger, RedactedReport, ReportError, ReportId, Text};
use crate::complaint::{Complaint, Symptom};
use crate::contact::ContactEntry;
use crate::diagnosis::Diagnosis;
use crate::evidence::transactions_of;

/// What a report is made of.
#[derive(Debug)]
pub struct ReportInput<'a> {
    /// What was found.
    pub diagnosis: &'a Diagnosis,
    /// The provider's name, as people know it.
    pub provider_name: &'a str,
    /// What the person adds. Those beyond [`MAX_ATTACHMENTS`] are left out, and the report says so.
    pub attachments: Vec<Attachment>,
    /// Remedies that were run.
    pub tried: Vec<Tried>,
    /// Now, by the phone's clock.
    pub created_at: Timestamp,
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

/// A report before anything is taken out of it. It lives only in memory, and its `Debug` shows nothing of it.
pub struct ReportDraft {
    id: ReportId,
    created_at: Timestamp,
    provider: String,
    diagnosis: Diagnosis,
    tried: Vec<Tried>,
    contact_log: Vec<ContactEntry>,
    pub(super) attachments: Vec<Drafted>,
    /// The attachments' names, as they count as equal.
    pub(super) taken: BTreeSet<String>,
    pub(super) evidence: Vec<Keepsake>,
    /// How many attachments were handed in.
    handed_in: usize,
    pub(super) redactor: Redactor,
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
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|_| ReportError::NoRandomness)?;
        Ok(Self::with_key(input, ReportId::random(), key))
    }

    pub(super) fn with_key(input: ReportInput<'_>, id: ReportId, pseudonym_key: [u8; 32]) -> Self {
        let ReportInput { diagnosis, provider_name, attachments, tried, created_at } = input;
        let redactor = redactor(diagnosis, pseudonym_key);
        let (handed_in, mut taken) = (attachments.len(), BTreeSet::new());
        let kept = attachments.into_iter().take(MAX_ATTACHMENTS);
        let attachments = kept.map(|attachment| Drafted::new(attachment, &redactor, &mut taken)).collect();
        Self {
            id,
            created_at,
            provider: provider_name.to_owned(),
            diagnosis: diagnosis.clone(),
            tried,
            contact_log: Vec::new(),
            attachments,
            taken,
            evidence: Vec::new(),
            handed_in,
            redactor,
        }
    }

    /// Puts contacts with support into the report, such as those of
    /// [`Doctor::contact_log`](crate::Doctor::contact_log) that the person agrees to send; without it none goes in. Up to
    /// [`MAX_LISTED`](super::MAX_LISTED); replaces those of an earlier call.
    #[must_use]
    pub fn with_contact_log(mut self, entries: Vec<ContactEntry>) -> Self {
        self.contact_log = entries;
        self
    }

    /// The report's id.
    pub fn id(&self) -> ReportId {
        self.id
    }

    /// What the person complained about.
    pub fn symptom(&self) -> Symptom {
        self.diagnosis.complaint.symptom
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
    pub fn without(mut self, file: &str) -> Self {
        self.attachments.retain(|attachment| attachment.entry_name != file);
        self
    }

    /// Takes out what must not leave.
    pub fn redact(self) -> RedactedReport {
        self.compose()
    }

    fn compose(&self) -> RedactedReport {
        let left = self.attachments.iter().map(|attachment| attachment.entry_name.as_str()).collect();
        let origin = Origin {
            id: self.id,
            created_at: self.created_at,
            provider: &self.provider,
            diagnosis: &self.diagnosis,
            tried: &self.tried,
            contact_log: &self.contact_log,
            evidence: self.evidence.iter().map(|keepsake| keepsake.origin(&left)).collect(),
        };
        let (mut content, mut ledger) = content::copy(Scribe::new(&self.redactor, REPORT_JSON), &origin);
        let mut attached = Vec::new();
        for redacted in self.attachments.iter().map(|attachment| attachment.redact(&self.redactor)) {
            content.attachments.push(redacted.content);
            content.omitted.extend(redacted.omission);
            ledger.extend(redacted.ledger);
            attached.push(redacted.entry);
        }
        if self.handed_in > MAX_ATTACHMENTS {
            content.omitted.push(Omission {
                what: Text::place(ATTACHMENTS),
                why: OmissionWhy::TooMany,
                kept: MAX_ATTACHMENTS as u64,
                of: self.handed_in as u64,
            });
        }
        let entry = |name: &str, bytes| Entry { name: name.to_owned(), bytes };
        let mut entries = vec![
            entry(REPORT_JSON, to_json(&content)),
            entry(REPORT_HTML, page(&content, &ledger)),
            entry(REDACTIONS, to_json(&ledger)),
        ];
        entries.extend(attached);
        RedactedReport::new(self.id, self.created_at, entries, ledger)
    }
}

/// Knows the ids that stay, which are those that support has to find, and the account references that go.
fn redactor(diagnosis: &Diagnosis, pseudonym_key: [u8; 32]) -> Redactor {
    let Complaint { transaction_ids, not_mine, .. } = &diagnosis.complaint;
    let seen = &diagnosis.observations;
    let looked_up = seen.looked_up.known().into_iter();
    let looked_up = looked_up.flat_map(|it| it.found.iter().map(|record| &record.id).chain(&it.not_found));
    let about = transactions_of(diagnosis);
    // Only so many stay, so what the person named comes first.
    let named = transaction_ids.iter().chain(not_mine).chain(looked_up).chain(&about);
    let mut taken = BTreeSet::new();
    let declared: Vec<String> = named.map(|id| id.trim()).filter(|id| taken.insert(*id)).map(str::to_owned).collect();
    let sheets = [&seen.cached_balances, &seen.synced_balances];
    let of_sheets = sheets.into_iter().filter_map(|sheet| sheet.known()?.account.as_deref());
    let accounts = seen.app.known().and_then(|app| app.account_ref.as_deref()).into_iter().chain(of_sheets);
    accounts.fold(Redactor::new(pseudonym_key, &declared), Redactor::with_account)
}

impl fmt::Debug for ReportDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReportDraft").field("id", &self.id).finish_non_exhaustive()
    }
}
