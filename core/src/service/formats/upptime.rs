//! Upptime, `history/summary.json` (`SiteStatus` in
//! <https://github.com/upptime/uptime-monitor/blob/master/src/interfaces.ts>): a list of what is watched, without a judgement
//! of the whole.

use super::Unreadable;
use super::capped::Capped;
use super::lenient::{Id, Title, Word, objects};
use crate::config::StatusFormat;
use crate::service::{Component, MAX_COMPONENTS, ServiceReport, ServiceState};

objects! {
    struct Site {
        slug: Id = "slug",
        name: Title = "name",
        status: Word = "status",
    }
}

/// Reads a summary.
pub(super) fn read(document: &[u8]) -> Result<ServiceReport, Unreadable> {
    let sites: Capped<Site, MAX_COMPONENTS> = serde_json::from_slice(document).map_err(|_| Unreadable)?;
    let names_none = |site: &Site| site.status.get().is_none() && site.slug.0.is_none();
    if !sites.given || (!sites.kept.is_empty() && sites.kept.iter().all(names_none)) {
        return Err(Unreadable);
    }
    let whole = !sites.cut && !sites.kept.is_empty();
    let components: Vec<_> = sites
        .kept
        .into_iter()
        .map(|Site { slug, name, status }| Component { id: slug.0, name: name.0, state: status.get().and_then(state) })
        .collect();
    let all_up = components.iter().all(|part| part.state == Some(ServiceState::Operational));
    let overall = (whole && all_up).then_some(ServiceState::Operational);
    Ok(ServiceReport { overall, components, ..ServiceReport::empty(StatusFormat::Upptime) })
}

fn state(word: &str) -> Option<ServiceState> {
    match word {
        "up" => Some(ServiceState::Operational),
        "degraded" => Some(ServiceState::Degraded),
        "down" => Some(ServiceState::Outage),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_well_if_everything_is_up() {
        let report = read(include_bytes!("fixtures/upptime_fine.json")).unwrap();
        assert_eq!(report.overall, Some(ServiceState::Operational));
        assert_eq!(report.components[0].id.as_deref(), Some("wallet-api"));
        assert_eq!(report.components[0].name, "Wallet API");
    }

    #[test]
    fn one_that_is_down_is_not_the_whole() {
        let report = read(include_bytes!("fixtures/upptime_down.json")).unwrap();
        assert_eq!(report.overall, None);
        let states: Vec<_> = report.components.iter().map(|part| part.state).collect();
        assert_eq!(
            states,
            [Some(ServiceState::Operational), Some(ServiceState::Degraded), Some(ServiceState::Outage), None]
        );
    }

    #[test]
    fn an_empty_list_says_nothing_and_a_cut_one_not_that_all_is_well() {
        let empty = read(b"[]").unwrap();
        assert_eq!(empty, ServiceReport::empty(StatusFormat::Upptime));
        let up = r#"{"slug":"a","status":"up"}"#;
        let many = format!("[{}]", vec![up; MAX_COMPONENTS + 1].join(","));
        let report = read(many.as_bytes()).unwrap();
        assert_eq!((report.components.len(), report.overall), (MAX_COMPONENTS, None));
    }

    #[test]
    fn another_shape_is_unreadable() {
        for document in ["", "{}", "null1", "7", "[1,2]", r#"[{"a":1}]"#, r#"[{"slug":"a""#] {
            assert_eq!(read(document.as_bytes()), Err(Unreadable), "{document}");
        }
        assert_eq!(read(br#"[7,{"slug":"a","status":"up"}]"#).unwrap().components.len(), 2);
    }
}
