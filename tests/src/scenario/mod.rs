//! Scenarios: files in `tests/scenarios/` and, with faults between the phone and the provider, in `tests/lab/`, described
//! there.

mod adapt;
mod expect;
mod moment;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wallet_doctor_core::account::{AttemptOutcome, OperationKind};
use wallet_doctor_core::clock::{Clock, ShiftedClock, SystemClock};
use wallet_doctor_core::config::Locale;
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::{Diagnosis, Doctor, Symptom};
use wallet_doctor_provider::{Fault, FaultSet, ProviderOptions, StatusDocument, World};

use crate::NetworkFault;

pub use adapt::Without;
pub use expect::Expectation;

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
    /// What the person adds to the symptom.
    #[serde(default)]
    pub complaint: Map<String, Value>,
    /// Keys of the config that replace the world's own.
    #[serde(default)]
    pub doctor: Map<String, Value>,
    /// What was tried in vain before, and is remembered.
    #[serde(default)]
    pub attempts: Vec<Tried>,
    /// What must come out.
    pub expect: Expectation,
}

/// What was tried in vain, and how often.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tried {
    /// What.
    pub operation: OperationKind,
    /// How often.
    pub failed: u32,
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

    /// Whether it needs no other clock than the phone's own, which is the only one that an app can give a doctor.
    #[must_use]
    pub fn is_played_by_the_phones_clock(&self) -> bool {
        !self.app.contains_key("clock_ahead_s")
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
        for tried in &self.attempts {
            for _ in 0..tried.failed {
                let recorded = doctor.record_attempt(tried.operation, AttemptOutcome::Failed).await;
                recorded.expect("an attempt can be remembered");
            }
        }
        let diagnosis = doctor.diagnose(self.complaint(), &NoProgress).await.expect("a diagnosis never fails");
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
}
