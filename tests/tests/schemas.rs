//! The published schemas are those of the types. `cargo xtask schemas` writes them anew.

use std::fs;
use std::path::Path;

use wallet_doctor_core::account::AccountState;
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

#[test]
fn the_account_schema_is_current() {
    let mut schema = schemars::schema_for!(AccountState);
    // What could not be read is for the doctor to say, not for an endpoint.
    let fields = schema.get_mut("properties").and_then(serde_json::Value::as_object_mut).expect("it has fields");
    fields.remove("unreadable").expect("it has been taken out");
    check("account.schema.json", &schema);
}

#[test]
fn the_report_schema_is_current() {
    check("report.schema.json", &schemars::schema_for!(ReportContent));
}
