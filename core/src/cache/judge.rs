//! What the measured caches amount to. Pure.

use super::{CacheKind, CacheState};
use crate::diagnosis::{Fact, Finding};

/// The findings of all caches.
pub(crate) fn judge(caches: &[CacheState]) -> Vec<Finding> {
    let breaches = |cache: &CacheState| {
        // Old pictures show no old balance.
        let too_old = cache.kind == CacheKind::Data && cache.too_old == Some(true);
        let told = |fact: Fact| {
            Finding::new(fact, &cache.label)
                .with("bytes", cache.bytes)
                .with("oldest", cache.oldest.map(|oldest| oldest.to_string()).unwrap_or_default())
        };
        let too_old = too_old.then(|| told(Fact::CacheTooOld));
        let too_large = (cache.too_large == Some(true)).then(|| told(Fact::CacheTooLarge));
        let damaged = cache.damaged.then(|| told(Fact::CacheDamaged));
        let other_schema = (cache.other_schema == Some(true)).then(|| told(Fact::CacheOtherSchema));
        too_old.into_iter().chain(too_large).chain(damaged).chain(other_schema)
    };
    caches.iter().flat_map(breaches).collect()
}
