//! Our own JSON announcements (docs/schemas/announcements.md), in the person's language where there is one.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Incident, MAX_ITEMS, Maintenance, ServiceReport, ServiceState, Unreadable, lenient_time, title};
use crate::config::Locale;

/// The version that this code reads.
const VERSION: u64 = 1;

#[derive(Deserialize)]
struct Document {
    version: u64,
    announcements: Vec<Announcement>,
}

#[derive(Deserialize)]
struct Announcement {
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    severity: Option<String>,
    #[serde(default)]
    starts_at: Option<String>,
    #[serde(default)]
    ends_at: Option<String>,
    #[serde(default)]
    title: BTreeMap<String, String>,
}

/// Reads a document. Whether a window is open now is for the judge to say.
pub(super) fn read(body: &[u8], locale: Locale) -> Result<ServiceReport, Unreadable> {
    let document: Document = serde_json::from_slice(body).map_err(|_| Unreadable)?;
    if document.version != VERSION {
        return Err(Unreadable);
    }
    let mut report = ServiceReport::default();
    for announcement in document.announcements.into_iter().take(MAX_ITEMS) {
        let title = in_language(&announcement.title, locale);
        let starts_at = lenient_time(announcement.starts_at.as_deref());
        let ends_at = lenient_time(announcement.ends_at.as_deref());
        match announcement.kind.as_deref() {
            Some("maintenance") => {
                report.maintenances.push(Maintenance { title, in_progress: None, starts_at, ends_at });
            }
            Some("incident") => {
                let state = match announcement.severity.as_deref() {
                    Some("critical") => ServiceState::Outage,
                    Some(_) | None => ServiceState::Degraded,
                };
                report.incidents.push(Incident { title, state, started_at: starts_at, ends_at });
            }
            // A notice says nothing about how well the service works.
            Some(_) | None => {}
        }
    }
    Ok(report)
}

fn in_language(titles: &BTreeMap<String, String>, locale: Locale) -> String {
    let found = titles.get(locale.as_str()).or_else(|| titles.get("en")).or_else(|| titles.values().next());
    title(found.map(String::as_str).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_in_the_persons_language_with_a_fallback() {
        let body = r#"{"version":1,"announcements":[
            {"id":"a","kind":"maintenance","starts_at":"2026-03-01T02:00:00+08:00","title":{"en":"Database work","zh-Hans":"数据库维护"}},
            {"id":"b","kind":"incident","severity":"critical","title":{"en":"Payments are down"}},
            {"id":"c","kind":"notice","title":{"en":"New look"}}]}"#;
        let report = read(body.as_bytes(), Locale::ZhHans).unwrap();
        assert_eq!(report.maintenances[0].title, "数据库维护");
        assert_eq!(report.maintenances[0].starts_at, Some("2026-02-28T18:00:00Z".parse().unwrap()));
        assert_eq!(report.incidents[0].title, "Payments are down");
        assert_eq!(report.incidents[0].state, ServiceState::Outage);
        assert_eq!(report.incidents.len(), 1);
    }

    #[test]
    fn another_version_and_nonsense_are_unreadable() {
        for body in ["", "[]", "{\"version\":2,\"announcements\":[]}", "{\"version\":1}"] {
            assert_eq!(read(body.as_bytes(), Locale::En), Err(Unreadable), "{body}");
        }
    }
}
