//! Our own JSON announcements (docs/schemas/announcements.md), in the person's language where there is one.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Unreadable;
use super::capped::Capped;
use super::text::{body, id, lenient_time, title};
use crate::config::{Locale, StatusFormat};
use crate::service::{Incident, MAX_AFFECTED, MAX_NEWS, Maintenance, Notice, ServiceReport, ServiceState, WorkPhase};

/// The version that this code reads.
const VERSION: u64 = 1;
/// How many announcements are read; the kinds share them.
const MAX_ANNOUNCEMENTS: usize = 3 * MAX_NEWS;

#[derive(Deserialize)]
struct Document {
    version: u64,
    #[serde(default)]
    updated_at: Option<String>,
    announcements: Capped<Announcement, MAX_ANNOUNCEMENTS>,
}

#[derive(Deserialize)]
struct Announcement {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    severity: Option<String>,
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    components: Capped<String, MAX_AFFECTED>,
    #[serde(default)]
    starts_at: Option<String>,
    #[serde(default)]
    ends_at: Option<String>,
    #[serde(default)]
    updated_at: Option<String>,
    #[serde(default)]
    title: Texts,
    #[serde(default)]
    body: Texts,
}

type Texts = Option<BTreeMap<String, String>>;

/// Reads a document. Whether a window is open now is for the judge to say.
pub(super) fn read(document: &[u8], locale: Locale) -> Result<ServiceReport, Unreadable> {
    let document: Document = serde_json::from_slice(document).map_err(|_| Unreadable)?;
    if document.version != VERSION {
        return Err(Unreadable);
    }
    let mut report = ServiceReport {
        updated_at: lenient_time(document.updated_at.as_deref()),
        ..ServiceReport::empty(StatusFormat::Announcements)
    };
    for announcement in document.announcements.0 {
        add(&mut report, announcement, locale);
    }
    report.maintenances.truncate(MAX_NEWS);
    report.incidents.truncate(MAX_NEWS);
    report.notices.truncate(MAX_NEWS);
    Ok(report)
}

fn add(report: &mut ServiceReport, announcement: Announcement, locale: Locale) {
    let id = id(announcement.id.as_deref());
    let title = title(in_language(&announcement.title, locale));
    let body = body(in_language(&announcement.body, locale));
    let components = announcement.components.0.iter().map(|name| super::text::title(Some(name))).collect();
    let (starts_at, ends_at, updated_at) = (
        lenient_time(announcement.starts_at.as_deref()),
        lenient_time(announcement.ends_at.as_deref()),
        lenient_time(announcement.updated_at.as_deref()),
    );
    let phase = announcement.state.as_deref().and_then(|state| state.parse::<WorkPhase>().ok());
    match announcement.kind.as_deref() {
        Some("maintenance") => {
            report.maintenances.push(Maintenance { id, title, body, phase, components, starts_at, ends_at, updated_at })
        }
        Some("incident") => {
            let state = match announcement.severity.as_deref() {
                Some("critical") => ServiceState::Outage,
                Some(_) | None => ServiceState::Degraded,
            };
            let over = matches!(phase, Some(WorkPhase::Over | WorkPhase::Cancelled));
            let started_at = starts_at;
            report.incidents.push(Incident {
                id,
                title,
                body,
                state,
                over,
                components,
                started_at,
                ends_at,
                updated_at,
            });
        }
        // Says nothing about how well the service works.
        Some(_) | None => {
            report.notices.push(Notice { id, title, body, published_at: updated_at.or(starts_at), starts_at, ends_at });
        }
    }
}

fn in_language(texts: &Texts, locale: Locale) -> Option<&str> {
    let texts = texts.as_ref()?;
    let found = texts.get(locale.as_str()).or_else(|| texts.get("en")).or_else(|| texts.values().next());
    found.map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_in_the_persons_language_with_a_fallback() {
        let document = r#"{"version":1,"updated_at":"2026-03-01T00:00:00Z","announcements":[
            {"id":"a","kind":"maintenance","state":"cancelled","components":["withdrawals"],
             "starts_at":"2026-03-01T02:00:00+08:00","title":{"en":"Database work","zh-Hans":"数据库维护"}},
            {"id":"b","kind":"incident","severity":"critical","title":{"en":"Payments are down"},"body":{"fr":"Patience"}},
            {"id":"c","kind":"notice","title":{"en":"New look"},"body":null}]}"#;
        let report = read(document.as_bytes(), Locale::ZhHans).unwrap();
        assert_eq!(report.updated_at, Some("2026-03-01T00:00:00Z".parse().unwrap()));
        let work = &report.maintenances[0];
        assert_eq!(work.title, "数据库维护");
        assert_eq!(work.starts_at, Some("2026-02-28T18:00:00Z".parse().unwrap()));
        assert_eq!(
            (work.phase, work.components.as_slice()),
            (Some(WorkPhase::Cancelled), &["withdrawals".to_owned()][..])
        );
        assert_eq!(report.incidents[0].title, "Payments are down");
        assert_eq!(report.incidents[0].body, "Patience");
        assert_eq!(report.incidents[0].state, ServiceState::Outage);
        assert_eq!(report.incidents.len(), 1);
        assert_eq!(report.notices[0].title, "New look");
    }

    #[test]
    fn another_version_and_nonsense_are_unreadable() {
        for document in ["", "[]", "{\"version\":2,\"announcements\":[]}", "{\"version\":1}"] {
            assert_eq!(read(document.as_bytes(), Locale::En), Err(Unreadable), "{document}");
        }
    }
}
