//! What holds for every answer: who may be asked under which name, and what a browser may do with what it gets.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::problem::Fault;
use crate::desk::{Desk, Event};

/// No script, nothing from elsewhere, no page of somebody else's around it; forms go back where they came from.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const HEADERS: [(&str, &str); 7] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    // Its own pages are told, whose forms have to say where they come from; no other is.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    // People's reports are on no disk of a browser's.
    ("cache-control", "no-store"),
];

pub(super) async fn guard(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    // A name that somebody else made point here would let their pages read this one's (DNS rebinding).
    let mut response = if is_ours(&desk, &request) {
        next.run(request).await
    } else {
        let told = "this desk is not called that; it is named with --host\n";
        (StatusCode::MISDIRECTED_REQUEST, Body::from(told)).into_response()
    };
    if let Some(Fault(problem)) = response.extensions().get() {
        desk.tell(&Event::Failed { problem: problem.clone() });
    }
    let out = response.headers_mut();
    for (name, value) in HEADERS {
        out.insert(name, HeaderValue::from_static(value));
    }
    if desk.has_tls {
        out.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}

fn is_ours(desk: &Desk, request: &Request) -> bool {
    // HTTP/2 has it in the URI, HTTP/1.1 in a header.
    let in_uri = request.uri().authority().map(|authority| authority.as_str().to_owned());
    in_uri.or_else(|| host(request.headers())).is_some_and(|host| desk.hosts.contains(&host.to_lowercase()))
}

fn host(headers: &HeaderMap) -> Option<String> {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().ok().map(str::to_owned),
        (_, _) => None,
    }
}

/// Whether a form was sent by a page of this desk. Browsers say so of forms since 2020.
pub(super) fn is_own_form(desk: &Desk, headers: &HeaderMap) -> bool {
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    let scheme = if desk.has_tls { "https" } else { "http" };
    origin.is_some_and(|origin| {
        let host = origin.strip_prefix(scheme).and_then(|rest| rest.strip_prefix("://"));
        host.is_some_and(|host| desk.hosts.contains(&host.to_lowercase()))
    })
}
