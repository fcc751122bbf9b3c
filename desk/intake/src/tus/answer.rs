//! The answers to what went well.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use jiff::{Timestamp, fmt::rfc2822};

use super::{Refusal, checksum, headers};
use crate::{
    limits::Limits,
    store::{Receipt, Standing},
};

/// What this intake can do; asked with OPTIONS.
pub(super) fn capabilities(limits: &Limits) -> Response {
    let mut response = plain(StatusCode::NO_CONTENT);
    let out = response.headers_mut();
    out.insert(headers::TUS_VERSION, HeaderValue::from_static(headers::VERSION));
    out.insert(headers::TUS_EXTENSION, HeaderValue::from_static(headers::EXTENSIONS));
    out.insert(headers::TUS_CHECKSUM_ALGORITHM, HeaderValue::from_static(checksum::ALGORITHMS));
    out.insert(headers::TUS_MAX_SIZE, limits.max_report_bytes.into());
    response
}

/// An answer with nothing but the protocol's version.
pub(super) fn plain(status: StatusCode) -> Response {
    let mut response = (status, Body::empty()).into_response();
    response.headers_mut().insert(headers::RESUMABLE, HeaderValue::from_static(headers::VERSION));
    response
}

/// An answer that says how the upload stands: offset, length, and either when it expires or its ticket.
pub(super) fn with_standing(status: StatusCode, standing: &Standing) -> Result<Response, Refusal> {
    let mut response = plain(status);
    let out = response.headers_mut();
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    match standing {
        Standing::Unknown => return Err(Refusal::unknown()),
        Standing::Over => return Err(Refusal::over()),
        Standing::Finishing(_) => return Err(Refusal::locked()),
        Standing::Open(open) => {
            out.insert(headers::UPLOAD_OFFSET, open.offset.into());
            out.insert(headers::UPLOAD_LENGTH, open.info.length.into());
            expires(out, open.info.expires_at);
        }
        Standing::Received(info, receipt) => {
            out.insert(headers::UPLOAD_OFFSET, info.length.into());
            out.insert(headers::UPLOAD_LENGTH, info.length.into());
            ticket(out, receipt);
        }
    }
    Ok(response)
}

/// `Upload-Expires`, in the form of RFC 9110 §5.6.7 as tus asks.
pub(super) fn expires(out: &mut HeaderMap, at: Timestamp) {
    let date = rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&at);
    // Before year 0 there is no such date; then there is no header, which tus allows.
    if let Some(value) = date.ok().and_then(|date| HeaderValue::try_from(date).ok()) {
        out.insert(headers::UPLOAD_EXPIRES, value);
    }
}

fn ticket(out: &mut HeaderMap, receipt: &Receipt) {
    if let Ok(value) = HeaderValue::try_from(&receipt.ticket) {
        out.insert(headers::TICKET, value);
    }
    out.insert(headers::EXPECTED_REPLY, receipt.expected_reply_seconds.into());
}
