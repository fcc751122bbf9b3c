//! What the provider had, kept on disk from one diagnosis to the next: that it answers an older state than before, or that
//! the app shows one, can be told only by who remembers.
//!
//! Kept for an account that is known by name, and under a digest of that name: a snapshot of another account would accuse
//! wrongly. Whoever has the phone can try names against the digest; it keeps the reference out of files, not out of reach.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::BalanceSnapshot;
use crate::observation::Observations;
use crate::store::{DatabaseError, MAX_ENTRY_BYTES, Store};

/// Where the store keeps them.
const HEADING: &str = "balances";
/// How many different states of one account are kept, the latest.
const MAX_STATES: usize = 5;
/// Of how many accounts, the latest: some people have one for themselves and one for their shop.
const MAX_ACCOUNTS: usize = 2;
/// How long a state is kept.
const LONGEST_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// After how long the same state is kept anew, so that it is known how late it was still so.
const KEPT_ANEW_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// How far ahead of now a state may seem to have been seen: clocks are corrected by a few seconds.
const MOST_AHEAD: SignedDuration = SignedDuration::from_mins(5);
/// The largest snapshot that is kept, in bytes: what the store takes, less what it and the entry's own fields add.
const MAX_TOTALS_BYTES: usize = MAX_ENTRY_BYTES - 512;
/// What an amount's entry adds to its texts, in bytes: four quotation marks, a colon and a comma.
const BYTES_BETWEEN: usize = 6;
/// What the digest is a digest of, besides the account: it is good for nothing else.
const DOMAIN: &[u8] = b"wallet-doctor balance snapshots\0";

/// A snapshot and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    account: String,
    snapshot: BalanceSnapshot,
}

/// Everything that is kept, by its key.
pub(crate) type Snapshots = BTreeMap<String, Kept>;

/// What the store knows. Blocks.
pub(crate) fn load(store: &Store) -> Result<Snapshots, DatabaseError> {
    store.read(HEADING)
}

/// Those of this diagnosis's account that count at this time, the oldest first; none if nobody says whose balances they are.
pub(crate) fn of_account(kept: Snapshots, observations: &Observations, now: Timestamp) -> Vec<BalanceSnapshot> {
    let Some(account) = account(observations) else { return Vec::new() };
    let of_it = kept.into_values().filter(|kept| kept.account == account && is_of_use(&kept.snapshot, now));
    let mut snapshots: Vec<BalanceSnapshot> = of_it.map(|kept| kept.snapshot).collect();
    snapshots.sort_by_key(|snapshot| snapshot.seen_at);
    snapshots
}

/// What a diagnosis has to keep; nothing if it did not learn what the provider has, or whose it is, or if that is what was kept
/// not long ago.
pub(crate) fn to_keep(observations: &Observations, now: Timestamp) -> Option<Kept> {
    let synced = observations.synced_balances.known()?;
    let snapshot = slim(BalanceSnapshot::of(synced, now));
    let is_fresh = |kept: &BalanceSnapshot| now.duration_since(kept.seen_at).abs() < KEPT_ANEW_AFTER;
    let newest = observations.balance_snapshots.last().filter(|kept| is_fresh(kept));
    let is_known = newest.is_some_and(|kept| kept.is_same_state(&snapshot));
    Some(Kept { account: account(observations)?, snapshot }).filter(|_| !is_known)
}

/// Keeps it in the place of the same state seen earlier. Durable when it returns. Blocks.
pub(crate) fn save(store: &Store, new: Kept, now: Timestamp) -> Result<(), DatabaseError> {
    store.update(HEADING, |kept: &mut Snapshots| {
        let is_it = |other: &Kept| other.account == new.account && other.snapshot.is_same_state(&new.snapshot);
        kept.retain(|_, other| is_of_use(&other.snapshot, now) && !is_it(other));
        kept.insert(format!("{}.{}", new.account, new.snapshot.seen_at), new);
        let mut by_account: BTreeMap<String, Vec<(Timestamp, String)>> = BTreeMap::new();
        for (key, kept) in &*kept {
            by_account.entry(kept.account.clone()).or_default().push((kept.snapshot.seen_at, key.clone()));
        }
        let mut accounts: Vec<Vec<(Timestamp, String)>> = by_account.into_values().collect();
        accounts.iter_mut().for_each(|states| states.sort_unstable_by(|a, b| b.cmp(a)));
        accounts.sort_unstable_by(|a, b| b.first().cmp(&a.first()));
        for (place, states) in accounts.into_iter().enumerate() {
            let most = if place < MAX_ACCOUNTS { MAX_STATES } else { 0 };
            states.into_iter().skip(most).for_each(|(_, key)| drop(kept.remove(&key)));
        }
    })
}

/// Removes all of it for good. Blocks.
pub(crate) fn forget(store: &Store) -> Result<(), DatabaseError> {
    store.forget(HEADING)
}

/// A digest of whose balances the provider's are: by the sheet, else by the app.
fn account(observations: &Observations) -> Option<String> {
    let synced = observations.synced_balances.known();
    let by_app = || observations.app.known().and_then(|app| app.account_ref.as_deref());
    let named = |reference: &&str| !reference.trim().is_empty();
    let by_sheet = synced.and_then(|sheet| sheet.account.as_deref()).filter(named);
    let reference = by_sheet.or_else(|| by_app().filter(named))?.trim();
    let digest = Sha256::new().chain_update(DOMAIN).chain_update(reference.as_bytes()).finalize();
    Some(hex::encode(digest))
}

/// What seems to come from the future is of no known age: the clock is wrong now, or was then.
fn is_of_use(snapshot: &BalanceSnapshot, now: Timestamp) -> bool {
    let age = now.duration_since(snapshot.seen_at);
    age <= LONGEST_KEPT && age >= -MOST_AHEAD
}

/// As much of a snapshot as the store takes, by the order of its assets.
fn slim(mut snapshot: BalanceSnapshot) -> BalanceSnapshot {
    let mut left = Some(MAX_TOTALS_BYTES);
    let before = snapshot.totals.len();
    snapshot.totals.retain(|asset, total| {
        // A code may hold characters that JSON escapes, each in two bytes for one.
        let escaped = asset.len().saturating_add(asset.matches(['"', '\\']).count());
        let bytes = escaped.saturating_add(total.to_string().len()).saturating_add(BYTES_BETWEEN);
        left = left.and_then(|left| left.checked_sub(bytes));
        left.is_some()
    });
    snapshot.whole &= snapshot.totals.len() == before;
    snapshot
}

#[cfg(test)]
#[path = "kept_tests.rs"]
mod tests;
