//! The published schemas are those of the types. `cargo xtask schemas` writes them anew.

use std::fs;
use std::path::Path;

use serde_json::Value;
use wallet_doctor_core::account::AccountState;
use wallet_doctor_core::balance::BalanceSheet;
use wallet_doctor_core::config::Case;
use wallet_doctor_core::report::ReportContent;

fn check(name: &str, schema: &schemars::Schema) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schemas").join(name);
    let wanted = format!("{}\n", serde_json::to_string_pretty(schema).expect("a schema is JSON"));
    if std::env::var_os("UPDATE_SCHEMAS").is_some() {
        fs::write(&path, wanted).expect("docs/schemas can be written");
        return;
    }
    let published = fs::read_to_string(&path).unwrap_or_default();
    assert!(published == wanted, "docs/schemas/{name} is not what the types say: run `cargo xtask schemas`");
}

#[test]
fn the_case_schema_is_current() {
    check("case.schema.json", &schemars::schema_for!(Case));
}

/// A document that an endpoint answers.
fn answered<T: schemars::JsonSchema>() -> schemars::Schema {
    let mut schema = schemars::schema_for!(T);
    // What could not be read is for the doctor to say, not for an endpoint.
    let fields = schema.get_mut("properties").and_then(Value::as_object_mut).expect("it has fields");
    fields.remove("unreadable").expect("it has been taken out");
    schema
}

#[test]
fn the_account_schema_is_current() {
    check("account.schema.json", &answered::<AccountState>());
}

#[test]
fn the_balances_schema_is_current() {
    let mut schema = answered::<BalanceSheet>();
    // A case has its times; an endpoint may leave them to the moment of its answer.
    let required = schema.get_mut("required").and_then(Value::as_array_mut).expect("it has required fields");
    required.retain(|field| field != "as_of");
    check("balances.schema.json", &schema);
}

#[test]
fn the_report_schema_is_current() {
    check("report.schema.json", &schemars::schema_for!(ReportContent));
}
