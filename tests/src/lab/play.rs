//! One run: sets the network up with its faults, lets the phone diagnose, makes sure that the faults took hold, and judges.

use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::Value;
use wallet_doctor_core::config::Case;
use wallet_doctor_core::diagnosis::{Cause, Finding};

use super::line::{LOSS, LineCounts, LineSettings};
use super::rules::{Ports, Rules};
use super::stage::{LineProcess, Programs, ProviderProcess, diagnose};
use super::topology::Topology;
use crate::NetworkFault;
use crate::Scenario;

/// What a diagnosis may take beyond its deadline: to stop what it has begun and to write its answer.
const GRACE_MS: u64 = 250;
/// How far the phone's time may be from the one it should have, for a program takes time to start.
const CLOCK_TOLERANCE_S: i64 = 60;

/// What is to be played.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// What is expected, and the faults of the provider.
    pub(crate) scenario: Scenario,
    /// Which run of it this is.
    pub(crate) number: u32,
    /// Where its chance begins.
    pub(crate) seed: u64,
    /// What was drawn for this run, in words; empty if nothing was.
    pub(crate) drawn: String,
}

/// What came of a run.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Played {
    pub(crate) scenario: String,
    pub(crate) number: u32,
    pub(crate) seed: u64,
    pub(crate) drawn: String,
    pub(crate) expected: Option<String>,
    pub(crate) verdict: Verdict,
    /// The causes that were named, in their order.
    pub(crate) named: Vec<String>,
    pub(crate) elapsed_ms: u64,
    pub(crate) deadline_ms: u64,
    /// Bytes through the phone's interface.
    pub(crate) bytes: u64,
    pub(crate) line: Option<LineCounts>,
    pub(crate) answer: Value,
}

/// Whether a run went as it should.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdict {
    /// The diagnosis says what it should.
    Right,
    /// It says something else; what, in words.
    Wrong(Vec<String>),
    /// The network was not as it should have been, so the diagnosis shows nothing.
    Invalid(String),
}

impl Played {
    /// A run that could not be played.
    pub(crate) fn failed(run: &Run, why: &anyhow::Error) -> Self {
        Self::new(run, Verdict::Invalid(format!("{why:#}")))
    }

    fn new(run: &Run, verdict: Verdict) -> Self {
        Self {
            scenario: run.scenario.name.clone(),
            number: run.number,
            seed: run.seed,
            drawn: run.drawn.clone(),
            expected: run.scenario.expect.top.clone(),
            verdict,
            named: Vec::new(),
            elapsed_ms: 0,
            deadline_ms: 0,
            bytes: 0,
            line: None,
            answer: Value::Null,
        }
    }

    /// Whether the answer came too late.
    pub(crate) fn is_late(&self) -> bool {
        self.elapsed_ms > self.deadline_ms + GRACE_MS
    }

    /// Whether the first causes have the one that was expected among them.
    pub(crate) fn names_within(&self, first: usize) -> bool {
        match &self.expected {
            Some(expected) => self.named.iter().take(first).any(|named| named == expected),
            None => self.named.is_empty(),
        }
    }
}

/// Plays a run in a topology of its own.
pub(crate) fn play(run: &Run, programs: &Programs, topology: &Topology) -> Result<Played> {
    let faults = &run.scenario.network;
    Rules::default().load(&topology.net)?;
    let provider = ProviderProcess::honest(programs, topology, &run.scenario.faults)?;
    let (case, deadline_ms) = phones_case(&run.scenario, &provider)?;
    let (impostor, ports) = impostor(programs, topology, faults, &provider)?;
    let rules = Rules::of(faults, ports);
    rules.load(&topology.net)?;
    let settings = LineSettings::of(faults, run.seed);
    let line = settings.as_ref().map(|settings| LineProcess::start(programs, topology, settings)).transpose()?;

    let bytes_before = topology.phone_bytes()?;
    let symptom = run.scenario.symptom.as_str();
    let ahead_s = clock_ahead_s(faults);
    let asked_at = jiff::Timestamp::now();
    let answer = diagnose(programs, topology, &case, symptom, ahead_s)?;

    let mut played = Played::new(run, Verdict::Right);
    played.deadline_ms = deadline_ms;
    played.bytes = topology.phone_bytes()? - bytes_before;
    let mut idle = rules.without_effect(&topology.net)?;
    played.line = line.map(LineProcess::finish).transpose()?;
    if let (Some(settings), Some(counts)) = (&settings, &played.line) {
        // A loss that is no fault may be so small that a short diagnosis loses nothing.
        let harmless = |what: &&str| played.expected.is_none() && *what == LOSS;
        let without_effect = counts.without_effect(settings).into_iter();
        idle.extend(without_effect.filter(|what| !harmless(what)).map(str::to_owned));
    }
    drop(impostor);
    let Some(answer) = answer else {
        played.verdict = Verdict::Wrong(vec!["no answer at all".to_owned()]);
        return Ok(played);
    };
    if !clock_was_wrong_by(&answer, asked_at, ahead_s)? {
        idle.push("clock".to_owned());
    }
    judge(&mut played, &run.scenario, answer)?;
    if !idle.is_empty() {
        played.verdict = Verdict::Invalid(format!("never took hold of a packet: {}", idle.join(", ")));
    }
    Ok(played)
}

/// The provider's case with the phone's own resolver and what the scenario wants otherwise.
pub(crate) fn phones_case(scenario: &Scenario, provider: &ProviderProcess) -> Result<(Value, u64)> {
    let mut case = provider.case.clone();
    *case.pointer_mut("/doctor/dns/servers").context("the case has no resolver")? = Value::Array(Vec::new());
    let mut case = Case::from_json(&serde_json::to_vec(&case)?)?;
    scenario.adapt(&mut case);
    let deadline_ms = u64::try_from(case.doctor.deadline().as_millis())?;
    Ok((serde_json::to_value(case)?, deadline_ms))
}

/// Who stands in the provider's place in the router, if somebody does, and the ports that rules need.
fn impostor(
    programs: &Programs,
    topology: &Topology,
    faults: &[NetworkFault],
    provider: &ProviderProcess,
) -> Result<(Option<ProviderProcess>, Ports)> {
    let (wallet, portal) = ("/doctor/endpoints/0/url", "/doctor/captive_portals/0");
    let ports = Ports { wallet: provider.port(wallet)?, portal: provider.port(portal)?, ..Ports::default() };
    let process = if faults.contains(&NetworkFault::Hotspot) {
        ProviderProcess::hotspot(programs, topology)?
    } else if faults.contains(&NetworkFault::ForgedDns) {
        ProviderProcess::interloper(programs, topology)?
    } else {
        return Ok((None, ports));
    };
    let ports = Ports { impostor: process.port(wallet)?, impostor_plain: process.port(portal)?, ..ports };
    Ok((Some(process), ports))
}

fn clock_ahead_s(faults: &[NetworkFault]) -> i64 {
    let ahead = |fault: &NetworkFault| if let NetworkFault::Clock { ahead_s } = fault { Some(*ahead_s) } else { None };
    faults.iter().find_map(ahead).unwrap_or(0)
}

/// Whether the time that the phone believed was as wrong as it should have been.
fn clock_was_wrong_by(answer: &Value, asked_at: jiff::Timestamp, ahead_s: i64) -> Result<bool> {
    let started_at = answer.pointer("/observations/started_at").and_then(Value::as_str);
    let started_at: jiff::Timestamp = started_at.context("the answer does not say when it began")?.parse()?;
    let off_s = started_at.as_second() - asked_at.as_second() - ahead_s;
    Ok(off_s.abs() <= CLOCK_TOLERANCE_S)
}

fn judge(played: &mut Played, scenario: &Scenario, answer: Value) -> Result<()> {
    let part = |name: &str| answer.get(name).cloned().unwrap_or_default();
    let causes: Vec<Cause> = serde_json::from_value(part("causes")).context("the answer's causes")?;
    let findings: Vec<Finding> = serde_json::from_value(part("findings")).context("the answer's findings")?;
    played.elapsed_ms = part("elapsed_ms").as_u64().context("the answer does not say how long it took")?;
    let mut wrong = scenario.complaints_about(&causes, &findings);
    if played.is_late() {
        wrong.push(format!("answered after {} ms, deadline {} ms", played.elapsed_ms, played.deadline_ms));
    }
    played.named = causes.into_iter().map(|cause| cause.code).collect();
    played.answer = answer;
    if !wrong.is_empty() {
        played.verdict = Verdict::Wrong(wrong);
    }
    Ok(())
}
