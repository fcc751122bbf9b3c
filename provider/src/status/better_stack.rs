//! A Better Stack status page, `GET /index.json`: JSON:API with everything that is related included. Described at
//! <https://betterstack.com/docs/uptime/status-pages/subscribing-to-status-updates/subscribing-to-api>, its reports and
//! their updates at <https://betterstack.com/docs/uptime/api/status-page-reports-api-response-params>.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::part::{Part, PartState};
use super::state::{Incident, Phase, State, Update, Work};
use super::words;

const PAGE_ID: u32 = 165_001;
const SECTION_ID: u32 = 165_100;

pub(super) fn index(state: &State) -> Value {
    let time = |at| state.times.rfc3339_millis(at);
    let reports: Vec<Report> = reports(state);
    let linked = |kind: &str, ids: Vec<String>| {
        let data: Vec<Value> = ids.iter().map(|id| json!({ "id": id, "type": kind })).collect();
        json!({ "data": data })
    };
    let mut included = vec![json!({
        "id": SECTION_ID.to_string(),
        "type": "status_page_section",
        "attributes": { "name": "Wallet", "position": 0, "status_page_id": PAGE_ID },
    })];
    included.extend(Part::ALL.iter().map(|part| resource(*part, state)));
    for report in &reports {
        included.push(report.written(state));
        included.extend(report.updates.iter().enumerate().map(|(place, each)| report.update(place, each, state)));
    }
    json!({
        "data": {
            "id": PAGE_ID.to_string(),
            "type": "status_page",
            "attributes": {
                "company_name": "Wallet",
                "company_url": "https://www.wallet.test",
                "contact_url": null,
                "logo_url": null,
                "timezone": "Beijing",
                "subdomain": "wallet",
                "custom_domain": "status.wallet.test",
                "announcement": state.planned().next().map(|_| words::WORK_PLAN),
                "aggregate_state": state_name(state.worst_of(&Part::ALL)),
                "created_at": state.times.page_made(),
                "updated_at": time(state.at),
            },
            "relationships": {
                "sections": linked("status_page_section", vec![SECTION_ID.to_string()]),
                "resources": linked("status_page_resource", Part::ALL.iter().map(|part| resource_id(*part)).collect()),
                "status_reports": linked("status_report", reports.iter().map(|each| each.number.to_string()).collect()),
            },
        },
        "included": included,
    })
}

fn state_name(state: PartState) -> &'static str {
    match state {
        PartState::Operational => "operational",
        PartState::Maintenance => "maintenance",
        PartState::Degraded => "degraded",
        PartState::Outage => "downtime",
    }
}

fn resource_id(part: Part) -> String {
    format!("16520{}", part.position())
}

fn resource(part: Part, state: &State) -> Value {
    json!({
        "id": resource_id(part),
        "type": "status_page_resource",
        "attributes": {
            "status_page_section_id": SECTION_ID,
            "resource_id": part.position().saturating_add(900_000),
            "resource_type": "Monitor",
            "widget_type": "history",
            "public_name": part.name(),
            "explanation": part.description().unwrap_or_default(),
            "position": part.position(),
            "availability": 0.9994,
            "status": state_name(state.part(part)),
            "status_history": [],
        },
    })
}

/// An incident or planned work.
struct Report {
    number: u32,
    title: &'static str,
    kind: &'static str,
    starts_at: Timestamp,
    ends_at: Option<Timestamp>,
    parts: &'static [Part],
    state: &'static str,
    updates: Vec<Update>,
}

/// Those that were called off are gone.
fn reports(state: &State) -> Vec<Report> {
    let incidents = state.incidents.iter().map(Report::of_incident);
    let works = state.works.iter().filter(|work| work.phase != Phase::Cancelled).map(Report::of_work);
    incidents.chain(works).collect()
}

impl Report {
    fn of_incident(incident: &Incident) -> Self {
        Self {
            number: incident.number,
            title: incident.words.title.en,
            kind: "manual",
            starts_at: incident.began_at,
            ends_at: None,
            parts: incident.parts,
            state: state_name(incident.state),
            updates: incident.updates().to_vec(),
        }
    }

    fn of_work(work: &Work) -> Self {
        Self {
            number: work.number,
            title: words::WORK_TITLE,
            kind: "maintenance",
            starts_at: work.starts_at,
            ends_at: Some(work.ends_at),
            parts: &[Part::Withdrawals],
            state: if work.phase == Phase::Over { "resolved" } else { "maintenance" },
            updates: work.updates(),
        }
    }

    fn affected(&self) -> Vec<Value> {
        let written = |part: &Part| json!({ "status_page_resource_id": resource_id(*part), "status": self.state });
        self.parts.iter().map(written).collect()
    }

    fn update_id(&self, place: usize) -> String {
        format!("{}{}", self.number, self.updates.len().saturating_sub(place))
    }

    fn written(&self, state: &State) -> Value {
        let ids = (0..self.updates.len()).map(|place| json!({ "id": self.update_id(place), "type": "status_update" }));
        json!({
            "id": self.number.to_string(),
            "type": "status_report",
            "attributes": {
                "title": self.title,
                "report_type": self.kind,
                "starts_at": state.times.rfc3339_millis(self.starts_at),
                "ends_at": self.ends_at.map(|end| state.times.rfc3339_millis(end)),
                "status_page_id": PAGE_ID,
                "affected_resources": self.affected(),
                "aggregate_state": self.state,
            },
            "relationships": { "status_updates": { "data": ids.collect::<Vec<_>>() } },
        })
    }

    fn update(&self, place: usize, update: &Update, state: &State) -> Value {
        json!({
            "id": self.update_id(place),
            "type": "status_update",
            "attributes": {
                "message": update.text,
                "published_at": state.times.rfc3339_millis(update.at),
                "published_at_timezone": "Beijing",
                "notify_subscribers": false,
                "status_report_id": self.number,
                "affected_resources": self.affected(),
            },
        })
    }
}
