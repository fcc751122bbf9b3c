//! The endpoint that answers the provider's balances (docs/balances.md).

use serde::{Deserialize, Serialize};

use super::{ConfigError, MappingRule, WebUrl, mapping};
use crate::balance::FIELDS;

/// An endpoint that answers the provider's balances as JSON, for apps that do not sync through the host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BalancesEndpoint {
    /// What is asked with GET. Plain `http` only on loopback.
    pub url: WebUrl,
    /// How an answer of another shape is read, at most 200 rules, one of which fills `/balances`. Without any, the answer has
    /// our own shape (docs/schemas/balances.schema.json).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mapping: Vec<MappingRule>,
}

pub(super) fn check(endpoint: &BalancesEndpoint) -> Result<(), ConfigError> {
    let rules = &endpoint.mapping;
    mapping::check("balances.mapping", rules, &FIELDS)?;
    if !rules.is_empty() && !rules.iter().any(|rule| rule.to.as_str() == "/balances") {
        return Err(ConfigError::new("balances.mapping", "a mapping without balances", "one with a rule to /balances"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::Config;

    fn read(balances: &str) -> Result<Config, String> {
        let json = format!(r#"{{"provider_name":"P",{balances}}}"#);
        Config::from_json(json.as_bytes()).map_err(|error| error.to_string())
    }

    #[test]
    fn an_endpoint_is_read_with_and_without_a_mapping() {
        let plain = read(r#""balances":{"url":"https://api.wallet.example/v1/balances"}"#).unwrap();
        assert!(plain.balances.unwrap().mapping.is_empty());
        let mapped = r#""balances": { "url": "http://127.0.0.1:9/assets", "mapping": [
            { "to": "/sequence", "from": "/data/version" },
            { "to": "/balances", "from": "/data/assets", "each": [
                { "to": "/asset", "from": "", "key": true, "values": { "usdt": "USDT" } },
                { "to": "/total", "from": "/amount", "scale_at": "/decimals" } ] } ] }"#;
        assert_eq!(read(mapped).unwrap().balances.unwrap().mapping.len(), 2);
    }

    #[test]
    fn each_mistake_names_its_key_and_what_is_accepted() {
        let with = |mapping: &str| format!(r#""balances":{{"url":"https://x.example/","mapping":[{mapping}]}}"#);
        for (given, wanted) in [
            (r#""balances_url":"https://x.example/""#.to_owned(), vec!["`balances_url`", "`balances`"]),
            (r#""balances":"https://x.example/""#.to_owned(), vec!["balances"]),
            (r#""balances":{"url":"http://x.example/?token=SECRET"}"#.to_owned(), vec!["balances.url", "https://"]),
            (r#""balances":{"mapping":[]}"#.to_owned(), vec!["balances", "`url`"]),
            (with(r#"{"to":"/total","from":""}"#), vec!["balances.mapping[0].to", "/balances", "/sequence"]),
            (with(r#"{"to":"/unreadable","from":""}"#), vec!["balances.mapping[0].to"]),
            (with(r#"{"to":"/as_of","from":""}"#), vec!["balances.mapping", "a rule to /balances"]),
            (with(r#"{"to":"/balances/total","from":""}"#), vec!["balances.mapping", "a rule to /balances"]),
            (with(r#"{"to":"/balances","from":"","scale":37}"#), vec!["balances.mapping[0].scale", "0 to 36"]),
        ] {
            let shown = read(&given).unwrap_err();
            assert!(!shown.contains('\n') && !shown.contains("SECRET"), "{shown}");
            for part in wanted {
                assert!(shown.contains(part), "{part:?} is missing in: {shown}");
            }
        }
    }
}
