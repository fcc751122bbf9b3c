//! What must come out of a scenario, and what is wrong with what came out.

use serde::{Deserialize, Serialize};
use wallet_doctor_core::diagnosis::{Cause, Certainty, Finding, FindingCode};

use super::Scenario;

/// What must come out of a scenario.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// The first cause, or none at all.
    pub top: Option<String>,
    /// How sure it must be at least.
    #[serde(default)]
    pub certainty_at_least: Option<Certainty>,
    /// How sure it may be at most: what only may be so must not be told as if it were.
    #[serde(default)]
    pub certainty_at_most: Option<Certainty>,
    /// Causes that must be named in this order, the root first.
    #[serde(default)]
    pub order: Vec<String>,
    /// Further causes that must be named.
    #[serde(default)]
    pub also: Vec<String>,
    /// Causes that must not be named, whole families by a final dot.
    pub never: Vec<String>,
    /// Findings that must have been made.
    #[serde(default)]
    pub findings: Vec<FindingCode>,
}

impl Expectation {
    /// The causes that must be named.
    pub fn wanted(&self) -> impl Iterator<Item = &str> {
        self.top.iter().chain(&self.order).chain(&self.also).map(String::as_str)
    }

    fn of_certainty(&self, top: &Cause) -> Option<String> {
        // Certainties are declared from the highest down.
        let too_unsure = self.certainty_at_least.is_some_and(|least| top.certainty > least);
        let too_sure = self.certainty_at_most.is_some_and(|most| top.certainty < most);
        let told = |word: &str| format!("{} is {word} {} ({})", top.code, top.certainty, top.confidence);
        too_unsure.then(|| told("only")).or_else(|| too_sure.then(|| told("already")))
    }

    fn of_order(&self, named: &[&str]) -> Option<String> {
        let places: Vec<Option<usize>> =
            self.order.iter().map(|code| named.iter().position(|named| named == code)).collect();
        let is_right = places.iter().all(Option::is_some) && places.is_sorted();
        (!is_right).then(|| format!("wanted in this order: {:?}, got {named:?}", self.order))
    }
}

impl Scenario {
    /// Everything that is wrong with a diagnosis, in words. Empty if it is right.
    #[must_use]
    pub fn complaints_about(&self, causes: &[Cause], findings: &[Finding]) -> Vec<String> {
        let expect = &self.expect;
        let named: Vec<&str> = causes.iter().map(|cause| cause.code.as_str()).collect();
        let mut wrong = Vec::new();
        if named.first().copied() != expect.top.as_deref() {
            wrong.push(format!("top cause: wanted {:?}, got {named:?}", expect.top));
        }
        wrong.extend(causes.first().and_then(|top| expect.of_certainty(top)));
        wrong.extend(expect.of_order(&named));
        let missing = expect.also.iter().filter(|code| !named.contains(&code.as_str()));
        wrong.extend(missing.map(|code| format!("{code} is not named, only {named:?}")));
        let wanted: Vec<&str> = expect.wanted().collect();
        for never in &expect.never {
            let matches = |code: &&&str| {
                !wanted.contains(code)
                    && (***code == **never || (never.ends_with('.') && code.starts_with(never.as_str())))
            };
            wrong.extend(named.iter().filter(matches).map(|code| format!("{code} must not be named")));
        }
        for finding in &expect.findings {
            if !findings.iter().any(|found| found.code == *finding) {
                wrong.push(format!("{finding} was not found"));
            }
        }
        wrong
    }
}
