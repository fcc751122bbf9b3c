//! Two hosts that have nothing to do with the wallet: whether they answer tells "the wallet is down" from "you are
//! offline", and their clocks tell the phone's.

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::get;
use serde_json::json;

use crate::answer;
use crate::fault::{Fault, FaultSet};
use crate::moment::LIARS_CLOCK;
use crate::sample::{SAMPLE_PATH, Sample};

/// Answers 200 at `/`, and the object for throughput at `/sample`.
pub(crate) fn router(faults: &FaultSet) -> Router {
    let sample = Sample::new();
    let routes = Router::new()
        .route("/", get(hello))
        .route(&format!("/{SAMPLE_PATH}"), get(|headers: HeaderMap| async move { sample.answer(&headers) }));
    answer::service(routes, faults)
}

/// The other host: it answers 200 at `/` too, but by the clock of `clock_one_liar` if that is asked for.
pub(crate) fn second_router(faults: &FaultSet) -> Router {
    let router = answer::service(Router::new().route("/", get(hello)), faults);
    if faults.contains(Fault::ClockOneLiar) { answer::dated_ahead(router, LIARS_CLOCK) } else { router }
}

async fn hello() -> Response {
    answer::json(StatusCode::OK, &json!({ "service": "control", "status": "ok" }))
}
