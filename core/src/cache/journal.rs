//! The sweep's journal: one small file per sweep, written before each step, so that a kill can be undone or finished.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::sweep::SweepId;
use crate::durable;
use crate::lock::FolderLock;

/// How far a sweep has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stage {
    /// Entries are being moved; after a kill they are moved back.
    Moving,
    /// Everything is in quarantine and can be put back.
    Quarantined,
    /// Entries are being put back; after a kill the rest follows.
    Undoing,
    /// The person or the outcome has confirmed; after a kill the deletion is finished.
    Confirmed,
}

/// One sweep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) version: u32,
    pub(super) id: SweepId,
    pub(super) cache_id: String,
    pub(super) root: PathBuf,
    pub(super) quarantine: PathBuf,
    pub(super) stage: Stage,
    pub(super) created_at: Timestamp,
}

/// The version that this code writes.
pub(super) const VERSION: u32 = 1;
/// The largest journal that is read; they are a few hundred bytes.
const MAX_BYTES: u64 = 64 * 1024;

/// The folder of journals.
#[derive(Debug, Clone)]
pub(super) struct Journal {
    folder: PathBuf,
}

impl Journal {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Makes the folder, readable by nobody else.
    pub(super) fn make(&self) -> io::Result<()> {
        if self.folder.is_dir() {
            return Ok(());
        }
        durable::make_private_folder(&self.folder)?;
        durable::sync_parent(&self.folder)
    }

    /// The lock under which alone an entry is changed or acted on. Nothing if somebody else has it; an error of kind
    /// `NotFound` if there never was a sweep.
    pub(super) fn lock(&self) -> io::Result<Option<FolderLock>> {
        FolderLock::take(&self.folder.join("lock"))
    }

    pub(super) fn write(&self, entry: &Entry) -> io::Result<()> {
        let bytes = serde_json::to_vec(entry).map_err(io::Error::other)?;
        durable::write_file(&self.path(&entry.id), &bytes)
    }

    pub(super) fn read(&self, id: &SweepId) -> io::Result<Entry> {
        read_entry(&self.path(id))
    }

    pub(super) fn remove(&self, id: &SweepId) -> io::Result<()> {
        let path = self.path(id);
        fs::remove_file(&path)?;
        durable::sync_parent(&path)
    }

    /// Every entry, sorted by id, and why one could not be read. A broken one is left out: it names no folder, so there is
    /// nothing that could be done with it.
    pub(super) fn all(&self) -> io::Result<Vec<io::Result<Entry>>> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other?,
        };
        let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
        paths.sort_unstable();
        let mut found: Vec<_> = paths.iter().map(|path| read_entry(path)).collect();
        let passed_over = [io::ErrorKind::InvalidData, io::ErrorKind::NotFound];
        found.retain(|entry| entry.as_ref().err().is_none_or(|error| !passed_over.contains(&error.kind())));
        Ok(found)
    }

    fn path(&self, id: &SweepId) -> PathBuf {
        self.folder.join(format!("{id}.json"))
    }
}

fn read_entry(path: &Path) -> io::Result<Entry> {
    if fs::metadata(path)?.len() > MAX_BYTES {
        return Err(broken("the journal is too large"));
    }
    let entry: Entry = serde_json::from_slice(&fs::read(path)?).map_err(|_| broken("the journal is damaged"))?;
    let named = path.file_stem().is_some_and(|name| name.to_str() == Some(&entry.id.to_string()));
    match entry {
        Entry { version: VERSION, .. } if named => Ok(entry),
        Entry { version: VERSION, .. } => Err(broken("the journal is another sweep's")),
        _ => Err(broken("the journal is of another version")),
    }
}

fn broken(how: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, how)
}
