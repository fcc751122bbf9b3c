//! The balances once more, in a shape of the provider's own: by token, in minor units with their number of decimals beside.
//! Only who brings an authorization gets them. A test may put any other answer in their place.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::answer;
use crate::fault::FaultSet;
use crate::ledger::ledger;

/// Where they are.
pub(crate) const ASSETS_PATH: &str = "v1/wallet/assets";
/// How many requests are remembered, so that a provider that runs for weeks does not grow.
const MAX_REMEMBERED: usize = 10_000;

/// The balances by token: what they answer, and who asked.
#[derive(Debug)]
pub struct Assets {
    faults: FaultSet,
    instead: Mutex<Vec<(StatusCode, String)>>,
    asked: Mutex<Vec<Option<String>>>,
}

impl Assets {
    pub(crate) fn new(faults: &FaultSet) -> Arc<Self> {
        Arc::new(Self { faults: faults.clone(), instead: Mutex::default(), asked: Mutex::default() })
    }

    /// From now on these statuses and bodies are answered in place of the ledger, one after the other, and the last one from
    /// then on; with none, the ledger again. A redirect leads to the same path. What is no status (RFC 9110, section 15) is 500.
    pub fn answer_with(&self, answers: impl IntoIterator<Item = (u16, String)>) {
        let status = |code: u16| StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut answers: Vec<_> = answers.into_iter().map(|(code, body)| (status(code), body)).collect();
        answers.reverse();
        *self.instead.lock().unwrap_or_else(PoisonError::into_inner) = answers;
    }

    /// The authorization of each request so far, if it had one.
    #[must_use]
    pub fn asked(&self) -> Vec<Option<String>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn remember(&self, authorization: Option<String>) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.len() < MAX_REMEMBERED {
            asked.push(authorization);
        }
    }

    fn instead(&self) -> Option<(StatusCode, String)> {
        let mut instead = self.instead.lock().unwrap_or_else(PoisonError::into_inner);
        if instead.len() > 1 { instead.pop() } else { instead.last().cloned() }
    }
}

pub(crate) fn router(assets: Arc<Assets>) -> Router {
    Router::new().route(&format!("/{ASSETS_PATH}"), get(respond)).with_state(assets)
}

/// How the config says that the answer is read.
pub(crate) fn mapping() -> Value {
    json!([
        { "to": "/as_of", "from": "/data/time", "times": "unix_ms" },
        { "to": "/sequence", "from": "/data/version" },
        { "to": "/balances", "from": "/data/assets", "each": [
            { "to": "/asset", "from": "", "key": true },
            { "to": "/total", "from": "/amount", "scale_at": "/decimals" },
            { "to": "/available", "from": "/usable", "scale_at": "/decimals" },
            { "to": "/held", "from": "/frozen", "scale_at": "/decimals" },
        ] },
    ])
}

async fn respond(State(assets): State<Arc<Assets>>, headers: HeaderMap) -> Response {
    let authorization =
        headers.get(header::AUTHORIZATION).map(|value| String::from_utf8_lossy(value.as_bytes()).into());
    let is_signed_in = authorization.is_some();
    assets.remember(authorization);
    if let Some((status, body)) = assets.instead() {
        let headers = [(header::CONTENT_TYPE, "application/json"), (header::LOCATION, "/v1/wallet/assets")];
        return (status, headers, body).into_response();
    }
    if !is_signed_in {
        return answer::json(StatusCode::UNAUTHORIZED, &json!({ "code": 401, "message": "Sign in." }));
    }
    answer::json(StatusCode::OK, &in_own_shape(&ledger(&assets.faults, Timestamp::now()).synced))
}

/// A sheet as this provider tells it.
fn in_own_shape(sheet: &Value) -> Value {
    let time = sheet["as_of"].as_str().and_then(|time| time.parse::<Timestamp>().ok());
    let entries = sheet["balances"].as_array().into_iter().flatten();
    let assets: Map<String, Value> = entries
        .filter_map(|entry| {
            let part = |name: &str| entry[name].as_str().unwrap_or_default();
            let decimals = part("total").split_once('.').map_or(0, |(_, decimals)| decimals.len());
            let units = |name: &str| {
                let digits = part(name).replace('.', "");
                let digits = digits.trim_start_matches('0');
                if digits.is_empty() { "0".to_owned() } else { digits.to_owned() }
            };
            let asset = json!({
                "amount": units("total"), "usable": units("available"), "frozen": units("held"), "decimals": decimals,
            });
            Some((entry["asset"].as_str()?.to_owned(), asset))
        })
        .collect();
    json!({
        "code": 0,
        "message": "ok",
        "data": {
            "version": sheet["sequence"].to_string(),
            "time": time.map(Timestamp::as_millisecond),
            "assets": assets,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_keeps_every_digit() {
        let now = "2026-03-04T05:06:07Z".parse().unwrap();
        let own = in_own_shape(&ledger(&FaultSet::none(), now).synced);
        assert_eq!(own["data"]["version"], "8812");
        assert_eq!(own["data"]["time"], 1_772_600_707_000_i64);
        let ether = json!({ "amount": "731000000000000001", "usable": "631000000000000001",
            "frozen": "100000000000000000", "decimals": 18 });
        assert_eq!(own["data"]["assets"]["ETH"], ether);
        assert_eq!(own["data"]["assets"]["USDT"]["frozen"], "0");
        assert_eq!(
            own["data"]["assets"]["CNY"],
            json!({ "amount": "128050", "usable": "118050", "frozen": "10000", "decimals": 2 })
        );
    }
}
