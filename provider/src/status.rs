//! The status page: a full Statuspage v2 summary, healthy or with what the `status_*` faults ask for.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::announcements;
use crate::answer;
use crate::fault::{Fault, FaultSet};
use crate::hostile;
use crate::moment::{after, before, rfc3339_millis, whole_minute};

/// Where the summary is.
pub(crate) const SUMMARY_PATH: &str = "api/v2/summary.json";
/// Where the announcements are.
pub(crate) const ANNOUNCEMENTS_PATH: &str = "announcements.json";

const PAGE_ID: &str = "wq1h7c0pz5kd";
/// When page and components were set up; long ago and always the same.
const CREATED_AT: &str = "2024-05-06T03:00:00.000Z";

/// The status host: summary and announcements.
pub(crate) fn router(faults: &FaultSet) -> Router {
    hostile::prepare(faults);
    let shared = Arc::new(faults.clone());
    let routes = Router::new()
        .route(&format!("/{SUMMARY_PATH}"), get(summary_answer))
        .route(&format!("/{ANNOUNCEMENTS_PATH}"), get(announcements_answer))
        .with_state(shared);
    answer::service(routes, faults)
}

async fn summary_answer(State(faults): State<Arc<FaultSet>>) -> Response {
    if let Some(response) = hostile::answer(&faults) {
        return response;
    }
    answer::json(StatusCode::OK, &summary(&faults, Timestamp::now()))
}

async fn announcements_answer(State(faults): State<Arc<FaultSet>>) -> Response {
    announcements::answer(&faults)
}

/// A maintenance window.
#[derive(Clone, Copy)]
pub(crate) struct Window {
    pub(crate) starts_at: Timestamp,
    pub(crate) ends_at: Timestamp,
}

/// The window of `status_maintenance_now`: from 30 minutes ago to 90 minutes ahead.
pub(crate) fn window_now(now: Timestamp) -> Window {
    let minute = whole_minute(now);
    Window {
        starts_at: before(minute, SignedDuration::from_mins(30)),
        ends_at: after(minute, SignedDuration::from_mins(90)),
    }
}

/// The window of `status_maintenance_soon`: from 40 minutes ahead, for 2 hours.
pub(crate) fn window_soon(now: Timestamp) -> Window {
    let starts_at = after(whole_minute(now), SignedDuration::from_mins(40));
    Window { starts_at, ends_at: after(starts_at, SignedDuration::from_hours(2)) }
}

/// The parts of the wallet on the page. The marketing site is there because it never matters to a complaint.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Withdrawals,
    Transfers,
    Payments,
    BalanceAndHistory,
    SignIn,
    MarketingSite,
}

impl Part {
    const ALL: [Part; 6] = [
        Part::Withdrawals,
        Part::Transfers,
        Part::Payments,
        Part::BalanceAndHistory,
        Part::SignIn,
        Part::MarketingSite,
    ];

    fn id_and_name(self) -> (&'static str, &'static str) {
        match self {
            Part::Withdrawals => ("c1k7w0dr4wal", "Withdrawals"),
            Part::Transfers => ("c2t9r4nsf3rs", "Transfers"),
            Part::Payments => ("c3p4ym3nts00", "Payments"),
            Part::BalanceAndHistory => ("c4b4l4nc3h15", "Balance and history"),
            Part::SignIn => ("c5s1gn1n0000", "Sign-in"),
            Part::MarketingSite => ("c6m4rk3t1ngs", "Marketing site"),
        }
    }

    fn description(self) -> Option<&'static str> {
        (self == Part::BalanceAndHistory).then_some("What the app shows as balance, and the list of transactions")
    }

    fn status(self, faults: &FaultSet) -> &'static str {
        if faults.contains(Fault::StatusMajorOutage) && self != Part::MarketingSite {
            "major_outage"
        } else if faults.contains(Fault::StatusMaintenanceNow) && self == Part::Withdrawals {
            "under_maintenance"
        } else if faults.contains(Fault::StatusDegraded) && self == Part::BalanceAndHistory {
            "degraded_performance"
        } else {
            "operational"
        }
    }
}

/// `GET /api/v2/summary.json`.
pub(crate) fn summary(faults: &FaultSet, now: Timestamp) -> Value {
    let mut incidents = Vec::new();
    if faults.contains(Fault::StatusMajorOutage) {
        incidents.push(outage(faults, now));
    }
    if faults.contains(Fault::StatusDegraded) {
        incidents.push(slowness(faults, now));
    }
    let mut maintenances = Vec::new();
    if faults.contains(Fault::StatusMaintenanceNow) {
        maintenances.push(maintenance(faults, window_now(now), "in_progress", "m1n0wn0wn0w0"));
    }
    if faults.contains(Fault::StatusMaintenanceSoon) {
        maintenances.push(maintenance(faults, window_soon(now), "scheduled", "m2s00ns00n00"));
    }
    let (indicator, description) = overall(faults);
    page(
        now,
        json!({ "indicator": indicator, "description": description }),
        components(&Part::ALL, faults, now),
        incidents,
        maintenances,
    )
}

/// A page of which nothing is wrong, but whose incidents and maintenances are given.
pub(crate) fn page_with(now: Timestamp, incidents: Vec<Value>, maintenances: Vec<Value>) -> Value {
    let healthy = FaultSet::none();
    let (indicator, description) = overall(&healthy);
    let status = json!({ "indicator": indicator, "description": description });
    page(now, status, components(&Part::ALL, &healthy, now), incidents, maintenances)
}

fn page(
    now: Timestamp,
    status: Value,
    components: Vec<Value>,
    incidents: Vec<Value>,
    maintenances: Vec<Value>,
) -> Value {
    json!({
        "page": {
            "id": PAGE_ID,
            "name": "Wallet",
            "url": "https://status.wallet.test",
            "time_zone": "Asia/Shanghai",
            "updated_at": rfc3339_millis(whole_minute(now)),
        },
        "status": status,
        "components": components,
        "incidents": incidents,
        "scheduled_maintenances": maintenances,
    })
}

/// The worst of what there is, as Statuspage rolls it up.
fn overall(faults: &FaultSet) -> (&'static str, &'static str) {
    if faults.contains(Fault::StatusMajorOutage) {
        ("critical", "Major System Outage")
    } else if faults.contains(Fault::StatusDegraded) {
        ("minor", "Partially Degraded Service")
    } else if faults.contains(Fault::StatusMaintenanceNow) {
        ("maintenance", "Service Under Maintenance")
    } else {
        ("none", "All Systems Operational")
    }
}

fn components(parts: &[Part], faults: &FaultSet, now: Timestamp) -> Vec<Value> {
    let updated_at = rfc3339_millis(before(whole_minute(now), SignedDuration::from_mins(25)));
    let place = |part: Part| Part::ALL.iter().position(|other| *other == part).map_or(0, |place| place + 1);
    let component = |part: &Part| {
        let (id, name) = part.id_and_name();
        json!({
            "id": id,
            "name": name,
            "status": part.status(faults),
            "description": part.description(),
            "group": false,
            "group_id": null,
            "page_id": PAGE_ID,
            "position": place(*part),
            "showcase": *part != Part::MarketingSite,
            "only_show_if_degraded": false,
            "start_date": null,
            "created_at": CREATED_AT,
            "updated_at": updated_at,
        })
    };
    parts.iter().map(component).collect()
}

struct Incident<'a> {
    id: &'a str,
    name: &'a str,
    impact: &'a str,
    body: &'a str,
    parts: &'a [Part],
    age: SignedDuration,
}

fn outage(faults: &FaultSet, now: Timestamp) -> Value {
    let incident = Incident {
        id: "i1outage0000",
        name: "Wallet services are unavailable",
        impact: "critical",
        body: "We have found the cause and are bringing the services back. Money is safe; nothing is lost.",
        parts: &[Part::Withdrawals, Part::Transfers, Part::Payments, Part::BalanceAndHistory, Part::SignIn],
        age: SignedDuration::from_mins(50),
    };
    open_incident(&incident, faults, now)
}

fn slowness(faults: &FaultSet, now: Timestamp) -> Value {
    let incident = Incident {
        id: "i2slowness00",
        name: "Balances and history update slowly",
        impact: "minor",
        body: "Balances and the history may be shown some minutes late. We are looking into it.",
        parts: &[Part::BalanceAndHistory],
        age: SignedDuration::from_mins(35),
    };
    open_incident(&incident, faults, now)
}

/// An incident that was identified 25 minutes ago and is not over.
fn open_incident(incident: &Incident<'_>, faults: &FaultSet, now: Timestamp) -> Value {
    let minute = whole_minute(now);
    let started_at = rfc3339_millis(before(minute, incident.age));
    let identified_at = rfc3339_millis(before(minute, SignedDuration::from_mins(25)));
    let affected: Vec<Value> = incident.parts.iter().map(|part| affected(*part, faults)).collect();
    json!({
        "id": incident.id,
        "name": incident.name,
        "status": "identified",
        "impact": incident.impact,
        "shortlink": format!("https://stspg.test/{}", incident.id),
        "page_id": PAGE_ID,
        "created_at": started_at,
        "updated_at": identified_at,
        "started_at": started_at,
        "monitoring_at": null,
        "resolved_at": null,
        "incident_updates": [
            update(incident.id, 2, "identified", incident.body, &identified_at, &affected),
            update(incident.id, 1, "investigating", "We are looking into reports of trouble.", &started_at, &affected),
        ],
        "components": components(incident.parts, faults, now),
    })
}

fn maintenance(faults: &FaultSet, window: Window, status: &str, id: &str) -> Value {
    let parts = [Part::Withdrawals];
    let planned_at = rfc3339_millis(before(window.starts_at, SignedDuration::from_hours(48)));
    let started = status == "in_progress";
    let updated_at = if started { rfc3339_millis(window.starts_at) } else { planned_at.clone() };
    let mut updates = Vec::new();
    if started {
        let moved = [affected(Part::Withdrawals, faults)];
        updates.push(update(id, 2, status, "The maintenance has begun.", &updated_at, &moved));
    }
    let plan = "Withdrawals pause for two hours while we renew the service. Balances are not affected.";
    updates.push(update(id, 1, "scheduled", plan, &planned_at, &[]));
    json!({
        "id": id,
        "name": "Maintenance of withdrawals",
        "status": status,
        "impact": "maintenance",
        "shortlink": format!("https://stspg.test/{id}"),
        "page_id": PAGE_ID,
        "created_at": planned_at,
        "updated_at": updated_at,
        "started_at": planned_at,
        "monitoring_at": null,
        "resolved_at": null,
        "scheduled_for": rfc3339_millis(window.starts_at),
        "scheduled_until": rfc3339_millis(window.ends_at),
        "incident_updates": updates,
        "components": components(&parts, faults, window.starts_at),
    })
}

fn affected(part: Part, faults: &FaultSet) -> Value {
    let (code, name) = part.id_and_name();
    json!({ "code": code, "name": name, "old_status": "operational", "new_status": part.status(faults) })
}

/// `affected` is null when empty, as Statuspage has it.
fn update(incident: &str, number: u8, status: &str, body: &str, at: &str, affected: &[Value]) -> Value {
    json!({
        "id": format!("u{number}{}", incident.trim_start_matches(['i', 'm'])),
        "incident_id": incident,
        "status": status,
        "body": body,
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
#[path = "status_tests.rs"]
mod tests;
