//! `PATCH /reports/<upload id>`, and the body of a creation: more bytes, and with the last of them the ticket.

use axum::{body::Body, response::Response};
use http::{HeaderMap, StatusCode, header};

use super::{
    Desk, Refusal, answer,
    body::{Next, Reader},
    checksum::Checksum,
    headers,
};
use crate::store::{Held, OpenUpload, PartWriter, Standing, WriteRefusal, is_upload_id};

pub(super) const CONTENT_TYPE: &str = "application/offset+octet-stream";
/// tus: the checksum does not match. Not registered anywhere, so `http` has no name for it.
const CHECKSUM_MISMATCH: u16 = 460;

/// 204 with the new offset. Without a checksum every byte that arrived is kept, however the request ended; with one it
/// is all or nothing.
pub(super) async fn append(
    desk: &Desk,
    upload_id: &str,
    request: &HeaderMap,
    body: &mut Body,
) -> Result<Response, Refusal> {
    if !is_upload_id(upload_id) {
        return Err(Refusal::unknown());
    }
    let offset = offset(request)?;
    let asked = Asked::read(request)?;
    if !desk.store.has_upload(upload_id).await? {
        return Err(Refusal::unknown());
    }
    let held = desk.store.try_lock(upload_id).await?.ok_or_else(Refusal::locked)?;
    let standing = desk.store.standing_held(upload_id, &held).await?;
    let stored_to = match &standing {
        Standing::Unknown => return Err(Refusal::unknown()),
        Standing::Over => return Err(Refusal::over()),
        Standing::Finishing(_) => return Err(Refusal::locked()),
        Standing::Open(open) => open.offset,
        Standing::Received(info, _) => info.length,
    };
    if offset != stored_to {
        return Err(Refusal::new(StatusCode::CONFLICT, format!("this upload stands at {stored_to}; go on from there")));
    }
    let Standing::Open(open) = &standing else {
        // Nothing is missing; a client that lost the answer to its last chunk may send an empty one and gets it again.
        let more = Reader::new(body, &desk.limits, &desk.stop).next().await;
        return if matches!(more, Next::End) {
            answer::with_standing(StatusCode::NO_CONTENT, &standing)
        } else {
            Err(too_long())
        };
    };
    let standing = take(desk, open, asked, body, &held).await?;
    answer::with_standing(StatusCode::NO_CONTENT, &standing)
}

/// Appends what came with the creation of an upload, if it still has nothing. Answers how the upload stands then.
pub(super) async fn begin(desk: &Desk, upload_id: &str, asked: Asked, body: &mut Body) -> Result<Standing, Refusal> {
    let held = desk.store.try_lock(upload_id).await?.ok_or_else(Refusal::locked)?;
    match desk.store.standing_held(upload_id, &held).await? {
        Standing::Open(open) if open.offset == 0 => take(desk, &open, asked, body, &held).await,
        // Somebody else was faster; the body is passed over like that of any upload that has bytes.
        faster @ (Standing::Open(_)
        | Standing::Received(..)
        | Standing::Finishing(_)
        | Standing::Unknown
        | Standing::Over) => Ok(faster),
    }
}

/// Appends the body. Answers how the upload stands with it.
async fn take(desk: &Desk, open: &OpenUpload, asked: Asked, body: &mut Body, held: &Held) -> Result<Standing, Refusal> {
    asked.must_fit(open.info.length - open.offset)?;
    let writer = PartWriter::open(&desk.store, open, asked.checksum.is_some(), held).await?;
    let ended = take_in(desk, writer, open, asked, body).await?;
    let standing = desk.store.standing_held(&open.info.upload_id, held).await?;
    match ended {
        None => Ok(standing),
        Some(early) => Err(early),
    }
}

/// Reads the body into the writer. Answers why it ended early, if it did and what had come was kept all the same.
async fn take_in(
    desk: &Desk,
    mut writer: PartWriter<'_>,
    open: &OpenUpload,
    mut asked: Asked,
    body: &mut Body,
) -> Result<Option<Refusal>, Refusal> {
    let mut reader = Reader::new(body, &desk.limits, &desk.stop);
    let room = open.info.length - open.offset;
    let mut taken = 0_u64;
    let early = loop {
        match reader.next().await {
            Next::Chunk(chunk) => {
                taken = taken.saturating_add(chunk.len() as u64);
                if taken > room {
                    writer.discard().await?;
                    return Err(too_long());
                }
                if let Some(checksum) = &mut asked.checksum {
                    checksum.update(&chunk);
                }
                if let Err(refusal) = writer.push(&chunk).await {
                    return Err(give_up(writer, asked.checksum.is_some(), refusal).await);
                }
            }
            // hyper ends a body that was cut off like any other in some cases; the announced length knows better.
            Next::End if asked.announced.is_some_and(|announced| announced != taken) => break Some(broken()),
            Next::End => break None,
            Next::Broken => break Some(broken()),
            Next::TooSlow => {
                break Some(Refusal::new(
                    StatusCode::REQUEST_TIMEOUT,
                    "nothing came for too long; go on from the offset",
                ));
            }
            Next::Stopping => {
                break Some(Refusal::later(StatusCode::SERVICE_UNAVAILABLE, "the intake is stopping; go on later"));
            }
        }
    };
    if let Some(checksum) = asked.checksum {
        let unproven = early.or_else(|| (!checksum.matches()).then(mismatch));
        if let Some(refusal) = unproven {
            writer.discard().await?;
            return Err(refusal);
        }
        writer.commit().await?;
        return Ok(None);
    }
    writer.commit().await?;
    Ok(early)
}

/// Storing failed. What a PATCH without a checksum had stored before it is kept, as after a broken connection.
async fn give_up(writer: PartWriter<'_>, checked: bool, refusal: WriteRefusal) -> Refusal {
    if checked {
        // A store that does not write may not delete either; the next PATCH clears held bytes away before it begins.
        let _ = writer.discard().await;
    }
    refusal.into()
}

/// Whether the body is bytes of a report.
pub(super) fn has_bytes(request: &HeaderMap) -> Result<bool, Refusal> {
    Ok(headers::text(request, &header::CONTENT_TYPE)? == Some(CONTENT_TYPE))
}

/// Where a PATCH begins.
fn offset(request: &HeaderMap) -> Result<u64, Refusal> {
    if !has_bytes(request)? {
        let text = format!("the Content-Type of a PATCH is {CONTENT_TYPE}");
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, text));
    }
    headers::number(request, &headers::UPLOAD_OFFSET)?
        .ok_or_else(|| Refusal::bad("Upload-Offset is missing: the place of the first byte sent"))
}

/// What the headers say of the bytes in the body.
pub(super) struct Asked {
    /// `Content-Length`; a chunked body has none.
    announced: Option<u64>,
    checksum: Option<Checksum>,
}

impl Asked {
    pub(super) fn read(request: &HeaderMap) -> Result<Self, Refusal> {
        let announced = headers::number(request, &header::CONTENT_LENGTH)?;
        let checksum = headers::text(request, &headers::UPLOAD_CHECKSUM)?.map(Checksum::parse).transpose()?;
        Ok(Self { announced, checksum })
    }

    /// Refuses what already says that it is more than `room`.
    pub(super) fn must_fit(&self, room: u64) -> Result<(), Refusal> {
        if self.announced.is_some_and(|announced| announced > room) { Err(too_long()) } else { Ok(()) }
    }
}

fn too_long() -> Refusal {
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "this is more than Upload-Length said; nothing of it was kept")
}

fn broken() -> Refusal {
    Refusal::bad("the body broke off; ask for the offset and go on from there")
}

fn mismatch() -> Refusal {
    let status = StatusCode::from_u16(CHECKSUM_MISMATCH).unwrap_or(StatusCode::BAD_REQUEST);
    Refusal::new(status, "the bytes do not have the sum that Upload-Checksum says; nothing of them was kept")
}
