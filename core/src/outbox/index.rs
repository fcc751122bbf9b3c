//! The index: a small sled database of how far each upload is. Losing it costs nothing but a few requests, because the
//! files say what there is and what has arrived.
//!
//! On a phone sled has no flusher and no lock, and a broken database may panic. So every change is flushed here, every
//! call is guarded, and what can't be opened is set aside for a new one.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::OutboxError;
use super::state::Record;
use crate::durable;
use crate::lock;
use crate::report::ReportId;

/// sled's own default is 1 GiB.
const CACHE_BYTES: u64 = 8 * 1024 * 1024;
const TREE: &str = "reports";
/// The version of an entry. Entries of another version count as lost.
const VERSION: u32 = 1;
/// How long a handle that was just dropped may still hold sled's own lock, where sled has one: its last writes end on
/// threads of its own.
const RELEASE_BUDGET: Duration = Duration::from_secs(2);
const RELEASE_POLL: Duration = Duration::from_millis(5);
/// The file of sled's that it locks.
const SLED_FILE: &str = "db";

/// The open index.
pub(super) struct Index {
    folder: PathBuf,
    /// Empty after a failure; opened anew by the next call.
    db: Mutex<Option<sled::Db>>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    version: u32,
    record: Record,
}

/// Why a call of sled's failed.
enum Fault {
    /// The disk; a new database would not help.
    Storage(OutboxError),
    /// The database.
    Broken,
}

impl Index {
    /// Opens the index in this folder, a new one if need be.
    pub(super) fn open(folder: PathBuf) -> Result<Self, OutboxError> {
        let db = open_or_replace(&folder)?;
        Ok(Self { folder, db: Mutex::new(Some(db)) })
    }

    /// Everything that can be read.
    pub(super) fn all(&self) -> Result<BTreeMap<ReportId, Record>, OutboxError> {
        let pairs = self.run(pairs)?;
        Ok(pairs
            .into_iter()
            .filter_map(|(key, value)| {
                let id = std::str::from_utf8(&key).ok()?.parse().ok()?;
                Some((id, decode(&value)?))
            })
            .collect())
    }

    /// What is known of one report.
    pub(super) fn read(&self, id: ReportId) -> Result<Option<Record>, OutboxError> {
        let value = self.run(|db| db.open_tree(TREE)?.get(key(id)))?;
        Ok(value.and_then(|value| decode(&value)))
    }

    /// Durable when it returns.
    pub(super) fn write(&self, id: ReportId, record: &Record) -> Result<(), OutboxError> {
        let value = encode(record)?;
        self.run(|db| {
            let tree = db.open_tree(TREE)?;
            tree.insert(key(id), value.as_slice())?;
            tree.flush().map(drop)
        })
    }

    /// Durable when it returns.
    pub(super) fn remove(&self, ids: &[ReportId]) -> Result<(), OutboxError> {
        if ids.is_empty() {
            return Ok(());
        }
        self.run(|db| {
            let tree = db.open_tree(TREE)?;
            for id in ids {
                tree.remove(key(*id))?;
            }
            tree.flush().map(drop)
        })
    }

    /// Runs a call, and once more on a database opened anew if the first one breaks.
    fn run<T>(&self, work: impl Fn(&sled::Db) -> sled::Result<T>) -> Result<T, OutboxError> {
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
                    if let Fault::Storage(error) = fault {
                        return Err(error);
                    }
                }
            }
        }
        Err(OutboxError::Index)
    }
}

impl Drop for Index {
    fn drop(&mut self) {
        if let Some(db) = self.db.get_mut().unwrap_or_else(PoisonError::into_inner).take() {
            close(db);
        }
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").field("folder", &self.folder).finish_non_exhaustive()
    }
}

fn key(id: ReportId) -> String {
    id.to_string()
}

fn encode(record: &Record) -> Result<Vec<u8>, OutboxError> {
    serde_json::to_vec(&Entry { version: VERSION, record: record.clone() }).map_err(|_| OutboxError::Internal)
}

fn decode(value: &[u8]) -> Option<Record> {
    let entry: Entry = serde_json::from_slice(value).ok()?;
    (entry.version == VERSION).then_some(entry.record)
}

/// Tries, in this order: as it is, without its snapshots, and in a new folder with the old one set aside.
fn open_or_replace(folder: &Path) -> Result<sled::Db, OutboxError> {
    await_release(folder)?;
    remove_snapshots(folder, |name| name.ends_with(".generating"));
    for step in 0..3 {
        match open(folder) {
            Ok(db) => return Ok(db),
            Err(Fault::Storage(error)) => return Err(error),
            Err(Fault::Broken) if step == 0 => remove_snapshots(folder, |_| true),
            Err(Fault::Broken) if step == 1 => set_aside(folder)?,
            Err(Fault::Broken) => {}
        }
        await_release(folder)?;
    }
    Err(OutboxError::Index)
}

fn open(folder: &Path) -> Result<sled::Db, Fault> {
    guarded(|| {
        // No flusher anywhere: every change is flushed by hand, and an idle doctor leaves no thread spinning.
        let db = sled::Config::new().path(folder).cache_capacity(CACHE_BYTES).flush_every_ms(None).open()?;
        // A damaged database may open and fail only once it is read.
        pairs(&db)?;
        Ok(db)
    })
}

fn pairs(db: &sled::Db) -> sled::Result<Vec<(sled::IVec, sled::IVec)>> {
    db.open_tree(TREE)?.iter().collect()
}

/// sled panics on some damage. It must not take the app with it.
fn guarded<T>(work: impl FnOnce() -> sled::Result<T>) -> Result<T, Fault> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(sled::Error::Io(error))) => {
            let told = OutboxError::from(error.kind());
            let of_the_disk = matches!(told, OutboxError::NoSpace | OutboxError::ReadOnly);
            Err(if of_the_disk { Fault::Storage(told) } else { Fault::Broken })
        }
        Ok(Err(_)) | Err(_) => Err(Fault::Broken),
    }
}

fn close(db: sled::Db) {
    // Everything was flushed when it was written; a panic in here has nothing left to lose.
    let _ = catch_unwind(AssertUnwindSafe(|| drop(db)));
}

/// Waits for sled's own lock, where it has one. Only a handle of this process can hold it: the folder's lock is ours.
fn await_release(folder: &Path) -> Result<(), OutboxError> {
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
            return Err(OutboxError::Busy);
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

/// Moves a broken index to `index.broken-<n>`. Only the last one is kept.
fn set_aside(folder: &Path) -> Result<(), OutboxError> {
    let (Some(parent), Some(name)) = (folder.parent(), folder.file_name().and_then(|name| name.to_str())) else {
        return Err(OutboxError::Index);
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
