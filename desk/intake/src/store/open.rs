//! The store itself: opening it, and what all its operations share.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::SystemTime,
};

use futures_util::TryStreamExt;
use object_store::{ObjectStore, local::LocalFileSystem};
use tokio::sync::Semaphore;

use super::{Held, Objects, Receipt, StoreError, Stores, locks::Locks};
use crate::{
    clock::Clock,
    limits::{Limits, MAX_ASSEMBLIES, STAGING_LEFTOVER_AGE},
    records::{DatabaseUrl, Records},
    staffing::Staffing,
};

/// Told of each report once its receipt is durable.
pub(crate) type OnReceipt = Arc<dyn Fn(&Receipt) + Send + Sync>;

/// Uploads in progress, received reports, and their receipts.
pub(crate) struct Store {
    pub(super) objects: Arc<dyn ObjectStore>,
    /// Where they are, if they are files.
    folder: Option<PathBuf>,
    pub(super) records: Records,
    pub(super) clock: Clock,
    pub(super) limits: Limits,
    pub(super) staffing: Staffing,
    pub(super) on_receipt: OnReceipt,
    pub(super) locks: Locks,
    /// Bounds the memory of reports being put together.
    pub(super) assemblies: Semaphore,
    /// Bounds the memory of parts being filled; a permit is a byte.
    pub(super) buffers: Arc<Semaphore>,
    /// Unfinished uploads, as far as this process knows.
    pub(super) open: AtomicUsize,
}

/// How a store is to be used.
pub(crate) struct Usage {
    pub(crate) clock: Clock,
    pub(crate) limits: Limits,
    pub(crate) staffing: Staffing,
    pub(crate) on_receipt: OnReceipt,
}

impl Usage {
    /// For what takes no uploads: limits and times are never asked for.
    pub(crate) fn of_tickets() -> Self {
        Self {
            clock: Clock::system(),
            limits: Limits::default(),
            staffing: Staffing::default(),
            on_receipt: Arc::new(|_| {}),
        }
    }
}

/// Brings the tables of a database up to date, alone.
const MIGRATION: &str = "migration";

impl Store {
    /// Opens both stores. What is not there is made only where `may_create` says so. [`StoreError::Folder`] is of the objects
    /// wherever it does.
    pub(crate) async fn open(stores: &Stores, may_create: bool, usage: Usage) -> Result<Self, StoreError> {
        let objects = stores.open_objects(may_create).await.map_err(StoreError::Folder)?;
        let mut store = Self::over(objects, &stores.database, may_create, usage).await?;
        if let Objects::Folder(folder) = &stores.objects {
            store.folder = Some(folder.clone());
        }
        Ok(store)
    }

    /// The same with objects that are open.
    pub(crate) async fn over(
        objects: Arc<dyn ObjectStore>,
        database: &DatabaseUrl,
        may_create: bool,
        usage: Usage,
    ) -> Result<Self, StoreError> {
        if let (DatabaseUrl::Sqlite(file), false) = (database, may_create)
            && !file.is_file()
        {
            return Err(StoreError::Folder(io::Error::new(io::ErrorKind::NotFound, "it has no tickets")));
        }
        let locks = Locks::of(database)?;
        let alone = locks.alone(MIGRATION).await?;
        let records = Records::open(database, may_create).await?;
        drop(alone);
        let Usage { clock, limits, staffing, on_receipt } = usage;
        Ok(Self {
            objects,
            folder: None,
            records,
            clock,
            staffing,
            on_receipt,
            locks,
            assemblies: Semaphore::new(MAX_ASSEMBLIES),
            buffers: Arc::new(Semaphore::new(limits.buffer_bytes.min(Semaphore::MAX_PERMITS))),
            open: AtomicUsize::new(0),
            limits,
        })
    }

    /// Whether there is such an upload: to be asked before its lock, which anybody could otherwise have made for any name.
    pub(crate) async fn has_upload(&self, upload_id: &str) -> Result<bool, StoreError> {
        let is_there = async |path| Ok::<_, StoreError>(self.read(&path).await?.is_some());
        Ok(is_there(super::layout::info(upload_id)).await? || is_there(super::layout::done(upload_id)).await?)
    }

    /// The right to change an upload, or nothing while somebody else has it.
    pub(crate) async fn try_lock(&self, upload_id: &str) -> Result<Option<Held>, StoreError> {
        self.locks.try_upload(upload_id).await
    }

    /// Whether the store of objects answers.
    pub(crate) async fn has_objects(&self) -> Result<(), StoreError> {
        // A folder that is gone has nothing in it, which is no error to who only lists it.
        if self.folder.as_ref().is_some_and(|folder| !folder.is_dir()) {
            return Err(StoreError::Folder(io::ErrorKind::NotFound.into()));
        }
        let mut listed = self.objects.list(Some(&super::layout::by_report(uuid::Uuid::nil())));
        Ok(listed.try_next().await.map(drop)?)
    }

    /// Whether the database answers.
    pub(crate) async fn has_records(&self) -> Result<(), StoreError> {
        self.locks.check().await?;
        self.records.receipt(uuid::Uuid::nil()).await.map(drop)
    }

    /// Unfinished uploads, as far as this process knows.
    pub(crate) fn open_uploads(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }

    /// What is in the database.
    pub(crate) fn records(&self) -> &Records {
        &self.records
    }

    /// Ends the connections to the database.
    pub(crate) async fn close(&self) {
        self.records.close().await;
    }

    pub(super) fn one_open_less(&self) {
        // Never below nought: an upload of an earlier process may end without having been counted.
        let _ = self.open.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |open| open.checked_sub(1));
    }
}

/// A folder as an object store that does not answer before the disk has it.
pub(super) fn folder(path: &Path) -> io::Result<Arc<dyn ObjectStore>> {
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
        remove_leftovers(dir.path(), SystemTime::now() + STAGING_LEFTOVER_AGE + std::time::Duration::from_secs(60));
        assert!(!parts.join("00000000000000000000#1").exists());
        assert!(parts.join("00000000000000000000").exists() && parts.join("a#b").exists());
    }
}
