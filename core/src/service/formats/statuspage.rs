//! Atlassian Statuspage v2, `GET /api/v2/summary.json` (<https://metastatuspage.com/api/v2>). Unknown keys are ignored, and
//! everything but the overall indicator may be missing.

use serde::Deserialize;

use super::Unreadable;
use super::capped::Capped;
use super::text::{body, id, lenient_time, title};
use crate::config::StatusFormat;
use crate::service::{
    Component, Incident, MAX_AFFECTED, MAX_COMPONENTS, MAX_NEWS, Maintenance, ServiceReport, ServiceState, WorkPhase,
};

#[derive(Deserialize)]
struct Summary {
    #[serde(default)]
    page: Option<Page>,
    status: Status,
    #[serde(default)]
    components: Capped<RawComponent, MAX_COMPONENTS>,
    #[serde(default)]
    incidents: Capped<RawIncident, MAX_NEWS>,
    #[serde(default)]
    scheduled_maintenances: Capped<RawIncident, MAX_NEWS>,
}

#[derive(Deserialize)]
struct Page {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    updated_at: Option<String>,
}

#[derive(Deserialize)]
struct Status {
    indicator: String,
}

#[derive(Deserialize)]
struct RawComponent {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    group: Option<bool>,
}

#[derive(Deserialize)]
struct RawIncident {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    impact: Option<String>,
    #[serde(default)]
    started_at: Option<String>,
    #[serde(default)]
    created_at: Option<String>,
    #[serde(default)]
    updated_at: Option<String>,
    #[serde(default)]
    scheduled_for: Option<String>,
    #[serde(default)]
    scheduled_until: Option<String>,
    /// The newest first.
    #[serde(default)]
    incident_updates: Capped<Update, 1>,
    #[serde(default)]
    components: Capped<RawComponent, MAX_AFFECTED>,
}

#[derive(Deserialize)]
struct Update {
    #[serde(default)]
    body: Option<String>,
}

/// Reads a summary.
pub(super) fn read(document: &[u8]) -> Result<ServiceReport, Unreadable> {
    let summary: Summary = serde_json::from_slice(document).map_err(|_| Unreadable)?;
    let overall = indicator(&summary.status.indicator).ok_or(Unreadable)?;
    Ok(ServiceReport {
        page: summary.page.as_ref().and_then(|page| id(page.id.as_deref())),
        updated_at: summary.page.as_ref().and_then(|page| lenient_time(page.updated_at.as_deref())),
        overall: Some(overall),
        components: summary
            .components
            .0
            .into_iter()
            // A group repeats the worst of its members.
            .filter(|component| component.group != Some(true))
            .map(|component| Component {
                id: id(component.id.as_deref()),
                name: title(component.name.as_deref()),
                state: component.status.as_deref().and_then(component_state),
            })
            .collect(),
        incidents: summary.incidents.0.into_iter().filter_map(incident).collect(),
        maintenances: summary.scheduled_maintenances.0.into_iter().map(maintenance).collect(),
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
        id: id(raw.id.as_deref()),
        title: title(raw.name.as_deref()),
        body: latest(&raw.incident_updates),
        state: raw.impact.as_deref().and_then(indicator).filter(|state| *state != ServiceState::Operational)?,
        over: matches!(raw.status.as_deref(), Some("resolved" | "postmortem" | "completed")),
        components: affected(&raw.components),
        started_at: lenient_time(raw.started_at.as_deref()).or_else(|| lenient_time(raw.created_at.as_deref())),
        ends_at: None,
        updated_at: lenient_time(raw.updated_at.as_deref()),
    })
}

fn maintenance(raw: RawIncident) -> Maintenance {
    let phase = match raw.status.as_deref() {
        Some("in_progress" | "verifying") => Some(WorkPhase::InProgress),
        Some("scheduled") => Some(WorkPhase::Planned),
        Some("completed" | "resolved" | "postmortem") => Some(WorkPhase::Over),
        Some("cancelled" | "canceled") => Some(WorkPhase::Cancelled),
        Some(_) | None => None,
    };
    Maintenance {
        id: id(raw.id.as_deref()),
        title: title(raw.name.as_deref()),
        body: latest(&raw.incident_updates),
        phase,
        components: affected(&raw.components),
        starts_at: lenient_time(raw.scheduled_for.as_deref()),
        ends_at: lenient_time(raw.scheduled_until.as_deref()),
        updated_at: lenient_time(raw.updated_at.as_deref()),
    }
}

fn latest(updates: &Capped<Update, 1>) -> String {
    body(updates.0.first().and_then(|update| update.body.as_deref()))
}

/// By name, which is what people call them; a rule of the config may also name an id, and components have both.
fn affected(components: &Capped<RawComponent, MAX_AFFECTED>) -> Vec<String> {
    let named = components.0.iter().map(|component| title(component.name.as_deref().or(component.id.as_deref())));
    named.filter(|name| !name.is_empty()).collect()
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
        let cases: [&[u8]; 8] = [
            b"",
            b"<html>",
            b"{}",
            b"{\"status\":{\"indicator\":7}}",
            b"{\"status\":{\"indicator\":\"fine\"}}",
            b"{\"status\":{\"indicator\":\"none\"},\"status\":{\"indicator\":\"none\"}}",
            b"\xff\xfe{",
            deep.as_bytes(),
        ];
        for document in cases {
            assert_eq!(read(document), Err(Unreadable));
        }
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
