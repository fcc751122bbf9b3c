//! The outbox: sealed reports go in, and each one arrives once.
//!
//! ```text
//! SealedBundle ─queue→ files (the truth) + index (sled: how far) ─flush→ courier ─tus 1.0→ the desk ─→ ticket
//! ```
//!
//! A report is queued once its file, its manifest and its entry in the index are durable; only then is anyone told. An
//! upload goes on where it was after a kill at any point, and the report's id is its idempotency key: what the desk has
//! received it never takes twice. Deciding (`state`, `journey`, `tus`, `backoff`, `retention`) is pure; `courier`, `files`
//! and `index` do.

mod backoff;
mod courier;
mod error;
mod export;
mod files;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing;
mod index;
mod journey;
mod opened;
mod retention;
mod shared;
mod state;
mod submission;
mod sweep;
#[cfg(test)]
mod tests;
mod tus;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

pub use error::OutboxError;
pub use submission::{Priority, Submission, SubmissionState, UploadFailure};

use self::courier::Courier;
use self::files::Files;
use self::retention::Limits;
use self::shared::Shared;
use crate::clock::Clock;
use crate::config::WebUrl;
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
        priority: Priority,
        now: Timestamp,
    ) -> Result<Submission, OutboxError> {
        let queued = self.make().and_then(|shared| shared.queue(&bundle, priority, now, Limits::DEFAULT));
        // Moved on success, and nobody's on failure.
        let _ = std::fs::remove_file(bundle.file());
        queued
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
    pub(crate) async fn flush(
        &self,
        client: &Client,
        intake: &WebUrl,
        clock: &dyn Clock,
        progress: &dyn ProgressSink,
    ) -> Result<Vec<Submission>, OutboxError> {
        let outbox = self.clone();
        let Some(shared) = blocking(move || outbox.open()).await? else { return Ok(Vec::new()) };
        let turn = Arc::new(shared.turn.clone().lock_owned().await);
        let courier = Courier { outbox: shared.clone(), turn, client, intake, clock, progress };
        courier.run().await?;
        blocking(move || shared.submissions()).await
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
