//! Conditional requests (RFC 9110 §13): who has a document already is told that it has not changed.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::rendered::Rendered;
use crate::moment::http_date;

/// Whether a request is one.
pub(super) fn is_conditional(request: &HeaderMap) -> bool {
    request.contains_key(header::IF_NONE_MATCH) || request.contains_key(header::IF_MODIFIED_SINCE)
}

/// The document with its validators, or 304 without it. Only what would be a 200 can be 304 (§13.2.1).
pub(super) fn respond(rendered: Rendered, modified_at: Timestamp, request: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", hex(&Sha256::digest(&rendered.body)));
    let unchanged = rendered.status == StatusCode::OK && has_it(request, &tag, modified_at);
    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let media_type = HeaderValue::from_static(rendered.media_type);
        (rendered.status, [(header::CONTENT_TYPE, media_type)], Body::from(rendered.body)).into_response()
    };
    let headers = response.headers_mut();
    headers.extend(HeaderValue::from_str(&tag).ok().map(|tag| (header::ETAG, tag)));
    let modified_at = http_date(modified_at).and_then(|date| HeaderValue::from_str(&date).ok());
    headers.extend(modified_at.map(|date| (header::LAST_MODIFIED, date)));
    response
}

/// `If-None-Match` where there is one, else `If-Modified-Since` (§13.1.2, §13.1.3).
fn has_it(request: &HeaderMap, tag: &str, modified_at: Timestamp) -> bool {
    if request.contains_key(header::IF_NONE_MATCH) {
        let values = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        let mut tags = values.flat_map(|value| value.split(',')).map(str::trim);
        // The weak comparison: the mark of a weak tag does not count.
        return tags.any(|given| given == "*" || given.trim_start_matches("W/") == tag);
    }
    let since = request.get(header::IF_MODIFIED_SINCE).and_then(|value| value.to_str().ok());
    let since = since.and_then(|date| jiff::fmt::rfc2822::parse(date).ok());
    since.is_some_and(|since| modified_at <= since.timestamp())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(name: header::HeaderName, value: &str) -> StatusCode {
        let request = HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())]);
        respond(Rendered::ok("text/plain", "abc"), "2026-03-04T05:06:00Z".parse().unwrap(), &request).status()
    }

    #[test]
    fn what_has_not_changed_is_304() {
        let tag = "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"";
        for unchanged in [tag.to_owned(), format!("\"x\", W/{tag}"), "*".to_owned()] {
            assert_eq!(answered(header::IF_NONE_MATCH, &unchanged), 304, "{unchanged}");
        }
        assert_eq!(answered(header::IF_NONE_MATCH, "\"x\""), 200);
        assert_eq!(answered(header::IF_MODIFIED_SINCE, "Wed, 04 Mar 2026 05:06:00 GMT"), 304);
        assert_eq!(answered(header::IF_MODIFIED_SINCE, "Wed, 04 Mar 2026 05:05:59 GMT"), 200);
        assert_eq!(answered(header::IF_MODIFIED_SINCE, "yesterday"), 200);
    }

    #[test]
    fn a_tag_counts_before_a_date_and_a_failure_is_never_304() {
        let request = HeaderMap::from_iter([
            (header::IF_NONE_MATCH, HeaderValue::from_static("\"x\"")),
            (header::IF_MODIFIED_SINCE, HeaderValue::from_static("Wed, 04 Mar 2026 05:06:00 GMT")),
        ]);
        let at: Timestamp = "2026-03-04T05:06:00Z".parse().unwrap();
        assert_eq!(respond(Rendered::ok("text/plain", "abc"), at, &request).status(), 200);
        let any = HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static("*"))]);
        let failure = Rendered { status: StatusCode::SERVICE_UNAVAILABLE, ..Rendered::ok("text/plain", "abc") };
        assert_eq!(respond(failure, at, &any).status(), 503);
    }
}
