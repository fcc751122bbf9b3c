//! incident.io's Widget API, `GET /api/v1/summary`: what goes on and what is planned, nothing that is over. Described at
//! <https://docs.incident.io/status-pages/embedding>.

use serde_json::{Value, json};

use super::part::{Part, PartState};
use super::state::{Incident, State, Work};
use super::words;

const PAGE_URL: &str = "https://status.wallet.test";

pub(super) fn summary(state: &State) -> Value {
    json!({
        "page_title": "Wallet",
        "page_url": PAGE_URL,
        "ongoing_incidents": state.incidents.iter().map(|each| ongoing(each, state)).collect::<Vec<_>>(),
        "in_progress_maintenances": state.going_on().map(|each| in_progress(each, state)).collect::<Vec<_>>(),
        "scheduled_maintenances": state.planned().map(|each| scheduled(each, state)).collect::<Vec<_>>(),
    })
}

/// As incident.io makes up its identifiers: ULIDs.
fn id(number: u32) -> String {
    format!("01JQ7WDR000000000{number:09}")
}

fn affected(parts: &[Part], state: &State) -> Vec<Value> {
    let component = |part: &Part| {
        json!({
            "id": format!("01JQ7WDC00000000000000000{}", part.position()),
            "name": part.name(),
            "group_name": null,
            "current_status": component_status(state.part(*part)),
        })
    };
    parts.iter().map(component).collect()
}

fn component_status(state: PartState) -> &'static str {
    match state {
        PartState::Operational => "operational",
        PartState::Maintenance => "under_maintenance",
        PartState::Degraded => "degraded_performance",
        PartState::Outage => "full_outage",
    }
}

fn ongoing(incident: &Incident, state: &State) -> Value {
    let [latest, _] = incident.updates();
    json!({
        "id": id(incident.number),
        "name": incident.words.title.en,
        "status": latest.step.name(),
        "url": format!("{PAGE_URL}/incidents/{}", id(incident.number)),
        "last_update_at": state.times.rfc3339(latest.at),
        "last_update_message": latest.text,
        "current_worst_impact": component_status(incident.state),
        "affected_components": affected(incident.parts, state),
    })
}

fn work(work: &Work, state: &State, status: &str) -> Value {
    json!({
        "id": id(work.number),
        "name": words::WORK_TITLE,
        "status": status,
        "url": format!("{PAGE_URL}/maintenances/{}", id(work.number)),
        "last_update_at": state.times.rfc3339(work.updated_at()),
        "last_update_message": work.latest(),
        "affected_components": affected(&[Part::Withdrawals], state),
    })
}

fn in_progress(each: &Work, state: &State) -> Value {
    let mut written = work(each, state, "maintenance_in_progress");
    written["started_at"] = json!(state.times.rfc3339(each.starts_at));
    written["scheduled_end_at"] = json!(state.times.rfc3339(each.ends_at));
    written
}

fn scheduled(each: &Work, state: &State) -> Value {
    let mut written = work(each, state, "maintenance_scheduled");
    written["starts_at"] = json!(state.times.rfc3339(each.starts_at));
    written["ends_at"] = json!(state.times.rfc3339(each.ends_at));
    written
}
