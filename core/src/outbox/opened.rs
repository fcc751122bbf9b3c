//! An open outbox: the lock is held, the files are tidy, and the index agrees with them.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Mutex as AsyncMutex;
use url::Url;

use super::files::Files;
use super::index::Index;
use super::kept::{Kept, Manifest, Wishes};
use super::retention::{Held, Limits, make_room, may_go};
use super::state::{Event, Receipt, Record, Upload, is_over, next};
use super::ticket::{self, News, Note, Ticket};
use super::ticket_key::TicketKey;
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
        wishes: Wishes,
        now: Timestamp,
        limits: Limits,
    ) -> Result<Submission, OutboxError> {
        let _changing = self.changing();
        if let Some(kept) = self.files.read(bundle.id())? {
            // The same report again: the first one stands.
            return self.submission(kept);
        }
        if fs::metadata(bundle.file())?.len() != bundle.size() {
            return Err(OutboxError::Damaged);
        }
        for id in make_room(&self.held()?, bundle.size(), limits)? {
            self.remove(id)?;
        }
        let manifest = Manifest::of(bundle, wishes, now);
        self.files.take_in(bundle.file(), &manifest)?;
        let record = Record::queued();
        if let Err(error) = self.index.write(manifest.id, &record) {
            // It was not told to be queued, so it must not be sent either.
            let _ = self.files.remove(manifest.id);
            return Err(error);
        }
        Ok(self.shown(manifest, record.state, None))
    }

    /// Every report, the oldest first.
    pub(super) fn submissions(&self) -> Result<Vec<Submission>, OutboxError> {
        let all = self.files.all()?.into_iter().filter(|kept| !kept.deleted);
        all.map(|kept| self.submission(kept)).collect()
    }

    /// One of them.
    pub(super) fn find(&self, id: ReportId) -> Result<Submission, OutboxError> {
        self.submission(self.kept(id)?)
    }

    /// What should be sent now: the urgent first, then the oldest.
    pub(super) fn due(&self, now: Timestamp) -> Result<Vec<Job>, OutboxError> {
        let mut due = self.jobs(|record| record.is_due(now))?;
        due.sort_by_key(|job| job.manifest.priority != Priority::Urgent);
        Ok(due)
    }

    /// What was withdrawn while the intake had a part of it.
    pub(super) fn to_be_ended(&self) -> Result<Vec<Job>, OutboxError> {
        self.jobs(|record| matches!(record.state, SubmissionState::Withdrawn { .. }) && record.upload.is_some())
    }

    fn jobs(&self, wanted: impl Fn(&Record) -> bool) -> Result<Vec<Job>, OutboxError> {
        let mut jobs = Vec::new();
        for kept in self.files.all()? {
            let record = self.record(&kept)?;
            if wanted(&record) {
                jobs.push(Job { manifest: kept.manifest, record });
            }
        }
        Ok(jobs)
    }

    /// Opens a report's bundle if it is what was queued.
    pub(super) fn open_bundle(&self, manifest: &Manifest) -> Result<File, OutboxError> {
        self.files.open_verified(manifest)
    }

    /// A file with what is left of a report from an offset on: the bundle itself if that is all of it.
    pub(super) fn rest(&self, manifest: &Manifest, offset: u64) -> Result<PathBuf, OutboxError> {
        let mut bundle = self.files.open_verified(manifest)?;
        if offset == 0 {
            return Ok(self.files.bundle(manifest.id));
        }
        Ok(self.files.write_rest(manifest.id, &mut bundle, offset)?)
    }

    /// Lets an event happen to a report. Durable when it returns.
    pub(super) fn apply(&self, id: ReportId, event: Event) -> Result<Record, OutboxError> {
        let _changing = self.changing();
        let kept = self.files.read(id)?.ok_or(OutboxError::NotFound)?;
        let record = self.happen(&kept, event)?;
        if kept.deleted && record.upload.is_none() {
            self.remove(id)?;
        }
        Ok(record)
    }

    /// Withdraws a report that has not arrived.
    pub(super) fn withdraw(&self, id: ReportId, at: Timestamp) -> Result<Submission, OutboxError> {
        let _changing = self.changing();
        let kept = self.kept(id)?;
        if kept.delivered.is_some() {
            return Err(OutboxError::Arrived);
        }
        self.happen(&kept, Event::Withdrawn { at })?;
        self.find(id)
    }

    /// Lets a report be sent that was withdrawn or has expired; any other stays as it is.
    pub(super) fn send_again(&self, id: ReportId, now: Timestamp) -> Result<Submission, OutboxError> {
        let _changing = self.changing();
        let kept = self.kept(id)?;
        if kept.delivered.is_none() && kept.ended.is_some() {
            // What is sent again begins a new life.
            self.files.write_manifest(&Manifest { created_at: now, ..kept.manifest.clone() })?;
        }
        self.happen(&kept, Event::SentAgain)?;
        self.find(id)
    }

    /// Lets a report be sent over whatever connection there is, or not.
    pub(super) fn set_unmetered_only(&self, id: ReportId, unmetered_only: bool) -> Result<Submission, OutboxError> {
        let _changing = self.changing();
        let kept = self.kept(id)?;
        self.files.write_manifest(&Manifest { unmetered_only, ..kept.manifest })?;
        self.find(id)
    }

    /// Deletes a report that is not to be sent any more.
    pub(super) fn forget(&self, id: ReportId) -> Result<(), OutboxError> {
        let _changing = self.changing();
        let record = self.record(&self.kept(id)?)?;
        if record.state.is_waiting() {
            return Err(OutboxError::Waiting);
        }
        if record.upload.is_none() {
            return self.remove(id);
        }
        // The intake has a part of it, and is told by the next flush to forget it.
        Ok(self.files.delete_but_upload(id, record.state)?)
    }

    /// What is known of a ticket, and how it is asked for.
    pub(super) fn ticket(&self, id: ReportId) -> Result<Known, OutboxError> {
        let kept = self.kept(id)?;
        let ticket = kept.delivered.and_then(|(receipt, _)| receipt.ticket);
        let asked = ticket.zip(kept.manifest.ticket_key);
        Ok(Known { asked, note: kept.note })
    }

    /// Lets something happen to a ticket. Durable when it returns.
    pub(super) fn note(&self, id: ReportId, news: News) -> Result<Submission, OutboxError> {
        let _changing = self.changing();
        let kept = self.kept(id)?;
        if kept.delivered.is_none() {
            return Err(OutboxError::NoTicket);
        }
        let after = ticket::after(kept.note.clone(), news);
        if after != kept.note {
            self.files.write_note(id, &after)?;
        }
        self.find(id)
    }

    /// Whether the intake wants nobody to ask yet.
    pub(super) fn is_asked_to_wait(&self, now: Timestamp) -> Result<bool, OutboxError> {
        Ok(self.index.not_before()?.is_some_and(|at| !is_over(at, now)))
    }

    /// Writes down that it wants that. Durable when it returns.
    pub(super) fn wait_until(&self, at: Timestamp) -> Result<(), OutboxError> {
        Ok(self.index.write_not_before(at)?)
    }

    /// How many bytes were sent today over connections that cost money.
    pub(super) fn spent(&self, now: Timestamp) -> Result<u64, OutboxError> {
        Ok(self.index.spent(day(now))?)
    }

    /// Counts bytes that are about to be sent so. Durable when it returns.
    pub(super) fn spend(&self, bytes: u64, now: Timestamp) -> Result<(), OutboxError> {
        let spent = self.index.spent(day(now))?;
        Ok(self.index.write_spent(day(now), spent.saturating_add(bytes))?)
    }

    fn changing(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept(&self, id: ReportId) -> Result<Kept, OutboxError> {
        self.files.read(id)?.filter(|kept| !kept.deleted).ok_or(OutboxError::NotFound)
    }

    /// Files first: what they say outlives the index.
    fn happen(&self, kept: &Kept, event: Event) -> Result<Record, OutboxError> {
        let id = kept.manifest.id;
        let before = self.record(kept)?;
        let after = next(before.clone(), event);
        if after == before {
            return Ok(after);
        }
        match &after.state {
            SubmissionState::Delivered { ticket, expected_reply_s, at } => {
                let receipt = Receipt { ticket: ticket.clone(), expected_reply_s: *expected_reply_s };
                self.files.write_delivered(id, &receipt, *at)?;
            }
            ended @ (SubmissionState::Expired { .. } | SubmissionState::Withdrawn { .. }) if *ended != before.state => {
                self.files.write_ended(id, ended.clone())?;
            }
            SubmissionState::Queued
            | SubmissionState::Uploading { .. }
            | SubmissionState::Answered { .. }
            | SubmissionState::Closed { .. }
            | SubmissionState::Failed { .. }
            | SubmissionState::Expired { .. }
            | SubmissionState::Withdrawn { .. } => {}
        }
        match &after.upload {
            Some(upload) if url_of(&kept.upload) != Some(&upload.url) => self.files.write_upload(id, upload)?,
            None if kept.upload.is_some() => self.files.remove_upload(id)?,
            Some(_) | None => {}
        }
        if after.handed_over_until.is_none() && (before.handed_over_until.is_some() || !after.state.is_waiting()) {
            // It is made anew if it is needed again.
            self.files.remove_rest(id)?;
        }
        self.index.write(id, &after)?;
        // Last: a kill before this leaves it as it was, not to be sent.
        if after.state.is_waiting() && kept.ended.is_some() {
            self.files.remove_ended(id)?;
        }
        Ok(after)
    }

    fn remove(&self, id: ReportId) -> Result<(), OutboxError> {
        self.files.remove(id)?;
        self.index.remove(&[id])
    }

    fn submission(&self, kept: Kept) -> Result<Submission, OutboxError> {
        let record = self.record(&kept)?;
        Ok(self.shown(kept.manifest, record.state, kept.note.ticket))
    }

    /// What is known of a report: whether it has arrived or is not to be sent by its files, everything else by the index.
    fn record(&self, kept: &Kept) -> Result<Record, OutboxError> {
        // An index that was restored from elsewhere may claim what the files don't know; the files have the last word. Where
        // they name no upload, as those of an earlier version do, that of the index is asked for.
        let known = self.index.read(kept.manifest.id)?;
        let known = known.filter(|known| {
            let fits = kept.upload.is_none() || url_of(&known.upload) == url_of(&kept.upload);
            known.state.is_waiting() && fits
        });
        let known = known
            .map(|known| Record { unsure: known.unsure || kept.upload.is_none() && known.upload.is_some(), ..known });
        match kept.settled() {
            Some(settled) if settled.state.has_arrived() => Ok(settled),
            // What the intake has of it is to be ended there.
            Some(settled) => Ok(Record { unsure: kept.upload.is_some(), upload: kept.upload.clone(), ..settled }),
            None => Ok(known.unwrap_or_else(|| Record::from_files(kept.upload.clone()))),
        }
    }

    fn shown(&self, manifest: Manifest, state: SubmissionState, ticket: Option<Ticket>) -> Submission {
        let Manifest { version: _, id, size, sha256, priority, created_at, unmetered_only, ticket_key: _ } = manifest;
        let file = self.files.bundle(id);
        Submission { id, state, priority, size, sha256, created_at, unmetered_only, ticket, held_back: None, file }
    }

    fn held(&self) -> Result<Vec<Held>, OutboxError> {
        let held = |kept: Kept| {
            let state = self.record(&kept)?.state;
            Ok(Held { id: kept.manifest.id, size: kept.manifest.size, may_go: may_go(&state) })
        };
        self.files.all()?.into_iter().filter(|kept| !kept.deleted).map(held).collect()
    }
}

fn url_of(upload: &Option<Upload>) -> Option<&Url> {
    upload.as_ref().map(|upload| &upload.url)
}

/// What is known of a ticket.
#[derive(Debug)]
pub(super) struct Known {
    /// Its id and its key, if it can be asked for.
    pub(super) asked: Option<(String, TicketKey)>,
    pub(super) note: Note,
}

/// The day in UTC. Where a person's day begins makes no difference to what a day costs.
fn day(now: Timestamp) -> i64 {
    const SECONDS: i64 = 24 * 60 * 60;
    now.as_second().div_euclid(SECONDS)
}
