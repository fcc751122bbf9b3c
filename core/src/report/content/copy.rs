//! Copies what may leave from a diagnosis into a report, field by field, every text redacted on the way.

use std::fmt::Display;

use jiff::Timestamp;

use super::seen::Seen;
use super::{
    CONTENT_VERSION, CauseContent, ComplaintContent, EvidenceContent, FindingContent, KeptOrigin, MAX_LISTED,
    MoneyContent, Omission, OmissionWhy, ReportContent, Reported, TriedContent,
};
use crate::account::Money;
use crate::complaint::{Complaint, MAX_NOTE_CHARS};
use crate::contact::ContactEntry;
use crate::diagnosis::{Advice, Cause, Diagnosis, Evidence, Finding};
use crate::observation::Observed;
use crate::report::text::Scribe;
use crate::report::{Ledger, ReportId, Text, Tried};

/// What a report's content is made from.
pub(in crate::report) struct Origin<'a> {
    pub(in crate::report) id: ReportId,
    pub(in crate::report) created_at: Timestamp,
    pub(in crate::report) provider: &'a str,
    pub(in crate::report) diagnosis: &'a Diagnosis,
    pub(in crate::report) tried: &'a [Tried],
    pub(in crate::report) contact_log: &'a [ContactEntry],
    pub(in crate::report) evidence: Vec<KeptOrigin<'a>>,
}

/// The content, but for the attachments, and what redaction took out of it.
pub(in crate::report) fn copy(scribe: Scribe<'_>, origin: &Origin<'_>) -> (ReportContent, Ledger) {
    let mut copier = Copier { scribe, omitted: Vec::new() };
    let content = copier.content(origin);
    (ReportContent { omitted: copier.omitted, ..content }, copier.scribe.ledger)
}

/// The one that copies. Every copy takes its source apart, so that a new field does not compile before it is decided
/// whether it leaves.
pub(super) struct Copier<'a> {
    pub(super) scribe: Scribe<'a>,
    omitted: Vec<Omission>,
}

impl Copier<'_> {
    fn content(&mut self, origin: &Origin<'_>) -> ReportContent {
        let Origin { id, created_at, provider, diagnosis, tried, contact_log, evidence } = origin;
        // What the app could do is of no use to support; what was done is in `tried`.
        let Diagnosis {
            complaint,
            locale,
            causes,
            money,
            // A report says what was found; that nothing was, is plain to see.
            nothing_found: _,
            urgent_steps,
            // All of it stands under the sources.
            announcements: _,
            // Support knows its own channels. What was said there is in the contact log, if the person agrees.
            contacts: _,
            remedies: _,
            findings,
            observations,
            elapsed_ms,
        } = diagnosis;
        let Seen {
            app,
            started_at,
            endpoints,
            made_up_name,
            portals,
            quality,
            clock,
            network,
            service,
            account,
            balances,
            transactions,
            attempts,
            caches,
            own_causes,
            traffic,
        } = self.seen(observations);
        ReportContent {
            version: CONTENT_VERSION,
            id: *id,
            created_at: *created_at,
            locale: *locale,
            provider: self.scribe.text("/provider", provider),
            complaint: self.complaint(complaint),
            app,
            causes: self.list(&"/causes", causes, Self::cause),
            money: self.scribe.text("/money", money),
            urgent_steps: self.scribe.texts("/urgent_steps", urgent_steps),
            findings: self.list(&"/findings", findings, Self::finding),
            tried: self.list(&"/tried", tried, Self::tried),
            contact_log: self.list(&"/contact_log", contact_log, Self::contact),
            started_at,
            elapsed_ms: *elapsed_ms,
            endpoints,
            made_up_name,
            portals,
            quality,
            clock,
            network,
            service,
            account,
            balances,
            transactions,
            attempts,
            caches,
            own_causes,
            traffic,
            attachments: Vec::new(),
            kept_evidence: self.list(&"/kept_evidence", evidence, Self::kept_evidence),
            omitted: Vec::new(),
        }
    }

    /// A list, up to its limit.
    pub(super) fn list<T, U>(
        &mut self,
        place: &dyn Display,
        list: &[T],
        copy: impl FnMut(&mut Self, &dyn Display, &T) -> U,
    ) -> Vec<U> {
        self.list_up_to(MAX_LISTED, place, list, copy)
    }

    /// The same with a limit of its own.
    pub(super) fn list_up_to<T, U>(
        &mut self,
        most: usize,
        place: &dyn Display,
        list: &[T],
        mut copy: impl FnMut(&mut Self, &dyn Display, &T) -> U,
    ) -> Vec<U> {
        if list.len() > most {
            self.omit(place, OmissionWhy::TooMany, most, list.len());
        }
        let kept = list.iter().take(most).enumerate();
        kept.map(|(index, item)| copy(self, &format_args!("{place}/{index}"), item)).collect()
    }

    /// A fact, with its value where there is one.
    pub(super) fn observed<T, U>(
        &mut self,
        place: &dyn Display,
        observed: &Observed<T>,
        copy: impl FnOnce(&mut Self, &dyn Display, &T) -> U,
    ) -> Reported<U> {
        match observed {
            Observed::Known { value, at, took_ms } => {
                Reported::Known { value: copy(self, &format_args!("{place}/value"), value), at: *at, took_ms: *took_ms }
            }
            Observed::Unknown { why, detail, at, took_ms } => Reported::Unknown {
                why: *why,
                detail: self.scribe.optional(format_args!("{place}/detail"), detail.as_ref()),
                at: *at,
                took_ms: *took_ms,
            },
            Observed::NotChecked { why } => Reported::NotChecked { why: *why },
        }
    }

    fn complaint(&mut self, complaint: &Complaint) -> ComplaintContent {
        let Complaint { symptom, message_seen, began_at, transaction_ids, channel, money, elsewhere, not_mine, note } =
            complaint;
        ComplaintContent {
            symptom: *symptom,
            message_seen: self.words(&"/complaint/message_seen", message_seen.as_ref()),
            began_at: *began_at,
            transaction_ids: self.list(&"/complaint/transaction_ids", transaction_ids, |copier, place, id| {
                copier.scribe.text(place, id)
            }),
            channel: self.scribe.optional("/complaint/channel", channel.as_ref()),
            money: money.as_ref().map(|Money { asset, amount }| MoneyContent {
                asset: self.scribe.text("/complaint/money/asset", asset),
                amount: amount.clone(),
            }),
            elsewhere: *elsewhere,
            not_mine: self.list(&"/complaint/not_mine", not_mine, |copier, place, id| copier.scribe.text(place, id)),
            note: self.words(&"/complaint/note", note.as_ref()),
        }
    }

    /// A person's own words.
    fn words(&mut self, place: &dyn Display, raw: Option<&String>) -> Option<Text> {
        let raw = raw?;
        let chars = raw.chars().count();
        if chars > MAX_NOTE_CHARS {
            self.omit(place, OmissionWhy::TooLong, MAX_NOTE_CHARS, chars);
        }
        Some(self.scribe.text_up_to(MAX_NOTE_CHARS, place, raw))
    }

    fn cause(&mut self, place: &dyn Display, cause: &Cause) -> CauseContent {
        let Cause { code, confidence, certainty, severity, who, evidence_for, evidence_against, advice } = cause;
        // What to have ready is in this report.
        let Advice { headline, money, retry, steps, try_again_at, after_remedy, have_ready: _ } = advice;
        CauseContent {
            code: self.scribe.code(format_args!("{place}/code"), code),
            confidence: *confidence,
            certainty: *certainty,
            severity: *severity,
            who: who.clone(),
            evidence_for: self.list(&format_args!("{place}/evidence_for"), evidence_for, Self::evidence),
            evidence_against: self.list(&format_args!("{place}/evidence_against"), evidence_against, Self::evidence),
            headline: self.scribe.text(format_args!("{place}/headline"), headline),
            money: self.scribe.text(format_args!("{place}/money"), money),
            retry: self.scribe.optional(format_args!("{place}/retry"), retry.as_ref()),
            steps: self.scribe.texts(format_args!("{place}/steps"), steps),
            try_again_at: *try_again_at,
            after_remedy: self.scribe.texts(format_args!("{place}/after_remedy"), after_remedy),
        }
    }

    fn evidence(&mut self, place: &dyn Display, evidence: &Evidence) -> EvidenceContent {
        // The details stand with the finding itself, once.
        let Evidence { finding: Finding { code, subject, details: _ }, text } = evidence;
        EvidenceContent {
            code: *code,
            subject: self.scribe.text(format_args!("{place}/subject"), subject),
            text: self.scribe.text(format_args!("{place}/text"), text),
        }
    }

    fn finding(&mut self, place: &dyn Display, finding: &Finding) -> FindingContent {
        let Finding { code, subject, details } = finding;
        FindingContent {
            code: *code,
            subject: self.scribe.text(format_args!("{place}/subject"), subject),
            details: self.scribe.details(format_args!("{place}/details"), details),
        }
    }

    fn tried(&mut self, place: &dyn Display, tried: &Tried) -> TriedContent {
        let Tried { what, outcome, at } = tried;
        TriedContent {
            what: self.scribe.text(format_args!("{place}/what"), what),
            outcome: self.scribe.text(format_args!("{place}/outcome"), outcome),
            at: *at,
        }
    }

    fn omit(&mut self, place: &dyn Display, why: OmissionWhy, kept: usize, of: usize) {
        self.omitted.push(Omission { what: Text::place(place), why, kept: kept as u64, of: of as u64 });
    }
}
