//! What the app is told about its ticket (docs/tickets.md).

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::refusal::Refusal;
use crate::condition;
use crate::store::{Answer, Receipt, StoreError, TicketStanding, TicketState};

/// Raised when a reader of the last version would misunderstand; keys may be added without.
const VERSION: u32 = 1;

#[derive(Debug, Serialize)]
struct Document<'a> {
    version: u32,
    ticket: &'a str,
    state: TicketState,
    received_at: Timestamp,
    /// When support has seen it.
    acknowledged_at: Option<Timestamp>,
    /// Seconds after `received_at`.
    expected_reply_s: u64,
    answers: &'a [Answer],
    helped: Option<bool>,
}

/// 200 with the document; 304 if `request` says that the app has it already.
pub(super) fn answer(
    receipt: &Receipt,
    standing: &TicketStanding,
    request: Option<&HeaderMap>,
) -> Result<Response, Refusal> {
    let document = Document {
        version: VERSION,
        ticket: &receipt.ticket,
        state: standing.state,
        received_at: receipt.received_at,
        acknowledged_at: standing.acknowledged.as_ref().map(|seen| seen.at),
        expected_reply_s: standing.expected_reply_seconds,
        answers: &standing.answers,
        helped: standing.helped,
    };
    // These types have string keys and no custom code; encoding them cannot fail.
    let json =
        serde_json::to_vec(&document).map_err(|_| StoreError::Damaged { record: receipt.report_id.to_string() })?;
    let tag = hex::encode(Sha256::digest(&json));
    let known = request.is_some_and(|request| condition::has(request, tag.as_bytes()));
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        (StatusCode::OK, Body::from(json)).into_response()
    };
    let out = response.headers_mut();
    if !known {
        out.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Hex digits and quotes are always a header's value.
    if let Ok(value) = HeaderValue::try_from(format!("\"{tag}\"")) {
        out.insert(header::ETAG, value);
    }
    Ok(response)
}
