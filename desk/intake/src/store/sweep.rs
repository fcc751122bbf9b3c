//! Tidying up: expired uploads, receipts that a kill prevented, parts that outlived theirs.

use std::sync::atomic::Ordering;

use jiff::SignedDuration;
use object_store::ObjectStore;

use super::{Standing, Store, StoreError, UploadInfo, layout, layout::Bytes, records::UploadState};

impl Store {
    /// Goes over all uploads whose reports were not received, and counts the open ones anew.
    ///
    /// One upload that cannot be brought up to date (a damaged record, a full disk) does not keep the others from it.
    pub(crate) async fn sweep(&self) -> Result<(), StoreError> {
        let (mut open, mut all_known) = (0, true);
        for prefix in self.objects.list_with_delimiter(Some(&layout::uploads())).await?.common_prefixes {
            let Some(upload_id) = prefix.filename() else { continue };
            match self.tidy(upload_id).await {
                Ok(is_open) => open += usize::from(is_open),
                Err(_) => all_known = false,
            }
        }
        // Where not all could be looked at, what was counted along the way is nearer to the truth than any guess.
        if all_known {
            self.open.store(open, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Brings one upload up to date; true if it is still open.
    async fn tidy(&self, upload_id: &str) -> Result<bool, StoreError> {
        let Some(held) = self.try_lock(upload_id).await? else { return Ok(true) };
        match self.standing_held(upload_id, &held).await? {
            Standing::Open(_) | Standing::Finishing(_) => Ok(true),
            Standing::Received(info, _) => {
                self.settle(&info, &held).await?;
                Ok(false)
            }
            Standing::Over => {
                self.bury(upload_id).await?;
                held.leave_nothing();
                Ok(false)
            }
            Standing::Unknown => Ok(false),
        }
    }

    /// Takes away what is left of an upload that is over. The mark itself stays for another lifetime, so that a client
    /// which comes back late learns that its upload is gone rather than that it never was.
    async fn bury(&self, upload_id: &str) -> Result<(), StoreError> {
        let path = layout::info(upload_id);
        let Some(info) = self.read_record::<UploadInfo>(&path).await? else { return Ok(()) };
        if info.state == UploadState::Open {
            return Ok(());
        }
        self.remove_bytes(upload_id, Bytes::Parts).await?;
        self.remove_bytes(upload_id, Bytes::Held).await?;
        let _name = self.locks.report(info.report_id).await?;
        self.forget_name(&info).await?;
        let lifetime = SignedDuration::try_from(self.limits.upload_lifetime).unwrap_or(SignedDuration::MAX);
        if info.expires_at.checked_add(lifetime).is_ok_and(|until| until <= self.clock.now()) {
            self.remove(&path).await?;
        }
        Ok(())
    }
}
