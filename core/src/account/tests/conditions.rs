//! What an amount meets on its way.

use serde_json::{Value, json};

use super::super::OperationKind;
use super::super::attempted::Attempted;
use super::super::attempts::Attempts;
use super::super::conditions::{Known, Met, conditions};
use super::{account, codes, detail, money, now};
use crate::balance::BalanceSheet;

/// What an amount meets, in CNY unless it says another asset: `5 USD`.
fn met(answer: &Value, balances: Option<&Value>, operation: Option<OperationKind>, amount: Option<&str>) -> Met {
    let money = amount.map(|text| {
        let (amount, asset) = text.split_once(' ').unwrap_or((text, "CNY"));
        money(asset, amount)
    });
    let sheet: Option<BalanceSheet> = balances.map(|balances| {
        serde_json::from_value(json!({ "as_of": now().to_string(), "sequence": 1, "balances": balances })).unwrap()
    });
    let account = account(answer);
    let known = Known { account: &account, balances: sheet.as_ref(), attempts: &Attempts::default() };
    conditions(known, &Attempted { operation, money: money.as_ref(), ..Attempted::default() }, now())
}

/// Of a withdrawal, by its limits alone.
fn limited(limits: &Value, amount: &str) -> String {
    let mut limits = limits.clone();
    limits["operation"] = "withdrawal".into();
    codes(&met(&json!({ "limits": [limits] }), None, WITHDRAWAL, Some(amount)).findings)
}

/// Of a withdrawal, by the balance alone.
fn held(balances: &Value, amount: &str) -> String {
    codes(&met(&json!({}), Some(balances), WITHDRAWAL, Some(amount)).findings)
}

const WITHDRAWAL: Option<OperationKind> = Some(OperationKind::Withdrawal);

#[test]
fn minimum_and_maximum_are_within_the_limit() {
    let limits = json!({ "minimum": "10", "maximum": "100.00" });
    for (amount, expected) in
        [("9.99", "funds.below_minimum"), ("10.00", ""), ("100", ""), ("100.000001", "funds.above_maximum")]
    {
        assert_eq!(limited(&limits, amount), expected, "{amount}");
    }
    let met =
        met(&json!({ "limits": [{ "operation": "withdrawal", "minimum": "10" }] }), None, WITHDRAWAL, Some("9.99"));
    assert_eq!(detail(&met.findings, "funds.below_minimum", "missed_by"), "0.01");
}

#[test]
fn of_a_period_what_is_left_counts_until_it_begins_anew() {
    let day = |used: Value, resets_at: &str| json!({ "day": { "limit": "100", "used": used, "resets_at": resets_at } });
    let later = "2026-03-02T04:00:01Z";
    for (limits, amount, expected) in [
        (day(json!("40"), later), "60", ""),
        (day(json!("40"), later), "60.01", "funds.day_limit"),
        (day(json!("100"), later), "0.01", "funds.day_limit"),
        // More was used than there is: nothing is left, not less than nothing.
        (day(json!("120"), later), "0.01", "funds.day_limit"),
        // Of a day that is over.
        (day(json!("100"), "2026-03-02T04:00:00Z"), "100", ""),
        (day(json!("100"), "2026-03-02T04:00:00Z"), "100.01", "funds.day_limit"),
        (day(Value::Null, later), "100", ""),
        (day(Value::Null, later), "100.01", "funds.day_limit"),
        (json!({ "month": { "limit": "100", "used": "99" } }), "1.01", "funds.month_limit"),
        (json!({ "month": { "limit": "100", "used": "99" } }), "1.00", ""),
    ] {
        assert_eq!(limited(&limits, amount), expected, "{limits} {amount}");
    }
}

#[test]
fn limits_count_for_their_own_operation_and_asset() {
    let limits = |operation: &str, asset: Value| json!({ "limits": [{ "operation": operation, "asset": asset, "maximum": "1" }] });
    for (answer, amount, expected) in [
        (limits("withdrawal", json!("CNY")), "5", "funds.above_maximum"),
        (limits("withdrawal", Value::Null), "5", "funds.above_maximum"),
        (limits("transfer", json!("CNY")), "5", ""),
        (limits("withdrawal", json!("USD")), "5", "funds.other_asset"),
    ] {
        assert_eq!(codes(&met(&answer, None, WITHDRAWAL, Some(amount)).findings), expected, "{answer}");
    }
}

#[test]
fn terms_that_contradict_themselves_are_held_against_nobody() {
    for limits in [
        json!({ "minimum": "100", "maximum": "10" }),
        json!({ "minimum": "-1" }),
        json!({ "day": { "limit": "-5" } }),
        json!({ "month": { "limit": "5", "used": "-5" } }),
    ] {
        assert_eq!(limited(&limits, "50"), "funds.terms_inconsistent", "{limits}");
    }
    let fee = json!({ "fees": [{ "operation": "withdrawal", "asset": "CNY", "minimum": "2", "maximum": "1" }] });
    assert_eq!(codes(&met(&fee, None, WITHDRAWAL, Some("5")).findings), "funds.terms_inconsistent");
    assert_eq!(limited(&json!({ "minimum": "10" }), "-5"), "funds.terms_inconsistent", "a negative amount");
}

#[test]
fn enough_is_to_the_cent_and_with_the_fee() {
    let balances = json!([{ "asset": "CNY", "total": "102.00" }]);
    let fee = json!({ "fees": [{ "operation": "withdrawal", "asset": "CNY", "fixed": "2.00", "taken": "on_top" }] });
    for (amount, expected) in [("100.00", "funds.fee"), ("100.01", "funds.fee funds.insufficient")] {
        assert_eq!(codes(&met(&fee, Some(&balances), WITHDRAWAL, Some(amount)).findings), expected, "{amount}");
    }
    let lacking = met(&fee, Some(&balances), WITHDRAWAL, Some("100.01")).findings;
    assert_eq!(detail(&lacking, "funds.insufficient", "missed_by"), "0.01");
    assert_eq!(detail(&lacking, "funds.insufficient", "needed"), "102.01");
}

#[test]
fn a_fee_that_may_come_out_of_the_amount_is_no_lack() {
    let balances = json!([{ "asset": "CNY", "total": "120.00", "available": "100.00" }]);
    let found = |taken: Value, amount: &str| {
        let rule = json!({ "operation": "withdrawal", "asset": "CNY", "fixed": "2.00", "taken": taken });
        met(&json!({ "limits": [], "fees": [rule] }), Some(&balances), WITHDRAWAL, Some(amount)).findings
    };
    for (taken, amount, expected, short_by) in [
        (json!("on_top"), "98.00", "funds.fee funds.within_limits", ""),
        (json!("on_top"), "98.01", "funds.fee funds.held", ""),
        (json!("from_amount"), "100.00", "funds.fee funds.within_limits", ""),
        (json!("from_amount"), "100.01", "funds.fee funds.held", ""),
        (Value::Null, "98.00", "funds.fee funds.within_limits", ""),
        (Value::Null, "98.01", "funds.fee", "0.01"),
        (Value::Null, "100.00", "funds.fee", "2.00"),
        (Value::Null, "100.01", "funds.fee funds.held", "2.01"),
        (Value::Null, "120.01", "funds.fee funds.insufficient", "22.01"),
    ] {
        let found = found(taken.clone(), amount);
        assert_eq!(codes(&found), expected, "{taken} {amount}");
        assert_eq!(detail(&found, "funds.fee", "short_by"), short_by, "{taken} {amount}");
    }
    assert_eq!(detail(&found(Value::Null, "120.01"), "funds.insufficient", "fee"), "", "it is not counted in");
    assert_eq!(detail(&found(json!("from_amount"), "50"), "funds.fee", "received"), "48.00");
}

#[test]
fn more_available_than_there_is_is_a_contradiction_and_no_balance() {
    for balances in [
        json!([{ "asset": "CNY", "total": "50", "available": "100" }]),
        json!([{ "asset": "CNY", "total": "50", "held": "-1" }]),
        json!([{ "asset": "CNY", "total": "50", "available": "60" }, { "asset": "CNY", "total": "50", "available": "5" }]),
    ] {
        let met = met(&json!({}), Some(&balances), WITHDRAWAL, Some("10"));
        assert_eq!(
            (codes(&met.findings).as_str(), met.balance_known),
            ("funds.terms_inconsistent", false),
            "{balances}"
        );
    }
}

#[test]
fn what_is_held_back_is_told_apart_from_what_is_not_there() {
    for (entry, amount, expected) in [
        (json!({ "total": "100", "available": "60" }), "60", ""),
        (json!({ "total": "100", "available": "60" }), "60.01", "funds.held"),
        (json!({ "total": "100", "available": "60" }), "100", "funds.held"),
        (json!({ "total": "100", "available": "60" }), "100.01", "funds.insufficient"),
        (json!({ "total": "100", "held": "40" }), "60.01", "funds.held"),
        (json!({ "total": "100" }), "100", ""),
        (json!({ "total": "100" }), "100.01", "funds.insufficient"),
        // That is a finding of its own, whatever was tried.
        (json!({ "total": "-1" }), "5", ""),
        (json!({ "total": "5", "held": "6" }), "5", ""),
    ] {
        let mut entry = entry.clone();
        entry["asset"] = "CNY".into();
        assert_eq!(held(&json!([entry]), amount), expected, "{entry} {amount}");
    }
    let twice = json!([{ "asset": "CNY", "total": "60" }, { "asset": "CNY", "total": "40" }]);
    assert_eq!(held(&twice, "100"), "");
    assert_eq!(held(&json!([]), "100"), "funds.other_asset", "an asset that is not listed is not known");
}

#[test]
fn where_nothing_was_to_be_moved_an_amount_is_held_against_no_balance() {
    let balances = json!([{ "asset": "CNY", "total": "100", "available": "60" }]);
    for amount in ["60", "100", "150"] {
        assert_eq!(codes(&met(&json!({}), Some(&balances), None, Some(amount)).findings), "", "{amount}");
    }
}

#[test]
fn all_is_well_only_where_all_is_known() {
    let limits = json!({ "limits": [{ "operation": "withdrawal", "asset": "CNY", "minimum": "10" }], "fees": [] });
    let balances = json!([{ "asset": "CNY", "total": "100" }]);
    for (answer, sheet, amount, expected) in [
        (&limits, Some(&balances), "50", "funds.within_limits"),
        (&limits, Some(&balances), "5", "funds.below_minimum"),
        (&limits, None, "50", ""),
        (&json!({}), Some(&balances), "50", ""),
        (&limits, Some(&balances), "50 USD", "funds.other_asset"),
    ] {
        assert_eq!(codes(&met(answer, sheet, WITHDRAWAL, Some(amount)).findings), expected, "{amount}");
    }
    assert_eq!(codes(&met(&limits, Some(&balances), WITHDRAWAL, None).findings), "");
}

#[test]
fn limits_are_known_only_where_each_of_them_is() {
    let later = "2026-03-02T04:00:01Z";
    let period = |used: Value, resets_at: &str| json!({ "operation": "withdrawal", "day": { "limit": "100", "used": used, "resets_at": resets_at } });
    let well = json!({ "operation": "withdrawal", "asset": "CNY", "maximum": "90" });
    let balances = json!([{ "asset": "CNY", "total": "100" }]);
    for (limits, known) in [
        (json!([]), true),
        (json!([well]), true),
        (json!([well, period(json!("40"), later)]), true),
        (json!([well, period(Value::Null, later)]), false),
        (json!([well, period(json!("40"), "2026-03-02T04:00:00Z")]), false),
        (json!([well, { "operation": "withdrawal", "asset": "CNY", "minimum": "-1" }]), false),
        (json!([well, { "operation": "withdrawal", "asset": "USD", "minimum": "-1" }]), true),
        (json!([{ "operation": "transfer", "maximum": "90" }]), false),
        (Value::Null, false),
    ] {
        let met = met(&json!({ "limits": limits, "fees": [] }), Some(&balances), WITHDRAWAL, Some("50"));
        assert_eq!(met.limits_known, known, "{limits}");
        assert_eq!(codes(&met.findings).contains("funds.within_limits"), known, "{limits}");
    }
    let over = met(&json!({ "limits": [period(Value::Null, later)] }), None, WITHDRAWAL, Some("101"));
    assert_eq!(detail(&over.findings, "funds.day_limit", "missed_by"), "1", "more than the whole of it never is left");
    assert_eq!(detail(&over.findings, "funds.day_limit", "left"), "", "what is left nobody said");
}

#[test]
fn nothing_is_well_where_the_fee_is_not_known() {
    let rule = |fixed: &str| json!({ "operation": "withdrawal", "asset": "CNY", "fixed": fixed, "taken": "on_top" });
    let balances = json!([{ "asset": "CNY", "total": "100" }]);
    for (fees, unreadable, known) in [
        (json!([]), json!([]), true),
        (json!([rule("1")]), json!([]), true),
        (json!([rule("1"), rule("2")]), json!([]), false),
        (json!([rule("-1")]), json!([]), false),
        (json!([rule("1")]), json!(["/fees/1"]), false),
        (Value::Null, json!([]), false),
    ] {
        let answer = json!({ "limits": [], "fees": fees, "unreadable": unreadable });
        let found = met(&answer, Some(&balances), WITHDRAWAL, Some("50")).findings;
        assert_eq!(codes(&found).contains("funds.within_limits"), known, "{answer}");
    }
}

#[test]
fn attempts_at_another_asset_count_for_that_alone() {
    let left = |asset: Value, left: u32| json!({ "operation": "withdrawal", "asset": asset, "attempts": { "allowed": 3, "within_s": 3600, "left": left } });
    for (limits, amount, expected) in [
        (json!([left(json!("BTC"), 0), left(json!("CNY"), 3)]), Some("100"), ""),
        (json!([left(json!("BTC"), 0), left(json!("CNY"), 3)]), Some("1 BTC"), "funds.attempts_used_up"),
        (json!([left(Value::Null, 0), left(json!("CNY"), 3)]), Some("100"), "funds.attempts_used_up"),
        (json!([left(json!("BTC"), 0)]), None, "funds.attempts_used_up"),
    ] {
        let found = met(&json!({ "limits": limits }), None, WITHDRAWAL, amount).findings;
        assert_eq!(codes(&found), expected, "{limits} {amount:?}");
    }
}

#[test]
fn the_providers_own_count_of_attempts_holds_until_it_begins_anew() {
    let attempts = |left: Value, resets_at: &str| {
        json!({ "limits": [{ "operation": "withdrawal",
            "attempts": { "allowed": 3, "within_s": 3600, "left": left, "resets_at": resets_at } }] })
    };
    let later = "2026-03-02T04:00:01Z";
    for (left, resets_at, expected) in [
        (json!(0), later, "funds.attempts_used_up"),
        (json!(1), later, "funds.last_attempt"),
        (json!(2), later, ""),
        (json!(0), "2026-03-02T04:00:00Z", ""),
        (Value::Null, later, ""),
    ] {
        let found = met(&attempts(left.clone(), resets_at), None, WITHDRAWAL, None).findings;
        assert_eq!(codes(&found), expected, "{left} {resets_at}");
    }
    let of_another = met(&attempts(json!(0), later), None, Some(OperationKind::Payment), None);
    assert_eq!(codes(&of_another.findings), "");
}
