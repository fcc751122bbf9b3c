//! `application/health+json` (<https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check-06>): one word, and
//! checks of parts. What fails comes with a 4xx or 5xx.
//!
//! `output` and `notes` are free text from the inside of the service and are not kept.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::Unreadable;
use super::capped::CappedMap;
use super::lenient::{Id, Word, objects, passes_over, read_entries};
use crate::config::StatusFormat;
use crate::service::{Component, MAX_COMPONENTS, ServiceReport, ServiceState};

objects! {
    struct Health {
        status: Word = "status",
        checks: CappedMap<Checks, MAX_COMPONENTS> = "checks",
    }

    struct Check {
        component_id: Id = "componentId",
        status: Word = "status",
    }
}

/// Reads a health document, whatever status it came with.
pub(super) fn read(document: &[u8]) -> Result<ServiceReport, Unreadable> {
    let health: Health = serde_json::from_slice(document).map_err(|_| Unreadable)?;
    let overall = health.status.get().and_then(state).ok_or(Unreadable)?;
    let mut components: Vec<Component> = Vec::new();
    for (key, checks) in health.checks.0 {
        let name = key.split_once(':').map_or(key.as_str(), |(part, _)| part).trim_end();
        let name = if name.is_empty() { key } else { name.to_owned() };
        match components.iter_mut().find(|known| known.name == name) {
            // Several measurements of one part: the worst is how it is.
            Some(known) => known.state = known.state.max(checks.state),
            None => components.push(Component { id: checks.id, name, state: checks.state }),
        }
    }
    Ok(ServiceReport { overall: Some(overall), components, ..ServiceReport::empty(StatusFormat::HealthJson) })
}

/// Section 3.1, with the aliases that it names.
pub(super) fn state(word: &str) -> Option<ServiceState> {
    match word.to_ascii_lowercase().as_str() {
        "pass" | "ok" | "up" => Some(ServiceState::Operational),
        "warn" => Some(ServiceState::Degraded),
        "fail" | "error" | "down" => Some(ServiceState::Outage),
        _ => None,
    }
}

/// The checks of one key, one for each node: what is worst of them.
#[derive(Default)]
struct Checks {
    id: Option<String>,
    state: Option<ServiceState>,
}

impl Checks {
    fn add(&mut self, check: Check) {
        self.state = self.state.max(check.status.get().and_then(state));
        if self.id.is_none() {
            self.id = check.component_id.0;
        }
    }
}

impl<'de> Deserialize<'de> for Checks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Worst;

        impl<'de> Visitor<'de> for Worst {
            type Value = Checks;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Checks, A::Error> {
                let mut checks = Checks::default();
                while let Some(check) = entries.next_element()? {
                    checks.add(check);
                }
                Ok(checks)
            }

            /// A list of one should be a list (section 4), but need not be.
            fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Checks, A::Error> {
                let mut checks = Checks::default();
                checks.add(read_entries(entries)?);
                Ok(checks)
            }

            passes_over!(flag, number, text, null);
        }

        deserializer.deserialize_any(Worst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WELL: Option<ServiceState> = Some(ServiceState::Operational);
    const SLOW: Option<ServiceState> = Some(ServiceState::Degraded);
    const OUT: Option<ServiceState> = Some(ServiceState::Outage);

    fn parts(report: &ServiceReport) -> Vec<(&str, Option<ServiceState>)> {
        report.components.iter().map(|part| (part.name.as_str(), part.state)).collect()
    }

    #[test]
    fn every_word_is_read_in_any_case() {
        for (word, overall) in
            [("pass", WELL), ("OK", WELL), ("up", WELL), ("Warn", SLOW), ("fail", OUT), ("Error", OUT), ("DOWN", OUT)]
        {
            assert_eq!(read(format!(r#"{{"status":"{word}"}}"#).as_bytes()).unwrap().overall, overall, "{word}");
        }
    }

    #[test]
    fn a_part_is_as_its_worst_measurement_says_and_the_whole_as_itself_says() {
        let report = read(include_bytes!("fixtures/health_json_pass.json")).unwrap();
        assert_eq!(report.overall, WELL);
        assert_eq!(parts(&report), [("ledger", OUT), ("uptime", WELL), ("cpu", SLOW), (":", None)]);
        assert_eq!(report.components[0].id.as_deref(), Some("ledger-1"));
        let written = format!("{report:?}");
        assert!(!written.contains("10.0.0.7") && !written.contains("secret"), "{written}");
    }

    #[test]
    fn what_fails_is_out_and_what_warns_is_degraded() {
        assert_eq!(read(include_bytes!("fixtures/health_json_fail.json")).unwrap().overall, OUT);
        let report = read(include_bytes!("fixtures/health_json_warn.json")).unwrap();
        assert_eq!((report.overall, parts(&report)), (SLOW, vec![("queue", SLOW)]));
    }

    #[test]
    fn without_a_word_that_is_known_it_is_unreadable() {
        for document in ["", "[]", "{}", r#"{"status":200}"#, r#"{"status":"fine"}"#, r#"{"status":"pass""#] {
            assert_eq!(read(document.as_bytes()), Err(Unreadable), "{document}");
        }
        let odd = br#"{"status":"pass","checks":{"a:b":7,"a:c":["x",{"status":{}},{"status":"fail"}],"d":{"status":"warn"}}}"#;
        assert_eq!(parts(&read(odd).unwrap()), [("a", OUT), ("d", SLOW)]);
        assert!(read(br#"{"status":"pass","checks":[{"status":"fail"}]}"#).unwrap().components.is_empty());
    }
}
