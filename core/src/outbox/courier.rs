//! Carries reports to the intake: one request after another, each outcome durable before the next.
//!
//! What to do is decided by [`Journey`] and [`tus::judge`]; this file only does it. The future may be dropped at any await:
//! what was begun on disk is finished, and the next flush asks the intake how far it got.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header};
use sha2::{Digest, Sha256};
use tokio::sync::OwnedMutexGuard;
use url::Url;

use super::backoff::retry_at;
use super::journey::{Journey, Step};
use super::opened::Job;
use super::shared::Shared;
use super::state::{Event, Record};
use super::tus::{self, Asked, Failure};
use super::{OutboxError, UploadFailure};
use crate::clock::Clock;
use crate::config::WebUrl;
use crate::connectivity::{Answer, Client, FetchError};
use crate::progress::{Progress, ProgressSink};
use crate::report::ReportId;

/// For an answer that comes without much of a body either way.
const ANSWER_BUDGET: Duration = Duration::from_secs(15);
/// For a chunk and its answer: 256 KiB at 35 kbit/s, about what a bad mobile link still carries.
const CHUNK_BUDGET: Duration = Duration::from_secs(60);
/// The longest answer that is read. tus answers have no body, but what stands before an intake may send an error page.
const ANSWER_BYTES: usize = 64 * 1024;

/// What one flush needs.
pub(super) struct Courier<'a> {
    pub(super) outbox: Arc<Shared>,
    /// Cloned into every blocking task, so that the next flush begins only when the last write of this one has ended.
    pub(super) turn: Arc<OwnedMutexGuard<()>>,
    pub(super) client: &'a Client,
    pub(super) intake: &'a WebUrl,
    pub(super) clock: &'a dyn Clock,
    pub(super) progress: &'a dyn ProgressSink,
}

impl Courier<'_> {
    /// Sends everything that is due. A failure that would meet every report ends the round.
    pub(super) async fn run(&self) -> Result<(), OutboxError> {
        let now = self.clock.now();
        let due = self.blocking(move |outbox| outbox.due(now)).await?;
        if due.is_empty() {
            return Ok(());
        }
        let checksums = self.takes_checksums().await;
        for job in due {
            if self.carry(job, checksums).await?.is_some_and(concerns_all) {
                break;
            }
        }
        Ok(())
    }

    /// Carries one report. Gives why it did not get through, if it did not.
    async fn carry(&self, job: Job, checksums: bool) -> Result<Option<UploadFailure>, OutboxError> {
        let Job { manifest, mut record } = job;
        let (id, length) = (manifest.id, manifest.size);
        let metadata = header_value(&tus::metadata(id, manifest.priority))?;
        let opened = self.blocking(move |outbox| outbox.open_bundle(&manifest)).await;
        let file = match opened {
            Err(OutboxError::Damaged) => {
                return self.fail(id, Failure::longest(UploadFailure::Damaged), record.attempts).await.map(Some);
            }
            other => Arc::new(other?),
        };
        // An upload that was begun at another intake is of no use at this one.
        let upload = record.upload.clone().filter(|upload| tus::is_same_origin(self.intake.url(), &upload.url));
        let (mut journey, mut step) = Journey::new(length, upload);
        loop {
            let (asked, answer) = match step {
                Step::Create => (Asked::Creation(self.intake.url()), self.create(length, metadata.clone()).await),
                Step::Ask { url, after } => {
                    tokio::time::sleep(after).await;
                    (Asked::Offset, self.send(Method::HEAD, url, HeaderMap::new(), None, ANSWER_BUDGET).await)
                }
                Step::Append { url, offset, bytes } => match self.read(&file, offset, bytes).await {
                    Ok(chunk) => (Asked::Append, self.append(url, offset, chunk, checksums).await),
                    Err(OutboxError::Damaged) => {
                        return self
                            .fail(id, Failure::longest(UploadFailure::Damaged), record.attempts)
                            .await
                            .map(Some);
                    }
                    Err(error) => return Err(error),
                },
                Step::Deliver(receipt) => {
                    self.apply(id, Event::Delivered { receipt, at: self.clock.now() }).await?;
                    return Ok(None);
                }
                Step::Stop(failure) => return self.fail(id, failure, record.attempts).await.map(Some),
            };
            let verdict = tus::judge(asked, answer.as_ref().map_err(|error| *error), length, self.clock.now());
            let (event, following) = journey.after(verdict);
            if let Some(event) = event {
                record = self.apply(id, event).await?;
                if let Some(upload) = &record.upload {
                    self.progress.on_progress(Progress::Uploading { sent: upload.offset, total: length });
                }
            }
            step = following;
        }
    }

    /// Whether the intake takes checksums. If it does not say, it gets none.
    async fn takes_checksums(&self) -> bool {
        let url = self.intake.url().clone();
        let answer = self.send(Method::OPTIONS, url, HeaderMap::new(), None, ANSWER_BUDGET).await;
        answer.is_ok_and(|answer| tus::takes_checksums(&answer))
    }

    async fn create(&self, length: u64, metadata: HeaderValue) -> Result<Answer, FetchError> {
        let mut headers = HeaderMap::new();
        headers.insert(tus::UPLOAD_LENGTH, length.into());
        headers.insert(tus::UPLOAD_METADATA, metadata);
        self.send(Method::POST, self.intake.url().clone(), headers, Some(Bytes::new()), ANSWER_BUDGET).await
    }

    async fn append(&self, url: Url, offset: u64, chunk: Bytes, checksums: bool) -> Result<Answer, FetchError> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(tus::CONTENT_TYPE));
        headers.insert(tus::UPLOAD_OFFSET, offset.into());
        if checksums && let Ok(sum) = HeaderValue::try_from(tus::checksum(&Sha256::digest(&chunk))) {
            headers.insert(tus::UPLOAD_CHECKSUM, sum);
        }
        self.send(Method::PATCH, url, headers, Some(chunk), CHUNK_BUDGET).await
    }

    async fn send(
        &self,
        method: Method,
        url: Url,
        mut headers: HeaderMap,
        body: Option<Bytes>,
        budget: Duration,
    ) -> Result<Answer, FetchError> {
        headers.insert(tus::RESUMABLE, HeaderValue::from_static(tus::VERSION));
        let request = self.client.request(method, url).headers(headers);
        let request = match body {
            Some(body) => request.body(body),
            None => request,
        };
        self.client.send(request, ANSWER_BYTES, budget).await
    }

    async fn read(&self, file: &Arc<File>, offset: u64, bytes: u64) -> Result<Bytes, OutboxError> {
        let file = file.clone();
        self.blocking(move |_| read_chunk(&file, offset, bytes)).await
    }

    async fn fail(&self, id: ReportId, failure: Failure, attempts: u32) -> Result<UploadFailure, OutboxError> {
        let code = failure.code;
        // Without randomness the wait is only less well spread.
        let random = getrandom::u64().unwrap_or(u64::MAX / 2);
        let retry_at = retry_at(failure.wait, attempts, random, self.clock.now());
        self.apply(id, Event::Failed { code, retry_at }).await?;
        Ok(code)
    }

    async fn apply(&self, id: ReportId, event: Event) -> Result<Record, OutboxError> {
        self.blocking(move |outbox| outbox.apply(id, event)).await
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T, OutboxError> + Send + 'static,
    ) -> Result<T, OutboxError> {
        let (outbox, turn) = (self.outbox.clone(), self.turn.clone());
        super::blocking(move || {
            let done = work(&outbox);
            // Not before the work is done.
            drop(turn);
            done
        })
        .await
    }
}

/// Whether the next report would meet the same: then it is spared the wait.
fn concerns_all(code: UploadFailure) -> bool {
    use UploadFailure as Code;
    match code {
        Code::Unreachable | Code::TimedOut | Code::Busy | Code::Redirected => true,
        Code::BrokeOff
        | Code::Locked
        | Code::ServerError
        | Code::Refused
        | Code::TooLarge
        | Code::BadAnswer
        | Code::WrongOffset
        | Code::BadChecksum
        | Code::Gone
        | Code::Damaged => false,
    }
}

fn header_value(text: &str) -> Result<HeaderValue, OutboxError> {
    HeaderValue::try_from(text).map_err(|_| OutboxError::Internal)
}

fn read_chunk(mut file: &File, offset: u64, bytes: u64) -> Result<Bytes, OutboxError> {
    file.seek(SeekFrom::Start(offset))?;
    let mut chunk = vec![0; usize::try_from(bytes).map_err(|_| OutboxError::Internal)?];
    match file.read_exact(&mut chunk) {
        // It was whole when it was opened.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(OutboxError::Damaged),
        other => Ok(other.map(|()| chunk.into())?),
    }
}
