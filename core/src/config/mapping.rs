//! How an endpoint's answer is read where its shape is not ours (docs/mapping.md).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ConfigError;
use super::pointer::JsonPointer;
use crate::balance::MAX_SCALE;
use crate::codes::stable_codes;

/// How many rules a mapping may have, those inside `each` included.
pub const MAX_MAPPING_RULES: usize = 200;
/// How deep `each` may be inside `each`, itself included.
pub const MAX_EACH_DEPTH: usize = 2;
/// How many entries a rule's table may have.
pub const MAX_MAPPED_VALUES: usize = 200;
/// The longest entry of a table, on either side, in characters.
pub const MAX_MAPPED_CHARS: usize = 100;

/// Where one thing is in an answer, and what it is with us. Of `values`, `each`, `scale`, `scale_at` and `times` a rule has
/// one at the most; without any, what is found is taken as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MappingRule {
    /// Where it goes in our own shape, such as `/identity/state`; inside `each` from the element on. Lists are filled by `each`
    /// or as they are. Empty only inside `each`, for an element that is no object.
    pub to: JsonPointer,
    /// Where it is in the answer, such as `/data/kyc/status`; inside `each` from the element on. Where there is nothing, or
    /// null, it stays unknown.
    pub from: JsonPointer,
    /// The answer's words and ours. A string, a number or a boolean is looked up by its JSON text; one that is not there is
    /// unreadable.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, MappedValue>,
    /// For a list: how each of its elements is read. For an object of elements by name, one of these rules has `key`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub each: Vec<MappingRule>,
    /// For an integer of minor units: how many decimals the amount has, at most 36.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<u32>,
    /// For an integer of minor units beside which its number of decimals stands: where that is, from where `from` is from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale_at: Option<JsonPointer>,
    /// Inside `each`: the name under which the element stands in an object, with an empty `from`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub key: bool,
    /// For a time that is a number: what it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<UnixTime>,
}

/// What a word of the answer is with us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "a string, true or false")]
pub enum MappedValue {
    /// Yes or no.
    Bool(bool),
    /// One of our codes, or a text.
    Text(String),
}

stable_codes! {
    /// What a time counts that is a number, from 1970-01-01T00:00:00Z on. Zero is no time.
    pub enum UnixTime as "unit" {
        /// Seconds.
        Seconds = "unix_s",
        /// Milliseconds.
        Milliseconds = "unix_ms",
    }
}

/// The number of rules, those inside `each` included.
fn count(rules: &[MappingRule]) -> usize {
    rules.iter().fold(rules.len(), |sum, rule| sum.saturating_add(count(&rule.each)))
}

/// Checks the mapping of this key. Its rules fill these fields.
pub(super) fn check(key: &str, mapping: &[MappingRule], fields: &[&str]) -> Result<(), ConfigError> {
    let rules = count(mapping);
    if rules > MAX_MAPPING_RULES {
        let accepted = format!("at most {MAX_MAPPING_RULES}, those inside 'each' included");
        return Err(ConfigError::new(key, &format!("{rules} rules"), &accepted));
    }
    check_places(key, mapping, 0)?;
    for (index, rule) in mapping.iter().enumerate() {
        let field = rule.to.segments().next().unwrap_or_default();
        if !fields.contains(&field.as_str()) {
            let known: Vec<String> = fields.iter().map(|field| format!("/{field}")).collect();
            let accepted = format!("a pointer that begins with one of {}", known.join(", "));
            return Err(ConfigError::new(&format!("{key}[{index}].to"), rule.to.as_str(), &accepted));
        }
    }
    Ok(())
}

/// Checks the rules of a mapping, or of one `each` that is inside so many others.
fn check_places(key: &str, rules: &[MappingRule], depth: usize) -> Result<(), ConfigError> {
    for (index, rule) in rules.iter().enumerate() {
        let key = format!("{key}[{index}]");
        let others = rules.iter().enumerate().filter(|(other, _)| *other < index).map(|(_, other)| other);
        if others.into_iter().any(|other| rule.to.is_within(&other.to) || other.to.is_within(&rule.to)) {
            let accepted = "a place that no other rule fills, in whole or in part";
            return Err(ConfigError::new(&format!("{key}.to"), &format!("'{}'", rule.to), accepted));
        }
        if let Some(segment) = rule.to.segments().find(|segment| is_index(segment)) {
            let accepted = "names of fields: a list is filled by 'each'";
            return Err(ConfigError::new(&format!("{key}.to"), &segment, accepted));
        }
        check_rule(&key, rule, depth)?;
        if !rule.each.is_empty() && depth >= MAX_EACH_DEPTH {
            let accepted = format!("'each' inside 'each' at most {MAX_EACH_DEPTH} deep");
            return Err(ConfigError::new(&format!("{key}.each"), "one more", &accepted));
        }
        check_places(&format!("{key}.each"), &rule.each, depth.saturating_add(1))?;
    }
    Ok(())
}

/// An element of a list, or the end of it (RFC 6901, section 4).
fn is_index(segment: &str) -> bool {
    segment == "-" || (!segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit()))
}

fn check_rule(key: &str, rule: &MappingRule, depth: usize) -> Result<(), ConfigError> {
    let MappingRule { to: _, from, values, each, scale, scale_at, key: is_key, times } = rule;
    let ways = [!values.is_empty(), !each.is_empty(), scale.is_some(), scale_at.is_some(), times.is_some()];
    let ways = ways.into_iter().filter(|way| *way).count();
    if ways > 1 {
        let accepted = "one of 'values', 'each', 'scale', 'scale_at' and 'times' at the most";
        return Err(ConfigError::new(key, "a rule that reads in more than one way", accepted));
    }
    if *is_key && (depth == 0 || !from.as_str().is_empty() || (ways > 0 && values.is_empty())) {
        let accepted = "a rule inside 'each' with an empty 'from', and with 'values' at the most";
        return Err(ConfigError::new(&format!("{key}.key"), "this rule", accepted));
    }
    if let Some(given) = scale.filter(|scale| *scale > MAX_SCALE) {
        return Err(ConfigError::new(&format!("{key}.scale"), &given.to_string(), &format!("0 to {MAX_SCALE}")));
    }
    if values.len() > MAX_MAPPED_VALUES {
        let given = format!("{} entries", values.len());
        return Err(ConfigError::new(&format!("{key}.values"), &given, &format!("at most {MAX_MAPPED_VALUES}")));
    }
    let long = |text: &str| text.chars().count() > MAX_MAPPED_CHARS;
    let is_long =
        |(word, value): &(&String, &MappedValue)| long(word) || matches!(value, MappedValue::Text(text) if long(text));
    match values.iter().find(is_long) {
        Some((word, _)) => {
            let accepted = format!("words of at most {MAX_MAPPED_CHARS} characters on both sides");
            Err(ConfigError::new(&format!("{key}.values"), word, &accepted))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;

    fn read(account: &str) -> Result<Config, String> {
        let json = format!(r#"{{"provider_name":"P","account":{account}}}"#);
        Config::from_json(json.as_bytes()).map_err(|error| error.to_string())
    }

    fn with(mapping: &str) -> String {
        read(&format!(r#"{{"url":"https://api.wallet.example/v1/me","mapping":{mapping}}}"#)).unwrap_err()
    }

    #[test]
    fn an_endpoint_is_read_with_and_without_a_mapping() {
        assert!(read(r#"{"url":"http://127.0.0.1:9/account"}"#).unwrap().account.unwrap().mapping.is_empty());
        let mapped = r#"{ "url": "https://api.wallet.example/v1/me", "mapping": [
            { "to": "/identity/state", "from": "/data/kyc/status", "values": { "PASS": "verified" } },
            { "to": "/restricted", "from": "/data/frozen", "values": { "1": true, "0": false } },
            { "to": "/limits", "from": "/data/limits", "each": [
                { "to": "/operation", "from": "/type", "values": { "WD": "withdrawal" } },
                { "to": "/minimum", "from": "/min", "scale": 2 },
                { "to": "/day/resets_at", "from": "/next~1day", "times": "unix_ms" } ] },
            { "to": "/two_factor/required_for", "from": "", "each": [
                { "to": "", "from": "/op", "values": { "WD": "withdrawal" } } ] } ] }"#;
        assert_eq!(count(&read(mapped).unwrap().account.unwrap().mapping), 8);
    }

    #[test]
    fn each_mistake_names_its_key_and_what_is_accepted() {
        let rule = |to: &str, rest: &str| format!(r#"{{"to":"{to}","from":"/a"{rest}}}"#);
        let many: Vec<String> = (0..=MAX_MAPPING_RULES).map(|n| rule(&format!("/identity/x{n}"), "")).collect();
        let inside = |rules: &str| rule("/limits", &format!(r#","each":[{rules}]"#));
        let deeper = |rules: &str| rule("/a", &format!(r#","each":[{rules}]"#));
        let words: Vec<String> = (0..=MAX_MAPPED_VALUES).map(|n| format!(r#""{n}":"on""#)).collect();
        let table = [
            (many.join(","), vec!["account.mapping", "201 rules", "at most 200"]),
            (inside(&many.join(",")), vec!["account.mapping", "202 rules"]),
            (rule("identity", ""), vec!["account.mapping[0].to", "'identity'", "begins with /"]),
            (rule("/identity/~2", ""), vec!["account.mapping[0].to", "~0"]),
            (rule(&format!("/identity/{}", "x".repeat(200)), ""), vec!["account.mapping[0].to", "200 bytes"]),
            (r#"{"to":"/identity","from":"a"}"#.to_owned(), vec!["account.mapping[0].from", "'a'"]),
            (rule("/kyc", ""), vec!["account.mapping[0].to", "/kyc", "/identity"]),
            (rule("/unreadable", ""), vec!["account.mapping[0].to", "/unreadable"]),
            (rule("", ""), vec!["account.mapping[0].to", "/restricted"]),
            (rule("/limits/0/minimum", ""), vec!["account.mapping[0].to", "0 is not", "each"]),
            ([rule("/identity", ""), rule("/identity", "")].join(","), vec!["account.mapping[1].to", "no other rule"]),
            ([rule("/identity", ""), rule("/identity/state", "")].join(","), vec!["account.mapping[1].to"]),
            ([rule("/identity/state", ""), rule("/identity", "")].join(","), vec!["account.mapping[1].to"]),
            (inside(&[rule("", ""), rule("/a", "")].join(",")), vec!["account.mapping[0].each[1].to"]),
            (inside(&deeper(&deeper(&rule("/b", "")))), vec!["account.mapping[0].each[0].each[0].each", "2 deep"]),
            (rule("/restricted", r#","scale":2,"times":"unix_s""#), vec!["account.mapping[0]", "'times'"]),
            (rule("/restricted", r#","scale":2,"scale_at":"/b""#), vec!["account.mapping[0]", "'scale_at'"]),
            (rule("/restricted", r#","scale_at":"b""#), vec!["account.mapping[0].scale_at", "begins with /"]),
            (rule("/restricted", r#","key":true"#), vec!["account.mapping[0].key", "inside 'each'"]),
            (inside(&rule("/a", r#","key":true"#)), vec!["account.mapping[0].each[0].key", "empty 'from'"]),
            (
                inside(r#"{"to":"/a","from":"","key":true,"times":"unix_s"}"#),
                vec!["account.mapping[0].each[0].key", "'values' at the most"],
            ),
            (rule("/restricted", r#","scale":37"#), vec!["account.mapping[0].scale", "0 to 36"]),
            (rule("/restricted", r#","times":"days""#), vec!["account.mapping[0].times", "unix_s, unix_ms"]),
            (rule("/restricted", r#","values":{"a":1}"#), vec!["account.mapping[0].values.a", "true or false"]),
            (
                rule("/restricted", &format!(r#","values":{{{}}}"#, words.join(","))),
                vec!["account.mapping[0].values", "201 entries", "at most 200"],
            ),
            (
                rule("/restricted", &format!(r#","values":{{"a":"{}"}}"#, "x".repeat(101))),
                vec!["account.mapping[0].values", "100 characters"],
            ),
        ];
        for (rules, wanted) in table {
            let shown = with(&format!("[{rules}]"));
            assert!(!shown.contains('\n'), "{shown}");
            for part in wanted {
                assert!(shown.contains(part), "{part:?} is missing in: {shown}");
            }
        }
        let told = read(r#"{"url":"http://api.wallet.example/v1/me?token=SECRET"}"#).unwrap_err();
        assert!(told.contains("account.url") && told.contains("https://") && !told.contains("SECRET"), "{told}");
    }
}
