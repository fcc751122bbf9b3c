//! The reports' files: the truth about what there is and what has arrived.
//!
//! ```text
//! outbox/lock
//! outbox/index/                          how far each upload is (sled)
//! outbox/reports/<id>/bundle.wdr         the sealed report, never written again
//!                     manifest.json      what it must be, and manifest.copy.json
//!                     delivered.json     there once it has arrived
//!                     upload.json        where the intake keeps it, while it is on its way
//!                     ended.json         there while it is withdrawn or expired: not sent
//!                     ticket.json        what support said, and what the person said back
//!                     rest.part          what is left to send, for an app that carries it itself
//! outbox/reports/<id>.new, <id>.gone     on the way in and out; swept at the next opening
//! outbox/aside/<name>                    a bundle that has lost its manifest: not sent, not deleted
//! ```

use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::kept::{Begun, Delivered, Ended, Kept, Manifest, Noted, VERSION, Versioned};
use super::state::{Receipt, Upload};
use super::ticket::Note;
use super::{OutboxError, SubmissionState};
use crate::durable;
use crate::report::ReportId;

pub(super) const BUNDLE: &str = "bundle.wdr";
pub(super) const MANIFEST: &str = "manifest.json";
/// The same again: a report whose manifest is damaged could not be told from rubbish.
const SECOND_MANIFEST: &str = "manifest.copy.json";
pub(super) const DELIVERED: &str = "delivered.json";
const UPLOAD: &str = "upload.json";
const ENDED: &str = "ended.json";
const TICKET: &str = "ticket.json";
const REST: &str = "rest.part";
/// The ending of a report's folder that is not complete yet.
pub(super) const NEW: &str = "new";
/// The ending of a report's folder that is being removed.
pub(super) const GONE: &str = "gone";
/// The longest file of ours that is read whole: a ticket with all its answers.
const MAX_JSON_BYTES: u64 = 2 * 1024 * 1024;
/// The piece in which a bundle is summed up and copied.
pub(super) const PIECE_BYTES: usize = 64 * 1024;

/// The outbox's folders.
#[derive(Debug, Clone)]
pub(super) struct Files {
    root: PathBuf,
}

impl Files {
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }

    pub(super) fn index(&self) -> PathBuf {
        self.root.join("index")
    }

    pub(super) fn aside(&self) -> PathBuf {
        self.root.join("aside")
    }

    pub(super) fn reports(&self) -> PathBuf {
        self.root.join("reports")
    }

    pub(super) fn report(&self, id: ReportId) -> PathBuf {
        self.reports().join(id.to_string())
    }

    pub(super) fn bundle(&self, id: ReportId) -> PathBuf {
        self.report(id).join(BUNDLE)
    }

    /// Where bundles lie while they are sealed, before they are anybody's.
    pub(super) fn staging(&self) -> PathBuf {
        self.root.join("sealing")
    }

    /// Whether there ever was an outbox here.
    pub(super) fn exist(&self) -> io::Result<bool> {
        is_there(&self.reports())
    }

    /// Makes the folders, readable by nobody else.
    pub(super) fn make(&self) -> io::Result<()> {
        if self.exist()? {
            return Ok(());
        }
        durable::make_private_folder(&self.reports())?;
        durable::sync_folder(&self.root)?;
        durable::sync_parent(&self.root)
    }

    /// Moves a sealed file in. It is either there whole and durable, or not at all.
    pub(super) fn take_in(&self, bundle: &Path, manifest: &Manifest) -> io::Result<()> {
        let new = self.reports().join(format!("{}.{NEW}", manifest.id));
        let taken = self.build(&new, bundle, manifest);
        if taken.is_err() {
            // The first error is the one to report; leftovers are swept when the outbox is next opened.
            let _ = fs::remove_dir_all(&new);
            let _ = self.remove(manifest.id);
        }
        taken
    }

    fn build(&self, new: &Path, bundle: &Path, manifest: &Manifest) -> io::Result<()> {
        fs::create_dir(new)?;
        write_manifests(new, manifest)?;
        move_file(bundle, &new.join(BUNDLE))?;
        durable::sync_folder(new)?;
        fs::rename(new, self.report(manifest.id))?;
        durable::sync_folder(&self.reports())
    }

    /// Removes a report. From the first step on it is no report any more.
    pub(super) fn remove(&self, id: ReportId) -> io::Result<()> {
        let gone = self.reports().join(format!("{id}.{GONE}"));
        match fs::rename(self.report(id), &gone) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            other => other?,
        }
        durable::sync_folder(&self.reports())?;
        fs::remove_dir_all(gone)
    }

    /// Changes how a report is to be sent.
    pub(super) fn write_manifest(&self, manifest: &Manifest) -> io::Result<()> {
        write_manifests(&self.report(manifest.id), manifest)
    }

    /// Writes down that a report has arrived.
    pub(super) fn write_delivered(&self, id: ReportId, receipt: &Receipt, at: Timestamp) -> io::Result<()> {
        let delivered = Delivered { version: VERSION, at, receipt: receipt.clone() };
        durable::write_file(&self.report(id).join(DELIVERED), &to_json(&delivered)?)
    }

    /// Writes down where the intake keeps an upload: it must not be begun again where the index is lost, since all of it may have
    /// arrived.
    pub(super) fn write_upload(&self, id: ReportId, upload: &Upload) -> io::Result<()> {
        durable::write_file(
            &self.report(id).join(UPLOAD),
            &to_json(&Begun { version: VERSION, upload: upload.clone() })?,
        )
    }

    /// Forgets it.
    pub(super) fn remove_upload(&self, id: ReportId) -> io::Result<()> {
        remove_if_there(&self.report(id).join(UPLOAD))
    }

    /// Writes down that a report is not to be sent.
    pub(super) fn write_ended(&self, id: ReportId, state: SubmissionState) -> io::Result<()> {
        let ended = Ended { version: VERSION, deleted: false, state };
        durable::write_file(&self.report(id).join(ENDED), &to_json(&ended)?)
    }

    /// Deletes all of a withdrawn report but what the intake has to be told.
    pub(super) fn delete_but_upload(&self, id: ReportId, state: SubmissionState) -> io::Result<()> {
        let ended = Ended { version: VERSION, deleted: true, state };
        durable::write_file(&self.report(id).join(ENDED), &to_json(&ended)?)?;
        self.remove_rest(id)?;
        remove_if_there(&self.bundle(id))
    }

    /// Takes back that a report is not to be sent.
    pub(super) fn remove_ended(&self, id: ReportId) -> io::Result<()> {
        let ended = self.report(id).join(ENDED);
        remove_if_there(&ended)?;
        durable::sync_parent(&ended)
    }

    /// Writes down what is known of a ticket.
    pub(super) fn write_note(&self, id: ReportId, note: &Note) -> io::Result<()> {
        durable::write_file(&self.report(id).join(TICKET), &to_json(&Noted { version: VERSION, note: note.clone() })?)
    }

    /// Writes what is left of a bundle from an offset on into a file of its own, for an app that can only send whole files.
    pub(super) fn write_rest(&self, id: ReportId, bundle: &mut File, offset: u64) -> io::Result<PathBuf> {
        let rest = self.report(id).join(REST);
        bundle.seek(io::SeekFrom::Start(offset))?;
        durable::write_with(&rest, |file| io::copy(bundle, file))?;
        Ok(rest)
    }

    /// Removes what was written so.
    pub(super) fn remove_rest(&self, id: ReportId) -> io::Result<()> {
        remove_if_there(&self.report(id).join(REST))
    }

    /// Every report, the oldest first.
    pub(super) fn all(&self) -> io::Result<Vec<Kept>> {
        let mut all = Vec::new();
        for entry in fs::read_dir(self.reports())? {
            let name = entry?.file_name();
            let id = name.to_str().and_then(|name| name.parse().ok());
            if let Some(id) = id {
                all.extend(self.read(id)?);
            }
        }
        all.sort_by_key(|kept: &Kept| (kept.manifest.created_at, kept.manifest.id));
        Ok(all)
    }

    /// One report, if it is there with a manifest of its own.
    pub(super) fn read(&self, id: ReportId) -> io::Result<Option<Kept>> {
        let folder = self.report(id);
        let own = |manifest: &Manifest| manifest.version == VERSION && manifest.id == id;
        let mut manifest = read_json(&folder.join(MANIFEST))?.filter(own);
        if manifest.is_none() && !is_of_a_later_version(&folder)? {
            manifest = read_json(&folder.join(SECOND_MANIFEST))?.filter(own);
        }
        let Some(manifest) = manifest else { return Ok(None) };
        let note = folder.join(DELIVERED);
        let delivered = if is_there(&note)? {
            // That it is there says that the report has arrived, even if it can't be read.
            let known = read_json(&note).ok().flatten();
            let unreadable = || (Receipt::default(), manifest.created_at);
            Some(known.map_or_else(unreadable, |Delivered { receipt, at, .. }| (receipt, at)))
        } else {
            None
        };
        let note = folder.join(ENDED);
        let (ended, deleted) = if is_there(&note)? {
            let known: Option<Ended> = read_json(&note).ok().flatten();
            let deleted = known.as_ref().is_some_and(|ended| ended.deleted);
            let state = known.map(|ended| ended.state).filter(|state| !state.is_waiting() && !state.has_arrived());
            // That it is there says that the report is not to be sent. If that was not the person's wish, they see it.
            (Some(state.unwrap_or(SubmissionState::Withdrawn { at: manifest.created_at })), deleted)
        } else {
            (None, false)
        };
        let noted = read_json(&folder.join(TICKET))?.filter(|noted: &Noted| noted.version == VERSION);
        let note = noted.map(|noted| noted.note).unwrap_or_default();
        let begun = read_json(&folder.join(UPLOAD))?.filter(|begun: &Begun| begun.version == VERSION);
        Ok(Some(Kept { manifest, delivered, ended, deleted, note, upload: begun.map(|begun| begun.upload) }))
    }

    /// Opens a bundle to be sent, having made sure that it is what was queued.
    pub(super) fn open_verified(&self, manifest: &Manifest) -> Result<File, OutboxError> {
        let mut file = match File::open(self.bundle(manifest.id)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(OutboxError::Damaged),
            other => other?,
        };
        let mut sum = Sum::new();
        let mut piece = vec![0; PIECE_BYTES];
        loop {
            match file.read(&mut piece)? {
                0 => break,
                read => sum.update(piece.get(..read).unwrap_or_default()),
            }
        }
        if sum.matches(manifest) { Ok(file) } else { Err(OutboxError::Damaged) }
    }
}

/// Size and SHA-256 of what has been seen so far.
pub(super) struct Sum {
    size: u64,
    sha256: Sha256,
}

impl Sum {
    pub(super) fn new() -> Self {
        Self { size: 0, sha256: Sha256::new() }
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.size = self.size.saturating_add(bytes.len() as u64);
        self.sha256.update(bytes);
    }

    pub(super) fn matches(self, manifest: &Manifest) -> bool {
        self.size == manifest.size && hex::encode(self.sha256.finalize()) == manifest.sha256
    }
}

fn write_manifests(folder: &Path, manifest: &Manifest) -> io::Result<()> {
    let json = to_json(manifest)?;
    // The copy first: the other one has the last word.
    durable::write_file(&folder.join(SECOND_MANIFEST), &json)?;
    durable::write_file(&folder.join(MANIFEST), &json)
}

/// Whether a manifest is there that a later app has written: it is left alone until that one is back.
pub(super) fn is_of_a_later_version(folder: &Path) -> io::Result<bool> {
    let manifest = read_json(&folder.join(MANIFEST))?;
    Ok(manifest.is_some_and(|Versioned { version }| version > VERSION))
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

fn to_json(value: &impl Serialize) -> io::Result<Vec<u8>> {
    serde_json::to_vec_pretty(value).map_err(io::Error::other)
}

/// Empty if there is no such file or it is not what we write. An error if that can't be seen now, as when too many files
/// are open or the storage is locked: the file may be whole.
pub(super) fn read_json<T: DeserializeOwned>(path: &Path) -> io::Result<Option<T>> {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound};

    let mut bytes = Vec::new();
    match File::open(path).and_then(|file| file.take(MAX_JSON_BYTES).read_to_end(&mut bytes)) {
        Ok(_) => Ok(serde_json::from_slice(&bytes).ok()),
        Err(error) if matches!(error.kind(), NotFound | NotADirectory | IsADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether there is anything of this name. An error if that can't be seen now.
pub(super) fn is_there(path: &Path) -> io::Result<bool> {
    match path.symlink_metadata() {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Renames, or copies where the two are not on one file system.
fn move_file(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            let mut source = File::open(from)?;
            durable::write_with(to, |target| io::copy(&mut source, target))?;
            fs::remove_file(from)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::Priority;
    use crate::outbox::kept::Wishes;
    use crate::report::SealedBundle;

    struct World {
        folder: tempfile::TempDir,
        files: Files,
    }

    impl World {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let files = Files::new(folder.path().join("outbox"));
            files.make().unwrap();
            Self { folder, files }
        }

        fn bundle(&self) -> (SealedBundle, Manifest) {
            let bundle = SealedBundle::of_bytes(self.folder.path(), b"sealed").unwrap();
            let wishes = Wishes { priority: Priority::Urgent, unmetered_only: false };
            let manifest = Manifest::of(&bundle, wishes, Timestamp::UNIX_EPOCH);
            (bundle, manifest)
        }

        fn in_reports(&self) -> usize {
            fs::read_dir(self.files.reports()).unwrap().count()
        }
    }

    #[test]
    fn what_is_taken_in_is_read_back() {
        let world = World::new();
        let (bundle, manifest) = world.bundle();
        world.files.take_in(bundle.file(), &manifest).unwrap();
        assert!(!bundle.file().exists());
        let kept = Kept {
            manifest: manifest.clone(),
            delivered: None,
            ended: None,
            deleted: false,
            note: Note::default(),
            upload: None,
        };
        assert_eq!(world.files.all().unwrap(), [kept]);
        world.files.open_verified(&manifest).unwrap();

        let receipt = Receipt { ticket: Some("WD-1".to_owned()), expected_reply_s: Some(60) };
        world.files.write_delivered(manifest.id, &receipt, Timestamp::UNIX_EPOCH).unwrap();
        let kept = world.files.read(manifest.id).unwrap().unwrap();
        assert_eq!(kept.delivered, Some((receipt, Timestamp::UNIX_EPOCH)));

        world.files.remove(manifest.id).unwrap();
        world.files.remove(manifest.id).unwrap();
        assert_eq!(world.in_reports(), 0);
    }

    #[test]
    fn a_failure_leaves_nothing() {
        let world = World::new();
        let (bundle, manifest) = world.bundle();
        fs::remove_file(bundle.file()).unwrap();
        assert!(world.files.take_in(bundle.file(), &manifest).is_err());
        assert_eq!(world.in_reports(), 0);
    }

    #[test]
    fn a_changed_bundle_is_damaged() {
        for change in [&b"sealeD"[..], b"seale", b"sealed!", b""] {
            let world = World::new();
            let (bundle, manifest) = world.bundle();
            world.files.take_in(bundle.file(), &manifest).unwrap();
            fs::write(world.files.bundle(manifest.id), change).unwrap();
            assert_eq!(world.files.open_verified(&manifest).unwrap_err(), OutboxError::Damaged);
        }
    }

    #[test]
    fn an_unreadable_note_of_delivery_still_says_delivered() {
        let world = World::new();
        let (bundle, manifest) = world.bundle();
        world.files.take_in(bundle.file(), &manifest).unwrap();
        fs::write(world.files.report(manifest.id).join(DELIVERED), b"{").unwrap();
        let delivered = world.files.read(manifest.id).unwrap().unwrap().delivered;
        assert_eq!(delivered, Some((Receipt::default(), manifest.created_at)));
    }
}
