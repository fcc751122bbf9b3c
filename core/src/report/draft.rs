//! The draft: everything a report would say, held in memory until the person has seen it and agreed.

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;

use super::attachment::{Drafted, MAX_ATTACHMENTS};
use super::bundle::{ATTACHMENTS, Entry, REDACTIONS, REPORT_HTML, REPORT_JSON, to_json};
use super::content::{self, Omission, OmissionWhy, Origin};
use super::items::ItemKey;
use super::keepsake::Keepsake;
use super::page::{omitted, page};
use super::picture::Mask;
use super::redact::Redactor;
use super::second_look::{SecondLook, Sighting};
use super::text::Scribe;
use super::{Attachment, Item, Ledger, OwnRule, RedactedReport, ReportError, ReportId, Text};
use crate::complaint::{Complaint, Symptom};
use crate::connectivity::Step;
use crate::contact::ContactEntry;
use crate::diagnosis::Diagnosis;
use crate::evidence::transactions_of;
use crate::observation::Observations;

/// What a report is made of.
#[derive(Debug)]
pub struct ReportInput<'a> {
    /// What was found.
    pub diagnosis: &'a Diagnosis,
    /// The provider's name, as people know it.
    pub provider_name: &'a str,
    /// What the person adds. Those beyond [`MAX_ATTACHMENTS`] are left out, and so is what can't be read; the report says so.
    pub attachments: Vec<Attachment>,
    /// What the provider takes out besides what always is, as its config has it.
    pub own_rules: &'a [OwnRule],
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
#[derive(Clone)]
pub struct ReportDraft {
    id: ReportId,
    created_at: Timestamp,
    provider: String,
    pub(super) diagnosis: Diagnosis,
    tried: Vec<Tried>,
    pub(super) contact_log: Vec<ContactEntry>,
    pub(super) attachments: Vec<Arc<Drafted>>,
    /// The attachments' names, as they count as equal.
    taken: BTreeSet<String>,
    pub(super) evidence: Vec<Keepsake>,
    /// What the person has taken out.
    pub(super) taken_out: BTreeSet<ItemKey>,
    /// How many attachments were handed in.
    handed_in: usize,
    /// Whether the person wants it sent only where data costs nothing.
    unmetered_only: bool,
    /// What belongs to nobody else's eyes, and to which the second look pays attention.
    accounts: Vec<String>,
    pub(super) redactor: Arc<Redactor>,
}

/// Exactly what would be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Every file, in the order of the bundle.
    pub files: Vec<PreviewFile>,
    /// What was taken out.
    pub ledger: Ledger,
    /// What the person added, each of which [`ReportDraft::take_out`] takes out again.
    pub items: Vec<Item>,
    /// Attachments that are not in the report, and why.
    pub left_out: Vec<LeftOut>,
    /// What is still to be seen in it and must not be. With any of it the report can't be sealed: take the file out, or the
    /// words that it stands in.
    pub sightings: Vec<Sighting>,
}

/// An attachment that is not in the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The name that it would have.
    pub name: String,
    /// Why.
    pub why: OmissionWhy,
    /// Why, in the person's language.
    pub text: String,
    /// Why, for a developer, with what is accepted.
    pub detail: String,
}

/// One file.
#[derive(Clone, PartialEq, Eq)]
pub struct PreviewFile {
    /// Its name in the bundle.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its text; empty if it is not one.
    pub text: Option<String>,
    /// Its bytes if it is a picture, PNG or JPEG, to be shown as it would be sent.
    pub picture: Option<Vec<u8>>,
    /// If it is a picture, the size that masks are measured in: usually larger than what is sent.
    pub size_to_mask: Option<PictureSize>,
}

/// The pixels of a picture as it is seen, after orientation and before scaling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureSize {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

impl fmt::Debug for PreviewFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreviewFile").field("name", &self.name).field("size", &self.size).finish_non_exhaustive()
    }
}

impl ReportDraft {
    /// Drafts a report. The id and the key of its pseudonyms are random.
    pub fn new(input: ReportInput<'_>) -> Result<Self, ReportError> {
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|_| ReportError::NoRandomness)?;
        Ok(Self::with_key(input, ReportId::random(), key))
    }

    pub(super) fn with_key(input: ReportInput<'_>, id: ReportId, pseudonym_key: [u8; 32]) -> Self {
        let ReportInput { diagnosis, provider_name, attachments, own_rules, tried, created_at } = input;
        let accounts = accounts(diagnosis);
        let handed_in = attachments.len();
        let mut draft = Self {
            id,
            created_at,
            provider: provider_name.to_owned(),
            diagnosis: diagnosis.clone(),
            tried,
            contact_log: Vec::new(),
            attachments: Vec::new(),
            taken: BTreeSet::new(),
            evidence: Vec::new(),
            taken_out: BTreeSet::new(),
            handed_in,
            unmetered_only: false,
            redactor: Arc::new(redactor(diagnosis, pseudonym_key, &accounts).with_own_rules(own_rules)),
            accounts,
        };
        for attachment in attachments.into_iter().take(MAX_ATTACHMENTS) {
            draft.attach(attachment);
        }
        draft
    }

    /// Adds an attachment, and says by which name.
    pub(super) fn attach(&mut self, attachment: Attachment) -> String {
        let drafted = Drafted::new(attachment, &self.redactor, &mut self.taken);
        let entry_name = drafted.entry_name.clone();
        self.attachments.push(Arc::new(drafted));
        entry_name
    }

    /// Puts contacts with support into the report, such as those of
    /// [`Doctor::contact_log`](crate::Doctor::contact_log) that the person agrees to send; without it none goes in. Up to
    /// [`MAX_LISTED`](super::MAX_LISTED); replaces those of an earlier call.
    #[must_use]
    pub fn with_contact_log(mut self, entries: Vec<ContactEntry>) -> Self {
        self.contact_log = entries;
        self
    }

    /// Has it sent only where data costs nothing, such as on Wi-Fi, or anywhere, which is the default.
    #[must_use]
    pub fn over_unmetered_only(mut self, unmetered_only: bool) -> Self {
        self.unmetered_only = unmetered_only;
        self
    }

    /// Whether it is sent only where data costs nothing.
    pub(crate) fn is_unmetered_only(&self) -> bool {
        self.unmetered_only
    }

    /// The report's id.
    pub fn id(&self) -> ReportId {
        self.id
    }

    /// What the person complained about.
    pub fn symptom(&self) -> Symptom {
        self.diagnosis.complaint.symptom
    }

    /// Exactly what would be sent, byte by byte, what was taken out, and what is still to be seen in it. Takes about a second
    /// for a report of the largest size, so it blocks.
    pub fn preview(&self) -> Preview {
        let report = self.compose();
        let files = report.entries().iter().map(|entry| {
            let text = std::str::from_utf8(entry.bytes()).ok().map(str::to_owned);
            let picture = text.is_none().then(|| entry.bytes().to_owned());
            let (name, size) = (entry.name().to_owned(), entry.bytes().len() as u64);
            let attachment = self.attachments.iter().find(|attachment| attachment.entry_name == name);
            let size_to_mask = attachment.and_then(|attachment| attachment.size_to_mask());
            PreviewFile { name, size, text, picture, size_to_mask }
        });
        let missing = self.attachments.iter().filter_map(|attachment| Some((attachment, attachment.missing()?)));
        let left_out = missing.map(|(attachment, missing)| LeftOut {
            name: attachment.entry_name.clone(),
            why: missing.why,
            text: omitted(missing.why, self.diagnosis.locale).to_owned(),
            detail: missing.detail.clone(),
        });
        Preview {
            files: files.collect(),
            ledger: report.ledger().clone(),
            items: self.items(),
            left_out: left_out.collect(),
            sightings: report.look_again(),
        }
    }

    /// A picture as it would be sent, by its name in the preview; none if that is no picture.
    pub fn picture(&self, file: &str) -> Option<&[u8]> {
        self.attachments.iter().find(|attachment| attachment.entry_name == file)?.picture()
    }

    /// Covers these parts of a picture, by its name in the preview, and no others. Reads the picture again, so it blocks. On
    /// an error the picture is as it was.
    pub fn mask(&mut self, file: &str, masks: &[Mask]) -> Result<(), ReportError> {
        let picture = self.attachments.iter_mut().find(|attachment| attachment.entry_name == file);
        let picture = picture.ok_or_else(|| ReportError::UnknownItem { item: file.to_owned() })?;
        let covered = picture.covered(masks).ok_or_else(|| ReportError::UnknownItem { item: file.to_owned() })?;
        *picture = Arc::new(covered?);
        Ok(())
    }

    /// Takes out what must not leave.
    pub fn redact(&self) -> RedactedReport {
        self.compose()
    }

    fn compose(&self) -> RedactedReport {
        let redacted: Vec<_> = self.attachments.iter().map(|attachment| attachment.redact(&self.redactor)).collect();
        let names = |missing: bool| {
            let such = self.attachments.iter().filter(move |attachment| attachment.missing().is_some() == missing);
            such.map(|attachment| attachment.entry_name.as_str()).collect::<BTreeSet<_>>()
        };
        let (left, missing) = (names(false), names(true));
        let diagnosis = self.shown_diagnosis();
        let contact_log = self.shown_contacts();
        let origin = Origin {
            id: self.id,
            created_at: self.created_at,
            provider: &self.provider,
            diagnosis: &diagnosis,
            tried: &self.tried,
            contact_log: &contact_log,
            evidence: self.evidence.iter().filter_map(|keepsake| keepsake.origin(&left, &missing)).collect(),
        };
        let (mut content, mut ledger) = content::copy(Scribe::new(&self.redactor, REPORT_JSON), &origin);
        let mut attached = Vec::new();
        for redacted in redacted {
            content.omitted.extend(redacted.omission);
            ledger.extend(redacted.ledger);
            let Some((entry, attachment)) = redacted.entry else { continue };
            content.attachments.push(attachment);
            attached.push(entry);
        }
        let omission = |what, why, kept: usize, of: usize| Omission { what, why, kept: kept as u64, of: of as u64 };
        content.omitted.extend(self.taken_out_places().map(|what| omission(what, OmissionWhy::TakenOut, 0, 1)));
        if self.handed_in > MAX_ATTACHMENTS {
            let what = Text::place(ATTACHMENTS);
            content.omitted.push(omission(what, OmissionWhy::TooMany, MAX_ATTACHMENTS, self.handed_in));
        }
        let entry = |name: &str, bytes| Entry { name: name.to_owned(), bytes };
        let mut entries = vec![
            entry(REPORT_JSON, to_json(&content)),
            entry(REPORT_HTML, page(&content, &ledger)),
            entry(REDACTIONS, to_json(&ledger)),
        ];
        entries.extend(attached);
        let stay: Vec<String> = self.redactor.declared().iter().chain(self.redactor.servers()).cloned().collect();
        let look = SecondLook::new(&stay, &self.accounts);
        RedactedReport::new(self.id, self.created_at, entries, ledger, look)
    }
}

/// The account references that a diagnosis knows.
fn accounts(diagnosis: &Diagnosis) -> Vec<String> {
    let seen = &diagnosis.observations;
    let sheets = [&seen.cached_balances, &seen.synced_balances];
    let of_sheets = sheets.into_iter().filter_map(|sheet| sheet.known()?.account.clone());
    seen.app.known().and_then(|app| app.account_ref.clone()).into_iter().chain(of_sheets).collect()
}

/// Knows the ids that stay, which are those that support has to find, and the account references that go.
fn redactor(diagnosis: &Diagnosis, pseudonym_key: [u8; 32], accounts: &[String]) -> Redactor {
    let Complaint { transaction_ids, not_mine, .. } = &diagnosis.complaint;
    let seen = &diagnosis.observations;
    let looked_up = seen.looked_up.known().into_iter();
    let looked_up = looked_up.flat_map(|it| it.found.iter().map(|record| &record.id).chain(&it.not_found));
    let about = transactions_of(diagnosis);
    // Only so many stay, so what the person named comes first.
    let named = transaction_ids.iter().chain(not_mine).chain(looked_up).chain(&about);
    let mut taken = BTreeSet::new();
    let declared: Vec<String> = named.map(|id| id.trim()).filter(|id| taken.insert(*id)).map(str::to_owned).collect();
    let redactor = Redactor::new(pseudonym_key, &declared).with_servers(servers(seen));
    accounts.iter().fold(redactor, |redactor, account| redactor.with_account(account))
}

/// The addresses that the resolvers gave for endpoints: support has to tell a wrong one, also in a log.
fn servers(seen: &Observations) -> Vec<IpAddr> {
    let probes = seen.endpoints.iter();
    let answers =
        probes.flat_map(|probe| probe.families.iter().map(|family| &family.dns).chain([&probe.second_opinion]));
    answers.filter_map(Step::done).flatten().copied().collect()
}

impl fmt::Debug for ReportDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReportDraft").field("id", &self.id).finish_non_exhaustive()
    }
}
