//! The provider's own error codes, and what they mean.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::ConfigError;
use crate::complaint::plain_code;
use crate::one_line::one_line;

/// How many codes are accepted.
pub const MAX_CODE_RULES: usize = 500;
/// The longest code, in characters.
pub const MAX_CODE_CHARS: usize = 60;

/// What one of the provider's error codes means. It counts where it stands in a message as a whole word, in any case and
/// width; a number not as an amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeRule {
    /// The code as people see it, such as `E-1043`: 1 to 60 characters.
    pub code: String,
    /// The code of the cause that it means, such as `funds.insufficient_available`.
    pub cause: String,
}

/// Whether the rules make sense, for causes that are known.
pub(crate) fn check(codes: &[CodeRule], known: impl Fn(&str) -> bool) -> Result<(), ConfigError> {
    if codes.len() > MAX_CODE_RULES {
        let given = format!("{} entries", codes.len());
        return Err(ConfigError::new("codes", &given, &format!("at most {MAX_CODE_RULES}")));
    }
    let mut seen = BTreeSet::new();
    for (index, CodeRule { code, cause }) in codes.iter().enumerate() {
        let plain = plain_code(code);
        let key = format!("codes[{index}].code");
        if plain.is_empty() || one_line(code, MAX_CODE_CHARS) != *code {
            let accepted = format!("1 to {MAX_CODE_CHARS} characters on one line, with a letter or a digit");
            return Err(ConfigError::new(&key, code, &accepted));
        }
        if !seen.insert(plain) {
            return Err(ConfigError::new(&key, code, "a code that no other rule has, in any case"));
        }
        if !known(cause) {
            let accepted = "a cause that the doctor knows, such as provider.maintenance_in_progress";
            return Err(ConfigError::new(&format!("codes[{index}].cause"), cause, accepted));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;

    fn checked(codes: &str) -> Result<Vec<CodeRule>, String> {
        let json = format!(r#"{{"provider_name":"P","codes":{codes}}}"#);
        Config::from_json(json.as_bytes()).map(|config| config.codes).map_err(|error| error.to_string())
    }

    #[test]
    fn codes_that_mean_something_are_accepted() {
        let codes = r#"[{"code":"E-1043","cause":"network.offline"},{"code":"服务 7","cause":"provider.api_error"}]"#;
        assert_eq!(checked(codes).unwrap().len(), 2);
        assert!(checked("[]").unwrap().is_empty());
    }

    #[test]
    fn each_mistake_names_its_key() {
        let rule = |code: &str| format!(r#"{{"code":"{code}","cause":"network.offline"}}"#);
        let many: Vec<String> = (0..=MAX_CODE_RULES).map(|n| rule(&format!("E{n}"))).collect();
        for (codes, key) in [
            (format!("[{}]", many.join(",")), "codes: 501 entries"),
            (format!("[{}]", rule("")), "codes[0].code"),
            (format!("[{}]", rule("-")), "codes[0].code"),
            (format!("[{}]", rule(" E1")), "codes[0].code"),
            (format!("[{}]", rule(&"E".repeat(61))), "codes[0].code"),
            (format!("[{},{}]", rule("E-1"), rule("Ｅ-1")), "codes[1].code"),
            (format!("[{},{}]", rule("E-1"), rule("e-1")), "codes[1].code"),
            (format!(r#"[{},{{"code":"E-2","cause":"network.offlin"}}]"#, rule("E-1")), "codes[1].cause"),
            (r#"[{"code":"E-2","causes":[]}]"#.to_owned(), "codes[0].causes"),
        ] {
            let told = checked(&codes).unwrap_err();
            assert!(told.contains(key), "{key}: {told}");
        }
    }
}
