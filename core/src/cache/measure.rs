//! Measuring registered caches: how many files, how many bytes, how old. Observes only; links are counted, not followed.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::registry::check_all;
use super::{CacheKind, CacheRegistration, RefusedRoot};

/// How many entries of a cache are looked at; what lies beyond makes the figures a lower bound.
pub const MAX_ENTRIES: u64 = 200_000;

/// A registered cache, measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CacheState {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// What it holds.
    pub kind: CacheKind,
    /// Files and links in it.
    pub files: u64,
    /// Bytes in its files.
    pub bytes: u64,
    /// When its oldest file was last written.
    pub oldest: Option<Timestamp>,
    /// Whether its oldest file is older than the policy allows. Empty without such a policy.
    pub too_old: Option<bool>,
    /// Whether it is larger than the policy allows. Empty without such a policy.
    pub too_large: Option<bool>,
    /// Whether the app could not read what is in it.
    #[serde(default)]
    pub damaged: bool,
    /// Whether something in it could not be looked at, or it was too much, so that the figures are a lower bound.
    pub incomplete: bool,
    /// Why its root is refused, if it is; then nothing else was looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// Measures each cache. `own` is the doctor's own folder.
pub(crate) fn measure_all(caches: &[CacheRegistration], own: Option<&Path>, now: Timestamp) -> Vec<CacheState> {
    let accepted = check_all(caches, own);
    caches.iter().zip(accepted).map(|(cache, accepted)| measure(cache, accepted, now)).collect()
}

fn measure(cache: &CacheRegistration, accepted: Result<(), RefusedRoot>, now: Timestamp) -> CacheState {
    let mut state = CacheState {
        id: cache.id.clone(),
        label: cache.label.clone(),
        kind: cache.kind,
        files: 0,
        bytes: 0,
        oldest: None,
        too_old: None,
        too_large: None,
        damaged: cache.damaged,
        incomplete: false,
        refused: None,
    };
    if let Err(refused) = accepted {
        state.refused = Some(refused.to_string());
        return state;
    }
    walk(&cache.root, &mut state);
    let age_s = state.oldest.map(|oldest| now.duration_since(oldest).as_secs());
    state.too_old =
        cache.policy.max_age_s.map(|limit| age_s.is_some_and(|age| u64::try_from(age).is_ok_and(|age| age > limit)));
    state.too_large = cache.policy.max_bytes.map(|limit| state.bytes > limit);
    state
}

fn walk(root: &Path, state: &mut CacheState) {
    let mut seen = 0_u64;
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            state.incomplete = true;
            continue;
        };
        for entry in entries {
            seen = seen.saturating_add(1);
            if seen > MAX_ENTRIES {
                state.incomplete = true;
                return;
            }
            // The entry's own metadata: a link counts as itself.
            let Some(metadata) = entry.as_ref().ok().and_then(|entry| entry.path().symlink_metadata().ok()) else {
                state.incomplete = true;
                continue;
            };
            if metadata.is_dir() {
                folders.extend(entry.map(|entry| entry.path()));
                continue;
            }
            state.files = state.files.saturating_add(1);
            state.bytes = state.bytes.saturating_add(metadata.len());
            if let Some(written) = metadata.modified().ok().and_then(|time| Timestamp::try_from(time).ok()) {
                state.oldest = Some(state.oldest.map_or(written, |oldest| oldest.min(written)));
            }
        }
    }
}
