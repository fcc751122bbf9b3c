//! One clear line for whatever is wrong with a config.

use serde::de::DeserializeOwned;

use super::MAX_FILE_BYTES;

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
        let given: String = given.chars().take(100).collect();
        Self { key: key.to_owned(), problem: format!("{given} is not accepted; accepted: {accepted}") }
    }

    pub(super) fn within(mut self, parent: &str) -> Self {
        self.key = format!("{parent}.{}", self.key);
        self
    }
}

/// Reads JSON; an error carries the path of the key.
pub(super) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ConfigError> {
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
        let key = if path == "." { "(file)".to_owned() } else { path };
        ConfigError { key, problem: one_line(&error.into_inner().to_string()) }
    })?;
    reader.end().map_err(|error| ConfigError { key: "(file)".to_owned(), problem: one_line(&error.to_string()) })?;
    Ok(value)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
