//! Tests of the comparison.

#![expect(clippy::arithmetic_side_effects, reason = "tests reckon with small numbers")]

mod innocent;
mod judged;
mod properties;
mod reference;
mod sheets;
mod transactions;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{AssetComparison, BalanceSheet, BalanceSnapshot, Comparing, PendingTransaction, Verdict, compare};
use crate::transaction::TransactionRecord;

/// The true time in these tests.
const NOW: &str = "2026-03-01T12:00:00Z";
const MORNING: &str = "2026-03-01T08:00:00Z";

/// What is compared, for as long as a test needs it.
struct World {
    cached: BalanceSheet,
    synced: BalanceSheet,
    snapshots: Vec<BalanceSnapshot>,
    pending: Vec<PendingTransaction>,
    recent: Vec<TransactionRecord>,
}

/// All of it, so that a counterexample can be read.
impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { cached, synced, snapshots, pending, recent } = self;
        let told =
            json!({ "cached": cached, "synced": synced, "snapshots": snapshots, "pending": pending, "recent": recent });
        write!(f, "{told:#}")
    }
}

impl World {
    /// Two sheets of one state that have these totals of CNY.
    fn of(cached: &str, synced: &str) -> Self {
        Self::told(
            &sheet(&json!([{ "asset": "CNY", "total": cached }])),
            &sheet(&json!([{ "asset": "CNY", "total": synced }])),
        )
    }

    fn told(cached: &Value, synced: &Value) -> Self {
        let read = |sheet: &Value| serde_json::from_value(sheet.clone()).unwrap();
        let (snapshots, pending, recent) = (Vec::new(), Vec::new(), Vec::new());
        Self { cached: read(cached), synced: read(synced), snapshots, pending, recent }
    }

    fn pending(mut self, pending: &[PendingTransaction]) -> Self {
        self.pending = pending.to_vec();
        self
    }

    fn recent(mut self, recent: &[TransactionRecord]) -> Self {
        self.recent = recent.to_vec();
        self
    }

    /// With counters of both sides.
    fn sequences(mut self, cached: Option<u64>, synced: Option<u64>) -> Self {
        (self.cached.sequence, self.synced.sequence) = (cached, synced);
        self
    }

    /// With times of both sides.
    fn times(mut self, cached: &str, synced: &str) -> Self {
        (self.cached.as_of, self.synced.as_of) = (time(cached), time(synced));
        self
    }

    fn compared(&self) -> Vec<AssetComparison> {
        let Self { cached, synced, snapshots, pending, recent } = self;
        compare(Comparing { cached, synced, snapshots, pending, recent, now: time(NOW) })
    }

    /// Of the only asset.
    fn verdict(&self) -> Verdict {
        let mut compared = self.compared();
        assert_eq!(compared.len(), 1, "{compared:?}");
        compared.remove(0).verdict
    }
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A sheet as it is told, of the same state as every other one.
fn sheet(balances: &Value) -> Value {
    json!({ "as_of": NOW, "sequence": 7, "balances": balances })
}

fn pending(id: &str, direction: &str, amount: &str, fee: &str) -> PendingTransaction {
    let told = json!({ "id": id, "asset": "CNY", "direction": direction, "amount": amount, "fee": fee });
    serde_json::from_value(told).unwrap()
}

fn out(id: &str, amount: &str, fee: &str) -> PendingTransaction {
    pending(id, "out", amount, fee)
}

fn record(id: &str, direction: &str, amount: &str, state: &str) -> TransactionRecord {
    let told = json!({
        "id": id, "kind": "transfer", "asset": "CNY", "direction": direction, "amount": amount, "state": state,
        "created_at": MORNING
    });
    serde_json::from_value(told).unwrap()
}

fn explained(ids: &[&str], sure: bool) -> Verdict {
    let transaction_ids = ids.iter().map(|id| (*id).to_owned()).collect();
    Verdict::ExplainedByPending { transaction_ids, sure }
}
