//! Clearing one cache: its entries are renamed into a quarantine beside it, and deleted only once that is confirmed. What is
//! no folder the app sets aside, restores and discards itself, in the same order and under the same journal.
//!
//! One sweep at a time: a lock in the doctor's folder is held from the first step to the last, so that what a journal says
//! of a sweep that nobody holds is what a kill has left.

use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::folder::Folder;
use super::journal::{self, About, Entry, Journal, Stage};
use super::quarantine::Quarantine;
use super::roots::cross;
use super::{CacheRegistration, RefusedRoot};
use crate::codes::stable_codes;
use crate::durable::make_private_folder;
use crate::host::{CacheSource, HostError};
use crate::lock::FolderLock;

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

#[cfg(test)]
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

/// A sweep that is neither undone nor confirmed yet. It waits for as long as it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PendingSweep {
    /// For undo and confirm.
    pub id: SweepId,
    /// How far it is.
    pub state: SweepState,
    /// The id of the cache that was swept. Empty if the journal is damaged.
    pub cache_id: Option<String>,
    /// When it was swept, by the phone's clock. Empty if the journal is damaged.
    pub created_at: Option<Timestamp>,
}

stable_codes! {
    /// How far a sweep is that is not over.
    pub enum SweepState as "sweep state" {
        /// Everything is in quarantine. It can be undone or confirmed.
        Waiting = "waiting",
        /// Some of it could not be put back or deleted; that is tried again with each call. It can be undone once more, or
        /// confirmed: then what is still in quarantine goes.
        Unfinished = "unfinished",
        /// The journal is damaged, so that nobody knows where its quarantine is. To confirm it is to forget it.
        Damaged = "damaged",
    }
}

/// Why a sweep could not be done. Whatever was moved is back in its place, unless it is [`SweepError::Unfinished`].
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The registration is not accepted.
    #[error(transparent)]
    Refused(#[from] RefusedRoot),
    /// By its policy the cache is never to be cleared, or not for this reason.
    #[error("this cache is registered as not to be cleared for this reason")]
    NotNow,
    /// Another process or another doctor is at it.
    #[error("another sweep is running")]
    Busy,
    /// An earlier clearing of this cache, or of a folder in it or around it, is neither confirmed nor undone: with two of them nobody
    /// would know which of two files is the newer one.
    #[error("an earlier clearing of this cache has to be confirmed or undone first")]
    Waiting,
    /// The app keeps this itself and does not offer to clear it.
    #[error("the app does not offer to clear this")]
    NotOffered,
    /// What was set aside is not where it was: the folder around the cache is not there, or somebody else has removed it. What is
    /// not there can't be put back; to confirm the sweep is to forget it.
    #[error("what was set aside is not there")]
    Gone,
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

impl SweepError {
    /// Whether the same call may succeed later without anything being changed.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Busy | Self::App | Self::Io(_) | Self::Unfinished(_) => true,
            Self::Refused(_) | Self::NotNow | Self::Waiting | Self::NotOffered | Self::Gone | Self::NoSuchSweep => {
                false
            }
        }
    }
}

/// Runs sweeps and keeps their journal.
#[derive(Debug, Clone)]
pub(crate) struct Sweeper {
    pub(super) journal: Journal,
    own: PathBuf,
}

/// The app's part: what is no folder.
pub(crate) type App<'a> = Option<&'a dyn CacheSource>;

impl Sweeper {
    /// A sweeper that keeps its journal in the doctor's folder.
    pub(crate) fn new(data_dir: &Path) -> Self {
        Self { journal: Journal::new(data_dir.join("sweeps")), own: data_dir.to_owned() }
    }

    /// Gets ready for a disk without room: makes while there is some what a sweep could not make then.
    pub(crate) fn prepare(&self) -> io::Result<()> {
        self.journal.make()?;
        make_private_folder(&self.journal.folder().join(SPARE.to_str().map_err(io::Error::other)?))?;
        self.journal.reserve()
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
        let from_own = root.as_deref().and_then(|root| between(&self.own.canonicalize().ok()?, root));
        let about = About { version: journal::VERSION, cache_id: cache.id.clone(), root, from_own, created_at: now };
        if self.waits(&about)? {
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

    /// Whether an earlier sweep of the same cache, or of a folder in it or around it, is not over.
    fn waits(&self, about: &About) -> io::Result<bool> {
        let concerns = |entry: &Entry| match (&entry.about.root, &about.root) {
            (Some(one), Some(other)) => cross(one, other),
            (None, None) => entry.about.cache_id == about.cache_id,
            (Some(_), None) | (None, Some(_)) => false,
        };
        Ok(self.journal.all()?.iter().any(|(_, entry)| entry.as_ref().is_ok_and(concerns)))
    }

    /// Puts everything back that came out of the cache. A file that the app has written anew since then is kept, and the
    /// old one of that name is dropped.
    pub(crate) fn undo(&self, id: &SweepId, app: App<'_>) -> Result<(), SweepError> {
        let _lock = self.lock()?;
        let entry = self.journal.read(id).map_err(no_such_sweep)?;
        if entry.stage == Stage::Confirmed {
            return Err(SweepError::NoSuchSweep);
        }
        if entry.stage == Stage::Quarantined && !self.is_there(&entry)? {
            return Err(SweepError::Gone);
        }
        let entry = self.journal.advance(&entry, Stage::Undoing).map_err(SweepError::Unfinished)?;
        self.roll_back(&entry, app).map_err(unfinished)
    }

    /// Deletes what is in quarantine. From here on there is no undo. A sweep of which nobody knows any more is forgotten.
    pub(crate) fn confirm(&self, id: &SweepId, app: App<'_>) -> Result<(), SweepError> {
        let _lock = self.lock()?;
        let entry = match self.journal.read(id) {
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Ok(self.journal.remove(id)?),
            read => read.map_err(no_such_sweep)?,
        };
        let entry = self.journal.advance(&entry, Stage::Confirmed).map_err(SweepError::Unfinished)?;
        match self.delete(&entry, app) {
            Err(SweepError::Gone) => self.close(&entry),
            done => done.map_err(unfinished),
        }
    }

    /// The sweeps that wait to be undone or confirmed, or could not be; the oldest first.
    pub(crate) fn pending(&self) -> io::Result<Vec<PendingSweep>> {
        let told = |(id, entry): (SweepId, io::Result<Entry>)| {
            let Ok(Entry { stage, about, .. }) = entry else {
                return PendingSweep { id, state: SweepState::Damaged, cache_id: None, created_at: None };
            };
            let state = match stage {
                Stage::Quarantined => SweepState::Waiting,
                Stage::Moving | Stage::Undoing | Stage::Confirmed => SweepState::Unfinished,
            };
            PendingSweep { id, state, cache_id: Some(about.cache_id), created_at: Some(about.created_at) }
        };
        let mut pending: Vec<_> = self.journal.all()?.into_iter().map(told).collect();
        pending.sort_unstable_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        Ok(pending)
    }

    /// Finishes what a kill interrupted: half-moved and half-undone sweeps go back, confirmed ones are deleted. A sweep
    /// that waits for its confirmation goes on waiting. One that can't be mended is in no other's way; the first error is
    /// told in the end. Busy while a sweep is running.
    pub(crate) fn recover(&self, app: App<'_>) -> Result<(), SweepError> {
        let lock = match self.journal.lock() {
            // There never was a sweep.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            other => other?,
        };
        let _lock = lock.ok_or(SweepError::Busy)?;
        let mut told = self.journal.tidy().map_err(SweepError::from);
        for (_, entry) in self.journal.all()? {
            told = told.and(entry.map_err(SweepError::from).and_then(|entry| self.mend(&entry, app)));
        }
        told
    }

    fn mend(&self, entry: &Entry, app: App<'_>) -> Result<(), SweepError> {
        match entry.stage {
            Stage::Moving | Stage::Undoing => self.roll_back(entry, app),
            Stage::Confirmed => self.delete(entry, app),
            Stage::Quarantined => Ok(()),
        }
    }

    fn lock(&self) -> Result<FolderLock, SweepError> {
        match self.journal.lock() {
            Ok(lock) => lock.ok_or(SweepError::Busy),
            Err(error) => Err(no_such_sweep(error)),
        }
    }

    /// How many entries of the cache stay where they are.
    fn set_aside(&self, entry: &Entry, app: App<'_>) -> Result<u64, SweepError> {
        let Some(root) = &entry.about.root else {
            return asked(app, |app| app.set_aside(entry.about.cache_id.clone())).map(|()| 0);
        };
        let journal = Folder::open(self.journal.folder())?;
        Ok(Quarantine::beside(root, &entry.id)?.fill((&journal, SPARE))?)
    }

    /// Puts back what was moved before this error came up.
    fn give_up(&self, entry: &Entry, app: App<'_>, error: SweepError) -> SweepError {
        if matches!(error, SweepError::NotOffered) {
            // Nothing was begun.
            return self.journal.remove(&entry.id).map_or_else(SweepError::Unfinished, |()| error);
        }
        // A stage can be written and the writing fail even so. Nobody knows this sweep's id, so it must not be left waiting.
        let begun = self.journal.read(&entry.id).unwrap_or_else(|_| entry.clone());
        let undoing = self.journal.advance(&begun, Stage::Moving).unwrap_or(begun);
        match self.roll_back(&undoing, app) {
            Ok(()) => error,
            Err(in_the_way) => unfinished(in_the_way),
        }
    }

    fn roll_back(&self, entry: &Entry, app: App<'_>) -> Result<(), SweepError> {
        let Some(quarantine) = self.find(entry)? else {
            asked(app, |app| app.restore(entry.about.cache_id.clone()))?;
            return self.close(entry);
        };
        quarantine.put_back()?;
        // What is left is older than what the app has written, and is deleted in pieces that were moved up. After a kill among them
        // nothing must be put back any more: they would come into the cache under names of their own.
        let entry =
            if quarantine.is_empty()? { entry.clone() } else { self.journal.advance(entry, Stage::Confirmed)? };
        quarantine.delete()?;
        self.close(&entry)
    }

    fn delete(&self, entry: &Entry, app: App<'_>) -> Result<(), SweepError> {
        match self.find(entry)? {
            Some(quarantine) => quarantine.delete()?,
            None => asked(app, |app| app.discard(entry.about.cache_id.clone()))?,
        }
        self.close(entry)
    }

    /// Whether what was set aside is where it can be found.
    fn is_there(&self, entry: &Entry) -> Result<bool, SweepError> {
        match self.find(entry) {
            Ok(Some(quarantine)) => Ok(quarantine.is_there()?),
            Ok(None) => Ok(true),
            Err(SweepError::Gone) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The quarantine of a sweep: where the cache was, or where it is if all of the app's folders have moved. None for what the
    /// app keeps itself; gone, if neither folder is there.
    fn find(&self, entry: &Entry) -> Result<Option<Quarantine>, SweepError> {
        let About { root: Some(root), from_own, .. } = &entry.about else { return Ok(None) };
        let own = self.own.canonicalize().ok();
        let moved = own.zip(from_own.as_deref()).and_then(|(own, way)| along(&own, way));
        let mut found = None;
        for root in std::iter::once(root).chain(moved.as_ref()) {
            match Quarantine::beside(root, &entry.id) {
                Ok(quarantine) if quarantine.is_there()? => return Ok(Some(quarantine)),
                Ok(quarantine) => found = found.or(Some(quarantine)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        found.ok_or(SweepError::Gone).map(Some)
    }

    fn close(&self, entry: &Entry) -> Result<(), SweepError> {
        self.journal.remove(&entry.id)?;
        // There may be room for the next one's folder now; if not, it is made when it is needed.
        let _ = self.prepare();
        Ok(())
    }
}

/// The way from one folder to another, by `..` and names; none if that is no text.
fn between(from: &Path, to: &Path) -> Option<PathBuf> {
    to.to_str()?;
    let shared = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    Some(up.chain(to.components().skip(shared)).collect())
}

/// Where such a way leads.
fn along(from: &Path, way: &Path) -> Option<PathBuf> {
    let mut at = from.to_owned();
    for part in way.components() {
        match part {
            Component::ParentDir => at = at.parent()?.to_owned(),
            Component::Normal(name) => at.push(name),
            Component::Prefix(_) | Component::RootDir | Component::CurDir => return None,
        }
    }
    Some(at)
}

/// Has the app do its part. It may fail or panic; what it says then may hold anything.
fn asked(app: App<'_>, call: impl FnOnce(&dyn CacheSource) -> Result<(), HostError>) -> Result<(), SweepError> {
    let app = app.ok_or(SweepError::App)?;
    match catch_unwind(AssertUnwindSafe(|| call(app))) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(HostError::NotOffered)) => Err(SweepError::NotOffered),
        Ok(Err(HostError::Failed { .. })) | Err(_) => Err(SweepError::App),
    }
}

fn unfinished(error: SweepError) -> SweepError {
    match error {
        SweepError::Io(error) => SweepError::Unfinished(error),
        SweepError::App | SweepError::NotOffered => {
            SweepError::Unfinished(io::Error::other("the app could not do its part"))
        }
        SweepError::Refused(_)
        | SweepError::NotNow
        | SweepError::Busy
        | SweepError::Waiting
        | SweepError::NoSuchSweep
        | SweepError::Gone
        | SweepError::Unfinished(_) => error,
    }
}

fn no_such_sweep(error: io::Error) -> SweepError {
    if error.kind() == io::ErrorKind::NotFound { SweepError::NoSuchSweep } else { SweepError::Io(error) }
}
