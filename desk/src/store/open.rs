//! The store itself: opening it, and what all its operations share.

use std::{
    fs, io,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use jiff::Timestamp;
use object_store::{ObjectStore, local::LocalFileSystem};
use tokio::sync::{Mutex, Semaphore};

use super::{
    Held, Receipt,
    locks::{ReportLocks, TicketLocks, UploadLocks},
};
use crate::{
    clock::Clock,
    limits::{Limits, MAX_ASSEMBLIES, STAGING_LEFTOVER_AGE},
};

/// Told of each report once its receipt is durable.
pub(crate) type OnReceipt = Arc<dyn Fn(&Receipt) + Send + Sync>;

/// Uploads in progress, received reports, and their receipts.
pub(crate) struct Store {
    pub(super) objects: Arc<dyn ObjectStore>,
    pub(super) clock: Clock,
    pub(super) limits: Limits,
    pub(super) expected_reply: Duration,
    pub(super) on_receipt: OnReceipt,
    pub(super) uploads: UploadLocks,
    pub(super) names: ReportLocks,
    pub(super) tickets: TicketLocks,
    /// Bounds the memory of reports being put together.
    pub(super) assemblies: Semaphore,
    /// Bounds the memory of parts being filled; a permit is a byte.
    pub(super) buffers: Arc<Semaphore>,
    /// Unfinished uploads, as far as this process knows.
    pub(super) open: AtomicUsize,
    pub(super) swept_at: Mutex<Timestamp>,
}

impl Store {
    pub(crate) fn new(
        objects: Arc<dyn ObjectStore>,
        clock: Clock,
        limits: Limits,
        expected_reply: Duration,
        on_receipt: OnReceipt,
    ) -> Self {
        let swept_at = Mutex::new(clock.now());
        Self {
            objects,
            clock,
            expected_reply,
            on_receipt,
            uploads: UploadLocks::default(),
            names: ReportLocks::default(),
            tickets: TicketLocks::default(),
            assemblies: Semaphore::new(MAX_ASSEMBLIES),
            buffers: Arc::new(Semaphore::new(limits.buffer_bytes.min(Semaphore::MAX_PERMITS))),
            open: AtomicUsize::new(0),
            swept_at,
            limits,
        }
    }

    /// Orders changes of tickets also with other processes at the same folder, which must be the one that `objects` is.
    pub(crate) fn shared_in(mut self, folder: &Path) -> Self {
        self.tickets = TicketLocks::shared_in(folder);
        self
    }

    /// The right to change an upload, or nothing while somebody else has it.
    pub(crate) fn try_lock(&self, upload_id: &str) -> Option<Held> {
        self.uploads.try_lock(upload_id)
    }

    pub(super) fn one_open_less(&self) {
        // Never below nought: an upload of an earlier process may end without having been counted.
        let _ = self.open.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |open| open.checked_sub(1));
    }
}

/// A folder as an object store that does not answer before the disk has it.
pub(crate) fn folder(path: &Path) -> io::Result<Arc<dyn ObjectStore>> {
    fs::create_dir_all(path)?;
    remove_leftovers(path, SystemTime::now());
    existing_folder(path)
}

/// The same for a folder that must be there, untouched.
pub(super) fn existing_folder(path: &Path) -> io::Result<Arc<dyn ObjectStore>> {
    let folder = LocalFileSystem::new_with_prefix(path).map_err(io::Error::other)?;
    Ok(Arc::new(folder.with_fsync(true).with_automatic_cleanup(true)))
}

/// Removes staging files (`<name>#<number>`) that a killed intake left behind.
///
/// The one thing done past `object_store`, which cannot name these files. Young ones stay, since another process may
/// be writing them; a failure stays silent, since a leftover only costs space.
fn remove_leftovers(folder: &Path, now: SystemTime) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Ok(meta) = entry.metadata() else { continue };
        if meta.is_dir() {
            remove_leftovers(&entry.path(), now);
        } else if meta.is_file() && is_staging(&entry.file_name().to_string_lossy()) {
            let age = meta.modified().ok().and_then(|at| now.duration_since(at).ok());
            if age.is_some_and(|age| age >= STAGING_LEFTOVER_AGE) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

fn is_staging(name: &str) -> bool {
    name.rsplit_once('#').is_some_and(|(_, n)| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_old_staging_files_are_removed() {
        let dir = tempfile::tempdir().unwrap();
        let parts = dir.path().join("uploads/u/parts");
        fs::create_dir_all(&parts).unwrap();
        for name in ["00000000000000000000", "00000000000000000000#1", "a#b"] {
            fs::write(parts.join(name), "x").unwrap();
        }
        remove_leftovers(dir.path(), SystemTime::now());
        assert!(parts.join("00000000000000000000#1").exists());
        remove_leftovers(dir.path(), SystemTime::now() + STAGING_LEFTOVER_AGE + Duration::from_secs(60));
        assert!(!parts.join("00000000000000000000#1").exists());
        assert!(parts.join("00000000000000000000").exists() && parts.join("a#b").exists());
    }
}
