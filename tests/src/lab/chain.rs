//! The benchmark: how long a healthy diagnosis takes against the longest chain of round trips that depend on each other.

use std::io::Write;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::keeper;
use super::line::LineSettings;
use super::play::phones_case;
use super::rules::Rules;
use super::stage::{LineProcess, Programs, ProviderProcess, diagnose, round_trips};
use super::statistics::{largest, median};
use super::topology::{NEUTRAL, Topology};
use crate::Scenario;

/// What a diagnosis may take, as a multiple of the chain: DESIGN's budget.
const BUDGET: f64 = 1.15;
/// The round trip that the budget is for.
pub(super) const ROUND_TRIP_MS: u32 = 50;
/// Where the control host's URL is in the provider's case.
const CONTROL_URL: &str = "/doctor/endpoints/1/url";

/// Round trips that had to wait for each other, as an answer tells them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Chain {
    /// Whose they are.
    endpoint: String,
    /// Each step with its number of round trips.
    steps: Vec<(&'static str, u32)>,
}

impl Chain {
    /// The longest of all endpoints, over either address family.
    fn longest(answer: &Value) -> Option<Self> {
        let endpoints = answer.pointer("/observations/endpoints")?.as_array()?;
        let chains = endpoints.iter().flat_map(|endpoint| {
            let name = endpoint.get("name").and_then(Value::as_str).unwrap_or_default();
            let families = endpoint.get("families").and_then(Value::as_array).into_iter().flatten();
            families.map(move |family| Self::of(name, family))
        });
        // Of equally long ones the first.
        chains.reduce(|longest, chain| if chain.length() > longest.length() { chain } else { longest })
    }

    fn of(name: &str, family: &Value) -> Self {
        let at = |pointer: &str| family.pointer(pointer).and_then(Value::as_str);
        let mut steps = Vec::new();
        if at("/dns/step") == Some("done") {
            steps.push(("DNS", 1));
        }
        let attempts = family.get("tcp").and_then(Value::as_array);
        if attempts.is_some_and(|attempts| attempts.iter().any(|attempt| attempt.get("failure").is_none())) {
            steps.push(("TCP", 1));
        }
        if at("/tls/step") == Some("done") {
            // RFC 8446 §2: one round trip; RFC 5246 §7.3: two.
            steps.push(if at("/tls_facts/version") == Some("TLSv1_3") { ("TLS 1.3", 1) } else { ("TLS 1.2", 2) });
        }
        if at("/http/step") == Some("done") {
            steps.push(("HTTP", 1));
        }
        Self { endpoint: format!("{name} over {}", at("/family").unwrap_or("?")), steps }
    }

    fn length(&self) -> u32 {
        self.steps.iter().map(|(_, round_trips)| round_trips).sum()
    }

    fn words(&self) -> String {
        let steps: Vec<String> = self.steps.iter().map(|(step, round_trips)| format!("{step} {round_trips}")).collect();
        format!("{} = {} round trips ({})", steps.join(" + "), self.length(), self.endpoint)
    }
}

/// Times so many healthy diagnoses. Whether the median keeps to the budget.
pub(super) fn benchmark(healthy: &Scenario, runs: u32, programs: &Programs) -> Result<bool> {
    let topology = Topology::named(&keeper::prefix(), 0);
    topology.make()?;
    Rules::default().load(&topology.net)?;
    let mut out = std::io::stdout();
    let mut ratios = Vec::new();
    for number in 1..=runs {
        let provider = ProviderProcess::honest(programs, &topology, &healthy.faults)?;
        let settings = LineSettings::of(&healthy.network, number.into()).context("the scenario delays nothing")?;
        let line = LineProcess::start(programs, &topology, &settings)?;
        let address = format!("{NEUTRAL}:{}", provider.port(CONTROL_URL)?);
        let times = round_trips(programs, &topology, &address)?;
        let round_trip_us = median(&times).context("no round trip was timed")?;
        let (case, _) = phones_case(healthy, &provider)?;
        let answer = diagnose(programs, &topology, &case, healthy.symptom.as_str(), 0)?.context("no answer")?;
        let counts = line.finish()?;
        if answer.get("causes").and_then(Value::as_array).is_none_or(|causes| !causes.is_empty()) {
            bail!("the diagnosis of a healthy network names a cause: {}", answer["causes"]);
        }
        let elapsed_ms = answer.get("elapsed_ms").and_then(Value::as_u64).context("no time in the answer")?;
        let chain =
            Chain::longest(&answer).filter(|chain| chain.length() > 0).context("no round trip in the answer")?;
        let ratio = ratio(elapsed_ms, chain.length(), round_trip_us);
        let (round_trip, latest) = (in_ms(round_trip_us), in_ms(counts.latest_us));
        writeln!(
            out,
            "#{number:<3} {elapsed_ms} ms, round trip {round_trip:.1} ms (latest packet {latest:.1} ms late), {}: ratio {ratio:.3}",
            chain.words()
        )?;
        ratios.push(ratio);
    }
    let (middle, most) = median(&ratios).zip(largest(&ratios)).context("nothing was timed")?;
    let verdict = if middle <= BUDGET { "kept" } else { "EXCEEDED" };
    writeln!(
        out,
        "\nelapsed / (chain × round trip): median {middle:.3}, largest {most:.3}, budget {BUDGET}: {verdict}"
    )?;
    Ok(middle <= BUDGET)
}

fn ratio(elapsed_ms: u64, chain: u32, round_trip_us: u64) -> f64 {
    let elapsed = std::time::Duration::from_millis(elapsed_ms);
    let round_trips = std::time::Duration::from_micros(round_trip_us) * chain;
    elapsed.as_secs_f64() / round_trips.as_secs_f64()
}

fn in_ms(us: u64) -> f64 {
    std::time::Duration::from_micros(us).as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn family(family: &str, version: &str, http: &str) -> Value {
        json!({
            "family": family,
            "dns": { "step": "done", "took_ms": 50, "value": [] },
            "tcp": [{ "address": "192.0.2.1:1", "took_ms": 50 }],
            "tls": { "step": "done", "took_ms": 50, "value": null },
            "tls_facts": { "version": version },
            "http": { "step": http },
        })
    }

    #[test]
    fn the_longest_chain_is_counted_from_what_happened() {
        let answer = json!({ "observations": { "endpoints": [
            { "name": "wallet-api", "families": [family("ipv6", "TLSv1_3", "done"), family("ipv4", "TLSv1_3", "skipped")] },
            { "name": "neutral", "families": [family("ipv4", "TLSv1_2", "done")] },
        ]}});
        let chain = Chain::longest(&answer).unwrap();
        assert_eq!(chain.length(), 5);
        assert_eq!(chain.words(), "DNS 1 + TCP 1 + TLS 1.2 2 + HTTP 1 = 5 round trips (neutral over ipv4)");
    }

    #[test]
    fn what_failed_is_no_round_trip() {
        let silent = json!({
            "family": "ipv4",
            "dns": { "step": "done" },
            "tcp": [{ "address": "192.0.2.1:1", "failure": "tcp_timeout", "took_ms": 4000 }],
            "tls": { "step": "skipped" },
            "tls_facts": {},
            "http": { "step": "skipped" },
        });
        assert_eq!(Chain::of("wallet-api", &silent).steps, [("DNS", 1)]);
        assert_eq!(Chain::longest(&json!({})), None);
    }

    #[test]
    fn the_ratio_is_of_the_time_to_the_chain() {
        assert!((ratio(230, 4, 50_000) - 1.15).abs() < 1e-9);
    }
}
