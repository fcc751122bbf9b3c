//! Clearing one cache: its entries are renamed into a quarantine beside it, and deleted only once that is confirmed. What is
//! no folder the app sets aside, restores and discards itself, in the same order and under the same journal.
//!
//! One sweep at a time: a lock in the doctor's folder is held from the first step to the last, so that what a journal says
//! of a sweep that nobody holds is what a kill has left.

use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::folder::Folder;
use super::journal::{self, About, Entry, Journal, Stage};
use super::quarantine::{Filled, Quarantine};
use super::{CacheRegistration, RefusedRoot};
use crate::durable::make_private_folder;
use crate::host::{CacheSource, HostError};
use crate::lock::FolderLock;

/// How long a quarantine waits to be confirmed or undone. Then it goes: the person has agreed to the clearing, and what
/// was fetched anew since then is worth more.
pub(super) const QUARANTINE_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// An empty folder in the journal's that can become a quarantine.
const SPARE: &std::ffi::CStr = c"spare";

/// Names one sweep, for undo and confirm.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SweepId(Uuid);

impl fmt::Display for SweepId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for SweepId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        text.parse().map(Self)
    }
}

impl From<Uuid> for SweepId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

/// What a sweep did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Swept {
    /// For undo and confirm.
    pub(crate) id: SweepId,
    /// How many entries stay where they are, since they could not be moved.
    pub(crate) left: u64,
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
    /// The registration is not accepted.
    #[error(transparent)]
    Refused(#[from] RefusedRoot),
    /// The cache is never to be cleared.
    #[error("this cache is registered as never to be cleared")]
    Never,
    /// Another process or another doctor is at it.
    #[error("another sweep is running")]
    Busy,
    /// What the app set aside earlier is neither confirmed nor undone, and it can't set aside twice.
    #[error("an earlier clearing of this cache has to be confirmed or undone first")]
    Waiting,
    /// There is no such sweep, or it is already confirmed or undone.
    #[error("there is no sweep to undo or confirm under this id")]
    NoSuchSweep,
    /// The app could not set aside, restore or discard what it keeps. What it says beside that is left alone.
    #[error("the app could not do its part of the clearing")]
    App,
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
pub(crate) struct Sweeper {
    pub(super) journal: Journal,
}

/// The app's part: what is no folder.
pub(crate) type App<'a> = Option<&'a dyn CacheSource>;

impl Sweeper {
    /// A sweeper that keeps its journal in the doctor's folder.
    pub(crate) fn new(data_dir: &Path) -> Self {
        Self { journal: Journal::new(data_dir.join("sweeps")) }
    }

    /// Gets ready for a disk without room: makes while there is some what a sweep could not make then.
    pub(crate) fn prepare(&self) -> io::Result<()> {
        self.journal.make()?;
        make_private_folder(&self.journal.folder().join(SPARE.to_str().map_err(io::Error::other)?))
    }

    /// Sets a cache aside: `root` is its folder's path without links, and none for what the app keeps itself. If that fails
    /// halfway, everything is put back.
    pub(crate) fn run(
        &self,
        cache: &CacheRegistration,
        root: Option<PathBuf>,
        app: App<'_>,
        now: Timestamp,
    ) -> Result<Swept, SweepError> {
        // Without the spare folder it works wherever there is room for one.
        let _ = self.prepare();
        self.journal.make()?;
        let _lock = self.lock()?;
        let about = About { version: journal::VERSION, cache_id: cache.id.clone(), root, created_at: now };
        if about.root.is_none() && self.waits(&cache.id)? {
            return Err(SweepError::Waiting);
        }
        let entry = Entry { id: SweepId(Uuid::new_v4()), stage: Stage::Moving, about };
        if let Err(error) = self.journal.begin(&entry) {
            // What there is of it is of no sweep; if it can't be removed now, it is at the next start.
            let _ = self.journal.remove(&entry.id);
            return Err(error.into());
        }
        let moved = self.set_aside(&entry, app);
        let moved = moved.and_then(|left| Ok(self.journal.advance(&entry, Stage::Quarantined).map(|_| left)?));
        match moved {
            Ok(left) => Ok(Swept { id: entry.id, left }),
            Err(error) => Err(self.give_up(&entry, app, error)),
        }
    }

    fn waits(&self, cache_id: &str) -> io::Result<bool> {
        let of_it = |entry: &Entry| entry.about.cache_id == cache_id && entry.about.root.is_none();
        Ok(self.journal.all()?.iter().any(|(_, entry)| entry.as_ref().is_ok_and(of_it)))
    }

    /// Puts everything back that came out of the cache. A file that the app has written anew since then is kept, and the
    /// old one of that name is dropped.
    pub(crate) fn undo(&self, id: &SweepId, app: App<'_>) -> Result<(), SweepError> {
        let _lock = self.lock()?;
        let entry = self.advance(id, Stage::Undoing)?;
        self.roll_back(&entry, app).map_err(unfinished)
    }

    /// Deletes what is in quarantine. From here on there is no undo.
    pub(crate) fn confirm(&self, id: &SweepId, app: App<'_>) -> Result<(), SweepError> {
        let _lock = self.lock()?;
        let entry = self.advance(id, Stage::Confirmed)?;
        self.delete(&entry, app).map_err(unfinished)
    }

    /// The sweeps that wait to be undone or confirmed, the oldest first.
    pub(crate) fn pending(&self) -> io::Result<Vec<PendingSweep>> {
        let entries = self.journal.all()?.into_iter().filter_map(|(_, entry)| entry.ok());
        let waiting = entries.filter(|entry| entry.stage == Stage::Quarantined);
        let mut pending: Vec<_> = waiting
            .map(|Entry { id, about: About { cache_id, created_at, .. }, .. }| PendingSweep {
                id,
                cache_id,
                created_at,
            })
            .collect();
        pending.sort_unstable_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        Ok(pending)
    }

    /// Finishes what a kill interrupted: half-moved and half-undone sweeps go back, confirmed ones are deleted. A sweep
    /// that waits for its confirmation goes on waiting, for seven days. One that can't be mended is in no other's way; the
    /// first error is told in the end. Does nothing while a sweep is running.
    pub(crate) fn recover(&self, app: App<'_>, now: Timestamp) -> Result<(), SweepError> {
        let lock = match self.journal.lock() {
            // There never was a sweep.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            other => other?,
        };
        let Some(_lock) = lock else { return Ok(()) };
        let mut told = self.journal.tidy().map_err(SweepError::from);
        for (_, entry) in self.journal.all()? {
            told = told.and(entry.map_err(SweepError::from).and_then(|entry| self.mend(&entry, app, now)));
        }
        told
    }

    fn mend(&self, entry: &Entry, app: App<'_>, now: Timestamp) -> Result<(), SweepError> {
        match entry.stage {
            Stage::Moving | Stage::Undoing => self.roll_back(entry, app),
            Stage::Confirmed => self.delete(entry, app),
            Stage::Quarantined if now.duration_since(entry.about.created_at) > QUARANTINE_KEPT => {
                self.delete(&self.journal.advance(entry, Stage::Confirmed)?, app)
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
        Ok(self.journal.advance(&entry, stage)?)
    }

    /// How many entries of the cache stay where they are.
    fn set_aside(&self, entry: &Entry, app: App<'_>) -> Result<u64, SweepError> {
        let Some(root) = &entry.about.root else {
            return asked(app, |app| app.set_aside(entry.about.cache_id.clone())).map(|()| 0);
        };
        let journal = Folder::open(self.journal.folder())?;
        let Filled { moved, left, why } = Quarantine::beside(root, &entry.id)?.fill((&journal, SPARE))?;
        match why {
            Some(why) if !moved => Err(why.into()),
            Some(_) | None => Ok(left),
        }
    }

    /// Puts back what was moved before this error came up.
    fn give_up(&self, entry: &Entry, app: App<'_>, error: SweepError) -> SweepError {
        // A stage can be written and the writing fail even so. Nobody knows this sweep's id, so it must not be left waiting.
        let begun = self.journal.read(&entry.id).unwrap_or_else(|_| entry.clone());
        let undoing = self.journal.advance(&begun, Stage::Moving).unwrap_or(begun);
        match self.roll_back(&undoing, app) {
            Ok(()) => error,
            Err(in_the_way) => unfinished(in_the_way),
        }
    }

    fn roll_back(&self, entry: &Entry, app: App<'_>) -> Result<(), SweepError> {
        match &entry.about.root {
            Some(root) => in_place(root, &entry.id, Quarantine::put_back)?,
            None => asked(app, |app| app.restore(entry.about.cache_id.clone()))?,
        }
        self.close(entry)
    }

    fn delete(&self, entry: &Entry, app: App<'_>) -> Result<(), SweepError> {
        match &entry.about.root {
            Some(root) => in_place(root, &entry.id, Quarantine::delete)?,
            None => asked(app, |app| app.discard(entry.about.cache_id.clone()))?,
        }
        self.close(entry)
    }

    fn close(&self, entry: &Entry) -> Result<(), SweepError> {
        self.journal.remove(&entry.id)?;
        // There may be room for the next one's folder now; if not, it is made when it is needed.
        let _ = self.prepare();
        Ok(())
    }
}

/// Does something with a quarantine. Where the folder around it is gone, so is the quarantine.
fn in_place(root: &Path, id: &SweepId, act: impl FnOnce(&Quarantine) -> io::Result<()>) -> Result<(), SweepError> {
    match Quarantine::beside(root, id) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        found => Ok(act(&found?)?),
    }
}

/// Has the app do its part. It may fail or panic; what it says then may hold anything.
fn asked(app: App<'_>, call: impl FnOnce(&dyn CacheSource) -> Result<(), HostError>) -> Result<(), SweepError> {
    let app = app.ok_or(SweepError::App)?;
    match catch_unwind(AssertUnwindSafe(|| call(app))) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(HostError::NotOffered | HostError::Failed { .. })) | Err(_) => Err(SweepError::App),
    }
}

fn unfinished(error: SweepError) -> SweepError {
    match error {
        SweepError::Io(error) => SweepError::Unfinished(error),
        SweepError::App => SweepError::Unfinished(io::Error::other("the app could not do its part")),
        SweepError::Refused(_)
        | SweepError::Never
        | SweepError::Busy
        | SweepError::Waiting
        | SweepError::NoSuchSweep
        | SweepError::Unfinished(_) => error,
    }
}

fn no_such_sweep(error: io::Error) -> SweepError {
    if error.kind() == io::ErrorKind::NotFound { SweepError::NoSuchSweep } else { SweepError::Io(error) }
}
