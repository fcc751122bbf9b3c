//! The account: what the app answers of it, and what the endpoint answers under each `account_*` fault.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use wallet_doctor_core::account::{
    AccountState, Identity, IdentityState, Restriction, RestrictionReason, SessionState,
};

use crate::answer;
use crate::fault::{Fault, FaultSet};

/// No JSON, no text and no page: the beginning of an answer, and then somebody else's memory.
const GARBAGE: &[u8] = b"{\"restricted\":fal\x00\x17\xff\xfe\xa0\xc3\x28,]]\x1b[2J";

/// The faults that are the endpoint's own.
const OF_THE_ENDPOINT: [Fault; 4] =
    [Fault::AccountWrongShape, Fault::AccountContradictory, Fault::AccountGarbage, Fault::AccountFrozen];

/// Whether only the endpoint shows what is wrong.
pub(crate) fn needs_the_endpoint(faults: &FaultSet) -> bool {
    OF_THE_ENDPOINT.iter().any(|fault| faults.contains(*fault))
}

/// An account with which nothing is wrong.
pub(crate) fn healthy() -> AccountState {
    AccountState {
        restricted: Some(false),
        session: Some(SessionState::Valid),
        identity: Some(Identity {
            state: IdentityState::Verified,
            required_for: Vec::new(),
            missing: Vec::new(),
            code: None,
        }),
        ..AccountState::default()
    }
}

/// What the endpoint answers.
pub(crate) fn response(faults: &FaultSet) -> Response {
    if faults.contains(Fault::AccountGarbage) {
        return ([(header::CONTENT_TYPE, "application/json")], GARBAGE).into_response();
    }
    let state = if faults.contains(Fault::AccountWrongShape) {
        wrong_shape()
    } else if faults.contains(Fault::AccountContradictory) {
        json!(AccountState { restrictions: Some(vec![frozen()]), ..healthy() })
    } else if faults.contains(Fault::AccountFrozen) {
        json!(AccountState { restricted: Some(true), restrictions: Some(vec![frozen()]), ..healthy() })
    } else {
        json!(healthy())
    };
    answer::json(StatusCode::OK, &state)
}

/// Everything is held back by risk control, and nobody says until when.
fn frozen() -> Restriction {
    Restriction { reason: RestrictionReason::RiskControl, code: None, operations: Vec::new(), until: None }
}

/// Our fields with almost nothing in them that belongs there: limits by name in place of a list, amounts that are numbers,
/// states that do not exist, a restriction of another kind. Only the session is as it should be.
fn wrong_shape() -> Value {
    json!({
        "restricted": "no",
        "restrictions": [{ "type": "withdrawal", "enabled": false }, "none"],
        "session": "valid",
        "sign_in": [],
        "two_factor": { "state": "sometimes" },
        "identity": { "state": "PASS", "level": 2 },
        "limits": { "withdrawal": { "minimum": 10, "maximum": 50_000.0 } },
        "fees": [{ "operation": "withdrawal", "asset": "CNY", "fixed": 2.5 }],
        "channels": [{ "name": "Example Bank", "state": "yes" }],
        "trace": "4f1c",
    })
}
