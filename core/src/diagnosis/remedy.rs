//! Remedies: what the app can do at once. A remedy is a value; nothing happens before the person has agreed to it.

use serde::{Deserialize, Serialize};

use super::RemedyKind;
use crate::cache::CacheKind;
use crate::observation::Observations;

/// Something the app can do at once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "remedy", rename_all = "snake_case")]
pub enum Remedy {
    /// Clear one registered cache, then sync again.
    ClearCache {
        /// The cache's id.
        cache_id: String,
        /// What people call it.
        label: String,
        /// How much it holds, in bytes.
        bytes: u64,
    },
    /// Fetch everything anew.
    Resync,
    /// Let the person sign in again, in the app's own screen.
    SignInAgain,
}

/// The remedies of these kinds that this app allows, each once.
pub(super) fn remedies<'a>(kinds: impl Iterator<Item = &'a RemedyKind>, observations: &Observations) -> Vec<Remedy> {
    let caches = observations.caches.known().map(Vec::as_slice).unwrap_or_default();
    let mut remedies: Vec<Remedy> = Vec::new();
    for kind in kinds {
        match kind {
            RemedyKind::ClearDataCaches => remedies.extend(
                caches.iter().filter(|cache| cache.kind == CacheKind::Data && cache.refused.is_none()).map(|cache| {
                    Remedy::ClearCache { cache_id: cache.id.clone(), label: cache.label.clone(), bytes: cache.bytes }
                }),
            ),
            // Clearing ends in fetching anew; without a cache to clear that alone may help.
            RemedyKind::Resync if remedies.is_empty() && observations.cached_balances.known().is_some() => {
                remedies.push(Remedy::Resync);
            }
            RemedyKind::Resync => {}
            RemedyKind::SignInAgain => remedies.push(Remedy::SignInAgain),
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    remedies.retain(|remedy| seen.insert(remedy.clone()));
    remedies
}
