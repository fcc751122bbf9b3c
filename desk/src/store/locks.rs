//! Who may change an upload, and who may decide on a report id.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::MutexGuard;
use uuid::Uuid;

/// The uploads that are being changed. There is no waiting: the second one is told that it is locked.
#[derive(Debug, Clone, Default)]
pub(crate) struct UploadLocks(Arc<Mutex<HashSet<String>>>);

/// The right to change one upload, until dropped.
#[derive(Debug)]
pub(crate) struct Held {
    locks: UploadLocks,
    upload_id: String,
}

impl UploadLocks {
    /// The lock, or nothing if somebody has it.
    pub(crate) fn try_lock(&self, upload_id: &str) -> Option<Held> {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(upload_id.to_owned());
        free.then(|| Held { locks: self.clone(), upload_id: upload_id.to_owned() })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.locks.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.upload_id);
    }
}

/// How many report ids share a lock at most, in the mean: few enough to be free, many enough to be rarely shared.
const STRIPES: usize = 64;

/// Orders those who look up or replace the upload of one report. Short waits only: nobody holds it over a body.
#[derive(Debug)]
pub(super) struct ReportLocks([tokio::sync::Mutex<()>; STRIPES]);

impl Default for ReportLocks {
    fn default() -> Self {
        Self(std::array::from_fn(|_| tokio::sync::Mutex::default()))
    }
}

impl ReportLocks {
    pub(super) async fn lock(&self, report_id: Uuid) -> MutexGuard<'_, ()> {
        // The last byte of a random UUID has no fixed bits.
        let [.., last] = *report_id.as_bytes();
        self.0[usize::from(last) % STRIPES].lock().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holder_at_a_time_and_free_after_it() {
        let locks = UploadLocks::default();
        let held = locks.try_lock("a").unwrap();
        assert!(locks.try_lock("a").is_none());
        assert!(locks.try_lock("b").is_some());
        drop(held);
        assert!(locks.try_lock("a").is_some());
    }
}
