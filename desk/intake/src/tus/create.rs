//! `POST /reports`: a new upload, or the one that the report has already.

use axum::{body::Body, response::Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::{
    BASE_PATH, Desk, Refusal, admission, answer,
    append::{self, Asked},
    body, headers, metadata,
};
use crate::{
    records::App,
    serve::Peer,
    store::{Standing, Wanted},
};

/// 201 with the upload's place, whether or not it is new; with the offset, so that a client which lost the first answer
/// need not ask; with the ticket if the report was received.
///
/// With the Content-Type of a PATCH the body is the report's first bytes (creation-with-upload), taken as a PATCH at 0
/// would take them. An upload that has bytes already gets none of these: they may be the same ones again.
pub(super) async fn create(
    desk: &Desk,
    peer: Option<Peer>,
    request: &HeaderMap,
    body: &mut Body,
) -> Result<Response, Refusal> {
    let app = admission::admit(&desk.store, &desk.rates, &desk.limits, peer, request).await?;
    let wanted = wanted(desk, app, request)?;
    let begun = append::has_bytes(request)?.then(|| Asked::read(request)).transpose()?;
    if let Some(asked) = &begun {
        // Before there is an upload.
        asked.must_fit(wanted.length)?;
    }
    let created = desk.store.create(wanted).await?;
    let standing = match (begun, created.standing) {
        (Some(asked), Standing::Open(open)) if open.offset == 0 => {
            append::begin(desk, &created.upload_id, asked, body).await?
        }
        (_, standing) => standing,
    };
    // For the body of a creation that was known already, and for nothing otherwise.
    body::drain(request, body, &desk.stop).await;
    let mut response = answer::with_standing(StatusCode::CREATED, &standing)?;
    let place = HeaderValue::try_from(format!("{BASE_PATH}/{}", created.upload_id));
    let place = place.map_err(|_| Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "the intake failed"))?;
    response.headers_mut().insert(header::LOCATION, place);
    Ok(response)
}

fn wanted(desk: &Desk, app: Option<App>, request: &HeaderMap) -> Result<Wanted, Refusal> {
    if request.contains_key(headers::UPLOAD_CONCAT) {
        return Err(Refusal::bad("Upload-Concat is not taken here: send a report as one upload"));
    }
    if request.contains_key(headers::UPLOAD_DEFER_LENGTH) {
        return Err(Refusal::bad(
            "Upload-Defer-Length is not taken here: a sealed report has a length, say it in Upload-Length",
        ));
    }
    let length = headers::number(request, &headers::UPLOAD_LENGTH)?
        .ok_or_else(|| Refusal::bad("Upload-Length is missing: the report's size in bytes"))?;
    let of_app = app.as_ref().and_then(|app| app.allowance.max_report_bytes);
    let most = of_app.map_or(desk.limits.max_report_bytes, |most| most.min(desk.limits.max_report_bytes));
    if length > most {
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, format!("a report may have {most} bytes")));
    }
    if length == 0 {
        return Err(Refusal::bad("Upload-Length is 0: a sealed report is never empty"));
    }
    let metadata = headers::text(request, &headers::UPLOAD_METADATA)?.unwrap_or_default();
    let metadata::Metadata { report_id, priority, ticket_key } = metadata::parse(metadata)?;
    Ok(Wanted { report_id, length, priority, ticket_key, app })
}
