//! The last good word of each source, kept on disk from one diagnosis to the next: an offline phone still knows of the
//! maintenance that was planned.

use std::collections::BTreeMap;

use http::HeaderMap;
use http::header::{ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::ServiceReport;
use crate::config::{Locale, StatusSource};
use crate::observation::KeptReport;
use crate::store::{DatabaseError, MAX_ENTRY_BYTES, Store};

/// Where the store keeps them.
const HEADING: &str = "status";
/// After this nobody wants to know what a source last said.
const LONGEST_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// The longest validator that is kept and sent back, in bytes.
const MAX_VALIDATOR_BYTES: usize = 1_024;
/// Of a word that is too large for the store so many parts and items of news are kept, without their bodies.
const SLIM_COMPONENTS: usize = 100;
const SLIM_NEWS: usize = 20;

/// What is known of every source, by its name.
pub(crate) type News = BTreeMap<String, Kept>;

/// The last good word of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// Of what it was read from and how; of another one it would be another word.
    origin: String,
    pub(super) report: ServiceReport,
    /// When the source last said so, in truth as far as that was known.
    pub(crate) fetched_at: Timestamp,
    pub(super) validators: Validators,
}

/// What a server wants to see again to say that nothing has changed (RFC 9110, section 8.8).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Validators {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_modified: Option<String>,
}

impl Kept {
    pub(super) fn new(
        source: &StatusSource,
        locale: Locale,
        report: ServiceReport,
        validators: Validators,
        fetched_at: Timestamp,
    ) -> Self {
        Self { origin: origin(source, locale), report, fetched_at, validators }
    }

    pub(super) fn is_of(&self, source: &StatusSource, locale: Locale) -> bool {
        self.origin == origin(source, locale)
    }

    pub(super) fn shown(&self) -> KeptReport {
        KeptReport { report: self.report.clone(), fetched_at: self.fetched_at }
    }
}

impl Validators {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let text = |name| {
            let value = headers.get(name)?.to_str().ok()?;
            (value.len() <= MAX_VALIDATOR_BYTES).then(|| value.to_owned())
        };
        Self { etag: text(ETAG), last_modified: text(LAST_MODIFIED) }
    }

    /// The conditions of a request; none if the server gave nothing to compare.
    pub(super) fn conditions(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in [(IF_NONE_MATCH, &self.etag), (IF_MODIFIED_SINCE, &self.last_modified)] {
            if let Some(value) = value.as_ref().and_then(|value| value.parse().ok()) {
                headers.insert(name, value);
            }
        }
        headers
    }
}

/// What the store knows. Blocks.
pub(crate) fn load(store: &Store, now: Timestamp) -> Result<News, DatabaseError> {
    let mut news: News = store.read(HEADING)?;
    news.retain(|_, kept| now.duration_since(kept.fetched_at) <= LONGEST_KEPT);
    Ok(news)
}

/// Durable when it returns. Blocks.
pub(crate) fn save(store: &Store, news: News) -> Result<(), DatabaseError> {
    let news: News = news.into_iter().map(|(source, kept)| (source, slim(kept))).collect();
    store.replace(HEADING, &news)
}

/// As much of a word as fits the store.
fn slim(mut kept: Kept) -> Kept {
    let fits = |kept: &Kept| serde_json::to_vec(kept).is_ok_and(|bytes| bytes.len() <= MAX_ENTRY_BYTES / 2);
    if fits(&kept) {
        return kept;
    }
    let report = &mut kept.report;
    let bodies = report.incidents.iter_mut().map(|it| &mut it.body);
    let bodies = bodies.chain(report.maintenances.iter_mut().map(|it| &mut it.body));
    bodies.chain(report.notices.iter_mut().map(|it| &mut it.body)).for_each(String::clear);
    if !fits(&kept) {
        let report = &mut kept.report;
        report.components.truncate(SLIM_COMPONENTS);
        report.incidents.truncate(SLIM_NEWS);
        report.maintenances.truncate(SLIM_NEWS);
        report.notices.truncate(SLIM_NEWS);
        let parts = report.incidents.iter_mut().map(|it| &mut it.components);
        parts.chain(report.maintenances.iter_mut().map(|it| &mut it.components)).for_each(|it| it.truncate(SLIM_NEWS));
    }
    kept
}

/// A hash: the URL itself may hold a secret.
fn origin(source: &StatusSource, locale: Locale) -> String {
    let mut hash = Sha256::new();
    let keys: Vec<String> = source.signed_by.iter().map(ToString::to_string).collect();
    for part in [source.url.as_str(), source.format.as_str(), locale.as_str(), &keys.join(" ")] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hex::encode(hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::StatusFormat;
    use crate::service::{MAX_BODY_CHARS, MAX_NEWS, MAX_TITLE_CHARS, Notice};

    fn source(url: &str) -> StatusSource {
        serde_json::from_value(serde_json::json!({ "name": "page", "url": url })).unwrap()
    }

    fn kept(report: ServiceReport, fetched_at: &str) -> Kept {
        let source = source("https://status.example/");
        Kept::new(&source, Locale::En, report, Validators::default(), fetched_at.parse().unwrap())
    }

    #[test]
    fn it_is_of_one_url_in_one_language() {
        let kept = kept(ServiceReport::empty(StatusFormat::Announcements), "2026-03-01T12:00:00Z");
        assert!(kept.is_of(&source("https://status.example/"), Locale::En));
        assert!(!kept.is_of(&source("https://status.example/"), Locale::ZhHans));
        assert!(!kept.is_of(&source("https://status.example/other"), Locale::En));
    }

    #[test]
    fn validators_go_back_as_they_came() {
        let headers = |pairs: &[(http::HeaderName, &str)]| -> HeaderMap {
            pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
        };
        let date = "Sun, 01 Mar 2026 12:00:00 GMT";
        let validators = Validators::of(&headers(&[(ETAG, "W/\"a\""), (LAST_MODIFIED, date)]));
        assert_eq!(validators.conditions(), headers(&[(IF_NONE_MATCH, "W/\"a\""), (IF_MODIFIED_SINCE, date)]));
        let long = format!("\"{}\"", "x".repeat(MAX_VALIDATOR_BYTES));
        assert_eq!(Validators::of(&headers(&[(ETAG, &long)])), Validators::default());
        assert!(Validators::default().conditions().is_empty());
    }

    #[test]
    fn what_is_saved_is_there_at_the_next_start_until_it_is_of_no_use() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        let word = kept(ServiceReport::empty(StatusFormat::Feed), "2026-03-01T12:00:00Z");
        save(&store, News::from([("page".to_owned(), word.clone())])).unwrap();
        let at = |now: &str| load(&Store::new(folder.path()), now.parse().unwrap()).unwrap();
        assert_eq!(at("2026-03-02T12:00:00Z").get("page"), Some(&word));
        assert!(at("2026-05-01T12:00:00Z").is_empty());
    }

    #[test]
    fn the_largest_word_there_is_still_fits_the_store() {
        let mut report = ServiceReport::empty(StatusFormat::Feed);
        report.notices = (0..MAX_NEWS)
            .map(|_| Notice {
                id: Some("数".repeat(MAX_TITLE_CHARS)),
                title: "数".repeat(MAX_TITLE_CHARS),
                body: "数".repeat(MAX_BODY_CHARS),
                published_at: None,
                starts_at: None,
                ends_at: None,
            })
            .collect();
        let slim = slim(kept(report, "2026-03-01T12:00:00Z"));
        assert!(serde_json::to_vec(&slim).unwrap().len() <= MAX_ENTRY_BYTES);
        assert_eq!(slim.report.notices.len(), SLIM_NEWS);
    }
}
