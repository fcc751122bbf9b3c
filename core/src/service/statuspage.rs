//! Atlassian Statuspage v2, `GET /api/v2/summary.json` (<https://metastatuspage.com/api/v2>). Unknown keys are ignored, and
//! everything but the overall indicator may be missing.

use serde::Deserialize;

use super::{
    Component, Incident, MAX_ITEMS, Maintenance, ServiceReport, ServiceState, Unreadable, lenient_time, title,
};

#[derive(Deserialize)]
struct Summary {
    status: Status,
    #[serde(default)]
    components: Option<Vec<RawComponent>>,
    #[serde(default)]
    incidents: Option<Vec<RawIncident>>,
    #[serde(default)]
    scheduled_maintenances: Option<Vec<RawIncident>>,
}

#[derive(Deserialize)]
struct Status {
    indicator: String,
}

#[derive(Deserialize)]
struct RawComponent {
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
    scheduled_for: Option<String>,
    #[serde(default)]
    scheduled_until: Option<String>,
}

/// Reads a summary.
pub(super) fn read(body: &[u8]) -> Result<ServiceReport, Unreadable> {
    let summary: Summary = serde_json::from_slice(body).map_err(|_| Unreadable)?;
    let overall = indicator(&summary.status.indicator).ok_or(Unreadable)?;
    let components = summary.components.unwrap_or_default();
    let incidents = summary.incidents.unwrap_or_default();
    let maintenances = summary.scheduled_maintenances.unwrap_or_default();
    Ok(ServiceReport {
        overall: Some(overall),
        components: components
            .into_iter()
            // A group repeats the worst of its members.
            .filter(|component| component.group != Some(true))
            .take(MAX_ITEMS)
            .map(|component| Component {
                name: title(component.name.as_deref().unwrap_or_default()),
                state: component.status.as_deref().and_then(component_state),
            })
            .collect(),
        incidents: incidents.into_iter().filter_map(incident).take(MAX_ITEMS).collect(),
        maintenances: maintenances.into_iter().filter_map(maintenance).take(MAX_ITEMS).collect(),
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
        "degraded_performance" => Some(ServiceState::Degraded),
        "partial_outage" | "major_outage" => Some(ServiceState::Outage),
        "under_maintenance" => Some(ServiceState::Maintenance),
        _ => None,
    }
}

/// An open incident; one without impact, or over, is none.
fn incident(raw: RawIncident) -> Option<Incident> {
    if matches!(raw.status.as_deref(), Some("resolved" | "postmortem" | "completed")) {
        return None;
    }
    Some(Incident {
        title: title(raw.name.as_deref().unwrap_or_default()),
        state: raw.impact.as_deref().and_then(indicator).filter(|state| *state != ServiceState::Operational)?,
        started_at: lenient_time(raw.started_at.as_deref()).or_else(|| lenient_time(raw.created_at.as_deref())),
        ends_at: None,
    })
}

fn maintenance(raw: RawIncident) -> Option<Maintenance> {
    let in_progress = match raw.status.as_deref() {
        Some("in_progress" | "verifying") => Some(true),
        Some("scheduled") => Some(false),
        Some("completed" | "resolved" | "postmortem") => return None,
        Some(_) | None => None,
    };
    Some(Maintenance {
        title: title(raw.name.as_deref().unwrap_or_default()),
        in_progress,
        starts_at: lenient_time(raw.scheduled_for.as_deref()),
        ends_at: lenient_time(raw.scheduled_until.as_deref()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_read_with_nulls_unknown_keys_and_groups() {
        let body = br#"{
            "page": {"id": "x", "extra": [1, 2]},
            "status": {"indicator": "minor", "description": "Slow"},
            "components": [
                {"name": "Withdrawals", "status": "degraded_performance", "group": false, "group_id": null},
                {"name": "All", "status": "degraded_performance", "group": true},
                {"name": null, "status": "new_word"}
            ],
            "incidents": [
                {"name": "Slow\n answers", "status": "monitoring", "impact": "minor", "created_at": "2026-03-01T10:00:00.123+08:00"},
                {"name": "Over", "status": "resolved", "impact": "critical"},
                {"name": "No impact", "status": "investigating", "impact": "none"}
            ],
            "scheduled_maintenances": [
                {"name": "Database", "status": "scheduled", "scheduled_for": "2026-03-02T02:00:00Z", "scheduled_until": "nonsense"}
            ]
        }"#;
        let report = read(body).unwrap();
        assert_eq!(report.overall, Some(ServiceState::Degraded));
        assert_eq!(report.components.len(), 2);
        assert_eq!(report.components[1].state, None);
        assert_eq!(report.incidents.len(), 1);
        assert_eq!(report.incidents[0].title, "Slow answers");
        assert_eq!(report.incidents[0].started_at, Some("2026-03-01T02:00:00.123Z".parse().unwrap()));
        assert_eq!(report.maintenances[0].ends_at, None);
    }

    #[test]
    fn hostile_documents_are_unreadable_and_nothing_worse() {
        let deep = "[".repeat(100_000);
        let cases: [&[u8]; 7] = [
            b"",
            b"<html>",
            b"{}",
            b"{\"status\":{\"indicator\":7}}",
            b"{\"status\":{\"indicator\":\"fine\"}}",
            b"\xff\xfe{",
            deep.as_bytes(),
        ];
        for body in cases {
            assert_eq!(read(body), Err(Unreadable));
        }
    }

    #[test]
    fn dates_at_the_ends_of_time_are_read_or_left_out() {
        let body = br#"{"status":{"indicator":"none"},"scheduled_maintenances":[
            {"status":"scheduled","scheduled_for":"0000-01-01T00:00:00Z","scheduled_until":"9999-12-31T23:59:59Z"},
            {"status":"scheduled","scheduled_for":"99999-01-01T00:00:00Z","scheduled_until":""}]}"#;
        let report = read(body).unwrap();
        assert_eq!(report.maintenances.len(), 2);
        assert_eq!(report.maintenances[1].starts_at, None);
    }
}
