//! What was received, read from the store's folder; needs no running intake.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use uuid::Uuid;

use super::{
    Priority, Receipt, StoreError,
    layout::{RECEIPT_SUFFIX, REPORT_SUFFIX, REPORTS, TICKETS},
};

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
/// [`StoreError::Folder`] if it cannot be read, [`StoreError::Damaged`] if a receipt is not what the intake writes.
pub fn received(store: &Path) -> Result<Vec<Received>, StoreError> {
    let entries = match fs::read_dir(store.join(TICKETS)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::Folder(error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(StoreError::Folder)?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        // A staging file ends otherwise.
        if !name.ends_with(RECEIPT_SUFFIX) {
            continue;
        }
        let json = fs::read(entry.path()).map_err(StoreError::Folder)?;
        let receipt: Receipt =
            serde_json::from_slice(&json).map_err(|_| StoreError::Damaged { record: format!("{TICKETS}/{name}") })?;
        found.push(of(receipt, store));
    }
    found.sort_by_key(|report| (report.received_at, report.report_id));
    Ok(found)
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
    } = receipt;
    let file = store.join(REPORTS).join(format!("{report_id}{REPORT_SUFFIX}"));
    Received { report_id, ticket, size, sha256, priority, file, received_at }
}
