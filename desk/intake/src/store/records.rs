//! The small JSON files of the store, and reading and writing them.

use jiff::Timestamp;
use object_store::{ObjectStoreExt, PutMode, path::Path};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{Store, StoreError};
use crate::{limits::MAX_RECORD_BYTES, ticket_key::TicketKey};

/// How soon support should look; said by the app, since the report itself is sealed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    /// In turn.
    #[default]
    Normal,
    /// First.
    Urgent,
}

/// What is known about an upload besides its bytes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct UploadInfo {
    /// Random; who knows it may continue the upload.
    pub(crate) upload_id: String,
    pub(crate) report_id: Uuid,
    /// Bytes of the whole report.
    pub(crate) length: u64,
    pub(crate) priority: Priority,
    pub(crate) created_at: Timestamp,
    /// When an unfinished upload ends. A finished one stays.
    pub(crate) expires_at: Timestamp,
    pub(crate) state: UploadState,
    /// What will open the ticket. Missing from older records and for older apps: their tickets cannot be asked for.
    #[serde(default)]
    pub(crate) ticket_key_sha256: Option<TicketKey>,
    /// The app that it comes from, where apps have keys.
    #[serde(default)]
    pub(crate) app: Option<String>,
}

/// Whether an upload can still be continued. That it is complete is not said here but by the receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum UploadState {
    /// It waits for bytes, or is complete.
    Open,
    /// Its client ended it.
    Terminated,
    /// It was not finished in time.
    Expired,
}

/// The proof that a report was received: the row of its ticket in the database.
#[derive(Debug, Clone)]
pub(crate) struct Receipt {
    /// `WD-XXXX-XXXX`.
    pub(crate) ticket: String,
    pub(crate) report_id: Uuid,
    /// Bytes of the sealed report.
    pub(crate) size: u64,
    /// SHA-256 of the sealed report, in lower-case hex.
    pub(crate) sha256: String,
    pub(crate) priority: Priority,
    pub(crate) received_at: Timestamp,
    /// When support means to answer, in seconds after `received_at`.
    pub(crate) expected_reply_seconds: u64,
    /// As in [`UploadInfo`].
    pub(crate) ticket_key_sha256: Option<TicketKey>,
    /// As in [`UploadInfo`].
    pub(crate) app: Option<String>,
}

impl Priority {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Urgent => "urgent",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Normal, Self::Urgent].into_iter().find(|priority| priority.as_str() == text)
    }
}

impl Store {
    /// The bytes of a small object, or nothing if there is none.
    pub(super) async fn read(&self, path: &Path) -> Result<Option<bytes::Bytes>, StoreError> {
        let found = match self.objects.get(path).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if found.meta.size > MAX_RECORD_BYTES {
            return Err(StoreError::Damaged { record: path.to_string() });
        }
        Ok(Some(found.bytes().await?))
    }

    pub(super) async fn read_record<T: DeserializeOwned>(&self, path: &Path) -> Result<Option<T>, StoreError> {
        let Some(bytes) = self.read(path).await? else { return Ok(None) };
        match serde_json::from_slice(&bytes) {
            Ok(record) => Ok(Some(record)),
            Err(_) => Err(StoreError::Damaged { record: path.to_string() }),
        }
    }

    /// Writes a record; false if `mode` is `Create` and it is already there.
    pub(super) async fn write_record(
        &self,
        path: &Path,
        record: &impl Serialize,
        mode: PutMode,
    ) -> Result<bool, StoreError> {
        // These types have string keys and no custom code; encoding them cannot fail.
        let json = serde_json::to_vec_pretty(record).map_err(|_| StoreError::Damaged { record: path.to_string() })?;
        self.write(path, json, mode).await
    }

    /// Writes a small object; false if `mode` is `Create` and it is already there.
    pub(super) async fn write(&self, path: &Path, bytes: Vec<u8>, mode: PutMode) -> Result<bool, StoreError> {
        match self.objects.put_opts(path, bytes.into(), mode.into()).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::AlreadyExists { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes an object; that it is not there is as good.
    pub(super) async fn remove(&self, path: &Path) -> Result<(), StoreError> {
        match self.objects.delete(path).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
