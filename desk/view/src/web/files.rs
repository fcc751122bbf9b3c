//! What a person added to a report: pictures drawn anew, texts as text, and files to be taken away as they are.

use std::{io, sync::Arc};

use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use uuid::Uuid;
use wallet_doctor_core::report::PictureError;
use wallet_doctor_intake::store::StoreError;

use super::{
    caller::Caller,
    frame::{self, Frame},
    problem::Problem,
};
use crate::{
    desk::Desk,
    opened::{Attached, Drawn, Kind, OpenReport},
};

#[derive(Template)]
#[template(path = "file.html")]
struct Page {
    f: Frame,
    report_id: Uuid,
    file: Attached,
    /// The picture's sides, or why it is not shown.
    picture: Option<Result<(u32, u32), String>>,
    /// The text, and whether that is all of it.
    text: Option<(String, bool)>,
    previous: Option<usize>,
    next: Option<usize>,
}

/// A report that is open, and one of its files.
struct Found {
    opened: Arc<crate::opened::Opened>,
    file: Attached,
    /// How many there are.
    number: usize,
}

impl Found {
    fn report(&self) -> Result<&OpenReport, Problem> {
        self.opened.as_ref().as_ref().map_err(|_| Problem::not_found())
    }
}

async fn find(desk: &Desk, report_id: Uuid, number: usize) -> Result<Found, Problem> {
    let opened = desk.shelf.get(report_id).await?;
    let Ok(report) = opened.as_ref() else { return Err(Problem::not_found()) };
    let mut files = report.attached();
    let all = files.len();
    if number >= all {
        return Err(Problem::not_found());
    }
    Ok(Found { file: files.swap_remove(number), number: all, opened })
}

/// The picture, drawn once and kept beside the report while that is open.
async fn drawn(desk: &Desk, found: &Found) -> Result<Result<Drawn, PictureError>, Problem> {
    let _place = desk.drawing.acquire().await.map_err(|_| Problem::stores())?;
    let (opened, file) = (found.opened.clone(), found.file.clone());
    let draw = move || opened.as_ref().as_ref().ok().map(|report| report.picture(&file));
    let drawn = tokio::task::spawn_blocking(draw).await.map_err(|_| Problem::stores())?;
    drawn.ok_or_else(Problem::not_found)
}

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path((report_id, number)): Path<(Uuid, usize)>,
) -> Response {
    match show(&desk, &caller, report_id, number).await {
        Ok(response) => response,
        Err(problem) => problem.page(&caller.tongue),
    }
}

async fn show(desk: &Desk, caller: &Caller, report_id: Uuid, number: usize) -> Result<Response, Problem> {
    let found = find(desk, report_id, number).await?;
    let (mut picture, mut text) = (None, None);
    match found.file.kind {
        Kind::Picture => {
            let drawn = drawn(desk, &found).await?;
            picture = Some(drawn.map(|drawn| (drawn.width, drawn.height)).map_err(|error| error.to_string()));
        }
        Kind::Text => text = Some(found.report()?.text(&found.file).map_err(lost)?),
    }
    let f = Frame::of(caller, "queue", found.file.name.clone());
    let next = Some(number + 1).filter(|next| *next < found.number);
    let page = Page { f, report_id, file: found.file, picture, text, previous: number.checked_sub(1), next };
    Ok(frame::page(StatusCode::OK, &page))
}

pub(super) async fn picture(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path((report_id, number)): Path<(Uuid, usize)>,
) -> Response {
    let drawn = async {
        let found = find(&desk, report_id, number).await?;
        match drawn(&desk, &found).await? {
            Ok(drawn) => Ok(([(header::CONTENT_TYPE, drawn.media_type)], drawn.bytes).into_response()),
            Err(_) => Err(Problem::not_found()),
        }
    };
    drawn.await.unwrap_or_else(|problem| problem.page(&caller.tongue))
}

pub(super) async fn download(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path((report_id, number)): Path<(Uuid, usize)>,
) -> Response {
    let taken = async {
        let found = find(&desk, report_id, number).await?;
        let bytes = found.report()?.bytes(&found.file).map_err(lost)?;
        // The name is the sender's; the number and the ticket's report say as much.
        Ok(to_take_away(bytes, &format!("{report_id}-{number}.bin")))
    };
    taken.await.unwrap_or_else(|problem: Problem| problem.page(&caller.tongue))
}

/// The sealed file as it was received, for whoever prefers files.
pub(super) async fn sealed(State(desk): State<Arc<Desk>>, caller: Caller, Path(report_id): Path<Uuid>) -> Response {
    let taken = async {
        let bytes = desk.shelf.sealed(report_id).await?;
        Ok(to_take_away(bytes, &format!("{report_id}.wdr")))
    };
    taken.await.unwrap_or_else(|problem: Problem| problem.page(&caller.tongue))
}

fn to_take_away(bytes: Vec<u8>, name: &str) -> Response {
    let mut response = Body::from(bytes).into_response();
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    if let Ok(named) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        out.insert(header::CONTENT_DISPOSITION, named);
    }
    response
}

fn lost(error: io::Error) -> Problem {
    StoreError::Folder(error).into()
}
