//! Clearing one cache: its entries are renamed into a quarantine beside it, and deleted only once that is confirmed.
//!
//! Renaming the top entries moves whole trees without looking into them, so a link inside can lead nowhere, and no space
//! is needed.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::journal::{self, Entry, Journal, Stage};
use super::measure::measure_all;
use super::{CacheRegistration, RefusedRoot};
use crate::durable;

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

/// Why a sweep could not be done. Whatever was moved is back in its place.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The root is not accepted.
    #[error(transparent)]
    Refused(#[from] RefusedRoot),
    /// There is no such sweep, or it is already confirmed or undone.
    #[error("there is no sweep to undo or confirm under this id")]
    NoSuchSweep,
    /// The file system said no.
    #[error("the cache could not be moved: {0}")]
    Io(#[from] io::Error),
}

/// Runs sweeps and keeps their journal.
#[derive(Debug, Clone)]
pub struct Sweeper {
    journal: Journal,
    own: PathBuf,
}

impl Sweeper {
    /// A sweeper that keeps its journal in the doctor's folder.
    pub fn new(data_dir: &Path) -> Self {
        Self { journal: Journal::new(data_dir.join("sweeps")), own: data_dir.to_owned() }
    }

    /// Says what clearing this cache would remove.
    pub fn plan(&self, registration: CacheRegistration, now: jiff::Timestamp) -> Result<SweepPlan, SweepError> {
        registration.check_root(Some(&self.own))?;
        let measured = measure_all(std::slice::from_ref(&registration), Some(&self.own), now);
        let (files, bytes) = measured.first().map_or((0, 0), |state| (state.files, state.bytes));
        Ok(SweepPlan { registration, files, bytes })
    }

    /// Moves everything in the cache into quarantine. If that fails halfway, everything is moved back.
    pub fn run(&self, plan: &SweepPlan) -> Result<Swept, SweepError> {
        let root = &plan.registration.root;
        plan.registration.check_root(Some(&self.own))?;
        let id = SweepId(Uuid::new_v4());
        let parent = root.parent().ok_or(RefusedRoot::TooBroad)?;
        let mut entry = Entry {
            version: journal::VERSION,
            quarantine: parent.join(format!(".wallet-doctor-quarantine-{id}")),
            id,
            cache_id: plan.registration.id.clone(),
            root: root.clone(),
            stage: Stage::Moving,
        };
        self.journal.write(&entry)?;
        if let Err(error) = fs::create_dir(&entry.quarantine).and_then(|()| move_entries(root, &entry.quarantine)) {
            self.roll_back(&entry)?;
            return Err(error.into());
        }
        entry.stage = Stage::Quarantined;
        self.journal.write(&entry)?;
        Ok(Swept { id: entry.id, files: plan.files, bytes: plan.bytes })
    }

    /// Puts everything back that came out of the cache. A file that the app has written anew since then is kept, and the
    /// old one of that name is dropped.
    pub fn undo(&self, id: &SweepId) -> Result<(), SweepError> {
        let mut entry = self.entry_at(id, Stage::Quarantined)?;
        entry.stage = Stage::Undoing;
        self.journal.write(&entry)?;
        Ok(self.roll_back(&entry)?)
    }

    /// Deletes what is in quarantine. From here on there is no undo.
    pub fn confirm(&self, id: &SweepId) -> Result<(), SweepError> {
        let mut entry = self.entry_at(id, Stage::Quarantined)?;
        entry.stage = Stage::Confirmed;
        self.journal.write(&entry)?;
        Ok(self.delete(&entry)?)
    }

    /// Finishes what a kill interrupted: half-moved and half-undone sweeps go back, confirmed ones are deleted. A sweep
    /// that waits for its confirmation goes on waiting.
    pub fn recover(&self) -> io::Result<()> {
        for entry in self.journal.all() {
            match entry.stage {
                Stage::Moving | Stage::Undoing => self.roll_back(&entry)?,
                Stage::Confirmed => self.delete(&entry)?,
                Stage::Quarantined => {}
            }
        }
        Ok(())
    }

    fn entry_at(&self, id: &SweepId, stage: Stage) -> Result<Entry, SweepError> {
        let entry = self.journal.read(id).map_err(|error| {
            if error.kind() == io::ErrorKind::NotFound { SweepError::NoSuchSweep } else { SweepError::Io(error) }
        })?;
        if entry.stage == stage { Ok(entry) } else { Err(SweepError::NoSuchSweep) }
    }

    fn roll_back(&self, entry: &Entry) -> io::Result<()> {
        if entry.quarantine.is_dir() {
            move_entries(&entry.quarantine, &entry.root)?;
            fs::remove_dir_all(&entry.quarantine)?;
        }
        self.journal.remove(&entry.id)
    }

    fn delete(&self, entry: &Entry) -> io::Result<()> {
        if entry.quarantine.is_dir() {
            fs::remove_dir_all(&entry.quarantine)?;
        }
        self.journal.remove(&entry.id)
    }
}

/// Renames every entry of one folder into another. Where the other already has that name, two folders are merged and
/// anything else stays where it is.
fn move_entries(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if let Ok(present) = target.symlink_metadata() {
            if present.is_dir() && entry.file_type()?.is_dir() {
                move_entries(&entry.path(), &target)?;
            }
            continue;
        }
        match fs::rename(entry.path(), target) {
            // Somebody else removed it first: that is what the sweep is for.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            other => other?,
        }
    }
    durable::sync_folder(to)?;
    durable::sync_folder(from)
}

#[cfg(test)]
mod tests {
    use super::super::{CacheKind, CachePolicy};
    use super::*;

    struct World {
        folder: tempfile::TempDir,
        sweeper: Sweeper,
    }

    impl World {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            fs::create_dir(folder.path().join("own")).unwrap();
            fs::create_dir_all(folder.path().join("cache/deep")).unwrap();
            fs::write(folder.path().join("cache/a.json"), b"12345").unwrap();
            fs::write(folder.path().join("cache/deep/b.json"), b"678").unwrap();
            fs::write(folder.path().join("outside.txt"), b"keep").unwrap();
            std::os::unix::fs::symlink(folder.path().join("outside.txt"), folder.path().join("cache/link")).unwrap();
            let sweeper = Sweeper::new(&folder.path().join("own"));
            Self { folder, sweeper }
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        fn plan(&self) -> SweepPlan {
            let registration = CacheRegistration {
                id: "balances".into(),
                label: "Balances".into(),
                kind: CacheKind::Data,
                root: self.path("cache"),
                policy: CachePolicy::default(),
            };
            self.sweeper.plan(registration, jiff::Timestamp::now()).unwrap()
        }

        fn names(&self, folder: &str) -> Vec<String> {
            let mut names: Vec<String> = fs::read_dir(self.path(folder))
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            names.sort();
            names
        }
    }

    #[test]
    fn a_confirmed_sweep_empties_the_root_and_touches_nothing_else() {
        let world = World::new();
        let plan = world.plan();
        assert_eq!(plan.files, 3);
        let swept = world.sweeper.run(&plan).unwrap();
        assert!(world.names("cache").is_empty());
        world.sweeper.confirm(&swept.id).unwrap();
        assert_eq!(world.names("."), ["cache", "outside.txt", "own"]);
        assert_eq!(fs::read(world.path("outside.txt")).unwrap(), b"keep");
        assert!(matches!(world.sweeper.undo(&swept.id), Err(SweepError::NoSuchSweep)));
    }

    #[test]
    fn undo_puts_everything_back_but_not_over_newer_files() {
        let world = World::new();
        let swept = world.sweeper.run(&world.plan()).unwrap();
        fs::write(world.path("cache/a.json"), b"new").unwrap();
        fs::create_dir(world.path("cache/deep")).unwrap();
        world.sweeper.undo(&swept.id).unwrap();
        assert_eq!(world.names("cache"), ["a.json", "deep", "link"]);
        assert_eq!(fs::read(world.path("cache/a.json")).unwrap(), b"new");
        assert_eq!(fs::read(world.path("cache/deep/b.json")).unwrap(), b"678");
        assert_eq!(world.names("."), ["cache", "outside.txt", "own"]);
    }

    #[test]
    fn an_interrupted_sweep_is_rolled_back_and_an_interrupted_deletion_finished() {
        for (stage, left) in [(Stage::Moving, 3), (Stage::Undoing, 3), (Stage::Confirmed, 0)] {
            let world = World::new();
            let swept = world.sweeper.run(&world.plan()).unwrap();
            let mut entry = world.sweeper.journal.read(&swept.id).unwrap();
            entry.stage = stage;
            world.sweeper.journal.write(&entry).unwrap();
            world.sweeper.recover().unwrap();
            assert_eq!(world.names("cache").len(), left, "{stage:?}");
            assert_eq!(world.names("."), ["cache", "outside.txt", "own"]);
            assert!(world.sweeper.journal.all().is_empty());
        }
    }

    #[test]
    fn a_sweep_that_waits_for_confirmation_survives_a_restart() {
        let world = World::new();
        let swept = world.sweeper.run(&world.plan()).unwrap();
        let restarted = Sweeper::new(&world.path("own"));
        restarted.recover().unwrap();
        restarted.undo(&swept.id).unwrap();
        assert_eq!(world.names("cache").len(), 3);
    }
}
