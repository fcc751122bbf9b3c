//! The causes, their evidence and what they explain, read from `causes.json`. The file is part of the build: the tests
//! below refuse one that does not hold together.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::try_again::TryAgain;
use super::{Fact, Finding, FindingCode};
use crate::codes::stable_codes;
use crate::complaint::Symptom;

/// Every cause that the doctor knows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Causes {
    pub(super) priors: Priors,
    /// By finding, what it adds to causes whose code begins so, or takes from them, once something speaks for them.
    leanings: BTreeMap<FindingCode, BTreeMap<String, f64>>,
    /// What the message that a person saw adds for the cause that it speaks of.
    pub(super) message_weight: f64,
    /// What the provider's own code adds for the cause that it stands for.
    pub(super) code_weight: f64,
    pub(super) causes: Vec<CauseRule>,
}

/// How likely a cause is before anything was seen, in log-odds (natural).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Priors {
    default: f64,
    /// By symptom, what is added for causes whose code begins so.
    by_symptom: BTreeMap<Symptom, BTreeMap<String, f64>>,
}

/// One cause.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CauseRule {
    pub(super) code: String,
    pub(super) severity: Severity,
    pub(super) who: Vec<Actor>,
    /// Findings without which it is not named, whatever else speaks for it: its headline would say what nobody knows.
    #[serde(default)]
    pub(super) needs: Vec<FindingCode>,
    /// What each finding adds to the log-odds.
    #[serde(rename = "for")]
    pub(super) for_weights: BTreeMap<FindingCode, f64>,
    /// What each finding adds once another one speaks for the cause. Context alone accuses nobody.
    #[serde(rename = "context", default)]
    pub(super) context_weights: BTreeMap<FindingCode, f64>,
    /// What each finding takes from them.
    #[serde(rename = "against")]
    pub(super) against_weights: BTreeMap<FindingCode, f64>,
    /// Causes that are only its consequences.
    pub(super) explains: Vec<String>,
    #[serde(default)]
    pub(super) remedies: Vec<RemedyKind>,
    /// When to try again, for causes that go away by themselves.
    #[serde(default)]
    pub(super) try_again: Option<TryAgain>,
}

stable_codes! {
    /// How much a cause stands in the way.
    pub enum Severity as "severity" {
        /// Nothing works until it is gone.
        Blocking = "blocking",
        /// Something does not work.
        Serious = "serious",
        /// Good to know.
        Notice = "notice",
    }
}

stable_codes! {
    /// Who can do something about a cause.
    pub enum Actor as "actor" {
        /// The person.
        User = "user",
        /// The app.
        App = "app",
        /// The wallet's provider.
        Provider = "provider",
        /// A bank or a payment channel.
        Bank = "bank",
    }
}

stable_codes! {
    /// What the app can do at once.
    pub enum RemedyKind as "remedy" {
        /// Clear the registered caches of kind `data` and sync again.
        ClearDataCaches = "clear_data_caches",
        /// Fetch everything anew.
        Resync = "resync",
        /// Let the person sign in again, in the app.
        SignInAgain = "sign_in_again",
    }
}

impl Causes {
    /// The built-in causes.
    pub(super) fn built_in() -> &'static Self {
        static BUILT_IN: LazyLock<Causes> = LazyLock::new(|| {
            // The text is part of the build and its tests. Going on without causes would call every wallet healthy.
            serde_json::from_str(include_str!("causes.json")).expect("causes.json is part of the build and tested")
        });
        &BUILT_IN
    }

    /// The codes of all causes, in the order of the file.
    pub(super) fn codes(&self) -> impl Iterator<Item = &str> {
        self.causes.iter().map(|cause| cause.code.as_str())
    }

    /// The cause with this code.
    pub(super) fn find(&self, code: &str) -> Option<&CauseRule> {
        self.causes.iter().find(|cause| cause.code == code)
    }

    pub(super) fn prior(&self, cause: &str, symptom: Symptom) -> f64 {
        self.priors.default + by_prefix(self.priors.by_symptom.get(&symptom), cause)
    }

    /// How much a finding leans towards a cause, or away from it if negative.
    pub(super) fn leaning(&self, finding: FindingCode, cause: &str) -> f64 {
        by_prefix(self.leanings.get(&finding), cause)
    }

    /// The cause for which a finding speaks most, with how much; of equal ones the first in the file.
    pub(super) fn accused_by(&self, finding: &Finding) -> Option<(&CauseRule, f64)> {
        let weight = |rule: &CauseRule| match self.spoken_of(finding, rule) {
            Some(weight) => Some(weight),
            None => rule.for_weights.get(&finding.code).copied(),
        };
        let mut most: Option<(&CauseRule, f64)> = None;
        for rule in &self.causes {
            if let Some(weight) = weight(rule).filter(|weight| most.is_none_or(|(_, most)| *weight > most)) {
                most = Some((rule, weight));
            }
        }
        most
    }

    /// What a finding adds whose subject is the very cause that it speaks for.
    pub(super) fn spoken_of(&self, finding: &Finding, rule: &CauseRule) -> Option<f64> {
        let weight = if finding.code == Fact::MessageSays.into() {
            self.message_weight
        } else if finding.code == Fact::CodeSays.into() {
            self.code_weight
        } else {
            return None;
        };
        (finding.subject == rule.code).then_some(weight)
    }
}

fn by_prefix(weights: Option<&BTreeMap<String, f64>>, cause: &str) -> f64 {
    let weights = weights.into_iter().flatten();
    weights.filter(|(prefix, _)| cause.starts_with(prefix.as_str())).map(|(_, weight)| weight).sum()
}

#[cfg(test)]
mod tests {
    use super::super::words::{Words, message_key};
    use super::*;
    use crate::config::Locale;

    fn causes() -> Causes {
        serde_json::from_str(include_str!("causes.json")).expect("causes.json does not parse")
    }

    #[test]
    fn codes_are_unique_and_whatever_is_explained_exists() {
        let causes = causes();
        let codes: Vec<&str> = causes.causes.iter().map(|cause| cause.code.as_str()).collect();
        let unique: std::collections::BTreeSet<&&str> = codes.iter().collect();
        assert_eq!(unique.len(), codes.len());
        for cause in &causes.causes {
            for explained in &cause.explains {
                assert!(codes.contains(&explained.as_str()), "{} explains the unknown {explained}", cause.code);
                assert_ne!(explained, &cause.code);
            }
        }
    }

    #[test]
    fn no_two_causes_explain_each_other_except_where_evidence_decides() {
        // Mutual explanation would let either hide the other; the chain must end somewhere.
        let causes = causes();
        let explains: BTreeMap<&str, Vec<&str>> =
            causes.causes.iter().map(|c| (c.code.as_str(), c.explains.iter().map(String::as_str).collect())).collect();
        for start in explains.keys() {
            let mut open: Vec<&str> = explains[start].clone();
            let mut seen = std::collections::BTreeSet::new();
            while let Some(next) = open.pop() {
                assert_ne!(next, *start, "{start} explains itself in a circle");
                if seen.insert(next) {
                    open.extend(&explains[next]);
                }
            }
        }
    }

    #[test]
    fn every_weight_is_positive_and_every_cause_can_be_reached() {
        for cause in causes().causes {
            let most: f64 = cause.for_weights.values().chain(cause.context_weights.values()).sum();
            assert!(!cause.who.is_empty() && most >= 2.15, "{} can never be believed", cause.code);
            for needed in &cause.needs {
                let told = cause.for_weights.contains_key(needed) || cause.context_weights.contains_key(needed);
                assert!(told, "{} needs {needed}, but would not show it as evidence", cause.code);
            }
            for (code, weight) in cause.for_weights.iter().chain(&cause.context_weights).chain(&cause.against_weights) {
                assert!(*weight > 0.0, "{} / {code}", cause.code);
            }
        }
    }

    #[test]
    fn every_cause_has_its_words_in_both_languages() {
        for cause in causes().causes {
            for locale in Locale::ALL {
                let words = Words::of(*locale);
                for part in ["headline", "money", "retry", "steps"] {
                    assert!(
                        words.has(&message_key("cause", &cause.code), Some(part)),
                        "{locale}: {} has no {part}",
                        cause.code
                    );
                }
                let has_after = words.has(&message_key("cause", &cause.code), Some("after"));
                assert_eq!(has_after, !cause.remedies.is_empty(), "{locale}: {} and its 'after'", cause.code);
            }
        }
    }
}
