//! A comparer that is simple rather than fast: every amount at scale 36, every set of pending transactions tried.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;

use super::super::{Amount, BalanceSheet, Direction, MAX_SCALE, Miscount, PendingState};
use super::World;
use crate::transaction::TransactionState;

/// What the simple comparer says of an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expected {
    Equal,
    DifferentAccount,
    DifferentScale(i64),
    DifferentAsset(String),
    CacheStale,
    ProviderBehind,
    HeldMistaken(BigInt),
    /// Sets of the smallest size, and transactions that are over; either may be empty, not both.
    Explained {
        smallest: Vec<BTreeSet<String>>,
        miscounted: BTreeSet<(String, Miscount)>,
    },
    Unexplained,
}

#[derive(Debug, Clone, Default)]
struct Figures {
    total: BigInt,
    available: Option<BigInt>,
}

pub(super) fn units(amount: &Amount) -> BigInt {
    amount.units_at(MAX_SCALE)
}

fn table(sheet: &BalanceSheet) -> BTreeMap<String, Figures> {
    let mut table: BTreeMap<String, Figures> = BTreeMap::new();
    for entry in &sheet.balances {
        let available = entry.available.as_ref().map(units);
        match table.get_mut(&entry.asset) {
            None => drop(table.insert(entry.asset.clone(), Figures { total: units(&entry.total), available })),
            Some(figures) => {
                figures.total += units(&entry.total);
                figures.available = figures.available.clone().zip(available).map(|(one, other)| one + other);
            }
        }
    }
    table
}

/// What is to come out, by asset, with the difference of the totals. Of worlds whose sheets can be read, without snapshots, with
/// totals and available amounts only, in which each transaction is told once.
pub(super) fn expected(world: &World) -> BTreeMap<String, (BigInt, Expected)> {
    let (cached, synced) = (table(&world.cached), table(&world.synced));
    let assets: BTreeSet<&String> = cached.keys().chain(synced.keys()).collect();
    let of = |table: &BTreeMap<String, Figures>, asset: &String| table.get(asset).cloned().unwrap_or_default();
    let compared = assets.iter().map(|asset| {
        let (ours, theirs) = (of(&cached, asset), of(&synced, asset));
        let difference = &ours.total - &theirs.total;
        let expected = one(world, asset, &ours, &theirs, &cached, &synced);
        ((*asset).clone(), (difference, expected))
    });
    compared.collect()
}

fn one(
    world: &World,
    asset: &str,
    ours: &Figures,
    theirs: &Figures,
    cached: &BTreeMap<String, Figures>,
    synced: &BTreeMap<String, Figures>,
) -> Expected {
    if world.cached.account.is_some() && world.synced.account.is_some() && world.cached.account != world.synced.account
    {
        return Expected::DifferentAccount;
    }
    let zero = BigInt::ZERO;
    let free = (ours.available.clone(), theirs.available.clone());
    let of_total = ours.total != theirs.total;
    let difference = match &free {
        _ if of_total => &ours.total - &theirs.total,
        (Some(ours), Some(theirs)) => ours - theirs,
        _ => zero.clone(),
    };
    if difference == zero {
        return Expected::Equal;
    }
    let explained = explained(world, asset, &difference, of_total);
    match world.cached.sequence.zip(world.synced.sequence) {
        Some((ours, theirs)) if ours < theirs => return Expected::CacheStale,
        Some((ours, theirs)) if ours > theirs => return Expected::ProviderBehind,
        _ => {}
    }
    if of_total {
        if let Some(power) = power_of_ten(&ours.total, &theirs.total) {
            return explained.unwrap_or(Expected::DifferentScale(power));
        }
        let is_it = |amount: &Amount| units(amount).magnitude() == difference.magnitude();
        let open = world.pending.iter().filter(|it| it.asset == asset);
        let over = world.recent.iter().filter(|it| it.asset == asset);
        let moves = open.clone().any(|it| is_it(&it.effect()))
            || open.map(|it| &it.amount).chain(over.map(|it| &it.amount)).any(is_it);
        if let Some(other) = other_name(world, asset, cached, synced).filter(|_| !moves) {
            return explained.unwrap_or(Expected::DifferentAsset(other));
        }
    }
    let seconds = world.synced.as_of.as_second() - world.cached.as_of.as_second();
    let by_clock = world.cached.sequence.is_none() || world.synced.sequence.is_none();
    let is_one_state = !(by_clock && seconds.abs() > 120);
    let by_pending = matches!(&explained, Some(Expected::Explained { smallest, .. }) if !smallest.is_empty());
    if let Some(free) =
        theirs.available.clone().filter(|free| *free != zero && *free < theirs.total && is_one_state && !by_pending)
    {
        let shows_nothing = ours.available.is_none() || ours.available.as_ref() == Some(&ours.total);
        if shows_nothing && (ours.total == free || ours.total == theirs.total) {
            return Expected::HeldMistaken(&theirs.total - free);
        }
    }
    if let Some(explained) = explained {
        return explained;
    }
    match seconds {
        _ if world.cached.sequence.is_some() && world.synced.sequence.is_some() => Expected::Unexplained,
        121.. => Expected::CacheStale,
        ..=-121 => Expected::ProviderBehind,
        _ => Expected::Unexplained,
    }
}

fn digits(amount: &BigInt) -> String {
    amount.magnitude().to_string().trim_end_matches('0').to_owned()
}

fn power_of_ten(ours: &BigInt, theirs: &BigInt) -> Option<i64> {
    let is_alike = digits(ours) == digits(theirs) && digits(ours).len() >= 3;
    let same_sign = (ours < &BigInt::ZERO) == (theirs < &BigInt::ZERO);
    let length = |amount: &BigInt| i64::try_from(amount.magnitude().to_string().len()).unwrap();
    (is_alike && same_sign).then(|| length(ours) - length(theirs)).filter(|power| *power != 0)
}

/// By pairs, in a world whose assets are named by plain letters.
fn other_name(
    world: &World,
    asset: &str,
    cached: &BTreeMap<String, Figures>,
    synced: &BTreeMap<String, Figures>,
) -> Option<String> {
    let is_here = cached.contains_key(asset);
    let (own, others) = if is_here { (cached, synced) } else { (synced, cached) };
    if others.contains_key(asset) {
        return None;
    }
    let total = &own.get(asset)?.total;
    let alone = |one: &BTreeMap<String, Figures>, other: &BTreeMap<String, Figures>| -> Vec<String> {
        let of_total = one.iter().filter(|(name, figures)| !other.contains_key(*name) && figures.total == *total);
        of_total.map(|(name, _)| name.clone()).collect()
    };
    let (mine, theirs) = (alone(own, others), alone(others, own));
    let is_one_state = match world.cached.sequence.zip(world.synced.sequence) {
        Some((ours, theirs)) => ours == theirs,
        None => (world.synced.as_of.as_second() - world.cached.as_of.as_second()).abs() <= 120,
    };
    let is_alike = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
    let fits = |one: &str, other: &str| is_alike(one, other) || (is_one_state && digits(total).len() >= 4);
    if *total == BigInt::ZERO {
        return None;
    }
    if let ([one], [other]) = (mine.as_slice(), theirs.as_slice()) {
        return fits(one, other).then(|| other.clone());
    }
    let pairs: Vec<(&String, &String)> = mine
        .iter()
        .flat_map(|one| theirs.iter().map(move |other| (one, other)))
        .filter(|(a, b)| is_alike(a, b))
        .collect();
    match pairs.as_slice() {
        [(one, other)] if *one == asset => Some((*other).clone()),
        _ => None,
    }
}

fn explained(world: &World, asset: &str, difference: &BigInt, of_total: bool) -> Option<Expected> {
    let open = world.pending.iter().filter(|it| it.asset == asset && it.state == PendingState::Pending);
    let open: Vec<(String, BigInt)> = open
        .filter(|it| of_total || it.direction == Direction::Out)
        .map(|it| (it.id.clone(), units(&it.effect())))
        .filter(|(_, effect)| *effect != BigInt::ZERO)
        .collect();
    assert!(open.len() <= 8, "every set is tried");
    let mut fitting: Vec<BTreeSet<String>> = Vec::new();
    for of in 1..1_u32 << open.len() {
        let chosen: Vec<&(String, BigInt)> =
            open.iter().enumerate().filter(|(place, _)| of >> place & 1 == 1).map(|(_, it)| it).collect();
        let sum = chosen.iter().fold(BigInt::ZERO, |sum, (_, effect)| sum + effect);
        if sum == *difference || -sum == *difference {
            fitting.push(chosen.into_iter().map(|(id, _)| id.clone()).collect());
        }
    }
    let least = fitting.iter().map(BTreeSet::len).min().unwrap_or_default();
    let smallest: Vec<BTreeSet<String>> = fitting.into_iter().filter(|set| set.len() == least).collect();
    let miscounted = if of_total { miscounted(world, asset, difference) } else { BTreeSet::new() };
    (!smallest.is_empty() || !miscounted.is_empty()).then_some(Expected::Explained { smallest, miscounted })
}

fn miscounted(world: &World, asset: &str, difference: &BigInt) -> BTreeSet<(String, Miscount)> {
    let seconds = match world.cached.sequence.zip(world.synced.sequence) {
        Some(_) => 0,
        None => world.synced.as_of.as_second() - world.cached.as_of.as_second(),
    };
    let (later, earlier) = (seconds > 120, seconds < -120);
    let mut found = BTreeSet::new();
    let have_counters = world.cached.sequence.is_some() && world.synced.sequence.is_some();
    let is_in = |made_at: Option<jiff::Timestamp>, as_of: jiff::Timestamp| {
        have_counters || made_at.is_some_and(|made_at| as_of.as_second() - made_at.as_second() >= 120)
    };
    let mut tell = |id: &str, effect: &BigInt, has_failed: bool, made_at: Option<jiff::Timestamp>| {
        if *effect == BigInt::ZERO {
            return;
        }
        let (in_cached, in_synced) = (is_in(made_at, world.cached.as_of), is_in(made_at, world.synced.as_of));
        if has_failed && effect == difference && !later && in_cached {
            found.insert((id.to_owned(), Miscount::Failed));
        } else if !has_failed && effect == difference && !earlier {
            if in_synced {
                found.insert((id.to_owned(), Miscount::Twice));
            }
        } else if !has_failed && &-effect.clone() == difference && !later && in_cached {
            found.insert((id.to_owned(), Miscount::Missing));
        }
    };
    for it in world.pending.iter().filter(|it| it.asset == asset && it.state != PendingState::Pending) {
        tell(&it.id, &units(&it.effect()), it.state == PendingState::Failed, it.created_at);
    }
    for it in world.recent.iter().filter(|it| it.asset == asset && it.state != TransactionState::Pending) {
        let amount = units(&it.amount);
        let effect = if it.direction == Direction::In { amount } else { -amount };
        tell(&it.id, &effect, it.state != TransactionState::Completed, it.created_at);
    }
    found
}
