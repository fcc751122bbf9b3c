//! What the library may take: as a whole, and each crate that takes much of it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::Value;

/// A crate above this needs a ceiling of its own.
const LARGE: u64 = 150_000;

/// The budget, as `bindings/size-budget.json` has it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Budget {
    /// The stripped library, as it lies on a phone.
    pub(super) max_bytes: u64,
    /// The same compressed, as a store sends it.
    pub(super) max_download_bytes: u64,
    /// The large crates, by their names in Rust.
    pub(super) crates: BTreeMap<String, u64>,
}

impl Budget {
    pub(super) fn parse(json: &str) -> Result<Self> {
        let json: Value = serde_json::from_str(json).context("the size budget is not JSON")?;
        let bytes =
            |key: &str| json.get(key).and_then(Value::as_u64).with_context(|| format!("the size budget has no {key}"));
        let (max_bytes, max_download_bytes) = (bytes("max_bytes")?, bytes("max_download_bytes")?);
        let crates = json.get("crates").and_then(Value::as_object).context("the size budget has no crates")?;
        let ceiling = |(name, bytes): (&String, &Value)| {
            Ok((name.clone(), bytes.as_u64().with_context(|| format!("the ceiling of {name} is no number of bytes"))?))
        };
        Ok(Self { max_bytes, max_download_bytes, crates: crates.iter().map(ceiling).collect::<Result<_>>()? })
    }

    /// For the person, below the table.
    pub(super) fn download_told(&self, download: u64) -> String {
        format!("Compressed, as a store sends it: {download} bytes; {} are the budget.", self.max_download_bytes)
    }

    /// What is over, in words. A large crate without a ceiling is: nobody has decided that it may be that large. So is a
    /// ceiling for a crate that is gone, which would let it come back unnoticed.
    pub(super) fn overruns(&self, size: u64, download: u64, crates: &BTreeMap<String, u64>) -> Vec<String> {
        let mut overruns = Vec::new();
        for (what, size, max) in [("", size, self.max_bytes), (" compressed", download, self.max_download_bytes)] {
            if size > max {
                overruns.push(format!("{size} bytes{what}, {} over the budget", size - max));
            }
        }
        for (name, &bytes) in crates {
            match self.crates.get(name) {
                Some(&ceiling) if bytes > ceiling => {
                    overruns.push(format!("{name} takes {bytes} bytes, {} over its ceiling", bytes - ceiling));
                }
                None if bytes > LARGE => overruns.push(format!("{name} takes {bytes} bytes and has no ceiling")),
                Some(_) | None => {}
            }
        }
        let gone = self.crates.keys().filter(|name| !crates.contains_key(*name));
        overruns.extend(gone.map(|name| format!("{name} has a ceiling and is not there")));
        overruns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget() -> Budget {
        Budget::parse(r#"{"why": "…", "max_bytes": 1000000, "max_download_bytes": 500000, "crates": {"regex": 200000, "sled": 300000}}"#).unwrap()
    }

    fn overruns(size: u64, crates: &[(&str, u64)]) -> Vec<String> {
        budget().overruns(size, 500_000, &crates.iter().map(|(name, bytes)| ((*name).to_owned(), *bytes)).collect())
    }

    #[test]
    fn what_keeps_to_the_budget_is_not_over() {
        assert!(overruns(1_000_000, &[("regex", 200_000), ("sled", 1), ("png", 150_000)]).is_empty());
    }

    #[test]
    fn each_way_to_be_over_is_named() {
        let sled = ("sled", 1);
        assert_eq!(overruns(1_000_001, &[("regex", 1), sled]), ["1000001 bytes, 1 over the budget"]);
        assert_eq!(overruns(1, &[("regex", 200_007), sled]), ["regex takes 200007 bytes, 7 over its ceiling"]);
        let grown = [("regex", 1), sled, ("png", 150_001)];
        assert_eq!(overruns(1, &grown), ["png takes 150001 bytes and has no ceiling"]);
        assert_eq!(overruns(1, &[("regex", 1)]), ["sled has a ceiling and is not there"]);
        let kept = [("regex".to_owned(), 1), ("sled".to_owned(), 1)].into();
        assert_eq!(budget().overruns(1, 500_001, &kept), ["500001 bytes compressed, 1 over the budget"]);
    }

    #[test]
    fn a_budget_that_can_not_be_read_is_an_error() {
        let both = r#""max_bytes": 1, "max_download_bytes": 1"#;
        for json in ["", "{}", r#"{"max_bytes": 1, "crates": {}}"#, &format!("{{{both}}}")] {
            assert!(Budget::parse(json).is_err(), "{json}");
        }
        assert!(Budget::parse(&format!(r#"{{{both}, "crates": {{"regex": "large"}}}}"#)).is_err());
        assert!(Budget::parse(&format!(r#"{{{both}, "crates": {{}}}}"#)).is_ok());
    }
}
