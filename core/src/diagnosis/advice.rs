//! Causes and findings in people's words.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::causes::CauseRule;
use super::finding::PART_SEPARATOR;
use super::own::OwnAdvice;
use super::rank::Ranked;
use super::words::{Words, message_key};
use super::{Audience, Cause, Certainty, Evidence, Finding, FindingCode, spans};
use crate::complaint::Symptom;
use crate::observation::Observations;
use crate::service::topic_of;

/// What a cause means for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Advice {
    /// What is wrong, in one sentence.
    pub headline: String,
    /// Whether the money is at risk.
    pub money: String,
    /// Whether and when to try again, and when not to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<String>,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// When to try again, where waiting is what helps: not before, and spread so that not everybody comes back at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub try_again_at: Option<Timestamp>,
    /// What is left to do once a remedy has helped; empty for a cause without remedies.
    pub after_remedy: Vec<String>,
    /// What to have ready when one asks support.
    #[serde(default)]
    pub have_ready: Vec<String>,
}

/// The longest wait that is told as a figure, in seconds; beyond it 'later' says as much.
const LONGEST_WAIT_S: u64 = 24 * 60 * 60;

/// Details that are times, shown in the person's zone.
const TIMES: [&str; 9] = ["from", "until", "since", "oldest", "as_of", "at", "expected_by", "free_from", "free_until"];

/// Details by which a text may choose, whether they are known; Fluent cannot ask for emptiness.
const OPTIONAL: [&str; 38] = [
    "operations",
    "direction",
    "until",
    "title",
    "host",
    "retry_minutes",
    "cached",
    "issuer",
    "parts",
    "as_of",
    "starts_in",
    "lasts",
    "over_by",
    "age",
    "try_again",
    "from",
    "since",
    "at",
    "minimum",
    "maximum",
    "missed_by",
    "available",
    "held",
    "left",
    "fee",
    "total",
    "free_from",
    "free_until",
    "late_minutes",
    "missing",
    "places",
    "field",
    "free_mb",
    "transactions",
    "known",
    "figure",
    "other",
    "synced",
];

/// Tells causes and findings to one person.
pub struct Teller {
    pub(super) audience: Audience,
    pub(super) words: &'static Words,
    own: Arc<OwnAdvice>,
}

impl Teller {
    /// For this person.
    pub fn new(audience: Audience) -> Self {
        let words = Words::of(audience.locale);
        Self { audience, words, own: Arc::default() }
    }

    /// The same with advice in the provider's own words.
    pub(super) fn with_own(self, own: &Arc<OwnAdvice>) -> Self {
        Self { own: Arc::clone(own), ..self }
    }

    /// The sentence that tells a finding.
    pub fn finding(&self, finding: &Finding) -> String {
        let key = match finding.code {
            FindingCode::Fact(fact) => message_key("fact", fact.as_str()),
            FindingCode::Wallet(code) | FindingCode::Control(code) => message_key("failure", code.as_str()),
        };
        self.words.say(&key, None, &self.details(finding))
    }

    pub(super) fn cause(&self, ranked: Ranked) -> Cause {
        // The strongest finding's figures fill the advice.
        // A message or a code that somebody read out has none.
        let has_figures = |finding: &&Finding| ranked.rule.for_weights.contains_key(&finding.code);
        let telling = ranked.evidence_for.iter().find(has_figures).or(ranked.evidence_for.first());
        let advice = self.advice(&ranked.rule, telling);
        let evidence = |findings: Vec<Finding>| -> Vec<Evidence> {
            findings.into_iter().map(|finding| Evidence { text: self.finding(&finding), finding }).collect()
        };
        Cause {
            confidence: (ranked.confidence * 100.0).round() / 100.0,
            certainty: Certainty::of(ranked.confidence),
            severity: ranked.rule.severity,
            who: ranked.rule.who,
            evidence_for: evidence(ranked.evidence_for),
            evidence_against: evidence(ranked.evidence_against),
            code: ranked.rule.code,
            advice,
        }
    }

    /// What a cause means, with the figures of the finding that tells it.
    pub(super) fn advice(&self, rule: &CauseRule, finding: Option<&Finding>) -> Advice {
        let key = message_key("cause", &rule.code);
        let mut details = finding.map_or_else(|| self.common(), |finding| self.details(finding));
        let (now, spread) = (self.audience.true_now, self.audience.spread);
        let try_again_at = rule.try_again.and_then(|policy| policy.at(finding, now, spread));
        details.insert("try_again".to_owned(), try_again_at.map(|at| self.time(at)).unwrap_or_default());
        let details = with_knowledge(details);
        let usually_ready = || lines(&self.words.say("ready-default", None, &details));
        if let Some(own) = self.own.find(self.audience.locale, &rule.code).cloned() {
            return Advice {
                headline: own.headline,
                money: own.money,
                retry: Some(own.retry),
                steps: own.steps,
                try_again_at,
                after_remedy: own.after.unwrap_or_default(),
                have_ready: own.ready.unwrap_or_else(usually_ready),
            };
        }
        let say = |part: &str| self.words.say(&key, Some(part), &details);
        let find = |part: &str| self.words.find(&key, Some(part), &details);
        Advice {
            headline: say("headline"),
            money: say("money"),
            retry: find("retry"),
            steps: lines(&say("steps")),
            try_again_at,
            after_remedy: lines(&find("after").unwrap_or_default()),
            have_ready: find("ready").map_or_else(usually_ready, |ready| lines(&ready)),
        }
    }

    /// What is said of the money when no cause was found, or when the complaint alone decides.
    pub(super) fn money_without_cause(&self, symptom: Symptom) -> String {
        let key = if symptom == Symptom::FundsMissing { "money-urgent" } else { "money-nothing-found" };
        self.words.say(key, None, &self.common())
    }

    /// What to do next where nothing was found.
    pub(super) fn nothing_found(&self, symptom: Symptom, seen: &Observations) -> String {
        // Where nobody looked, nobody may say that there is nothing.
        if symptom == Symptom::AccountRestricted && seen.account.known().is_none() {
            return self.words.label("nothing-found-account_unseen");
        }
        self.words.label(&message_key("nothing-found", symptom.as_str()))
    }

    /// What to do first, whatever was found, when the complaint alone is urgent; else nothing.
    pub(super) fn urgent_steps(&self, symptom: Symptom) -> Vec<String> {
        if symptom == Symptom::FundsMissing {
            lines(&self.words.say("steps-urgent", None, &self.common()))
        } else {
            Vec::new()
        }
    }

    fn common(&self) -> BTreeMap<String, String> {
        BTreeMap::from([("provider".to_owned(), self.audience.provider.clone())])
    }

    fn details(&self, finding: &Finding) -> BTreeMap<String, String> {
        let mut details = self.common();
        details.insert("subject".to_owned(), finding.subject.clone());
        for (key, value) in &finding.details {
            let shown = match value.parse::<Timestamp>() {
                Ok(time) if TIMES.contains(&key.as_str()) => self.time(time),
                _ => value.clone(),
            };
            details.insert(key.clone(), shown);
        }
        let retry = finding.details.get("retry_after_s").and_then(|text| text.parse::<u64>().ok());
        if let Some(seconds) = retry.filter(|seconds| (1..=LONGEST_WAIT_S).contains(seconds)) {
            details.insert("retry_minutes".to_owned(), seconds.div_ceil(60).to_string());
        }
        let time = |key: &str| finding.details.get(key).and_then(|text| text.parse::<Timestamp>().ok());
        details.extend(self.spans(time("from"), time("until"), time("as_of")));
        if let Some(also) = finding.details.get("also").filter(|also| !also.is_empty()) {
            let sources: Vec<&str> =
                std::iter::once(finding.subject.as_str()).chain(also.split(PART_SEPARATOR)).collect();
            details.insert("subject".to_owned(), sources.join(&self.words.label("separator")));
        }
        if let Some(missing) = finding.details.get("missing") {
            details.insert("missing".to_owned(), self.labelled("item", missing));
        }
        if let Some(places) = finding.details.get("places") {
            let places: Vec<&str> = places.split(PART_SEPARATOR).collect();
            details.insert("places".to_owned(), places.join(&self.words.label("separator")));
        }
        for (key, kind) in [("field", "field"), ("fault", "fault"), ("operations", "operation"), ("figure", "figure")] {
            if let Some(code) = finding.details.get(key) {
                details.insert(key.to_owned(), self.labelled(kind, code));
            }
        }
        if let Some(parts) = finding.details.get("parts") {
            details.insert("parts".to_owned(), self.parts(parts));
        }
        // By which a text of one cause may choose.
        let fact = match finding.code {
            FindingCode::Fact(fact) => fact.as_str().rsplit('.').next().unwrap_or_default(),
            FindingCode::Wallet(_) | FindingCode::Control(_) => "failure",
        };
        details.insert("fact".to_owned(), fact.to_owned());
        with_knowledge(details)
    }

    /// Parts of the service, in the person's language where their names say no more than what they are for.
    fn parts(&self, parts: &str) -> String {
        let told = |part: &str| match topic_of(part) {
            Some(topic) => self.words.label(&message_key("part", topic)),
            None => part.to_owned(),
        };
        let parts: Vec<String> = parts.split(PART_SEPARATOR).filter(|part| !part.is_empty()).map(told).collect();
        parts.join(&self.words.label("separator"))
    }

    /// A list of codes in the person's language; what has no label is shown as it is.
    fn labelled(&self, kind: &str, codes: &str) -> String {
        let none = BTreeMap::new();
        let told =
            |code: &str| self.words.find(&message_key(kind, code), None, &none).unwrap_or_else(|| code.to_owned());
        let listed: Vec<String> = codes.split(PART_SEPARATOR).filter(|code| !code.is_empty()).map(told).collect();
        listed.join(&self.words.label("separator"))
    }

    /// How far off a window is, how long it lasts, by how much it has overrun, and how old the word is.
    pub(super) fn spans(
        &self,
        from: Option<Timestamp>,
        until: Option<Timestamp>,
        as_of: Option<Timestamp>,
    ) -> Vec<(String, String)> {
        let now = self.audience.true_now;
        let spans = [
            ("starts_in", from.map(|from| from.duration_since(now))),
            ("lasts", from.zip(until).map(|(from, until)| until.duration_since(from))),
            ("over_by", until.map(|until| now.duration_since(until))),
            ("age", as_of.map(|as_of| now.duration_since(as_of))),
        ];
        let told =
            |(key, length): (&str, Option<SignedDuration>)| Some((key.to_owned(), spans::span(length?, self.words)?));
        spans.into_iter().filter_map(told).collect()
    }

    /// The time of day, with the date where it is not today.
    pub(super) fn time(&self, time: Timestamp) -> String {
        spans::time(time, self.audience.now, &self.audience.zone, self.audience.locale)
    }
}

/// The same with `…_known` beside each detail by which a text may choose.
pub(super) fn with_knowledge(mut details: BTreeMap<String, String>) -> BTreeMap<String, String> {
    for key in OPTIONAL {
        let known = details.get(key).is_some_and(|value| !value.is_empty());
        details.insert(format!("{key}_known"), if known { "yes" } else { "no" }.to_owned());
        details.entry(key.to_owned()).or_default();
    }
    details
}

/// One step a line, in the Fluent file as well.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
#[path = "advice_tests.rs"]
mod tests;
