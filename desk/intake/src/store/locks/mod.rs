//! Who may change an upload, and who may decide on a report id: one at a time, whichever process it is in.
//!
//! Within a process a set of names decides. Among processes it is the system of the database: at a file the operating system's
//! locks on files beside it (`flock`, `LockFileEx`), as good as the file system's, which on some network mounts is not at all; at
//! PostgreSQL its advisory locks. Both end with their process, so that a kill locks nobody out.

mod advisory;
mod files;

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use tokio::{
    sync::MutexGuard,
    time::{sleep, timeout},
};
use uuid::Uuid;

use self::{
    advisory::{Advisory, Session},
    files::{Files, Locked},
};
use super::StoreError;
use crate::{
    limits::{MAX_NAME_LOCK_PAUSE, NAME_LOCK_PATIENCE, NAME_LOCK_PAUSE},
    records::DatabaseUrl,
};

/// How many locks the ids of reports share: enough that two that are busy at once rarely meet in one.
const STRIPES: usize = 64;

/// The locks of a store.
#[derive(Debug)]
pub(super) struct Locks {
    uploads: Names,
    /// Waits for a report's turn in this process.
    reports: [tokio::sync::Mutex<()>; STRIPES],
    shared: Shared,
}

/// Names that somebody in this process has.
type Names = Arc<Mutex<HashSet<String>>>;

/// How processes keep out of each other's way.
#[derive(Debug)]
enum Shared {
    /// There is only this one.
    Here,
    Files(Files),
    Postgres(Arc<Session>),
}

/// What is held against other processes, until dropped.
#[derive(Debug)]
enum SharedHeld {
    Here,
    File(Locked),
    Postgres(Advisory),
}

/// The right to change one upload, until dropped.
#[derive(Debug)]
pub(crate) struct Held {
    // First, so that the next holder in this process finds it free.
    shared: SharedHeld,
    _here: HeldHere,
}

#[derive(Debug)]
struct HeldHere {
    names: Names,
    name: String,
}

/// The right to decide on a report id, until dropped.
#[derive(Debug)]
pub(super) struct ReportHeld<'a> {
    _shared: SharedHeld,
    _here: MutexGuard<'a, ()>,
}

/// Nobody else has the name, until this is dropped.
#[derive(Debug)]
pub(super) struct Alone {
    _shared: SharedHeld,
}

impl Locks {
    /// Those of the processes that share this database.
    pub(super) fn of(database: &DatabaseUrl) -> Result<Self, StoreError> {
        let shared = match database {
            DatabaseUrl::Memory => Shared::Here,
            DatabaseUrl::Sqlite(file) => Shared::Files(Files::beside(file).map_err(StoreError::of_io)?),
            DatabaseUrl::Postgres(url) => Shared::Postgres(Arc::new(Session::new(url)?)),
        };
        let reports = std::array::from_fn(|_| tokio::sync::Mutex::default());
        Ok(Self { uploads: Names::default(), reports, shared })
    }

    /// The right to change an upload, or nothing if somebody has it. There is no waiting: the second one is told that it is locked.
    pub(super) async fn try_upload(&self, upload_id: &str) -> Result<Option<Held>, StoreError> {
        let free = self.uploads.lock().unwrap_or_else(PoisonError::into_inner).insert(upload_id.to_owned());
        if !free {
            return Ok(None);
        }
        let here = HeldHere { names: self.uploads.clone(), name: upload_id.to_owned() };
        let shared = self.shared.try_lock(&format!("upload-{upload_id}")).await?;
        Ok(shared.map(|shared| Held { shared, _here: here }))
    }

    /// Waits until no one else looks up, replaces or deletes the upload of this report; nobody does so over a body.
    /// [`StoreError::Busy`] if that takes longer than [`NAME_LOCK_PATIENCE`].
    pub(super) async fn report(&self, report_id: Uuid) -> Result<ReportHeld<'_>, StoreError> {
        // The last byte of a random UUID has no fixed bits.
        let [.., last] = *report_id.as_bytes();
        let stripe = usize::from(last) % STRIPES;
        let begun = Instant::now();
        let here = timeout(NAME_LOCK_PATIENCE, self.reports[stripe].lock()).await.map_err(|_| StoreError::Busy)?;
        let shared = self.shared.lock(&format!("report-{stripe}"), begun).await?;
        Ok(ReportHeld { _shared: shared, _here: here })
    }

    /// Whether locks can be had.
    pub(super) async fn check(&self) -> Result<(), StoreError> {
        match &self.shared {
            Shared::Here | Shared::Files(_) => Ok(()),
            Shared::Postgres(session) => session.check().await,
        }
    }

    /// Alone among all processes that ask by this name.
    pub(super) async fn alone(&self, name: &str) -> Result<Alone, StoreError> {
        Ok(Alone { _shared: self.shared.lock(name, Instant::now()).await? })
    }
}

impl Held {
    /// Whether the right is still this one's. That of a connection that broke is not, and somebody else may have it.
    pub(super) async fn check(&self) -> Result<(), StoreError> {
        match &self.shared {
            SharedHeld::Here | SharedHeld::File(_) => Ok(()),
            SharedHeld::Postgres(held) => held.check().await,
        }
    }

    /// For an upload that is over: what its lock leaves behind need not stay.
    pub(super) fn leave_nothing(&self) {
        if let SharedHeld::File(locked) = &self.shared {
            locked.remove();
        }
    }
}

impl Drop for HeldHere {
    fn drop(&mut self) {
        self.names.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.name);
    }
}

impl Shared {
    async fn try_lock(&self, name: &str) -> Result<Option<SharedHeld>, StoreError> {
        match self {
            Self::Here => Ok(Some(SharedHeld::Here)),
            Self::Files(files) => Ok(files.try_lock(name).await?.map(SharedHeld::File)),
            Self::Postgres(session) => Ok(session.try_lock(name).await?.map(SharedHeld::Postgres)),
        }
    }

    /// Asks more and more rarely, so that many who wait do not keep those off who have it.
    async fn lock(&self, name: &str, begun: Instant) -> Result<SharedHeld, StoreError> {
        let mut pause = NAME_LOCK_PAUSE;
        loop {
            match self.try_lock(name).await? {
                Some(held) => return Ok(held),
                None if begun.elapsed() >= NAME_LOCK_PATIENCE => return Err(StoreError::Busy),
                None => sleep(pause).await,
            }
            pause = (pause * 2).min(MAX_NAME_LOCK_PAUSE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_report_is_decided_on_by_one_process_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let database = DatabaseUrl::Sqlite(dir.path().join("desk.sqlite"));
        let (one, two) = (Locks::of(&database).unwrap(), Locks::of(&database).unwrap());
        let held = one.report(Uuid::nil()).await.unwrap();
        assert!(two.report(Uuid::max()).await.is_ok());
        assert!(matches!(two.report(Uuid::nil()).await, Err(StoreError::Busy)));
        drop(held);
        assert!(two.report(Uuid::nil()).await.is_ok());
    }

    #[tokio::test]
    async fn an_upload_has_one_holder_at_a_time_and_is_free_after_it() {
        let dir = tempfile::tempdir().unwrap();
        let file = DatabaseUrl::Sqlite(dir.path().join("desk.sqlite"));
        for database in [DatabaseUrl::Memory, file] {
            let locks = Locks::of(&database).unwrap();
            let held = locks.try_upload("a").await.unwrap().unwrap();
            assert!(locks.try_upload("a").await.unwrap().is_none());
            assert!(locks.try_upload("b").await.unwrap().is_some());
            if database != DatabaseUrl::Memory {
                assert!(Locks::of(&database).unwrap().try_upload("a").await.unwrap().is_none());
            }
            drop(held);
            assert!(locks.try_upload("a").await.unwrap().is_some());
        }
    }
}
