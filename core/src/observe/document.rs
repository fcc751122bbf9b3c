//! Fetching a JSON document about the account: with the person's authorization where the app gives one, and as an
//! observation whatever becomes of it.

use std::sync::Arc;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};
use tokio::time::Instant;

use super::budget;
use super::host_call::ask_host;
use crate::clock::Clock;
use crate::config::WebUrl;
use crate::connectivity::Client;
use crate::host::Host;
use crate::observation::{Observed, UnknownWhy};
use crate::sensitive::Sensitive;

/// Where a document is, and how much of it is read.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) url: &'a WebUrl,
    /// The largest answer, in bytes.
    pub(super) limit: usize,
}

/// How a document is got.
#[derive(Clone, Copy)]
pub(super) struct Fetching<'a> {
    pub(super) host: &'a Host,
    pub(super) client: &'a Client,
    pub(super) clock: &'a Arc<dyn Clock>,
    pub(super) deadline: Instant,
}

impl Fetching<'_> {
    /// Fetches a document and reads it. What cannot be read is unknown, like what did not come.
    pub(super) async fn run<T>(self, source: Source<'_>, read: impl FnOnce(&[u8]) -> Option<T>) -> Observed<T> {
        let (at, started) = (self.clock.now(), Instant::now());
        let value = self.fetch(source).await.and_then(|body| read(&body).ok_or(UnknownWhy::Unreadable));
        let took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        match value {
            Ok(value) => Observed::Known { value, at, took_ms },
            Err(why) => Observed::Unknown { why, detail: None, at, took_ms },
        }
    }

    async fn fetch(self, source: Source<'_>) -> Result<bytes::Bytes, UnknownWhy> {
        let headers = self.headers(source.url).await?;
        let answer = self.client.get(source.url, headers, source.limit, budget(self.deadline)).await;
        let answer = answer.map_err(|error| error.why())?;
        if answer.status.is_redirection() {
            Err(UnknownWhy::Redirected)
        } else if !answer.status.is_success() {
            Err(UnknownWhy::HttpStatus)
        } else {
            Ok(answer.body)
        }
    }

    /// The authorization, if the app gives one. The config has seen to it that nobody in between can read it; where a config
    /// was not checked, it stays here.
    async fn headers(self, url: &WebUrl) -> Result<HeaderMap, UnknownWhy> {
        let source = self.host.authorization.clone().filter(|_| url.keeps_secrets());
        let call = source.map(|source| move || source.authorization());
        let given = match ask_host(self.clock, self.deadline, call).await {
            Observed::Known { value, .. } => value,
            Observed::NotChecked { .. } => return Ok(HeaderMap::new()),
            // What the app says beside it is left alone: it may hold what it failed with.
            Observed::Unknown { why, .. } => return Err(why),
        };
        header(&given).map(|value| HeaderMap::from_iter([(AUTHORIZATION, value)])).ok_or(UnknownWhy::HostFailed)
    }
}

/// The value of the header; none if it is empty, or holds what is no visible ASCII (RFC 9110, section 5.5).
fn header(given: &Sensitive<String>) -> Option<HeaderValue> {
    // Exposed to be sent, to the one whose it is; the header is marked, so that no layer below shows it either.
    let mut value = HeaderValue::from_str(given.expose()).ok()?;
    value.to_str().ok().filter(|text| !text.trim().is_empty())?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests;
