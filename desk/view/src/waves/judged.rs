//! The waves as they were judged last: every look at the queue asks for them.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use jiff::{SignedDuration, Timestamp};

use super::{HISTORY, Wave, waves};
use crate::{ViewError, records::Records};

/// So long waves stay as they are when nothing was read: time alone changes them slowly.
const STAYS: SignedDuration = SignedDuration::from_mins(1);

/// What was judged, when, and after how many reports.
type Last = (u64, Timestamp, Arc<Vec<Wave>>);

/// Waves, judged when something was read or some time has passed.
#[derive(Default)]
pub(crate) struct Judged {
    /// Counts what was read and forgotten.
    changes: AtomicU64,
    last: Mutex<Option<Last>>,
}

impl Judged {
    /// Something was read or forgotten.
    pub(crate) fn changed(&self) {
        self.changes.fetch_add(1, Ordering::Relaxed);
    }

    /// The waves of now.
    pub(crate) async fn get(&self, records: &Records, now: Timestamp) -> Result<Arc<Vec<Wave>>, ViewError> {
        let changes = self.changes.load(Ordering::Relaxed);
        let known = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((at_changes, at, waves)) = known
            && at_changes == changes
            && at <= now
            && now.duration_since(at) < STAYS
        {
            return Ok(waves);
        }
        let counted = records.counted(now - HISTORY).await?;
        let judged = tokio::task::spawn_blocking(move || Arc::new(waves(&counted, now)));
        let judged = judged.await.map_err(|_| ViewError::Damaged)?;
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some((changes, now, judged.clone()));
        Ok(judged)
    }
}
