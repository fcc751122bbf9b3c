//! The sweep's journal: what a kill may interrupt, written before it is begun.
//!
//! It is all in the names of empty files, so that it needs little room on a disk that has none: that is when people clear caches.
//! A file system may take a block even for an empty file, so a few are kept in reserve and renamed.
//! A sweep has the file `<id>.<stage>`, which is renamed from stage to stage and so is in one stage at any time, and before it
//! the files `<id>.<n>of<m>.<piece>`, whose pieces in base64url, put together, are what the sweep is about.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::steps::step;
use super::sweep::SweepId;
use crate::durable;
use crate::lock::FolderLock;

/// How far a sweep has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Entries are being set aside; after a kill they are put back.
    Moving,
    /// Everything is in quarantine and can be put back.
    Quarantined,
    /// Entries are being put back; after a kill the rest follows.
    Undoing,
    /// The person or the outcome has confirmed; after a kill the deletion is finished.
    Confirmed,
}

impl Stage {
    const ALL: [Self; 4] = [Self::Moving, Self::Quarantined, Self::Undoing, Self::Confirmed];

    /// The ending of its file.
    fn as_str(self) -> &'static str {
        match self {
            Self::Moving => "moving",
            Self::Quarantined => "quarantined",
            Self::Undoing => "undoing",
            Self::Confirmed => "confirmed",
        }
    }

    fn of(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == ending)
    }
}

/// One sweep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: SweepId,
    pub(super) stage: Stage,
    pub(super) about: About,
}

/// What a sweep is about. It never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct About {
    pub(super) version: u32,
    pub(super) cache_id: String,
    /// The cache's folder, without links in its path. None for what the app sets aside itself.
    pub(super) root: Option<PathBuf>,
    /// The way there from the doctor's own folder: an app's folders may be moved together, as an update does on iOS.
    pub(super) from_own: Option<PathBuf>,
    pub(super) created_at: Timestamp,
}

/// The version that this code writes.
pub(super) const VERSION: u32 = 2;
/// The longest piece in a name. A name has 143 bytes at the most where eCryptfs encrypts it.
const PIECE: usize = 90;
/// How many pieces there are at the most: a path of 4,096 bytes and an id of 400, in base64.
const MAX_PIECES: usize = 80;

/// How many empty files are kept in reserve: most sweeps need four.
const RESERVED: usize = 8;
/// What their names begin with; they are as long as a name of a sweep can be, so that none has to grow.
const RESERVE: &str = "reserve-";
const LONGEST_NAME: usize = 36 + ".79of80.".len() + PIECE;

/// The folder of journals.
#[derive(Debug, Clone)]
pub(super) struct Journal {
    folder: PathBuf,
}

impl Journal {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
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
        FolderLock::take(&self.lock_file())
    }

    fn lock_file(&self) -> PathBuf {
        self.folder.join("lock")
    }

    /// Gets ready for a disk without room. What is lacking then is made when it is needed.
    pub(super) fn reserve(&self) -> io::Result<()> {
        // Made and not taken: somebody else would find a sweep running.
        fs::OpenOptions::new().write(true).create(true).truncate(false).open(self.lock_file())?;
        for index in 0..RESERVED {
            step();
            match fs::File::create_new(self.reserved(index)) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                Ok(_) | Err(_) => {}
            }
        }
        Ok(())
    }

    /// Writes a new sweep down.
    pub(super) fn begin(&self, entry: &Entry) -> io::Result<()> {
        for name in pieces(entry)? {
            self.create(&self.folder.join(name))?;
        }
        durable::sync_folder(&self.folder)?;
        self.create(&self.staged(&entry.id, entry.stage))?;
        durable::sync_folder(&self.folder)
    }

    /// An empty file of this name, out of the reserve if there is any.
    fn create(&self, path: &Path) -> io::Result<()> {
        step();
        if (0..RESERVED).any(|index| fs::rename(self.reserved(index), path).is_ok()) {
            return Ok(());
        }
        fs::File::create_new(path).map(drop)
    }

    fn reserved(&self, index: usize) -> PathBuf {
        self.folder.join(format!("{RESERVE}{index:0>width$}", width = LONGEST_NAME - RESERVE.len()))
    }

    /// Sets a sweep on its way to another stage.
    pub(super) fn advance(&self, entry: &Entry, stage: Stage) -> io::Result<Entry> {
        if entry.stage != stage {
            step();
            fs::rename(self.staged(&entry.id, entry.stage), self.staged(&entry.id, stage))?;
            durable::sync_folder(&self.folder)?;
        }
        Ok(Entry { stage, ..entry.clone() })
    }

    /// One sweep. An error of kind `NotFound` if there is none.
    pub(super) fn read(&self, id: &SweepId) -> io::Result<Entry> {
        let found = self.all()?.into_iter().find(|(found, _)| found == id);
        found.map_or_else(|| Err(io::ErrorKind::NotFound.into()), |(_, entry)| entry)
    }

    /// Forgets a sweep that is over, or that was never begun. The stage goes first: without one, the rest is of no sweep.
    pub(super) fn remove(&self, id: &SweepId) -> io::Result<()> {
        let (stages, pieces): (Vec<_>, Vec<_>) = self.names_of(id)?.into_iter().partition(|name| is_stage(name));
        for names in [stages, pieces] {
            for name in names {
                step();
                fs::remove_file(self.folder.join(name))?;
            }
            durable::sync_folder(&self.folder)?;
        }
        Ok(())
    }

    /// Every sweep, sorted by id, or why it could not be read: a damaged one names no folder, so there is nothing that could
    /// be done with it.
    pub(super) fn all(&self) -> io::Result<Vec<(SweepId, io::Result<Entry>)>> {
        let mut found = Vec::new();
        for (id, names) in self.by_id()? {
            let mut stages = names.iter().filter_map(|name| Stage::of(name));
            // What a kill left before a sweep began.
            let Some(stage) = stages.next() else { continue };
            let entry = match (stages.next(), about(&names)) {
                (None, Some(about)) => Ok(Entry { id: id.clone(), stage, about }),
                (Some(_), _) | (None, None) => Err(broken("the journal is damaged")),
            };
            found.push((id, entry));
        }
        Ok(found)
    }

    /// Removes what a kill has left of sweeps that never began. Only under the lock.
    pub(super) fn tidy(&self) -> io::Result<()> {
        for (id, names) in self.by_id()? {
            if !names.iter().any(|name| Stage::of(name).is_some()) {
                self.remove(&id)?;
            }
        }
        Ok(())
    }

    /// What follows the id in the names of each sweep.
    fn by_id(&self) -> io::Result<BTreeMap<SweepId, Vec<String>>> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
            other => other?,
        };
        let mut found: BTreeMap<SweepId, Vec<String>> = BTreeMap::new();
        for entry in entries {
            let name = entry?.file_name();
            let Some((id, rest)) = name.to_str().and_then(|name| name.split_once('.')) else { continue };
            if let Ok(id) = id.parse() {
                found.entry(id).or_default().push(rest.to_owned());
            }
        }
        Ok(found)
    }

    fn names_of(&self, id: &SweepId) -> io::Result<Vec<String>> {
        let rests = self.by_id()?.remove(id).unwrap_or_default();
        Ok(rests.into_iter().map(|rest| format!("{id}.{rest}")).collect())
    }

    fn staged(&self, id: &SweepId, stage: Stage) -> PathBuf {
        self.folder.join(format!("{id}.{}", stage.as_str()))
    }
}

fn is_stage(name: &str) -> bool {
    name.split_once('.').is_some_and(|(_, rest)| Stage::of(rest).is_some())
}

/// The names of the files that say what a sweep is about.
fn pieces(entry: &Entry) -> io::Result<Vec<String>> {
    let record = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&entry.about).map_err(io::Error::other)?);
    let pieces: Vec<String> =
        record.as_bytes().chunks(PIECE).map(|it| String::from_utf8_lossy(it).into_owned()).collect();
    let count = pieces.len();
    if count > MAX_PIECES {
        return Err(io::ErrorKind::InvalidFilename.into());
    }
    let named = pieces.into_iter().enumerate();
    Ok(named.map(|(index, piece)| format!("{}.{index}of{count}.{piece}", entry.id)).collect())
}

/// What a sweep is about, from its names; none if they are not whole.
fn about(names: &[String]) -> Option<About> {
    let mut pieces = BTreeMap::new();
    let mut counts = Vec::new();
    for name in names {
        let Some((place, piece)) = name.split_once('.') else { continue };
        let (index, count) = place.split_once("of")?;
        pieces.insert(index.parse::<usize>().ok()?, piece);
        counts.push(count.parse::<usize>().ok()?);
    }
    let whole = !pieces.is_empty() && counts.iter().all(|count| *count == pieces.len() && *count == counts.len());
    let in_order = pieces.keys().copied().eq(0..pieces.len());
    let record: String = pieces.into_values().collect();
    let bytes = URL_SAFE_NO_PAD.decode(record).ok().filter(|_| whole && in_order)?;
    let about: About = serde_json::from_slice(&bytes).ok()?;
    (about.version == VERSION).then_some(about)
}

fn broken(how: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, how)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn entry(root: &str) -> Entry {
        Entry {
            id: SweepId::from(Uuid::new_v4()),
            stage: Stage::Moving,
            about: About {
                version: VERSION,
                cache_id: "余额".repeat(50),
                root: Some(root.into()),
                from_own: None,
                created_at: Timestamp::UNIX_EPOCH,
            },
        }
    }

    #[test]
    fn a_sweep_is_written_in_names_that_every_file_system_takes() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::new(folder.path().to_owned());
        let long = format!("/{}", "长/".repeat(1_000));
        let written = entry(&long);
        journal.begin(&written).unwrap();
        for name in fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap()) {
            assert!(name.file_name().len() <= 143 && name.metadata().unwrap().len() == 0);
        }
        assert_eq!(journal.read(&written.id).unwrap(), written);
        let advanced = journal.advance(&written, Stage::Quarantined).unwrap();
        assert_eq!(journal.read(&written.id).unwrap(), advanced);
        journal.remove(&written.id).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        assert_eq!(journal.read(&written.id).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn what_is_not_whole_is_damaged_and_what_never_began_is_tidied_away() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::new(folder.path().to_owned());
        let (lost, begun, twice) = (entry("/a/b/c"), entry("/a/b/d"), entry("/a/b/e"));
        for each in [&lost, &begun, &twice] {
            journal.begin(each).unwrap();
        }
        let mut names: Vec<String> = pieces(&lost).unwrap();
        fs::remove_file(folder.path().join(names.remove(0))).unwrap();
        fs::remove_file(journal.staged(&begun.id, Stage::Moving)).unwrap();
        fs::File::create(journal.staged(&twice.id, Stage::Confirmed)).unwrap();
        fs::write(folder.path().join("lock"), b"").unwrap();
        fs::create_dir(folder.path().join("spare")).unwrap();
        for damaged in [&lost, &twice] {
            assert_eq!(journal.read(&damaged.id).unwrap_err().kind(), io::ErrorKind::InvalidData);
        }
        assert_eq!(journal.all().unwrap().len(), 2);
        journal.reserve().unwrap();
        journal.tidy().unwrap();
        assert!(journal.names_of(&begun.id).unwrap().is_empty());
        assert!(!journal.names_of(&lost.id).unwrap().is_empty(), "a sweep that began is nothing to tidy away");
    }
}
