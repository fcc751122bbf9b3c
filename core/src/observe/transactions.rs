//! Reading transactions from the app: those that the person named, before anything else, and the latest ones.

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

/// Only what was asked for, and each once.
fn within_limits(answer: LookedUp, asked: &[String]) -> LookedUp {
    let LookedUp { mut found, mut not_found } = answer;
    found.retain(|record| asked.contains(&record.id) && is_sound(record));
    found.truncate(MAX_LOOKED_UP);
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
