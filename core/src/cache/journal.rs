//! The sweep's journal: one small file per sweep, written before each step, so that a kill can be undone or finished.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::sweep::SweepId;
use crate::durable;

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

    pub(super) fn write(&self, entry: &Entry) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
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

    /// Every readable entry, sorted by id. A broken one names no folder, so there is nothing that could be done with it.
    pub(super) fn all(&self) -> Vec<Entry> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        let mut found: Vec<Entry> = entries
            .filter_map(Result::ok)
            .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "json"))
            .filter_map(|entry| read_entry(&entry.path()).ok())
            .collect();
        found.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        found
    }

    fn path(&self, id: &SweepId) -> PathBuf {
        self.folder.join(format!("{id}.json"))
    }
}

fn read_entry(path: &Path) -> io::Result<Entry> {
    if fs::metadata(path)?.len() > MAX_BYTES {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the journal is too large"));
    }
    let entry: Entry = serde_json::from_slice(&fs::read(path)?)?;
    if entry.version == VERSION {
        Ok(entry)
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidData, "the journal is of another version"))
    }
}
