//! The rules of this stage, each in both directions, as tables: what an app would answer, and what is found in it.

mod conditions;
mod judge;
mod linked;
mod standing;

use jiff::Timestamp;
use serde_json::Value;

use super::{AccountState, Money};
use crate::config::CodeRule;
use crate::diagnosis::Finding;

/// Shortly before, at and after which things end in these tables.
fn now() -> Timestamp {
    "2026-03-02T04:00:00Z".parse().unwrap()
}

fn account(answer: &Value) -> AccountState {
    serde_json::from_value(answer.clone()).unwrap_or_else(|error| panic!("{error}: {answer}"))
}

fn money(asset: &str, amount: &str) -> Money {
    Money { asset: asset.to_owned(), amount: amount.parse().unwrap() }
}

/// The provider's code `K-7`, which stands for something that nothing else in a table does.
fn rules() -> Vec<CodeRule> {
    vec![CodeRule { code: "K-7".to_owned(), cause: "account.region_or_policy".to_owned() }]
}

/// The codes of findings, sorted, as one text.
fn codes(findings: &[Finding]) -> String {
    let mut codes: Vec<String> = findings.iter().map(|finding| finding.code.to_string()).collect();
    codes.sort_unstable();
    codes.join(" ")
}

/// One detail of the only finding with a code.
fn detail(findings: &[Finding], code: &str, key: &str) -> String {
    let mut of_code = findings.iter().filter(|finding| finding.code.to_string() == code);
    let found = of_code.next().unwrap_or_else(|| panic!("{code} was not found"));
    assert!(of_code.next().is_none(), "{code} was found twice");
    found.details.get(key).cloned().unwrap_or_else(|| panic!("{code} has no {key}"))
}
