//! Fetching one status source and reading it.

use std::time::Duration;

use http::HeaderMap;
use jiff::Timestamp;
use tokio::time::Instant;

use super::formats::{self, Document};
use super::{MAX_DOCUMENT_BYTES, ServiceReport};
use crate::clock::Clock;
use crate::config::{Locale, StatusSource};
use crate::connectivity::Client;
use crate::observation::{Observed, SourceObservation, UnknownWhy};

/// Fetches and reads one source within a budget.
pub(crate) async fn fetch_source(
    client: &Client,
    source: &StatusSource,
    locale: Locale,
    clock: &dyn Clock,
    budget: Duration,
) -> SourceObservation {
    let (at, started) = (clock.now(), Instant::now());
    let read = read(client, source, locale, budget).await;
    let took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    SourceObservation {
        source: source.name.clone(),
        report: observed(read, at, took_ms),
        age_s: None,
        retry_after_s: None,
        kept: None,
    }
}

fn observed(read: Result<ServiceReport, UnknownWhy>, at: Timestamp, took_ms: u64) -> Observed<ServiceReport> {
    match read {
        Ok(value) => Observed::Known { value, at, took_ms },
        Err(why) => Observed::Unknown { why, detail: None, at, took_ms },
    }
}

async fn read(
    client: &Client,
    source: &StatusSource,
    locale: Locale,
    budget: Duration,
) -> Result<ServiceReport, UnknownWhy> {
    let answer =
        client.get(&source.url, HeaderMap::new(), MAX_DOCUMENT_BYTES, budget).await.map_err(|error| error.why())?;
    if answer.status.is_redirection() {
        return Err(UnknownWhy::Redirected);
    }
    if !formats::reads_status(source.format, answer.status) {
        return Err(UnknownWhy::HttpStatus);
    }
    let content_type = answer.headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let document = Document { status: answer.status, content_type, body: &answer.body, locale };
    // An error page was never meant to be read: its status is what is wrong.
    let why = if answer.status.is_success() { UnknownWhy::Unreadable } else { UnknownWhy::HttpStatus };
    formats::read(source.format, &document).map_err(|_| why)
}
