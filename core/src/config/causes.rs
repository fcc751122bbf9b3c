//! Where the provider's own causes are, and whose signature they need.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{ConfigError, MAX_ENTRIES, SigningKey};

/// The provider's own causes and advice: a file that comes with the app or that the app has fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OwnCausesConfig {
    /// Where it is: an absolute path. A JSON Web Signature (RFC 7515, compact, Ed25519) around the causes (docs/causes.md). It
    /// is read anew for each diagnosis; where it is missing, not signed or not whole, the built-in causes are used and the
    /// diagnosis says so.
    pub file: PathBuf,
    /// Public keys of which one must have signed it, 1 to 16. More than one, so that a key can be replaced.
    pub signed_by: Vec<SigningKey>,
}

pub(super) fn check(own: Option<&OwnCausesConfig>) -> Result<(), ConfigError> {
    let Some(OwnCausesConfig { file, signed_by }) = own else { return Ok(()) };
    if !file.is_absolute() {
        return Err(ConfigError::new("own_causes.file", &file.display().to_string(), "an absolute path"));
    }
    if signed_by.is_empty() || signed_by.len() > MAX_ENTRIES {
        let given = format!("{} entries", signed_by.len());
        return Err(ConfigError::new("own_causes.signed_by", &given, &format!("1 to {MAX_ENTRIES}")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::Config;

    /// The key of RFC 8037, appendix A.
    const KEY: &str = r#""11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo""#;

    fn told(file: &str, keys: &[&str]) -> Result<(), String> {
        let keys = keys.join(",");
        let json = format!(r#"{{"provider_name":"P","own_causes":{{"file":"{file}","signed_by":[{keys}]}}}}"#);
        Config::from_json(json.as_bytes()).map(drop).map_err(|error| error.to_string())
    }

    #[test]
    fn a_file_needs_a_place_and_a_key() {
        assert_eq!(told("/opt/wallet/causes.jws", &[KEY]), Ok(()));
        assert!(told("causes.jws", &[KEY]).unwrap_err().contains("own_causes.file"));
        assert!(told("/causes.jws", &[]).unwrap_err().contains("own_causes.signed_by: 0 entries"));
        assert!(told("/causes.jws", &[KEY; 17]).unwrap_err().contains("own_causes.signed_by: 17 entries"));
        assert!(told("/causes.jws", &[r#""AAAA""#]).unwrap_err().contains("own_causes.signed_by[0]"));
    }
}
