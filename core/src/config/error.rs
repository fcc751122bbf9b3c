//! One clear line for whatever is wrong with a config.

use serde::de::DeserializeOwned;

use super::MAX_FILE_BYTES;
use crate::one_line::one_line;

/// How much of a mistake is shown, in characters.
const MAX_GIVEN_CHARS: usize = 100;
const MAX_LINE_CHARS: usize = 1_000;

/// What is wrong with a config: the key, what was given and what is accepted, in one line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("config: {key}: {problem}")]
pub struct ConfigError {
    /// The key's path, such as `endpoints[0].url`; `(file)` for the whole.
    pub key: String,
    /// What is wrong with it and what is accepted.
    pub problem: String,
}

impl ConfigError {
    pub(super) fn new(key: &str, given: &str, accepted: &str) -> Self {
        let given = one_line(given, MAX_GIVEN_CHARS);
        let problem = format!("{given} is not accepted; accepted: {accepted}");
        Self { key: one_line(key, MAX_LINE_CHARS), problem: one_line(&problem, MAX_LINE_CHARS) }
    }

    pub(super) fn within(mut self, parent: &str) -> Self {
        self.key = format!("{parent}.{}", self.key);
        self
    }
}

/// Reads JSON; an error carries the path of the key.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ConfigError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(ConfigError::new(
            "(file)",
            &format!("{} bytes", bytes.len()),
            &format!("at most {MAX_FILE_BYTES}"),
        ));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let key = if path == "." { "(file)".to_owned() } else { one_line(&path, MAX_LINE_CHARS) };
        let text = error.into_inner().to_string();
        // What an app would answer is about a person.
        let text = if key == APP || key.starts_with(&format!("{APP}.")) { without_values(&text) } else { text };
        ConfigError { key, problem: problem(&text) }
    })?;
    reader.end().map_err(|error| ConfigError { key: "(file)".to_owned(), problem: problem(&error.to_string()) })?;
    Ok(value)
}

/// The part of a case that holds what an app would answer.
const APP: &str = "app";

/// A text without what it quotes before it says what is accepted.
fn without_values(text: &str) -> String {
    let end = [", expected ", "; accepted"].iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
    let (said, accepted) = text.split_at_checked(end).unwrap_or((text, ""));
    let mut plain = String::new();
    let mut quoted = false;
    for c in said.chars() {
        if matches!(c, '`' | '\'' | '"') {
            quoted = !quoted;
            if quoted {
                plain.push('…');
            }
        } else if !quoted {
            plain.push(c);
        }
    }
    format!("{plain}{accepted}")
}

/// The library's text, without the value where it quotes one of the wrong type: that may be a key in the wrong place.
fn problem(text: &str) -> String {
    let quoted = text.find("string \"").zip(text.rfind(", expected "));
    let text = match quoted.and_then(|(from, to)| text.get(..from).zip(text.get(to..))) {
        Some((before, after)) => format!("{before}a string{after}"),
        None => text.to_owned(),
    };
    one_line(&text, MAX_LINE_CHARS)
}
