//! Asking the status sources, all at once, and reading what they answer.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::join_all;
use http::header::{AGE, CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::formats::{self, Document};
use super::kept::{Change, Changes, Kept, News, Validators};
use super::{MAX_DOCUMENT_BYTES, ServiceReport};
use crate::clock::Clock;
use crate::config::{Locale, StatusFormat, StatusSource, WebUrl};
use crate::connectivity::{Answer, Client, FetchError, retry_after};
use crate::observation::{Observed, SourceObservation, UnknownWhy};
use crate::signature;

/// What all documents of one diagnosis may take together, in bytes: each has an equal share of it, and never more than its
/// own limit.
pub(super) const MAX_DOCUMENTS_BYTES: usize = 2 * MAX_DOCUMENT_BYTES;

/// Whom to ask, and what is known already.
#[derive(Debug)]
pub(crate) struct Fetching<'a> {
    pub(crate) client: &'a Client,
    pub(crate) sources: &'a [StatusSource],
    pub(crate) news: &'a News,
    pub(crate) locale: Locale,
    pub(crate) clock: &'a dyn Clock,
    /// Whether there is a place to keep anything.
    pub(crate) keeps: bool,
    pub(crate) budget: Duration,
}

/// One URL's answer.
struct Reply {
    answer: Result<Answer, FetchError>,
    /// Whether it was asked for only if something has changed.
    is_conditional: bool,
    at: Timestamp,
    took_ms: u64,
}

impl Fetching<'_> {
    /// Asks every URL once, however many sources are read from it. Gives what each source says, in their order, and what of
    /// that is to be kept.
    pub(crate) async fn run(&self) -> (Vec<SourceObservation>, Changes) {
        let mut urls: Vec<&WebUrl> = self.sources.iter().map(|source| &source.url).collect();
        urls.sort_unstable_by_key(|url| url.as_str());
        urls.dedup();
        let limit = MAX_DOCUMENT_BYTES.min(MAX_DOCUMENTS_BYTES / urls.len().max(1));
        let replies = join_all(urls.iter().map(|url| self.ask(url, limit))).await;
        let replies: BTreeMap<&str, Reply> = urls.iter().map(|url| url.as_str()).zip(replies).collect();
        let (mut seen, mut changes) = (Vec::new(), Changes::new());
        for source in self.sources {
            let Some(reply) = replies.get(source.url.as_str()) else { continue };
            let (observation, change) = self.read(source, reply);
            seen.push(observation);
            changes.extend(change.map(|change| (source.name.clone(), change)));
        }
        (seen, changes)
    }

    async fn ask(&self, url: &WebUrl, limit: usize) -> Reply {
        let (at, started) = (self.clock.now(), Instant::now());
        let conditions = self.conditions(url);
        let is_conditional = !conditions.is_empty();
        let answer = self.client.get(url, conditions, limit, self.budget).await;
        let took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        Reply { answer, is_conditional, at, took_ms }
    }

    /// 'Nothing has changed' is an answer only where every source that is read from there has something kept, and the same.
    fn conditions(&self, url: &WebUrl) -> HeaderMap {
        let mut kept = self.sources.iter().filter(|source| source.url == *url).map(|source| self.kept(source));
        match kept.next().flatten() {
            Some(first) if kept.all(|other| other.is_some_and(|other| other.validators == first.validators)) => {
                first.validators.conditions()
            }
            Some(_) | None => HeaderMap::new(),
        }
    }

    fn kept(&self, source: &StatusSource) -> Option<&Kept> {
        self.news.get(&source.name).filter(|kept| kept.is_of(source, self.locale))
    }

    /// What a source says by this reply, and what that changes in what is kept of it.
    fn read(&self, source: &StatusSource, reply: &Reply) -> (SourceObservation, Option<Change>) {
        let Reply { answer, is_conditional, at, took_ms } = reply;
        let kept = self.kept(source);
        let unchanged = kept.filter(|_| *is_conditional);
        let (at, took_ms) = (*at, *took_ms);
        let headers = answer.as_ref().ok().map(|answer| &answer.headers);
        let age_s = headers.and_then(age_of);
        let asked_back = answer.as_ref().ok().and_then(|answer| retry_after(&answer.headers, at));
        let busy = answer.as_ref().is_ok_and(|answer| is_busy(answer.status, asked_back));
        let observed = |report, kept: Option<&Kept>| SourceObservation {
            source: source.name.clone(),
            report,
            signed: !source.signed_by.is_empty(),
            age_s,
            busy,
            retry_after_s: asked_back.filter(|_| busy),
            kept: kept.map(Kept::shown),
        };
        let said =
            answer.as_ref().map_err(|error| error.why()).and_then(|answer| self.report(source, answer, unchanged));
        let report = match said {
            Ok(report) => report,
            Err(why) => return (observed(Observed::Unknown { why, detail: None, at, took_ms }, kept), None),
        };
        let known = Observed::Known { value: report.clone(), at, took_ms };
        // A source that goes back in time has been put back, or is a mirror; what is newer stays, as long as it is news.
        if let Some(newer) = kept.filter(|kept| kept.outdates(&report, at)) {
            return (observed(known, Some(newer)), None);
        }
        let is_unchanged = answer.as_ref().is_ok_and(|answer| answer.status == StatusCode::NOT_MODIFIED);
        let validators = match kept.filter(|_| is_unchanged) {
            Some(kept) => kept.validators.clone(),
            None => headers.map(Validators::of).unwrap_or_default(),
        };
        // What a server measures at a moment is of no use later.
        let is_momentary = source.format == StatusFormat::PlainHttp;
        if !self.keeps {
            return (observed(known, None), None);
        }
        let change = if is_momentary || headers.is_some_and(forbids_keeping) {
            Change::Forget
        } else {
            let age = i64::try_from(age_s.unwrap_or(0)).unwrap_or(i64::MAX);
            let said_at = at.checked_sub(SignedDuration::from_secs(age)).unwrap_or(Timestamp::MIN);
            // A cache that has kept it for long knows no more than what was heard since.
            if age_s > Some(0) && kept.is_some_and(|kept| kept.fetched_at > said_at) {
                return (observed(known, None), None);
            }
            Change::Keep(Box::new(Kept::new(source, self.locale, report, validators, said_at)))
        };
        (observed(known, None), Some(change))
    }

    fn report(
        &self,
        source: &StatusSource,
        answer: &Answer,
        unchanged: Option<&Kept>,
    ) -> Result<ServiceReport, UnknownWhy> {
        let status = answer.status;
        if status == StatusCode::NOT_MODIFIED {
            return unchanged.map(|kept| kept.report.clone()).ok_or(UnknownWhy::HttpStatus);
        }
        if status.is_redirection() {
            return Err(UnknownWhy::Redirected);
        }
        if !formats::reads_status(source.format, status) {
            return Err(UnknownWhy::HttpStatus);
        }
        let signed;
        let body = if source.signed_by.is_empty() {
            answer.body.as_ref()
        } else if status.is_success() {
            let payload = signature::payload(&answer.body, &source.signed_by);
            signed = payload.map_err(|_| UnknownWhy::BadSignature)?;
            signed.as_slice()
        } else {
            return Err(UnknownWhy::HttpStatus);
        };
        let content_type = answer.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let document = Document { status, content_type, body, locale: self.locale };
        let why = if status.is_success() { UnknownWhy::Unreadable } else { UnknownWhy::HttpStatus };
        formats::read(source.format, &document).map_err(|_| why)
    }
}

/// Whether a server says that it is too busy (RFC 6585, section 4), or that it will be there again (RFC 9110, section 15.6.4).
fn is_busy(status: StatusCode, retry_after_s: Option<u64>) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS || (status == StatusCode::SERVICE_UNAVAILABLE && retry_after_s.is_some())
}

/// How long a cache has kept an answer (RFC 9111, section 5.1), in seconds. Only a cache says an age; one that is too large to
/// be read, or makes no sense, is not 0 either.
fn age_of(headers: &HeaderMap) -> Option<u64> {
    let age = headers.get(AGE)?.to_str().unwrap_or_default();
    Some(age.trim().parse().unwrap_or(u64::MAX))
}

/// Whether the server does not want its answer kept (RFC 9111, section 5.2.2.5).
fn forbids_keeping(headers: &HeaderMap) -> bool {
    let values = headers.get_all(CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|directive| directive.trim().eq_ignore_ascii_case("no-store"))
}

#[cfg(test)]
#[path = "fetch_tests.rs"]
mod tests;
