//! Clearing one cache: its entries are renamed into a quarantine beside it, and deleted only once that is confirmed.
//!
//! One sweep at a time: a lock in the doctor's folder is held from the first step to the last, so that what a journal says
//! of a sweep that nobody holds is what a kill has left.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::journal::{self, Entry, Journal, Stage};
use super::measure::measure_all;
use super::{CacheRegistration, RefusedRoot, quarantine};
use crate::lock::FolderLock;

/// How long a quarantine waits to be confirmed or undone. Then it goes: the person has agreed to the clearing, and what
/// was fetched anew since then is worth more.
pub(super) const QUARANTINE_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Names one sweep, for undo and confirm.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SweepId(Uuid);

impl fmt::Display for SweepId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a sweep would do. Nothing happens before it is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SweepPlan {
    registration: CacheRegistration,
    planned_at: Timestamp,
    /// Files that would go.
    pub files: u64,
    /// Bytes that would be freed.
    pub bytes: u64,
}

/// What a sweep did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swept {
    /// For undo and confirm.
    pub id: SweepId,
    /// Files that went into quarantine.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// A sweep that is neither undone nor confirmed yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PendingSweep {
    /// For undo and confirm.
    pub id: SweepId,
    /// The id of the cache that was swept.
    pub cache_id: String,
    /// When it was swept. It is confirmed by itself after seven days.
    pub created_at: Timestamp,
}

/// Why a sweep could not be done. Whatever was moved is back in its place, unless it is [`SweepError::Unfinished`].
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The root is not accepted.
    #[error(transparent)]
    Refused(#[from] RefusedRoot),
    /// Another process or another doctor is at it.
    #[error("another sweep is running")]
    Busy,
    /// There is no such sweep, or it is already confirmed or undone.
    #[error("there is no sweep to undo or confirm under this id")]
    NoSuchSweep,
    /// The file system said no.
    #[error("the cache could not be moved: {0}")]
    Io(#[from] io::Error),
    /// The file system said no halfway, and moving back failed too or is what was asked. What is not in its place is in
    /// quarantine, and the journal knows of it.
    #[error("the sweep is half done and will be finished at the next start: {0}")]
    Unfinished(#[source] io::Error),
}

/// Runs sweeps and keeps their journal.
#[derive(Debug, Clone)]
pub struct Sweeper {
    pub(super) journal: Journal,
    own: PathBuf,
}

impl Sweeper {
    /// A sweeper that keeps its journal in the doctor's folder.
    pub fn new(data_dir: &Path) -> Self {
        Self { journal: Journal::new(data_dir.join("sweeps")), own: data_dir.to_owned() }
    }

    /// Says what clearing this cache would remove.
    pub fn plan(&self, registration: CacheRegistration, now: Timestamp) -> Result<SweepPlan, SweepError> {
        registration.check_root(Some(&self.own))?;
        let measured = measure_all(std::slice::from_ref(&registration), Some(&self.own), now);
        let (files, bytes) = measured.first().map_or((0, 0), |state| (state.files, state.bytes));
        Ok(SweepPlan { registration, planned_at: now, files, bytes })
    }

    /// Moves everything in the cache into quarantine. If that fails halfway, everything is moved back.
    pub fn run(&self, plan: &SweepPlan) -> Result<Swept, SweepError> {
        let root = &plan.registration.root;
        plan.registration.check_root(Some(&self.own))?;
        self.journal.make()?;
        let _lock = self.lock()?;
        let id = SweepId(Uuid::new_v4());
        let mut entry = Entry {
            version: journal::VERSION,
            quarantine: quarantine::beside(root, &id).ok_or(RefusedRoot::TooBroad)?,
            id,
            cache_id: plan.registration.id.clone(),
            root: root.clone(),
            stage: Stage::Moving,
            created_at: plan.planned_at,
        };
        self.journal.write(&entry)?;
        let moved = quarantine::fill(&entry).and_then(|()| {
            entry.stage = Stage::Quarantined;
            self.journal.write(&entry)
        });
        match moved {
            Ok(()) => Ok(Swept { id: entry.id, files: plan.files, bytes: plan.bytes }),
            Err(error) => Err(self.give_up(entry, error)),
        }
    }

    /// Puts everything back that came out of the cache. A file that the app has written anew since then is kept, and the
    /// old one of that name is dropped.
    pub fn undo(&self, id: &SweepId) -> Result<(), SweepError> {
        let _lock = self.lock()?;
        let entry = self.advance(id, Stage::Undoing)?;
        self.roll_back(&entry).map_err(SweepError::Unfinished)
    }

    /// Deletes what is in quarantine. From here on there is no undo.
    pub fn confirm(&self, id: &SweepId) -> Result<(), SweepError> {
        let _lock = self.lock()?;
        let entry = self.advance(id, Stage::Confirmed)?;
        self.delete(&entry).map_err(SweepError::Unfinished)
    }

    /// The sweeps that wait to be undone or confirmed, the oldest first.
    pub fn pending(&self) -> io::Result<Vec<PendingSweep>> {
        let mut pending = Vec::new();
        for entry in self.journal.all()? {
            let Entry { id, cache_id, created_at, stage, .. } = entry?;
            if stage == Stage::Quarantined {
                pending.push(PendingSweep { id, cache_id, created_at });
            }
        }
        pending.sort_unstable_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        Ok(pending)
    }

    /// Finishes what a kill interrupted: half-moved and half-undone sweeps go back, confirmed ones are deleted. A sweep
    /// that waits for its confirmation goes on waiting, for seven days. One that can't be mended is in no other's way; the
    /// first error is told in the end. Does nothing while a sweep is running.
    pub fn recover(&self, now: Timestamp) -> io::Result<()> {
        let lock = match self.journal.lock() {
            // There never was a sweep.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            other => other?,
        };
        let Some(_lock) = lock else { return Ok(()) };
        let mut told = Ok(());
        for entry in self.journal.all()? {
            told = told.and(entry.and_then(|entry| self.mend(&entry, now)));
        }
        told
    }

    fn mend(&self, entry: &Entry, now: Timestamp) -> io::Result<()> {
        match entry.stage {
            Stage::Moving | Stage::Undoing => self.roll_back(entry),
            Stage::Confirmed => self.delete(entry),
            Stage::Quarantined if now.duration_since(entry.created_at) > QUARANTINE_KEPT => {
                self.delete(&self.enter(entry, Stage::Confirmed)?)
            }
            Stage::Quarantined => Ok(()),
        }
    }

    fn lock(&self) -> Result<FolderLock, SweepError> {
        match self.journal.lock() {
            Ok(lock) => lock.ok_or(SweepError::Busy),
            Err(error) => Err(no_such_sweep(error)),
        }
    }

    /// The entry of a waiting sweep, set on its way to a stage; or once more, if it did not get through the last time.
    fn advance(&self, id: &SweepId, stage: Stage) -> Result<Entry, SweepError> {
        let entry = self.journal.read(id).map_err(no_such_sweep)?;
        if ![Stage::Quarantined, stage].contains(&entry.stage) {
            return Err(SweepError::NoSuchSweep);
        }
        Ok(self.enter(&entry, stage)?)
    }

    fn enter(&self, entry: &Entry, stage: Stage) -> io::Result<Entry> {
        quarantine::check(entry)?;
        let entry = Entry { stage, ..entry.clone() };
        self.journal.write(&entry)?;
        Ok(entry)
    }

    /// Puts back what was moved before this error came up.
    fn give_up(&self, entry: Entry, error: io::Error) -> SweepError {
        let Err(in_the_way) = self.roll_back(&entry) else { return SweepError::Io(error) };
        // A write can fail after it has taken effect. Nobody knows this sweep's id, so it must not be left waiting.
        let _ = self.journal.write(&Entry { stage: Stage::Moving, ..entry });
        SweepError::Unfinished(in_the_way)
    }

    fn roll_back(&self, entry: &Entry) -> io::Result<()> {
        quarantine::put_back(entry)?;
        self.journal.remove(&entry.id)
    }

    fn delete(&self, entry: &Entry) -> io::Result<()> {
        quarantine::delete(entry)?;
        self.journal.remove(&entry.id)
    }
}

fn no_such_sweep(error: io::Error) -> SweepError {
    if error.kind() == io::ErrorKind::NotFound { SweepError::NoSuchSweep } else { SweepError::Io(error) }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_can_neither_be_finished_nor_put_back_is_put_back_at_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let (own, root) = (folder.path().join("own"), folder.path().join("cache"));
        let sweeper = Sweeper::new(&own);
        sweeper.journal.make().unwrap();
        fs::create_dir(&root).unwrap();
        fs::write(root.join("a.json"), b"12345").unwrap();
        let id = SweepId(Uuid::new_v4());
        let entry = Entry {
            version: journal::VERSION,
            quarantine: quarantine::beside(&root, &id).unwrap(),
            id,
            cache_id: "balances".to_owned(),
            root: root.clone(),
            stage: Stage::Quarantined,
            created_at: Timestamp::UNIX_EPOCH,
        };
        sweeper.journal.write(&entry).unwrap();
        quarantine::fill(&entry).unwrap();
        fs::remove_dir(&root).unwrap();
        fs::write(&root, b"in the way").unwrap();

        let told = sweeper.give_up(entry, io::ErrorKind::StorageFull.into());
        assert!(matches!(&told, SweepError::Unfinished(error) if error.kind() == io::ErrorKind::NotADirectory));
        assert!(told.to_string().contains("next start"));
        fs::remove_file(&root).unwrap();
        sweeper.recover(Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(fs::read(root.join("a.json")).unwrap(), b"12345");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
