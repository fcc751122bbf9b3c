//! A host that has nothing to do with the wallet: whether it answers tells "the wallet is down" from "you are offline".

use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde_json::json;

use crate::answer;
use crate::fault::FaultSet;

/// Answers 200 at `/`.
pub(crate) fn router(faults: &FaultSet) -> Router {
    answer::service(Router::new().route("/", get(hello)), faults)
}

async fn hello() -> Response {
    answer::json(StatusCode::OK, &json!({ "service": "control", "status": "ok" }))
}
