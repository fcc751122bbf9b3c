//! Reading transactions from the app: those that the person named, before anything else, and the latest ones.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::time::Instant;

use super::host_call::ask_host;
use crate::clock::Clock;
use crate::complaint::Complaint;
use crate::host::{Host, HostError};
use crate::observation::{NotCheckedWhy, Observed};
use crate::transaction::{LookedUp, MAX_LOOKED_UP, MAX_RECENT, MAX_STAGES, TransactionRecord};

/// Looked up, and the latest.
pub(super) type Seen = (Observed<LookedUp>, Observed<Vec<TransactionRecord>>);

/// Both at once: neither waits for the other.
pub(super) async fn read(host: &Host, complaint: &Complaint, clock: &Arc<dyn Clock>, deadline: Instant) -> Seen {
    let named = complaint.transaction_ids.iter().chain(&complaint.not_mine);
    let ids: Vec<String> = named.filter(|id| !id.trim().is_empty()).take(MAX_LOOKED_UP).cloned().collect();
    let looked_up = async {
        if ids.is_empty() {
            return Observed::NotChecked { why: NotCheckedWhy::NotNeeded };
        }
        let source = host.transactions.clone();
        let asked = ids.clone();
        let call = source.map(|source| move || source.look_up(ids).map(|answer| within_limits(answer, &asked)));
        ask_host(clock, deadline, call).await
    };
    let recent = async {
        let source = host.transactions.clone();
        ask_host(clock, deadline, source.map(|source| move || source.recent().and_then(all_sound))).await
    };
    tokio::join!(looked_up, recent)
}

/// How often one id is taken, where an answer tells it in several ways: that it does is all that can be known of it.
const MAX_VERSIONS: usize = 2;

/// Only what was asked for, and each once. What is told in two ways stays in both, for the judge to see. In whatever order an
/// answer is, the same comes of it.
fn within_limits(answer: LookedUp, asked: &[String]) -> LookedUp {
    let LookedUp { mut found, mut not_found } = answer;
    found.retain(|record| asked.contains(&record.id) && is_sound(record));
    // A record is plain data, which is always written.
    found.sort_by_cached_key(|record| (record.id.clone(), serde_json::to_string(record).ok()));
    found.dedup();
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    found.retain(|record| {
        let versions = taken.entry(record.id.clone()).or_default();
        *versions = versions.saturating_add(1);
        *versions <= MAX_VERSIONS
    });
    not_found.retain(|id| asked.contains(id) && !found.iter().any(|record| record.id == *id));
    not_found.sort_unstable();
    not_found.dedup();
    LookedUp { found, not_found }
}

fn all_sound(mut recent: Vec<TransactionRecord>) -> Result<Vec<TransactionRecord>, HostError> {
    recent.truncate(MAX_RECENT);
    recent.retain(is_sound);
    Ok(recent)
}

fn is_sound(record: &TransactionRecord) -> bool {
    record.stages.len() <= MAX_STAGES
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn record(id: &str, state: &str) -> TransactionRecord {
        let record = json!({
            "id": id, "kind": "payment", "asset": "CNY", "direction": "out", "amount": "20.00", "state": state,
        });
        serde_json::from_value(record).unwrap()
    }

    #[test]
    fn each_is_told_once_and_what_is_told_in_two_ways_in_both_whatever_the_order() {
        let answer = [
            record("tx-2", "pending"),
            record("tx-1", "failed"),
            record("tx-2", "pending"),
            record("tx-1", "completed"),
            record("tx-1", "refunded"),
            record("tx-9", "pending"),
        ];
        let expected = [record("tx-1", "completed"), record("tx-1", "failed"), record("tx-2", "pending")];
        let asked = ["tx-1", "tx-2", "tx-3"].map(str::to_owned);
        for turn in 0..answer.len() {
            let mut found = answer.to_vec();
            found.rotate_left(turn);
            let not_found = ["tx-3", "tx-1", "tx-8", "tx-3"].map(str::to_owned).to_vec();
            let seen = within_limits(LookedUp { found, not_found }, &asked);
            assert!(seen.found == expected, "from {turn} on");
            assert_eq!(seen.not_found, ["tx-3"]);
        }
    }
}
