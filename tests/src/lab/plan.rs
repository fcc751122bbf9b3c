//! What is to be played, from the scenarios and the arguments.

use std::path::Path;

use super::play::Run;
use super::seeded::Seeded;
use crate::{NetworkFault, Scenario};

/// The scenario without a fault, which healthy networks vary.
const HEALTHY: &str = "healthy";
/// The largest round trip of a network that counts as healthy.
const LARGEST_ROUND_TRIP_MS: u64 = 300;
/// The largest loss each way of a network that counts as healthy, in thousandths.
const LARGEST_LOSS_PER_MILLE: u64 = 20;
/// Where the draws of healthy networks begin.
const HEALTHY_SEED: u64 = 20_000;

/// The scenarios that were asked for, all if none was. The error is for the person.
pub(super) fn select(scenarios: Vec<Scenario>, only: &[String]) -> Result<Vec<Scenario>, String> {
    if let Some(unknown) = only.iter().find(|name| !scenarios.iter().any(|scenario| scenario.name == **name)) {
        let names: Vec<&str> = scenarios.iter().map(|scenario| scenario.name.as_str()).collect();
        return Err(format!("no scenario is named '{unknown}'; there are: {}", names.join(", ")));
    }
    Ok(scenarios.into_iter().filter(|scenario| only.is_empty() || only.contains(&scenario.name)).collect())
}

/// Each scenario so many times, every time with another seed.
pub(super) fn injected(scenarios: &[Scenario], times: u32) -> Vec<Run> {
    let runs_of = |scenario: &Scenario| {
        let scenario = scenario.clone();
        (1..=times).map(move |number| Run {
            seed: scenario.seed.wrapping_add(number.into()),
            scenario: scenario.clone(),
            number,
            drawn: String::new(),
        })
    };
    scenarios.iter().flat_map(runs_of).collect()
}

/// So many healthy networks, each with a round trip and a loss of its own.
pub(super) fn healthy(scenarios: &[Scenario], times: u32) -> Vec<Run> {
    let Some(plain) = scenarios.iter().find(|scenario| scenario.name == HEALTHY) else { return Vec::new() };
    let draw = |number| {
        let seed = HEALTHY_SEED + u64::from(number);
        let mut chance = Seeded::new(seed);
        let round_trip_ms = u32::try_from(chance.up_to(LARGEST_ROUND_TRIP_MS)).unwrap_or(0);
        let per_mille = u16::try_from(chance.up_to(LARGEST_LOSS_PER_MILLE)).unwrap_or(0);
        let mut scenario = plain.clone();
        scenario.network = vec![NetworkFault::Delay { round_trip_ms, jitter_ms: 0 }, NetworkFault::Loss { per_mille }];
        let drawn = format!("{round_trip_ms} ms, {}.{} % lost each way", per_mille / 10, per_mille % 10);
        Run { scenario, number, seed, drawn }
    };
    (1..=times).map(draw).collect()
}

/// A healthy network with this round trip.
pub(super) fn healthy_at(scenarios: &[Scenario], round_trip_ms: u32) -> Option<Scenario> {
    let mut scenario = scenarios.iter().find(|scenario| scenario.name == HEALTHY)?.clone();
    scenario.network = vec![NetworkFault::Delay { round_trip_ms, jitter_ms: 0 }];
    Some(scenario)
}

/// The list that `--list` prints.
pub(super) fn listed(scenarios: &[Scenario]) -> String {
    let line = |scenario: &Scenario| {
        let expected = scenario.expect.top.as_deref().unwrap_or("(none)");
        format!("{:<24}{expected:<32}{}\n", scenario.name, scenario.title)
    };
    scenarios.iter().map(line).collect()
}

/// Where answers are kept: beside the programs of the build.
pub(super) fn answers_folder(program: &Path) -> std::path::PathBuf {
    program.parent().unwrap_or(Path::new(".")).join("lab-runs").join(std::process::id().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab_scenarios;

    #[test]
    fn an_unknown_name_is_answered_with_the_known_ones() {
        let message = select(lab_scenarios(), &["helthy".to_owned()]).unwrap_err();
        assert!(message.contains("'helthy'") && message.contains("healthy"), "{message}");
    }

    #[test]
    fn every_run_has_a_seed_of_its_own() {
        let runs = injected(&select(lab_scenarios(), &["loss_20".to_owned()]).unwrap(), 3);
        let seeds: Vec<u64> = runs.iter().map(|run| run.seed).collect();
        assert_eq!((seeds[1] - seeds[0], seeds[2] - seeds[1]), (1, 1));
    }

    #[test]
    fn scenarios_do_not_share_seeds() {
        let mut seeds: Vec<u64> = lab_scenarios().iter().map(|scenario| scenario.seed / 100).collect();
        seeds.sort_unstable();
        let all = seeds.len();
        seeds.dedup();
        assert_eq!(seeds.len(), all);
    }

    #[test]
    fn healthy_networks_stay_within_their_bounds_and_repeat() {
        let (first, again) = (healthy(&lab_scenarios(), 40), healthy(&lab_scenarios(), 40));
        assert_eq!(
            first.iter().map(|run| &run.drawn).collect::<Vec<_>>(),
            again.iter().map(|run| &run.drawn).collect::<Vec<_>>()
        );
        let mut largest = (0, 0);
        for run in &first {
            let [NetworkFault::Delay { round_trip_ms, jitter_ms: 0 }, NetworkFault::Loss { per_mille }] =
                run.scenario.network[..]
            else {
                panic!("{:?}", run.scenario.network)
            };
            assert!(round_trip_ms <= 300 && per_mille <= 20);
            largest = (largest.0.max(round_trip_ms), largest.1.max(per_mille));
        }
        assert!(largest.0 > 200 && largest.1 > 15, "{largest:?}");
    }
}
