//! What a person added to a report: pictures drawn anew, texts as text, and files to be taken away as they are.

use std::sync::Arc;

use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::StreamExt;
use tokio::fs::File;
use tokio_util::io::ReaderStream;
use uuid::Uuid;
use wallet_doctor_intake::store::StoreError;

use super::{
    caller::Caller,
    frame::{self, Frame},
    problem::Problem,
};
use crate::{
    desk::{Desk, Event},
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
    /// The text, and whether that is all of it; nothing if it is none.
    text: Option<Option<(String, bool)>>,
    previous: Option<usize>,
    next: Option<usize>,
}

/// Stands where a picture is not shown: crossed out.
const NOT_SHOWN: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><path d="M4 4h88v88H4zM4 4l88 88M92 4L4 92" fill="none" stroke="#888888" stroke-width="4"/></svg>"##;

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

/// A file of a report, at which somebody looks.
async fn find(desk: &Desk, caller: &Caller, report_id: Uuid, number: usize) -> Result<Found, Problem> {
    // What was deleted elsewhere may still be open here.
    if let Err(error) = desk.support.sha256(report_id).await {
        desk.shelf.forget(report_id);
        return Err(error.into());
    }
    let opened = desk.shelf.get(report_id).await?;
    let Ok(report) = opened.as_ref() else { return Err(Problem::not_found()) };
    let mut files = report.attached();
    let all = files.len();
    if number >= all {
        return Err(Problem::not_found());
    }
    desk.tell(&Event::ReportRead { report: report_id, agent: caller.session.agent.name.clone() });
    Ok(Found { file: files.swap_remove(number), number: all, opened })
}

/// The picture, drawn once and kept beside the report while that is open.
async fn drawn(desk: &Desk, found: &Found) -> Result<Result<Drawn, String>, Problem> {
    let place = desk.drawing.clone().acquire_owned().await.map_err(Problem::stores)?;
    let (opened, file) = (found.opened.clone(), found.file.clone());
    let draw = move || {
        // Its place stays taken when nobody waits for it any more.
        let _place = place;
        opened.as_ref().as_ref().ok().map(|report| report.picture(&file))
    };
    let drawn = tokio::task::spawn_blocking(draw).await.map_err(Problem::stores)?;
    drawn.ok_or_else(Problem::not_found)
}

/// The beginning of a text.
async fn text(found: &Found) -> Result<Option<(String, bool)>, Problem> {
    let (opened, file) = (found.opened.clone(), found.file.clone());
    let read = move || opened.as_ref().as_ref().ok().map(|report| report.text(&file));
    let read = tokio::task::spawn_blocking(read).await.map_err(Problem::stores)?;
    Ok(read.ok_or_else(Problem::not_found)?.map_err(StoreError::Folder)?)
}

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path((report_id, number)): Path<(Uuid, usize)>,
) -> Response {
    match show(&desk, &caller, report_id, number).await {
        Ok(response) => response,
        Err(problem) => problem.for_caller(&caller),
    }
}

async fn show(desk: &Desk, caller: &Caller, report_id: Uuid, number: usize) -> Result<Response, Problem> {
    let found = find(desk, caller, report_id, number).await?;
    let (mut picture, mut shown_text) = (None, None);
    match found.file.kind {
        Kind::Picture => {
            picture = Some(drawn(desk, &found).await?.map(|drawn| (drawn.width, drawn.height)));
        }
        Kind::Text => shown_text = Some(text(&found).await?),
    }
    let f = Frame::of(caller, "report", found.file.name.clone());
    let next = Some(number + 1).filter(|next| *next < found.number);
    let previous = number.checked_sub(1);
    let page = Page { f, report_id, file: found.file, picture, text: shown_text, previous, next };
    Ok(frame::page(StatusCode::OK, &page))
}

pub(super) async fn picture(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path((report_id, number)): Path<(Uuid, usize)>,
) -> Response {
    let drawn = async {
        let found = find(&desk, &caller, report_id, number).await?;
        match drawn(&desk, &found).await? {
            Ok(drawn) => Ok(([(header::CONTENT_TYPE, drawn.media_type)], drawn.bytes).into_response()),
            // Browsers draw what a refusal brings along.
            Err(_) => Ok((StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "image/svg+xml")], NOT_SHOWN).into_response()),
        }
    };
    drawn.await.unwrap_or_else(|problem: Problem| problem.for_caller(&caller))
}

pub(super) async fn download(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path((report_id, number)): Path<(Uuid, usize)>,
) -> Response {
    let taken = async {
        let found = find(&desk, &caller, report_id, number).await?;
        let file = File::open(found.report()?.path(&found.file)).await.map_err(StoreError::Folder)?;
        // The name is the sender's; the report and a number say as much.
        Ok(to_take_away(file, found.opened, &format!("{report_id}-{number}.bin")))
    };
    taken.await.unwrap_or_else(|problem: Problem| problem.for_caller(&caller))
}

/// The sealed file as it was received, for whoever prefers files.
pub(super) async fn sealed(State(desk): State<Arc<Desk>>, caller: Caller, Path(report_id): Path<Uuid>) -> Response {
    let taken = async {
        let (folder, path) = desk.shelf.sealed(report_id).await?.ok_or_else(Problem::changed_in_store)?;
        let file = File::open(path).await.map_err(StoreError::Folder)?;
        desk.tell(&Event::ReportRead { report: report_id, agent: caller.session.agent.name.clone() });
        Ok(to_take_away(file, folder, &format!("{report_id}.wdr")))
    };
    taken.await.unwrap_or_else(|problem: Problem| problem.for_caller(&caller))
}

/// A file as it is, which stays as long as `keeper`.
fn to_take_away(file: File, keeper: impl Send + 'static, name: &str) -> Response {
    let bytes = ReaderStream::new(file).inspect(move |_| {
        let _ = &keeper;
    });
    let mut response = Body::from_stream(bytes).into_response();
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    if let Ok(named) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        out.insert(header::CONTENT_DISPOSITION, named);
    }
    response
}
