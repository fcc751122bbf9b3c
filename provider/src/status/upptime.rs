//! The summary of an Upptime repository, `history/summary.json`: an array of sites, each with what was measured. Its shape
//! is `SiteStatus` of `upptime/uptime-monitor`. It knows no incidents and no maintenance.

use serde_json::{Value, json};

use super::part::{Part, PartState};
use super::state::State;

pub(super) fn summary(state: &State) -> Value {
    Part::ALL.iter().map(|part| site(*part, state)).collect()
}

fn site(part: Part, state: &State) -> Value {
    let (status, time_ms) = match state.part(part) {
        PartState::Operational | PartState::Maintenance => ("up", 213),
        PartState::Degraded => ("degraded", 9_420),
        PartState::Outage => ("down", 0),
    };
    let mut minutes_down = json!({});
    if let Some(incident) = state.incidents.iter().find(|incident| incident.parts.contains(&part)) {
        let minutes = state.at.duration_since(incident.began_at).as_mins();
        minutes_down[state.at.strftime("%Y-%m-%d").to_string()] = json!(minutes);
    }
    json!({
        "name": part.name(),
        "url": format!("https://{}.wallet.test", part.slug()),
        "icon": format!("https://icons.wallet.test/{}.ico", part.slug()),
        "slug": part.slug(),
        "status": status,
        "uptime": "99.94%",
        "uptimeDay": if status == "up" { "100.00%" } else { "96.53%" },
        "uptimeWeek": "99.90%",
        "uptimeMonth": "99.92%",
        "uptimeYear": "99.94%",
        "time": time_ms,
        "timeDay": 214,
        "timeWeek": 220,
        "timeMonth": 219,
        "timeYear": 231,
        "dailyMinutesDown": minutes_down,
    })
}
