//! For those who run the desk, on an address of its own that does not face the internet.
//!
//! | request | answer |
//! |---|---|
//! | `GET /live` | 200: the process runs |
//! | `GET /ready` | 200 if both stores answer, else 503 with which does not |
//! | `GET /metrics` | counters, in the text format of OpenMetrics that Prometheus reads |

mod metrics;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{StatusCode, header};
use tokio::time::timeout;

pub(crate) use self::metrics::{Metrics, observe};
use crate::tus::Desk;

/// A store that has not answered by then is none to send requests to.
const READY_PATIENCE: Duration = Duration::from_secs(5);
/// <https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md>
const METRICS_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

pub(crate) fn router(desk: Arc<Desk>) -> Router {
    Router::new()
        .route("/live", get(|| async { "live\n" }))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(desk)
}

async fn ready(State(desk): State<Arc<Desk>>) -> Response {
    let answers = timeout(READY_PATIENCE, async { tokio::join!(desk.store.has_objects(), desk.store.has_records()) });
    let (status, text) = match answers.await {
        Ok((Ok(()), Ok(()))) => (StatusCode::OK, "ready\n"),
        Ok((Err(_), _)) => (StatusCode::SERVICE_UNAVAILABLE, "the store of reports does not answer\n"),
        Ok((Ok(()), Err(_))) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the stores do not answer in time\n"),
    };
    (status, text).into_response()
}

async fn metrics(State(desk): State<Arc<Desk>>) -> Response {
    match desk.metrics.encode(desk.store.open_uploads()) {
        Ok(text) => ([(header::CONTENT_TYPE, METRICS_TYPE)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
