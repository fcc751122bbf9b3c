//! What was received, read from the store's folder; needs no running intake.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use uuid::Uuid;

use super::{
    Priority, Receipt, StoreError, Stores,
    answer::work_at,
    layout::{REPORT_SUFFIX, REPORTS},
};
use crate::records::DatabaseUrl;

/// A report that was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The id that the app gave it.
    pub report_id: Uuid,
    /// The ticket that the app was answered, `WD-XXXX-XXXX`.
    pub ticket: String,
    /// Bytes of the sealed report.
    pub size: u64,
    /// SHA-256 of the sealed report, in lower-case hex.
    pub sha256: String,
    /// How soon support should look.
    pub priority: Priority,
    /// The sealed report: an age file.
    pub file: PathBuf,
    /// When the last byte arrived.
    pub received_at: Timestamp,
}

/// The reports received in the folder `store`, the oldest first. Empty if nothing was ever received.
///
/// # Errors
/// [`StoreError::Folder`] if it cannot be read, [`StoreError::Damaged`] if a ticket is not what the intake writes.
pub fn received(store: &Path) -> Result<Vec<Received>, StoreError> {
    let stores = Stores::in_folder(store);
    let is_new = match &stores.database {
        DatabaseUrl::Sqlite(file) => !file.exists(),
        DatabaseUrl::Postgres(_) | DatabaseUrl::Memory => false,
    };
    if is_new {
        return Ok(Vec::new());
    }
    let receipts = work_at(&stores, false, async |store| store.records.receipts().await)?;
    Ok(receipts.into_iter().map(|receipt| of(receipt, store)).collect())
}

fn of(receipt: Receipt, store: &Path) -> Received {
    let Receipt {
        ticket,
        report_id,
        size,
        sha256,
        priority,
        received_at,
        expected_reply_seconds: _,
        ticket_key_sha256: _,
        app: _,
    } = receipt;
    let file = store.join(REPORTS).join(format!("{report_id}{REPORT_SUFFIX}"));
    Received { report_id, ticket, size, sha256, priority, file, received_at }
}
