//! `DELETE /reports/<upload id>`: the client gives an unfinished upload up.

use axum::response::Response;
use http::StatusCode;

use super::{Desk, Refusal, answer};
use crate::store::{Standing, is_upload_id};

/// 204, and 410 from then on. A received report stays: it is support's by now, and who knows the upload's place is not
/// thereby the person who may have it deleted.
pub(super) async fn terminate(desk: &Desk, upload_id: &str) -> Result<Response, Refusal> {
    if !is_upload_id(upload_id) {
        return Err(Refusal::unknown());
    }
    if !desk.store.has_upload(upload_id).await? {
        return Err(Refusal::unknown());
    }
    let held = desk.store.try_lock(upload_id).await?.ok_or_else(Refusal::locked)?;
    match desk.store.standing_held(upload_id, &held).await? {
        Standing::Open(open) => {
            desk.store.terminate(open, &held).await?;
            Ok(answer::plain(StatusCode::NO_CONTENT))
        }
        Standing::Received(..) => {
            Err(Refusal::new(StatusCode::FORBIDDEN, "this report was received; it cannot be taken back this way"))
        }
        Standing::Unknown => Err(Refusal::unknown()),
        Standing::Over => Err(Refusal::over()),
        Standing::Finishing(_) => Err(Refusal::locked()),
    }
}
