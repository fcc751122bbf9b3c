//! Against a real server that answers as it is told.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http::HeaderName;
use http::header::{ETAG, IF_NONE_MATCH, LOCATION, RETRY_AFTER};

use super::*;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::connectivity::Session;

const FINE: &str = r#"{"page":{"updated_at":"2026-03-01T10:00:00Z"},"status":{"indicator":"none"}}"#;
const OLDER: &str = r#"{"page":{"updated_at":"2026-03-01T08:00:00Z"},"status":{"indicator":"critical"}}"#;

/// What the server answers next, and the requests that it has had.
type Script = Arc<Mutex<(Response, Vec<Option<String>>)>>;

fn answer(status: u16, headers: &[(HeaderName, &str)], body: &'static str) -> Response {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(name, *value);
    }
    response.body(Body::from(body)).unwrap()
}

struct World {
    script: Script,
    client: Client,
    sources: Vec<StatusSource>,
    news: News,
}

impl World {
    async fn new(sources: &[&str]) -> Self {
        let script: Script = Arc::new(Mutex::new((answer(200, &[], FINE), Vec::new())));
        let shared = script.clone();
        let router = Router::new().fallback(move |request: Request| {
            let shared = shared.clone();
            async move {
                let mut script = shared.lock().unwrap();
                let condition = request.headers().get(IF_NONE_MATCH).map(|value| value.to_str().unwrap().to_owned());
                script.1.push(condition);
                std::mem::replace(&mut script.0, answer(500, &[], ""))
            }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/summary.json", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let sources = sources.iter().map(|name| serde_json::json!({ "name": name, "url": url }));
        let config = serde_json::json!({ "provider_name": "x", "status_sources": sources.collect::<Vec<_>>() });
        let config = Config::from_json(config.to_string().as_bytes()).unwrap();
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let client = Client::new(&Session::new(&config, &clock).unwrap()).unwrap();
        Self { script, client, sources: config.status_sources, news: News::new() }
    }

    /// Asks once, with this answer, and keeps what is to be kept.
    async fn ask(&mut self, with: Response) -> (Vec<SourceObservation>, Changes) {
        self.script.lock().unwrap().0 = with;
        let fetching = Fetching {
            client: &self.client,
            sources: &self.sources,
            news: &self.news,
            locale: Locale::En,
            clock: &SystemClock,
            keeps: true,
            budget: Duration::from_secs(10),
        };
        let (seen, changes) = fetching.run().await;
        for (source, change) in changes.clone() {
            match change {
                Change::Keep(kept) => self.news.insert(source, *kept),
                Change::Forget => self.news.remove(&source),
            };
        }
        (seen, changes)
    }

    fn conditions(&self) -> Vec<Option<String>> {
        self.script.lock().unwrap().1.clone()
    }
}

fn why(seen: &SourceObservation) -> Option<UnknownWhy> {
    seen.report.unknown()
}

#[tokio::test]
async fn what_has_not_changed_is_known_without_being_sent() {
    let mut world = World::new(&["page"]).await;
    world.ask(answer(200, &[(ETAG, "\"1\"")], FINE)).await;
    let before = world.news["page"].fetched_at;
    let (seen, _) = world.ask(answer(304, &[], "")).await;
    assert_eq!(world.conditions(), [None, Some("\"1\"".to_owned())]);
    assert!(seen[0].report.known().is_some() && seen[0].kept.is_none());
    assert!(world.news["page"].fetched_at > before, "confirmed just now");
    // And once more: what confirms a word does not end it.
    world.ask(answer(304, &[], "")).await;
    assert_eq!(world.conditions()[2].as_deref(), Some("\"1\""));
}

#[tokio::test]
async fn nothing_has_changed_is_no_answer_where_nothing_is_known() {
    let mut world = World::new(&["page"]).await;
    let (seen, changes) = world.ask(answer(304, &[], "")).await;
    assert_eq!((why(&seen[0]), changes.len()), (Some(UnknownWhy::HttpStatus), 0));
    // Nor where nobody asked: without a validator there was no condition.
    world.ask(answer(200, &[], FINE)).await;
    let (seen, changes) = world.ask(answer(304, &[], "")).await;
    assert_eq!((why(&seen[0]), changes.len()), (Some(UnknownWhy::HttpStatus), 0));
}

#[tokio::test]
async fn one_url_is_asked_once_and_conditions_need_all_of_its_sources() {
    let mut world = World::new(&["page", "again"]).await;
    let (seen, changes) = world.ask(answer(200, &[(ETAG, "\"1\"")], FINE)).await;
    assert_eq!((seen.len(), changes.len(), world.conditions().len()), (2, 2, 1));
    world.news.remove("again");
    world.ask(answer(200, &[(ETAG, "\"2\"")], FINE)).await;
    world.ask(answer(200, &[(ETAG, "\"2\"")], FINE)).await;
    assert_eq!(world.conditions(), [None, None, Some("\"2\"".to_owned())]);
}

#[tokio::test]
async fn a_word_is_as_old_as_the_cache_that_kept_it() {
    let mut world = World::new(&["page"]).await;
    let before = Timestamp::now();
    let (seen, _) = world.ask(answer(200, &[(AGE, "7200")], FINE)).await;
    assert_eq!(seen[0].age_s, Some(7_200));
    let kept = world.news["page"].fetched_at;
    assert!(before.duration_since(kept) >= SignedDuration::from_secs(7_100), "{kept}");
    // Nor does an older word take the place of a younger one.
    world.ask(answer(200, &[], FINE)).await;
    let (_, changes) = world.ask(answer(200, &[(AGE, "7200")], FINE)).await;
    assert!(changes.is_empty());
    for odd in ["-5", "soon", "99999999999999999999999", "3600, 1"] {
        let (seen, _) = world.ask(answer(200, &[(AGE, odd)], FINE)).await;
        assert_eq!(seen[0].age_s, Some(u64::MAX), "{odd}");
    }
}

#[tokio::test]
async fn what_is_not_to_be_kept_is_forgotten() {
    let mut world = World::new(&["page"]).await;
    world.ask(answer(200, &[], FINE)).await;
    assert_eq!(world.news.len(), 1);
    world.ask(answer(200, &[(CACHE_CONTROL, "private, No-Store")], FINE)).await;
    assert!(world.news.is_empty());
}

#[tokio::test]
async fn what_fails_changes_nothing_of_what_is_known() {
    let mut world = World::new(&["page"]).await;
    world.ask(answer(200, &[], FINE)).await;
    for (answered, wanted, busy) in [
        (answer(200, &[], "<html>"), UnknownWhy::Unreadable, false),
        (answer(404, &[], "{}"), UnknownWhy::HttpStatus, false),
        (answer(503, &[], "{}"), UnknownWhy::HttpStatus, false),
        (answer(503, &[(RETRY_AFTER, "60")], "{}"), UnknownWhy::HttpStatus, true),
        (answer(429, &[], "{}"), UnknownWhy::HttpStatus, true),
        (answer(302, &[(LOCATION, "https://elsewhere.example/")], ""), UnknownWhy::Redirected, false),
    ] {
        let (seen, changes) = world.ask(answered).await;
        assert_eq!((why(&seen[0]), seen[0].busy), (Some(wanted), busy));
        assert!(seen[0].kept.is_some() && changes.is_empty());
    }
}

#[tokio::test]
async fn a_source_that_goes_back_in_time_does_not_replace_what_is_newer() {
    let mut world = World::new(&["page"]).await;
    world.ask(answer(200, &[], FINE)).await;
    let (seen, changes) = world.ask(answer(200, &[], OLDER)).await;
    assert!(seen[0].report.known().is_some() && seen[0].kept.is_some() && changes.is_empty());
}

#[tokio::test]
async fn what_comes_fresh_is_kept_whatever_the_phones_clock_says() {
    let mut world = World::new(&["page"]).await;
    world.ask(answer(200, &[], OLDER)).await;
    // Kept by the true clock; the phone's own is some minutes slow.
    let ahead = SignedDuration::from_mins(4);
    let kept = world.news.get_mut("page").unwrap();
    kept.fetched_at = kept.fetched_at.checked_add(ahead).unwrap();
    let (_, changes) = world.ask(answer(200, &[], FINE)).await;
    assert_eq!(changes.len(), 1);
}
