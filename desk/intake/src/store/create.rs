//! Creating an upload, so that one report never has two.

use std::sync::atomic::Ordering;

use jiff::{SignedDuration, Timestamp};
use object_store::PutMode;
use uuid::Uuid;

use super::{OpenUpload, Priority, Standing, Store, StoreError, UploadInfo, layout, records::UploadState};
use crate::{
    records::{App, seconds_until_tomorrow},
    ticket_key::TicketKey,
};

/// Random bytes in an upload id: as hard to guess as a key, since knowing it is the right to continue the upload.
const UPLOAD_ID_BYTES: usize = 16;

/// The upload that a client asks for.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) report_id: Uuid,
    pub(crate) length: u64,
    pub(crate) priority: Priority,
    pub(crate) ticket_key: Option<TicketKey>,
    /// Whose it is, where apps have keys.
    pub(crate) app: Option<App>,
}

/// Why there is no upload.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CreateRefusal {
    /// The report has an upload of another length.
    #[error("this report is already being uploaded, or was received, with another length ({length} bytes)")]
    OtherLength {
        /// The length that was announced first.
        length: u64,
    },
    /// As many uploads are open as may be.
    #[error("too many uploads are open")]
    TooManyOpen,
    /// The app has sent today what it may.
    #[error("this app has sent as much as it may in a day")]
    DayIsFull {
        /// Seconds until the next one begins.
        seconds: u32,
    },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An upload and how it stands.
#[derive(Debug)]
pub(crate) struct Created {
    pub(crate) upload_id: String,
    /// `Open`, `Received` or `Finishing`.
    pub(crate) standing: Standing,
}

impl Store {
    /// The upload of the wanted report: the one it has, or a new one. The one it has keeps its ticket's key: who knows no
    /// more than the report's id does not thereby get to read what support answers.
    pub(crate) async fn create(&self, wanted: Wanted) -> Result<Created, CreateRefusal> {
        let _name = self.locks.report(wanted.report_id).await?;
        loop {
            if let Some(known) = self.known(&wanted).await? {
                return Ok(known);
            }
            if self.open.load(Ordering::Relaxed) >= self.limits.max_open_uploads {
                return Err(CreateRefusal::TooManyOpen);
            }
            let info = self.new_info(&wanted)?;
            let path = layout::info(&info.upload_id);
            self.write_record(&path, &info, PutMode::Create).await?;
            let id = info.upload_id.clone().into_bytes();
            if self.write(&layout::by_report(wanted.report_id), id, PutMode::Create).await? {
                // Counted once it is there: what fails before, or is asked for again, is not.
                if let Err(refusal) = self.count(&wanted).await {
                    self.remove(&layout::by_report(wanted.report_id)).await?;
                    self.remove(&path).await?;
                    return Err(refusal);
                }
                self.open.fetch_add(1, Ordering::Relaxed);
                let upload_id = info.upload_id.clone();
                let standing = Standing::Open(OpenUpload { info, offset: 0, parts: Vec::new() });
                return Ok(Created { upload_id, standing });
            }
            // Another process was faster: its upload is the one.
            self.remove(&path).await?;
        }
    }

    /// Counts the upload among those of its app's day.
    async fn count(&self, wanted: &Wanted) -> Result<(), CreateRefusal> {
        let Some(app) = &wanted.app else { return Ok(()) };
        let now = self.clock.now();
        if self.records.count(app, wanted.length, now).await? {
            return Ok(());
        }
        Err(CreateRefusal::DayIsFull { seconds: seconds_until_tomorrow(now) })
    }

    /// The upload that the report has already. Clears away one that is over, so that a new one can take its place.
    async fn known(&self, wanted: &Wanted) -> Result<Option<Created>, CreateRefusal> {
        let index = layout::by_report(wanted.report_id);
        let Some(id) = self.read(&index).await? else { return Ok(None) };
        let upload_id = match String::from_utf8(id.to_vec()) {
            Ok(id) if is_upload_id(&id) => id,
            Ok(_) | Err(_) => return Err(StoreError::Damaged { record: index.to_string() }.into()),
        };
        let standing = self.standing_named(&upload_id).await?;
        let length = match &standing {
            Standing::Unknown | Standing::Over => {
                self.remove(&index).await?;
                return Ok(None);
            }
            Standing::Open(OpenUpload { info, .. }) | Standing::Received(info, _) | Standing::Finishing(info) => {
                info.length
            }
        };
        if length != wanted.length {
            return Err(CreateRefusal::OtherLength { length });
        }
        Ok(Some(Created { upload_id, standing }))
    }

    fn new_info(&self, wanted: &Wanted) -> Result<UploadInfo, StoreError> {
        let mut id = [0; UPLOAD_ID_BYTES];
        getrandom::fill(&mut id).map_err(|_| StoreError::NoRandomness)?;
        let created_at = self.clock.now();
        // An unreasonable lifetime ends at the end of time rather than in an error.
        let lifetime = SignedDuration::try_from(self.limits.upload_lifetime).unwrap_or(SignedDuration::MAX);
        Ok(UploadInfo {
            upload_id: hex::encode(id),
            report_id: wanted.report_id,
            length: wanted.length,
            priority: wanted.priority,
            ticket_key_sha256: wanted.ticket_key,
            app: wanted.app.as_ref().map(|app| app.name.clone()),
            created_at,
            expires_at: created_at.checked_add(lifetime).unwrap_or(Timestamp::MAX),
            state: UploadState::Open,
        })
    }
}

/// Whether `id` looks like one of ours; anything else never becomes a path.
pub(crate) fn is_upload_id(id: &str) -> bool {
    id.len() == 2 * UPLOAD_ID_BYTES && id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
