//! Every scenario through the public API against real sockets, and that they leave nothing out.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use wallet_doctor_core::Symptom;
use wallet_doctor_core::diagnosis::cause_codes;
use wallet_doctor_provider::{Fault, StatusDocument};
use wallet_doctor_tests::{Scenario, all_scenarios, lab_scenarios};

/// How many scenarios there are at least.
const LEAST_SCENARIOS: usize = 120;
/// How many of them name two causes, the root first.
const LEAST_OF_TWO: usize = 12;

/// What an answer may take beyond its deadline of 8 s, on a busy machine: the promise is 'always an answer', and how soon
/// is for a benchmark.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_scenario_is_diagnosed_as_it_says() {
    let mut failures = Vec::new();
    let mut scenarios = all_scenarios();
    if let Ok(parts) = std::env::var("SCENARIOS") {
        scenarios.retain(|scenario| parts.split(',').any(|part| scenario.name.contains(part)));
    }
    for scenario in &scenarios {
        let diagnosis = tokio::time::timeout(ANSWER_WITHIN, scenario.play())
            .await
            .unwrap_or_else(|_| panic!("{}: no answer within {ANSWER_WITHIN:?}", scenario.name));
        let wrong = scenario.complaints_about(&diagnosis.causes, &diagnosis.findings);
        if !wrong.is_empty() {
            let findings: Vec<String> = diagnosis.findings.iter().map(|finding| finding.code.to_string()).collect();
            failures.push(format!("{}: {}\n    findings: {}", scenario.name, wrong.join("; "), findings.join(" ")));
        }
    }
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), scenarios.len(), failures.join("\n"));
}

#[test]
fn every_code_that_a_scenario_names_exists() {
    let known: BTreeSet<&str> = cause_codes().collect();
    for scenario in all_scenarios().into_iter().chain(lab_scenarios()) {
        let never = scenario.expect.never.iter().map(String::as_str);
        for code in scenario.expect.wanted().chain(never) {
            let exists = known.iter().any(|known| *known == code || (code.ends_with('.') && known.starts_with(code)));
            assert!(exists, "{}: there is no cause {code}", scenario.name);
        }
    }
}

#[test]
fn every_cause_is_named_by_a_scenario() {
    let scenarios: Vec<Scenario> = all_scenarios().into_iter().chain(lab_scenarios()).collect();
    let named: BTreeSet<&str> = scenarios.iter().flat_map(|scenario| scenario.expect.wanted()).collect();
    let missing: Vec<&str> = cause_codes().filter(|code| !named.contains(code)).collect();
    assert!(missing.is_empty(), "no scenario names {missing:?}");
}

#[test]
fn of_every_symptom_a_cause_is_found_in_one_scenario_and_none_in_another() {
    let scenarios = all_scenarios();
    let mut missing = Vec::new();
    for symptom in Symptom::ALL {
        let tops: Vec<_> = scenarios.iter().filter(|one| one.symptom == *symptom).map(|one| &one.expect.top).collect();
        if !tops.iter().any(|top| top.is_some()) {
            missing.push(format!("{symptom} with a cause"));
        }
        if !tops.iter().any(|top| top.is_none()) {
            missing.push(format!("{symptom} with nothing found"));
        }
    }
    assert!(missing.is_empty(), "no scenario of {missing:?}");
}

#[test]
fn there_are_enough_scenarios_and_enough_of_two_causes_at_once() {
    let scenarios = all_scenarios();
    assert!(scenarios.len() >= LEAST_SCENARIOS, "only {} scenarios", scenarios.len());
    let of_two: Vec<&str> =
        scenarios.iter().filter(|one| one.expect.order.len() >= 2).map(|one| one.name.as_str()).collect();
    assert!(of_two.len() >= LEAST_OF_TWO, "only {} of two causes: {of_two:?}", of_two.len());
}

#[test]
fn no_two_scenarios_show_the_same() {
    let mut titles: BTreeMap<String, String> = BTreeMap::new();
    for scenario in all_scenarios() {
        let other = titles.insert(scenario.title.clone(), scenario.name.clone());
        assert!(other.is_none(), "{} and {other:?} have the same title", scenario.name);
    }
}

#[test]
fn every_source_that_a_scenario_names_exists_and_each_has_a_scenario() {
    let named: BTreeSet<StatusDocument> =
        all_scenarios().iter().filter_map(|scenario| scenario.status_documents()).flatten().collect();
    let missing: Vec<&str> = StatusDocument::ALL
        .iter()
        .filter(|document| !named.contains(document))
        .map(|document| document.name())
        .collect();
    assert!(missing.is_empty(), "no scenario reads {missing:?}");
}

#[test]
fn what_only_the_lab_can_do_is_in_the_lab() {
    let misplaced: Vec<String> = all_scenarios()
        .into_iter()
        .filter(|scenario| !scenario.network.is_empty())
        .map(|scenario| scenario.name)
        .collect();
    assert!(misplaced.is_empty(), "{misplaced:?}");
    let healthy: Vec<String> = lab_scenarios()
        .into_iter()
        .filter(|scenario| scenario.network.is_empty())
        .map(|scenario| scenario.name)
        .collect();
    assert_eq!(healthy, ["healthy"]);
    // There the provider is a program of its own, whose case has the default sources.
    assert!(lab_scenarios().iter().all(|scenario| scenario.sources.is_none() && !scenario.auto));
}

#[test]
fn every_fault_has_a_scenario_of_its_own_and_one_world_is_healthy() {
    let scenarios = all_scenarios();
    let alone: BTreeSet<Fault> = scenarios
        .iter()
        .filter(|scenario| scenario.faults.len() == 1)
        .flat_map(|scenario| scenario.fault_set().iter().collect::<Vec<_>>())
        .collect();
    let missing: Vec<&str> =
        Fault::ALL.iter().filter(|fault| !alone.contains(fault)).map(|fault| fault.name()).collect();
    assert!(missing.is_empty(), "no scenario for {missing:?}");
    let healthy = scenarios.iter().find(|scenario| scenario.name == "healthy").expect("a healthy world");
    assert!(healthy.faults.is_empty() && healthy.expect.top.is_none());
}
