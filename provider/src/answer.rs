//! What the answers of every service have in common: JSON, the `Date` header, and 404 for what is not there.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::fault::{Fault, FaultSet};
use crate::moment::{CLOCK_SKEW, after, before, http_date};

/// A JSON answer with the given status and media type.
pub(crate) fn json_as(status: StatusCode, media_type: &'static str, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, media_type)], Body::from(body.to_string())).into_response()
}

/// A plain JSON answer.
pub(crate) fn json(status: StatusCode, body: &Value) -> Response {
    json_as(status, "application/json", body)
}

/// Completes a service: what it does not know is 404 in JSON, and everything carries a `Date`.
pub(crate) fn service(router: Router, faults: &FaultSet) -> Router {
    dated(router.fallback(not_found), faults)
}

/// Puts the service's clock into the `Date` of every answer. Under `clock_skew` it is ahead of this machine's.
pub(crate) fn dated(router: Router, faults: &FaultSet) -> Router {
    let ahead = if faults.contains(Fault::ClockSkew) { CLOCK_SKEW } else { SignedDuration::ZERO };
    dated_ahead(router, ahead)
}

/// How long a cache has kept an answer: its `Date` is when it was made (RFC 9111 §5.1).
#[derive(Clone, Copy, Default)]
pub(crate) struct KeptFor(pub(crate) SignedDuration);

/// Puts a clock that is this far ahead into the `Date` of every answer, whatever was there.
pub(crate) fn dated_ahead(router: Router, ahead: SignedDuration) -> Router {
    router.layer(from_fn(move |request: Request, next: Next| async move {
        let mut response = next.run(request).await;
        let KeptFor(kept) = response.extensions().get().copied().unwrap_or_default();
        let date =
            http_date(before(after(Timestamp::now(), ahead), kept)).and_then(|text| HeaderValue::from_str(&text).ok());
        if let Some(date) = date {
            response.headers_mut().insert(header::DATE, date);
        }
        response
    }))
}

/// What every path answers that is not there.
pub(crate) async fn not_found() -> Response {
    json(StatusCode::NOT_FOUND, &json!({ "error": "not_found", "message": "There is nothing at this path." }))
}
