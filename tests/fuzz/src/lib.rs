//! What the fuzz targets share: inputs as text that a person can write, a server that is nothing but bytes, and what holds
//! of more than one kind of result.

mod message;
mod server;

use std::fmt::Debug;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use wallet_doctor_core::clock::Clock;
use wallet_doctor_core::config::{Config, WebUrl};
use wallet_doctor_core::fuzzing::Probe;
use wallet_doctor_core::service::{
    MAX_AFFECTED, MAX_BODY_CHARS, MAX_COMPONENTS, MAX_NEWS, MAX_TITLE_CHARS, ServiceReport,
};

pub use message::{Message, messages};
pub use server::{answering, in_paused_time, in_real_time};

/// The host that the probes ask, and that the certificates in the seeds are for.
pub const HOST: &str = "api.wallet.test";
/// The only authority that the probes trust. Nobody has its key any more.
const ROOT: &str = include_str!("../root.pem");

/// The time at which everything happens, inside the validity of the certificates in the seeds.
pub fn now() -> Timestamp {
    Timestamp::constant(1_900_000_000, 0)
}

#[derive(Debug)]
struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        now()
    }
}

/// A URL of a target's own.
pub fn web_url(text: &str) -> WebUrl {
    text.parse().expect("a target's own URL is a URL")
}

/// A probe of one endpoint of [`HOST`] over HTTPS.
pub fn probe() -> Probe {
    let config = serde_json::json!({
        "provider_name": "Fuzz",
        "endpoints": [{ "name": "api", "role": "wallet", "url": format!("https://{HOST}/health"), "answers": "json" }],
        "trust": { "system_roots": false, "extra_roots": [ROOT] },
    });
    let config = Config::from_json(config.to_string().as_bytes()).expect("the config is a config");
    let clock: Arc<dyn Clock> = Arc::new(Stopped);
    Probe::new(&config, &clock).expect("the config can be probed")
}

/// The rules of a mapping up to a line of `%%`, none without one, and the answer after it.
pub fn mapping_and_body(input: &[u8]) -> (&[u8], &[u8]) {
    let line = b"\n%%\n";
    match input.windows(line.len()).position(|window| window == line) {
        Some(place) => (&input[..place], &input[place + line.len()..]),
        None => (b"[]", input),
    }
}

/// What stands in a report must be there again when the report is read.
pub fn survives_json<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).expect("it can be written");
    let read: T = serde_json::from_str(&text).expect("what was written can be read");
    assert_eq!(&read, value);
}

/// Text from outside that people are shown: short, on one line, nothing that moves a cursor.
pub fn is_presentable(text: &str, limit: usize) {
    assert!(text.chars().count() <= limit, "longer than {limit}: {text:?}");
    let turns_around = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!text.chars().any(|c| c.is_control() || turns_around(c)), "{text:?}");
}

/// What holds of every status document that is readable, whatever its format.
pub fn is_bounded(report: &ServiceReport) {
    assert!(report.components.len() <= MAX_COMPONENTS);
    for part in &report.components {
        is_presentable(&part.name, MAX_TITLE_CHARS);
        is_id(part.id.as_deref());
    }
    assert!(report.incidents.len() <= MAX_NEWS);
    for incident in &report.incidents {
        is_news(incident.id.as_deref(), &incident.title, &incident.body);
        are_affected(&incident.components);
    }
    assert!(report.maintenances.len() <= MAX_NEWS);
    for work in &report.maintenances {
        is_news(work.id.as_deref(), &work.title, &work.body);
        are_affected(&work.components);
    }
    assert!(report.notices.len() <= MAX_NEWS);
    for notice in &report.notices {
        is_news(notice.id.as_deref(), &notice.title, &notice.body);
    }
    survives_json(report);
}

fn is_news(id: Option<&str>, title: &str, body: &str) {
    is_id(id);
    is_presentable(title, MAX_TITLE_CHARS);
    is_presentable(body, MAX_BODY_CHARS);
}

fn is_id(id: Option<&str>) {
    assert_ne!(id, Some(""), "an empty id is none");
    is_presentable(id.unwrap_or_default(), MAX_TITLE_CHARS);
}

fn are_affected(names: &[String]) {
    assert!(names.len() <= MAX_AFFECTED, "{} parts", names.len());
    names.iter().for_each(|name| is_presentable(name, MAX_TITLE_CHARS));
}
