//! Differences for which there is an innocent explanation besides the one that comes to mind first.

use super::super::{Miscount, Miscounted, Verdict};
use super::{MORNING, NOW, World, explained, out, pending, record, sheet, time};
use crate::balance::{BalanceSnapshot, PendingTransaction};
use crate::transaction::TransactionRecord;
use serde_json::json;

#[test]
fn cents_that_both_balances_have_make_no_round_difference_exact() {
    let tens: Vec<_> = (1..=12).map(|n| out(&format!("t{n:02}"), &format!("{n}0"), "0")).collect();
    let world = World::of("770.37", "1000.37").pending(&tens);
    assert!(matches!(world.verdict(), Verdict::ExplainedByPending { sure: false, .. }), "{:?}", world.verdict());
    let paid = record("r", "out", "200.00", "completed");
    let world = World::of("800.37", "1000.37").recent(&[paid]);
    assert!(matches!(world.verdict(), Verdict::Miscounted { sure: false, .. }), "{:?}", world.verdict());
    let one = World::of("1080.50", "1280.50").pending(&[out("a", "200.00", "0")]);
    assert_eq!(one.verdict(), explained(&["a"], true), "one transaction under way is the simplest thing");
}

#[test]
fn what_is_younger_than_the_apps_copy_is_not_missing_from_it() {
    let made = |at: &str| TransactionRecord { created_at: Some(time(at)), ..record("r", "out", "201.37", "completed") };
    let world = |at: &str| {
        World::of("1000.37", "799.00").sequences(None, Some(7)).times("2026-03-01T11:58:30Z", NOW).recent(&[made(at)])
    };
    assert_eq!(world("2026-03-01T11:59:10Z").verdict(), Verdict::Unexplained);
    assert_eq!(world("2026-03-01T11:57:40Z").verdict(), Verdict::Unexplained, "it may have been under way then");
    let missing =
        Verdict::Miscounted { transactions: vec![Miscounted { id: "r".into(), how: Miscount::Missing }], sure: true };
    assert_eq!(world(MORNING).verdict(), missing);
    let counted = world("2026-03-01T11:59:10Z").sequences(Some(7), Some(7));
    assert_eq!(counted.verdict(), missing, "by the counters both are one state");
}

#[test]
fn a_copy_that_is_newer_than_the_answer_is_not_called_old_for_what_was_kept() {
    let mut world = World::of("90.00", "70.00").sequences(None, None).times("2026-03-01T11:50:00Z", MORNING);
    let seen = sheet(&json!([{ "asset": "CNY", "total": "90.00" }]));
    let seen = serde_json::from_value(seen).unwrap();
    world.snapshots = vec![BalanceSnapshot {
        as_of: time("2026-03-01T10:55:00Z"),
        ..BalanceSnapshot::of(&seen, time("2026-03-01T10:55:00Z"))
    }];
    assert!(matches!(world.verdict(), Verdict::ProviderBehind { .. }), "{:?}", world.verdict());
}

#[test]
fn a_counter_that_begins_anew_is_behind_only_once() {
    let mut world = World::of("90.00", "90.00").sequences(Some(2), Some(2));
    let state = |sequence: u64, total: &str, at: &str| {
        let mut told = sheet(&json!([{ "asset": "CNY", "total": total }]));
        told["sequence"] = json!(sequence);
        BalanceSnapshot::of(&serde_json::from_value(told).unwrap(), time(at))
    };
    world.snapshots = vec![state(8812, "70.00", MORNING)];
    assert!(matches!(world.verdict(), Verdict::ProviderBehind { .. }));
    world.snapshots.push(state(1, "80.00", "2026-03-01T09:00:00Z"));
    assert_eq!(world.verdict(), Verdict::Equal);
}

#[test]
fn an_exchange_under_way_is_no_wrong_currency() {
    let of = |asset: &str| sheet(&json!([{ "asset": asset, "total": "4217.35" }]));
    let moves = |id: &str, asset: &str, direction: &str| PendingTransaction {
        asset: asset.into(),
        ..pending(id, direction, "4217.35", "0")
    };
    let world = World::told(&of("USDC"), &of("USDT"));
    assert!(world.compared().iter().all(|it| matches!(it.verdict, Verdict::DifferentAsset { .. })));
    let done = |id: &str, asset: &str, direction: &str| TransactionRecord {
        asset: asset.into(),
        ..record(id, direction, "4217.35", "completed")
    };
    let swapped = World::told(&of("USDC"), &of("USDT")).recent(&[done("a", "USDC", "out"), done("b", "USDT", "in")]);
    let named = swapped.compared();
    assert!(named.iter().all(|it| !matches!(it.verdict, Verdict::DifferentAsset { .. })), "{named:?}");
    let world = world.pending(&[moves("a", "USDT", "out"), moves("b", "USDC", "in")]);
    for it in world.compared() {
        assert!(matches!(it.verdict, Verdict::ExplainedByPending { .. }), "{it:?}");
    }
}

#[test]
fn what_is_held_for_a_transaction_under_way_is_told_by_that() {
    let app = sheet(&json!([{ "asset": "CNY", "total": "1180.50" }]));
    let provider = sheet(&json!([{ "asset": "CNY", "total": "1280.50", "available": "1180.50", "held": "100.00" }]));
    let world = World::told(&app, &provider);
    assert!(matches!(world.verdict(), Verdict::HeldMistaken { .. }));
    assert_eq!(world.pending(&[out("a", "100.00", "0")]).verdict(), explained(&["a"], true));
}

#[test]
fn a_blank_account_is_nobodys_and_letters_in_another_case_are_the_same() {
    let mut world = World::of("1.17", "2.23");
    for (ours, theirs, is_another) in
        [("", "u-1", false), (" ", "u-1", false), ("U-1", "u-1 ", false), ("u-2", "u-1", true)]
    {
        (world.cached.account, world.synced.account) = (Some(ours.to_owned()), Some(theirs.to_owned()));
        assert_eq!(world.verdict() == Verdict::DifferentAccount, is_another, "{ours:?} {theirs:?}");
    }
}

#[test]
fn an_old_copy_is_old_before_anything_else_fits() {
    let scaled = World::of("1250.00", "125.00");
    assert!(matches!(scaled.verdict(), Verdict::DifferentScale { .. }));
    assert!(matches!(scaled.sequences(Some(1), Some(2)).verdict(), Verdict::CacheStale { sure: true, .. }));
    let made_since =
        PendingTransaction { created_at: Some(time("2026-03-01T11:55:00Z")), ..pending("p", "in", "100.13", "0") };
    let old = World::of("400.17", "300.04").sequences(None, None).times(MORNING, NOW).pending(&[made_since]);
    assert!(matches!(old.verdict(), Verdict::CacheStale { sure: false, .. }), "{:?}", old.verdict());
    let app = sheet(&json!([{ "asset": "CNY", "total": "100.00" }]));
    let provider = sheet(&json!([{ "asset": "CNY", "total": "150.00", "available": "100.00", "held": "50.00" }]));
    let old = World::told(&app, &provider).sequences(None, None).times(MORNING, NOW);
    assert!(matches!(old.verdict(), Verdict::CacheStale { sure: false, .. }), "what came in since may be held");
}

#[test]
fn nobody_is_old_by_a_time_that_is_local_but_told_as_utc() {
    let eight_hours = "2026-03-01T20:00:00Z";
    for (cached, synced) in [(NOW, eight_hours), (eight_hours, NOW)] {
        let world = World::of("10.55", "20.11").sequences(None, None).times(cached, synced);
        assert_eq!(world.verdict(), Verdict::Unexplained);
    }
}
