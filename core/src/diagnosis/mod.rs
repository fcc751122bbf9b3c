//! From observations to a diagnosis: the judges' findings, ranked causes, and advice in people's words. All of it pure;
//! the time and the person's zone are arguments.

mod advice;
#[cfg(test)]
mod advice_snapshots;
mod announcement;
mod causes;
mod check;
mod contact;
mod fact;
mod finding;
mod kinds;
#[cfg(test)]
mod money_tests;
mod not_known;
mod odds;
mod outline;
mod own;
mod preflight;
mod rank;
#[cfg(test)]
mod rank_properties;
mod remedy;
mod spans;
mod try_again;
mod words;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::cache;
use crate::codes::stable_codes;
use crate::complaint::{Complaint, Symptom, plain_code};
use crate::config::{CodeRule, ComponentRule, Locale};
use crate::contact::{ContactChannel, choose};
use crate::observation::Observations;
use crate::sensitive::Sensitive;
use crate::service::{self, Tried};
use crate::{account, balance, complaint, connectivity, host, transaction};

pub use advice::{Advice, Teller};
pub use announcement::Announcement;
pub use contact::{Contact, urgency_of};
pub use fact::Fact;
pub use finding::{Finding, FindingCode};
pub(crate) use finding::{PART_SEPARATOR, TRANSACTIONS};
pub use kinds::{Actor, MoneyRisk, RemedyKind, Severity};
pub use not_known::Aspect;
#[cfg(feature = "fuzzing")]
pub use own::fuzzing::own_causes;
pub use own::{MAX_FAULT_CHARS, MAX_OWN_CAUSES, MAX_OWN_FILE_BYTES, OwnCausesSeen};
pub(crate) use own::{OwnCauses, load as load_own_causes};
pub(crate) use preflight::{Beforehand, preflight};
pub use preflight::{MissedBy, Preflight, Unmet};
pub use remedy::{ClearReason, Offers, Remedy};
pub use try_again::SPREAD_PARTS;
pub use words::Words;

use causes::Causes;
use own::OwnAdvice;
use rank::Ranked;

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
    /// What to do next where nothing was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nothing_found: Option<String>,
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
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// What was found.
    #[serde(flatten)]
    pub finding: Finding,
    /// In the person's language.
    pub text: String,
}

/// The sentence says what the finding hides.
impl fmt::Debug for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { finding, text } = self;
        f.debug_struct("Evidence").field("finding", finding).field("text", &Sensitive::new(text)).finish()
    }
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

/// The code of every built-in cause.
pub fn cause_codes() -> impl Iterator<Item = &'static str> {
    Causes::built_in().codes()
}

/// What a cause of ours says in a sentence where no finding gives it figures; nothing for one that is not known here.
pub fn cause_headline(code: &str, provider: &str, locale: Locale) -> Option<String> {
    let details = BTreeMap::from([("provider".to_owned(), provider.to_owned())]);
    let headline = Words::of(locale).find(&words::message_key("cause", code), Some("headline"), &details)?;
    // What has no value stands there as its name.
    (!headline.contains("{$")).then_some(headline)
}

/// What the provider has told the doctor of itself: how its parts, its codes and its causes are called.
#[derive(Debug, Clone)]
pub struct Rules {
    /// The provider's name. In the name of a part of its service it says nothing.
    pub provider: String,
    /// Which parts of the service matter to which complaint.
    pub components: Vec<ComponentRule>,
    /// What the provider's own codes stand for.
    pub codes: Vec<CodeRule>,
    /// The causes: those that are built in, with the provider's own.
    causes: Arc<Causes>,
    /// Advice in the provider's own words.
    own_advice: Arc<OwnAdvice>,
}

/// The built-in causes, for a provider that tells nothing of itself.
impl Default for Rules {
    fn default() -> Self {
        Self::new(String::new(), Vec::new(), Vec::new())
    }
}

impl Rules {
    /// The built-in causes, for a provider that has told this of itself.
    pub fn new(provider: String, components: Vec<ComponentRule>, codes: Vec<CodeRule>) -> Self {
        Self { provider, components, codes, causes: Arc::clone(Causes::built_in_shared()), own_advice: Arc::default() }
    }

    /// The same with the provider's own causes. What the config says of a code goes before what their file says.
    pub(crate) fn with_own(mut self, own: OwnCauses) -> Self {
        let OwnCauses { causes, advice, mut codes, seen: _ } = own;
        let configured: BTreeSet<String> = self.codes.iter().map(|rule| plain_code(&rule.code)).collect();
        codes.retain(|rule| !configured.contains(&plain_code(&rule.code)));
        codes.append(&mut self.codes);
        Self { codes, causes, own_advice: advice, ..self }
    }

    /// Who tells one person, in the provider's own words where there are any.
    pub(crate) fn teller(&self, audience: Audience) -> Teller {
        Teller::new(audience).with_own(&self.own_advice)
    }
}

/// Everything the judges make of the observations for this complaint, sorted, each once. What the provider says of its parts
/// is weighed by whether they matter to it, for which the config's rules come first.
pub fn judge(complaint: &Complaint, rules: &Rules, observations: &Observations) -> Vec<Finding> {
    let now = connectivity::true_time(observations);
    let used = channel_used(complaint, observations, now);
    let tried = Tried::new(complaint.symptom, used, &rules.provider, &rules.components);
    let mut findings = connectivity::judge(observations);
    findings.extend(service::judge(&observations.service, &tried, now));
    findings.extend(complaint::judge(complaint, &rules.codes));
    findings.extend(account::judge(complaint, used, &rules.codes, observations, now));
    findings.extend(transaction::judge(complaint, &rules.codes, observations, now));
    findings.extend(balance::judge(observations, now));
    findings.extend(observations.caches.known().map(|caches| cache::judge(caches)).unwrap_or_default());
    findings.extend(observations.app.known().map(host::judge).unwrap_or_default());
    findings.extend(own::judge(observations));
    findings.sort_unstable();
    findings.dedup();
    findings
}

/// The bank or the channel that they used. Of several, what is wrong with others is none of this one's.
fn channel_used<'a>(complaint: &'a Complaint, observations: &'a Observations, now: Timestamp) -> Option<&'a str> {
    complaint.channel.as_deref().or_else(|| transaction::channel(complaint, observations, now))
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

/// Judges, ranks and writes a diagnosis, with the remedies that the app has for it. How long it took is for the caller to fill
/// in.
pub fn diagnose(
    complaint: Complaint,
    observations: Observations,
    rules: &Rules,
    channels: &[ContactChannel],
    offers: Offers,
    audience: Audience,
) -> Diagnosis {
    let elapsed_ms = 0;
    let findings = judge(&complaint, rules, &observations);
    let used = channel_used(&complaint, &observations, connectivity::true_time(&observations));
    let tried = Tried::new(complaint.symptom, used, &rules.provider, &rules.components);
    let symptom = complaint.symptom;
    let ranked = rank::rank(&rules.causes, symptom, &findings);
    let remedies = remedy::remedies(ranked.iter().flat_map(|cause| &cause.rule.remedies), &observations, offers);
    let (locale, now) = (audience.locale, audience.true_now);
    let teller = rules.teller(audience);
    let announced = service::announced(&observations.service, &tried, now);
    let announcements = announced.iter().map(|announced| teller.announcement(announced)).collect();
    let urgency = urgency_of(symptom, ranked.iter().map(|cause| cause.rule.code.as_str()));
    let contacts = choose(channels, urgency, locale, now).iter().map(|chosen| teller.contact(chosen)).collect();
    let riskiest = riskiest(&ranked);
    let mut causes: Vec<Cause> = ranked.into_iter().map(|cause| teller.cause(cause)).collect();
    let money = match causes.get(riskiest) {
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
    let nothing_found = causes.is_empty().then(|| teller.nothing_found(symptom, &observations));
    Diagnosis {
        complaint,
        locale,
        causes,
        money,
        nothing_found,
        urgent_steps,
        announcements,
        contacts,
        remedies,
        findings,
        observations,
        elapsed_ms,
    }
}

/// Which cause's word on the money stands for all of them: that of the greatest risk, if there is one, else the first one's. What
/// is only possible counts where somebody may be taking the money.
fn riskiest(ranked: &[Ranked]) -> usize {
    let of = |cause: &Ranked| {
        let risk = cause.rule.risk?;
        let counts = risk == MoneyRisk::AtRisk || Certainty::of(cause.confidence) != Certainty::Possible;
        counts.then_some(risk)
    };
    let risks = ranked.iter().enumerate().filter_map(|(place, cause)| Some((of(cause)?, place)));
    risks.min().map_or(0, |(_, place)| place)
}
