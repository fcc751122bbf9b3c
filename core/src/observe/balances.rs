//! Reading balances: what the app shows, what the provider has, and what is under way, all three at once.

use std::sync::Arc;

use tokio::time::Instant;

use super::document::{Fetching, Source};
use super::host_call::ask_host;
use crate::balance::{BalanceSheet, MAX_ASSETS, MAX_PENDING, PendingTransaction};
use crate::clock::Clock;
use crate::config::Config;
use crate::connectivity::Client;
use crate::host::{Host, HostError};
use crate::observation::{NotCheckedWhy, Observed};

/// The largest balance document that is read: 20,000 assets with 120 digits each fit.
const MAX_SHEET_BYTES: usize = 8 * 1024 * 1024;

/// Cached, synced, pending.
pub(crate) type Seen = (Observed<BalanceSheet>, Observed<BalanceSheet>, Observed<Vec<PendingTransaction>>);

/// Where the synced balances come from.
#[derive(Clone, Copy)]
pub(crate) struct SyncedFrom<'a> {
    pub(crate) config: &'a Config,
    pub(crate) host: &'a Host,
    pub(crate) client: &'a Client,
}

/// All three at once.
pub(crate) async fn read(from: SyncedFrom<'_>, clock: &Arc<dyn Clock>, deadline: Instant) -> Seen {
    let transactions = from.host.transactions.clone();
    let pending = transactions.map(|source| move || source.pending().and_then(within_limit));
    tokio::join!(
        read_cached(from.host, clock, deadline),
        read_synced(from, clock, deadline),
        ask_host(clock, deadline, pending),
    )
}

/// What the app shows.
async fn read_cached(host: &Host, clock: &Arc<dyn Clock>, deadline: Instant) -> Observed<BalanceSheet> {
    let source = host.balances.clone();
    ask_host(clock, deadline, source.map(|source| move || source.cached().and_then(sheet_within_limit))).await
}

/// What the provider has: by the app's own sync if it offers one, else from the configured endpoint.
async fn read_synced(from: SyncedFrom<'_>, clock: &Arc<dyn Clock>, deadline: Instant) -> Observed<BalanceSheet> {
    let source = from.host.balances.clone();
    let by_app =
        ask_host(clock, deadline, source.map(|source| move || source.synced().and_then(sheet_within_limit))).await;
    let not_offered = matches!(by_app, Observed::NotChecked { why: NotCheckedWhy::NotOffered });
    match &from.config.balances_url {
        Some(url) if not_offered => {
            let fetching = Fetching { host: from.host, client: from.client, clock, deadline };
            fetching.run(Source { url, limit: MAX_SHEET_BYTES }, parse).await
        }
        None if not_offered => Observed::NotChecked { why: NotCheckedWhy::NotConfigured },
        Some(_) | None => by_app,
    }
}

pub(crate) fn parse(body: &[u8]) -> Option<BalanceSheet> {
    let sheet: BalanceSheet = serde_json::from_slice(body).ok()?;
    (sheet.balances.len() <= MAX_ASSETS).then_some(sheet)
}

fn sheet_within_limit(sheet: BalanceSheet) -> Result<BalanceSheet, HostError> {
    if sheet.balances.len() <= MAX_ASSETS { Ok(sheet) } else { Err(too_many("assets", MAX_ASSETS)) }
}

fn within_limit(pending: Vec<PendingTransaction>) -> Result<Vec<PendingTransaction>, HostError> {
    if pending.len() <= MAX_PENDING { Ok(pending) } else { Err(too_many("pending transactions", MAX_PENDING)) }
}

fn too_many(what: &str, limit: usize) -> HostError {
    HostError::Failed { message: format!("more than {limit} {what}") }
}
