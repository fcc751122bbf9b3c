//! The outbox: sealed reports go in, and each one arrives once.
//!
//! ```text
//! SealedBundle ─queue→ files (the truth) + index (sled: how far) ─flush→ courier ─tus 1.0→ the desk ─→ ticket
//! ```
//!
//! A report is queued once its file, its manifest and its entry in the index are durable; only then is anyone told. An
//! upload goes on where it was after a kill at any point, and the report's id is its idempotency key: what the desk has
//! received it never takes twice. Deciding (`state`, `journey`, `tus`, `backoff`, `pace`, `terms`, `retention`, `ticket`) is
//! pure; `courier`, `tickets`, `files` and `index` do.

mod backoff;
mod courier;
mod ending;
mod error;
mod export;
mod files;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing;
mod index;
mod journey;
mod kept;
mod opened;
mod pace;
mod pending;
mod requests;
mod retention;
mod shared;
mod state;
mod submission;
mod sweep;
mod terms;
#[cfg(test)]
mod tests;
mod ticket;
mod ticket_key;
mod tickets;
mod tus;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

pub use error::OutboxError;
pub(crate) use kept::Wishes;
pub use pending::{PendingUpload, UploadOutcome};
pub(crate) use retention::Limits;
pub use submission::{HeldBack, Priority, Submission, SubmissionState, UploadFailure};
pub(crate) use terms::{Terms, limits};
pub use ticket::{Ticket, TicketAnswer, TicketState};

use self::courier::Courier;
use self::files::Files;
use self::shared::Shared;
use self::state::Event;
use crate::clock::Clock;
use crate::config::{AppKey, WebUrl};
use crate::connectivity::Client;
use crate::progress::ProgressSink;
use crate::report::{ReportId, SealedBundle};

/// The name of the outbox's folder in the doctor's.
const FOLDER: &str = "outbox";

/// The reports that wait for the desk, and those that have arrived. Cheap to clone.
///
/// Open only while a call runs, and by one process at a time: another one waits a moment and then gets
/// [`OutboxError::Busy`]. Calls of one process share what is open. Between calls nothing is: an app that is suspended with a
/// locked file in a folder that it shares with its extension is killed on iOS, and the extension could never get in.
#[derive(Debug, Clone)]
pub struct Outbox {
    files: Files,
}

/// How reports are sent.
#[derive(Clone, Copy)]
pub(crate) struct Way<'a> {
    pub(crate) client: &'a Client,
    pub(crate) intake: &'a WebUrl,
    /// What the intake knows this app by.
    pub(crate) app_key: Option<&'a AppKey>,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) progress: &'a dyn ProgressSink,
    pub(crate) terms: Terms,
}

/// A folder to seal a bundle in. The outbox stays open as long as this is there.
#[derive(Debug)]
pub(crate) struct Staging {
    folder: PathBuf,
    _open: Arc<Shared>,
}

impl Staging {
    /// Where.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Outbox {
    /// The outbox in the doctor's folder. Touches nothing.
    pub fn new(data_dir: &Path) -> Self {
        Self { files: Files::new(data_dir.join(FOLDER)) }
    }

    /// A folder to seal a bundle in before it is queued. It lies under the outbox's lock, so that what a kill leaves in it
    /// is known to be nobody's and goes at the next opening. Blocks.
    pub(crate) fn staging(&self) -> Result<Staging, OutboxError> {
        let open = self.make()?;
        let folder = self.files.staging();
        crate::durable::make_private_folder(&folder)?;
        Ok(Staging { folder, _open: open })
    }

    /// Takes a sealed report in. When it returns, the report is durable and will be sent; if it fails, nothing is left of
    /// it, the sealed file included. A report that is in already stays as it is. Blocks.
    pub(crate) fn queue(
        &self,
        bundle: SealedBundle,
        wishes: Wishes,
        now: Timestamp,
        limits: Limits,
    ) -> Result<Submission, OutboxError> {
        let queued = self.make().and_then(|shared| shared.queue(&bundle, wishes, now, limits));
        // Moved on success, and nobody's on failure.
        let _ = std::fs::remove_file(bundle.file());
        queued
    }

    /// Lets a report that has not arrived be sent no more. Blocks.
    pub(crate) fn withdraw(&self, id: ReportId, now: Timestamp) -> Result<Submission, OutboxError> {
        self.opened()?.withdraw(id, now)
    }

    /// Lets a report be sent after all that was withdrawn or has expired. Blocks.
    pub(crate) fn send_again(&self, id: ReportId, now: Timestamp) -> Result<Submission, OutboxError> {
        self.opened()?.send_again(id, now)
    }

    /// Lets a report be sent only where data costs nothing, or anywhere. Blocks.
    pub(crate) fn set_unmetered_only(&self, id: ReportId, unmetered_only: bool) -> Result<Submission, OutboxError> {
        self.opened()?.set_unmetered_only(id, unmetered_only)
    }

    /// Deletes a report that is not to be sent any more. Blocks.
    pub(crate) fn forget(&self, id: ReportId) -> Result<(), OutboxError> {
        self.opened()?.forget(id)
    }

    /// Every report that is kept, the oldest first. Blocks.
    pub fn submissions(&self) -> Result<Vec<Submission>, OutboxError> {
        match self.open()? {
            Some(shared) => shared.submissions(),
            None => Ok(Vec::new()),
        }
    }

    /// Copies a sealed report, in any state, to the file `to` or, if that is a folder, into it. Never overwrites: a file
    /// that exists is [`OutboxError::TargetExists`], and in a folder another name is taken. Gives the copy's path. Works
    /// while another process has the outbox. Blocks.
    pub fn export(&self, id: ReportId, to: &Path) -> Result<PathBuf, OutboxError> {
        export::export(&self.files, id, to)
    }

    /// Uploads everything that is due, the urgent first, and gives every report that is kept. What does not get through
    /// is no error but the state of that report. One flush at a time; a second one waits for the first.
    pub(crate) async fn flush(&self, way: Way<'_>) -> Result<Vec<Submission>, OutboxError> {
        let Some(courier) = self.courier(way).await? else { return Ok(Vec::new()) };
        let held_back = courier.run().await;
        // What is open is closed off the async threads.
        let shared = courier.close();
        let held_back = held_back?;
        let mut submissions = blocking(move || shared.submissions()).await?;
        for submission in &mut submissions {
            submission.held_back = held_back.get(&submission.id).copied();
        }
        Ok(submissions)
    }

    /// Hands the first report that is due over to the app, with all that is left of it.
    pub(crate) async fn hand_over(&self, way: Way<'_>) -> Result<Option<PendingUpload>, OutboxError> {
        let Some(courier) = self.courier(way).await? else { return Ok(None) };
        let handed_over = courier.hand_over().await;
        let shared = courier.close();
        blocking(move || {
            drop(shared);
            Ok(())
        })
        .await?;
        handed_over
    }

    /// Takes an upload back that the app has carried. If the intake said that it has all of it, the report has arrived; else the
    /// next flush asks how far it got. Blocks.
    pub(crate) fn take_back(
        &self,
        id: ReportId,
        outcome: &UploadOutcome,
        now: Timestamp,
    ) -> Result<Submission, OutboxError> {
        let shared = self.opened()?;
        let length = shared.find(id)?.size;
        let event = match tus::outcome(outcome, length, now) {
            Some(receipt) => Event::Delivered { receipt, at: now },
            None => Event::HandedBack,
        };
        shared.apply(id, event)?;
        shared.find(id)
    }

    /// Asks what support says of every report that has a ticket, and tells it what the person said. What can't
    /// be asked now stays as it was. Gives every report that is kept.
    pub(crate) async fn poll(
        &self,
        client: &Client,
        desk: &WebUrl,
        clock: &dyn Clock,
    ) -> Result<Vec<Submission>, OutboxError> {
        let outbox = self.clone();
        let Some(shared) = blocking(move || outbox.open()).await? else { return Ok(Vec::new()) };
        let asked = tickets::Poll { outbox: shared.clone(), client, desk, clock }.run().await;
        // What is open is closed off the async threads, whatever came of it.
        let submissions = blocking(move || shared.submissions()).await;
        asked.and(submissions)
    }

    /// Writes down that the person is done with a report, and whether it helped. The desk is told by the next poll. Blocks.
    pub(crate) fn close(&self, id: ReportId, helped: Option<bool>) -> Result<Submission, OutboxError> {
        self.opened()?.note(id, ticket::News::Closing(ticket::Closing { helped }))
    }

    async fn courier<'a>(&self, way: Way<'a>) -> Result<Option<Courier<'a>>, OutboxError> {
        let outbox = self.clone();
        let Some(shared) = blocking(move || outbox.open()).await? else { return Ok(None) };
        let turn = Arc::new(shared.turn.clone().lock_owned().await);
        let Way { client, intake, app_key, clock, progress, terms } = way;
        Ok(Some(Courier { outbox: shared, turn, client, intake, app_key, clock, progress, terms }))
    }

    fn opened(&self) -> Result<Arc<Shared>, OutboxError> {
        self.open()?.ok_or(OutboxError::NotFound)
    }

    /// Opens the outbox, making its folders.
    fn make(&self) -> Result<Arc<Shared>, OutboxError> {
        self.files.make()?;
        self.open()?.ok_or(OutboxError::NotFound)
    }

    /// Opens the outbox, if there ever was one: listing nothing makes nothing.
    fn open(&self) -> Result<Option<Arc<Shared>>, OutboxError> {
        self.files.exist()?.then(|| shared::open(self.files.root())).transpose()
    }
}

/// Runs file work off the async threads. What was begun is finished even if nobody waits for it any more.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, OutboxError> + Send + 'static,
) -> Result<T, OutboxError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| OutboxError::Internal)?
}
