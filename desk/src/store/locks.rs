//! Who may change an upload, who may decide on a report id, and who may change a ticket.

use std::{
    collections::HashSet,
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Instant,
};

use tokio::sync::MutexGuard;
use uuid::Uuid;

use super::{StoreError, layout};
use crate::limits::{TICKET_LOCK_PATIENCE, TICKET_LOCK_PAUSE};

/// The uploads that are being changed. There is no waiting: the second one is told that it is locked.
#[derive(Debug, Clone, Default)]
pub(crate) struct UploadLocks(Arc<Mutex<HashSet<String>>>);

/// The right to change one upload, until dropped.
#[derive(Debug)]
pub(crate) struct Held {
    locks: UploadLocks,
    upload_id: String,
}

impl UploadLocks {
    /// The lock, or nothing if somebody has it.
    pub(crate) fn try_lock(&self, upload_id: &str) -> Option<Held> {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(upload_id.to_owned());
        free.then(|| Held { locks: self.clone(), upload_id: upload_id.to_owned() })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.locks.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.upload_id);
    }
}

/// How many report ids share a lock at most, in the mean: few enough to be free, many enough to be rarely shared.
const STRIPES: usize = 64;

/// Orders those who look up or replace the upload of one report. Short waits only: nobody holds it over a body.
#[derive(Debug)]
pub(super) struct ReportLocks([tokio::sync::Mutex<()>; STRIPES]);

impl Default for ReportLocks {
    fn default() -> Self {
        Self(std::array::from_fn(|_| tokio::sync::Mutex::default()))
    }
}

impl ReportLocks {
    pub(super) async fn lock(&self, report_id: Uuid) -> MutexGuard<'_, ()> {
        // The last byte of a random UUID has no fixed bits.
        let [.., last] = *report_id.as_bytes();
        self.0[usize::from(last) % STRIPES].lock().await
    }
}

/// Orders those who change how a ticket stands: in this process, and at a folder also among processes.
///
/// What is guaranteed at a folder: a change is read, made and written by one holder at a time, whichever process it is
/// in, so no answer and no closing is lost to another written at the same moment. The lock is the operating system's on an
/// open file (`flock`, `LockFileEx`): it ends with its process, so a kill locks nobody out, and it is as good as the file
/// system's, which on some network mounts is not at all. Who only reads takes no lock, since a record is replaced at once
/// and whole. Without a folder (memory, a bucket) the order is that of this process.
#[derive(Debug, Default)]
pub(super) struct TicketLocks {
    /// Not the locks of names: a process that rests on a ticket must not hold up an upload.
    here: ReportLocks,
    folder: Option<PathBuf>,
}

/// The right to change one ticket, until dropped.
#[derive(Debug)]
pub(super) struct TicketHeld<'a> {
    /// First, so that the next holder in this process finds the file free.
    _file: Option<File>,
    _here: MutexGuard<'a, ()>,
}

impl TicketLocks {
    pub(super) fn shared_in(folder: &Path) -> Self {
        Self { here: ReportLocks::default(), folder: Some(folder.to_owned()) }
    }

    /// Waits its turn; [`StoreError::Busy`] if that takes longer than [`TICKET_LOCK_PATIENCE`].
    pub(super) async fn lock(&self, report_id: Uuid) -> Result<TicketHeld<'_>, StoreError> {
        let here = self.here.lock(report_id).await;
        let file = match &self.folder {
            None => None,
            Some(folder) => {
                let path = layout::ticket_lock(folder, report_id);
                let locked = tokio::task::spawn_blocking(move || lock_file(&path)).await;
                Some(locked.map_err(|error| StoreError::of_io(error.into())).flatten()?)
            }
        };
        Ok(TicketHeld { _file: file, _here: here })
    }
}

/// The file stays when its lock ends: removing it would give a second process a lock on another file of the same name.
fn lock_file(path: &Path) -> Result<File, StoreError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(StoreError::of_io)?;
    }
    let file = File::options().create(true).truncate(false).write(true).open(path).map_err(StoreError::of_io)?;
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(StoreError::of_io(error)),
            Err(TryLockError::WouldBlock) if begun.elapsed() >= TICKET_LOCK_PATIENCE => return Err(StoreError::Busy),
            Err(TryLockError::WouldBlock) => thread::sleep(TICKET_LOCK_PAUSE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_ticket_is_changed_by_one_process_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let (one, two) = (TicketLocks::shared_in(dir.path()), TicketLocks::shared_in(dir.path()));
        let held = one.lock(Uuid::nil()).await.unwrap();
        assert!(two.lock(Uuid::max()).await.is_ok());
        assert!(matches!(two.lock(Uuid::nil()).await, Err(StoreError::Busy)));
        drop(held);
        assert!(two.lock(Uuid::nil()).await.is_ok());
    }

    #[test]
    fn one_holder_at_a_time_and_free_after_it() {
        let locks = UploadLocks::default();
        let held = locks.try_lock("a").unwrap();
        assert!(locks.try_lock("a").is_none());
        assert!(locks.try_lock("b").is_some());
        drop(held);
        assert!(locks.try_lock("a").is_some());
    }
}
