//! What a person is told of a comparison, and what nobody is.

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::{NOW, sheet, time};
use crate::complaint::{Complaint, Symptom};
use crate::config::Locale;
use crate::diagnosis::{Audience, Certainty, Diagnosis, Offers, Rules, diagnose};
use crate::observation::{BalanceReading, Observations, Observed};

fn diagnosed(cached: &Value, synced: &Value, reading: BalanceReading, recent: &Value) -> Diagnosis {
    fn known<T: serde::de::DeserializeOwned>(value: &Value) -> Observed<T> {
        Observed::Known { value: serde_json::from_value(value.clone()).unwrap(), at: time(NOW), took_ms: 1 }
    }
    let now = time(NOW);
    let seen = Observations {
        started_at: now,
        cached_balances: known(cached),
        synced_balances: known(synced),
        recent: known(recent),
        balance_reading: reading,
        ..Observations::nothing()
    };
    let audience = Audience {
        locale: Locale::En,
        provider: "Example Pay".into(),
        zone: TimeZone::UTC,
        now,
        true_now: now,
        spread: 0,
    };
    let complaint = Complaint::new(Symptom::BalanceIncorrect);
    diagnose(complaint, seen, &Rules::default(), &[], Offers::default(), audience)
}

fn cny(total: &str) -> Value {
    sheet(&json!([{ "asset": "CNY", "total": total }]))
}

fn named(mut sheet: Value, account: &str) -> Value {
    sheet["account"] = json!(account);
    sheet
}

fn found(diagnosis: &Diagnosis) -> Vec<String> {
    diagnosis.findings.iter().map(|it| it.code.to_string()).filter(|code| code.starts_with("balance.")).collect()
}

#[test]
fn nobody_is_accused_while_the_balances_change() {
    let done = json!([{ "id": "r", "kind": "payment", "asset": "CNY", "direction": "out", "amount": "200.37", "state": "completed" }]);
    let accusing = [
        (cny("1080.00"), cny("1280.50"), "balance.unexplained"),
        (cny("1080.13"), cny("1280.50"), "balance.counted_twice"),
        (cny("128050"), cny("1280.50"), "balance.other_scale"),
        (named(cny("5.17"), "alice"), named(cny("1280.50"), "bob"), "balance.other_account"),
    ];
    for (cached, synced, fact) in accusing {
        assert_eq!(found(&diagnosed(&cached, &synced, BalanceReading::Confirmed, &done)), [fact]);
        for reading in [BalanceReading::Once, BalanceReading::Changing, BalanceReading::Unconfirmed] {
            let diagnosis = diagnosed(&cached, &synced, reading, &done);
            assert_eq!(found(&diagnosis), ["balance.unsettled"], "{fact}");
            let causes: Vec<_> = diagnosis.causes.iter().map(|it| (it.code.as_str(), it.certainty)).collect();
            assert_eq!(causes, [("data.balance_differs_unexplained", Certainty::Possible)], "{fact}");
            assert!(diagnosis.causes[0].advice.headline.contains("still changing"), "{fact}");
        }
    }
    let mut old = cny("1080.13");
    old["sequence"] = json!(3);
    let harmless = diagnosed(&old, &cny("1280.50"), BalanceReading::Changing, &done);
    assert_eq!(found(&harmless), ["balance.cache_stale"]);
}

#[test]
fn whose_balances_they_are_is_in_no_finding() {
    let diagnosis =
        diagnosed(&named(cny("1.17"), "alice-7"), &named(cny("2.23"), "bob-8"), BalanceReading::Confirmed, &json!([]));
    assert_eq!(found(&diagnosis), ["balance.other_account"]);
    let told = serde_json::to_string(&(&diagnosis.findings, &diagnosis.causes)).unwrap();
    let debugged = format!("{:?} {:?}", diagnosis.findings, diagnosis.observations);
    for reference in ["alice-7", "bob-8"] {
        assert!(!told.contains(reference) && !debugged.contains(reference), "{reference}");
    }
}

#[test]
fn a_transaction_that_is_named_counts_as_one_that_the_diagnosis_is_about() {
    let done = json!([{ "id": "r-17", "kind": "payment", "asset": "CNY", "direction": "out", "amount": "200.37", "state": "completed" }]);
    let diagnosis = diagnosed(&cny("1080.13"), &cny("1280.50"), BalanceReading::Confirmed, &done);
    assert!(crate::evidence::transactions_of(&diagnosis).contains("r-17"));
    assert!(diagnosis.causes[0].advice.headline.contains("r-17"), "{:?}", diagnosis.causes[0].advice);
}

#[test]
fn what_was_not_read_is_not_called_equal() {
    let mut partly = cny("5.00");
    partly["unreadable"] = json!(["/balances/1"]);
    let diagnosis = diagnosed(&partly, &cny("5.00"), BalanceReading::Once, &json!([]));
    assert_eq!(found(&diagnosis), ["balance.partly_read"]);
    let empty = sheet(&json!([]));
    assert_eq!(found(&diagnosed(&empty, &empty, BalanceReading::Once, &json!([]))), ["balance.equal"]);
}

#[test]
fn what_an_older_version_has_seen_reads_back() {
    let written = serde_json::to_value(Observations::nothing()).unwrap();
    assert!(written.get("balance_snapshots").is_none());
    assert_eq!(serde_json::from_value::<Observations>(written).unwrap().balance_snapshots, []);
}
