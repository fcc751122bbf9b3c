//! Our own JSON announcements (docs/schemas/announcements.md), in the person's language where there is one.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::Unreadable;
use super::capped::Capped;
use super::lenient::{Body, Id, Number, Time, Title, Word, objects, passes_over};
use crate::config::{Locale, StatusFormat};
use crate::service::{Incident, MAX_AFFECTED, MAX_NEWS, Maintenance, Notice, ServiceReport, ServiceState, WorkPhase};

/// The version that this code reads.
const VERSION: u64 = 1;
/// How many announcements are read; the kinds share them.
const MAX_ANNOUNCEMENTS: usize = 3 * MAX_NEWS;

objects! {
    struct Document {
        version: Number = "version",
        updated_at: Time = "updated_at",
        announcements: Capped<Announcement, MAX_ANNOUNCEMENTS> = "announcements",
    }

    struct Announcement {
        id: Id = "id",
        kind: Word = "kind",
        severity: Word = "severity",
        state: Word = "state",
        components: Capped<Title, MAX_AFFECTED> = "components",
        starts_at: Time = "starts_at",
        ends_at: Time = "ends_at",
        updated_at: Time = "updated_at",
        title: Texts<Title> = "title",
        body: Texts<Body> = "body",
    }
}

/// Reads a document. Whether a window is open now is for the judge to say.
pub(super) fn read(document: &[u8], locale: Locale) -> Result<ServiceReport, Unreadable> {
    let document: Document = serde_json::from_slice(document).map_err(|_| Unreadable)?;
    if document.version.0 != Some(VERSION) || !document.announcements.given {
        return Err(Unreadable);
    }
    let mut report =
        ServiceReport { updated_at: document.updated_at.0, ..ServiceReport::empty(StatusFormat::Announcements) };
    for announcement in document.announcements.kept {
        add(&mut report, announcement, locale);
    }
    report.maintenances.truncate(MAX_NEWS);
    report.incidents.truncate(MAX_NEWS);
    report.notices.truncate(MAX_NEWS);
    Ok(report)
}

fn add(report: &mut ServiceReport, announcement: Announcement, locale: Locale) {
    let id = announcement.id.0;
    let title = announcement.title.into_language(locale).0;
    let body = announcement.body.into_language(locale).0;
    let components = announcement.components.kept.into_iter().map(|name| name.0).collect();
    let (starts_at, ends_at, updated_at) =
        (announcement.starts_at.0, announcement.ends_at.0, announcement.updated_at.0);
    let phase = announcement.state.get().and_then(|state| state.parse::<WorkPhase>().ok());
    match announcement.kind.get() {
        Some("maintenance") => {
            report.maintenances.push(Maintenance { id, title, body, phase, components, starts_at, ends_at, updated_at })
        }
        Some("incident") => {
            let state = match announcement.severity.get() {
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

/// What a language tag (RFC 5646) means here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    ZhHans,
    /// Where simplified characters are written.
    ZhCn,
    Zh,
    /// Other characters, which most still read more easily than English.
    ZhOther,
    En,
    Other,
}

impl Language {
    fn of(tag: &str) -> Self {
        let is = |known: &str| tag.eq_ignore_ascii_case(known);
        if is("zh-Hans") {
            Self::ZhHans
        } else if is("zh-CN") || is("zh-Hans-CN") {
            Self::ZhCn
        } else if is("zh") {
            Self::Zh
        } else if is("en") {
            Self::En
        } else if tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("zh-")) {
            Self::ZhOther
        } else {
            Self::Other
        }
    }
}

/// A text in several languages: the first of each kind of language that makes a difference, in the document's order.
struct Texts<T>(Vec<(Language, T)>);

impl<T> Default for Texts<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Default> Texts<T> {
    /// In the person's language, else in English, else in the first there is.
    fn into_language(mut self, locale: Locale) -> T {
        let wanted: &[Language] = match locale {
            Locale::ZhHans => &[Language::ZhHans, Language::ZhCn, Language::Zh, Language::ZhOther, Language::En],
            Locale::En => &[Language::En],
        };
        let found = wanted.iter().find_map(|wanted| self.0.iter().position(|(language, _)| language == wanted));
        let found = found.unwrap_or(0);
        if found < self.0.len() { self.0.swap_remove(found).1 } else { T::default() }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Texts<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ByLanguage<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for ByLanguage<T> {
            type Value = Texts<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Texts<T>, A::Error> {
                let mut texts = Vec::new();
                while let Some(Title(tag)) = entries.next_key()? {
                    let (language, text) = (Language::of(&tag), entries.next_value()?);
                    if texts.iter().all(|(known, _)| *known != language) {
                        texts.push((language, text));
                    }
                }
                Ok(Texts(texts))
            }

            passes_over!(flag, number, text, null, list);
        }

        deserializer.deserialize_any(ByLanguage(std::marker::PhantomData))
    }
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
    fn tags_are_read_in_any_case_and_chinese_comes_before_english() {
        let title = |texts: &str, locale| {
            let document = format!(r#"{{"version":1,"announcements":[{{"title":{texts}}}]}}"#);
            read(document.as_bytes(), locale).unwrap().notices.remove(0).title
        };
        let cases = [
            (r#"{"en":"e","zh-hans":"z"}"#, "z", "e"),
            (r#"{"EN":"e","zh-Hant":"t","zh":"z","zh-cn":"c"}"#, "c", "e"),
            (r#"{"en":"e","ZH-HK":"t","zh":"z"}"#, "z", "e"),
            (r#"{"en":"e","zh-Hant":"t","zh-TW":"u"}"#, "t", "e"),
            (r#"{"zhuang":"x","en":"e"}"#, "e", "e"),
            (r#"{"fr":"f","de":"d","zh-Hant":"t"}"#, "t", "f"),
            (r#"{"fr":7,"de":"d","en":null}"#, "", ""),
            ("{}", "", ""),
            (r#""text""#, "", ""),
        ];
        for (texts, zh, en) in cases {
            assert_eq!((title(texts, Locale::ZhHans).as_str(), title(texts, Locale::En).as_str()), (zh, en), "{texts}");
        }
    }

    #[test]
    fn another_version_and_nonsense_are_unreadable() {
        for document in [
            "",
            "[]",
            "{\"version\":2,\"announcements\":[]}",
            "{\"version\":\"1\",\"announcements\":[]}",
            "{\"version\":1}",
            "{\"version\":1,\"announcements\":{}}",
        ] {
            assert_eq!(read(document.as_bytes(), Locale::En), Err(Unreadable), "{document}");
        }
    }
}
