//! From observations to a diagnosis: the judges' findings, ranked causes, and advice in people's words. All of it pure;
//! the time and the person's zone are arguments.

mod advice;
mod announcement;
mod causes;
mod contact;
mod finding;
mod rank;
mod remedy;
mod spans;
mod try_again;
mod words;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::cache;
use crate::codes::stable_codes;
use crate::complaint::{Complaint, Symptom};
use crate::config::{ComponentRule, Locale};
use crate::contact::{ContactChannel, choose};
use crate::observation::Observations;
use crate::service::{self, Tried};
use crate::{balance, connectivity};

pub use advice::{Advice, Teller};
pub use announcement::Announcement;
pub use causes::{Actor, RemedyKind, Severity};
pub use contact::{Contact, urgency_of};
pub(crate) use finding::PART_SEPARATOR;
pub use finding::{Fact, Finding, FindingCode};
pub use remedy::Remedy;
pub use try_again::SPREAD_PARTS;
pub use words::Words;

use causes::Causes;

/// What is wrong, how sure, and what to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Diagnosis {
    /// What the person complained about.
    pub complaint: Complaint,
    /// The language of its texts.
    pub locale: Locale,
    /// The causes in rank order; empty if nothing was found.
    pub causes: Vec<Cause>,
    /// Whether the money is at risk, as far as can be told.
    pub money: String,
    /// What to do before anything else; empty unless the complaint itself is urgent.
    pub urgent_steps: Vec<String>,
    /// What the provider announces, what matters to the complaint first.
    #[serde(default)]
    pub announcements: Vec<Announcement>,
    /// How to reach support, what to try first at the front.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// What the app can do at once, if the person agrees.
    pub remedies: Vec<Remedy>,
    /// All findings, sorted.
    pub findings: Vec<Finding>,
    /// What was seen.
    pub observations: Observations,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u64,
}

/// One cause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    pub who: Vec<Actor>,
    /// What speaks for it, strongest first.
    pub evidence_for: Vec<Evidence>,
    /// What speaks against it, strongest first.
    pub evidence_against: Vec<Evidence>,
    /// What it means and what to do.
    pub advice: Advice,
}

/// A finding, with the sentence that tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// What was found.
    #[serde(flatten)]
    pub finding: Finding,
    /// In the person's language.
    pub text: String,
}

stable_codes! {
    /// How sure, in a word.
    pub enum Certainty as "certainty" {
        /// From 0.85.
        AlmostCertain = "almost_certain",
        /// From 0.6.
        Likely = "likely",
        /// Below.
        Possible = "possible",
    }
}

/// The code of every cause that can be named.
pub fn cause_codes() -> impl Iterator<Item = &'static str> {
    Causes::built_in().codes()
}

/// Everything the judges make of the observations for this complaint, sorted. What the provider says of its parts is weighed
/// by whether they matter to it, for which the config's rules come first; its own name is no word that says so.
pub fn judge(
    complaint: &Complaint,
    provider: &str,
    rules: &[ComponentRule],
    observations: &Observations,
) -> Vec<Finding> {
    judge_for(&tried(complaint, provider, rules), observations)
}

fn judge_for(tried: &Tried, observations: &Observations) -> Vec<Finding> {
    let now = connectivity::true_time(observations);
    let mut findings = connectivity::judge(observations);
    findings.extend(service::judge(&observations.service, tried, now));
    findings.extend(balance::judge(observations));
    findings.extend(observations.caches.known().map(|caches| cache::judge(caches)).unwrap_or_default());
    findings.sort_unstable();
    findings
}

fn tried(complaint: &Complaint, provider: &str, rules: &[ComponentRule]) -> Tried {
    Tried::new(complaint.symptom, complaint.channel.as_deref(), provider, rules)
}

/// Who is told, where and when: what a text needs besides the findings.
#[derive(Debug, Clone)]
pub struct Audience {
    /// The language.
    pub locale: Locale,
    /// The provider's name.
    pub provider: String,
    /// The person's time zone.
    pub zone: TimeZone,
    /// Now, by the phone's clock: what 'today' is for the person.
    pub now: Timestamp,
    /// Now in truth, as far as that is known: how long until something.
    pub true_now: Timestamp,
    /// Where in the spread of those who are told to try again this one is, up to [`SPREAD_PARTS`].
    pub spread: u16,
}

/// Judges, ranks and writes a diagnosis. How long it took is for the caller to fill in.
pub fn diagnose(
    complaint: Complaint,
    observations: Observations,
    rules: &[ComponentRule],
    channels: &[ContactChannel],
    audience: Audience,
) -> Diagnosis {
    let elapsed_ms = 0;
    let tried = tried(&complaint, &audience.provider, rules);
    let findings = judge_for(&tried, &observations);
    let symptom = complaint.symptom;
    let ranked = rank::rank(Causes::built_in(), symptom, &findings);
    let remedies = remedy::remedies(ranked.iter().flat_map(|cause| &cause.rule.remedies), &observations);
    let (locale, now) = (audience.locale, audience.true_now);
    let teller = Teller::new(audience);
    let announced = service::announced(&observations.service, &tried, now);
    let announcements = announced.iter().map(|announced| teller.announcement(announced)).collect();
    let urgency = urgency_of(symptom, ranked.iter().map(|cause| cause.rule.code.as_str()));
    let contacts = choose(channels, urgency, locale, now).iter().map(|chosen| teller.contact(chosen)).collect();
    let mut causes: Vec<Cause> = ranked.into_iter().map(|cause| teller.cause(cause)).collect();
    let money = match causes.first() {
        Some(cause) if symptom != Symptom::FundsMissing => cause.advice.money.clone(),
        Some(_) | None => teller.money_without_cause(symptom),
    };
    if symptom == Symptom::FundsMissing {
        // Whatever is wrong with the network: nothing may calm somebody whose money is gone.
        for cause in &mut causes {
            cause.advice.money.clone_from(&money);
        }
    }
    let urgent_steps = teller.urgent_steps(symptom);
    Diagnosis {
        complaint,
        locale,
        causes,
        money,
        urgent_steps,
        announcements,
        contacts,
        remedies,
        findings,
        observations,
        elapsed_ms,
    }
}
