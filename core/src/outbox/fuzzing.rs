//! Doors for the fuzz targets and the harness that kills: what the courier does with an intake's answers, without a network
//! or a disk; and reports of any bytes, without a diagnosis before them.

use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use url::Url;

use super::backoff::retry_at;
use super::journey::{self, Step};
use super::kept::Wishes;
use super::retention::Limits;
use super::state::{Receipt, Upload};
use super::tus::{self, Asked};
use super::{Outbox, OutboxError, Priority, Submission, Ticket, UploadFailure};
use crate::config::WebUrl;
use crate::connectivity::{Answer, FetchError};
use crate::report::SealedBundle;

/// Queues a report of these bytes, as sealing one would.
///
/// # Errors
/// As [`Doctor::submit`](crate::Doctor::submit) has them.
pub fn queue(data_dir: &Path, bytes: &[u8], priority: Priority) -> Result<Submission, OutboxError> {
    let outbox = Outbox::new(data_dir);
    let staging = outbox.staging()?;
    let sealed = SealedBundle::of_bytes(staging.folder(), bytes)?;
    outbox.queue(sealed, Wishes { priority, unmetered_only: false }, Timestamp::now(), Limits::DEFAULT)
}

/// One request of a journey: without a URL it creates the upload; without bytes it asks where the upload stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The upload.
    pub url: Option<Url>,
    /// The first byte sent.
    pub offset: u64,
    /// How many are sent.
    pub bytes: u64,
    /// The wait before it.
    pub after: Duration,
}

/// What came of a journey.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Journey {
    /// What was asked, in order.
    pub requests: Vec<Request>,
    /// The ticket, if the report arrived.
    pub delivered: Option<Option<String>>,
    /// Why it stopped, and when it is tried again, if it did.
    pub stopped: Option<(UploadFailure, Timestamp)>,
}

/// Carries a report of `length` bytes, of which an earlier `upload` may have some, through these answers. Without an answer
/// the server was not reached.
pub fn journey(
    intake: &WebUrl,
    length: u64,
    upload: Option<(Url, u64)>,
    with_creation: bool,
    answers: impl Iterator<Item = Option<(StatusCode, HeaderMap)>>,
    now: Timestamp,
) -> Journey {
    let (mut journey, mut step) = journey::Journey::new(
        length,
        upload.map(|(url, offset)| Upload { url, offset, expires_at: None }),
        0,
        with_creation,
    );
    let mut done = Journey::default();
    for answer in answers {
        let (asked, request) = match step {
            Step::Create { bytes, after } => (Asked::Creation(intake.url()), request(None, (0, bytes), after)),
            Step::Ask { url, after } => (Asked::Offset, request(Some(url), (0, 0), after)),
            Step::Append { url, offset, bytes } => (Asked::Append, request(Some(url), (offset, bytes), Duration::ZERO)),
            Step::Deliver(_) | Step::Stop(_) => break,
        };
        done.requests.push(request);
        let answer = answer.map(|(status, headers)| Answer { status, headers, body: Bytes::new() });
        let verdict = tus::judge(asked, answer.as_ref().ok_or(FetchError::Unreachable), length, now);
        step = journey.after(verdict).1;
    }
    match step {
        Step::Deliver(Receipt { ticket, .. }) => done.delivered = Some(ticket),
        Step::Stop(failure) => done.stopped = Some((failure.code, retry_at(failure.wait, 0, u64::MAX, now, None))),
        Step::Create { .. } | Step::Ask { .. } | Step::Append { .. } => {}
    }
    done
}

/// Whether an answer to OPTIONS offers that the first chunk goes along with the creation.
pub fn takes_a_chunk_with_the_creation(status: StatusCode, headers: HeaderMap) -> bool {
    tus::offers(&Answer { status, headers, body: Bytes::new() }).creation_with_upload
}

/// The reader of a ticket.
pub fn ticket(body: &[u8], ticket: &str, checked_at: Timestamp) -> Option<Ticket> {
    super::ticket::read(body, ticket, checked_at)
}

fn request(url: Option<Url>, (offset, bytes): (u64, u64), after: Duration) -> Request {
    Request { url, offset, bytes, after }
}
