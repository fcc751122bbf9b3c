//! A client as small as the protocol allows, and an intake to talk to.

use std::{
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use uuid::Uuid;
use wallet_doctor_intake::{Clock, Intake, IntakeOptions};

pub(crate) const LOOPBACK: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0);

/// Bytes that differ from place to place, so that a wrong order shows.
pub(crate) fn report(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    };
    (0..length).map(|_| next()).collect()
}

pub(crate) async fn start(store: &Path) -> Intake {
    Intake::start(IntakeOptions::new(LOOPBACK, store)).await.unwrap()
}

/// A clock that stands still until it is moved.
#[derive(Clone)]
pub(crate) struct TestClock(Arc<AtomicI64>);

impl TestClock {
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicI64::new(1_800_000_000)))
    }

    pub(crate) fn forward(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }

    pub(crate) fn clock(&self) -> Clock {
        let seconds = self.0.clone();
        Clock::from_fn(move || Timestamp::from_second(seconds.load(Ordering::SeqCst)).unwrap())
    }
}

#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    origin: String,
}

impl Client {
    pub(crate) fn new(intake: &Intake) -> Self {
        Self::over(&format!("http://{}", intake.addr()), rustls::RootCertStore::empty())
    }

    /// With *ring* named, as everywhere; no default provider is set.
    pub(crate) fn over(origin: &str, roots: rustls::RootCertStore) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let http = reqwest::Client::builder().tls_backend_preconfigured(tls).no_proxy().build().unwrap();
        Self { http, origin: origin.to_owned() }
    }

    /// A request without any header of tus.
    pub(crate) fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.origin))
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, path).header("Tus-Resumable", "1.0.0")
    }

    pub(crate) fn create_request(&self, length: usize, metadata: &[(&str, &str)]) -> RequestBuilder {
        let pairs: Vec<_> = metadata.iter().map(|(key, value)| format!("{key} {}", STANDARD.encode(value))).collect();
        self.request(Method::POST, "/reports")
            .header("Upload-Length", length)
            .header("Upload-Metadata", pairs.join(","))
    }

    pub(crate) async fn create(&self, id: Uuid, length: usize) -> Response {
        self.create_request(length, &[("report_id", &id.to_string())]).send().await.unwrap()
    }

    /// Creates and answers the upload's place.
    pub(crate) async fn created(&self, id: Uuid, length: usize) -> String {
        let response = self.create(id, length).await;
        assert_eq!(response.status(), StatusCode::CREATED);
        header(&response, "location").unwrap()
    }

    pub(crate) async fn head(&self, place: &str) -> Response {
        self.request(Method::HEAD, place).send().await.unwrap()
    }

    pub(crate) async fn offset(&self, place: &str) -> u64 {
        let response = self.head(place).await;
        assert_eq!(response.status(), StatusCode::OK);
        header(&response, "upload-offset").unwrap().parse().unwrap()
    }

    pub(crate) fn patch_request(&self, place: &str, offset: usize) -> RequestBuilder {
        self.request(Method::PATCH, place)
            .header("Content-Type", "application/offset+octet-stream")
            .header("Upload-Offset", offset)
    }

    pub(crate) async fn patch(&self, place: &str, offset: usize, bytes: &[u8]) -> Response {
        self.patch_request(place, offset).body(bytes.to_vec()).send().await.unwrap()
    }

    pub(crate) async fn delete(&self, place: &str) -> StatusCode {
        self.request(Method::DELETE, place).send().await.unwrap().status()
    }
}

/// The database of an intake that keeps everything in one folder.
pub(crate) async fn database(store: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(store.join("desk.sqlite"));
    SqliteConnection::connect_with(&options).await.unwrap()
}

pub(crate) fn header(response: &Response, name: &str) -> Option<String> {
    response.headers().get(name).map(|value| value.to_str().unwrap().to_owned())
}

/// The ticket, if the answer has one; checks its shape.
pub(crate) fn ticket(response: &Response) -> Option<String> {
    let ticket = header(response, "wallet-doctor-ticket")?;
    let shape: String =
        ticket.chars().map(|c| if c.is_ascii_digit() || c.is_ascii_uppercase() { 'X' } else { c }).collect();
    assert_eq!(shape, "XX-XXXX-XXXX", "{ticket}");
    assert!(ticket.starts_with("WD-"), "{ticket}");
    assert!(header(response, "wallet-doctor-expected-reply").unwrap().parse::<u64>().is_ok());
    Some(ticket)
}
