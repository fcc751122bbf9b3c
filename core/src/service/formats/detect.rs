//! Which format a document is written in, told by what it holds: one pass over the top level, in bounded memory. What fits
//! two formats, or none, is not guessed at.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::capped::Capped;
use super::health_json;
use super::lenient::{Id, Scalar, Word, objects, passes_over, read_entries, scalars};
use crate::config::StatusFormat;

/// The format of a document; never `auto`, and never `plain_http`.
pub(super) fn detect(body: &[u8], content_type: Option<&str>) -> Option<StatusFormat> {
    if let Some(format) = content_type.and_then(by_media_type) {
        return Some(format);
    }
    match body.trim_ascii_start().first() {
        Some(b'<') => Some(StatusFormat::Feed),
        Some(b'[') => by_first_entry(body),
        Some(b'{') => by_keys(body),
        Some(_) | None => None,
    }
}

/// The media types that are for one format alone.
fn by_media_type(content_type: &str) -> Option<StatusFormat> {
    let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media_type.as_str() {
        "application/health+json" => Some(StatusFormat::HealthJson),
        other if other.starts_with("application/vnd.spring-boot.actuator") => Some(StatusFormat::Actuator),
        _ => None,
    }
}

objects! {
    struct Site {
        slug: Id = "slug",
        status: Word = "status",
    }

    struct Marks {
        status: Status = "status",
        ongoing_incidents: Capped<IgnoredAny, 0> = "ongoing_incidents",
        in_progress_maintenances: Capped<IgnoredAny, 0> = "in_progress_maintenances",
        data: Given<Data> = "data",
        summary_status: Word = "summaryStatus",
        version: Version = "version",
        announcements: Capped<IgnoredAny, 0> = "announcements",
        checks: Given<IgnoredAny> = "checks",
        message: Given<IgnoredAny> = "message",
        msg: Given<IgnoredAny> = "msg",
        code: Given<IgnoredAny> = "code",
    }

    struct Data {
        attributes: Attributes = "attributes",
    }

    struct Attributes {
        aggregate_state: Word = "aggregate_state",
    }

    struct Indicator {
        indicator: Word = "indicator",
    }
}

fn by_first_entry(body: &[u8]) -> Option<StatusFormat> {
    let sites: Capped<Site, 1> = serde_json::from_slice(body).ok()?;
    let first = sites.kept.first()?;
    (first.slug.0.is_some() && first.status.get().is_some()).then_some(StatusFormat::Upptime)
}

fn by_keys(body: &[u8]) -> Option<StatusFormat> {
    let marks: Marks = serde_json::from_slice(body).ok()?;
    let data = marks.data.0.as_ref();
    let signs = [
        (marks.status.has_indicator, StatusFormat::StatuspageV2),
        (marks.ongoing_incidents.given || marks.in_progress_maintenances.given, StatusFormat::IncidentIo),
        (data.is_some_and(|data| data.attributes.aggregate_state.get().is_some()), StatusFormat::BetterStack),
        (marks.summary_status.get().is_some(), StatusFormat::Cstate),
        (marks.version == Version::Number && marks.announcements.given, StatusFormat::Announcements),
        (marks.version == Version::JsonFeed, StatusFormat::Feed),
    ];
    let by_word = by_word(&marks);
    let mut found = signs.into_iter().filter_map(|(is_there, format)| is_there.then_some(format)).chain(by_word);
    match (found.next(), found.next()) {
        (Some(format), None) => Some(format),
        (Some(_), Some(_)) | (None, _) => None,
    }
}

/// A health endpoint by its one word.
fn by_word(marks: &Marks) -> Option<StatusFormat> {
    let word = marks.status.word.get()?;
    // A status with a message, a code or data is how APIs in general answer, errors too: it is about one request.
    if marks.message.0.is_some() || marks.msg.0.is_some() || marks.code.0.is_some() || marks.data.0.is_some() {
        return None;
    }
    match word {
        "UP" | "DOWN" | "OUT_OF_SERVICE" | "UNKNOWN" if marks.checks.0.is_none() => Some(StatusFormat::Actuator),
        other => health_json::state(other).map(|_| StatusFormat::HealthJson),
    }
}

/// Whether a key is there, and what stands under it.
struct Given<T>(Option<T>);

impl<T> Default for Given<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(|value| Self(Some(value)))
    }
}

/// A version: whose it is shows by its kind.
#[derive(Default, PartialEq, Eq)]
enum Version {
    #[default]
    Other,
    Number,
    /// <https://www.jsonfeed.org/version/1.1/>, top-level `version`.
    JsonFeed,
}

scalars!(Version);

impl Scalar for Version {
    fn from_text(text: &str) -> Self {
        if text.starts_with("https://jsonfeed.org/version/") { Self::JsonFeed } else { Self::Other }
    }

    fn from_number(_number: u64) -> Self {
        Self::Number
    }
}

/// `status`, which is a word to some and an object to others.
#[derive(Default)]
struct Status {
    word: Word,
    has_indicator: bool,
}

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Status;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("anything")
            }

            fn visit_str<E>(self, text: &str) -> Result<Status, E> {
                Ok(Status { word: Word::from_text(text), has_indicator: false })
            }

            fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Status, A::Error> {
                let Indicator { indicator } = read_entries(entries)?;
                Ok(Status { word: Word::default(), has_indicator: indicator.get().is_some() })
            }

            passes_over!(flag, number, null, list);
        }

        deserializer.deserialize_any(Either)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(body: &str) -> Option<StatusFormat> {
        detect(body.as_bytes(), None)
    }

    #[test]
    fn one_word_is_told_by_its_letters_and_its_company() {
        let cases = [
            (r#"{"status":"UP"}"#, Some(StatusFormat::Actuator)),
            (r#"{"status":"OUT_OF_SERVICE","components":{}}"#, Some(StatusFormat::Actuator)),
            (r#"{"status":"UNKNOWN","groups":[]}"#, Some(StatusFormat::Actuator)),
            (r#"{"status":"up"}"#, Some(StatusFormat::HealthJson)),
            (r#"{"status":"UP","checks":[{"name":"db","status":"UP"}]}"#, Some(StatusFormat::HealthJson)),
            (r#"{"status":"ok","info":{},"error":{},"details":{}}"#, Some(StatusFormat::HealthJson)),
            (r#"{"status":"Fail","version":"1","output":"x"}"#, Some(StatusFormat::HealthJson)),
            (r#"{"status":"error","message":"no such page"}"#, None),
            (r#"{"status":"ok","data":null}"#, None),
            (r#"{"status":"UP","code":0}"#, None),
            (r#"{"status":"success"}"#, None),
            (r#"{"status":500,"error":"Internal Server Error","path":"/"}"#, None),
            (r#"{"status":true}"#, None),
        ];
        for (body, format) in cases {
            assert_eq!(told(body), format, "{body}");
        }
    }

    #[test]
    fn what_is_for_one_format_alone_is_enough() {
        let cases = [
            (r#"{"status":{"indicator":"none"},"x":[[]]}"#, StatusFormat::StatuspageV2),
            (r#"{"in_progress_maintenances":[]}"#, StatusFormat::IncidentIo),
            (r#"{"data":{"attributes":{"aggregate_state":"x"}}}"#, StatusFormat::BetterStack),
            (r#"{"summaryStatus":"ok"}"#, StatusFormat::Cstate),
            (r#"{"version":9,"announcements":[]}"#, StatusFormat::Announcements),
            (r#"{"version":"https://jsonfeed.org/version/1.1","items":[]}"#, StatusFormat::Feed),
            (" \r\n<?xml version=\"1.0\"?><rss/>", StatusFormat::Feed),
            (r#"[{"slug":"a","status":"up"},7]"#, StatusFormat::Upptime),
        ];
        for (body, format) in cases {
            assert_eq!(told(body), Some(format), "{body}");
        }
    }

    #[test]
    fn two_or_none_is_not_guessed_at() {
        for body in [
            "",
            " ",
            "7",
            "\"UP\"",
            "[]",
            "[7]",
            "[{\"slug\":\"a\"}]",
            "{}",
            "{",
            r#"{"status":{"indicator":7}}"#,
            r#"{"status":{"indicator":"none"},"ongoing_incidents":[]}"#,
            r#"{"status":"UP","summaryStatus":"ok"}"#,
            r#"{"version":"1","announcements":[]}"#,
            r#"{"version":1}"#,
            r#"{"data":{"attributes":{"aggregate_state":7}}}"#,
        ] {
            assert_eq!(told(body), None, "{body}");
        }
    }

    #[test]
    fn the_media_type_goes_first() {
        let by = |content_type| detect(b"{}", Some(content_type));
        assert_eq!(by("Application/Health+JSON; charset=utf-8"), Some(StatusFormat::HealthJson));
        assert_eq!(by("application/vnd.spring-boot.actuator.v3+json"), Some(StatusFormat::Actuator));
        for other in ["application/json", "text/html", "", ";", "application/health+jsonx"] {
            assert_eq!(by(other), None, "{other}");
        }
    }
}
