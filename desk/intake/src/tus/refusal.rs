//! A refused request: a status, a line of text that says what would be accepted, and nothing about anybody.

use std::borrow::Cow;

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use super::headers;
use crate::store::{Class, CreateRefusal, StoreError, WriteRefusal};

/// Seconds after which a client may try again what failed for the moment.
const RETRY_SECONDS: u32 = 60;
/// The same for an upload that somebody else is changing, which is usually over soon.
const LOCKED_RETRY_SECONDS: u32 = 1;

/// Why a request is not done.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    text: Cow<'static, str>,
    retry_after: Option<u32>,
    allow: Option<&'static str>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, text: impl Into<Cow<'static, str>>) -> Self {
        Self { status, text: text.into(), retry_after: None, allow: None }
    }

    /// 400: the request is not what the protocol asks for.
    pub(super) fn bad(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, text)
    }

    pub(super) fn unknown() -> Self {
        Self::new(StatusCode::NOT_FOUND, "there is no such upload; create it anew")
    }

    pub(super) fn over() -> Self {
        Self::new(StatusCode::GONE, "this upload has expired or was terminated; create it anew")
    }

    pub(super) fn locked() -> Self {
        let text = "somebody else is changing this upload; try again in a moment";
        Self { retry_after: Some(LOCKED_RETRY_SECONDS), ..Self::new(StatusCode::LOCKED, text) }
    }

    /// 403: whoever asks is none whom the intake knows.
    pub(super) fn stranger() -> Self {
        let text = "this intake takes reports of apps that it knows: send the app's key in Wallet-Doctor-App-Key";
        Self::new(StatusCode::FORBIDDEN, text)
    }

    /// 429: too much, and when it may be tried again.
    pub(super) fn too_many(seconds: u32, text: impl Into<Cow<'static, str>>) -> Self {
        Self { retry_after: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, text) }
    }

    pub(super) fn method(allow: &'static str) -> Self {
        Self { allow: Some(allow), ..Self::new(StatusCode::METHOD_NOT_ALLOWED, format!("this takes {allow}")) }
    }

    pub(super) fn later(status: StatusCode, text: &'static str) -> Self {
        Self { retry_after: Some(RETRY_SECONDS), ..Self::new(status, text) }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error.class() {
            Class::Busy => Self::locked(),
            Class::Full => Self::later(
                StatusCode::INSUFFICIENT_STORAGE,
                "the intake has no space left; nothing was received, try again later",
            ),
            // No upload asks for a ticket.
            Class::Unknown | Class::Unavailable => Self::later(
                StatusCode::SERVICE_UNAVAILABLE,
                "the intake cannot store anything at the moment; nothing was received, try again later",
            ),
        }
    }
}

impl From<CreateRefusal> for Refusal {
    fn from(refusal: CreateRefusal) -> Self {
        match refusal {
            CreateRefusal::OtherLength { .. } => Self::new(StatusCode::CONFLICT, refusal.to_string()),
            CreateRefusal::TooManyOpen => {
                Self::later(StatusCode::SERVICE_UNAVAILABLE, "too many uploads are open; try again later")
            }
            CreateRefusal::DayIsFull { seconds } => Self::too_many(seconds, refusal.to_string()),
            CreateRefusal::Store(error) => error.into(),
        }
    }
}

impl From<WriteRefusal> for Refusal {
    fn from(refusal: WriteRefusal) -> Self {
        match refusal {
            WriteRefusal::TooManyParts => Self::bad(refusal.to_string()),
            WriteRefusal::Store(error) => error.into(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status, format!("{}\n", self.text)).into_response();
        let out = response.headers_mut();
        out.insert(headers::RESUMABLE, HeaderValue::from_static(headers::VERSION));
        out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.status == StatusCode::PRECONDITION_FAILED {
            out.insert(headers::TUS_VERSION, HeaderValue::from_static(headers::VERSION));
        }
        if let Some(seconds) = self.retry_after {
            out.insert(header::RETRY_AFTER, seconds.into());
        }
        if let Some(methods) = self.allow {
            out.insert(header::ALLOW, HeaderValue::from_static(methods));
        }
        response
    }
}
