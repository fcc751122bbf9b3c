//! The causes, their evidence and what they explain, read from `causes.json`. The file is part of the build, which refuses one
//! that does not hold together (`check`).

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use super::odds::by_prefix;
use super::try_again::TryAgain;
use super::{Actor, Fact, Finding, FindingCode, MoneyRisk, RemedyKind, Severity};
use crate::complaint::Symptom;

/// Every cause that the doctor knows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Causes {
    pub(super) priors: Priors,
    /// By finding, what it adds to causes whose code begins so, or takes from them, once something speaks for them.
    pub(super) leanings: BTreeMap<FindingCode, BTreeMap<String, f64>>,
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
    pub(super) default: f64,
    /// By symptom, what is added for causes whose code begins so.
    pub(super) by_symptom: BTreeMap<Symptom, BTreeMap<String, f64>>,
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
    /// What it means for the money where that is not plainly safe: then no other cause's reassurance stands for all.
    #[serde(default)]
    pub(super) risk: Option<MoneyRisk>,
    #[serde(default)]
    pub(super) remedies: Vec<RemedyKind>,
    /// When to try again, for causes that go away by themselves.
    #[serde(default)]
    pub(super) try_again: Option<TryAgain>,
}

impl Causes {
    /// The built-in causes.
    pub(super) fn built_in() -> &'static Self {
        Self::built_in_shared()
    }

    /// The same for whoever keeps them.
    pub(super) fn built_in_shared() -> &'static Arc<Self> {
        static BUILT_IN: LazyLock<Arc<Causes>> = LazyLock::new(|| {
            // The build has refused what does not hold together. Going on without causes would call every wallet healthy.
            serde_json::from_str(&packed!("causes")).map(Arc::new).expect("the build has read causes.json")
        });
        &BUILT_IN
    }

    /// The same with a provider's own causes, each in the place of the one that has its code, if there is one.
    pub(super) fn with(&self, own: Vec<CauseRule>) -> Self {
        let mut all = self.clone();
        for rule in own {
            match all.causes.iter_mut().find(|cause| cause.code == rule.code) {
                Some(cause) => *cause = rule,
                None => all.causes.push(rule),
            }
        }
        all
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
