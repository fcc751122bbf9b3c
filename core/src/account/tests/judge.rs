//! What a complaint is held against.

use serde_json::{Value, json};

use super::super::judge;
use super::{account, codes, money, now};
use crate::complaint::{Complaint, Symptom};
use crate::observation::{Observations, Observed, UnknownWhy};

fn known<T>(value: T) -> Observed<T> {
    Observed::Known { value, at: now(), took_ms: 0 }
}

fn observed(answer: &Value, balances: &Value) -> Observations {
    let sheet = json!({ "as_of": now().to_string(), "sequence": 1, "balances": balances });
    Observations {
        account: known(account(answer)),
        synced_balances: known(serde_json::from_value(sheet).unwrap()),
        ..Observations::nothing()
    }
}

fn found(symptom: Symptom, amount: Option<&str>, observations: &Observations) -> String {
    let complaint = Complaint { money: amount.map(|amount| money("CNY", amount)), ..Complaint::new(symptom) };
    codes(&judge(&complaint, None, &[], observations, now()))
}

#[test]
fn what_was_accepted_already_is_held_against_no_terms_any_more() {
    let answer = json!({
        "restricted": true,
        "limits": [{ "operation": "payment", "maximum": "10", "attempts": { "allowed": 3, "within_s": 60, "left": 0 } }],
    });
    let seen = observed(&answer, &json!([{ "asset": "CNY", "total": "5" }]));
    let terms = "account.restricted funds.above_maximum funds.attempts_used_up funds.insufficient";
    assert_eq!(found(Symptom::PaymentFailed, Some("20"), &seen), terms);
    assert_eq!(found(Symptom::PaymentNotReceived, Some("20"), &seen), "account.restricted");
    assert_eq!(found(Symptom::TransactionDelayed, Some("20"), &seen), "account.restricted");
}

#[test]
fn a_withdrawal_is_not_held_against_what_it_left_behind() {
    let answer = json!({ "limits": [{
        "operation": "withdrawal", "attempts": { "allowed": 3, "within_s": 60, "left": 0 },
        "day": { "limit": "100", "used": "100" },
    }] });
    let seen = |otherwise: Value| {
        let mut record = json!({
            "id": "tx-1", "kind": "withdrawal", "asset": "CNY", "direction": "out", "amount": "100",
            "created_at": "2026-03-02T03:00:00Z",
        });
        record.as_object_mut().unwrap().append(otherwise.clone().as_object_mut().unwrap());
        let balances = json!([{ "asset": "CNY", "total": "50" }]);
        let recent = known(serde_json::from_value(json!([record])).unwrap());
        Observations { recent, ..observed(&answer, &balances) }
    };
    for (otherwise, is_held_against_it) in [
        (json!({ "state": "failed", "debited": true }), false),
        (json!({ "state": "failed" }), false),
        (json!({ "state": "pending" }), false),
        (json!({ "state": "refunded" }), false),
        (json!({ "state": "failed", "debited": false }), true),
        (json!({ "state": "failed", "debited": false, "kind": "payment" }), true),
        // What contradicts itself may have taken it.
        (json!({ "state": "failed", "debited": false, "stages": [{ "place": "bank", "state": "done" }] }), false),
    ] {
        let terms = if is_held_against_it { " funds.day_limit funds.insufficient" } else { "" };
        let expected = format!("funds.attempts_used_up{terms}");
        assert_eq!(found(Symptom::WithdrawalFailed, Some("100"), &seen(otherwise.clone())), expected, "{otherwise}");
    }
}

#[test]
fn failures_count_by_the_clock_that_wrote_them() {
    // A phone that is a day and more behind, as its diagnosis finds out.
    let started_at = "2026-02-28T22:00:00Z".parse().unwrap();
    let attempts = json!({ "withdrawal": ["2026-02-28T21:59:30Z", "2026-02-28T21:59:50Z"] });
    let answer = json!({ "limits": [{ "operation": "withdrawal", "attempts": { "allowed": 2, "within_s": 60 } }] });
    let seen = Observations {
        started_at,
        attempts: serde_json::from_value(attempts).unwrap(),
        account: known(account(&answer)),
        ..Observations::nothing()
    };
    assert_eq!(found(Symptom::WithdrawalFailed, None, &seen), "funds.attempts_used_up");
}

#[test]
fn what_is_held_back_or_below_zero_is_told_of_every_asset() {
    for (entry, expected) in [
        (json!({ "total": "100", "held": "0.01" }), "funds.some_held"),
        (json!({ "total": "100", "available": "99.99" }), "funds.some_held"),
        (json!({ "total": "100", "held": "0" }), ""),
        (json!({ "total": "100" }), ""),
        (json!({ "total": "-1" }), "balance.negative"),
        (json!({ "total": "1", "available": "-1", "held": "2" }), "balance.negative funds.some_held"),
    ] {
        let mut entry = entry.clone();
        entry["asset"] = "CNY".into();
        let seen = observed(&json!({}), &json!([entry]));
        assert_eq!(found(Symptom::BalanceIncorrect, None, &seen), expected, "{entry}");
    }
}

#[test]
fn what_a_person_misses_is_held_back_only_if_it_is_the_very_amount() {
    let seen = observed(&json!({}), &json!([{ "asset": "CNY", "total": "100", "held": "90" }]));
    for (symptom, amount, expected) in [
        (Symptom::BalanceIncorrect, "90.00", "funds.held_amount funds.some_held"),
        (Symptom::BalanceIncorrect, "90.01", "funds.some_held"),
        // It is no lack of anything, as nothing was to be moved.
        (Symptom::BalanceIncorrect, "500", "funds.some_held"),
        (Symptom::FundsMissing, "90.00", "funds.some_held"),
        (Symptom::WithdrawalFailed, "90.00", "funds.held funds.some_held"),
        (Symptom::WithdrawalFailed, "10.00", "funds.some_held"),
    ] {
        assert_eq!(found(symptom, Some(amount), &seen), expected, "{symptom} {amount}");
    }
}

#[test]
fn the_balance_that_the_provider_has_comes_before_the_one_that_the_app_shows() {
    let sheet = |total: &str| {
        let sheet =
            json!({ "as_of": now().to_string(), "sequence": 1, "balances": [{ "asset": "CNY", "total": total }] });
        known(serde_json::from_value(sheet).unwrap())
    };
    let shown = Observations { cached_balances: sheet("5"), ..Observations::nothing() };
    assert_eq!(found(Symptom::WithdrawalFailed, Some("10"), &shown), "funds.insufficient");
    let both = Observations { synced_balances: sheet("50"), ..shown };
    assert_eq!(found(Symptom::WithdrawalFailed, Some("10"), &both), "");
}

#[test]
fn an_account_that_could_not_be_asked_is_not_one_that_did_not_make_sense() {
    let unknown = |why| Observations {
        account: Observed::Unknown { why, detail: None, at: now(), took_ms: 0 },
        ..Observations::nothing()
    };
    assert_eq!(found(Symptom::Other, None, &unknown(UnknownWhy::TimedOut)), "account.unavailable");
    assert_eq!(found(Symptom::Other, None, &unknown(UnknownWhy::Unreadable)), "account.unreadable");
    assert_eq!(found(Symptom::Other, None, &Observations::nothing()), "");
}
