//! The whole outbox: kept through damage and kills, sent to the real intake and to servers that misbehave.

mod keeping;
mod misbehaving;
mod model;
mod plain_tus;
mod scarce;
mod sending;
mod tickets;
mod wishes;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};

use super::pace::FIRST_BYTES as CHUNK_BYTES;
use super::{
    Limits, Outbox, OutboxError, PendingUpload, Priority, Submission, SubmissionState, Terms, UploadFailure,
    UploadOutcome, Way, Wishes,
};
use crate::clock::{Clock, SystemClock};
use crate::config::{Config, OutboxPolicy, WebUrl};
use crate::connectivity::{Client, Session};
use crate::lock::FolderLock;
use crate::progress::{NoProgress, Progress, ProgressSink};
use crate::report::{ReportId, SealedBundle};

/// A clock that stands still until it is moved.
#[derive(Debug)]
struct TestClock(Mutex<Timestamp>);

impl TestClock {
    fn forward(&self, by: SignedDuration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// An app with an outbox.
struct World {
    folder: tempfile::TempDir,
    outbox: Outbox,
    clock: TestClock,
    client: Client,
    terms: Terms,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::new(&folder.path().join("data"));
        let config = Config::from_json(br#"{"provider_name":"P"}"#).unwrap();
        let system: Arc<dyn Clock> = Arc::new(SystemClock);
        let client = Client::new(&Session::new(&config, &system).unwrap()).unwrap();
        let clock = TestClock(Mutex::new(Timestamp::from_second(1_800_000_000).unwrap()));
        let terms = Terms::new(&OutboxPolicy::default(), None);
        Self { folder, outbox, clock, client, terms }
    }

    /// Closes the outbox as the end of the process would, and makes ready to open it again.
    fn restart(&mut self) {
        self.outbox = Outbox::new(&self.folder.path().join("data"));
        if !self.own().exists() {
            return;
        }
        // A flush that was dropped still finishes its last write.
        let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
        while FolderLock::take(&self.own().join("lock")).unwrap().is_none() {
            assert!(std::time::Instant::now() < until, "the outbox is not closed");
            std::thread::yield_now();
        }
    }

    fn queue(&self, bytes: &[u8]) -> Submission {
        self.queue_as(bytes, Priority::Normal).unwrap()
    }

    fn queue_as(&self, bytes: &[u8], priority: Priority) -> Result<Submission, OutboxError> {
        self.outbox.queue(self.sealed(bytes), wishes(priority), self.clock.now(), Limits::DEFAULT)
    }

    /// A sealed file outside of the outbox.
    fn sealed(&self, bytes: &[u8]) -> SealedBundle {
        SealedBundle::of_bytes(self.folder.path(), bytes).unwrap()
    }

    async fn flush(&self, intake: &WebUrl) -> Result<Vec<Submission>, OutboxError> {
        self.flush_watched(intake, &NoProgress).await
    }

    async fn flush_watched(
        &self,
        intake: &WebUrl,
        progress: &dyn ProgressSink,
    ) -> Result<Vec<Submission>, OutboxError> {
        self.outbox.flush(self.way(intake, progress)).await
    }

    fn way<'a>(&'a self, intake: &'a WebUrl, progress: &'a dyn ProgressSink) -> Way<'a> {
        Way { client: &self.client, intake, app_key: None, clock: &self.clock, progress, terms: self.terms }
    }

    /// Flushes until the first chunk is confirmed, then drops the flush; the next chunk may be on its way by then, as it is
    /// in life.
    async fn flush_and_break_off(&self, intake: &WebUrl) {
        let confirmed = tokio::sync::Notify::new();
        let watch = |event| {
            if matches!(event, Progress::Uploading { sent, .. } if sent > 0) {
                confirmed.notify_one();
            }
        };
        tokio::select! {
            biased;
            () = confirmed.notified() => {}
            ended = self.flush_watched(intake, &watch) => panic!("not broken off: {ended:?}"),
        }
    }

    /// Does with an upload what a session of the system's does, with this much of its body.
    async fn carry(&self, pending: &PendingUpload, body: Vec<u8>) -> UploadOutcome {
        let mut request = self.client.request(pending.method.parse().unwrap(), pending.url.parse().unwrap());
        for (name, value) in &pending.headers {
            request = request.header(name, value);
        }
        let answer = self.client.send(request.body(body), 1_024, std::time::Duration::from_secs(30)).await;
        let text = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            (name.to_string(), value.to_str().unwrap().to_owned())
        };
        answer.map_or_else(
            |_| UploadOutcome::default(),
            |answer| UploadOutcome {
                status: Some(answer.status.as_u16()),
                headers: answer.headers.iter().map(text).collect(),
            },
        )
    }

    fn state(&self, id: ReportId) -> SubmissionState {
        let found = self.outbox.submissions().unwrap().into_iter().find(|submission| submission.id == id);
        found.expect("a submission").state
    }

    fn failure(&self, id: ReportId) -> Option<UploadFailure> {
        if let SubmissionState::Failed { code, .. } = self.state(id) { Some(code) } else { None }
    }

    fn own(&self) -> PathBuf {
        self.folder.path().join("data/outbox")
    }

    /// Waits until every retry is due.
    fn wait_long(&self) {
        self.clock.forward(SignedDuration::from_hours(25));
    }
}

fn wishes(priority: Priority) -> Wishes {
    Wishes { priority, unmetered_only: false }
}

fn is_delivered(state: &SubmissionState) -> bool {
    matches!(state, SubmissionState::Delivered { .. })
}

/// Bytes that differ from place to place, so that a wrong order shows. A bit more than `chunks` of them.
fn report(chunks: usize) -> Vec<u8> {
    let length = chunks * usize::try_from(CHUNK_BYTES).unwrap() + 1_000;
    let mut state = 0x2545_f491_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    };
    (0..length).map(|_| next()).collect()
}

/// The names in a folder, sorted; none if there is no such folder.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
