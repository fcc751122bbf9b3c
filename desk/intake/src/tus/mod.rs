//! tus 1.0.0 (<https://tus.io/protocols/resumable-upload>): requests in, answers out.
//!
//! Extensions: creation, creation-with-upload, expiration, checksum, termination. On top of them a report id makes creation idempotent, and a
//! complete upload answers its ticket:
//!
//! | header | meaning |
//! |---|---|
//! | `Wallet-Doctor-Ticket` | `WD-XXXX-XXXX` |
//! | `Wallet-Doctor-Expected-Reply` | seconds until support means to have answered |

pub(crate) mod admission;
mod answer;
mod append;
pub(crate) mod body;
mod checksum;
mod create;
mod headers;
mod metadata;
mod refusal;
mod status;
mod terminate;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State},
    middleware,
    response::{IntoResponse, Response},
    routing::{any, get},
};
use http::{HeaderMap, Method, StatusCode, request::Parts};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use self::{admission::Rates, refusal::Refusal};
use crate::{
    limits::Limits,
    ops::{Metrics, observe},
    serve::Peer,
    store::Store,
};

/// Where uploads are created.
pub(crate) const BASE_PATH: &str = "/reports";

/// What every request may need.
pub(crate) struct Desk {
    pub(crate) store: Store,
    pub(crate) limits: Limits,
    pub(crate) rates: Rates,
    pub(crate) metrics: Arc<Metrics>,
    /// Work that goes on when its connection is gone.
    pub(crate) tasks: TaskTracker,
    /// Cancelled when the intake stops: bodies still being read are kept as far as they came.
    pub(crate) stop: CancellationToken,
}

impl Desk {
    pub(crate) fn new(store: Store, limits: Limits, metrics: Arc<Metrics>) -> Self {
        let rates = Rates::new(&limits);
        Self { store, limits, rates, metrics, tasks: TaskTracker::new(), stop: CancellationToken::new() }
    }
}

/// The intake's whole HTTP face.
pub(crate) fn router(desk: Arc<Desk>) -> Router {
    Router::new()
        .route("/health", get(|| async { "ok" }))
        .route(BASE_PATH, any(collection))
        .route(&format!("{BASE_PATH}/{{upload_id}}"), any(upload))
        .merge(crate::tickets::routes())
        .merge(crate::announcements::routes())
        .fallback(|| async { (StatusCode::NOT_FOUND, "there is nothing here; reports go to /reports\n") })
        .layer(middleware::from_fn_with_state(desk.metrics.clone(), observe))
        .with_state(desk)
}

async fn collection(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let (head, mut body) = request.into_parts();
    let method = match method(&head) {
        Ok(Method::OPTIONS) => return answer::capabilities(&desk.limits),
        Ok(method) => method,
        Err(refusal) => return refuse(&desk, &head.headers, &mut body, refusal).await,
    };
    if method == Method::POST {
        create_in_background(desk, head.extensions.get().copied(), head.headers, body).await
    } else {
        refuse(&desk, &head.headers, &mut body, Refusal::method("OPTIONS, POST")).await
    }
}

async fn upload(State(desk): State<Arc<Desk>>, Path(upload_id): Path<String>, request: Request) -> Response {
    let (head, mut body) = request.into_parts();
    let method = match method(&head) {
        Ok(Method::OPTIONS) => return answer::capabilities(&desk.limits),
        Ok(Method::PATCH) => return append_in_background(desk, upload_id, head.headers, body).await,
        Ok(method) => Ok(method),
        Err(refusal) => Err(refusal),
    };
    let tasks = desk.tasks.clone();
    let work = async move {
        let answered = match method {
            Ok(Method::HEAD) => status::status(&desk, &upload_id).await,
            Ok(Method::DELETE) => terminate::terminate(&desk, &upload_id).await,
            Ok(_) => Err(Refusal::method("OPTIONS, HEAD, PATCH, DELETE")),
            Err(refusal) => Err(refusal),
        };
        answer_of(&desk, &head.headers, &mut body, answered).await
    };
    in_background(&tasks, work).await
}

async fn create_in_background(desk: Arc<Desk>, peer: Option<Peer>, headers: HeaderMap, mut body: Body) -> Response {
    let tasks = desk.tasks.clone();
    let work = async move {
        let answered = create::create(&desk, peer, &headers, &mut body).await;
        answer_of(&desk, &headers, &mut body, answered).await
    };
    in_background(&tasks, work).await
}

async fn append_in_background(desk: Arc<Desk>, upload_id: String, headers: HeaderMap, mut body: Body) -> Response {
    let tasks = desk.tasks.clone();
    let work = async move {
        let answered = append::append(&desk, &upload_id, &headers, &mut body).await;
        answer_of(&desk, &headers, &mut body, answered).await
    };
    in_background(&tasks, work).await
}

/// Works in a task of its own: when the connection breaks, the server drops the request's future, and the bytes that
/// came before must still be stored, and what has begun to change must not stop half way.
async fn in_background(tasks: &TaskTracker, work: impl Future<Output = Response> + Send + 'static) -> Response {
    match tasks.spawn(work).await {
        Ok(response) => response,
        Err(_) => Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "the intake failed").into_response(),
    }
}

/// The method that is meant, once the protocol's version is agreed upon.
fn method(head: &Parts) -> Result<Method, Refusal> {
    let mut method = head.method.clone();
    if method == Method::POST
        && let Some(other) = head.headers.get(headers::METHOD_OVERRIDE)
    {
        method = match other.as_bytes() {
            b"POST" => Method::POST,
            b"PATCH" => Method::PATCH,
            b"HEAD" => Method::HEAD,
            b"DELETE" => Method::DELETE,
            _ => return Err(Refusal::bad("X-HTTP-Method-Override may be PATCH, HEAD, DELETE or POST")),
        };
    }
    let version = head.headers.get(headers::RESUMABLE).map(http::HeaderValue::as_bytes);
    if method == Method::OPTIONS || version == Some(headers::VERSION.as_bytes()) {
        Ok(method)
    } else {
        Err(Refusal::new(StatusCode::PRECONDITION_FAILED, "this intake speaks tus 1.0.0; say so in Tus-Resumable"))
    }
}

async fn answer_of(desk: &Desk, headers: &HeaderMap, body: &mut Body, answered: Result<Response, Refusal>) -> Response {
    match answered {
        Ok(response) => response,
        Err(refusal) => refuse(desk, headers, body, refusal).await,
    }
}

/// Answers a refusal, after having taken in a little of what the client still sends: a connection closed on bytes in
/// flight is reset, and the client would never read why.
async fn refuse(desk: &Desk, headers: &HeaderMap, body: &mut Body, refusal: Refusal) -> Response {
    body::drain(headers, body, &desk.stop).await;
    refusal.into_response()
}
