//! What goes again: reports that are older than they are to be kept, and those whose people asked for it.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{Store, StoreError, Stores, answer::work_at, is_upload_id, layout, layout::Bytes};
use crate::limits::MAX_DELETED_AT_ONCE;

/// Deletes a report and its ticket with all that was answered. Who still has its age file has it; here nothing is left.
///
/// # Errors
/// [`StoreError::NoSuchReport`], or what is wrong with the stores; done again, it goes on where it failed.
pub fn delete(stores: impl Into<Stores>, report_id: Uuid) -> Result<(), StoreError> {
    work_at(&stores.into(), false, async |store| store.delete_report(report_id).await)
}

/// Deletes what was received at or before `until`. Answers the ids of what went.
///
/// # Errors
/// What is wrong with the stores; done again, it goes on where it failed.
pub fn expire(stores: impl Into<Stores>, until: Timestamp) -> Result<Vec<Uuid>, StoreError> {
    work_at(&stores.into(), false, async |store| {
        let mut gone = Vec::new();
        loop {
            let went = store.expire_reports(until).await?;
            if went.is_empty() {
                return Ok(gone);
            }
            gone.extend(went);
        }
    })
}

impl Store {
    /// Deletes what has been kept for longer than `keep`, as much as goes at once. Answers the ids of what went.
    pub(crate) async fn expire_reports_after(&self, keep: SignedDuration) -> Result<Vec<Uuid>, StoreError> {
        // What would have been received before the beginning of time was not.
        let Ok(until) = self.clock.now().checked_sub(keep) else { return Ok(Vec::new()) };
        self.expire_reports(until).await
    }

    async fn expire_reports(&self, until: Timestamp) -> Result<Vec<Uuid>, StoreError> {
        let old = self.records.received_until(until, MAX_DELETED_AT_ONCE).await?;
        for report_id in &old {
            match self.delete_report(*report_id).await {
                // Another intake was faster.
                Ok(()) | Err(StoreError::NoSuchReport) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(old)
    }

    /// First the bytes, and the ticket last: it is what says that there is something to delete.
    async fn delete_report(&self, report_id: Uuid) -> Result<(), StoreError> {
        if self.records.receipt(report_id).await?.is_none() {
            return Err(StoreError::NoSuchReport);
        }
        let _name = self.locks.report(report_id).await?;
        self.remove(&layout::report(report_id)).await?;
        let index = layout::by_report(report_id);
        let upload_id = self.read(&index).await?.and_then(|id| String::from_utf8(id.to_vec()).ok());
        if let Some(upload_id) = upload_id.filter(|id| is_upload_id(id)) {
            self.remove_bytes(&upload_id, Bytes::Parts).await?;
            self.remove_bytes(&upload_id, Bytes::Held).await?;
            self.remove(&layout::info(&upload_id)).await?;
        }
        self.remove(&index).await?;
        self.records.delete_ticket(report_id).await
    }
}
