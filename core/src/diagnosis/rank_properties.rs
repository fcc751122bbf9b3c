//! What must hold of every ranking, whatever was found and whatever is complained about.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::causes::{CauseRule, Causes};
use super::rank::{Ranked, rank};
use super::{Certainty, Fact, Finding, FindingCode};
use crate::complaint::Symptom;

const ROOT_CONFIDENCE: f64 = 0.5;

fn any_finding() -> impl Strategy<Value = Finding> {
    let codes: Vec<FindingCode> = FindingCode::all().collect();
    let causes: Vec<String> = Causes::built_in().codes().map(str::to_owned).collect();
    // What speaks of a cause names it.
    (proptest::sample::select(codes), proptest::sample::select(causes)).prop_map(|(code, cause)| {
        let spoken = [Fact::MessageSays, Fact::CodeSays].map(FindingCode::from).contains(&code);
        Finding::new(code, if spoken { &cause } else { "x" })
    })
}

fn any_findings() -> impl Strategy<Value = Vec<Finding>> {
    proptest::collection::vec(any_finding(), 0..14)
}

fn any_symptom() -> impl Strategy<Value = Symptom> {
    proptest::sample::select(Symptom::ALL.to_vec())
}

fn ranked(symptom: Symptom, findings: &[Finding]) -> Vec<Ranked> {
    rank(Causes::built_in(), symptom, findings)
}

fn places(ranked: &[Ranked]) -> BTreeMap<&str, usize> {
    ranked.iter().enumerate().map(|(place, cause)| (cause.rule.code.as_str(), place)).collect()
}

/// What a finding adds for a cause at the most, alone or by the context that it opens or is.
fn speaks_for(rule: &CauseRule, finding: &Finding) -> bool {
    let causes = Causes::built_in();
    rule.for_weights.contains_key(&finding.code)
        || rule.context_weights.contains_key(&finding.code)
        || causes.spoken_of(finding, rule).is_some()
        || causes.leaning(finding.code, &rule.code) > 0.0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_order_and_repetition_of_observations_never_matter(
        symptom in any_symptom(), findings in any_findings(), seed in any::<u64>(),
    ) {
        let mut shuffled: Vec<Finding> = findings.iter().rev().chain(&findings).cloned().collect();
        let turn = usize::try_from(seed % 1_000).unwrap_or(0) % shuffled.len().max(1);
        shuffled.rotate_left(turn);
        prop_assert_eq!(ranked(symptom, &findings), ranked(symptom, &shuffled));
    }

    /// Evidence for a cause never puts it behind one for which the evidence does not speak, and never makes it vanish, unless
    /// the same evidence speaks for a root that explains it.
    #[test]
    fn evidence_for_a_cause_never_lowers_its_rank(
        symptom in any_symptom(), findings in any_findings(), added in any_finding(),
    ) {
        let before = ranked(symptom, &findings);
        let mut more = findings.clone();
        more.push(added.clone());
        let after = ranked(symptom, &more);
        let (was, is) = (places(&before), places(&after));
        let speaks_for_code = |code: &str| Causes::built_in().find(code).is_some_and(|rule| speaks_for(rule, &added));
        for cause in before.iter().filter(|cause| {
            let accused = cause.rule.for_weights.contains_key(&added.code);
            accused && !cause.rule.code.starts_with("unknown.")
        }) {
            let code = cause.rule.code.as_str();
            let explained_by_it =
                Causes::built_in().causes.iter().any(|root| root.explains.iter().any(|it| it == code) && speaks_for(root, &added));
            match is.get(code) {
                None => prop_assert!(explained_by_it, "{code} is gone after {}", added.code),
                Some(place) => {
                    for (other, others_place) in &is {
                        let was_behind = was.get(other).is_none_or(|place| place > &was[code]);
                        // What has come out from behind a root that is believed no longer was never ranked before.
                        let was_ranked = was.contains_key(other);
                        if was_behind && was_ranked && !speaks_for_code(other) {
                            prop_assert!(others_place > place, "{other} came before {code} by {}", added.code);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn nothing_is_hidden_but_by_a_root_that_is_named_and_explains_it(symptom in any_symptom(), findings in any_findings()) {
        let named = ranked(symptom, &findings);
        let roots: Vec<&Ranked> = named.iter().filter(|cause| cause.confidence >= ROOT_CONFIDENCE).collect();
        let codes: BTreeSet<&str> = named.iter().map(|cause| cause.rule.code.as_str()).collect();
        let mut alone = Causes::clone(Causes::built_in());
        alone.causes.iter_mut().for_each(|rule| rule.explains.clear());
        for cause in rank(&alone, symptom, &findings) {
            let code = cause.rule.code.as_str();
            let explained = roots.iter().any(|root| {
                let as_sure = Certainty::of(root.confidence) <= Certainty::of(cause.confidence);
                as_sure && root.rule.explains.iter().any(|it| it == code)
            });
            prop_assert!(codes.contains(code) || explained || code.starts_with("unknown."), "{code} is hidden by nobody");
        }
    }
}
