//! What a scenario changes in the case of a world, and the complaint that it makes.

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use wallet_doctor_core::Complaint;
use wallet_doctor_core::config::{Case, Config, QualityConfig, Role};

use super::Scenario;
use super::moment::with_times;

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
            Self::Balances => config.balances = None,
            Self::Quality => config.quality = QualityConfig::default(),
        }
    }
}

impl Scenario {
    /// Takes from a case what the scenario does without, and puts the app's answers and its own keys of the config into it.
    ///
    /// # Panics
    ///
    /// If an answer is none that an app could give, or a key none that a config has.
    pub fn adapt(&self, case: &mut Case) {
        let answers = serde_json::to_value(&case.app).expect("answers are JSON");
        case.app = self.merged("app", answers, &self.app);
        if !self.doctor.is_empty() {
            let config = serde_json::to_value(&case.doctor).expect("a config is JSON");
            case.doctor = self.merged("doctor", config, &self.doctor);
        }
        for part in &self.without {
            part.apply(&mut case.doctor);
        }
    }

    /// What the person says.
    ///
    /// # Panics
    ///
    /// If it is nothing that a complaint can hold.
    #[must_use]
    pub fn complaint(&self) -> Complaint {
        self.merged("complaint", json!({ "symptom": self.symptom }), &self.complaint)
    }

    fn merged<T: DeserializeOwned>(&self, part: &str, mut whole: Value, keys: &Map<String, Value>) -> T {
        let now = Timestamp::now();
        for (key, value) in keys {
            let value = with_times(value, now).unwrap_or_else(|error| panic!("{}: {part}: {error}", self.name));
            match key.strip_prefix('/') {
                // Something within, whose other parts stay as the world has them.
                Some(_) => {
                    let (within, last) = key.rsplit_once('/').unwrap_or_default();
                    let within = whole.pointer_mut(within);
                    within.unwrap_or_else(|| panic!("{}: {part}: nothing is at {key}", self.name))[last] = value;
                }
                None => whole[key] = value,
            }
        }
        serde_json::from_value(whole).unwrap_or_else(|error| panic!("{}: {part}: {error}", self.name))
    }
}
