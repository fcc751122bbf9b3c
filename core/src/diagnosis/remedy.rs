//! Remedies: what the app can do at once. A remedy is a value; nothing happens before the person has agreed to it.

use serde::{Deserialize, Serialize};

use super::RemedyKind;
use crate::cache::CacheKind;
use crate::observation::Observations;

/// Something the app can do at once, and can undo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// The remedies of these kinds that this app allows.
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
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    remedies.retain(|remedy| match remedy {
        Remedy::ClearCache { cache_id, .. } => seen.insert(cache_id.clone()),
    });
    remedies
}
