//! Where transactions stand, which of them a complaint is about, and which are doubled or not the person's own.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::{LookedUp, channel, judge};
use crate::complaint::{Complaint, Symptom};
use crate::config::{CodeRule, Locale};
use crate::diagnosis::{Audience, Finding, Offers, Rules, diagnose};
use crate::observation::{Observations, Observed, UnknownWhy};

fn now() -> Timestamp {
    "2026-03-09T04:00:00Z".parse().unwrap()
}

/// A payment of 20 CNY of an hour ago, with what is otherwise.
fn record(id: &str, otherwise: &Value) -> Value {
    let mut record = json!({
        "id": id, "kind": "payment", "asset": "CNY", "direction": "out", "amount": "20.00", "state": "pending",
        "created_at": "2026-03-09T03:00:00Z",
    });
    for (key, value) in otherwise.as_object().unwrap() {
        record[key] = value.clone();
    }
    record
}

fn known<T>(value: T) -> Observed<T> {
    Observed::Known { value, at: now(), took_ms: 0 }
}

fn seen(records: &[Value]) -> Observations {
    Observations { recent: known(serde_json::from_value(records.into()).unwrap()), ..Observations::nothing() }
}

fn findings(complaint: &Complaint, observations: &Observations) -> Vec<Finding> {
    let codes = [CodeRule { code: "K-7".to_owned(), cause: "bank.channel_down".to_owned() }];
    judge(complaint, &codes, observations, now())
}

/// What is found, sorted, with what it is about: `transaction.at_bank tx-1`.
fn told(complaint: &Complaint, records: &[Value]) -> String {
    let mut told: Vec<String> = findings(complaint, &seen(records))
        .iter()
        .map(|finding| format!("{} {}", finding.code, finding.subject).trim_end().to_owned())
        .collect();
    told.sort_unstable();
    told.join(", ")
}

fn of(symptom: Symptom) -> Complaint {
    Complaint::new(symptom)
}

fn about(symptom: Symptom, ids: &[&str]) -> Complaint {
    Complaint { transaction_ids: ids.iter().map(|id| (*id).to_owned()).collect(), ..of(symptom) }
}

#[test]
fn a_transaction_under_way_is_at_the_first_place_that_is_not_done() {
    let stage = |place: &str, state: &str| json!({ "place": place, "state": state });
    for (stages, expected) in [
        (vec![], "transaction.pending"),
        (vec![stage("wallet", "pending"), stage("bank", "waiting")], "transaction.at_wallet"),
        (vec![stage("wallet", "done"), stage("channel", "waiting")], "transaction.at_channel"),
        // In whatever order they are given.
        (vec![stage("merchant", "waiting"), stage("bank", "pending"), stage("wallet", "done")], "transaction.at_bank"),
        (vec![stage("bank", "done"), stage("merchant", "waiting")], "transaction.at_merchant"),
        (vec![stage("wallet", "done"), stage("bank", "done")], "transaction.pending"),
        (vec![stage("wallet", "done"), stage("bank", "failed")], "transaction.contradicts_itself"),
    ] {
        let one = record("tx-1", &json!({ "stages": stages }));
        assert_eq!(told(&of(Symptom::PaymentNotReceived), &[one]), format!("{expected} tx-1"), "{stages:?}");
    }
}

#[test]
fn it_is_overdue_only_after_its_time() {
    for (by, is_late) in
        [("2026-03-09T03:59:59Z", true), ("2026-03-09T04:00:00Z", false), ("2026-03-10T00:00:00Z", false)]
    {
        let found = told(&of(Symptom::PaymentNotReceived), &[record("tx-1", &json!({ "expected_by": by }))]);
        assert_eq!(found.contains("transaction.overdue tx-1"), is_late, "{by}");
    }
}

#[test]
fn how_it_ended_is_told_with_the_reason_that_the_record_gives() {
    for (otherwise, expected) in [
        (json!({ "state": "failed", "debited": true }), "transaction.refund_due tx-1"),
        (json!({ "state": "failed", "debited": false }), "transaction.not_debited tx-1"),
        (json!({ "state": "failed" }), "transaction.failed tx-1"),
        (json!({ "state": "refunded" }), "transaction.refunded tx-1"),
        (
            json!({ "state": "failed", "debited": false, "failure": "payee_details" }),
            "transaction.not_debited tx-1, transaction.payee_wrong tx-1",
        ),
        (
            json!({ "state": "failed", "debited": false, "failure": "insufficient" }),
            "transaction.insufficient tx-1, transaction.not_debited tx-1",
        ),
        (
            json!({ "state": "refunded", "failure": "bank_refused" }),
            "transaction.bank_refused tx-1, transaction.refunded tx-1",
        ),
        (json!({ "state": "failed", "failure": "other" }), "transaction.failed tx-1"),
        (json!({ "state": "failed", "code": "K-7" }), "code.says bank.channel_down, transaction.failed tx-1"),
        (json!({ "state": "failed", "code": "K-8" }), "transaction.failed tx-1"),
        // One that still goes on has no reason to have failed.
        (json!({ "code": "K-7" }), "transaction.pending tx-1"),
    ] {
        assert_eq!(told(&of(Symptom::PaymentFailed), &[record("tx-1", &otherwise)]), expected, "{otherwise}");
    }
}

#[test]
fn a_record_that_contradicts_itself_is_believed_in_nothing() {
    let stage = |state: &str| json!([{ "place": "wallet", "state": "done" }, { "place": "bank", "state": state }]);
    for (otherwise, contradicts) in [
        (json!({ "state": "completed", "stages": stage("failed") }), true),
        (json!({ "state": "completed", "stages": stage("pending") }), true),
        (json!({ "state": "completed", "failure": "other" }), true),
        (json!({ "state": "completed", "stages": stage("done") }), false),
        (json!({ "state": "pending", "failure": "other" }), true),
        (json!({ "state": "failed", "stages": stage("done") }), true),
        (json!({ "state": "failed", "stages": stage("failed") }), false),
        (json!({ "state": "refunded", "stages": stage("done") }), true),
        (json!({ "state": "refunded", "stages": [] }), false),
    ] {
        let found = told(&about(Symptom::Other, &["tx-1"]), &[record("tx-1", &otherwise)]);
        assert_eq!(found == "transaction.contradicts_itself tx-1", contradicts, "{otherwise}: {found}");
    }
}

#[test]
fn a_complaint_is_about_the_latest_one_of_its_kind_within_a_week() {
    let transfer = record("tx-1", &json!({ "kind": "transfer" }));
    for (symptom, is_meant) in [
        (Symptom::TransferFailed, true),
        (Symptom::PaymentNotReceived, true),
        (Symptom::TransactionDelayed, true),
        (Symptom::WithdrawalFailed, false),
        (Symptom::PaymentFailed, false),
        (Symptom::AppError, false),
        (Symptom::SignInFailed, false),
    ] {
        assert_eq!(!told(&of(symptom), std::slice::from_ref(&transfer)).is_empty(), is_meant, "{symptom}");
    }
    for (created, is_meant) in [("2026-03-02T04:00:00Z", true), ("2026-03-02T03:59:59Z", false)] {
        let old = record("tx-1", &json!({ "created_at": created }));
        assert_eq!(!told(&of(Symptom::PaymentFailed), &[old]).is_empty(), is_meant, "{created}");
    }
    let undated = record("tx-1", &json!({ "created_at": null }));
    assert_eq!(told(&of(Symptom::PaymentFailed), &[undated]), "");
    let two = [record("tx-1", &json!({})), record("tx-2", &json!({ "created_at": "2026-03-09T03:30:00Z" }))];
    assert_eq!(told(&of(Symptom::PaymentFailed), &two), "transaction.pending tx-2");
}

#[test]
fn one_that_is_over_is_meant_only_if_nothing_came_after_it_and_it_was_just_now() {
    let withdrawal = |id: &str, state: &str, created: &str| {
        let otherwise = json!({ "kind": "withdrawal", "state": state, "created_at": created, "debited": false });
        record(id, &otherwise)
    };
    let failed = withdrawal("tx-1", "failed", "2026-03-03T04:00:00Z");
    let done = withdrawal("tx-2", "completed", "2026-03-09T03:00:00Z");
    let vague = of(Symptom::WithdrawalFailed);
    assert_eq!(told(&vague, &[failed.clone(), done.clone()]), "", "it went through since");
    assert_eq!(told(&vague, std::slice::from_ref(&failed)), "", "that was six days ago");
    for (created, is_meant) in [("2026-03-08T04:00:00Z", true), ("2026-03-08T03:59:59Z", false)] {
        for state in ["failed", "refunded"] {
            let one = withdrawal("tx-1", state, created);
            assert_eq!(!told(&vague, &[one]).is_empty(), is_meant, "{state} {created}");
        }
    }
    let under_way = withdrawal("tx-1", "pending", "2026-03-03T04:00:00Z");
    assert_eq!(told(&vague, std::slice::from_ref(&under_way)), "transaction.pending tx-1");
    assert_eq!(told(&vague, &[under_way, done.clone()]), "", "it went through since");
    // Somebody who says how much or when means that one.
    let money = crate::account::Money { asset: "CNY".to_owned(), amount: "20".parse().unwrap() };
    let began = Some("2026-03-03T05:00:00Z".parse().unwrap());
    let (of_amount, of_time) =
        (Complaint { money: Some(money), ..vague.clone() }, Complaint { began_at: began, ..vague });
    for exact in [of_amount, of_time] {
        assert_eq!(told(&exact, &[failed.clone(), done.clone()]), "transaction.not_debited tx-1", "{exact:?}");
    }
}

#[test]
fn of_those_that_are_awaited_the_one_that_is_longest_due_is_meant() {
    let sent = |id: &str, created: &str, by: &str| record(id, &json!({ "created_at": created, "expected_by": by }));
    let late = sent("tx-1", "2026-03-08T03:00:00Z", "2026-03-09T03:00:00Z");
    let later = sent("tx-2", "2026-03-08T04:00:00Z", "2026-03-09T03:00:00Z");
    let oldest = sent("tx-3", "2026-03-07T03:00:00Z", "2026-03-20T03:00:00Z");
    let newest = sent("tx-4", "2026-03-09T03:30:00Z", "2026-03-20T03:00:00Z");
    let done = record("tx-5", &json!({ "created_at": "2026-03-09T03:40:00Z", "state": "completed" }));
    for symptom in [Symptom::TransactionDelayed, Symptom::PaymentNotReceived] {
        let all = [newest.clone(), later.clone(), oldest.clone(), late.clone(), done.clone()];
        assert_eq!(told(&of(symptom), &all), "transaction.overdue tx-1, transaction.pending tx-1");
        let in_time = [newest.clone(), oldest.clone(), done.clone()];
        assert_eq!(told(&of(symptom), &in_time), "transaction.pending tx-3");
    }
}

#[test]
fn what_is_told_in_two_ways_is_believed_in_neither_whatever_their_order() {
    let (pending, done) =
        (record("tx-1", &json!({ "channel": "A" })), record("tx-1", &json!({ "state": "completed" })));
    let named = about(Symptom::PaymentFailed, &["tx-1"]);
    for two in [[pending.clone(), done.clone()], [done.clone(), pending.clone()]] {
        let contradictory = "transaction.contradicts_itself tx-1";
        assert!(told(&named, &two).contains(contradictory));
        assert!(told(&of(Symptom::PaymentFailed), &two).contains(contradictory));
        assert_eq!(channel(&named, &seen(&two), now()), None);
        let found = serde_json::from_value(two.to_vec().into()).unwrap();
        let seen = Observations { looked_up: known(LookedUp { found, not_found: Vec::new() }), ..seen(&[]) };
        let codes: Vec<String> = findings(&named, &seen).iter().map(|it| it.code.to_string()).collect();
        assert_eq!(codes, ["transaction.contradicts_itself"]);
    }
    let twice = told(&named, &[pending.clone(), pending]);
    assert_eq!(twice, "transaction.listed_twice tx-1, transaction.pending tx-1");
}

#[test]
fn an_amount_and_an_id_tell_which_one_is_meant() {
    let two = [
        record("tx-1", &json!({ "amount": "7", "created_at": "2026-03-08T03:00:00Z" })),
        record("tx-2", &json!({ "created_at": "2026-03-09T03:30:00Z" })),
    ];
    let of_amount = |asset: &str, amount: &str| Complaint {
        money: Some(crate::account::Money { asset: asset.to_owned(), amount: amount.parse().unwrap() }),
        ..of(Symptom::PaymentFailed)
    };
    assert_eq!(told(&of_amount("CNY", "7"), &two), "transaction.pending tx-1");
    assert_eq!(told(&of_amount("CNY", "7.01"), &two), "");
    assert_eq!(told(&of_amount("USD", "7"), &two), "");
    // Whatever its kind and its age.
    assert_eq!(told(&about(Symptom::WithdrawalFailed, &["tx-1"]), &two), "transaction.pending tx-1");
}

#[test]
fn one_that_is_done_is_meant_only_where_it_can_be() {
    let done = |id: &str, created: &str| record(id, &json!({ "state": "completed", "created_at": created }));
    let (one, later) = (done("tx-1", "2026-03-09T01:00:00Z"), done("tx-2", "2026-03-09T02:00:00Z"));
    let open = record("tx-3", &json!({ "created_at": "2026-03-08T00:00:00Z" }));
    let received = of(Symptom::PaymentNotReceived);
    assert_eq!(told(&received, std::slice::from_ref(&one)), "transaction.completed tx-1");
    assert_eq!(told(&received, &[one.clone(), later.clone()]), "", "nobody knows which");
    assert_eq!(told(&received, &[later, open]), "transaction.pending tx-3");
    assert_eq!(told(&of(Symptom::PaymentFailed), std::slice::from_ref(&one)), "", "that one did not fail");
    assert_eq!(told(&about(Symptom::PaymentFailed, &["tx-1"]), &[one]), "transaction.completed tx-1");
}

#[test]
fn what_is_not_the_persons_own_is_told_whoever_says_so() {
    let marked =
        |created: &str| record("tx-1", &json!({ "state": "completed", "recognised": false, "created_at": created }));
    let recent = marked("2026-02-07T04:00:00Z");
    assert_eq!(told(&of(Symptom::AppError), &[recent]), "transaction.not_mine tx-1");
    let old = marked("2026-02-07T03:59:59Z");
    assert_eq!(told(&of(Symptom::AppError), std::slice::from_ref(&old)), "", "that was seen to");
    assert!(told(&about(Symptom::AppError, &["tx-1"]), &[old]).contains("transaction.not_mine tx-1"));
    let said = Complaint { not_mine: vec!["tx-9".to_owned()], ..of(Symptom::FundsMissing) };
    assert_eq!(told(&said, &[]), "transaction.not_mine tx-9");
    let own = record("tx-1", &json!({ "state": "completed", "recognised": true }));
    assert_eq!(told(&of(Symptom::FundsMissing), &[own]), "");
}

#[test]
fn two_that_look_like_one_are_told_if_they_are_close_and_moved_money() {
    let paid = |id: &str, created: &str, otherwise: &Value| {
        let mut paid = record(id, &json!({ "state": "completed", "counterparty": "shop", "created_at": created }));
        for (key, value) in otherwise.as_object().unwrap() {
            paid[key] = value.clone();
        }
        paid
    };
    let first = paid("tx-1", "2026-03-09T03:00:00Z", &json!({}));
    let twice = "transaction.twice";
    for (created, otherwise, expected) in [
        ("2026-03-09T03:10:00Z", json!({}), twice),
        ("2026-03-09T03:10:01Z", json!({}), ""),
        ("2026-03-09T03:01:00Z", json!({ "amount": "20.01" }), ""),
        ("2026-03-09T03:01:00Z", json!({ "counterparty": "other" }), ""),
        ("2026-03-09T03:01:00Z", json!({ "counterparty": null }), ""),
        ("2026-03-09T03:01:00Z", json!({ "direction": "in" }), ""),
        ("2026-03-09T03:01:00Z", json!({ "kind": "transfer" }), ""),
        ("2026-03-09T03:01:00Z", json!({ "state": "refunded" }), ""),
        ("2026-03-09T03:01:00Z", json!({ "state": "failed", "debited": false }), ""),
        ("2026-03-09T03:01:00Z", json!({ "state": "failed", "debited": true }), twice),
    ] {
        let two = [first.clone(), paid("tx-2", created, &otherwise)];
        assert_eq!(told(&of(Symptom::BalanceIncorrect), &two), expected, "{created} {otherwise}");
    }
    let two = [first.clone(), paid("tx-2", "2026-03-09T03:01:00Z", &json!({}))];
    let pair = findings(&of(Symptom::BalanceIncorrect), &seen(&two));
    assert_eq!(pair[0].details["transactions"], "tx-1, tx-2");
    assert_eq!(told(&about(Symptom::BalanceIncorrect, &["tx-9"]), &two), "", "the person means another one");
}

#[test]
fn what_is_there_twice_matters_to_complaints_that_can_come_of_it() {
    let one = record("tx-1", &json!({ "state": "completed" }));
    let listed = [one.clone(), one];
    for (symptom, matters) in [
        (Symptom::BalanceIncorrect, true),
        (Symptom::HistoryUnavailable, true),
        (Symptom::FundsMissing, true),
        (Symptom::PaymentFailed, true),
        (Symptom::WithdrawalFailed, false),
        (Symptom::SignInFailed, false),
        (Symptom::AppError, false),
    ] {
        let found = told(&of(symptom), &listed);
        assert_eq!(found.contains("transaction.listed_twice tx-1"), matters, "{symptom}: {found}");
    }
}

#[test]
fn what_nobody_knows_of_is_told_apart_from_what_could_not_be_asked() {
    let looked_up = LookedUp { found: Vec::new(), not_found: vec!["tx-8".to_owned()] };
    let seen = Observations { looked_up: known(looked_up), ..seen(&[]) };
    let complaint = about(Symptom::PaymentNotReceived, &["tx-8"]);
    let codes =
        |seen: &Observations| findings(&complaint, seen).iter().map(|it| it.code.to_string()).collect::<Vec<_>>();
    assert_eq!(codes(&seen), ["transaction.not_found"]);
    let unknown = Observed::Unknown { why: UnknownWhy::TimedOut, detail: None, at: now(), took_ms: 0 };
    assert_eq!(codes(&Observations { looked_up: unknown, ..Observations::nothing() }), ["transaction.unavailable"]);
    assert!(codes(&Observations::nothing()).is_empty());
}

#[test]
fn announcements_go_by_the_channel_that_the_findings_go_by() {
    let report = json!({
        "format": "statuspage_v2",
        "maintenances": [{
            "title": "Bank channel: Other Bank", "phase": "in_progress",
            "starts_at": "2026-03-09T03:00:00Z", "ends_at": "2026-03-09T06:00:00Z",
        }],
    });
    let report = json!({ "state": "known", "value": report, "at": now().to_string(), "took_ms": 1 });
    let told = |bank: &str| {
        let withdrawal = record("tx-1", &json!({ "kind": "withdrawal", "channel": bank }));
        let service = serde_json::from_value(json!([{ "source": "page", "report": report }])).unwrap();
        let seen = Observations { started_at: now(), service, ..seen(&[withdrawal]) };
        let audience = Audience {
            locale: Locale::En,
            provider: "Example Pay".to_owned(),
            zone: TimeZone::UTC,
            now: now(),
            true_now: now(),
            spread: 0,
        };
        let diagnosis =
            diagnose(of(Symptom::WithdrawalFailed), seen, &Rules::default(), &[], Offers::default(), audience);
        diagnosis.announcements.first().is_some_and(|announcement| announcement.matters)
    };
    assert_eq!((told("Other Bank"), told("Example Bank")), (true, false));
}

#[test]
fn debug_shows_no_id() {
    let found = serde_json::from_value(json!([record("tx-4711", &json!({}))])).unwrap();
    let shown = format!("{:?}", LookedUp { found, not_found: vec!["tx-4712".to_owned()] });
    assert!(shown.contains("pending") || shown.contains("Pending"), "{shown}");
    assert!(!shown.contains("471"), "{shown}");
}

#[test]
fn the_channel_is_that_of_the_transaction_in_question() {
    let two = [
        record("tx-1", &json!({ "channel": "Example Bank" })),
        record("tx-2", &json!({ "kind": "withdrawal", "channel": "Other Bank" })),
    ];
    let of = |symptom| channel(&Complaint::new(symptom), &seen(&two), now()).map(str::to_owned);
    assert_eq!(of(Symptom::PaymentNotReceived).as_deref(), Some("Example Bank"));
    assert_eq!(of(Symptom::WithdrawalFailed).as_deref(), Some("Other Bank"));
    assert_eq!(of(Symptom::AppError), None);
    for order in [two.clone(), [two[1].clone(), two[0].clone()]] {
        let named = about(Symptom::Other, &["tx-2", "tx-1"]);
        assert_eq!(channel(&named, &seen(&order), now()), Some("Example Bank"), "whatever their order");
    }
}
