//! What a person is told about their money, where several causes say different things of it.

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::{Audience, Diagnosis, Offers, Rules, diagnose};
use crate::complaint::{Complaint, Symptom};
use crate::config::Locale;
use crate::observation::{Observations, Observed};

fn diagnosed(complaint: Complaint, account: &Value, transactions: &Value) -> Diagnosis {
    let now = "2026-03-02T04:00:00Z".parse().unwrap();
    fn known<T: serde::de::DeserializeOwned>(value: &Value, at: jiff::Timestamp) -> Observed<T> {
        Observed::Known { value: serde_json::from_value(value.clone()).unwrap(), at, took_ms: 1 }
    }
    let seen = Observations {
        started_at: now,
        account: known(account, now),
        recent: known(transactions, now),
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
    diagnose(complaint, seen, &Rules::default(), &[], Offers::default(), audience)
}

fn codes(diagnosis: &Diagnosis) -> Vec<&str> {
    diagnosis.causes.iter().map(|cause| cause.code.as_str()).collect()
}

fn of<'a>(diagnosis: &'a Diagnosis, code: &str) -> &'a str {
    &diagnosis.causes.iter().find(|cause| cause.code == code).unwrap().advice.money
}

fn withdrawal(state: &str, debited: Option<bool>) -> Value {
    json!([{ "id": "W-1", "kind": "withdrawal", "asset": "CNY", "direction": "out", "amount": "100.00", "state": state,
        "debited": debited, "created_at": "2026-03-02T03:00:00Z" }])
}

#[test]
fn a_payment_that_is_not_theirs_is_named_and_told_of_whatever_somebody_complains_of() {
    for symptom in Symptom::ALL.iter().filter(|symptom| **symptom != Symptom::FundsMissing) {
        let complaint = Complaint { not_mine: vec!["W-7".into()], ..Complaint::new(*symptom) };
        let seen = diagnosed(complaint, &json!({ "session": "expired" }), &json!([]));
        assert!(codes(&seen).contains(&"transaction.unrecognised"), "{symptom}: {:?}", codes(&seen));
        assert_eq!(seen.money, of(&seen, "transaction.unrecognised"), "{symptom}");
    }
}

#[test]
fn money_that_is_away_is_not_talked_over_by_what_stands_first() {
    let complaint = || Complaint::new(Symptom::WithdrawalFailed);
    let account = json!({ "session": "expired" });
    for (debited, code) in [(Some(true), "transaction.refund_due"), (None, "transaction.failed")] {
        let seen = diagnosed(complaint(), &account, &withdrawal("failed", debited));
        assert_eq!(codes(&seen).first(), Some(&"account.session_expired"));
        assert_eq!(seen.money, of(&seen, code));
    }
    let safe = diagnosed(complaint(), &account, &withdrawal("failed", Some(false)));
    assert_eq!(safe.money, of(&safe, "account.session_expired"), "where nothing was taken the first one's word stands");
}

#[test]
fn nobody_is_told_that_there_is_no_restriction_where_nobody_looked() {
    let looked = diagnosed(Complaint::new(Symptom::AccountRestricted), &json!({ "restricted": false }), &json!([]));
    let zone = TimeZone::UTC;
    let now = looked.observations.started_at;
    let audience = Audience { locale: Locale::En, provider: "Example Pay".into(), zone, now, true_now: now, spread: 0 };
    let teller = Rules::default().teller(audience);
    let told = |seen: &Observations| teller.nothing_found(Symptom::AccountRestricted, seen);
    assert!(told(&looked.observations).contains("We saw no restriction"));
    assert!(!told(&Observations::nothing()).contains("We saw no restriction"));
}
