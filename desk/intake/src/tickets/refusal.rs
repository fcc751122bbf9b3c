//! A refused request: a status and a line that says what would be accepted.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use crate::{
    limits::MAX_CLOSING_BYTES,
    store::{Class, StoreError},
};

/// Seconds after which a client may try again what failed for the moment.
const RETRY_SECONDS: u16 = 60;
/// The same for a ticket that somebody else is changing, which is soon over.
const BUSY_RETRY_SECONDS: u16 = 1;

/// Why a request is not done.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    text: &'static str,
    retry_after: Option<u16>,
}

impl Refusal {
    fn new(status: StatusCode, text: &'static str) -> Self {
        Self { status, text, retry_after: None }
    }

    /// 404, for whatever reason there is nothing to be seen.
    pub(super) fn unknown() -> Self {
        Self::new(StatusCode::NOT_FOUND, "there is no such ticket")
    }

    /// 400: the body is not what closes a ticket.
    pub(super) fn closing() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            r#"a ticket is closed with {"helped":true}, {"helped":false} or {"helped":null}, and nothing else in it"#,
        )
    }

    pub(super) fn too_long() -> Self {
        const { assert!(MAX_CLOSING_BYTES == 4096) };
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "what closes a ticket may have 4096 bytes")
    }

    pub(super) fn slow() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "the body did not come in time; send it again")
    }

    pub(super) fn failed() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "the intake failed")
    }

    pub(super) fn later(status: StatusCode, text: &'static str) -> Self {
        Self { retry_after: Some(RETRY_SECONDS), ..Self::new(status, text) }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error.class() {
            Class::Unknown => Self::unknown(),
            Class::Busy => Self {
                retry_after: Some(BUSY_RETRY_SECONDS),
                ..Self::new(StatusCode::LOCKED, "somebody else is changing this ticket; try again in a moment")
            },
            Class::Full => Self::later(
                StatusCode::INSUFFICIENT_STORAGE,
                "the intake has no space left; nothing was changed, try again later",
            ),
            Class::Unavailable => Self::later(
                StatusCode::SERVICE_UNAVAILABLE,
                "the intake cannot look after tickets at the moment; nothing was changed, try again later",
            ),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status, format!("{}\n", self.text)).into_response();
        let out = response.headers_mut();
        out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            out.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
