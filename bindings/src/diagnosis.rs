//! The diagnosis as a screen needs it; everything that was observed stays behind a handle, for the report.

use std::sync::Arc;

use wallet_doctor_core as core;
use wallet_doctor_core::account::OperationKind;
use wallet_doctor_core::balance::Amount;
use wallet_doctor_core::complaint::Complaint;
use wallet_doctor_core::config::Locale as Language;
use wallet_doctor_core::diagnosis::{
    Actor as Party, Advice, Announcement, Aspect, Certainty, Contact, Finding, MissedBy, Remedy, Severity,
};

/// What is wrong, how sure, and what to do. Every text is in the person's language, to be shown as it is.
#[derive(Clone, uniffi::Record)]
pub struct Diagnosis {
    /// What the person complained about.
    pub complaint: Complaint,
    /// The language of its texts.
    pub language: Language,
    /// The causes in rank order; empty if nothing was found.
    pub causes: Vec<Cause>,
    /// Whether the money is at risk, as far as can be told.
    pub money: String,
    /// What to do next where nothing was found.
    pub nothing_found: Option<String>,
    /// What to do before anything else; empty unless the complaint itself is urgent.
    pub urgent_steps: Vec<String>,
    /// What the provider announces, what matters to the complaint first.
    pub announcements: Vec<Announcement>,
    /// How to reach support, what to try first at the front.
    pub contacts: Vec<Contact>,
    /// What the app can do at once, if the person agrees.
    pub remedies: Vec<Remedy>,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u64,
    /// Everything that was observed: what a report is drafted from.
    pub handle: Arc<DiagnosisHandle>,
}

/// One cause.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Cause {
    /// Its stable code, such as `data.cache_stale`.
    pub code: String,
    /// How sure, from 0 to 1, in hundredths.
    pub confidence: f64,
    /// How sure, in a word.
    pub certainty: Certainty,
    /// How much it stands in the way.
    pub severity: Severity,
    /// Who can do something about it.
    pub who: Vec<Party>,
    /// What speaks for it, strongest first.
    pub evidence_for: Vec<CauseEvidence>,
    /// What speaks against it, strongest first.
    pub evidence_against: Vec<CauseEvidence>,
    /// What it means and what to do.
    pub advice: Advice,
}

/// What was found, and the sentence that tells it.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct CauseEvidence {
    /// Its stable code, such as `balance.cache_behind`.
    pub code: String,
    /// What it is about, such as an asset or an endpoint; empty: nothing in particular.
    pub subject: String,
    /// In the person's language.
    pub text: String,
}

/// Everything that was observed.
#[derive(Debug, uniffi::Object)]
pub struct DiagnosisHandle(pub(crate) core::Diagnosis);

/// What stands in the way of what a person is about to do.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Preflight {
    /// What.
    pub operation: OperationKind,
    /// What has to be met first.
    pub unmet: Vec<Unmet>,
    /// What is worth knowing and stands in nobody's way.
    pub notes: Vec<Unmet>,
    /// What it costs, if that is known.
    pub fee: Option<Amount>,
    /// What leaves the wallet, if that is known.
    pub total: Option<Amount>,
    /// What arrives, if that is known.
    pub received: Option<Amount>,
    /// What could not be checked; never taken for 'fine'.
    pub not_known: Vec<Aspect>,
}

/// One thing that stands in the way.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Unmet {
    /// The stable code of the cause that it would be.
    pub cause: String,
    /// How much it stands in the way.
    pub severity: Severity,
    /// Who can do something about it.
    pub who: Vec<Party>,
    /// The stable code of what was found.
    pub finding: String,
    /// What it is about, such as an asset or a field of a form; empty: nothing in particular.
    pub subject: String,
    /// In the person's language.
    pub text: String,
    /// By how much it is missed, if that can be told.
    pub missed_by: Option<MissedBy>,
    /// What to do.
    pub advice: Advice,
}

// Taken apart whole, so that what the core adds is passed on or left out on purpose.

impl From<core::Diagnosis> for Diagnosis {
    fn from(diagnosis: core::Diagnosis) -> Self {
        let handle = Arc::new(DiagnosisHandle(diagnosis.clone()));
        let core::Diagnosis {
            complaint,
            locale,
            causes,
            money,
            nothing_found,
            urgent_steps,
            announcements,
            contacts,
            remedies,
            findings: _,
            observations: _,
            elapsed_ms,
        } = diagnosis;
        let causes = causes.into_iter().map(Cause::from).collect();
        Self {
            complaint,
            language: locale,
            causes,
            money,
            nothing_found,
            urgent_steps,
            announcements,
            contacts,
            remedies,
            elapsed_ms,
            handle,
        }
    }
}

impl From<core::diagnosis::Cause> for Cause {
    fn from(cause: core::diagnosis::Cause) -> Self {
        let core::diagnosis::Cause {
            code,
            confidence,
            certainty,
            severity,
            who,
            evidence_for,
            evidence_against,
            advice,
        } = cause;
        let all = |evidence: Vec<core::diagnosis::Evidence>| evidence.into_iter().map(CauseEvidence::from).collect();
        Self {
            code,
            confidence,
            certainty,
            severity,
            who,
            evidence_for: all(evidence_for),
            evidence_against: all(evidence_against),
            advice,
        }
    }
}

impl From<core::diagnosis::Evidence> for CauseEvidence {
    fn from(evidence: core::diagnosis::Evidence) -> Self {
        let core::diagnosis::Evidence { finding: Finding { code, subject, details: _ }, text } = evidence;
        Self { code: code.to_string(), subject, text }
    }
}

impl From<core::diagnosis::Preflight> for Preflight {
    fn from(preflight: core::diagnosis::Preflight) -> Self {
        let core::diagnosis::Preflight { operation, unmet, notes, fee, total, received, not_known } = preflight;
        let all = |unmet: Vec<core::diagnosis::Unmet>| unmet.into_iter().map(Unmet::from).collect();
        Self { operation, unmet: all(unmet), notes: all(notes), fee, total, received, not_known }
    }
}

impl From<core::diagnosis::Unmet> for Unmet {
    fn from(unmet: core::diagnosis::Unmet) -> Self {
        let core::diagnosis::Unmet {
            cause,
            severity,
            who,
            finding: Finding { code, subject, details: _ },
            text,
            missed_by,
            advice,
        } = unmet;
        Self { cause, severity, who, finding: code.to_string(), subject, text, missed_by, advice }
    }
}
