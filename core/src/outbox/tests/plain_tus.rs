//! A tus server as plain as the protocol allows, of nobody's making: it does not know reports by their id, has no tickets,
//! and misbehaves where a test tells it to.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, Method};
use sha2::{Digest, Sha256};
use tokio::sync::Notify;

use crate::config::WebUrl;

/// A request as it came.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) method: Method,
    pub(super) bytes: usize,
}

/// A fault: an answer instead of the right one. The right thing may have been done before (`after`) or not at all.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub(super) method: Method,
    pub(super) times: usize,
    pub(super) after: bool,
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
}

impl Fault {
    pub(super) fn once(method: Method, status: u16) -> Self {
        Self { method, times: 1, after: false, status, headers: Vec::new() }
    }

    pub(super) fn always(method: Method, status: u16) -> Self {
        Self { times: usize::MAX, ..Self::once(method, status) }
    }

    pub(super) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

#[derive(Default)]
struct State {
    /// Length and content by path.
    uploads: BTreeMap<String, (usize, Vec<u8>)>,
    /// How many were ever created: no place is given twice.
    created: usize,
    seen: Vec<Seen>,
    faults: Vec<Fault>,
    /// Whether it has said that it takes checksums.
    offers_checksums: bool,
    /// Whether it minds if there is none even so.
    checksums_are_optional: bool,
    /// How many chunks it takes before it lets one hang, unanswered and not stored.
    takes: Option<usize>,
    /// Told when one hangs.
    hanging: Arc<Notify>,
}

/// A running server; stopped when it is dropped.
pub(super) struct PlainTus {
    state: Arc<Mutex<State>>,
    pub(super) intake: WebUrl,
    task: tokio::task::JoinHandle<()>,
}

impl PlainTus {
    pub(super) async fn start() -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let intake = format!("http://{}/files", listener.local_addr().unwrap()).parse().unwrap();
        let shared = state.clone();
        let app = axum::Router::new().fallback(move |request: Request| handle(shared.clone(), request));
        let task = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { state, intake, task }
    }

    pub(super) fn fault(&self, fault: Fault) {
        self.state.lock().unwrap().faults.push(fault);
    }

    pub(super) fn heal(&self) {
        self.state.lock().unwrap().faults.clear();
    }

    /// Forgets that it has said that it takes checksums: the app's own session sends none.
    pub(super) fn without_checksums(&self) {
        self.state.lock().unwrap().checksums_are_optional = true;
    }

    /// What has come so far; forgotten thereby.
    pub(super) fn seen(&self) -> Vec<Seen> {
        std::mem::take(&mut self.state.lock().unwrap().seen)
    }

    /// The methods of what has come so far; forgotten thereby. Several chunks in a row count as one: how many there are depends on
    /// how long each took.
    pub(super) fn methods(&self) -> Vec<String> {
        let mut methods: Vec<_> = self.seen().into_iter().map(|seen| seen.method.to_string()).collect();
        methods.dedup_by(|a, b| a == "PATCH" && a == b);
        methods
    }

    /// Takes so many chunks and lets the next one hang. The future ends when that one is there.
    pub(super) fn hang_after(&self, chunks: usize) -> impl Future<Output = ()> + use<> {
        let mut state = self.state.lock().unwrap();
        state.takes = Some(chunks);
        let hanging = state.hanging.clone();
        async move { hanging.notified().await }
    }

    /// Lets no chunk hang any more.
    pub(super) fn hang_no_more(&self) {
        self.state.lock().unwrap().takes = None;
    }

    /// The uploads that have all their bytes.
    pub(super) fn complete(&self) -> Vec<Vec<u8>> {
        let state = self.state.lock().unwrap();
        let complete = state.uploads.values().filter(|(length, content)| content.len() == *length);
        complete.map(|(_, content)| content.clone()).collect()
    }

    /// Changes what is stored, as a server that loses bytes does.
    pub(super) fn change(&self, change: impl Fn(&mut Vec<u8>)) {
        self.state.lock().unwrap().uploads.values_mut().for_each(|(_, content)| change(content));
    }
}

impl Drop for PlainTus {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn handle(state: Arc<Mutex<State>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let path = head.uri.path().to_owned();
    let seen = Seen { method: head.method.clone(), bytes: body.len() };
    let hanging = {
        let mut state = state.lock().unwrap();
        state.seen.push(seen);
        state.lets_hang(&head.method)
    };
    if let Some(hanging) = hanging {
        hanging.notify_one();
        std::future::pending::<()>().await;
    }
    let mut state = state.lock().unwrap();
    let fault = state.faults.iter_mut().find(|fault| fault.method == head.method && fault.times > 0);
    let fault = fault.map(|fault| {
        fault.times -= 1;
        fault.clone()
    });
    match fault {
        Some(fault) => {
            if fault.after {
                state.right(&head.method, &path, &head.headers, &body);
            }
            answer(fault.status, &fault.headers)
        }
        None => state.right(&head.method, &path, &head.headers, &body),
    }
}

impl State {
    fn lets_hang(&mut self, method: &Method) -> Option<Arc<Notify>> {
        let takes = self.takes.as_mut().filter(|_| *method == Method::PATCH)?;
        match takes.checked_sub(1) {
            Some(left) => {
                *takes = left;
                None
            }
            None => {
                self.takes = None;
                Some(self.hanging.clone())
            }
        }
    }

    /// What the protocol asks for.
    fn right(&mut self, method: &Method, path: &str, headers: &HeaderMap, body: &[u8]) -> Response {
        let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        let number = |name: &str| text(name).and_then(|value| value.parse::<usize>().ok());
        assert_eq!(text("tus-resumable").as_deref(), Some("1.0.0"));
        if *method == Method::OPTIONS {
            self.offers_checksums = true;
            let offers =
                [("tus-extension", "creation,checksum".into()), ("tus-checksum-algorithm", "sha1,sha256".into())];
            return answer(204, &offers);
        }
        if *method == Method::POST {
            assert_eq!(path, "/files");
            let place = format!("/files/{}", self.created);
            self.created += 1;
            self.uploads.insert(place.clone(), (number("upload-length").unwrap(), Vec::new()));
            return answer(201, &[("location", place)]);
        }
        let Some((length, content)) = self.uploads.get_mut(path) else { return answer(404, &[]) };
        if *method == Method::DELETE {
            self.uploads.remove(path);
            return answer(204, &[]);
        }
        if *method == Method::PATCH {
            assert_eq!(text("content-type").as_deref(), Some("application/offset+octet-stream"));
            if number("upload-offset") != Some(content.len()) {
                return answer(409, &[]);
            }
            let sum = format!("sha256 {}", STANDARD.encode(Sha256::digest(body)));
            let given = text("upload-checksum");
            assert!(given == self.offers_checksums.then_some(sum) || given.is_none() && self.checksums_are_optional);
            content.extend_from_slice(body);
            assert!(content.len() <= *length);
            return answer(204, &[("upload-offset", content.len().to_string())]);
        }
        assert_eq!(*method, Method::HEAD);
        answer(200, &[("upload-offset", content.len().to_string()), ("upload-length", length.to_string())])
    }
}

fn answer(status: u16, headers: &[(&'static str, String)]) -> Response {
    let mut builder = Response::builder().status(status).header("tus-resumable", "1.0.0");
    for (name, value) in headers {
        builder = builder.header(*name, value);
    }
    builder.body(Body::empty()).unwrap()
}
