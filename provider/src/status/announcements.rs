//! The provider's own announcements, in both languages: docs/schemas/announcements.md.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::part::PartState;
use super::state::{Incident, Phase, State, Work};
use super::words::Text;

/// The document: empty unless something is wrong or maintenance is planned, goes on or was lately.
pub(super) fn announcements(state: &State) -> Value {
    let works = state.works.iter().map(|each| (each.updated_at(), of_work(each, state)));
    let incidents = state.incidents.iter().map(|each| (each.identified_at, of_incident(each, state)));
    let (times, list): (Vec<Timestamp>, Vec<Value>) = works.chain(incidents).unzip();
    let updated_at = times.into_iter().max().unwrap_or(state.quiet_since);
    json!({ "version": 1, "updated_at": state.times.rfc3339(updated_at), "announcements": list })
}

fn of_work(work: &Work, state: &State) -> Value {
    let (title, body) = work.announced();
    let (severity, phase) = match work.phase {
        Phase::Planned => ("info", "planned"),
        Phase::InProgress | Phase::Overrun => ("warning", "in_progress"),
        Phase::Over => ("info", "over"),
        Phase::Cancelled => ("info", "cancelled"),
    };
    json!({
        "id": work.slug,
        "severity": severity,
        "kind": "maintenance",
        "state": phase,
        "components": ["withdrawals"],
        "starts_at": state.times.rfc3339(work.starts_at),
        "ends_at": state.times.rfc3339(work.ends_at),
        "updated_at": state.times.rfc3339(work.updated_at()),
        "title": languages(title),
        "body": languages(body),
    })
}

fn of_incident(incident: &Incident, state: &State) -> Value {
    json!({
        "id": incident.id,
        "severity": if incident.state == PartState::Outage { "critical" } else { "warning" },
        "kind": "incident",
        "state": "in_progress",
        "components": incident.parts.iter().map(|part| part.name().to_lowercase()).collect::<Vec<_>>(),
        "starts_at": state.times.rfc3339(incident.began_at),
        "ends_at": null,
        "updated_at": state.times.rfc3339(incident.identified_at),
        "title": languages(incident.words.title),
        "body": languages(incident.words.body),
    })
}

fn languages(text: Text) -> Value {
    json!({ "zh-Hans": text.zh_hans, "en": text.en })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::{Fault, FaultSet};

    fn document(faults: impl Into<FaultSet>) -> Value {
        announcements(&State::of(&faults.into(), "2026-03-04T05:06:07Z".parse().unwrap()))
    }

    #[test]
    fn a_healthy_provider_announces_nothing() {
        let document = document(FaultSet::none());
        assert_eq!(document["version"], 1);
        assert_eq!(document["updated_at"], "2026-03-04T04:06:00Z");
        assert_eq!(document["announcements"], json!([]));
    }

    #[test]
    fn maintenance_is_announced_in_both_languages_with_its_window() {
        let document = document([Fault::StatusMaintenanceNow, Fault::StatusMaintenanceSoon]);
        let list = document["announcements"].as_array().unwrap();
        assert_eq!(list.len(), 2);
        for item in list {
            for part in ["title", "body"] {
                for language in ["zh-Hans", "en"] {
                    assert!(item[part][language].as_str().is_some_and(|text| !text.is_empty()));
                }
            }
        }
        assert_eq!(list[0]["starts_at"], "2026-03-04T04:36:00Z");
        assert_eq!(list[0]["ends_at"], "2026-03-04T06:36:00Z");
        assert_eq!(list[0]["state"], "in_progress");
        assert_eq!(list[1]["starts_at"], "2026-03-04T05:46:00Z");
        assert_eq!(list[1]["ends_at"], "2026-03-04T07:46:00Z");
        assert_eq!(list[1]["state"], "planned");
    }

    #[test]
    fn what_is_wrong_or_no_longer_planned_is_announced_too() {
        let cases = [
            (Fault::StatusMajorOutage, "incident", "critical", "in_progress"),
            (Fault::StatusDegraded, "incident", "warning", "in_progress"),
            (Fault::StatusMaintenanceOver, "maintenance", "info", "over"),
            (Fault::StatusMaintenanceOverrun, "maintenance", "warning", "in_progress"),
            (Fault::StatusMaintenanceCancelled, "maintenance", "info", "cancelled"),
        ];
        for (fault, kind, severity, state) in cases {
            let document = document(fault);
            let item = &document["announcements"][0];
            let seen = ["kind", "severity", "state"].map(|key| item[key].as_str().unwrap());
            assert_eq!(seen, [kind, severity, state], "{fault}");
            assert_eq!(document["updated_at"], item["updated_at"]);
        }
    }
}
