//! incident.io's widget, `GET /api/v1/summary` (<https://docs.incident.io/status-pages/widget-api>,
//! <https://docs.incident.io/status-pages/embedding>): what goes on and what is planned, and nothing else. That all is well
//! it says by having nothing that goes on.

use super::Unreadable;
use super::capped::Capped;
use super::lenient::{Body, Id, Time, Title, Word, objects};
use crate::config::StatusFormat;
use crate::service::{
    Component, Incident, MAX_AFFECTED, MAX_COMPONENTS, MAX_NEWS, Maintenance, Notice, ServiceReport, ServiceState,
    WorkPhase,
};

objects! {
    struct Summary {
        ongoing_incidents: Capped<Event, MAX_NEWS> = "ongoing_incidents",
        in_progress_maintenances: Capped<Event, MAX_NEWS> = "in_progress_maintenances",
        scheduled_maintenances: Capped<Event, MAX_NEWS> = "scheduled_maintenances",
    }

    /// An incident or a maintenance: they have most keys in common.
    struct Event {
        id: Id = "id",
        name: Title = "name",
        status: Word = "status",
        current_worst_impact: Word = "current_worst_impact",
        last_update_at: Time = "last_update_at",
        last_update_message: Body = "last_update_message",
        published_at: Time = "published_at",
        started_at: Time = "started_at",
        starts_at: Time = "starts_at",
        scheduled_end_at: Time = "scheduled_end_at",
        ends_at: Time = "ends_at",
        affected_components: Capped<Affected, MAX_AFFECTED> = "affected_components",
    }

    struct Affected {
        id: Id = "id",
        name: Title = "name",
        current_status: Word = "current_status",
    }
}

/// Reads a summary.
pub(super) fn read(document: &[u8]) -> Result<ServiceReport, Unreadable> {
    let summary: Summary = serde_json::from_slice(document).map_err(|_| Unreadable)?;
    let (incidents, works) = (summary.ongoing_incidents.given, summary.in_progress_maintenances.given);
    if !incidents && !works {
        return Err(Unreadable);
    }
    let mut report = ServiceReport::empty(StatusFormat::IncidentIo);
    for event in summary.ongoing_incidents.kept {
        add_incident(&mut report, event);
    }
    let under_way = summary.in_progress_maintenances.kept.into_iter().map(|event| (event, WorkPhase::InProgress));
    let planned = summary.scheduled_maintenances.kept.into_iter().map(|event| (event, WorkPhase::Planned));
    for (event, listed) in under_way.chain(planned) {
        report.maintenances.push(maintenance(event, listed));
    }
    report.maintenances.truncate(MAX_NEWS);
    let under_way = |work: &Maintenance| work.phase == Some(WorkPhase::InProgress);
    let quiet = !report.maintenances.iter().any(under_way)
        && report.incidents.iter().all(|incident| incident.over)
        && report.notices.is_empty();
    // A list that is missing, or nonsense in its place, is no statement that nothing goes on.
    report.overall = (incidents && works && quiet).then_some(ServiceState::Operational);
    Ok(report)
}

fn add_incident(report: &mut ServiceReport, event: Event) {
    for part in &event.affected_components.kept {
        add_part(&mut report.components, part);
    }
    let over = event.status.get() == Some("resolved");
    let state = match event.current_worst_impact.get() {
        // Nothing is affected, or no longer: still to be read.
        Some("operational" | "none" | "no_impact") if !over => {
            report.notices.push(Notice {
                id: event.id.0,
                title: event.name.0,
                body: event.last_update_message.0,
                published_at: event.last_update_at.0,
                starts_at: None,
                ends_at: None,
            });
            return;
        }
        Some("full_outage" | "major_outage") => ServiceState::Outage,
        // A partial outage is one for some people, or of some functions; and what goes on without a word that is known
        // is something all the same.
        Some(_) | None => ServiceState::Degraded,
    };
    report.incidents.push(Incident {
        id: event.id.0,
        title: event.name.0,
        body: event.last_update_message.0,
        state,
        over,
        components: affected(event.affected_components),
        started_at: event.started_at.or(event.published_at),
        ends_at: None,
        updated_at: event.last_update_at.0,
    });
}

fn maintenance(event: Event, listed: WorkPhase) -> Maintenance {
    let phase = match event.status.get() {
        Some("maintenance_scheduled") => WorkPhase::Planned,
        Some("maintenance_in_progress") => WorkPhase::InProgress,
        Some("maintenance_complete" | "maintenance_completed") => WorkPhase::Over,
        Some("maintenance_cancelled" | "maintenance_canceled") => WorkPhase::Cancelled,
        Some(_) | None => listed,
    };
    Maintenance {
        id: event.id.0,
        title: event.name.0,
        body: event.last_update_message.0,
        phase: Some(phase),
        components: affected(event.affected_components),
        starts_at: event.started_at.or(event.starts_at),
        ends_at: event.scheduled_end_at.or(event.ends_at),
        updated_at: event.last_update_at.0,
    }
}

/// A part stands under each incident that it is affected by, always with the state that it is in now.
fn add_part(parts: &mut Vec<Component>, part: &Affected) {
    let known = |known: &Component| if part.id.0.is_some() { known.id == part.id.0 } else { known.name == part.name.0 };
    if part.current_status.get().is_none() || parts.len() == MAX_COMPONENTS || parts.iter().any(known) {
        return;
    }
    let state = match part.current_status.get() {
        Some("operational") => Some(ServiceState::Operational),
        Some("degraded_performance" | "partial_outage") => Some(ServiceState::Degraded),
        Some("full_outage" | "major_outage") => Some(ServiceState::Outage),
        Some("under_maintenance") => Some(ServiceState::Maintenance),
        Some(_) | None => None,
    };
    parts.push(Component { id: part.id.0.clone(), name: part.name.0.clone(), state });
}

fn affected(components: Capped<Affected, MAX_AFFECTED>) -> Vec<String> {
    let named = components.kept.into_iter().map(|part| Some(part.name.0).filter(|name| !name.is_empty()).or(part.id.0));
    named.flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixture(name: &str) -> ServiceReport {
        let text = match name {
            "fine" => include_str!("fixtures/incident_io_fine.json"),
            "outage" => include_str!("fixtures/incident_io_outage.json"),
            "maintenance" => include_str!("fixtures/incident_io_maintenance.json"),
            other => panic!("{other}"),
        };
        read(text.as_bytes()).unwrap()
    }

    #[test]
    fn nothing_that_goes_on_is_all_well() {
        let report = fixture("fine");
        assert_eq!(report.overall, Some(ServiceState::Operational));
        let [soon] = report.maintenances.as_slice() else { panic!("{:?}", report.maintenances) };
        assert_eq!((soon.phase, soon.body.as_str()), (Some(WorkPhase::Planned), ""));
        assert_eq!(soon.starts_at, Some("2026-03-02T18:00:00Z".parse().unwrap()));
        assert_eq!(soon.ends_at, Some("2026-03-02T20:00:00Z".parse().unwrap()));
    }

    #[test]
    fn what_goes_on_speaks_for_itself() {
        let report = fixture("outage");
        assert_eq!(report.overall, None);
        let [out, slow, over] = report.incidents.as_slice() else { panic!("{:?}", report.incidents) };
        assert_eq!((out.state, out.over, out.title.as_str()), (ServiceState::Outage, false, "Top-ups fail"));
        assert_eq!(out.components, ["Top-up", "01WALLETCARD"]);
        assert_eq!(out.updated_at, Some("2026-03-01T02:40:00Z".parse().unwrap()));
        assert_eq!((slow.state, slow.over), (ServiceState::Degraded, false));
        assert_eq!((over.state, over.over), (ServiceState::Degraded, true));
        let states: Vec<_> = report.components.iter().map(|part| (part.name.as_str(), part.state)).collect();
        assert_eq!(states, [("Top-up", Some(ServiceState::Outage)), ("", Some(ServiceState::Degraded))]);
        let [watched] = report.notices.as_slice() else { panic!("{:?}", report.notices) };
        assert_eq!(watched.title, "Cards are watched");
    }

    #[test]
    fn work_has_the_times_of_its_own_kind() {
        let report = fixture("maintenance");
        assert_eq!(report.overall, None);
        let [now, overrun, soon, over] = report.maintenances.as_slice() else { panic!("{:?}", report.maintenances) };
        assert_eq!(
            (now.phase, now.components.as_slice()),
            (Some(WorkPhase::InProgress), &["Withdrawals".to_owned()][..])
        );
        assert_eq!(now.starts_at, Some("2026-03-01T01:00:00Z".parse().unwrap()));
        assert_eq!(now.ends_at, Some("2026-03-01T05:00:00Z".parse().unwrap()));
        assert_eq!(
            (overrun.phase, overrun.ends_at),
            (Some(WorkPhase::InProgress), Some("2026-02-01T05:00:00Z".parse().unwrap()))
        );
        assert_eq!((soon.phase, over.phase), (Some(WorkPhase::Planned), Some(WorkPhase::Over)));
    }

    #[test]
    fn only_lists_say_that_nothing_goes_on() {
        let empty = r#"{"ongoing_incidents":[],"in_progress_maintenances":[]}"#;
        assert_eq!(read(empty.as_bytes()).unwrap().overall, Some(ServiceState::Operational));
        let resolved = r#"{"ongoing_incidents":[{"status":"resolved"}],"in_progress_maintenances":[]}"#;
        assert_eq!(read(resolved.as_bytes()).unwrap().overall, Some(ServiceState::Operational));
        for document in [
            r#"{"ongoing_incidents":[]}"#,
            r#"{"ongoing_incidents":"none","in_progress_maintenances":[]}"#,
            r#"{"ongoing_incidents":null,"in_progress_maintenances":{}}"#,
        ] {
            assert_eq!(read(document.as_bytes()).unwrap().overall, None, "{document}");
        }
        for document in ["", "[]", "{}", r#"{"scheduled_maintenances":[]}"#, r#"{"ongoing_incidents":[]"#] {
            assert_eq!(read(document.as_bytes()), Err(Unreadable), "{document}");
        }
        let odd = read(br#"{"ongoing_incidents":[7,{"name":{}}],"in_progress_maintenances":[]}"#).unwrap();
        assert_eq!((odd.overall, odd.incidents.len()), (None, 2));
    }
}
