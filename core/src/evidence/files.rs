//! The files of what is kept: the truth about what there is.
//!
//! ```text
//! evidence/lock
//! evidence/<id>/content.<ending>     the bytes, never written again
//!               manifest.json        what they must be
//! evidence/<id>.new, <id>.gone       on the way in and out; swept at the next write
//! ```
//!
//! Reading takes no lock: an item appears and disappears whole.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    Evidence, EvidenceDetails, EvidenceError, EvidenceId, EvidenceKind, KeptEvidence, MAX_ITEMS, MAX_TOTAL_BYTES, check,
};
use crate::durable;
use crate::error::Error;
use crate::lock::{Turn, Turns};

/// The name of the evidence's folder in the doctor's.
const FOLDER: &str = "evidence";
const LOCK_FILE: &str = "lock";
const MANIFEST: &str = "manifest.json";
/// The name of what is kept, without its ending.
const CONTENT: &str = "content";
/// The ending of an item's folder that is not complete yet.
const NEW: &str = "new";
/// The ending of an item's folder that is being removed.
const GONE: &str = "gone";
/// The version of `manifest.json`. What another version wrote counts as damaged until that version is back.
const VERSION: u32 = 1;
/// The longest manifest that is read; they are a few hundred bytes.
const MAX_MANIFEST_BYTES: u64 = 64 * 1024;
/// The piece in which a picture is summed up.
const PIECE_BYTES: usize = 64 * 1024;
/// How long somebody else's write is waited for: the largest picture on a slow disk.
const PATIENCE: Duration = Duration::from_secs(2);

/// The evidence in the doctor's folder. Everything here blocks.
#[derive(Debug, Clone)]
pub(crate) struct EvidenceFiles {
    root: PathBuf,
    limits: Limits,
    turns: Turns,
}

/// How much is kept in all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) items: usize,
    pub(super) bytes: u64,
}

#[derive(Serialize, Deserialize)]
struct Manifest {
    version: u32,
    id: EvidenceId,
    #[serde(flatten)]
    details: EvidenceDetails,
}

impl EvidenceFiles {
    /// Touches nothing.
    pub(crate) fn new(data_dir: &Path) -> Self {
        Self::limited(data_dir, Limits { items: MAX_ITEMS, bytes: MAX_TOTAL_BYTES })
    }

    pub(super) fn limited(data_dir: &Path, limits: Limits) -> Self {
        Self { root: data_dir.join(FOLDER), limits, turns: Turns::default() }
    }

    /// Keeps a piece of evidence, durable when it returns. What is kept already is not kept twice.
    pub(crate) fn keep(&self, transaction_id: &str, evidence: Evidence, now: Timestamp) -> Result<EvidenceId, Error> {
        let (details, bytes) = check(transaction_id, evidence, now)?;
        self.make()?;
        let _lock = self.lock()?;
        self.sweep()?;
        let (mut items, mut used) = (0_usize, 0_u64);
        for id in self.ids()? {
            if self.holds(id, &details)? {
                return Ok(id);
            }
            items = items.saturating_add(1);
            used = used.saturating_add(size_of(&self.item(id))?);
        }
        if items >= self.limits.items || used.saturating_add(details.size) > self.limits.bytes {
            return Err(EvidenceError::Full { items, bytes: used }.into());
        }
        let id = EvidenceId(Uuid::new_v4());
        self.take_in(id, details, &bytes)?;
        Ok(id)
    }

    /// What is kept and wanted, the oldest first; what can't be told any more comes last, if it is wanted.
    pub(crate) fn list(&self, wanted: impl Fn(Option<&EvidenceDetails>) -> bool) -> io::Result<Vec<KeptEvidence>> {
        let mut list = Vec::new();
        for id in self.ids()? {
            let details = self.details(id)?;
            if !wanted(details.as_ref()) {
                continue;
            }
            let (whole, text) = match &details {
                Some(details) => self.content(id, details)?,
                None => (false, None),
            };
            // Unless it was removed under our hands.
            if whole || is_there(&self.item(id))? {
                let kind = details.as_ref().map(|details| details.kind).filter(|kind| whole && kind.is_image());
                let picture = kind.map(|kind| self.content_file(id, kind));
                list.push(KeptEvidence { id, details, damaged: !whole, text, picture });
            }
        }
        let kept_at = |item: &KeptEvidence| item.details.as_ref().map_or(Timestamp::MAX, |details| details.kept_at);
        list.sort_by_key(|item| (kept_at(item), item.id));
        Ok(list)
    }

    /// Where the bytes of one item lie, having made sure that they are what was kept.
    pub(crate) fn file(&self, id: EvidenceId) -> Result<PathBuf, Error> {
        if let Some(details) = self.details(id)?
            && self.is_whole(id, &details)?
        {
            return Ok(self.content_file(id, details.kind));
        }
        let missing = if is_there(&self.item(id))? { EvidenceError::Damaged } else { EvidenceError::NotFound };
        Err(missing.into())
    }

    /// Removes an item; one that is not there is removed. From the first step on it is no item any more.
    pub(crate) fn forget(&self, id: EvidenceId) -> Result<(), Error> {
        if !is_there(&self.root)? {
            return Ok(());
        }
        let _lock = self.lock()?;
        match fs::rename(self.item(id), self.root.join(format!("{id}.{GONE}"))) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            other => {
                other?;
                durable::sync_folder(&self.root)?;
            }
        }
        Ok(self.sweep()?)
    }

    /// Makes the folder, readable by nobody else.
    fn make(&self) -> io::Result<()> {
        if is_there(&self.root)? {
            return Ok(());
        }
        durable::make_private_folder(&self.root)?;
        durable::sync_parent(&self.root)
    }

    fn lock(&self) -> Result<Turn<'_>, Error> {
        self.turns.take(&self.root.join(LOCK_FILE), PATIENCE)?.ok_or(Error::Busy)
    }

    fn item(&self, id: EvidenceId) -> PathBuf {
        self.root.join(id.to_string())
    }

    fn content_file(&self, id: EvidenceId, kind: EvidenceKind) -> PathBuf {
        self.item(id).join(CONTENT).with_extension(kind.ending())
    }

    /// Writes an item. It is either there whole and durable, or not at all.
    fn take_in(&self, id: EvidenceId, details: EvidenceDetails, bytes: &[u8]) -> io::Result<()> {
        let new = self.root.join(format!("{id}.{NEW}"));
        let taken = self.build(&new, id, details, bytes);
        if taken.is_err() {
            // The first error is the one to report; leftovers are swept at the next write. What was not said to be kept must
            // not be there either.
            let _ = fs::remove_dir_all(&new);
            let _ = fs::remove_dir_all(self.item(id));
        }
        taken
    }

    fn build(&self, new: &Path, id: EvidenceId, details: EvidenceDetails, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir(new)?;
        durable::write_file(&new.join(CONTENT).with_extension(details.kind.ending()), bytes)?;
        let manifest = serde_json::to_vec_pretty(&Manifest { version: VERSION, id, details });
        durable::write_file(&new.join(MANIFEST), &manifest.map_err(io::Error::other)?)?;
        fs::rename(new, self.item(id))?;
        durable::sync_folder(&self.root)
    }

    /// Removes what a kill has left half-way in or out. The lock is held.
    fn sweep(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.root)? {
            let entry = entry?;
            if entry.file_name().to_str().is_some_and(is_leftover) && entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }

    /// Every item, in no order.
    fn ids(&self) -> io::Result<Vec<EvidenceId>> {
        let entries = match fs::read_dir(&self.root) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other?,
        };
        let mut ids = Vec::new();
        for entry in entries {
            ids.extend(entry?.file_name().to_str().and_then(id_of));
        }
        Ok(ids)
    }

    /// What was kept as this item. Empty if that can't be told; an error if it can't be told now.
    fn details(&self, id: EvidenceId) -> io::Result<Option<EvidenceDetails>> {
        let mut bytes = Vec::new();
        let read = File::open(self.item(id).join(MANIFEST))
            .and_then(|file| file.take(MAX_MANIFEST_BYTES).read_to_end(&mut bytes));
        if found(read)?.is_none() {
            return Ok(None);
        }
        let manifest = serde_json::from_slice::<Manifest>(&bytes).ok();
        let own = |manifest: &Manifest| {
            manifest.version == VERSION && manifest.id == id && manifest.details.size <= manifest.details.kind.limit()
        };
        Ok(manifest.filter(own).map(|manifest| manifest.details))
    }

    /// Whether an item is whole, and its text if it is one.
    fn content(&self, id: EvidenceId, details: &EvidenceDetails) -> io::Result<(bool, Option<String>)> {
        if details.kind.is_image() {
            return Ok((self.is_whole(id, details)?, None));
        }
        let mut bytes = Vec::new();
        let read = File::open(self.content_file(id, details.kind))
            .and_then(|file| file.take(details.size.saturating_add(1)).read_to_end(&mut bytes));
        let whole = found(read)?.is_some() && hex::encode(Sha256::digest(&bytes)) == details.sha256;
        let text = String::from_utf8(bytes).ok().filter(|_| whole);
        Ok((text.is_some(), text))
    }

    /// Whether the bytes that lie there are those that were kept.
    fn is_whole(&self, id: EvidenceId, details: &EvidenceDetails) -> io::Result<bool> {
        let read = File::open(self.content_file(id, details.kind))
            .and_then(|file| size_and_sum(file.take(details.size.saturating_add(1))));
        Ok(found(read)?.is_some_and(|(size, sum)| size == details.size && sum == details.sha256))
    }

    /// Whether an item is the same, whole, about the same transaction.
    fn holds(&self, id: EvidenceId, wanted: &EvidenceDetails) -> io::Result<bool> {
        let same = |kept: &EvidenceDetails| {
            kept.transaction_id == wanted.transaction_id && kept.kind == wanted.kind && kept.sha256 == wanted.sha256
        };
        match self.details(id)?.filter(same) {
            Some(details) => self.is_whole(id, &details),
            None => Ok(false),
        }
    }
}

fn id_of(name: &str) -> Option<EvidenceId> {
    // An id can be written in many ways, and an item's folder in one.
    name.parse().ok().filter(|id: &EvidenceId| id.to_string() == name)
}

fn is_leftover(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(id, ending)| [NEW, GONE].contains(&ending) && id_of(id).is_some())
}

/// Empty if there is no such file. An error if that can't be seen now, as when too many files are open or the storage is
/// locked: the file may be whole.
fn found<T>(read: io::Result<T>) -> io::Result<Option<T>> {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound};

    match read {
        Ok(value) => Ok(Some(value)),
        Err(error) if matches!(error.kind(), NotFound | NotADirectory | IsADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

/// How many bytes there are, and their SHA-256 in lower-case hex, without holding them.
fn size_and_sum(mut from: impl Read) -> io::Result<(u64, String)> {
    let (mut size, mut sum) = (0_u64, Sha256::new());
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        match from.read(&mut piece) {
            Ok(0) => return Ok((size, hex::encode(sum.finalize()))),
            Ok(read) => {
                size = size.saturating_add(read as u64);
                sum.update(piece.get(..read).unwrap_or_default());
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn is_there(path: &Path) -> io::Result<bool> {
    Ok(found(path.symlink_metadata())?.is_some())
}

/// What lies in an item's folder, in bytes, whatever its manifest says.
fn size_of(folder: &Path) -> io::Result<u64> {
    let Some(entries) = found(fs::read_dir(folder))? else { return Ok(0) };
    let mut size = 0_u64;
    for entry in entries {
        size = size.saturating_add(entry?.metadata()?.len());
    }
    Ok(size)
}
