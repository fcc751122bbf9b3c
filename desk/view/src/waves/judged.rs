//! The waves as they were judged last: every look at the queue asks for them.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

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

    /// The waves of now. Who asks while they are judged waits for that.
    pub(crate) async fn get(&self, records: &Records, now: Timestamp) -> Result<Arc<Vec<Wave>>, ViewError> {
        let changes = self.changes.load(Ordering::Relaxed);
        let mut last = self.last.lock().await;
        if let Some((at_changes, at, waves)) = &*last
            && *at_changes >= changes
            && *at <= now
            && now.duration_since(*at) < STAYS
        {
            return Ok(waves.clone());
        }
        let changes = self.changes.load(Ordering::Relaxed);
        let watched_since = records.watched_since().await?.unwrap_or(now);
        let counted = records.counted(now - HISTORY).await?;
        let judged = tokio::task::spawn_blocking(move || Arc::new(waves(&counted, watched_since, now)));
        let judged = judged.await.map_err(|_| ViewError::Damaged)?;
        *last = Some((changes, now, judged.clone()));
        Ok(judged)
    }
}
