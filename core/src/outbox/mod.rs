//! The outbox: files first, a sled index beside them, tus 1.0 to the desk.

mod error;
mod submission;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

pub use error::OutboxError;
pub use submission::{Priority, Submission, SubmissionState, UploadFailure};

use crate::clock::Clock;
use crate::config::WebUrl;
use crate::connectivity::Client;
use crate::progress::ProgressSink;
use crate::report::{ReportId, SealedBundle};

/// The reports that wait for the desk, and those that arrived. Cheap to clone; clones share everything.
#[derive(Debug, Clone)]
pub struct Outbox {
    inner: Arc<PathBuf>,
}

impl Outbox {
    /// The outbox in the doctor's folder. Touches nothing.
    pub fn new(data_dir: &Path) -> Self {
        Self { inner: Arc::new(data_dir.join("outbox")) }
    }

    /// Takes a sealed report in.
    pub(crate) fn queue(&self, _: SealedBundle, _: Priority, _: Timestamp) -> Result<Submission, OutboxError> {
        Err(OutboxError::Internal)
    }

    /// Every report that is kept, the oldest first.
    pub fn submissions(&self) -> Result<Vec<Submission>, OutboxError> {
        if self.inner.exists() { Err(OutboxError::Internal) } else { Ok(Vec::new()) }
    }

    /// Copies the sealed file, in any state.
    pub fn export(&self, _: ReportId, _: &Path) -> Result<PathBuf, OutboxError> {
        Err(OutboxError::NotFound)
    }

    /// Uploads everything that is due.
    pub(crate) async fn flush(
        &self,
        _: &Client,
        _: &WebUrl,
        _: &dyn Clock,
        _: &dyn ProgressSink,
    ) -> Result<Vec<Submission>, OutboxError> {
        let outbox = self.clone();
        tokio::task::spawn_blocking(move || outbox.submissions()).await.map_err(|_| OutboxError::Internal)?
    }
}
