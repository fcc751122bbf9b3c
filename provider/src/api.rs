//! The wallet's API: health and balances, and the faults that HTTP itself can show.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use futures_util::stream;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::answer;
use crate::fault::{Fault, FaultSet};
use crate::ledger::ledger;
use crate::moment::whole_second;

/// Where the balances are.
pub(crate) const BALANCES_PATH: &str = "v1/balances";
/// Where the health is.
pub(crate) const HEALTH_PATH: &str = "health";
/// What `http_503_retry_after` asks for, in seconds.
const RETRY_AFTER_SECONDS: &str = "120";
/// Ample for any answer of this API; a body is only read back to be cut short.
const LARGEST_BODY: usize = 1 << 20;
/// Between the last bytes and the close of a truncated answer, so that the bytes do leave before it.
const PAUSE_BEFORE_CLOSE: Duration = Duration::from_millis(20);

struct Trouble {
    faults: FaultSet,
    slow_by: Duration,
}

/// The API with the HTTP faults of the set.
pub(crate) fn router(faults: &FaultSet, slow_by: Duration) -> Router {
    let trouble = Arc::new(Trouble { faults: faults.clone(), slow_by });
    let routes = Router::new()
        .route("/", get(index))
        .route(&format!("/{HEALTH_PATH}"), get(health))
        .route(&format!("/{BALANCES_PATH}"), get(balances))
        .with_state(Arc::clone(&trouble));
    // After the fallback, so that the faults hit every path, even one that is not there; before the date, so that the
    // failures carry one too.
    answer::dated(routes.fallback(answer::not_found).layer(from_fn_with_state(trouble, misbehave)), faults)
}

async fn index() -> Response {
    answer::json(StatusCode::OK, &json!({ "service": "wallet-api", "paths": ["/health", "/v1/balances"] }))
}

async fn health() -> Response {
    answer::json_as(StatusCode::OK, "application/health+json", &health_body("pass", None))
}

async fn balances(State(trouble): State<Arc<Trouble>>) -> Response {
    answer::json(StatusCode::OK, &ledger(&trouble.faults, Timestamp::now()).synced)
}

/// `draft-inadarei-api-health-check-06`.
fn health_body(status: &str, output: Option<&str>) -> Value {
    let time = whole_second(Timestamp::now()).to_string();
    let mut body = json!({
        "status": status,
        "version": "1",
        "releaseId": "1.0.0",
        "serviceId": "wallet-api",
        "description": "health of the wallet's API",
        "checks": {
            "ledger:responseTime": [{
                "componentId": "ledger",
                "componentType": "datastore",
                "observedValue": 3,
                "observedUnit": "ms",
                "status": status,
                "time": time,
            }],
        },
    });
    if let (Some(output), Some(fields)) = (output, body.as_object_mut()) {
        fields.insert("output".to_owned(), json!(output));
    }
    body
}

async fn misbehave(State(trouble): State<Arc<Trouble>>, request: Request, next: Next) -> Response {
    if trouble.faults.contains(Fault::HttpSlow) {
        tokio::time::sleep(trouble.slow_by).await;
    }
    let response = if trouble.faults.contains(Fault::Http500) {
        failure(StatusCode::INTERNAL_SERVER_ERROR, request.uri().path(), "The service met an unexpected error.")
    } else if trouble.faults.contains(Fault::Http503RetryAfter) {
        let mut busy =
            failure(StatusCode::SERVICE_UNAVAILABLE, request.uri().path(), "The service is busy; try again later.");
        busy.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER_SECONDS));
        busy
    } else {
        next.run(request).await
    };
    if trouble.faults.contains(Fault::HttpTruncated) { truncated(response).await } else { response }
}

/// A failing answer as the path's own format has it: a health document tells its failure in the body too.
fn failure(status: StatusCode, path: &str, message: &str) -> Response {
    if path.trim_start_matches('/') == HEALTH_PATH {
        return answer::json_as(status, "application/health+json", &health_body("fail", Some(message)));
    }
    answer::json(status, &json!({ "error": status.as_u16(), "message": message }))
}

/// The same answer with half of its body, but the length of the whole one. HTTP/1.1 then has to close the connection.
async fn truncated(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(whole) = to_bytes(body, LARGEST_BODY).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(whole.len()));
    let half = whole.slice(..whole.len() / 2);
    let chunks = stream::unfold(Some(half), |left| async move {
        let Some(half) = left else {
            tokio::time::sleep(PAUSE_BEFORE_CLOSE).await;
            return None;
        };
        Some((Ok::<Bytes, Infallible>(half), None))
    });
    Response::from_parts(parts, Body::from_stream(chunks))
}
