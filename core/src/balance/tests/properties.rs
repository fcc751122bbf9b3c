//! Against the simple comparer, and that what is planted is what is found.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{Amount, AssetComparison, BalanceSheet, Miscount, PendingTransaction, Verdict};
use super::reference::{Expected, expected, units};
use super::{MORNING, NOW, World, out, record, sheet, time};
use crate::transaction::TransactionRecord;

/// Amounts among which much fits: few values, in several spellings.
fn coarse() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => (0..13_u32).prop_map(|n| n.to_string()),
        2 => (0..40_u32).prop_map(|n| format!("{}.{}0", n / 4, n % 4)),
        1 => (-6..0_i32).prop_map(|n| format!("{n}.0")),
        2 => prop_oneof![Just("128"), Just("12.8"), Just("1280.00"), Just("1.281"), Just("42.17")].prop_map(str::to_owned),
    ]
}

fn asset() -> impl Strategy<Value = &'static str> {
    prop_oneof![3 => Just("CNY"), 1 => Just("cny"), 1 => Just("USDT"), 1 => Just("USDC")]
}

fn told() -> impl Strategy<Value = BalanceSheet> {
    let entry = (asset(), coarse(), proptest::option::of(coarse()));
    let account = prop_oneof![4 => Just(None), 2 => Just(Some("alice")), 1 => Just(Some("bob"))];
    let sequence = prop_oneof![1 => Just(None), 4 => Just(Some(7_u64)), 1 => Just(Some(8))];
    let as_of = prop_oneof![Just(NOW), Just(MORNING), Just("2026-03-01T11:59:00Z")];
    (vec(entry, 0..5), account, sequence, as_of).prop_map(|(entries, account, sequence, as_of)| {
        let balances: Vec<Value> = entries
            .into_iter()
            .map(|(asset, total, available)| json!({ "asset": asset, "total": total, "available": available }))
            .collect();
        let told = json!({ "account": account, "sequence": sequence, "as_of": as_of, "balances": balances });
        serde_json::from_value(told).unwrap()
    })
}

fn way() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("in"), Just("out")]
}

fn world() -> impl Strategy<Value = World> {
    let state = prop_oneof![6 => Just("pending"), 1 => Just("completed"), 1 => Just("failed")];
    let open = (asset(), way(), coarse(), proptest::option::of(coarse()), state);
    let state = prop_oneof![Just("pending"), Just("completed"), Just("failed"), Just("refunded")];
    let over = (asset(), way(), coarse(), state);
    (told(), told(), vec(open, 0..7), vec(over, 0..4)).prop_map(|(cached, synced, open, over)| {
        let pending = open.into_iter().enumerate().map(|(n, (asset, way, amount, fee, state))| {
            let told = json!({ "id": format!("p{n}"), "asset": asset, "direction": way, "amount": amount, "fee": fee, "state": state });
            serde_json::from_value::<PendingTransaction>(told).unwrap()
        });
        let recent = over.into_iter().enumerate().map(|(n, (asset, way, amount, state))| {
            TransactionRecord { asset: asset.to_owned(), ..record(&format!("r{n}"), way, &amount, state) }
        });
        World { cached, synced, snapshots: Vec::new(), pending: pending.collect(), recent: recent.collect() }
    })
}

/// Whether a verdict is what the simple comparer says.
fn agrees(found: &AssetComparison, wanted: &Expected) -> bool {
    match (&found.verdict, wanted) {
        (Verdict::Equal, Expected::Equal)
        | (Verdict::DifferentAccount, Expected::DifferentAccount)
        | (Verdict::CacheStale { .. }, Expected::CacheStale)
        | (Verdict::ProviderBehind { .. }, Expected::ProviderBehind)
        | (Verdict::Unexplained, Expected::Unexplained) => true,
        (Verdict::DifferentScale { power }, Expected::DifferentScale(wanted)) => power == wanted,
        (Verdict::DifferentAsset { other }, Expected::DifferentAsset(wanted)) => other == wanted,
        (Verdict::HeldMistaken { held }, Expected::HeldMistaken(wanted)) => units(held) == *wanted,
        (Verdict::ExplainedByPending { transaction_ids, sure }, Expected::Explained { smallest, miscounted }) => {
            let ids: BTreeSet<String> = transaction_ids.iter().cloned().collect();
            smallest.contains(&ids) && (!sure || (smallest.len() == 1 && miscounted.is_empty()))
        }
        (Verdict::Miscounted { transactions, sure }, Expected::Explained { miscounted, .. }) => {
            let ids: BTreeSet<(String, Miscount)> = transactions.iter().map(|it| (it.id.clone(), it.how)).collect();
            ids == *miscounted && (!sure || miscounted.len() == 1)
        }
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn what_comes_out_is_what_the_simple_comparer_says(world in world()) {
        let (compared, wanted) = (world.compared(), expected(&world));
        prop_assert_eq!(compared.len(), wanted.len());
        for found in compared {
            let (difference, wanted) = &wanted[&found.asset];
            prop_assert!(agrees(&found, wanted), "{found:?}\nbut {wanted:?}");
            prop_assert_eq!(units(&found.difference), units(&found.cached) - units(&found.synced));
            if found.figure == super::super::Figure::Total {
                prop_assert_eq!(&units(&found.difference), difference);
            }
        }
    }

    #[test]
    fn the_order_in_which_things_are_told_never_matters(mut world in world(), seed in any::<u64>()) {
        let before = world.compared();
        shuffle(&mut world.cached.balances, seed);
        shuffle(&mut world.synced.balances, seed ^ 1);
        shuffle(&mut world.pending, seed ^ 2);
        shuffle(&mut world.recent, seed ^ 3);
        prop_assert_eq!(world.compared(), before);
    }

    #[test]
    fn a_sheet_is_equal_to_itself_whatever_is_pending(mut world in world()) {
        world.synced = world.cached.clone();
        prop_assert!(world.compared().iter().all(|asset| asset.verdict == Verdict::Equal));
    }
}

fn shuffle<T>(list: &mut [T], mut seed: u64) {
    for last in (1..list.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        list.swap(last, usize::try_from(seed >> 33).unwrap() % (last + 1));
    }
}

/// An amount with so many decimals that nothing fits by chance.
fn exact() -> impl Strategy<Value = String> {
    (1..100_000_u32, 1..1_000_000_000_000_000_000_u64).prop_map(|(whole, part)| format!("{whole}.{part:018}"))
}

fn sum(amounts: &[String]) -> Amount {
    amounts.iter().fold(Amount::zero(), |sum, amount| sum.plus(&amount.parse().unwrap()))
}

proptest! {
    #[test]
    fn a_planted_set_is_found_among_many(amounts in vec(exact(), 1..60), total in exact(), size in 1..5_usize, app_counts in any::<bool>()) {
        let ids = |n: usize| format!("t{n:02}");
        let pending: Vec<_> = amounts.iter().enumerate().map(|(n, amount)| out(&ids(n), amount, "0")).collect();
        let size = size.min(amounts.len());
        let without = total.parse::<Amount>().unwrap().minus(&sum(&amounts[..size])).to_string();
        let world = if app_counts { World::of(&without, &total) } else { World::of(&total, &without) };
        let wanted: Vec<String> = (0..size).map(ids).collect();
        prop_assert_eq!(
            world.pending(&pending).verdict(),
            Verdict::ExplainedByPending { transaction_ids: wanted, sure: true }
        );
    }

    #[test]
    fn a_planted_set_of_any_size_is_found_among_a_few(amounts in vec(exact(), 1..18), total in exact(), of in any::<u32>()) {
        let chosen: Vec<usize> = (0..amounts.len()).filter(|n| of >> n & 1 == 1).collect();
        prop_assume!(!chosen.is_empty());
        let pending: Vec<_> = amounts.iter().enumerate().map(|(n, amount)| out(&format!("t{n:02}"), amount, "0")).collect();
        let taken: Vec<String> = chosen.iter().map(|n| amounts[*n].clone()).collect();
        let without = total.parse::<Amount>().unwrap().minus(&sum(&taken)).to_string();
        let wanted: Vec<String> = chosen.iter().map(|n| format!("t{n:02}")).collect();
        prop_assert_eq!(
            World::of(&without, &total).pending(&pending).verdict(),
            Verdict::ExplainedByPending { transaction_ids: wanted, sure: true }
        );
    }

    #[test]
    fn other_planted_causes_are_found(amount in exact(), total in exact(), power in 1..9_u32, what in 0..6_u8) {
        let total: Amount = total.parse().unwrap();
        let (moved, ten) = (amount.parse::<Amount>().unwrap(), "10".parse::<Amount>().unwrap());
        let (more, less) = (total.plus(&moved).to_string(), total.minus(&moved).to_string());
        let told = total.to_string();
        let is = |world: World, wanted: &dyn Fn(&Verdict) -> bool| {
            let verdict = world.verdict();
            prop_assert!(wanted(&verdict), "{verdict:?}");
            Ok(())
        };
        let by = |how: Miscount| move |verdict: &Verdict| matches!(verdict, Verdict::Miscounted { transactions, sure: true } if transactions[0].how == how);
        match what {
            0 => is(World::of(&less, &told).sequences(Some(3), Some(4)), &|it| matches!(it, Verdict::CacheStale { since: Some(since), .. } if *since == time(NOW)))?,
            1 => {
                let larger = (0..power).fold(total.clone(), |sum, _| sum.times(&ten).unwrap()).to_string();
                is(World::of(&larger, &told), &|it| *it == Verdict::DifferentScale { power: i64::from(power) })?;
            }
            2 => is(World::of(&less, &told).recent(&[record("r", "out", &amount, "completed")]), &by(Miscount::Twice))?,
            3 => is(World::of(&more, &told).recent(&[record("r", "out", &amount, "completed")]), &by(Miscount::Missing))?,
            4 => is(World::of(&less, &told).recent(&[record("r", "out", &amount, "failed")]), &by(Miscount::Failed))?,
            _ => {
                let synced = json!([{ "asset": "CNY", "total": more, "available": told, "held": amount }]);
                let world = World::told(&sheet(&json!([{ "asset": "CNY", "total": told }])), &sheet(&synced));
                is(world, &|it| matches!(it, Verdict::HeldMistaken { held } if *held == moved))?;
            }
        }
    }
}
