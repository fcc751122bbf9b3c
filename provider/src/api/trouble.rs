//! What HTTP itself can have wrong: failures, late and broken-off answers, and answers that are not the API's own.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;

use super::{HEALTH_PATH, health_body};
use crate::answer;
use crate::fault::{Fault, FaultSet};
use crate::halved::{End, halved};
use crate::hosts;

/// What `http_503_retry_after` asks for, in seconds.
const RETRY_AFTER_SECONDS: &str = "120";

const LOGIN_PAGE: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Sign in</title></head>\n\
    <body><h1>Sign in</h1><form method=\"post\" action=\"/login\"><input name=\"user\"><input name=\"password\" \
    type=\"password\"><button>Sign in</button></form></body></html>\n";

/// The faults of an API.
pub(super) struct Trouble {
    faults: FaultSet,
    slow_by: Duration,
}

impl Trouble {
    pub(super) fn new(faults: &FaultSet, slow_by: Duration) -> Self {
        Self { faults: faults.clone(), slow_by }
    }

    pub(super) fn faults(&self) -> &FaultSet {
        &self.faults
    }

    fn has(&self, fault: Fault) -> bool {
        self.faults.contains(fault)
    }

    /// What is answered on every path in place of what is there.
    fn instead(&self, path: &str) -> Option<Response> {
        if self.has(Fault::Http500) {
            let message = "The service met an unexpected error.";
            Some(failure(StatusCode::INTERNAL_SERVER_ERROR, path, message))
        } else if self.has(Fault::Http503RetryAfter) {
            let mut busy = failure(StatusCode::SERVICE_UNAVAILABLE, path, "The service is busy; try again later.");
            busy.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER_SECONDS));
            Some(busy)
        } else if self.has(Fault::HttpRedirect) {
            Some((StatusCode::FOUND, [(header::LOCATION, hosts::ELSEWHERE_URL)]).into_response())
        } else if self.has(Fault::HttpLoginPage) {
            Some(Html(LOGIN_PAGE).into_response())
        } else if self.has(Fault::HttpWrongType) {
            Some("pass\n".into_response())
        } else {
            None
        }
    }
}

/// Stands before every path.
pub(super) async fn misbehave(State(trouble): State<Arc<Trouble>>, request: Request, next: Next) -> Response {
    if trouble.has(Fault::HttpSlow) {
        tokio::time::sleep(trouble.slow_by).await;
    }
    let response = match trouble.instead(request.uri().path()) {
        Some(response) => response,
        None => next.run(request).await,
    };
    if trouble.has(Fault::HttpTruncated) {
        halved(response, End::Close).await
    } else if trouble.has(Fault::HttpStalled) {
        halved(response, End::Silence).await
    } else {
        response
    }
}

/// A failing answer as the path's own format has it: a health document tells its failure in the body too.
fn failure(status: StatusCode, path: &str, message: &str) -> Response {
    if path.trim_start_matches('/') == HEALTH_PATH {
        return answer::json_as(status, "application/health+json", &health_body("fail", Some(message)));
    }
    answer::json(status, &json!({ "error": status.as_u16(), "message": message }))
}
