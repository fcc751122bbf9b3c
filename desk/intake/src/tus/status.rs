//! `HEAD /reports/<upload id>`: where to go on, or the ticket.

use axum::response::Response;
use http::StatusCode;

use super::{Desk, Refusal, answer};
use crate::store::{Standing, is_upload_id};

/// 200 with the offset; 423 while the last byte is being turned into a ticket.
pub(super) async fn status(desk: &Desk, upload_id: &str) -> Result<Response, Refusal> {
    let standing = if is_upload_id(upload_id) { desk.store.standing(upload_id).await? } else { Standing::Unknown };
    answer::with_standing(StatusCode::OK, &standing)
}
