//! Scenarios: files in `tests/scenarios/` and, with faults between the phone and the provider, in `tests/lab/`, described
//! there.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::{Map, Value};
use wallet_doctor_core::clock::{Clock, ShiftedClock, SystemClock};
use wallet_doctor_core::config::{Case, Config, Locale, QualityConfig, Role};
use wallet_doctor_core::diagnosis::{Cause, Certainty, Finding, FindingCode};
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::{Complaint, Diagnosis, Doctor, Symptom};
use wallet_doctor_provider::{Fault, FaultSet, ProviderOptions, StatusDocument, World};

use crate::NetworkFault;

/// A world and what a diagnosis in it must and must not say.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The file's name without its ending.
    #[serde(skip)]
    pub name: String,
    /// What it shows.
    pub title: String,
    /// What the person complains about.
    pub symptom: Symptom,
    /// What is wrong with the provider.
    pub faults: Vec<String>,
    /// What is wrong with the network before it; only the lab can do that.
    #[serde(default)]
    pub network: Vec<NetworkFault>,
    /// Where the network's chance begins.
    #[serde(default)]
    pub seed: u64,
    /// What the config does without.
    #[serde(default)]
    pub without: Vec<Without>,
    /// The status documents that are the config's sources, in place of its own two.
    #[serde(default)]
    pub sources: Option<Vec<String>>,
    /// Whether the format of each source is left to be found out.
    #[serde(default)]
    pub auto: bool,
    /// What the app answers differently.
    #[serde(default)]
    pub app: Map<String, Value>,
    /// What must come out.
    pub expect: Expectation,
}

/// A part of the config that a wallet may do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Without {
    /// Control endpoints.
    Control,
    /// The second opinion on DNS.
    SecondOpinion,
    /// Captive-portal endpoints.
    Portal,
    /// Status sources.
    Status,
    /// The balances' endpoint.
    Balances,
    /// The hosts by which the quality of the link is measured.
    Quality,
}

impl Without {
    fn apply(self, config: &mut Config) {
        match self {
            Self::Control => {
                config.endpoints.retain(|endpoint| endpoint.role != Role::Control);
                // It is on a control host.
                config.quality.download = None;
            }
            Self::SecondOpinion => {
                config.dns.second_opinion.clear();
                config.dns.over_https.clear();
            }
            Self::Portal => config.captive_portals.clear(),
            Self::Status => config.status_sources.clear(),
            Self::Balances => config.balances_url = None,
            Self::Quality => config.quality = QualityConfig::default(),
        }
    }
}

/// What must come out of a scenario.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// The first cause, or none at all.
    pub top: Option<String>,
    /// How sure it must be at least.
    #[serde(default)]
    pub certainty_at_least: Option<Certainty>,
    /// Further causes that must be named.
    #[serde(default)]
    pub also: Vec<String>,
    /// Causes that must not be named, whole families by a final dot.
    pub never: Vec<String>,
    /// Findings that must have been made.
    #[serde(default)]
    pub findings: Vec<FindingCode>,
}

/// Every scenario that needs nothing but this machine's sockets, sorted by name.
///
/// # Panics
///
/// If a file can't be read as a scenario, naming the file.
#[must_use]
pub fn all_scenarios() -> Vec<Scenario> {
    scenarios_in("scenarios")
}

/// Every scenario of the network lab, likewise.
///
/// # Panics
///
/// If a file can't be read as a scenario, naming the file.
#[must_use]
pub fn lab_scenarios() -> Vec<Scenario> {
    scenarios_in("lab")
}

fn scenarios_in(name: &str) -> Vec<Scenario> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut scenarios: Vec<Scenario> = files
        .map(|entry| entry.expect("a folder that opens can be listed").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a scenario can't be read");
            let mut scenario: Scenario =
                serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            scenario.name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            scenario
        })
        .collect();
    scenarios.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    scenarios
}

impl Scenario {
    /// Its faults.
    ///
    /// # Panics
    ///
    /// If one is unknown.
    #[must_use]
    pub fn fault_set(&self) -> FaultSet {
        let read = |name: &String| name.parse::<Fault>().unwrap_or_else(|error| panic!("{}: {error}", self.name));
        self.faults.iter().map(read).collect()
    }

    /// The status documents that replace the config's own sources.
    ///
    /// # Panics
    ///
    /// If one is unknown.
    #[must_use]
    pub fn status_documents(&self) -> Option<Vec<StatusDocument>> {
        let read = |name: &String| name.parse().unwrap_or_else(|error| panic!("{}: {error}", self.name));
        self.sources.as_ref().map(|names| names.iter().map(read).collect())
    }

    /// Plays it against real sockets, through the public API.
    ///
    /// # Panics
    ///
    /// If the world can't be made or the diagnosis fails: a diagnosis never fails.
    pub async fn play(&self) -> Diagnosis {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let options = ProviderOptions { faults: self.fault_set(), ..ProviderOptions::default() };
        let world = World::start(options, folder.path()).await.expect("the world starts");
        let world = self.with_sources(world);
        let mut case = world.case(Locale::En, None).expect("the world has a case");
        self.adapt(&mut case);
        let ahead = case.app.as_ref().and_then(|app| app.clock_ahead_s).unwrap_or(0);
        let clock: Arc<dyn Clock> =
            if ahead == 0 { Arc::new(SystemClock) } else { Arc::new(ShiftedClock(SignedDuration::from_secs(ahead))) };
        let doctor = Doctor::open_at(case.doctor.clone(), world.host(&case), clock).expect("the doctor opens");
        let diagnosis =
            doctor.diagnose(Complaint::new(self.symptom), &NoProgress).await.expect("a diagnosis never fails");
        world.provider.stop().await;
        diagnosis
    }

    /// A world whose case has the status sources of the scenario.
    ///
    /// # Panics
    ///
    /// If one is unknown.
    #[must_use]
    pub fn with_sources(&self, mut world: World) -> World {
        if let Some(documents) = self.status_documents() {
            world = world.with_status_documents(documents);
        }
        if self.auto { world.with_auto_formats() } else { world }
    }

    /// Takes from a case what the scenario does without, and puts the app's answers into it.
    ///
    /// # Panics
    ///
    /// If an answer is none that an app could give.
    pub fn adapt(&self, case: &mut Case) {
        let mut answers = serde_json::to_value(&case.app).expect("answers are JSON");
        for (key, value) in &self.app {
            answers[key] = value.clone();
        }
        case.app = serde_json::from_value(answers).unwrap_or_else(|error| panic!("{}: app: {error}", self.name));
        for part in &self.without {
            part.apply(&mut case.doctor);
        }
    }

    /// Everything that is wrong with a diagnosis, in words. Empty if it is right.
    #[must_use]
    pub fn complaints_about(&self, causes: &[Cause], findings: &[Finding]) -> Vec<String> {
        let named: Vec<&str> = causes.iter().map(|cause| cause.code.as_str()).collect();
        let mut wrong = Vec::new();
        if named.first().copied() != self.expect.top.as_deref() {
            wrong.push(format!("top cause: wanted {:?}, got {named:?}", self.expect.top));
        }
        // Certainties are declared from the highest down.
        if let (Some(least), Some(top)) = (self.expect.certainty_at_least, causes.first())
            && top.certainty > least
        {
            wrong.push(format!("{} is only {} ({})", top.code, top.certainty, top.confidence));
        }
        wrong.extend(
            self.expect
                .also
                .iter()
                .filter(|code| !named.contains(&code.as_str()))
                .map(|code| format!("{code} is not named, only {named:?}")),
        );
        let wanted: Vec<&str> = self.expect.top.iter().chain(&self.expect.also).map(String::as_str).collect();
        for never in &self.expect.never {
            let matches = |code: &&&str| {
                !wanted.contains(code)
                    && (***code == **never || (never.ends_with('.') && code.starts_with(never.as_str())))
            };
            wrong.extend(named.iter().filter(matches).map(|code| format!("{code} must not be named")));
        }
        for finding in &self.expect.findings {
            if !findings.iter().any(|found| found.code == *finding) {
                wrong.push(format!("{finding} was not found"));
            }
        }
        wrong
    }
}
