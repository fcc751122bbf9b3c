//! How an upload stands: open, received, over, or unknown.

use object_store::PutMode;

use super::{Held, Receipt, Store, StoreError, UploadInfo, layout, layout::Bytes, parts::Part, records::UploadState};

/// How an upload stands.
#[derive(Debug)]
pub(crate) enum Standing {
    /// There is no such upload, or it was long ago.
    Unknown,
    /// It was terminated or has expired.
    Over,
    /// It waits for bytes.
    Open(OpenUpload),
    /// Complete, with its receipt.
    Received(UploadInfo, Receipt),
    /// All bytes are there, and whoever has the lock is making the receipt.
    Finishing(UploadInfo),
}

/// An upload that waits for bytes.
#[derive(Debug)]
pub(crate) struct OpenUpload {
    pub(crate) info: UploadInfo,
    /// The next byte it waits for.
    pub(crate) offset: u64,
    pub(super) parts: Vec<Part>,
}

/// What the passing of bytes or of time asks for.
#[derive(Debug, Clone, Copy)]
enum Due {
    Receipt,
    Expiry,
}

impl Store {
    /// How the upload stands now. Brings it up to date first, if nobody has its lock: expires it when its time has come,
    /// makes the receipt of a complete one that a kill or a full disk left without.
    pub(crate) async fn standing(&self, upload_id: &str) -> Result<Standing, StoreError> {
        let seen = self.look(upload_id).await?;
        if self.due(&seen).is_none() {
            return Ok(seen);
        }
        match self.try_lock(upload_id).await? {
            Some(held) => self.standing_held(upload_id, &held).await,
            None => Ok(self.busy(seen)),
        }
    }

    /// The same for the one who has the lock already.
    pub(crate) async fn standing_held(&self, upload_id: &str, held: &Held) -> Result<Standing, StoreError> {
        let seen = self.look(upload_id).await?;
        match (self.due(&seen), seen) {
            (Some(Due::Receipt), Standing::Open(open)) => self.receive(open, held).await,
            (Some(Due::Expiry), Standing::Open(open)) => {
                self.retire(open.info, UploadState::Expired, held).await?;
                Ok(Standing::Over)
            }
            (_, seen) => Ok(seen),
        }
    }

    /// The same for the one who has the lock of the upload's report.
    pub(super) async fn standing_named(&self, upload_id: &str) -> Result<Standing, StoreError> {
        let seen = self.look(upload_id).await?;
        if self.due(&seen).is_none() {
            return Ok(seen);
        }
        let Some(held) = self.try_lock(upload_id).await? else { return Ok(self.busy(seen)) };
        let seen = self.look(upload_id).await?;
        match (self.due(&seen), seen) {
            (Some(Due::Receipt), Standing::Open(open)) => self.receive(open, &held).await,
            (Some(Due::Expiry), Standing::Open(open)) => {
                self.retire_named(open.info, UploadState::Expired, &held).await?;
                Ok(Standing::Over)
            }
            (_, seen) => Ok(seen),
        }
    }

    async fn receive(&self, open: OpenUpload, held: &Held) -> Result<Standing, StoreError> {
        let receipt = self.finish(&open, held).await?;
        Ok(Standing::Received(open.info, receipt))
    }

    /// What has to happen to an upload. One that is complete never expires: its bytes were accepted.
    fn due(&self, seen: &Standing) -> Option<Due> {
        let Standing::Open(open) = seen else { return None };
        if open.offset == open.info.length {
            Some(Due::Receipt)
        } else {
            (open.info.expires_at <= self.clock.now()).then_some(Due::Expiry)
        }
    }

    /// How an upload stands for those who wait while somebody else changes it.
    fn busy(&self, seen: Standing) -> Standing {
        match (self.due(&seen), seen) {
            (Some(Due::Receipt), Standing::Open(open)) => Standing::Finishing(open.info),
            (_, seen) => seen,
        }
    }

    /// Reads how the upload stands and changes nothing.
    pub(super) async fn look(&self, upload_id: &str) -> Result<Standing, StoreError> {
        let Some(info) = self.read_record::<UploadInfo>(&layout::info(upload_id)).await? else {
            return self.look_at_done(upload_id).await;
        };
        if info.state != UploadState::Open {
            return Ok(Standing::Over);
        }
        if let Some(receipt) = self.receipt(&info).await? {
            return Ok(Standing::Received(info, receipt));
        }
        let (parts, offset) = self.parts(&info).await?;
        // Receipt and removal of the parts may both have happened since the first look; then there were none to add up.
        if let Some(receipt) = self.receipt(&info).await? {
            return Ok(Standing::Received(info, receipt));
        }
        Ok(Standing::Open(OpenUpload { info, offset, parts }))
    }

    /// The same for an upload that is none, or whose report was received, if it was not deleted since.
    async fn look_at_done(&self, upload_id: &str) -> Result<Standing, StoreError> {
        let Some(info) = self.read_record::<UploadInfo>(&layout::done(upload_id)).await? else {
            return Ok(Standing::Unknown);
        };
        Ok(self.receipt(&info).await?.map_or(Standing::Unknown, |receipt| Standing::Received(info, receipt)))
    }

    /// Clears away what a received report no longer needs. May be repeated after a failure at any point.
    pub(super) async fn settle(&self, info: &UploadInfo, held: &Held) -> Result<(), StoreError> {
        self.remove_bytes(&info.upload_id, Bytes::Parts).await?;
        self.remove_bytes(&info.upload_id, Bytes::Held).await?;
        self.write_record(&layout::done(&info.upload_id), info, PutMode::Overwrite).await?;
        self.remove(&layout::info(&info.upload_id)).await?;
        held.leave_nothing();
        Ok(())
    }

    async fn receipt(&self, info: &UploadInfo) -> Result<Option<Receipt>, StoreError> {
        self.records.receipt(info.report_id).await
    }

    /// Ends an unfinished upload at its client's wish.
    pub(crate) async fn terminate(&self, open: OpenUpload, held: &Held) -> Result<(), StoreError> {
        self.retire(open.info, UploadState::Terminated, held).await
    }

    async fn retire(&self, info: UploadInfo, state: UploadState, held: &Held) -> Result<(), StoreError> {
        let _name = self.locks.report(info.report_id).await?;
        self.retire_named(info, state, held).await
    }

    /// Ends an upload for the one who also decides on its report id. First the mark, so that nobody resumes what is
    /// being taken apart; the index last, so that a new upload of the same report starts clean.
    pub(super) async fn retire_named(
        &self,
        mut info: UploadInfo,
        state: UploadState,
        held: &Held,
    ) -> Result<(), StoreError> {
        held.check().await?;
        info.state = state;
        self.write_record(&layout::info(&info.upload_id), &info, PutMode::Overwrite).await?;
        self.one_open_less();
        self.remove_bytes(&info.upload_id, Bytes::Parts).await?;
        self.remove_bytes(&info.upload_id, Bytes::Held).await?;
        held.leave_nothing();
        self.forget_name(&info).await
    }

    /// Removes the index entry of the upload's report, unless it already leads to another upload.
    pub(super) async fn forget_name(&self, info: &UploadInfo) -> Result<(), StoreError> {
        let path = layout::by_report(info.report_id);
        let leads_here = self.read(&path).await?.is_some_and(|id| id == info.upload_id.as_bytes());
        if leads_here { self.remove(&path).await } else { Ok(()) }
    }
}
