//! What two sheets, their ages and what was kept say.

use serde_json::json;

use super::super::{BalanceSnapshot, Figure, Verdict};
use super::{MORNING, NOW, World, out, record, sheet, time};

fn snapshot(seen_at: &str, sequence: Option<u64>, total: &str) -> BalanceSnapshot {
    let told = json!({ "seen_at": seen_at, "as_of": seen_at, "sequence": sequence, "whole": true, "totals": { "CNY": total } });
    serde_json::from_value(told).unwrap()
}

fn stale(since: &str) -> Verdict {
    Verdict::CacheStale { since: Some(time(since)), sure: true }
}

fn behind(since: &str, known: Option<&str>) -> Verdict {
    Verdict::ProviderBehind { since: Some(time(since)), known: known.map(|known| known.parse().unwrap()) }
}

#[test]
fn the_sequence_decides_who_is_behind_whatever_the_clocks_say() {
    let old = World::of("10.00", "12.00").sequences(Some(7), Some(9)).times(NOW, MORNING);
    assert_eq!(old.verdict(), stale(NOW));
    let new = World::of("10.00", "12.00").sequences(Some(9), Some(7)).times(MORNING, NOW);
    assert_eq!(new.verdict(), behind(NOW, None));
}

#[test]
fn without_a_sequence_the_times_decide() {
    let of_age = |cached, synced| World::of("10.00", "12.00").sequences(None, Some(9)).times(cached, synced).verdict();
    let by_clock = |since| Verdict::CacheStale { since: Some(time(since)), sure: false };
    assert_eq!(of_age(MORNING, NOW), by_clock(MORNING));
    assert_eq!(of_age(NOW, MORNING), behind(MORNING, None));
    assert_eq!(of_age(NOW, NOW), Verdict::Unexplained);
    assert_eq!(of_age("2026-03-01T11:58:00Z", NOW), Verdict::Unexplained, "two minutes are nothing");
    assert_eq!(of_age("2026-03-01T11:57:59Z", NOW), by_clock("2026-03-01T11:57:59Z"));
}

#[test]
fn a_time_that_cannot_be_is_none() {
    let far = "2026-03-01T20:00:00Z";
    let of_age = |cached, synced| World::of("10.00", "12.00").sequences(None, None).times(cached, synced).verdict();
    assert_eq!(of_age(NOW, far), Verdict::Unexplained);
    assert_eq!(of_age(far, NOW), Verdict::Unexplained);
    assert_eq!(of_age("2026-03-01T12:05:00Z", NOW), behind(NOW, None), "minutes ahead may be");
    assert_eq!(of_age(NOW, "1970-01-21T12:00:00Z"), Verdict::Unexplained, "seconds that were taken for milliseconds");
    let by_sequence = World::of("10.00", "12.00").sequences(Some(1), Some(2)).times(far, NOW);
    assert_eq!(by_sequence.verdict(), Verdict::CacheStale { since: None, sure: true });
}

#[test]
fn equal_is_equal_however_it_is_written_and_however_old() {
    let world = World::of("5.0", "5.00").sequences(Some(1), Some(2)).times(MORNING, NOW);
    assert_eq!(world.verdict(), Verdict::Equal);
}

#[test]
fn a_state_that_the_provider_has_left_behind_is_known_by_what_was_kept() {
    let kept = vec![snapshot("2026-03-01T07:00:00Z", Some(5), "1"), snapshot("2026-03-01T10:00:00Z", Some(9), "90")];
    let of = |cached, synced, sequence| {
        let mut world = World::of(cached, synced).sequences(Some(7), sequence);
        world.snapshots = kept.clone();
        world.verdict()
    };
    assert_eq!(of("70", "70", Some(7)), behind(NOW, Some("90")), "both show the old state");
    assert_eq!(of("90", "70", Some(7)), behind(NOW, Some("90")));
    assert_eq!(of("90.0", "90", Some(7)), Verdict::Equal);
    assert_eq!(of("70", "80", Some(9)), stale(NOW));
    assert_eq!(of("70", "70", None), Verdict::Equal, "without a counter nothing is known");
}

#[test]
fn an_app_that_shows_just_what_was_before_shows_an_old_state() {
    let of = |total: &str, sequence| {
        let mut world = World::of(total, "90.25").sequences(sequence, Some(9));
        world.snapshots = vec![snapshot("2026-03-01T07:00:00Z", Some(5), "71.50")];
        world.verdict()
    };
    assert_eq!(of("71.50", None), stale("2026-03-01T07:00:00Z"));
    assert_eq!(of("71.51", None), Verdict::Unexplained);
    assert_eq!(of("71.50", Some(9)), Verdict::Unexplained, "by its own word it is not old");
    let mut more = World::of("71.50", "90.25").sequences(None, Some(9));
    more.snapshots = vec![snapshot("2026-03-01T07:00:00Z", Some(5), "71.50")];
    more.snapshots[0].totals.insert("USDT".to_owned(), "3".parse().unwrap());
    assert_eq!(more.verdict(), Verdict::Unexplained, "it had another asset, which the app does not show");
}

#[test]
fn what_nobody_could_read_is_not_zero() {
    let (one, none) = (json!([{ "asset": "CNY", "total": "5.00" }]), json!([]));
    let compared = World::told(&sheet(&none), &sheet(&one)).compared();
    assert_eq!((compared[0].difference.to_string(), &compared[0].verdict), ("-5.00".into(), &Verdict::Unexplained));
    let mut partly = World::told(&sheet(&none), &sheet(&one));
    partly.cached.unreadable = vec!["/balances/3".into()];
    assert_eq!(partly.compared(), []);
    let odd = json!([{ "asset": "CNY\u{200b}", "total": "5.00" }]);
    assert_eq!(World::told(&sheet(&odd), &sheet(&one)).compared(), [], "which may be the same one");
    assert_eq!(World::told(&sheet(&one), &sheet(&one)).verdict(), Verdict::Equal);
}

#[test]
fn entries_of_one_asset_are_summed_if_the_sum_can_be_told() {
    let twice = json!([{ "asset": "CNY", "total": "2.00" }, { "asset": "CNY", "total": "3" }]);
    let one = json!([{ "asset": "CNY", "total": "5" }]);
    assert_eq!(World::told(&sheet(&twice), &sheet(&one)).verdict(), Verdict::Equal);
    let most = "9".repeat(120);
    let huge = json!([{ "asset": "CNY", "total": most }, { "asset": "CNY", "total": "1" }]);
    assert_eq!(World::told(&sheet(&huge), &sheet(&one)).compared(), []);
    let apart = World::of(&most, "-1").compared();
    assert_eq!(apart, [], "a difference that nobody could read back");
}

#[test]
fn two_accounts_are_not_compared() {
    let mut world = World::of("128050", "1280.50");
    (world.cached.account, world.synced.account) = (Some("alice".into()), Some("bob".into()));
    assert_eq!(world.verdict(), Verdict::DifferentAccount);
    world.cached.account = None;
    assert_eq!(world.verdict(), Verdict::DifferentScale { power: 2 });
}

#[test]
fn the_decimal_point_elsewhere_is_told_if_the_digits_are_enough() {
    assert_eq!(World::of("128050", "1280.50").verdict(), Verdict::DifferentScale { power: 2 });
    assert_eq!(World::of("0.128", "128").verdict(), Verdict::DifferentScale { power: -3 });
    assert_eq!(World::of("100.00", "10.00").verdict(), Verdict::Unexplained);
    assert_eq!(World::of("128051", "1280.50").verdict(), Verdict::Unexplained);
    let rival = World::of("128050", "1280.50").pending(&[out("a", "-126769.50", "0")]);
    assert_eq!(rival.verdict(), super::explained(&["a"], false), "two explanations are none");
}

#[test]
fn an_asset_under_another_name_is_told_if_it_can_hardly_be_another_one() {
    let of = |ours: (&str, &str), theirs: (&str, &str)| {
        let told = |(asset, total): (&str, &str)| sheet(&json!([{ "asset": asset, "total": total }]));
        World::told(&told(ours), &told(theirs))
    };
    let verdicts = |world: World| -> Vec<Verdict> { world.compared().into_iter().map(|it| it.verdict).collect() };
    let named = |other: &str| Verdict::DifferentAsset { other: other.to_owned() };
    assert_eq!(verdicts(of(("USDT", "42.17"), ("USDC", "42.170"))), [named("USDT"), named("USDC")]);
    assert_eq!(verdicts(of(("cny", "5"), ("CNY", "5.00"))), [named("cny"), named("CNY")]);
    assert_eq!(verdicts(of(("USDT", "42.1"), ("USDC", "42.1"))), [Verdict::Unexplained, Verdict::Unexplained]);
    assert_eq!(verdicts(of(("USDT", "42.17"), ("USDC", "42.18"))), [Verdict::Unexplained, Verdict::Unexplained]);
    let exchanged = of(("USDT", "42.17"), ("USDC", "42.17")).sequences(Some(6), Some(7));
    assert_eq!(verdicts(exchanged), [stale(NOW), stale(NOW)]);
}

#[test]
fn what_is_held_back_is_told_from_what_is_missing() {
    let of = |cached: serde_json::Value| {
        let synced = json!([{ "asset": "CNY", "total": "1280.50", "available": "1180.50", "held": "100.00" }]);
        World::told(&sheet(&json!([cached])), &sheet(&synced)).compared().remove(0)
    };
    let held = Verdict::HeldMistaken { held: "100".parse().unwrap() };
    let free_as_total = of(json!({ "asset": "CNY", "total": "1180.50" }));
    assert_eq!((free_as_total.figure, &free_as_total.verdict), (Figure::Total, &held));
    let total_as_free = of(json!({ "asset": "CNY", "total": "1280.50", "available": "1280.50" }));
    assert_eq!((total_as_free.figure, &total_as_free.verdict), (Figure::Available, &held));
    let knows = of(json!({ "asset": "CNY", "total": "1180.50", "available": "1080.50", "held": "100.00" }));
    assert_eq!(knows.verdict, Verdict::Unexplained, "it shows that a part is held back, and lacks as much besides");
    assert_eq!(of(json!({ "asset": "CNY", "total": "1180.49" })).verdict, Verdict::Unexplained);
}

#[test]
fn other_figures_are_compared_where_the_totals_agree() {
    let of = |ours: serde_json::Value, theirs: serde_json::Value| {
        World::told(&sheet(&json!([ours])), &sheet(&json!([theirs])))
    };
    let entry = |available: &str| json!({ "asset": "CNY", "total": "1000.37", "available": available });
    let world = of(entry("800.12"), entry("900.37"));
    let compared = world.compared().remove(0);
    assert_eq!((compared.figure, compared.difference.to_string()), (Figure::Available, "-100.25".to_owned()));
    assert_eq!(compared.verdict, Verdict::Unexplained);
    let transactions = [out("a", "100.00", "0.25"), super::pending("b", "in", "100.25", "0")];
    assert_eq!(
        world.pending(&transactions).verdict(),
        super::explained(&["a"], true),
        "only what goes out is held back"
    );
    let derived = of(
        json!({ "asset": "CNY", "total": "10", "held": "3" }),
        json!({ "asset": "CNY", "total": "10", "available": "7" }),
    );
    assert_eq!(derived.verdict(), Verdict::Equal);
    let held = of(
        json!({ "asset": "CNY", "total": "10", "available": "7", "held": "3" }),
        json!({ "asset": "CNY", "total": "10", "available": "7", "held": "2" }),
    );
    assert_eq!(held.compared().remove(0).figure, Figure::Held);
    let over = of(entry("800.12"), entry("900.37")).recent(&[record("r", "out", "100.25", "completed")]);
    assert_eq!(over.verdict(), Verdict::Unexplained, "what is over is held back no more");
}
