//! Atlassian Statuspage v2, `GET /api/v2/summary.json` (<https://metastatuspage.com/api/v2>). Unknown keys are ignored, and
//! everything but the overall indicator may be missing.

use super::Unreadable;
use super::capped::Capped;
use super::lenient::{Body, Flag, Id, Time, Title, Word, objects};
use crate::config::StatusFormat;
use crate::service::{
    Component, Incident, MAX_AFFECTED, MAX_COMPONENTS, MAX_NEWS, Maintenance, ServiceReport, ServiceState, WorkPhase,
};

objects! {
    struct Summary {
        page: Page = "page",
        status: Status = "status",
        components: Capped<RawComponent, MAX_COMPONENTS> = "components",
        incidents: Capped<RawIncident, MAX_NEWS> = "incidents",
        scheduled_maintenances: Capped<RawIncident, MAX_NEWS> = "scheduled_maintenances",
    }

    struct Page {
        id: Id = "id",
        updated_at: Time = "updated_at",
    }

    struct Status {
        indicator: Word = "indicator",
    }

    struct RawComponent {
        id: Id = "id",
        name: Title = "name",
        status: Word = "status",
        group: Flag = "group",
    }

    struct RawIncident {
        id: Id = "id",
        name: Title = "name",
        status: Word = "status",
        impact: Word = "impact",
        started_at: Time = "started_at",
        created_at: Time = "created_at",
        updated_at: Time = "updated_at",
        scheduled_for: Time = "scheduled_for",
        scheduled_until: Time = "scheduled_until",
        /// The newest first.
        incident_updates: Capped<Update, 1> = "incident_updates",
        components: Capped<RawComponent, MAX_AFFECTED> = "components",
    }

    struct Update {
        body: Body = "body",
    }
}

/// Reads a summary.
pub(super) fn read(document: &[u8]) -> Result<ServiceReport, Unreadable> {
    let summary: Summary = serde_json::from_slice(document).map_err(|_| Unreadable)?;
    let overall = summary.status.indicator.get().and_then(indicator).ok_or(Unreadable)?;
    // A group repeats the worst of its members.
    let components = summary.components.kept.into_iter().filter(|component| !component.group.0);
    Ok(ServiceReport {
        page: summary.page.id.0,
        updated_at: summary.page.updated_at.0,
        overall: Some(overall),
        components: components
            .map(|RawComponent { id, name, status, .. }| Component {
                id: id.0,
                name: name.0,
                state: status.get().and_then(component_state),
            })
            .collect(),
        incidents: summary.incidents.kept.into_iter().filter_map(incident).collect(),
        maintenances: summary.scheduled_maintenances.kept.into_iter().map(maintenance).collect(),
        ..ServiceReport::empty(StatusFormat::StatuspageV2)
    })
}

fn indicator(word: &str) -> Option<ServiceState> {
    match word {
        "none" => Some(ServiceState::Operational),
        "minor" => Some(ServiceState::Degraded),
        "major" | "critical" => Some(ServiceState::Outage),
        "maintenance" => Some(ServiceState::Maintenance),
        _ => None,
    }
}

fn component_state(word: &str) -> Option<ServiceState> {
    match word {
        "operational" => Some(ServiceState::Operational),
        // A partial outage is one for some people, or of some functions.
        "degraded_performance" | "partial_outage" => Some(ServiceState::Degraded),
        "major_outage" => Some(ServiceState::Outage),
        "under_maintenance" => Some(ServiceState::Maintenance),
        _ => None,
    }
}

/// An incident; one without impact is none.
fn incident(raw: RawIncident) -> Option<Incident> {
    Some(Incident {
        state: raw.impact.get().and_then(indicator).filter(|state| *state != ServiceState::Operational)?,
        over: matches!(raw.status.get(), Some("resolved" | "postmortem" | "completed")),
        id: raw.id.0,
        title: raw.name.0,
        body: latest(raw.incident_updates),
        components: affected(raw.components),
        started_at: raw.started_at.or(raw.created_at),
        ends_at: None,
        updated_at: raw.updated_at.0,
    })
}

fn maintenance(raw: RawIncident) -> Maintenance {
    let phase = match raw.status.get() {
        Some("in_progress" | "verifying") => Some(WorkPhase::InProgress),
        Some("scheduled") => Some(WorkPhase::Planned),
        Some("completed" | "resolved" | "postmortem") => Some(WorkPhase::Over),
        Some("cancelled" | "canceled") => Some(WorkPhase::Cancelled),
        Some(_) | None => None,
    };
    Maintenance {
        id: raw.id.0,
        title: raw.name.0,
        body: latest(raw.incident_updates),
        phase,
        components: affected(raw.components),
        starts_at: raw.scheduled_for.0,
        ends_at: raw.scheduled_until.0,
        updated_at: raw.updated_at.0,
    }
}

fn latest(updates: Capped<Update, 1>) -> String {
    updates.kept.into_iter().next().map(|update| update.body.0).unwrap_or_default()
}

/// By name, which is what people call them; a rule of the config may also name an id, and components have both.
fn affected(components: Capped<RawComponent, MAX_AFFECTED>) -> Vec<String> {
    let named = components.kept.into_iter().map(|part| Some(part.name.0).filter(|name| !name.is_empty()).or(part.id.0));
    named.flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_read_with_nulls_unknown_keys_and_groups() {
        let document = br#"{
            "page": {"id": "x", "extra": [1, 2], "updated_at": "2026-03-01T10:00:00Z"},
            "status": {"indicator": "minor", "description": "Slow"},
            "components": [
                {"id": "w", "name": "Withdrawals", "status": "degraded_performance", "group": false, "group_id": null},
                {"name": "All", "status": "degraded_performance", "group": true},
                {"name": null, "status": "new_word"}
            ],
            "incidents": [
                {"id": "i", "name": "Slow\n answers", "status": "monitoring", "impact": "minor",
                 "created_at": "2026-03-01T10:00:00.123+08:00", "updated_at": "2026-03-01T03:00:00Z",
                 "incident_updates": [{"body": "Getting better."}, {"body": "Looking."}],
                 "components": [{"name": "Withdrawals"}, {"id": "p"}, {}]},
                {"name": "Over", "status": "resolved", "impact": "critical"},
                {"name": "No impact", "status": "investigating", "impact": "none"}
            ],
            "scheduled_maintenances": [
                {"name": "Database", "status": "scheduled", "scheduled_for": "2026-03-02T02:00:00Z", "scheduled_until": "nonsense"}
            ]
        }"#;
        let report = read(document).unwrap();
        assert_eq!(report.overall, Some(ServiceState::Degraded));
        assert_eq!(report.updated_at, Some("2026-03-01T10:00:00Z".parse().unwrap()));
        assert_eq!(report.components.len(), 2);
        assert_eq!(report.components[0].id.as_deref(), Some("w"));
        assert_eq!(report.components[1].state, None);
        let [slow, over] = report.incidents.as_slice() else { panic!("{:?}", report.incidents) };
        assert_eq!((slow.title.as_str(), slow.body.as_str()), ("Slow answers", "Getting better."));
        assert_eq!(slow.components, ["Withdrawals", "p"]);
        assert_eq!(slow.started_at, Some("2026-03-01T02:00:00.123Z".parse().unwrap()));
        assert_eq!(slow.updated_at, Some("2026-03-01T03:00:00Z".parse().unwrap()));
        assert!(!slow.over && over.over);
        assert_eq!(report.maintenances[0].ends_at, None);
        assert_eq!(report.maintenances[0].phase, Some(WorkPhase::Planned));
    }

    #[test]
    fn a_partial_outage_is_no_outage_for_everybody() {
        assert_eq!(component_state("partial_outage"), Some(ServiceState::Degraded));
        assert_eq!(component_state("major_outage"), Some(ServiceState::Outage));
    }

    #[test]
    fn hostile_documents_are_unreadable_and_nothing_worse() {
        let deep = "[".repeat(100_000);
        let cases: [&[u8]; 9] = [
            b"",
            b"{\"status\":{\"indicator\":\"none\"},\"status\":{\"indicator\":\"critical\"}}",
            b"<html>",
            b"{}",
            b"{\"status\":{\"indicator\":7}}",
            b"{\"status\":{\"indicator\":\"fine\"}}",
            b"{\"status\":{\"indicator\":\"none\"}",
            b"\xff\xfe{",
            deep.as_bytes(),
        ];
        for document in cases {
            assert_eq!(read(document), Err(Unreadable));
        }
    }

    #[test]
    fn odd_fields_do_not_hide_the_others() {
        let document = br#"{"status":{"indicator":"major","description":[]},"page":[1],"components":{"a":1},
            "incidents":["x",{"name":7,"impact":"major","id":7,"incident_updates":[7],"components":[{"name":[]},{"id":"p"}]}],
            "scheduled_maintenances":[{"name":"Database","scheduled_for":{},"status":["scheduled"]}]}"#;
        let report = read(document).unwrap();
        assert_eq!(report.overall, Some(ServiceState::Outage));
        let [incident] = report.incidents.as_slice() else { panic!("{:?}", report.incidents) };
        assert_eq!((incident.id.as_deref(), incident.title.as_str()), (Some("7"), ""));
        assert_eq!(incident.components, ["p"]);
        let work = &report.maintenances[0];
        assert_eq!((work.title.as_str(), work.starts_at, work.phase), ("Database", None, None));
    }

    #[test]
    fn dates_at_the_ends_of_time_are_read_or_left_out() {
        let document = br#"{"status":{"indicator":"none"},"scheduled_maintenances":[
            {"status":"scheduled","scheduled_for":"0000-01-01T00:00:00Z","scheduled_until":"9999-12-31T23:59:59Z"},
            {"status":"scheduled","scheduled_for":"99999-01-01T00:00:00Z","scheduled_until":""}]}"#;
        let report = read(document).unwrap();
        assert_eq!(report.maintenances.len(), 2);
        assert_eq!(report.maintenances[1].starts_at, None);
    }
}
