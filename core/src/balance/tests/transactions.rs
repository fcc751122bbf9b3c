//! What transactions say of a difference.

use super::super::{Miscount, Miscounted, PendingState, PendingTransaction, Verdict};
use super::{MORNING, NOW, World, explained, out, pending, record};
use crate::transaction::TransactionRecord;

fn miscounted(id: &str, how: Miscount, sure: bool) -> Verdict {
    Verdict::Miscounted { transactions: vec![Miscounted { id: id.to_owned(), how }], sure }
}

#[test]
fn the_smallest_explaining_set_is_named_with_fees_counted() {
    let transactions = [out("c", "50.00", "0.00"), out("a", "200.00", "1.00"), out("b", "30.00", "0.50")];
    let world = World::of("768.50", "1000.00").pending(&transactions);
    assert_eq!(world.verdict(), explained(&["a", "b"], true));
    let booked = World::of("1000.00", "768.50").pending(&transactions);
    assert_eq!(booked.verdict(), explained(&["a", "b"], true), "the provider counts them already");
    let both_ways = [out("a", "200.00", "1.00"), pending("b", "in", "30.50", "0.25")];
    assert_eq!(World::of("829.25", "1000.00").pending(&both_ways).verdict(), explained(&["a", "b"], true));
}

#[test]
fn a_near_miss_stays_unexplained() {
    let world = World::of("798.99", "1000.00").pending(&[out("a", "200.00", "1.00")]);
    assert_eq!(world.verdict(), Verdict::Unexplained);
    let other = PendingTransaction { asset: "USDT".into(), ..out("a", "201.01", "0") };
    assert_eq!(World::of("798.99", "1000.00").pending(&[other]).verdict(), Verdict::Unexplained);
}

#[test]
fn what_fits_in_two_ways_is_not_sure() {
    let twins = [out("a", "201.37", "0"), out("b", "201.37", "0")];
    let either = World::of("798.63", "1000.00").pending(&twins).verdict();
    assert!([explained(&["a"], false), explained(&["b"], false)].contains(&either), "{either:?}");
    assert_eq!(World::of("597.26", "1000.00").pending(&twins).verdict(), explained(&["a", "b"], true));
    let round: Vec<_> = (1..=12).map(|n| out(&format!("t{n:02}"), &format!("{n}0"), "0")).collect();
    let world = World::of("470", "1000").pending(&round);
    assert!(matches!(world.verdict(), Verdict::ExplainedByPending { sure: false, .. }), "round amounts fit often");
}

#[test]
fn a_sum_that_happens_to_fit_does_not_excuse_an_old_copy() {
    let world = World::of("798.63", "1000.00").pending(&[out("a", "201.37", "0")]).sequences(Some(6), Some(7));
    assert!(matches!(world.verdict(), Verdict::CacheStale { .. }));
    let by_clock = World::of("798.63", "1000.00").pending(&[out("a", "201.37", "0")]).sequences(None, Some(7));
    assert_eq!(by_clock.times(MORNING, NOW).verdict(), explained(&["a"], true), "a clock alone says less");
}

#[test]
fn one_transaction_that_is_over_is_named() {
    let of = |cached: &str, recent: &[TransactionRecord]| World::of(cached, "1000.13").recent(recent).verdict();
    let done = record("r", "out", "201.37", "completed");
    assert_eq!(of("798.76", std::slice::from_ref(&done)), miscounted("r", Miscount::Twice, true));
    assert_eq!(of("1201.50", std::slice::from_ref(&done)), miscounted("r", Miscount::Missing, true));
    assert_eq!(of("798.75", std::slice::from_ref(&done)), Verdict::Unexplained);
    let failed = record("f", "out", "201.37", "failed");
    assert_eq!(of("798.76", std::slice::from_ref(&failed)), miscounted("f", Miscount::Failed, true));
    assert_eq!(of("1201.50", std::slice::from_ref(&failed)), Verdict::Unexplained);
    let away = TransactionRecord { debited: Some(true), ..failed };
    assert_eq!(of("798.76", &[away]), Verdict::Unexplained, "the money is away by the provider's own word");
    let other = TransactionRecord { state: "refunded".parse().unwrap(), ..done.clone() };
    assert_eq!(of("798.76", &[done.clone(), other]), Verdict::Unexplained, "told in two ways");
    let twins = of("798.76", &[done.clone(), TransactionRecord { id: "s".into(), ..done }]);
    assert!(matches!(twins, Verdict::Miscounted { sure: false, transactions } if transactions.len() == 2));
    let round = World::of("800", "1000").recent(&[record("r", "out", "200", "completed")]).verdict();
    assert_eq!(round, miscounted("r", Miscount::Twice, false), "a round amount may be any other one");
}

#[test]
fn what_happened_between_two_states_is_no_mistake() {
    let done = record("r", "out", "201.37", "completed");
    let of = |cached: &str, ours: &str, theirs: &str| {
        World::of(cached, "1000.13")
            .recent(std::slice::from_ref(&done))
            .sequences(None, None)
            .times(ours, theirs)
            .verdict()
    };
    assert!(matches!(of("1201.50", MORNING, NOW), Verdict::CacheStale { .. }));
    assert!(matches!(of("798.76", NOW, MORNING), Verdict::ProviderBehind { .. }));
    assert_eq!(of("798.76", MORNING, NOW), miscounted("r", Miscount::Twice, true));
}

#[test]
fn what_the_app_still_lists_as_pending_is_known_by_its_state() {
    let of = |cached: &str, state: PendingState| {
        let transaction = PendingTransaction { state, ..out("a", "200.00", "1.37") };
        World::of(cached, "1000.00").pending(&[transaction]).verdict()
    };
    assert_eq!(of("1201.37", PendingState::Completed), miscounted("a", Miscount::Missing, true));
    assert_eq!(of("798.63", PendingState::Failed), miscounted("a", Miscount::Failed, true));
    assert_eq!(of("798.63", PendingState::Pending), explained(&["a"], true));
    let world = World::of("1201.37", "1000.00").pending(&[out("a", "200.00", "1.37")]);
    let known = world.recent(&[record("a", "out", "200.00", "completed")]);
    assert_eq!(known.verdict(), miscounted("a", Miscount::Missing, true), "the record knows better");
    let world = World::of("798.63", "1000.00").pending(&[out("a", "200.00", "1.37")]);
    let otherwise = world.recent(&[record("a", "out", "200.01", "pending")]);
    assert_eq!(otherwise.verdict(), Verdict::Unexplained, "told in two ways");
}

#[test]
fn one_that_is_listed_twice_counts_once_and_is_named_where_it_is_counted_twice() {
    let listed = [out("a", "200.00", "1.37"), out("a", "200.00", "1.37")];
    assert_eq!(World::of("798.63", "1000.00").pending(&listed).verdict(), explained(&["a"], true));
    assert_eq!(World::of("597.26", "1000.00").pending(&listed).verdict(), miscounted("a", Miscount::Twice, true));
    let differing = [out("a", "200.00", "1.37"), out("a", "200.00", "1.38")];
    assert_eq!(World::of("798.63", "1000.00").pending(&differing).verdict(), Verdict::Unexplained);
}

#[test]
fn two_explanations_of_different_kinds_are_told_as_perhaps() {
    let world = World::of("798.63", "1000.00").pending(&[out("a", "201.37", "0")]);
    let world = world.recent(&[record("r", "out", "201.37", "completed")]);
    assert_eq!(world.verdict(), explained(&["a"], false));
}

/// A thousand amounts with eighteen decimals, of which no small set sums to the same as another one.
fn thousand() -> Vec<PendingTransaction> {
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 4
    };
    (0..1_000)
        .map(|n| {
            out(&format!("t{n:04}"), &format!("{}.{:018}", next() % 900 + 1, next() % 1_000_000_000_000_000_000), "0")
        })
        .collect()
}

#[test]
fn of_a_thousand_pending_transactions_the_few_that_explain_are_found() {
    let all = thousand();
    let sum = |chosen: &[usize]| {
        chosen.iter().fold("0".parse().unwrap(), |sum: super::super::Amount, place| sum.plus(&all[*place].amount))
    };
    for chosen in [&[77][..], &[3, 999], &[0, 500, 501], &[12, 345, 678, 901]] {
        let ids: Vec<String> = chosen.iter().map(|place| all[*place].id.clone()).collect();
        let cached = sum(chosen).negated().to_string();
        let verdict = World::of(&cached, "0").pending(&all).verdict();
        assert_eq!(verdict, Verdict::ExplainedByPending { transaction_ids: ids.clone(), sure: true });
        let but: Vec<usize> = (0..1_000).filter(|place| !chosen.contains(place)).collect();
        let verdict = World::of(&sum(&but).negated().to_string(), "0").pending(&all).verdict();
        let Verdict::ExplainedByPending { transaction_ids, sure: true } = verdict else { panic!("{verdict:?}") };
        assert!(transaction_ids.len() == 1_000 - chosen.len() && !ids.iter().any(|id| transaction_ids.contains(id)));
    }
    assert_eq!(World::of("-1234.567", "0").pending(&all).verdict(), Verdict::Unexplained);
}

#[test]
fn many_alike_and_many_assets_take_bounded_work_and_stay_honest() {
    let alike: Vec<_> = (0..1_000).map(|n| out(&format!("t{n:04}"), "10.00", "0")).collect();
    for (cached, size, is_sure) in
        [("-10", 1, false), ("-40", 4, false), ("-9970", 997, false), ("-10000", 1_000, true)]
    {
        let verdict = World::of(cached, "0").pending(&alike).verdict();
        let Verdict::ExplainedByPending { transaction_ids, sure } = verdict else { panic!("{cached}: {verdict:?}") };
        assert_eq!((transaction_ids.len(), sure), (size, is_sure), "{cached}");
    }
    assert_eq!(World::of("-50", "0").pending(&alike).verdict(), Verdict::Unexplained, "five are beyond what is tried");
    assert_eq!(World::of("-45", "0").pending(&alike).verdict(), Verdict::Unexplained);
    let many: Vec<_> = (0..10_000).map(|n| out(&format!("t{n:05}"), &format!("{n}.01"), "0")).collect();
    assert_eq!(World::of("-77.01", "0").pending(&many).verdict(), explained(&["t00077"], true));
}

#[test]
fn ids_are_told_in_their_order() {
    let transactions = [out("z", "7.11", "0"), out("a", "8.22", "0"), out("m", "9.33", "0")];
    assert_eq!(World::of("75.34", "100.00").pending(&transactions).verdict(), explained(&["a", "m", "z"], true));
}
