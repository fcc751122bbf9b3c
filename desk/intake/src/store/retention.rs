//! What goes again: reports that are older than they are to be kept, and those whose people asked for it.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{Store, StoreError, Stores, answer::work_at, is_upload_id, layout, layout::Bytes};

/// Deletes a report and its ticket with all that was answered. Who still has its age file has it; here nothing is left.
///
/// # Errors
/// [`StoreError::NoSuchReport`], or what is wrong with the stores; done again, it goes on where it failed.
pub fn delete(stores: impl Into<Stores>, report_id: Uuid) -> Result<(), StoreError> {
    work_at(&stores.into(), false, async |store| store.delete_report(report_id).await)
}

/// What came of deleting by age.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expired {
    /// What went.
    pub deleted: Vec<Uuid>,
    /// What did not, for now: somebody is changing it, or a store did not do what it was asked. The next time it is tried again.
    pub kept: Vec<Uuid>,
}

/// Deletes what was received at or before `until`.
///
/// # Errors
/// What is wrong with the stores as a whole; nothing went then.
pub fn expire(stores: impl Into<Stores>, until: Timestamp) -> Result<Expired, StoreError> {
    work_at(&stores.into(), false, async |store| store.expire_reports(until).await)
}

impl Store {
    /// Deletes what has been kept for longer than `keep`.
    pub(crate) async fn expire_reports_after(&self, keep: SignedDuration) -> Result<Expired, StoreError> {
        // What would have been received before the beginning of time was not.
        let Ok(until) = self.clock.now().checked_sub(keep) else { return Ok(Expired::default()) };
        self.expire_reports(until).await
    }

    async fn expire_reports(&self, until: Timestamp) -> Result<Expired, StoreError> {
        let mut expired = Expired::default();
        for report_id in self.records.received_until(until).await? {
            match self.delete_quietly(report_id).await {
                Ok(()) => expired.deleted.push(report_id),
                // Another intake was faster, and says so itself.
                Err(StoreError::NoSuchReport) => {}
                Err(_) => expired.kept.push(report_id),
            }
        }
        if !expired.deleted.is_empty() {
            self.records.overwrite_deleted().await;
        }
        Ok(expired)
    }

    pub(crate) async fn delete_report(&self, report_id: Uuid) -> Result<(), StoreError> {
        self.delete_quietly(report_id).await?;
        self.records.overwrite_deleted().await;
        Ok(())
    }

    /// First the bytes, and the ticket last: it is what says that there is something to delete.
    async fn delete_quietly(&self, report_id: Uuid) -> Result<(), StoreError> {
        let _name = self.locks.report(report_id).await?;
        if !self.records.has_ticket(report_id).await? {
            return Err(StoreError::NoSuchReport);
        }
        let index = layout::by_report(report_id);
        let upload_id = self.read(&index).await?.and_then(|id| String::from_utf8(id.to_vec()).ok());
        if let Some(upload_id) = upload_id.filter(|id| is_upload_id(id)) {
            // Whoever still changes it would bring back what goes.
            let held = self.try_lock(&upload_id).await?.ok_or(StoreError::Busy)?;
            self.remove(&layout::report(report_id)).await?;
            self.remove_bytes(&upload_id, Bytes::Parts).await?;
            self.remove_bytes(&upload_id, Bytes::Held).await?;
            self.remove(&layout::info(&upload_id)).await?;
            self.remove(&layout::done(&upload_id)).await?;
            held.leave_nothing();
        }
        self.remove(&layout::report(report_id)).await?;
        self.remove(&index).await?;
        self.records.delete_ticket(report_id).await
    }
}
