//! The status host: one state of the provider, told in every format that providers publish it in.
//!
//! ```text
//! faults, time ─▶ state ─▶ one renderer a format ─▶ deform ─▶ conditional ─▶ the answer
//!                             or hostile ─▶ something else in its place
//! ```

mod announcements;
mod better_stack;
mod conditional;
mod cstate;
mod document;
mod feed;
mod health;
mod hostile;
mod incident_io;
mod part;
mod rendered;
mod signature;
mod state;
mod statuspage;
mod times;
mod upptime;
mod words;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use wallet_doctor_core::config::SigningKey;

use crate::answer::{self, KeptFor};
use crate::fault::{Fault, FaultSet};
use crate::halved::{End, halved};
use crate::hosts;
use crate::provider::StartError;

pub use document::{StatusDocument, UnknownStatusDocument};
use signature::Signer;
use state::State;

/// How late `status_slow` answers: after any deadline of a diagnosis.
const SLOW_BY: Duration = Duration::from_secs(30);
/// What `status_busy` asks for, in seconds.
const RETRY_AFTER_SECONDS: &str = "300";
/// How many requests are remembered, so that a provider that runs for weeks does not grow.
const MAX_REMEMBERED: usize = 10_000;

/// A request to the status host, whatever the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusRequest {
    /// What was asked for, with its leading slash.
    pub path: String,
    /// What was answered.
    pub status: u16,
    /// Whether it was asked for on condition that it has changed (RFC 9110 §13).
    pub conditional: bool,
}

/// What the status host's answers are made from.
pub(crate) struct StatusHost {
    faults: FaultSet,
    signer: Signer,
    requests: Mutex<Vec<StatusRequest>>,
    asked: Vec<AtomicUsize>,
}

impl StatusHost {
    pub(crate) fn new(faults: &FaultSet) -> Result<Arc<Self>, StartError> {
        hostile::prepare(faults);
        Ok(Arc::new(Self {
            faults: faults.clone(),
            signer: Signer::generate()?,
            requests: Mutex::default(),
            asked: StatusDocument::ALL.iter().map(|_| AtomicUsize::new(0)).collect(),
        }))
    }

    /// The routes of all documents.
    pub(crate) fn router(self: &Arc<Self>) -> Router {
        let mut routes = Router::new();
        for document in StatusDocument::ALL {
            let answer = move |Shared(host): Shared<Arc<StatusHost>>, headers: HeaderMap| async move {
                host.answer(*document, &headers).await
            };
            routes = routes.route(&format!("/{}", document.path()), get(answer));
        }
        let routes = routes.with_state(Arc::clone(self)).fallback(answer::not_found);
        answer::dated(routes.layer(from_fn_with_state(Arc::clone(self), remember)), &self.faults)
    }

    /// What was asked so far, in the order of the answers.
    pub(crate) fn requests(&self) -> Vec<StatusRequest> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The key that signed announcements are to be verified with.
    pub(crate) fn announcements_key(&self) -> SigningKey {
        self.signer.public()
    }

    fn has(&self, fault: Fault) -> bool {
        self.faults.contains(fault)
    }

    async fn answer(&self, document: StatusDocument, headers: &HeaderMap) -> Response {
        if self.has(Fault::StatusRedirects) {
            return (StatusCode::FOUND, [(header::LOCATION, hosts::ELSEWHERE_URL)]).into_response();
        }
        if self.has(Fault::StatusBusy) {
            let mut busy = (StatusCode::TOO_MANY_REQUESTS, "Too many requests; try again later.\n").into_response();
            busy.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER_SECONDS));
            return busy;
        }
        if let Some(response) = hostile::endless(document, &self.faults) {
            return response;
        }
        let place = StatusDocument::ALL.iter().position(|other| *other == document);
        let asked =
            place.and_then(|place| self.asked.get(place)).map_or(0, |count| count.fetch_add(1, Ordering::Relaxed));
        let state = State::told_by(document, &self.faults, asked, Timestamp::now());
        let honest = || rendered::render(document, &state, &self.signer, self.has(Fault::StatusBadSignature));
        let mut rendered = hostile::instead(document, &self.faults, &state, &self.signer).unwrap_or_else(honest);
        if self.has(Fault::StatusWrongCharset) {
            rendered = rendered.in_utf16();
        }
        let mut response = conditional::respond(rendered, state.at, headers);
        if self.has(Fault::StatusLags) {
            response.extensions_mut().insert(KeptFor(state::OLD));
            response.headers_mut().insert(header::AGE, HeaderValue::from(state::OLD.as_secs()));
        }
        if self.has(Fault::StatusTruncated) { halved(response, End::Close).await } else { response }
    }
}

/// Remembers each request when its answer is known, which under `status_slow` is long before the client knows it.
async fn remember(Shared(host): Shared<Arc<StatusHost>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let conditional = conditional::is_conditional(request.headers());
    let response = next.run(request).await;
    {
        let mut requests = host.requests.lock().unwrap_or_else(PoisonError::into_inner);
        if requests.len() < MAX_REMEMBERED {
            requests.push(StatusRequest { path, status: response.status().as_u16(), conditional });
        }
    }
    if host.has(Fault::StatusSlow) {
        tokio::time::sleep(SLOW_BY).await;
    }
    response
}
