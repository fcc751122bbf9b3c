//! What the service sources amount to. Pure: the time is an argument.

use jiff::{SignedDuration, Timestamp};

use super::{Incident, Maintenance, ServiceReport, ServiceState, WorkPhase};
use crate::diagnosis::{Fact, Finding};
use crate::observation::{Observed, SourceObservation, UnknownWhy};

/// How far ahead planned maintenance is told.
const SOON: SignedDuration = SignedDuration::from_hours(24);
/// How long ago a maintenance without a known end may have begun and still count as under way.
const LONGEST_OPEN_END: SignedDuration = SignedDuration::from_hours(24);

/// The findings of all sources.
pub(crate) fn judge(sources: &[SourceObservation], now: Timestamp) -> Vec<Finding> {
    sources.iter().flat_map(|source| judge_source(source, now)).collect()
}

fn judge_source(observation: &SourceObservation, now: Timestamp) -> Vec<Finding> {
    let source = &observation.source;
    match &observation.report {
        Observed::Known { value, .. } => judge_report(source, value, now),
        Observed::Unknown { why, .. } => match why {
            UnknownWhy::Unreadable | UnknownWhy::TooLarge | UnknownWhy::Truncated | UnknownWhy::Redirected => {
                vec![Finding::new(Fact::StatusUnreadable, source)]
            }
            UnknownWhy::BadSignature => vec![Finding::new(Fact::StatusBadSignature, source)],
            UnknownWhy::TimedOut
            | UnknownWhy::Unreachable
            | UnknownWhy::HttpStatus
            | UnknownWhy::HostFailed
            | UnknownWhy::HostPanicked => vec![Finding::new(Fact::StatusUnreachable, source)],
        },
        Observed::NotChecked { .. } => Vec::new(),
    }
}

fn judge_report(source: &str, report: &ServiceReport, now: Timestamp) -> Vec<Finding> {
    let mut findings = Vec::new();
    for maintenance in &report.maintenances {
        match phase(maintenance, now) {
            Phase::Now => findings.push(told(Fact::StatusMaintenanceNow, source, maintenance, now)),
            Phase::Soon => findings.push(told(Fact::StatusMaintenanceSoon, source, maintenance, now)),
            Phase::Neither => {}
        }
    }
    let open = |incident: &&Incident| {
        !incident.over
            && incident.started_at.is_none_or(|start| start <= now)
            && incident.ends_at.is_none_or(|end| end > now)
    };
    for incident in report.incidents.iter().filter(open) {
        let fact = match incident.state {
            ServiceState::Outage => Fact::StatusOutage,
            ServiceState::Degraded => Fact::StatusDegraded,
            ServiceState::Maintenance | ServiceState::Operational => continue,
        };
        findings.push(Finding::new(fact, source).with("title", &incident.title));
    }
    findings.extend(judge_states(source, report, &findings));
    let all_well = findings.iter().all(|finding| finding.code == Fact::StatusMaintenanceSoon.into());
    if all_well && report.overall == Some(ServiceState::Operational) {
        findings.push(Finding::new(Fact::StatusOperational, source));
    }
    findings
}

/// What the states say beyond the incidents and the windows. The page's own summary counts for the whole service; a part
/// alone makes it no worse than degraded.
fn judge_states(source: &str, report: &ServiceReport, told: &[Finding]) -> Option<Finding> {
    let has = |fact: Fact| told.iter().any(|finding| finding.code == fact.into());
    let part = |state: ServiceState| report.components.iter().any(|part| part.state == Some(state));
    let untitled = |fact: Fact| Some(Finding::new(fact, source).with("title", ""));
    // During maintenance, what does not work is part of it.
    if has(Fact::StatusOutage) || has(Fact::StatusMaintenanceNow) {
        return None;
    }
    match report.overall {
        Some(ServiceState::Outage) => untitled(Fact::StatusOutage),
        Some(ServiceState::Maintenance) => untitled(Fact::StatusMaintenanceNow),
        Some(ServiceState::Degraded) if !has(Fact::StatusDegraded) => untitled(Fact::StatusDegraded),
        Some(ServiceState::Operational | ServiceState::Degraded) | None => {
            let troubled = part(ServiceState::Outage) || part(ServiceState::Degraded);
            if troubled && !has(Fact::StatusDegraded) { untitled(Fact::StatusDegraded) } else { None }
        }
    }
}

enum Phase {
    Now,
    Soon,
    Neither,
}

fn phase(maintenance: &Maintenance, now: Timestamp) -> Phase {
    if matches!(maintenance.phase, Some(WorkPhase::Over | WorkPhase::Cancelled)) {
        return Phase::Neither;
    }
    if maintenance.phase == Some(WorkPhase::InProgress) {
        return Phase::Now;
    }
    let Some(starts_at) = maintenance.starts_at else { return Phase::Neither };
    if starts_at > now {
        let soon = starts_at.duration_since(now) <= SOON;
        return if soon { Phase::Soon } else { Phase::Neither };
    }
    let over = match maintenance.ends_at {
        Some(ends_at) => ends_at <= now,
        None => now.duration_since(starts_at) > LONGEST_OPEN_END,
    };
    // Where the source says 'scheduled' although the time has come, the time is believed.
    if over { Phase::Neither } else { Phase::Now }
}

fn told(fact: Fact, source: &str, maintenance: &Maintenance, now: Timestamp) -> Finding {
    let time = |time: Option<Timestamp>| time.map(|time| time.to_string()).unwrap_or_default();
    // An end that is past is no time to wait for: the work has overrun.
    let until = maintenance.ends_at.filter(|end| *end > now);
    Finding::new(fact, source)
        .with("title", &maintenance.title)
        .with("from", time(maintenance.starts_at))
        .with("until", time(until))
}

#[cfg(test)]
mod tests {
    use super::super::Component;
    use super::*;
    use crate::config::StatusFormat;

    fn now() -> Timestamp {
        "2026-03-01T12:00:00Z".parse().unwrap()
    }

    fn maintenance(phase: Option<WorkPhase>, from: &str, until: &str) -> Maintenance {
        Maintenance {
            id: None,
            title: "Database".into(),
            body: String::new(),
            phase,
            components: Vec::new(),
            starts_at: from.parse().ok(),
            ends_at: until.parse().ok(),
            updated_at: None,
        }
    }

    fn codes(report: &ServiceReport) -> Vec<String> {
        judge_report("page", report, now()).iter().map(|finding| finding.code.to_string()).collect()
    }

    #[test]
    fn windows_are_told_by_time_and_by_the_sources_word() {
        let cases = [
            (Some(WorkPhase::InProgress), "2026-03-01T11:00:00Z", "2026-03-01T11:30:00Z", "status.maintenance_now"), // overrun
            (Some(WorkPhase::Planned), "2026-03-01T11:00:00Z", "2026-03-01T13:00:00Z", "status.maintenance_now"),
            (None, "2026-03-01T11:00:00Z", "", "status.maintenance_now"),
            (None, "2026-02-01T11:00:00Z", "", "none"),
            (None, "2026-03-01T12:40:00Z", "2026-03-01T14:00:00Z", "status.maintenance_soon"),
            (None, "2026-03-09T12:40:00Z", "2026-03-09T14:00:00Z", "none"),
            (Some(WorkPhase::Planned), "2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z", "none"),
            // The end lies beyond what a time can hold, so this is one without an end, long past.
            (None, "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "none"),
            (None, "2026-03-01T11:00:00Z", "9999-12-31T23:59:59Z", "status.maintenance_now"),
            (None, "", "", "none"),
        ];
        for (phase, from, until, wanted) in cases {
            let report = ServiceReport {
                maintenances: vec![maintenance(phase, from, until)],
                ..ServiceReport::empty(StatusFormat::StatuspageV2)
            };
            let found = codes(&report);
            assert_eq!(found.first().map_or("none", String::as_str), wanted, "{phase:?} {from} {until}");
        }
    }

    #[test]
    fn maintenance_takes_the_blame_for_what_does_not_work() {
        let report = ServiceReport {
            overall: Some(ServiceState::Maintenance),
            components: vec![Component {
                id: None,
                name: "Withdrawals".into(),
                state: Some(ServiceState::Maintenance),
            }],
            maintenances: vec![maintenance(
                Some(WorkPhase::InProgress),
                "2026-03-01T11:30:00Z",
                "2026-03-01T13:30:00Z",
            )],
            ..ServiceReport::empty(StatusFormat::StatuspageV2)
        };
        assert_eq!(codes(&report), ["status.maintenance_now"]);
    }

    #[test]
    fn an_outage_is_not_hidden_by_a_smaller_trouble_beside_it() {
        let part = |name: &str, state| Component { id: None, name: name.into(), state: Some(state) };
        let incident = |state, ends_at: Option<&str>| Incident {
            id: None,
            title: "Trouble".into(),
            body: String::new(),
            over: false,
            components: Vec::new(),
            updated_at: None,
            state,
            started_at: None,
            ends_at: ends_at.map(|end| end.parse().unwrap()),
        };
        let with = |overall, components, incidents| {
            codes(&ServiceReport {
                overall: Some(overall),
                components,
                incidents,
                ..ServiceReport::empty(StatusFormat::StatuspageV2)
            })
        };
        let parts = vec![part("a", ServiceState::Outage), part("b", ServiceState::Maintenance)];
        assert_eq!(with(ServiceState::Outage, parts, vec![]), ["status.outage"]);
        let minor = vec![incident(ServiceState::Degraded, None)];
        assert_eq!(with(ServiceState::Outage, vec![], minor), ["status.degraded", "status.outage"]);
        let one_part = vec![part("Marketing site", ServiceState::Maintenance)];
        assert_eq!(with(ServiceState::Operational, one_part, vec![]), ["status.operational"]);
        let over = vec![incident(ServiceState::Outage, Some("2026-02-01T00:00:00Z"))];
        assert_eq!(with(ServiceState::Operational, vec![], over), ["status.operational"]);
    }

    #[test]
    fn work_that_has_overrun_names_no_time_to_wait_for() {
        let report = ServiceReport {
            maintenances: vec![maintenance(
                Some(WorkPhase::InProgress),
                "2026-03-01T11:00:00Z",
                "2026-03-01T11:30:00Z",
            )],
            ..ServiceReport::empty(StatusFormat::StatuspageV2)
        };
        assert_eq!(judge_report("page", &report, now())[0].details["until"], "");
    }

    #[test]
    fn all_well_is_said_only_by_a_source_that_says_so() {
        let page = ServiceReport {
            overall: Some(ServiceState::Operational),
            ..ServiceReport::empty(StatusFormat::StatuspageV2)
        };
        assert_eq!(codes(&page), ["status.operational"]);
        assert!(codes(&ServiceReport::empty(StatusFormat::StatuspageV2)).is_empty());
    }
}
