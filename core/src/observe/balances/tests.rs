//! Against an app and a server whose balances change between two readings.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde_json::{Value, json};

use super::*;
use crate::clock::SystemClock;
use crate::connectivity::Session;
use crate::host::{BalanceSource, TransactionSource};
use crate::observation::UnknownWhy;

/// Long enough for whatever answers at all, on any machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the app answers to one question, the first time and every time after that.
type Answers<T> = [fn() -> Result<T, HostError>; 2];

/// An app that counts how often each of the three is asked of it.
struct App {
    cached: Answers<BalanceSheet>,
    synced: Answers<BalanceSheet>,
    pending: Answers<Vec<PendingTransaction>>,
    asked: [AtomicUsize; 3],
}

impl App {
    fn answer<T>(&self, which: usize, answers: &Answers<T>) -> Result<T, HostError> {
        let times = self.asked[which].fetch_add(1, Ordering::SeqCst);
        answers[times.min(1)]()
    }

    /// How often each was asked.
    fn asked(&self) -> [usize; 3] {
        [0, 1, 2].map(|which| self.asked[which].load(Ordering::SeqCst))
    }
}

impl BalanceSource for App {
    fn cached(&self) -> Result<BalanceSheet, HostError> {
        self.answer(0, &self.cached)
    }

    fn synced(&self) -> Result<BalanceSheet, HostError> {
        self.answer(1, &self.synced)
    }

    fn resync(&self) -> Result<(), HostError> {
        Err(HostError::NotOffered)
    }
}

impl TransactionSource for App {
    fn pending(&self) -> Result<Vec<PendingTransaction>, HostError> {
        self.answer(2, &self.pending)
    }
}

fn sheet(totals: &[(&str, &str)]) -> BalanceSheet {
    let balances: Vec<Value> = totals.iter().map(|(asset, total)| json!({ "asset": asset, "total": total })).collect();
    serde_json::from_value(json!({ "as_of": "2026-03-01T08:00:00Z", "sequence": 7, "balances": balances })).unwrap()
}

fn ten() -> Result<BalanceSheet, HostError> {
    Ok(sheet(&[("CNY", "10.00"), ("USDT", "1")]))
}

fn eight() -> Result<BalanceSheet, HostError> {
    Ok(sheet(&[("CNY", "8.00"), ("USDT", "1")]))
}

fn seven() -> Result<BalanceSheet, HostError> {
    Ok(sheet(&[("CNY", "7.00"), ("USDT", "1")]))
}

fn none() -> Result<Vec<PendingTransaction>, HostError> {
    Ok(Vec::new())
}

fn two_out() -> Result<Vec<PendingTransaction>, HostError> {
    let pending = json!([{ "id": "a", "asset": "CNY", "direction": "out", "amount": "1.50", "fee": "0.50" }]);
    Ok(serde_json::from_value(pending).unwrap())
}

fn fails<T>() -> Result<T, HostError> {
    Err(HostError::Failed { message: "no session".to_owned() })
}

async fn seen(app: &Arc<App>, patience: Duration) -> Seen {
    let host = Host { balances: Some(app.clone()), transactions: Some(app.clone()), ..Host::default() };
    with(&host, &json!({ "provider_name": "P" }), patience).await
}

async fn with(host: &Host, config: &Value, patience: Duration) -> Seen {
    let config = Config::from_json(config.to_string().as_bytes()).unwrap();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let client = Client::new(&Session::new(&config, &clock).unwrap()).unwrap();
    let from = SyncedFrom { config: &config, host, client: &client };
    read(from, &clock, Instant::now() + patience).await
}

fn total(sheet: &Observed<BalanceSheet>) -> String {
    sheet.known().map(|sheet| sheet.balances[0].total.to_string()).unwrap_or_default()
}

#[tokio::test]
async fn a_difference_is_read_twice_and_the_second_reading_stands() {
    for (cached, synced, pending, reading, times) in [
        ([ten, ten], [ten, fails], [none, fails], BalanceReading::Once, 1),
        ([ten, ten], [eight, eight], [none, none], BalanceReading::Confirmed, 2),
        ([ten, eight], [eight, eight], [none, none], BalanceReading::Once, 2),
        ([ten, ten], [eight, seven], [none, none], BalanceReading::Changing, 2),
        // Other amounts, but the same difference.
        (
            [eight, ten],
            [ten, || Ok(sheet(&[("CNY", "12.00"), ("USDT", "1")]))],
            [none, none],
            BalanceReading::Confirmed,
            2,
        ),
        // The same amount, but of another asset.
        (
            [ten, ten],
            [eight, || Ok(sheet(&[("CNY", "10.00"), ("USDT", "-1")]))],
            [none, none],
            BalanceReading::Changing,
            2,
        ),
        // What is under way explains it, at once or at the second look.
        ([ten, ten], [eight, fails], [two_out, fails], BalanceReading::Once, 1),
        ([ten, ten], [eight, eight], [none, two_out], BalanceReading::Once, 2),
        ([ten, ten], [eight, eight], [two_out, none], BalanceReading::Once, 1),
    ] as [(Answers<_>, Answers<_>, Answers<_>, _, _); 9]
    {
        let app = Arc::new(App { cached, synced, pending, asked: Default::default() });
        let seen = seen(&app, PATIENCE).await;
        assert_eq!((seen.reading, app.asked()), (reading, [times; 3]), "{seen:?}");
        let last = times.min(2) - 1;
        assert_eq!(total(&seen.cached), cached[last]().unwrap().balances[0].total.to_string());
        assert_eq!(total(&seen.synced), synced[last]().unwrap().balances[0].total.to_string());
        assert_eq!(seen.pending.known(), pending[last]().ok().as_ref());
    }
}

#[tokio::test]
async fn what_is_not_known_accuses_nobody_and_is_read_once() {
    let app = App { cached: [ten, ten], synced: [fails, ten], pending: [none, none], asked: Default::default() };
    let app = Arc::new(app);
    let seen = seen(&app, PATIENCE).await;
    assert_eq!((seen.reading, app.asked(), seen.has_gaps()), (BalanceReading::Once, [1; 3], true));
}

#[tokio::test]
async fn a_second_reading_that_fails_or_knows_less_leaves_the_first_unconfirmed() {
    for (cached, synced, pending) in [
        ([ten, fails], [eight, eight], [none, none]),
        ([ten, ten], [eight, fails], [none, none]),
        ([ten, ten], [eight, || panic!("boom")], [none, none]),
        ([ten, ten], [eight, eight], [none, fails]),
    ] as [(Answers<_>, Answers<_>, Answers<_>); 4]
    {
        let app = Arc::new(App { cached, synced, pending, asked: Default::default() });
        let seen = seen(&app, PATIENCE).await;
        assert_eq!((seen.reading, app.asked(), seen.has_gaps()), (BalanceReading::Unconfirmed, [2; 3], false));
        assert_eq!((total(&seen.cached), total(&seen.synced)), ("10.00".to_owned(), "8.00".to_owned()));
    }
}

/// An app that answers once, and then not again until it is let go.
struct Hangs {
    asked: AtomicUsize,
    until: Mutex<mpsc::Receiver<()>>,
}

impl BalanceSource for Hangs {
    fn cached(&self) -> Result<BalanceSheet, HostError> {
        ten()
    }

    fn synced(&self) -> Result<BalanceSheet, HostError> {
        if self.asked.fetch_add(1, Ordering::SeqCst) > 0 {
            let _ = self.until.lock().unwrap().recv();
        }
        eight()
    }

    fn resync(&self) -> Result<(), HostError> {
        Err(HostError::NotOffered)
    }
}

#[tokio::test]
async fn a_second_reading_that_hangs_ends_with_the_deadline() {
    let (release, until) = mpsc::channel();
    let app = Arc::new(Hangs { asked: AtomicUsize::new(0), until: Mutex::new(until) });
    let host = Host { balances: Some(app), ..Host::default() };
    let patience = Duration::from_secs(2);
    let started = Instant::now();
    let seen = with(&host, &json!({ "provider_name": "P" }), patience).await;
    drop(release);
    assert!(started.elapsed() >= patience, "the first reading has come in time on any machine");
    assert_eq!((seen.reading, total(&seen.synced)), (BalanceReading::Unconfirmed, "8.00".to_owned()));
}

/// An app that has balances to show, and leaves those of the provider to the endpoint.
struct Shows;

impl BalanceSource for Shows {
    fn cached(&self) -> Result<BalanceSheet, HostError> {
        ten()
    }

    fn synced(&self) -> Result<BalanceSheet, HostError> {
        Err(HostError::NotOffered)
    }

    fn resync(&self) -> Result<(), HostError> {
        Err(HostError::NotOffered)
    }
}

/// What is read from a server that answers one body after the other, and how often it was asked.
async fn served(answers: &'static [(u16, &'static str)]) -> (Seen, usize) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = asked.clone();
    let router = Router::new().fallback(move || {
        let (status, body) = answers[counter.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1)];
        async move { (StatusCode::from_u16(status).unwrap(), [("location", "/elsewhere")], body).into_response() }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/assets", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let mapping = json!([
        { "to": "/sequence", "from": "/version" },
        { "to": "/balances", "from": "/assets", "each": [
            { "to": "/asset", "from": "", "key": true },
            { "to": "/total", "from": "/amount", "scale_at": "/decimals" } ] } ]);
    let config = json!({ "provider_name": "P", "balances": { "url": url, "mapping": mapping } });
    let host = Host { balances: Some(Arc::new(Shows)), ..Host::default() };
    let seen = with(&host, &config, PATIENCE).await;
    (seen, asked.load(Ordering::SeqCst))
}

const TEN: &str = r#"{"version":7,"assets":{"CNY":{"amount":"1000","decimals":2},"USDT":{"amount":1,"decimals":0}}}"#;
const EIGHT: &str = r#"{"version":8,"assets":{"CNY":{"amount":800,"decimals":"2"},"USDT":{"amount":1,"decimals":0}}}"#;

#[tokio::test]
async fn a_server_whose_ledger_changes_between_two_readings_accuses_nobody() {
    for (answers, reading, times, last) in [
        (&[(200, TEN)][..], BalanceReading::Once, 1, "10.00"),
        (&[(200, EIGHT)], BalanceReading::Confirmed, 2, "8.00"),
        (&[(200, EIGHT), (200, TEN)], BalanceReading::Once, 2, "10.00"),
        (&[(200, EIGHT), (503, "{}")], BalanceReading::Unconfirmed, 2, "8.00"),
        (&[(200, EIGHT), (200, "{\"assets\":")], BalanceReading::Unconfirmed, 2, "8.00"),
    ] {
        let (seen, asked) = served(answers).await;
        assert_eq!((seen.reading, asked), (reading, times), "{answers:?}");
        assert_eq!(total(&seen.synced), last);
    }
}

#[tokio::test]
async fn what_comes_instead_of_balances_is_told_and_asked_for_once() {
    for (answers, why) in [
        (&[(200, "{}")][..], UnknownWhy::Unreadable),
        (&[(200, "<html>")], UnknownWhy::Unreadable),
        (&[(401, TEN)], UnknownWhy::HttpStatus),
        (&[(302, TEN)], UnknownWhy::Redirected),
    ] {
        let (seen, asked) = served(answers).await;
        assert_eq!((seen.synced.unknown(), asked, seen.reading), (Some(why), 1, BalanceReading::Once), "{answers:?}");
    }
}

#[tokio::test]
async fn an_answer_without_a_time_is_of_the_moment_it_came() {
    let before = SystemClock.now();
    let (seen, _) = served(&[(200, TEN)]).await;
    let as_of = seen.synced.known().unwrap().as_of;
    assert!(before <= as_of && as_of <= SystemClock.now());
}
