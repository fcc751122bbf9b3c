//! Better Stack, `/index.json` of a status page, in JSON:API
//! (<https://betterstack.com/docs/uptime/status-pages/subscribing-to-status-updates/subscribing-to-api>). What stands in
//! `included` is described with the reports' and the resources' own endpoints
//! (<https://betterstack.com/docs/uptime/api/status-page-reports-api-response-params>).

use std::fmt;

use jiff::Timestamp;
use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

use super::Unreadable;
use super::capped::Capped;
use super::lenient::{Body, Id, Time, Title, Word, objects, passes_over};
use super::text;
use crate::config::StatusFormat;
use crate::service::{
    Component, Incident, MAX_AFFECTED, MAX_COMPONENTS, MAX_NEWS, Maintenance, Notice, ServiceReport, ServiceState,
    WorkPhase,
};

/// How many reports are looked at: their order is not promised, so the newest are found among these.
const MAX_REPORTS: usize = 4 * MAX_NEWS;
/// How many updates of reports are looked at.
const MAX_UPDATES: usize = 500;
/// How many updates of one report are looked at, where the report names them.
const MAX_UPDATES_EACH: usize = 20;

objects! {
    struct Index {
        data: Page = "data",
        included: Included = "included",
    }

    struct Page {
        id: Id = "id",
        attributes: PageAttributes = "attributes",
    }

    struct PageAttributes {
        aggregate_state: Word = "aggregate_state",
        announcement: Body = "announcement",
        updated_at: Time = "updated_at",
    }

    /// Anything in `included`: a section, a resource, a report or an update.
    struct Entry {
        id: Id = "id",
        kind: Word = "type",
        attributes: Attributes = "attributes",
        relationships: Relationships = "relationships",
    }

    struct Attributes {
        public_name: Title = "public_name",
        name: Title = "name",
        status: Word = "status",
        title: Title = "title",
        report_type: Word = "report_type",
        starts_at: Time = "starts_at",
        ends_at: Time = "ends_at",
        aggregate_state: Word = "aggregate_state",
        affected_resources: Capped<Affected, MAX_AFFECTED> = "affected_resources",
        message: Body = "message",
        published_at: Time = "published_at",
        status_report_id: Id = "status_report_id",
    }

    struct Affected {
        resource: Id = "status_page_resource_id",
    }

    struct Relationships {
        status_updates: Updates = "status_updates",
    }

    struct Updates {
        data: Capped<Reference, MAX_UPDATES_EACH> = "data",
    }

    struct Reference {
        id: Id = "id",
    }
}

/// What is kept of `included`.
#[derive(Default)]
struct Included {
    parts: Vec<Component>,
    reports: Vec<Report>,
    updates: Vec<Update>,
}

struct Report {
    id: Option<String>,
    title: String,
    kind: Word,
    state: Word,
    starts_at: Option<Timestamp>,
    ends_at: Option<Timestamp>,
    affected: Vec<String>,
    updates: Vec<String>,
}

struct Update {
    id: Option<String>,
    report: Option<String>,
    published_at: Option<Timestamp>,
    message: String,
}

/// Reads a page.
pub(super) fn read(document: &[u8]) -> Result<ServiceReport, Unreadable> {
    let index: Index = serde_json::from_slice(document).map_err(|_| Unreadable)?;
    let Page { id, attributes: page } = index.data;
    let overall = state(page.aggregate_state.get().ok_or(Unreadable)?);
    let Included { parts, mut reports, updates } = index.included;
    let mut report = ServiceReport {
        page: id.0,
        updated_at: page.updated_at.0,
        overall,
        notices: announcement(page.announcement.0).into_iter().collect(),
        ..ServiceReport::empty(StatusFormat::BetterStack)
    };
    reports.sort_by_key(|report| std::cmp::Reverse(report.starts_at));
    for entry in reports {
        add(&mut report, entry, &parts, &updates);
    }
    report.incidents.truncate(MAX_NEWS);
    report.maintenances.truncate(MAX_NEWS);
    report.components = parts;
    Ok(report)
}

fn state(word: &str) -> Option<ServiceState> {
    match word.to_ascii_lowercase().as_str() {
        "operational" => Some(ServiceState::Operational),
        "degraded" => Some(ServiceState::Degraded),
        "downtime" => Some(ServiceState::Outage),
        "maintenance" => Some(ServiceState::Maintenance),
        // `not_monitored` too.
        _ => None,
    }
}

/// One text without a title of its own.
fn announcement(text: String) -> Option<Notice> {
    let title = text::title(Some(&text));
    let body = if title == text { String::new() } else { text };
    let (id, published_at, starts_at, ends_at) = (None, None, None, None);
    (!title.is_empty()).then_some(Notice { id, title, body, published_at, starts_at, ends_at })
}

fn add(report: &mut ServiceReport, entry: Report, parts: &[Component], updates: &[Update]) {
    let is_its = |update: &&Update| match (&update.id, &update.report) {
        (_, Some(report)) if Some(report) == entry.id.as_ref() => true,
        (Some(id), _) => entry.updates.contains(id),
        (None, _) => false,
    };
    let latest = updates.iter().filter(is_its).max_by_key(|update| update.published_at);
    let body = latest.map(|update| update.message.clone()).unwrap_or_default();
    let updated_at = latest.and_then(|update| update.published_at);
    let components = entry.affected.iter().map(|id| name_of(id, parts)).collect();
    let over = matches!(entry.state.get().map(str::to_ascii_lowercase).as_deref(), Some("resolved" | "operational"));
    let Report { id, title, starts_at, ends_at, .. } = entry;
    if entry.kind.get() == Some("maintenance") {
        // What state work has before its time is not said, so only the times count.
        let phase = (entry.state.get() == Some("resolved")).then_some(WorkPhase::Over);
        let work = Maintenance { id, title, body, phase, components, starts_at, ends_at, updated_at };
        report.maintenances.push(work);
    } else {
        let state = match entry.state.get().and_then(state) {
            Some(ServiceState::Outage) => ServiceState::Outage,
            Some(ServiceState::Degraded | ServiceState::Operational | ServiceState::Maintenance) | None => {
                ServiceState::Degraded
            }
        };
        let started_at = starts_at;
        let incident = Incident { id, title, body, state, over, components, started_at, ends_at, updated_at };
        report.incidents.push(incident);
    }
}

/// The name that people know, where the part is on the page.
fn name_of(id: &str, parts: &[Component]) -> String {
    let part = parts.iter().find(|part| part.id.as_deref() == Some(id) && !part.name.is_empty());
    part.map_or_else(|| id.to_owned(), |part| part.name.clone())
}

impl Included {
    fn add(&mut self, entry: Entry) {
        let Entry { id: Id(id), kind, attributes, relationships } = entry;
        match kind.get() {
            Some("status_page_resource") if self.parts.len() < MAX_COMPONENTS => {
                let name = Some(attributes.public_name.0).filter(|name| !name.is_empty());
                let name = name.unwrap_or(attributes.name.0);
                self.parts.push(Component { id, name, state: attributes.status.get().and_then(state) });
            }
            Some("status_report") if self.reports.len() < MAX_REPORTS => self.reports.push(Report {
                id,
                title: attributes.title.0,
                kind: attributes.report_type,
                state: attributes.aggregate_state,
                starts_at: attributes.starts_at.0,
                ends_at: attributes.ends_at.0,
                affected: attributes.affected_resources.kept.into_iter().filter_map(|part| part.resource.0).collect(),
                updates: relationships.status_updates.data.kept.into_iter().filter_map(|update| update.id.0).collect(),
            }),
            Some("status_update") if self.updates.len() < MAX_UPDATES => self.updates.push(Update {
                id,
                report: attributes.status_report_id.0,
                published_at: attributes.published_at.0,
                message: attributes.message.0,
            }),
            Some(_) | None => {}
        }
    }
}

impl<'de> Deserialize<'de> for Included {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ByType;

        impl<'de> Visitor<'de> for ByType {
            type Value = Included;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Included, A::Error> {
                let mut included = Included::default();
                while let Some(entry) = entries.next_element()? {
                    included.add(entry);
                }
                Ok(included)
            }

            passes_over!(flag, number, text, null, object);
        }

        deserializer.deserialize_any(ByType)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_on_which_all_is_well() {
        let report = read(include_bytes!("fixtures/better_stack_fine.json")).unwrap();
        assert_eq!(report.overall, Some(ServiceState::Operational));
        assert_eq!(report.updated_at, Some("2026-03-01T02:00:00Z".parse().unwrap()));
        let parts: Vec<_> = report.components.iter().map(|part| (part.name.as_str(), part.state)).collect();
        assert_eq!(parts, [("Withdrawals", Some(ServiceState::Operational)), ("Cards", None)]);
        let [notice] = report.notices.as_slice() else { panic!("{:?}", report.notices) };
        assert_eq!((notice.title.as_str(), notice.body.as_str()), ("Cards arrive later in the holidays.", ""));
        let [over] = report.incidents.as_slice() else { panic!("{:?}", report.incidents) };
        assert!(over.over);
        assert_eq!(over.ends_at, Some("2026-02-20T05:00:00Z".parse().unwrap()));
    }

    #[test]
    fn reports_have_their_latest_update_and_the_names_of_their_parts() {
        let report = read(include_bytes!("fixtures/better_stack_outage.json")).unwrap();
        assert_eq!(report.overall, Some(ServiceState::Outage));
        let [slow, out] = report.incidents.as_slice() else { panic!("{:?}", report.incidents) };
        assert_eq!((slow.title.as_str(), slow.state), ("Balances load slowly", ServiceState::Degraded));
        assert_eq!((out.title.as_str(), out.state, out.over), ("Withdrawals fail", ServiceState::Outage, false));
        assert_eq!(out.components, ["Withdrawals", "9999"]);
        assert_eq!(out.body, "A channel is down; we send by another.");
        assert_eq!(out.updated_at, Some("2026-03-01T01:30:00Z".parse().unwrap()));
        assert_eq!(slow.body, "We look into it.");
    }

    #[test]
    fn work_is_told_by_its_times() {
        let report = read(include_bytes!("fixtures/better_stack_maintenance.json")).unwrap();
        assert_eq!(report.overall, Some(ServiceState::Maintenance));
        assert!(report.incidents.is_empty());
        let [soon, now, over] = report.maintenances.as_slice() else { panic!("{:?}", report.maintenances) };
        assert_eq!((soon.title.as_str(), now.title.as_str()), ("Card system", "Ledger"));
        assert_eq!((soon.phase, now.phase, over.phase), (None, None, Some(WorkPhase::Over)));
        assert_eq!(now.ends_at, Some("2026-03-01T04:00:00Z".parse().unwrap()));
    }

    #[test]
    fn a_long_announcement_keeps_its_text() {
        let document = |text: &str| {
            format!(r#"{{"data":{{"attributes":{{"aggregate_state":"Degraded","announcement":{text}}}}}}}"#)
        };
        let long = "数".repeat(400);
        let report = read(document(&format!("\"{long}\"")).as_bytes()).unwrap();
        assert_eq!(report.overall, Some(ServiceState::Degraded));
        assert_eq!((report.notices[0].title.chars().count(), report.notices[0].body.as_str()), (300, long.as_str()));
        for nothing in ["null", "\"\"", "7"] {
            assert!(read(document(nothing).as_bytes()).unwrap().notices.is_empty(), "{nothing}");
        }
    }

    #[test]
    fn the_state_must_be_there_and_the_rest_may_be_odd() {
        for document in ["", "[]", "{}", r#"{"data":[]}"#, r#"{"data":{"attributes":{"aggregate_state":7}}}"#] {
            assert_eq!(read(document.as_bytes()), Err(Unreadable), "{document}");
        }
        let odd = br#"{"data":{"attributes":{"aggregate_state":"new word"}},
            "included":[7,[],{"type":"status_report"},{"type":"status_update","attributes":[]},{"type":7}]}"#;
        let report = read(odd).unwrap();
        assert_eq!((report.overall, report.incidents.len()), (None, 1));
        assert!(read(br#"{"data":{"attributes":{"aggregate_state":"operational"}},"included":{}}"#).is_ok());
    }
}
