//! The last good word of each source, kept on disk from one diagnosis to the next: an offline phone still knows of the
//! maintenance that was planned.

use std::collections::BTreeMap;

use http::HeaderMap;
use http::header::{ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::word::{FRESH, LONGEST_KEPT, believed, is_later};
use super::{MAX_COMPONENTS, ServiceReport};
use crate::config::{Locale, MAX_ENTRIES, StatusSource};
use crate::observation::{KeptReport, NotCheckedWhy, Observed, SourceObservation};
use crate::store::{DatabaseError, MAX_ENTRY_BYTES, Store};

/// Where the store keeps them.
const HEADING: &str = "status";
/// The longest validator that is kept and sent back, in bytes.
const MAX_VALIDATOR_BYTES: usize = 1_024;
/// The largest word that is kept, in bytes: what the store takes, less what it adds.
const MAX_WORD_BYTES: usize = MAX_ENTRY_BYTES - 64;
/// How many words are kept, of this config's sources and of others': an app and its extension may have their own.
const MAX_KEPT: usize = 4 * MAX_ENTRIES;

/// What is known of every source, by its name.
pub(crate) type News = BTreeMap<String, Kept>;

/// What a diagnosis changes in that. Of a source that did not answer nothing changes.
pub(crate) type Changes = BTreeMap<String, Change>;

/// What is to become of a source's last good word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// This is it now.
    Keep(Box<Kept>),
    /// It is not to be kept.
    Forget,
}

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
    /// As much of a word as the store takes.
    pub(super) fn new(
        source: &StatusSource,
        locale: Locale,
        report: ServiceReport,
        validators: Validators,
        fetched_at: Timestamp,
    ) -> Self {
        slim(Self { origin: origin(source, locale), report, fetched_at, validators })
    }

    pub(super) fn is_of(&self, source: &StatusSource, locale: Locale) -> bool {
        self.origin == origin(source, locale)
    }

    /// Whether this is newer than what the source says now, in its own words, and was said not long ago.
    pub(super) fn outdates(&self, report: &ServiceReport, now: Timestamp) -> bool {
        let is_news = now.duration_since(self.fetched_at) <= FRESH;
        is_news && is_later(believed(self.report.updated_at, now), believed(report.updated_at, now))
    }

    /// Whether anybody still wants to know; a clock that is wrong by a month either way ends that, too.
    fn is_of_use(&self, now: Timestamp) -> bool {
        now.duration_since(self.fetched_at).abs() <= LONGEST_KEPT
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
    // What seems to come from the future is of no known age: the clock is wrong now, or was then.
    news.retain(|_, kept| kept.is_of_use(now) && believed(Some(kept.fetched_at), now).is_some());
    Ok(news)
}

/// What is kept of these sources, as if none of them had been asked.
pub(crate) fn remembered(sources: &[StatusSource], locale: Locale, news: &News) -> Vec<SourceObservation> {
    let kept = |source: &StatusSource| {
        let kept = news.get(&source.name).filter(|kept| kept.is_of(source, locale))?;
        Some(SourceObservation {
            source: source.name.clone(),
            report: Observed::NotChecked { why: NotCheckedWhy::NotNeeded },
            signed: !source.signed_by.is_empty(),
            age_s: None,
            busy: false,
            retry_after_s: None,
            kept: Some(kept.shown()),
        })
    };
    sources.iter().filter_map(kept).collect()
}

/// Keeps what has changed, with its times corrected by how far the phone's clock is behind. What other configs keep, and what
/// did not answer, stays until it is of no use. Durable when it returns. Blocks.
pub(crate) fn save(
    store: &Store,
    changes: Changes,
    correction: SignedDuration,
    now: Timestamp,
) -> Result<(), DatabaseError> {
    store.update(HEADING, |news: &mut News| {
        news.retain(|_, kept| kept.is_of_use(now));
        for (source, change) in changes {
            match change {
                Change::Forget => news.remove(&source),
                Change::Keep(kept) => {
                    let fetched_at = kept.fetched_at.checked_add(correction).unwrap_or(kept.fetched_at);
                    news.insert(source, Kept { fetched_at, ..*kept })
                }
            };
        }
        while news.len() > MAX_KEPT {
            let Some(oldest) = news.iter().min_by_key(|(_, kept)| kept.fetched_at) else { break };
            let oldest = oldest.0.clone();
            news.remove(&oldest);
        }
    })
}

/// As much of a word as fits the store: without the bodies, then with ever fewer parts and items of news. What is not the
/// whole of it is no answer to 'nothing has changed'.
fn slim(mut kept: Kept) -> Kept {
    let fits = |kept: &Kept| serde_json::to_vec(kept).is_ok_and(|bytes| bytes.len() <= MAX_WORD_BYTES);
    if fits(&kept) {
        return kept;
    }
    kept.validators = Validators::default();
    let report = &mut kept.report;
    let bodies = report.incidents.iter_mut().map(|it| &mut it.body);
    let bodies = bodies.chain(report.maintenances.iter_mut().map(|it| &mut it.body));
    bodies.chain(report.notices.iter_mut().map(|it| &mut it.body)).for_each(|body| drop(std::mem::take(body)));
    let mut most = MAX_COMPONENTS;
    while !fits(&kept) && most > 0 {
        most /= 2;
        let report = &mut kept.report;
        report.components.truncate(most);
        report.incidents.truncate(most);
        report.maintenances.truncate(most);
        report.notices.truncate(most);
        report.components.shrink_to_fit();
        let parts = report.incidents.iter_mut().map(|it| &mut it.components);
        parts.chain(report.maintenances.iter_mut().map(|it| &mut it.components)).for_each(|it| it.truncate(most));
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
    use crate::service::{Component, MAX_AFFECTED, MAX_BODY_CHARS, MAX_NEWS, MAX_TITLE_CHARS, Maintenance, Notice};

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

    fn save_now(store: &Store, changes: &[(&str, Change)], now: &str) {
        let changes = changes.iter().map(|(source, change)| ((*source).to_owned(), change.clone())).collect();
        save(store, changes, SignedDuration::ZERO, now.parse().unwrap()).unwrap();
    }

    fn keep(kept: &Kept) -> Change {
        Change::Keep(Box::new(kept.clone()))
    }

    #[test]
    fn what_is_saved_is_there_at_the_next_start_until_it_is_of_no_use() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        let word = kept(ServiceReport::empty(StatusFormat::Feed), "2026-03-01T12:00:00Z");
        save_now(&store, &[("page", keep(&word))], "2026-03-01T12:00:00Z");
        let at = |now: &str| load(&Store::new(folder.path()), now.parse().unwrap()).unwrap();
        assert_eq!(at("2026-03-02T12:00:00Z").get("page"), Some(&word));
        assert!(at("2026-05-01T12:00:00Z").is_empty());
    }

    #[test]
    fn what_did_not_answer_stays_and_what_is_not_to_be_kept_goes() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        let word = kept(ServiceReport::empty(StatusFormat::Feed), "2026-03-01T12:00:00Z");
        save_now(&store, &[("a", keep(&word)), ("b", keep(&word))], "2026-03-01T12:00:00Z");
        save_now(&store, &[("b", Change::Forget), ("c", keep(&word))], "2026-03-01T12:30:00Z");
        let left = || load(&store, "2026-03-01T13:00:00Z".parse().unwrap()).unwrap().into_keys().collect::<Vec<_>>();
        assert_eq!(left(), ["a", "c"]);
        let many: Vec<(String, Change)> = (0..MAX_KEPT).map(|i| (format!("x{i}"), keep(&word))).collect();
        let many: Vec<(&str, Change)> = many.iter().map(|(name, change)| (name.as_str(), change.clone())).collect();
        save_now(&store, &many, "2026-03-01T12:30:00Z");
        assert_eq!(left().len(), MAX_KEPT);
    }

    #[test]
    fn only_what_was_fetched_now_is_corrected() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        let word = kept(ServiceReport::empty(StatusFormat::Feed), "2026-03-01T12:00:00Z");
        let day = SignedDuration::from_hours(24);
        let now = "2026-03-01T12:00:00Z".parse().unwrap();
        save(&store, Changes::from([("page".to_owned(), keep(&word))]), day, now).unwrap();
        save(&store, Changes::from([("other".to_owned(), keep(&word))]), day, now).unwrap();
        let times: Vec<String> = load(&store, "2026-03-03T00:00:00Z".parse().unwrap())
            .unwrap()
            .values()
            .map(|kept| kept.fetched_at.to_string())
            .collect();
        assert_eq!(times, ["2026-03-02T12:00:00Z", "2026-03-02T12:00:00Z"]);
    }

    #[test]
    fn what_is_newer_stays_only_as_long_as_it_is_news() {
        let dated =
            |at: &str| ServiceReport { updated_at: at.parse().ok(), ..ServiceReport::empty(StatusFormat::Feed) };
        let now = "2026-03-01T12:00:00Z".parse().unwrap();
        let newer =
            |updated: &str, fetched: &str| kept(dated(updated), fetched).outdates(&dated("2026-03-01T09:00:00Z"), now);
        assert!(newer("2026-03-01T11:00:00Z", "2026-03-01T11:50:00Z"));
        assert!(!newer("2026-03-01T11:00:00Z", "2026-03-01T11:00:00Z"), "said an hour ago");
        assert!(!newer("2027-03-01T11:00:00Z", "2026-03-01T11:50:00Z"), "dated ahead");
        assert!(!newer("", "2026-03-01T11:50:00Z"));
    }

    #[test]
    fn the_largest_word_there_is_still_fits_the_store_and_is_no_longer_compared_with() {
        let long = |chars: usize| "数".repeat(chars);
        let component = Component { id: Some(long(MAX_TITLE_CHARS)), name: long(MAX_TITLE_CHARS), state: None };
        let work = Maintenance {
            title: long(MAX_TITLE_CHARS),
            body: long(MAX_BODY_CHARS),
            components: vec![long(MAX_TITLE_CHARS); MAX_AFFECTED],
            ..crate::service::window::tests::work(None, "2026-03-01T13:00:00Z", "2026-03-01T14:00:00Z")
        };
        let notice = Notice {
            id: Some(long(MAX_TITLE_CHARS)),
            title: long(MAX_TITLE_CHARS),
            body: long(MAX_BODY_CHARS),
            published_at: None,
            starts_at: None,
            ends_at: None,
        };
        let report = ServiceReport {
            components: vec![component; MAX_COMPONENTS],
            maintenances: vec![work; MAX_NEWS],
            notices: vec![notice; MAX_NEWS],
            ..ServiceReport::empty(StatusFormat::BetterStack)
        };
        let validators = Validators { etag: Some("\"a\"".into()), last_modified: None };
        let at = "2026-03-01T12:00:00Z".parse().unwrap();
        let slim = Kept::new(&source("https://status.example/"), Locale::En, report, validators, at);
        assert!(serde_json::to_vec(&slim).unwrap().len() <= MAX_WORD_BYTES);
        assert!(!slim.report.maintenances.is_empty() && slim.validators.conditions().is_empty());
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        save_now(&store, &[("page", keep(&slim))], "2026-03-01T12:00:00Z");
        assert_eq!(load(&store, "2026-03-01T12:00:00Z".parse().unwrap()).unwrap().len(), 1);
    }
}
