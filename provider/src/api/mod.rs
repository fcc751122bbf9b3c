//! The wallet's API: health, balances in two shapes and the account, and the faults that HTTP itself can show.

mod trouble;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::get;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::account;
use crate::answer;
use crate::assets::{self, Assets};
use crate::fault::FaultSet;
use crate::ledger::ledger;
use crate::moment::whole_second;

use trouble::{Trouble, misbehave};

/// Where the balances are.
pub(crate) const BALANCES_PATH: &str = "v1/balances";
/// Where the account's state is.
pub(crate) const ACCOUNT_PATH: &str = "v1/account";
/// Where the health is.
pub(crate) const HEALTH_PATH: &str = "health";

/// The API with the HTTP faults of the set.
pub(crate) fn router(faults: &FaultSet, slow_by: Duration, assets: Arc<Assets>) -> Router {
    let trouble = Arc::new(Trouble::new(faults, slow_by));
    let routes = Router::new()
        .route("/", get(index))
        .route(&format!("/{HEALTH_PATH}"), get(health))
        .route(&format!("/{BALANCES_PATH}"), get(balances))
        .route(&format!("/{ACCOUNT_PATH}"), get(account_state))
        .with_state(Arc::clone(&trouble))
        .merge(assets::router(assets));
    // After the fallback, so that the faults hit every path, even one that is not there; before the date, so that the
    // failures carry one too.
    answer::dated(routes.fallback(answer::not_found).layer(from_fn_with_state(trouble, misbehave)), faults)
}

async fn index() -> Response {
    answer::json(
        StatusCode::OK,
        &json!({ "service": "wallet-api", "paths": ["/health", "/v1/balances", "/v1/wallet/assets", "/v1/account"] }),
    )
}

async fn health() -> Response {
    answer::json_as(StatusCode::OK, "application/health+json", &health_body("pass", None))
}

async fn balances(State(trouble): State<Arc<Trouble>>) -> Response {
    answer::json(StatusCode::OK, &ledger(trouble.faults(), Timestamp::now()).synced)
}

async fn account_state(State(trouble): State<Arc<Trouble>>) -> Response {
    account::response(trouble.faults())
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
