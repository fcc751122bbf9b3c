//! Atlassian Statuspage v2, `GET /api/v2/summary.json`, as <https://metastatuspage.com/api/v2> describes it.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::part::{Part, PartState};
use super::state::{Impact, Incident, Phase, State, Step, Update, Work};
use super::times::Times;
use super::words;
use crate::fault::FaultSet;
use crate::moment::before;

const PAGE_ID: &str = "wq1h7c0pz5kd";

/// The document. Cancelled maintenance is gone from it.
pub(super) fn summary(state: &State) -> Value {
    let incidents = state.incidents.iter().map(|each| incident(each, state)).collect();
    let kept = state.works.iter().filter(|work| work.phase != Phase::Cancelled);
    let maintenances = kept.map(|each| maintenance(each, state)).collect();
    page(state, incidents, maintenances)
}

/// A page of which nothing is wrong, but whose incidents and maintenances are given.
pub(super) fn page_with(now: Timestamp, incidents: Vec<Value>, maintenances: Vec<Value>) -> Value {
    page(&State::of(&FaultSet::none(), now), incidents, maintenances)
}

fn page(state: &State, incidents: Vec<Value>, maintenances: Vec<Value>) -> Value {
    let (indicator, description) = overall(state);
    json!({
        "page": {
            "id": PAGE_ID,
            "name": "Wallet",
            "url": "https://status.wallet.test",
            "time_zone": "Asia/Shanghai",
            "updated_at": state.times.rfc3339_millis(state.at),
        },
        "status": { "indicator": indicator, "description": description },
        "components": components(&Part::ALL, state),
        "incidents": incidents,
        "scheduled_maintenances": maintenances,
    })
}

/// The worst of what there is, as Statuspage rolls it up.
fn overall(state: &State) -> (&'static str, &'static str) {
    match state.impact() {
        Some(Impact::Critical) => ("critical", "Major System Outage"),
        Some(Impact::Major) => ("major", "Partial System Outage"),
        Some(Impact::Minor) => ("minor", "Partially Degraded Service"),
        None if state.going_on().next().is_some() => ("maintenance", "Service Under Maintenance"),
        None => ("none", "All Systems Operational"),
    }
}

fn impact(impact: Impact) -> &'static str {
    match impact {
        Impact::Minor => "minor",
        Impact::Major => "major",
        Impact::Critical => "critical",
    }
}

fn part_status(state: PartState) -> &'static str {
    match state {
        PartState::Operational => "operational",
        PartState::Maintenance => "under_maintenance",
        PartState::Degraded => "degraded_performance",
        PartState::Outage => "major_outage",
    }
}

fn components(parts: &[Part], state: &State) -> Vec<Value> {
    let updated_at = state.times.rfc3339_millis(before(state.at, SignedDuration::from_mins(25)));
    let created_at = state.times.page_made();
    let component = |part: &Part| {
        json!({
            "id": part.id(),
            "name": part.name(),
            "status": part_status(state.part(*part)),
            "description": part.description(),
            "group": false,
            "group_id": null,
            "page_id": PAGE_ID,
            "position": part.position(),
            "showcase": *part != Part::MarketingSite,
            "only_show_if_degraded": false,
            "start_date": null,
            "created_at": created_at,
            "updated_at": updated_at,
        })
    };
    parts.iter().map(component).collect()
}

fn incident(incident: &Incident, state: &State) -> Value {
    let affected: Vec<Value> = incident.parts.iter().map(|part| affected(*part, state)).collect();
    let time = |at| state.times.rfc3339_millis(at);
    let [latest, first] = incident.updates();
    json!({
        "id": incident.id,
        "name": incident.words.title.en,
        "status": latest.step.name(),
        "impact": impact(incident.impact),
        "shortlink": format!("https://stspg.test/{}", incident.id),
        "page_id": PAGE_ID,
        "created_at": time(incident.began_at),
        "updated_at": time(latest.at),
        "started_at": time(incident.began_at),
        "monitoring_at": null,
        "resolved_at": null,
        "incident_updates": [
            update(incident.id, 2, &latest, state.times, &affected),
            update(incident.id, 1, &first, state.times, &affected),
        ],
        "components": components(incident.parts, state),
    })
}

fn maintenance(work: &Work, state: &State) -> Value {
    let time = |at| state.times.rfc3339_millis(at);
    let updates = work.updates();
    let moved = [affected(Part::Withdrawals, state)];
    let newest_first = updates.iter().zip((1..=updates.len()).rev());
    let written: Vec<Value> = newest_first
        .map(|(each, number)| {
            let affected: &[Value] = if each.step == Step::InProgress { &moved } else { &[] };
            update(work.id, number, each, state.times, affected)
        })
        .collect();
    json!({
        "id": work.id,
        "name": words::WORK_TITLE,
        "status": updates.first().map_or("scheduled", |latest| latest.step.name()),
        "impact": "maintenance",
        "shortlink": format!("https://stspg.test/{}", work.id),
        "page_id": PAGE_ID,
        "created_at": time(work.planned_at()),
        "updated_at": time(work.updated_at()),
        "started_at": time(work.planned_at()),
        "monitoring_at": null,
        "resolved_at": (work.phase == Phase::Over).then(|| time(work.ends_at)),
        "scheduled_for": time(work.starts_at),
        "scheduled_until": time(work.ends_at),
        "incident_updates": written,
        "components": components(&[Part::Withdrawals], state),
    })
}

fn affected(part: Part, state: &State) -> Value {
    let new_status = part_status(state.part(part));
    json!({ "code": part.id(), "name": part.name(), "old_status": "operational", "new_status": new_status })
}

/// `affected` is null when empty, as Statuspage has it.
fn update(incident: &str, number: usize, update: &Update, times: Times, affected: &[Value]) -> Value {
    let at = times.rfc3339_millis(update.at);
    json!({
        "id": format!("u{number}{}", incident.trim_start_matches(['i', 'm'])),
        "incident_id": incident,
        "status": update.step.name(),
        "body": update.text,
        "affected_components": (!affected.is_empty()).then_some(affected),
        "deliver_notifications": true,
        "custom_tweet": null,
        "tweet_id": null,
        "display_at": at,
        "created_at": at,
        "updated_at": at,
    })
}

#[cfg(test)]
#[path = "statuspage_tests.rs"]
mod tests;
