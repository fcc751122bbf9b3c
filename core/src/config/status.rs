//! Where the provider publishes its state, and what the parts of its service mean for people.

use serde::{Deserialize, Serialize};

use super::{ConfigError, MAX_ENTRIES, SigningKey, WebUrl, check_name, check_names};
use crate::codes::stable_codes;
use crate::complaint::Symptom;

/// How many rules for components are accepted: as many as a status source may have components.
pub const MAX_COMPONENT_RULES: usize = 500;

/// Where the provider publishes its state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatusSource {
    /// A name for reports, which no other source has.
    pub name: String,
    /// How it is written. By default that is told by what it holds.
    #[serde(default)]
    pub format: StatusFormat,
    /// Where it is.
    pub url: WebUrl,
    /// Public keys of which one must have signed it. With any, it is a JSON Web Signature (RFC 7515, compact, Ed25519)
    /// around the document, and nothing else is believed. More than one, so that a key can be replaced.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signed_by: Vec<SigningKey>,
}

stable_codes! {
    /// How a status source is written.
    #[derive(Default)]
    pub enum StatusFormat as "format" {
        /// One of the others but `plain_http`, told by what the document holds.
        #[default]
        Auto = "auto",
        /// Atlassian Statuspage v2, `/api/v2/summary.json`.
        StatuspageV2 = "statuspage_v2",
        /// incident.io, `/api/v1/summary`.
        IncidentIo = "incident_io",
        /// Better Stack, `/index.json`.
        BetterStack = "better_stack",
        /// cState, `/index.json`.
        Cstate = "cstate",
        /// Upptime, `/history/summary.json`.
        Upptime = "upptime",
        /// Spring Boot Actuator, `/actuator/health`.
        Actuator = "actuator",
        /// `application/health+json` (draft-inadarei-api-health-check-06).
        HealthJson = "health_json",
        /// RSS 2.0, Atom 1.0 or JSON Feed 1.1.
        Feed = "feed",
        /// Our own JSON announcements (docs/schemas/announcements.md).
        Announcements = "announcements",
        /// Any endpoint: its status code is the answer.
        PlainHttp = "plain_http",
    }
}

/// What a part of the service means for people, where its name does not say it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ComponentRule {
    /// The part's name or id as the status sources have it, whole, in any case.
    pub component: String,
    /// The complaints that it can be behind; none: it never matters.
    pub concerns: Vec<Symptom>,
}

pub(super) fn check(sources: &[StatusSource], components: &[ComponentRule]) -> Result<(), ConfigError> {
    check_names("status_sources", "status source", sources.iter().map(|source| source.name.as_str()))?;
    for (index, source) in sources.iter().enumerate() {
        let key = format!("status_sources[{index}].signed_by");
        if source.signed_by.len() > MAX_ENTRIES {
            let given = format!("{} entries", source.signed_by.len());
            return Err(ConfigError::new(&key, &given, &format!("at most {MAX_ENTRIES}")));
        }
        if source.format == StatusFormat::PlainHttp && !source.signed_by.is_empty() {
            let given = "a key for 'plain_http'";
            return Err(ConfigError::new(&key, given, "no key: of such a source only the status code is read"));
        }
    }
    if components.len() > MAX_COMPONENT_RULES {
        let given = format!("{} entries", components.len());
        return Err(ConfigError::new("components", &given, &format!("at most {MAX_COMPONENT_RULES}")));
    }
    let mut seen = std::collections::BTreeSet::new();
    for (index, rule) in components.iter().enumerate() {
        let key = format!("components[{index}].component");
        check_name(&key, &rule.component)?;
        if !seen.insert(rule.component.to_lowercase()) {
            return Err(ConfigError::new(&key, &rule.component, "a component that no other rule names"));
        }
    }
    Ok(())
}
