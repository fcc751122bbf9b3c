//! Answers of which half is sent.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{StreamExt, stream};

/// Ample for any answer of this provider; a body is only read back to be cut short.
const LARGEST_BODY: usize = 1 << 20;
/// Between the last bytes and the close of a truncated answer, so that the bytes do leave before it.
const PAUSE_BEFORE_CLOSE: Duration = Duration::from_millis(20);

/// How half an answer ends.
#[derive(Clone, Copy)]
pub(crate) enum End {
    /// HTTP/1.1 then has to close the connection.
    Close,
    /// Until the client goes.
    Silence,
}

/// The same answer with half of its body, but the length of the whole one.
pub(crate) async fn halved(response: Response, end: End) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(whole) = to_bytes(body, LARGEST_BODY).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(whole.len()));
    let half = whole.slice(..whole.len() / 2);
    let rest = stream::once(async move {
        match end {
            End::Close => tokio::time::sleep(PAUSE_BEFORE_CLOSE).await,
            End::Silence => std::future::pending().await,
        }
        Bytes::new()
    });
    let chunks = stream::iter([half]).chain(rest.filter(|chunk| std::future::ready(!chunk.is_empty())));
    Response::from_parts(parts, Body::from_stream(chunks.map(Ok::<Bytes, Infallible>)))
}
