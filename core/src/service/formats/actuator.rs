//! Spring Boot Actuator, `/actuator/health` (<https://docs.spring.io/spring-boot/api/rest/actuator/health.html>): one word,
//! and the parts if the provider shows them. What is not well comes with a 503.
//!
//! Up to version 2.1 the parts stood under `details`, where since then are facts about one part
//! (<https://github.com/spring-projects/spring-boot/wiki/Spring-Boot-2.2-Release-Notes>). Facts may be about the inside of
//! the service, so none is kept: only what has a `status` is a part.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::Unreadable;
use super::lenient::{Key, Title, Word, passes_over};
use super::text;
use crate::config::StatusFormat;
use crate::service::{Component, MAX_COMPONENTS, ServiceReport, ServiceState};

/// How deep parts of parts are read.
const MAX_DEPTH: usize = 4;

/// Reads a health document, whatever status it came with.
pub(super) fn read(document: &[u8]) -> Result<ServiceReport, Unreadable> {
    let mut components = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_slice(document);
    let whole = Health { name: "", depth: 0, components: &mut components };
    let status = whole.deserialize(&mut deserializer).map_err(|_| Unreadable)?;
    deserializer.end().map_err(|_| Unreadable)?;
    let status = status.ok_or(Unreadable)?;
    let word = status.get().ok_or(Unreadable)?;
    let overall = state(word);
    // A word of somebody else's and nothing besides: that is no health document.
    if overall.is_none() && components.is_empty() && !word.eq_ignore_ascii_case("UNKNOWN") {
        return Err(Unreadable);
    }
    Ok(ServiceReport { overall, components, ..ServiceReport::empty(StatusFormat::Actuator) })
}

fn state(word: &str) -> Option<ServiceState> {
    match word.to_ascii_uppercase().as_str() {
        "UP" => Some(ServiceState::Operational),
        "DOWN" | "OUT_OF_SERVICE" => Some(ServiceState::Outage),
        // `UNKNOWN` says what it says, and providers have words of their own.
        _ => None,
    }
}

/// The health of the whole or of a part. Its own parts go into one list for all of them, which is all that grows.
struct Health<'a> {
    name: &'a str,
    depth: usize,
    components: &'a mut Vec<Component>,
}

impl<'de> DeserializeSeed<'de> for Health<'_> {
    /// The status, if it is an object and has one.
    type Value = Option<Word>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Health<'_> {
    type Value = Option<Word>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut status = None;
        while let Some(key) = entries.next_key_seed(Key)? {
            match key.as_str() {
                "status" => status = Some(entries.next_value()?),
                "components" | "details" if self.depth < MAX_DEPTH => {
                    let (name, depth) = (self.name, self.depth + 1);
                    entries.next_value_seed(Parts { name, depth, components: &mut *self.components })?;
                }
                _ => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(status.filter(|word: &Word| word.get().is_some()))
    }

    passes_over!(flag, number, text, null, list);
}

/// The parts of the whole or of a part.
struct Parts<'a> {
    name: &'a str,
    depth: usize,
    components: &'a mut Vec<Component>,
}

impl<'de> DeserializeSeed<'de> for Parts<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Parts<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while self.components.len() < MAX_COMPONENTS {
            let Some(Title(key)) = entries.next_key()? else { return Ok(()) };
            let name = if self.name.is_empty() { key } else { text::title(Some(&format!("{}/{key}", self.name))) };
            // A part comes before its own parts, and takes its place only once it has turned out to be one.
            let place = self.components.len();
            let part = Health { name: &name, depth: self.depth, components: &mut *self.components };
            if let Some(status) = entries.next_value_seed(part)? {
                let state = status.get().and_then(state);
                self.components.insert(place, Component { id: None, name, state });
                self.components.truncate(MAX_COMPONENTS);
            }
        }
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    passes_over!(flag, number, text, null, list);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(report: &ServiceReport) -> Vec<(&str, Option<ServiceState>)> {
        report.components.iter().map(|part| (part.name.as_str(), part.state)).collect()
    }

    const UP: Option<ServiceState> = Some(ServiceState::Operational);
    const DOWN: Option<ServiceState> = Some(ServiceState::Outage);

    #[test]
    fn one_word_is_enough() {
        for (word, overall) in [("UP", UP), ("DOWN", DOWN), ("OUT_OF_SERVICE", DOWN), ("UNKNOWN", None)] {
            let report = read(format!(r#"{{"status":"{word}","groups":["liveness"]}}"#).as_bytes()).unwrap();
            assert_eq!((report.overall, report.components.len()), (overall, 0), "{word}");
        }
        // A word of the provider's own needs parts beside it to be taken for health.
        assert_eq!(read(br#"{"status":"FATAL"}"#), Err(Unreadable));
        let report = read(br#"{"status":"FATAL","components":{"db":{"status":"DOWN"}}}"#).unwrap();
        assert_eq!((report.overall, report.components.len()), (None, 1));
    }

    #[test]
    fn parts_of_parts_have_the_names_of_both() {
        let report = read(include_bytes!("fixtures/actuator_down.json")).unwrap();
        assert_eq!(report.overall, DOWN);
        let expected = [("broker", DOWN), ("broker/east", UP), ("broker/west", DOWN), ("db", UP), ("risk", None)];
        assert_eq!(parts(&report), expected);
        assert_eq!(read(include_bytes!("fixtures/actuator_fine.json")).unwrap().overall, UP);
    }

    #[test]
    fn older_versions_call_the_parts_details() {
        let report = read(include_bytes!("fixtures/actuator_older.json")).unwrap();
        assert_eq!(parts(&report), [("redis", DOWN), ("stores", UP), ("stores/main", UP)]);
    }

    #[test]
    fn their_number_and_depth_are_bounded() {
        let one = |n: usize| format!(r#""p{n}":{{"status":"UP","components":{{"a":{{"status":"UP"}}}}}}"#);
        let many = (0..MAX_COMPONENTS).map(one).collect::<Vec<_>>().join(",");
        let report = read(format!(r#"{{"status":"UP","components":{{{many}}}}}"#).as_bytes()).unwrap();
        assert_eq!(report.components.len(), MAX_COMPONENTS);
        assert_eq!((report.components[0].name.as_str(), report.components[1].name.as_str()), ("p0", "p0/a"));
        let deep =
            format!(r#"{}"status":"UP"{}"#, r#"{"status":"UP","components":{"a":"#.repeat(40) + "{", "}".repeat(81));
        assert_eq!(parts(&read(deep.as_bytes()).unwrap()).last(), Some(&("a/a/a/a", UP)));
    }

    #[test]
    fn without_a_word_it_is_unreadable() {
        let deep = r#"{"components":{"a":"#.repeat(50_000);
        for document in
            ["", "[]", "\"UP\"", "{}", r#"{"status":503}"#, r#"{"status":"UP""#, r#"{"status":"UP"}x"#, &deep]
        {
            assert_eq!(read(document.as_bytes()), Err(Unreadable));
        }
        let odd = br#"{"status":"DOWN","status":"UP","components":{"a":7,"b":{"status":7},"c":[{"status":"UP"}],"d":{}},"details":[]}"#;
        assert_eq!(read(odd).unwrap(), ServiceReport { overall: UP, ..ServiceReport::empty(StatusFormat::Actuator) });
    }
}
