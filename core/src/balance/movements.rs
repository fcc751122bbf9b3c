//! What is known of the transactions of each asset: under way, booked, failed. Pure.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{Amount, Comparing, Direction, PendingState, PendingTransaction};
use crate::transaction::{TransactionRecord, TransactionState, contradicts_itself};

/// A transaction and what it does to the total.
#[derive(Debug, Clone)]
pub(super) struct Movement<'a> {
    pub(super) id: &'a str,
    pub(super) direction: Direction,
    pub(super) effect: Amount,
    /// When it was made.
    pub(super) made_at: Option<Timestamp>,
}

/// The transactions of one asset, each id once, sorted by id. What is told in two ways is believed in neither.
#[derive(Debug, Default)]
pub(super) struct Movements<'a> {
    /// Under way.
    pub(super) open: Vec<Movement<'a>>,
    /// Done.
    pub(super) booked: Vec<Movement<'a>>,
    /// Failed or given back, as far as nobody says that the money is still away.
    pub(super) failed: Vec<Movement<'a>>,
    /// Those under way that are listed twice.
    pub(super) listed_twice: BTreeSet<&'a str>,
}

/// The transactions of every asset.
pub(super) fn by_asset<'a>(input: &Comparing<'a>) -> BTreeMap<&'a str, Movements<'a>> {
    let mut all: BTreeMap<&str, Movements<'_>> = BTreeMap::new();
    let (records, pending) = (by_id(input.recent, |it| &it.id), by_id(input.pending, |it| &it.id));
    for (id, told) in &pending {
        let record = records.get(id);
        let Some((transaction, state)) = believed(told, record.map(Vec::as_slice)) else { continue };
        let effect = transaction.effect();
        if effect.is_zero() {
            continue;
        }
        let of_asset = all.entry(&transaction.asset).or_default();
        if told.len() > 1 && state == PendingState::Pending {
            of_asset.listed_twice.insert(id);
        }
        of_asset
            .push(state, Movement { id, direction: transaction.direction, effect, made_at: transaction.created_at });
    }
    for (id, told) in records.iter().filter(|(id, _)| !pending.contains_key(**id)) {
        let Some((record, state)) = of_record(told) else { continue };
        let effect = match record.direction {
            Direction::In => record.amount.clone(),
            Direction::Out => record.amount.negated(),
        };
        // What a transaction under way costs besides is not in a record of it.
        if effect.is_zero() || state == PendingState::Pending {
            continue;
        }
        let movement = Movement { id, direction: record.direction, effect, made_at: record.created_at };
        all.entry(&record.asset).or_default().push(state, movement);
    }
    all
}

impl<'a> Movements<'a> {
    fn push(&mut self, state: PendingState, movement: Movement<'a>) {
        match state {
            PendingState::Pending => self.open.push(movement),
            PendingState::Completed => self.booked.push(movement),
            PendingState::Failed => self.failed.push(movement),
        }
    }
}

fn by_id<'a, T>(list: &'a [T], id: impl Fn(&'a T) -> &'a str) -> BTreeMap<&'a str, Vec<&'a T>> {
    let mut by_id: BTreeMap<&str, Vec<&T>> = BTreeMap::new();
    list.iter().for_each(|entry| by_id.entry(id(entry)).or_default().push(entry));
    by_id
}

/// The one that a list tells under an id, if it tells it in one way.
fn told_once<'a, T: PartialEq>(told: &[&'a T]) -> Option<&'a T> {
    let first = told.first()?;
    told.iter().all(|other| other == first).then_some(*first)
}

/// A pending transaction and how far it is: its record knows better, where there is one of the same thing.
fn believed<'a>(
    told: &[&'a PendingTransaction],
    records: Option<&[&TransactionRecord]>,
) -> Option<(&'a PendingTransaction, PendingState)> {
    let transaction = told_once(told)?;
    let Some(records) = records else { return Some((transaction, transaction.state)) };
    let (record, state) = of_record(records)?;
    let is_same = record.asset == transaction.asset
        && record.direction == transaction.direction
        && record.amount == transaction.amount;
    // That it is under way is what a list of them says anyway.
    let state = if state == PendingState::Pending { transaction.state } else { state };
    is_same.then_some((transaction, state))
}

/// A record and how far it is; none if it is told in two ways, says two things, or leaves open whether the money is away.
fn of_record<'a>(told: &[&'a TransactionRecord]) -> Option<(&'a TransactionRecord, PendingState)> {
    let record = told_once(told).filter(|record| !contradicts_itself(record))?;
    let state = match record.state {
        TransactionState::Pending => PendingState::Pending,
        TransactionState::Completed => PendingState::Completed,
        TransactionState::Failed if record.debited == Some(true) => return None,
        TransactionState::Failed | TransactionState::Refunded => PendingState::Failed,
    };
    Some((record, state))
}
