//! Linked cards, and the banks behind them.

use serde_json::{Value, json};

use super::super::attempted::Attempted;
use super::super::{OperationKind, linked};
use super::{account, codes, detail, money, now, rules};
use crate::diagnosis::Finding;

fn judged(answer: &Value, operation: OperationKind, channel: Option<&str>, amount: Option<&str>) -> Vec<Finding> {
    let money = amount.map(|amount| money("CNY", amount));
    let attempted = Attempted { operation: Some(operation), money: money.as_ref(), channel, ..Attempted::default() };
    linked::judge(&account(answer), &attempted, &rules(), now())
}

fn card(label: &str, bank: &str, state: &str) -> Value {
    json!({ "label": label, "channel": bank, "state": state })
}

fn bank(name: &str, state: &str) -> Value {
    json!({ "name": name, "state": state })
}

use OperationKind::{Payment, Transfer, Withdrawal};

#[test]
fn every_state_of_the_only_card_of_a_withdrawal_is_told() {
    for (state, expected) in [
        ("verified", "bank.verified"),
        ("unverified", "bank.unverified"),
        ("invalid", "bank.invalid"),
        ("expired", "bank.expired"),
        ("closed", "bank.closed"),
    ] {
        let one = json!({ "instruments": [card("A 1", "A", state)] });
        assert_eq!(codes(&judged(&one, Withdrawal, None, None)), expected);
        // A payment or a transfer may have gone without a card.
        assert_eq!(codes(&judged(&one, Payment, None, None)), "");
        assert_eq!(codes(&judged(&one, Transfer, None, None)), "");
    }
}

#[test]
fn of_several_cards_the_one_that_was_used_counts() {
    let two = json!({ "instruments": [card("A 1", "A", "expired"), card("B 2", "B", "verified")] });
    for (operation, channel, expected) in [
        (Withdrawal, None, "bank.verified"),
        (Withdrawal, Some("a  1"), "bank.expired"),
        (Withdrawal, Some("A"), "bank.expired"),
        (Withdrawal, Some("B 2"), "bank.verified"),
        (Withdrawal, Some("C"), ""),
        (Payment, Some("A 1"), "bank.expired"),
    ] {
        assert_eq!(codes(&judged(&two, operation, channel, None)), expected, "{channel:?}");
    }
    let broken = json!({ "instruments": [card("A 1", "A", "expired"), card("B 2", "B", "closed")] });
    assert_eq!(codes(&judged(&broken, Withdrawal, None, None)), "bank.closed bank.expired");
}

#[test]
fn the_providers_code_counts_only_for_a_card_that_does_not_work() {
    let coded = |state: &str, code: &str| json!({ "instruments": [{ "label": "A 1", "state": state, "code": code }] });
    for (state, code, expected) in [
        ("unverified", "K-7", "bank.unverified code.says"),
        ("unverified", "K-8", "bank.unverified"),
        ("verified", "K-7", "bank.verified"),
    ] {
        assert_eq!(codes(&judged(&coded(state, code), Withdrawal, None, None)), expected, "{state} {code}");
    }
}

#[test]
fn a_bank_that_was_named_is_told_as_it_is_and_the_others_not_at_all() {
    for (state, expected) in
        [("up", "bank.up"), ("delayed", "bank.delayed"), ("maintenance", "bank.maintenance"), ("down", "bank.down")]
    {
        let two = json!({
            "instruments": [card("A 1", "A", "verified")],
            "channels": [bank("A", state), bank("B", "down")],
        });
        // By its own name, or by that of the card that belongs to it.
        for named in ["a", "A 1"] {
            assert_eq!(codes(&judged(&two, Transfer, Some(named), None)), format!("{expected} bank.verified"));
        }
        assert_eq!(codes(&judged(&two, Transfer, Some("C"), None)), "");
    }
}

#[test]
fn of_several_banks_without_a_name_only_one_of_them_may_be_it() {
    let banks = |states: &[&str]| {
        let named = states.iter().enumerate().map(|(place, state)| bank(&format!("bank {place}"), state));
        json!({ "channels": named.collect::<Vec<_>>() })
    };
    for (operation, states, expected) in [
        (Withdrawal, &["down"][..], "bank.down"),
        (Payment, &["maintenance"], "bank.maintenance"),
        (Transfer, &["down"], ""),
        (Withdrawal, &["up", "maintenance"], "bank.one_in_maintenance"),
        (Withdrawal, &["up", "down"], "bank.one_down"),
        (Withdrawal, &["up", "up"], ""),
        (Withdrawal, &["delayed", "up"], ""),
        (Withdrawal, &["down", "maintenance"], "bank.down bank.maintenance"),
        (Withdrawal, &[], ""),
    ] {
        assert_eq!(codes(&judged(&banks(states), operation, None, None)), expected, "{states:?}");
    }
}

#[test]
fn what_should_be_over_is_told_no_more() {
    for (state, until, expected) in [
        ("maintenance", "2026-03-02T04:00:01Z", "bank.maintenance"),
        // It goes on beyond its planned end; nobody has said that it is over.
        ("maintenance", "2026-03-02T04:00:00Z", "bank.maintenance"),
        ("down", "2026-03-02T04:00:01Z", "bank.down"),
        ("down", "2026-03-02T03:00:00Z", "bank.down"),
        ("down", "2026-03-01T03:59:59Z", ""),
        ("delayed", "2026-03-02T04:00:01Z", "bank.delayed"),
        ("delayed", "2026-02-28T03:00:00Z", ""),
    ] {
        let one = json!({ "channels": [{ "name": "A", "state": state, "until": until }] });
        assert_eq!(codes(&judged(&one, Withdrawal, Some("A"), None)), expected, "{state} {until}");
    }
    let over =
        json!({ "channels": [{ "name": "A", "state": "down", "until": "2026-02-28T03:00:00Z" }, bank("B", "up")] });
    let overrun = json!({ "channels": [{ "name": "A", "state": "maintenance", "until": "2026-03-02T03:00:00Z" }] });
    assert_eq!(detail(&judged(&overrun, Withdrawal, Some("A"), None), "bank.maintenance", "until"), "");
    assert_eq!(codes(&judged(&over, Withdrawal, None, None)), "");
}

#[test]
fn a_delay_is_told_in_whole_minutes() {
    let late = json!({ "channels": [{ "name": "A", "state": "delayed", "delay_s": 61 }] });
    assert_eq!(detail(&judged(&late, Withdrawal, Some("A"), None), "bank.delayed", "late_minutes"), "2");
    let unknown = json!({ "channels": [bank("A", "delayed")] });
    assert_eq!(detail(&judged(&unknown, Withdrawal, Some("A"), None), "bank.delayed", "late_minutes"), "");
}

#[test]
fn a_banks_maximum_is_held_against_amounts_in_its_currency() {
    let most = |maximum: &str, asset: Value| json!({ "channels": [{ "name": "A", "state": "up", "maximum": maximum, "asset": asset }] });
    for (answer, amount, expected) in [
        (most("100", json!("CNY")), Some("100.01"), "bank.over_maximum bank.up"),
        (most("100", json!("CNY")), Some("100.00"), "bank.up"),
        (most("100", Value::Null), Some("100.01"), "bank.over_maximum bank.up"),
        (most("100", json!("USD")), Some("100.01"), "bank.up"),
        (most("-1", json!("CNY")), Some("100.01"), "bank.up"),
        (most("100", json!("CNY")), None, "bank.up"),
    ] {
        assert_eq!(codes(&judged(&answer, Withdrawal, Some("A"), amount)), expected, "{answer} {amount:?}");
    }
    let over = judged(&most("100", json!("CNY")), Withdrawal, Some("A"), Some("100.01"));
    assert_eq!(detail(&over, "bank.over_maximum", "missed_by"), "0.01");
}
