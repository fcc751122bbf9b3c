//! Reading balances: what the app shows, what the provider has, and what is under way, all three at once; and once more
//! before anybody is accused of a difference, since balances may change while they are read.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::time::Instant;

use super::document::{Fetching, Source};
use super::host_call::ask_host;
use crate::balance::{
    self, Amount, BalanceSheet, Comparing, MAX_PENDING, MAX_SHEET_BYTES, PendingTransaction, compare,
};
use crate::clock::Clock;
use crate::config::{BalancesEndpoint, Config};
use crate::connectivity::Client;
use crate::host::{Host, HostError};
use crate::observation::{BalanceReading, NotCheckedWhy, Observed};

/// What was read, and how often.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) cached: Observed<BalanceSheet>,
    pub(crate) synced: Observed<BalanceSheet>,
    pub(crate) pending: Observed<Vec<PendingTransaction>>,
    pub(crate) reading: BalanceReading,
}

impl Seen {
    /// What nobody needs is not read.
    pub(super) fn not_needed() -> Self {
        let why = NotCheckedWhy::NotNeeded;
        Self {
            cached: Observed::NotChecked { why },
            synced: Observed::NotChecked { why },
            pending: Observed::NotChecked { why },
            reading: BalanceReading::Once,
        }
    }

    /// Whether anything was asked for and not answered.
    pub(super) fn has_gaps(&self) -> bool {
        let Self { cached, synced, pending, reading: _ } = self;
        cached.unknown().is_some() || synced.unknown().is_some() || pending.unknown().is_some()
    }

    /// Whether everything is known that is known of another reading.
    fn is_no_poorer_than(&self, other: &Self) -> bool {
        let Self { cached, synced, pending, reading: _ } = self;
        (cached.known().is_some() || other.cached.known().is_none())
            && (synced.known().is_some() || other.synced.known().is_none())
            && (pending.known().is_some() || other.pending.known().is_none())
    }
}

/// Where the synced balances come from.
#[derive(Clone, Copy)]
pub(crate) struct SyncedFrom<'a> {
    pub(crate) config: &'a Config,
    pub(crate) host: &'a Host,
    pub(crate) client: &'a Client,
}

/// All three at once, twice where they differ. A second reading that does not come, or knows less, leaves the first one.
pub(crate) async fn read(from: SyncedFrom<'_>, clock: &Arc<dyn Clock>, deadline: Instant) -> Seen {
    let (first, before) = compared(read_once(from, clock, deadline).await, clock.now()).await;
    if before.is_empty() {
        return first;
    }
    let second = read_once(from, clock, deadline).await;
    if !second.is_no_poorer_than(&first) {
        return Seen { reading: BalanceReading::Unconfirmed, ..first };
    }
    let (second, after) = compared(second, clock.now()).await;
    let reading = if after.is_empty() {
        BalanceReading::Once
    } else if after == before {
        BalanceReading::Confirmed
    } else {
        BalanceReading::Changing
    };
    Seen { reading, ..second }
}

/// What was read, and by how much it differs. Off the async threads: comparing thousands of assets takes a moment, in which the
/// times of the other steps would grow.
async fn compared(seen: Seen, now: Timestamp) -> (Seen, BTreeMap<String, Amount>) {
    let comparing = tokio::task::spawn_blocking(move || {
        let differing = differ(&seen, now);
        (seen, differing)
    });
    match comparing.await {
        Ok(compared) => compared,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime is going down, and with it everybody who waits.
            Err(_) => std::future::pending().await,
        },
    }
}

/// By how much each asset differs that neither agrees nor is surely explained by what is under way.
fn differ(seen: &Seen, now: Timestamp) -> BTreeMap<String, Amount> {
    let (Some(cached), Some(synced)) = (seen.cached.known(), seen.synced.known()) else { return BTreeMap::new() };
    let pending = seen.pending.known().map(Vec::as_slice).unwrap_or_default();
    let comparing = Comparing { pending, ..Comparing::new(cached, synced, now) };
    let compared = compare(comparing).into_iter().filter(|asset| asset.verdict.is_trouble());
    compared.map(|asset| (asset.asset, asset.difference)).collect()
}

async fn read_once(from: SyncedFrom<'_>, clock: &Arc<dyn Clock>, deadline: Instant) -> Seen {
    let transactions = from.host.transactions.clone();
    let pending = transactions.map(|source| move || source.pending().and_then(within_limit));
    let (cached, synced, pending) = tokio::join!(
        read_cached(from.host, clock, deadline),
        read_synced(from, clock, deadline),
        ask_host(clock, deadline, pending),
    );
    Seen { cached, synced, pending, reading: BalanceReading::Once }
}

/// What the app shows.
async fn read_cached(host: &Host, clock: &Arc<dyn Clock>, deadline: Instant) -> Observed<BalanceSheet> {
    let source = host.balances.clone();
    ask_host(clock, deadline, source.map(|source| move || source.cached().map(BalanceSheet::bounded))).await
}

/// What the provider has: by the app's own sync if it offers one, else from the configured endpoint.
async fn read_synced(from: SyncedFrom<'_>, clock: &Arc<dyn Clock>, deadline: Instant) -> Observed<BalanceSheet> {
    let source = from.host.balances.clone();
    let by_app =
        ask_host(clock, deadline, source.map(|source| move || source.synced().map(BalanceSheet::bounded))).await;
    let not_offered = matches!(by_app, Observed::NotChecked { why: NotCheckedWhy::NotOffered });
    match &from.config.balances {
        Some(BalancesEndpoint { url, mapping }) if not_offered => {
            let fetching = Fetching { host: from.host, client: from.client, clock, deadline };
            let source = Source { url, limit: MAX_SHEET_BYTES };
            fetching.run(source, |body| balance::read(body, mapping, clock.now())).await
        }
        None if not_offered => Observed::NotChecked { why: NotCheckedWhy::NotConfigured },
        Some(_) | None => by_app,
    }
}

fn within_limit(pending: Vec<PendingTransaction>) -> Result<Vec<PendingTransaction>, HostError> {
    if pending.len() <= MAX_PENDING {
        return Ok(pending);
    }
    Err(HostError::Failed { message: format!("more than {MAX_PENDING} pending transactions") })
}

#[cfg(test)]
mod tests;
