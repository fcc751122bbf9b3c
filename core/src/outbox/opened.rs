//! An open outbox: the lock is held, the files are tidy, and the index agrees with them.

use std::fs::{self, File};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Mutex as AsyncMutex;

use super::files::{Files, Kept, Manifest};
use super::index::Index;
use super::retention::{Held, Limits, make_room};
use super::state::{Event, Receipt, Record, next};
use super::{OutboxError, Priority, Submission, SubmissionState, sweep};
use crate::lock::FolderLock;
use crate::report::{ReportId, SealedBundle};

/// How long another process is waited for. Most calls take some milliseconds; only an upload takes longer.
const PATIENCE: Duration = Duration::from_millis(400);

/// An open outbox. Everything here blocks.
#[derive(Debug)]
pub(super) struct Opened {
    files: Files,
    index: Index,
    /// Held while the set of reports or a state changes.
    changing: Mutex<()>,
    /// Held by whoever uploads.
    pub(super) turn: Arc<AsyncMutex<()>>,
    /// Dropped after the index is closed.
    _lock: FolderLock,
}

/// A report that is due.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub(super) manifest: Manifest,
    pub(super) record: Record,
}

impl Opened {
    /// Takes the lock, tidies up, opens the index and drops from it what has no files any more.
    pub(super) fn open(root: &Path) -> Result<Self, OutboxError> {
        let files = Files::new(root.to_owned());
        let lock = FolderLock::take_within(&files.lock(), PATIENCE)?.ok_or(OutboxError::Busy)?;
        sweep::sweep(&files)?;
        let index = Index::open(files.index())?;
        let mut stale = Vec::new();
        for id in index.all()?.into_keys() {
            if files.read(id)?.is_none() {
                stale.push(id);
            }
        }
        index.remove(&stale)?;
        Ok(Self { files, index, changing: Mutex::default(), turn: Arc::default(), _lock: lock })
    }

    /// Takes a sealed file in; see [`Outbox::queue`](super::Outbox::queue).
    pub(super) fn queue(
        &self,
        bundle: &SealedBundle,
        priority: Priority,
        now: Timestamp,
        limits: Limits,
    ) -> Result<Submission, OutboxError> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = self.files.read(bundle.id())? {
            // The same report again: the first one stands.
            return self.submission(kept);
        }
        if fs::metadata(bundle.file())?.len() != bundle.size() {
            return Err(OutboxError::Damaged);
        }
        for id in make_room(&self.held()?, bundle.size(), limits)? {
            self.files.remove(id)?;
            self.index.remove(&[id])?;
        }
        let manifest = Manifest::of(bundle, priority, now);
        self.files.take_in(bundle.file(), &manifest)?;
        let record = Record::queued();
        if let Err(error) = self.index.write(manifest.id, &record) {
            // It was not told to be queued, so it must not be sent either.
            let _ = self.files.remove(manifest.id);
            return Err(error);
        }
        Ok(self.shown(manifest, record.state))
    }

    /// Every report, the oldest first.
    pub(super) fn submissions(&self) -> Result<Vec<Submission>, OutboxError> {
        self.files.all()?.into_iter().map(|kept| self.submission(kept)).collect()
    }

    /// What should be sent now: the urgent first, then the oldest.
    pub(super) fn due(&self, now: Timestamp) -> Result<Vec<Job>, OutboxError> {
        let mut due = Vec::new();
        for kept in self.files.all()? {
            let record = self.record(&kept)?;
            if record.is_due(now) {
                due.push(Job { manifest: kept.manifest, record });
            }
        }
        due.sort_by_key(|job| job.manifest.priority != Priority::Urgent);
        Ok(due)
    }

    /// Opens a report's bundle if it is what was queued.
    pub(super) fn open_bundle(&self, manifest: &Manifest) -> Result<File, OutboxError> {
        self.files.open_verified(manifest)
    }

    /// Lets an event happen to a report. Durable when it returns.
    pub(super) fn apply(&self, id: ReportId, event: Event) -> Result<Record, OutboxError> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = self.files.read(id)?.ok_or(OutboxError::NotFound)?;
        let before = self.record(&kept)?;
        let after = next(before.clone(), event);
        if let SubmissionState::Delivered { ticket, expected_reply_s, at } = &after.state
            && kept.delivered.is_none()
        {
            let receipt = Receipt { ticket: ticket.clone(), expected_reply_s: *expected_reply_s };
            self.files.write_delivered(id, &receipt, *at)?;
        }
        if after != before {
            self.index.write(id, &after)?;
        }
        Ok(after)
    }

    fn submission(&self, kept: Kept) -> Result<Submission, OutboxError> {
        let record = self.record(&kept)?;
        Ok(self.shown(kept.manifest, record.state))
    }

    /// What is known of a report: that it was delivered by its files, everything else by the index.
    fn record(&self, kept: &Kept) -> Result<Record, OutboxError> {
        if let Some((receipt, at)) = &kept.delivered {
            return Ok(Record::delivered(receipt.clone(), *at));
        }
        let known = self.index.read(kept.manifest.id)?;
        // An index that was restored from elsewhere may claim what the files don't know; the files have the last word.
        Ok(known.filter(|record| !record.is_delivered()).unwrap_or_else(Record::queued))
    }

    fn shown(&self, manifest: Manifest, state: SubmissionState) -> Submission {
        let Manifest { version: _, id, size, sha256, priority, created_at } = manifest;
        Submission { id, state, priority, size, sha256, created_at, file: self.files.bundle(id) }
    }

    fn held(&self) -> Result<Vec<Held>, OutboxError> {
        let held = |kept: Kept| Held {
            id: kept.manifest.id,
            size: kept.manifest.size,
            delivered_at: kept.delivered.map(|(_, at)| at),
        };
        Ok(self.files.all()?.into_iter().map(held).collect())
    }
}
