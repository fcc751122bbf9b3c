//! A small sled database that never takes the app with it: on a phone sled has no flusher, no lock and no collection of
//! garbage, and a damaged one may panic (docs/adr/0002-files-before-sled.md). So every change is flushed here, every call is
//! guarded, and what can't be opened is set aside for a new one.
//!
//! The caller holds a lock on the folder around it.

use std::fmt;
use std::fs::{self, File};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::durable;
use crate::lock;

/// sled's own default is 1 GiB.
const CACHE_BYTES: u64 = 8 * 1024 * 1024;
/// How long a handle that was just dropped may still hold sled's own lock, where sled has one: its last writes end on
/// threads of its own.
const RELEASE_BUDGET: Duration = Duration::from_secs(2);
const RELEASE_POLL: Duration = Duration::from_millis(5);
/// The file of sled's that it locks.
const SLED_FILE: &str = "db";

/// An open database.
pub(crate) struct Database {
    folder: PathBuf,
    /// Empty after a failure; opened anew by the next call.
    db: Mutex<Option<sled::Db>>,
}

/// Why a call failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DatabaseError {
    /// Somebody else has it open.
    #[error("somebody else is using the database")]
    Busy,
    /// The disk; a new database would not help.
    #[error("the database's files could not be used: {0}")]
    Storage(io::ErrorKind),
    /// The database could not be used, even a new one.
    #[error("the database could not be used")]
    Broken,
}

impl From<io::Error> for DatabaseError {
    fn from(error: io::Error) -> Self {
        Self::Storage(error.kind())
    }
}

/// A key and its value; none to remove it.
pub(crate) type Change<'a> = (&'a str, Option<&'a [u8]>);

impl Database {
    /// Opens the database in this folder, a new one if need be.
    pub(crate) fn open(folder: PathBuf) -> Result<Self, DatabaseError> {
        let db = open_or_replace(&folder)?;
        Ok(Self { folder, db: Mutex::new(Some(db)) })
    }

    /// Everything in a tree whose key is text.
    pub(crate) fn all(&self, tree: &str) -> Result<Vec<(String, Vec<u8>)>, DatabaseError> {
        let pairs = self.run(|db| pairs(&db.open_tree(tree)?))?;
        let with_text =
            |(key, value): (sled::IVec, sled::IVec)| Some((std::str::from_utf8(&key).ok()?.to_owned(), value.to_vec()));
        Ok(pairs.into_iter().filter_map(with_text).collect())
    }

    /// One value.
    pub(crate) fn read(&self, tree: &str, key: &str) -> Result<Option<Vec<u8>>, DatabaseError> {
        Ok(self.run(|db| db.open_tree(tree)?.get(key))?.map(|value| value.to_vec()))
    }

    /// Changes a tree. Durable when it returns.
    pub(crate) fn change(&self, tree: &str, changes: &[Change<'_>]) -> Result<(), DatabaseError> {
        if changes.is_empty() {
            return Ok(());
        }
        self.run(|db| {
            let tree = db.open_tree(tree)?;
            for (key, value) in changes {
                match value {
                    Some(value) => tree.insert(key, *value)?,
                    None => tree.remove(key)?,
                };
            }
            tree.flush().map(drop)
        })
    }

    /// Closes it, and waits until nothing of it is open any more: its folder can be moved.
    pub(crate) fn close(self) -> Result<(), DatabaseError> {
        let folder = self.folder.clone();
        drop(self);
        await_release(&folder)
    }

    /// Runs a call, and once more on a database opened anew if the first one breaks.
    fn run<T>(&self, work: impl Fn(&sled::Db) -> sled::Result<T>) -> Result<T, DatabaseError> {
        let mut held = self.db.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..2 {
            let db = match held.take() {
                Some(db) => db,
                None => open_or_replace(&self.folder)?,
            };
            match guarded(|| work(&db)) {
                Ok(value) => {
                    *held = Some(db);
                    return Ok(value);
                }
                // After a failed write sled refuses every further call, so the handle is given up either way.
                Err(fault) => {
                    close(db);
                    if let Fault::Storage(kind) = fault {
                        return Err(DatabaseError::Storage(kind));
                    }
                }
            }
        }
        Err(DatabaseError::Broken)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(db) = self.db.get_mut().unwrap_or_else(PoisonError::into_inner).take() {
            close(db);
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// Why a call of sled's failed.
enum Fault {
    /// The disk; a new database would not help.
    Storage(io::ErrorKind),
    /// The database.
    Broken,
}

/// Tries, in this order: as it is, without its snapshots, and in a new folder with the old one set aside.
fn open_or_replace(folder: &Path) -> Result<sled::Db, DatabaseError> {
    // What a link leads to is not ours to open, let alone to mend.
    if folder.is_symlink() {
        return Err(DatabaseError::Broken);
    }
    await_release(folder)?;
    remove_snapshots(folder, |name| name.ends_with(".generating"));
    for step in 0..3 {
        match open(folder) {
            Ok(db) => return Ok(db),
            Err(Fault::Storage(kind)) => return Err(DatabaseError::Storage(kind)),
            Err(Fault::Broken) if step == 0 => remove_snapshots(folder, |_| true),
            Err(Fault::Broken) if step == 1 => set_aside(folder)?,
            Err(Fault::Broken) => {}
        }
        await_release(folder)?;
    }
    Err(DatabaseError::Broken)
}

fn open(folder: &Path) -> Result<sled::Db, Fault> {
    guarded(|| {
        // No flusher anywhere: every change is flushed by hand, and an idle doctor leaves no thread spinning.
        let db = sled::Config::new().path(folder).cache_capacity(CACHE_BYTES).flush_every_ms(None).open()?;
        // A damaged database may open and fail only once it is read.
        for name in db.tree_names() {
            db.open_tree(name)?.iter().try_for_each(|pair| pair.map(drop))?;
        }
        Ok(db)
    })
}

fn pairs(tree: &sled::Tree) -> sled::Result<Vec<(sled::IVec, sled::IVec)>> {
    tree.iter().collect()
}

/// sled panics on some damage. It must not take the app with it.
fn guarded<T>(work: impl FnOnce() -> sled::Result<T>) -> Result<T, Fault> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(sled::Error::Io(error))) => {
            Err(if durable::is_of_the_disk(error.kind()) { Fault::Storage(error.kind()) } else { Fault::Broken })
        }
        Ok(Err(_)) | Err(_) => Err(Fault::Broken),
    }
}

fn close(db: sled::Db) {
    // Everything was flushed when it was written; a panic in here has nothing left to lose.
    let _ = catch_unwind(AssertUnwindSafe(|| drop(db)));
}

/// Waits for sled's own lock, where it has one. Only a handle of this process can hold it: the folder's lock is ours.
fn await_release(folder: &Path) -> Result<(), DatabaseError> {
    let file = match File::open(folder.join(SLED_FILE)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        // What is no sled folder at all is replaced further on.
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let deadline = Instant::now() + RELEASE_BUDGET;
    while !lock::is_free(&file)? {
        if Instant::now() > deadline {
            return Err(DatabaseError::Busy);
        }
        std::thread::sleep(RELEASE_POLL);
    }
    Ok(())
}

fn remove_snapshots(folder: &Path, unwanted: impl Fn(&str) -> bool) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_str().is_some_and(|name| name.starts_with("snap.") && unwanted(name)) {
            // One that stays makes the opening fail, and that is dealt with there.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Moves a broken database to `<name>.broken-<n>`. Only the last one is kept.
fn set_aside(folder: &Path) -> Result<(), DatabaseError> {
    let (Some(parent), Some(name)) = (folder.parent(), folder.file_name().and_then(|name| name.to_str())) else {
        return Err(DatabaseError::Broken);
    };
    let prefix = format!("{name}.broken-");
    let mut latest = 0_u32;
    for entry in fs::read_dir(parent)? {
        let entry = entry?;
        let number = entry.file_name().to_str().and_then(|name| name.strip_prefix(&prefix)?.parse::<u32>().ok());
        if let Some(number) = number {
            latest = latest.max(number);
            let _ = fs::remove_dir_all(entry.path()).or_else(|_| fs::remove_file(entry.path()));
        }
    }
    match fs::rename(folder, parent.join(format!("{prefix}{}", latest.saturating_add(1)))) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        Ok(()) | Err(_) => Ok(durable::sync_folder(parent)?),
    }
}
