//! cState, `/index.json` (<https://github.com/cstate/cstate/blob/master/layouts/index.json>). It has no texts of issues, and
//! writes its times as the programming language behind it prints them.

use jiff::Timestamp;

use super::Unreadable;
use super::capped::Capped;
use super::lenient::{Flag, Id, Scalar, Title, Word, objects, scalars};
use super::text;
use crate::config::StatusFormat;
use crate::service::{
    Component, Incident, MAX_AFFECTED, MAX_COMPONENTS, MAX_NEWS, Notice, ServiceReport, ServiceState,
};

/// How many unresolved issues of one system are read.
const MAX_ISSUES_EACH: usize = 20;

objects! {
    struct Index {
        summary_status: Word = "summaryStatus",
        systems: Capped<System, MAX_COMPONENTS> = "systems",
    }

    struct System {
        name: Title = "name",
        status: Word = "status",
        issues: Capped<Issue, MAX_ISSUES_EACH> = "unresolvedIssues",
    }

    /// What it affects is not read: it stands under each of those systems.
    struct Issue {
        title: Title = "title",
        created_at: PrintedTime = "createdAt",
        last_mod: PrintedTime = "lastMod",
        permalink: Id = "permalink",
        severity: Word = "severity",
        resolved: Flag = "resolved",
        informational: Flag = "informational",
    }
}

/// Reads an index.
pub(super) fn read(document: &[u8]) -> Result<ServiceReport, Unreadable> {
    let index: Index = serde_json::from_slice(document).map_err(|_| Unreadable)?;
    let overall = state(index.summary_status.get().ok_or(Unreadable)?);
    let mut report = ServiceReport { overall, ..ServiceReport::empty(StatusFormat::Cstate) };
    for System { name: Title(name), status, issues } in index.systems.kept {
        for issue in issues.kept {
            add(&mut report, issue, &name);
        }
        report.components.push(Component { id: None, name, state: status.get().and_then(state) });
    }
    Ok(report)
}

fn state(word: &str) -> Option<ServiceState> {
    match word {
        "ok" => Some(ServiceState::Operational),
        "disrupted" => Some(ServiceState::Degraded),
        "down" => Some(ServiceState::Outage),
        // A `notice` is to be read, and says nothing about how well the service works.
        _ => None,
    }
}

/// Adds an issue that stands under a system, or only the system if the issue is there already.
fn add(report: &mut ServiceReport, issue: Issue, system: &str) {
    let Issue { title: Title(title), created_at, last_mod, permalink: Id(id), severity, resolved, informational } =
        issue;
    let state = severity.get().and_then(state).filter(|state| *state != ServiceState::Operational);
    let Some(state) = state.filter(|_| !informational.0) else {
        let notice =
            Notice { id, title, body: String::new(), published_at: created_at.0, starts_at: None, ends_at: None };
        let same = |known: &Notice| known.id == notice.id && (known.id.is_some() || *known == notice);
        if report.notices.len() < MAX_NEWS && !report.notices.iter().any(same) {
            report.notices.push(notice);
        }
        return;
    };
    let same = |known: &&mut Incident| {
        known.id == id && (id.is_some() || (known.title == title && known.started_at == created_at.0))
    };
    if let Some(known) = report.incidents.iter_mut().find(same) {
        if known.components.len() < MAX_AFFECTED && !known.components.iter().any(|name| name == system) {
            known.components.push(system.to_owned());
        }
    } else if report.incidents.len() < MAX_NEWS {
        report.incidents.push(Incident {
            id,
            title,
            body: String::new(),
            state,
            over: resolved.0,
            components: Some(system.to_owned()).filter(|name| !name.is_empty()).into_iter().collect(),
            started_at: created_at.0,
            ends_at: None,
            updated_at: last_mod.0,
        });
    }
}

/// A time as Go prints one, `2026-03-01 10:00:00 +0800 CST` (<https://pkg.go.dev/time#Time.String>), or as it should be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct PrintedTime(Option<Timestamp>);

scalars!(PrintedTime);

impl Scalar for PrintedTime {
    fn from_text(text: &str) -> Self {
        let mut words = text.split_ascii_whitespace();
        let printed = match (words.next(), words.next(), words.next()) {
            (Some(day), Some(time), Some(offset)) => format!("{day}T{time}{offset}").parse().ok(),
            _ => None,
        };
        Self(printed.or_else(|| text::lenient_time(Some(text))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_well_or_only_to_be_read() {
        let report = read(include_bytes!("fixtures/cstate_fine.json")).unwrap();
        assert_eq!(report.overall, Some(ServiceState::Operational));
        let parts: Vec<_> = report.components.iter().map(|part| (part.name.as_str(), part.state)).collect();
        assert_eq!(
            parts,
            [("Withdrawals", Some(ServiceState::Operational)), ("Cards", Some(ServiceState::Operational))]
        );
        let report = read(include_bytes!("fixtures/cstate_notice.json")).unwrap();
        assert_eq!((report.overall, report.incidents.len()), (None, 0));
        let [plan, tip] = report.notices.as_slice() else { panic!("{:?}", report.notices) };
        assert_eq!(plan.title, "Database work on Monday");
        assert_eq!(plan.published_at, Some("2026-02-28T16:00:00Z".parse().unwrap()));
        assert_eq!(tip.title, "New limits");
        assert_eq!(report.components[0].state, None);
    }

    #[test]
    fn an_issue_of_several_systems_is_one() {
        let report = read(include_bytes!("fixtures/cstate_down.json")).unwrap();
        assert_eq!(report.overall, Some(ServiceState::Outage));
        let [down, slow, over] = report.incidents.as_slice() else { panic!("{:?}", report.incidents) };
        assert_eq!(
            (down.state, down.components.as_slice()),
            (ServiceState::Outage, &["Withdrawals".to_owned(), "Top-up".to_owned()][..])
        );
        assert_eq!(down.started_at, Some("2026-03-01T02:00:00Z".parse().unwrap()));
        assert_eq!(down.updated_at, Some("2026-03-01T03:30:00.5Z".parse().unwrap()));
        assert_eq!((slow.state, slow.over), (ServiceState::Degraded, false));
        assert!(over.over);
        let states: Vec<_> = report.components.iter().map(|part| part.state).collect();
        assert_eq!(states, [Some(ServiceState::Outage), Some(ServiceState::Outage), Some(ServiceState::Degraded)]);
    }

    #[test]
    fn printed_times_are_read_with_their_offsets() {
        let read = |text: &str| PrintedTime::from_text(text).0;
        let ten = Some("2026-03-01T10:00:00Z".parse().unwrap());
        for text in [
            "2026-03-01 10:00:00 +0000 UTC",
            "2026-03-01 18:00:00 +0800 CST",
            "2026-03-01 05:00:00 -0500 -0500",
            "2026-03-01T18:00:00+08:00",
        ] {
            assert_eq!(read(text), ten, "{text}");
        }
        for text in ["", "0001-01-01", "<no value>", "2026-03-01 10:00:00", "a b c", "2026-03-01 10:00:00 UTC UTC"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_summary_must_be_there_and_the_rest_may_be_odd() {
        for document in ["", "[]", "{}", r#"{"summaryStatus":7}"#, r#"{"summaryStatus":"ok""#] {
            assert_eq!(read(document.as_bytes()), Err(Unreadable), "{document}");
        }
        let odd = br#"{"summaryStatus":"melting","systems":[7,{"name":7,"unresolvedIssues":[{},{},
            {"severity":"down"},{"severity":"down"},{"severity":"down","createdAt":"2026-03-01 10:00:00 +0000 UTC"}]}]}"#;
        let report = read(odd).unwrap();
        assert_eq!((report.overall, report.components.len()), (None, 2));
        assert_eq!((report.notices.len(), report.incidents.len()), (1, 2));
    }
}
