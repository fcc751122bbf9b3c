//! `/tickets/<ticket>`: how a report's ticket stands, for the app that has its secret, and nothing for anybody else.
//!
//! | request | answer |
//! |---|---|
//! | `GET`, `HEAD /tickets/<ticket>` | the document, or 304 |
//! | `POST /tickets/<ticket>/close` | the document, closed |
//!
//! The secret comes as `Authorization: Bearer <secret>`. A ticket that is not there, one without a key and one with
//! another all get the same 404, so that nobody learns which tickets there are.

mod document;
mod refusal;
mod secret;

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State, rejection::PathRejection},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use bytes::BytesMut;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use tokio::time::timeout;

use self::refusal::Refusal;
use crate::{
    limits::MAX_CLOSING_BYTES,
    store::Receipt,
    tus::{
        Desk,
        body::{self, Next, Reader},
    },
};

/// Where tickets are asked for.
pub(crate) const BASE_PATH: &str = "/tickets";

/// What a ticket is asked for below. axum answers other methods 405 with `Allow`, and HEAD as GET without the body.
pub(crate) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route(&format!("{BASE_PATH}/{{ticket}}"), get(read))
        .route(&format!("{BASE_PATH}/{{ticket}}/close"), post(close))
}

type Ticket = Result<Path<String>, PathRejection>;

async fn read(State(desk): State<Arc<Desk>>, ticket: Ticket, request: HeaderMap) -> Response {
    let answered = async {
        let receipt = opened(&desk, ticket, &request).await?;
        let standing = desk.store.ticket_standing(receipt.report_id).await?;
        document::answer(&receipt, &standing, Some(&request))
    };
    answered.await.unwrap_or_else(Refusal::into_response)
}

async fn close(State(desk): State<Arc<Desk>>, ticket: Ticket, request: Request) -> Response {
    let (head, mut body) = request.into_parts();
    let answered = async {
        let receipt = opened(&desk, ticket, &head.headers).await?;
        let Closing { helped } = closing(&desk, &mut body).await?;
        // In a task of its own, since a change that has begun must end even if its connection does.
        let (keeper, report_id) = (desk.clone(), receipt.report_id);
        let closed = desk.tasks.spawn(async move { keeper.store.close_ticket(report_id, helped).await });
        let standing = closed.await.map_err(|_| Refusal::failed())??;
        document::answer(&receipt, &standing, None)
    };
    match answered.await {
        Ok(response) => response,
        Err(refusal) => {
            body::drain(&head.headers, &mut body, &desk.stop).await;
            refusal.into_response()
        }
    }
}

/// The receipt that the request's secret opens.
async fn opened(desk: &Desk, ticket: Ticket, request: &HeaderMap) -> Result<Receipt, Refusal> {
    // Before anything is looked up, so that this takes as long for a ticket that is not there.
    let sent = secret::key(request);
    let Ok(Path(ticket)) = ticket else { return Err(Refusal::unknown()) };
    let receipt = desk.store.receipt_of(&ticket).await?.ok_or_else(Refusal::unknown)?;
    match (&receipt.ticket_key_sha256, &sent) {
        (Some(key), Some(sent)) if key.agrees(sent) => Ok(receipt),
        (Some(_) | None, Some(_) | None) => Err(Refusal::unknown()),
    }
}

/// What closes a ticket: all of it must be said, and nothing else.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Closing {
    // A function of one's own makes serde ask for the key, where an `Option` alone may be left out.
    #[serde(deserialize_with = "Option::deserialize")]
    helped: Option<bool>,
}

impl Closing {
    fn read(json: &[u8]) -> Option<Self> {
        // serde would take an array of the values as well.
        if !json.trim_ascii_start().starts_with(b"{") {
            return None;
        }
        serde_json::from_slice(json).ok()
    }
}

async fn closing(desk: &Desk, body: &mut Body) -> Result<Closing, Refusal> {
    // So little is sent at once or not at all.
    let json = timeout(desk.limits.body_idle_timeout, short(desk, body)).await;
    let json = json.map_err(|_| Refusal::slow()).flatten()?;
    // serde's own words could quote what was sent.
    Closing::read(&json).ok_or_else(Refusal::closing)
}

async fn short(desk: &Desk, body: &mut Body) -> Result<BytesMut, Refusal> {
    let mut reader = Reader::new(body, &desk.limits, &desk.stop);
    let mut taken = BytesMut::new();
    loop {
        match reader.next().await {
            Next::Chunk(chunk) if chunk.len() > MAX_CLOSING_BYTES - taken.len() => return Err(Refusal::too_long()),
            Next::Chunk(chunk) => taken.extend_from_slice(&chunk),
            Next::End => return Ok(taken),
            Next::Broken => return Err(Refusal::closing()),
            Next::TooSlow => return Err(Refusal::slow()),
            Next::Stopping => return Err(Refusal::later(StatusCode::SERVICE_UNAVAILABLE, "the intake is stopping")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closing_says_whether_it_helped_and_nothing_else() {
        let helped = |json: &str| Closing::read(json.as_bytes()).map(|closing| closing.helped);
        assert_eq!(helped(r#"{"helped":true}"#), Some(Some(true)));
        assert_eq!(helped(r#" { "helped" : false } "#), Some(Some(false)));
        assert_eq!(helped(r#"{"helped":null}"#), Some(None));
        for other in [
            "",
            "null",
            "true",
            "[]",
            "[true]",
            "{}",
            r#"{"helped":1}"#,
            r#"{"helped":"true"}"#,
            r#"{"helped":true,"helped":true}"#,
            r#"{"helped":true,"note":""}"#,
            r#"{"helped":true}{}"#,
        ] {
            assert_eq!(helped(other), None, "{other}");
        }
    }
}
