//! Sweeps as the doctor runs them: interrupted, in each other's way, tampered with, in odd trees and on a disk that fails.

mod adversarial;
mod kept_by_app;
mod kills;
mod measured;
mod model;
mod sweeps;
mod tampered;

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::delete::everything_in;
use super::folder::Folder;
use super::journal::{Entry, Stage};
use super::roots::{Guarded, check_root};
use super::{CacheKind, CacheRegistration, SweepError, Sweeper, Swept};
use crate::lock::FolderLock;

struct World {
    _folder: tempfile::TempDir,
    /// Without links in its path.
    real: PathBuf,
    sweeper: Sweeper,
}

fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap()
}

impl World {
    /// A cache of three entries, one of them a link to what is outside.
    fn new() -> Self {
        let world = Self::empty();
        world.fill("cache");
        fs::write(world.path("outside.txt"), b"keep").unwrap();
        std::os::unix::fs::symlink(world.path("outside.txt"), world.path("cache/link")).unwrap();
        world
    }

    /// An empty cache.
    fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().canonicalize().unwrap();
        fs::create_dir(real.join("own")).unwrap();
        fs::create_dir(real.join("cache")).unwrap();
        let sweeper = Sweeper::new(&real.join("own"));
        Self { _folder: folder, real, sweeper }
    }

    fn fill(&self, cache: &str) {
        fs::create_dir_all(self.path(cache).join("deep")).unwrap();
        fs::write(self.path(cache).join("a.json"), b"12345").unwrap();
        fs::write(self.path(cache).join("deep/b.json"), b"678").unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.real.join(name)
    }

    fn run(&self) -> Swept {
        self.run_of("cache", now()).unwrap()
    }

    fn run_of(&self, cache: &str, at: Timestamp) -> Result<Swept, SweepError> {
        let registration = CacheRegistration::folder(cache, "Balances", CacheKind::Data, self.path(cache));
        let root = check_root(&self.path(cache), &Guarded::new(Some(&self.path("own")), &[]))?;
        self.sweeper.run(&registration, Some(root), None, at)
    }

    fn undo(&self, swept: &Swept) -> Result<(), SweepError> {
        self.sweeper.undo(&swept.id, None)
    }

    fn confirm(&self, swept: &Swept) -> Result<(), SweepError> {
        self.sweeper.confirm(&swept.id, None)
    }

    fn recover(&self) -> Result<(), SweepError> {
        self.sweeper.recover(None)
    }

    fn entry(&self, swept: &Swept) -> Entry {
        self.sweeper.journal.read(&swept.id).unwrap()
    }

    fn quarantine(&self, swept: &Swept) -> PathBuf {
        self.path(&format!(".wallet-doctor-quarantine-{}", swept.id))
    }

    /// Leaves the journal as a kill in this stage would.
    fn kill_in(&self, stage: Stage, swept: &Swept) {
        self.sweeper.journal.advance(&self.entry(swept), stage).unwrap();
    }

    /// The lock, as another process would hold it.
    fn another_sweep(&self) -> FolderLock {
        FolderLock::take(&self.path("own/sweeps/lock")).unwrap().unwrap()
    }

    fn names(&self, folder: &str) -> Vec<String> {
        names(&self.path(folder))
    }

    /// How many sweeps the journal knows of, and that it holds nothing else.
    fn journals(&self) -> usize {
        let known = self.sweeper.journal.all().unwrap().len();
        let names = self.names("own/sweeps");
        let is_ready = |name: &str| ["lock", "spare"].contains(&name) || name.starts_with("reserve-");
        assert!(known > 0 || names.iter().all(|name| is_ready(name)), "{names:?}");
        known
    }

    /// Everything is in its place and nothing else is there.
    fn assert_untouched(&self) {
        assert_eq!(self.names("cache"), ["a.json", "deep", "link"]);
        assert_eq!(self.names("cache/deep"), ["b.json"]);
        assert_eq!(self.names("."), ["cache", "outside.txt", "own"]);
        assert_eq!(self.journals(), 0);
    }
}

/// Some trees here are deeper than the temporary folder's own removal goes.
impl Drop for World {
    fn drop(&mut self) {
        if let Ok(folder) = Folder::open(&self.real) {
            let _ = everything_in(&folder);
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
