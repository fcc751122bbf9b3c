//! Announcements: what stands, and what leads publish and end.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;
use wallet_doctor_intake::announcements::{Announcement, Kind, Progress, Severity};

use super::{
    caller::{Caller, Posted},
    frame::{self, Frame, Moment, moment},
    login::Nothing,
    problem::Problem,
    queue::day_or_time,
};
use crate::{
    announce::{self, Draft, Signer},
    desk::{Desk, Event},
    words::Words,
};

#[derive(Template)]
#[template(path = "announcements.html")]
struct Page {
    f: Frame,
    all: Vec<Line>,
    key: Option<String>,
    form: Form,
}

/// An announcement as it is listed.
struct Line {
    id: String,
    stands: bool,
    kind: &'static str,
    severity: &'static str,
    titles: Vec<(String, String, String)>,
    components: String,
    starts: Moment,
    ends: Option<Moment>,
    changed: Moment,
    by: String,
    cause: Option<String>,
}

/// What stands in a form before somebody types.
pub(super) struct Form {
    pub(super) starts: String,
    pub(super) title_zh: String,
    pub(super) title_en: String,
    pub(super) cause: String,
    /// The time zone's name.
    pub(super) zone: String,
}

impl Form {
    pub(super) fn new(desk: &Desk, starts: Timestamp, titles: (String, String), cause: &str) -> Self {
        let (title_zh, title_en) = titles;
        let starts = starts.to_zoned(desk.zone.clone()).strftime("%Y-%m-%dT%H:%M").to_string();
        let zone = desk.zone.iana_name().unwrap_or("UTC").to_owned();
        Self { starts, title_zh, title_en, cause: cause.to_owned(), zone }
    }
}

pub(super) async fn page(State(desk): State<Arc<Desk>>, caller: Caller) -> Response {
    match show(&desk, &caller).await {
        Ok(response) => response,
        Err(problem) => problem.page(&caller.tongue),
    }
}

async fn show(desk: &Desk, caller: &Caller) -> Result<Response, Problem> {
    let all = desk.support.announcements().await?;
    let w = caller.tongue.words;
    let all = all.into_iter().map(|known| line(desk, known, w)).collect();
    let form = Form::new(desk, desk.clock.now(), Default::default(), "");
    let f = Frame::of(caller, "announcements", w.announcements);
    Ok(frame::page(StatusCode::OK, &Page { f, all, key: desk.signer.as_ref().map(Signer::public), form }))
}

fn line(desk: &Desk, known: Announcement, w: &'static Words) -> Line {
    let Announcement {
        id,
        kind,
        severity,
        state,
        components,
        starts_at,
        ends_at,
        updated_at,
        title,
        mut body,
        cause,
        by,
    } = known;
    let at = |time| moment(time, &desk.zone);
    Line {
        id,
        stands: state == Progress::InProgress,
        kind: match kind {
            Kind::Notice => w.notice,
            Kind::Maintenance => w.maintenance,
            Kind::Incident => w.incident,
        },
        severity: match severity {
            Severity::Info => w.info,
            Severity::Warning => w.warning_level,
            Severity::Critical => w.critical,
        },
        titles: title
            .into_iter()
            .map(|(language, title)| {
                let body = body.remove(&language).unwrap_or_default();
                (language, title, body)
            })
            .collect(),
        components: components.join(", "),
        starts: at(starts_at),
        ends: ends_at.map(at),
        changed: at(updated_at),
        by,
        cause,
    }
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    kind: Kind,
    severity: Severity,
    #[serde(default)]
    components: String,
    starts: String,
    #[serde(default)]
    ends: String,
    #[serde(default)]
    title_zh: String,
    #[serde(default)]
    title_en: String,
    #[serde(default)]
    body_zh: String,
    #[serde(default)]
    body_en: String,
    #[serde(default)]
    cause: String,
}

pub(super) async fn publish(State(desk): State<Arc<Desk>>, posted: Posted<Wanted>) -> Response {
    let Posted { caller, form } = posted;
    match published(&desk, &caller, form).await {
        Ok(()) => Redirect::to("/announcements").into_response(),
        Err(problem) => problem.page(&caller.tongue),
    }
}

async fn published(desk: &Desk, caller: &Caller, wanted: Wanted) -> Result<(), Problem> {
    caller.lead()?;
    let w = caller.tongue.words;
    let Wanted { kind, severity, components, starts, ends, title_zh, title_en, body_zh, body_en, cause } = wanted;
    let starts_at = day_or_time(desk, &starts, w.starts)?.ok_or_else(|| Problem::field(w.starts))?;
    let ends_at = day_or_time(desk, &ends, w.ends)?;
    let cause = Some(cause).filter(|cause| !cause.is_empty());
    let draft = Draft { kind, severity, components, starts_at, ends_at, title_zh, title_en, body_zh, body_en, cause };
    let (now, agent) = (desk.clock.now(), caller.session.agent.name.clone());
    let new = draft.announcement(Uuid::new_v4().to_string(), agent.clone(), now)?;
    let id = new.id.clone();
    let change = |all: &mut Vec<Announcement>| {
        announce::add(all, new)?;
        Ok(announce::document(all, now, desk.signer.as_ref()))
    };
    desk.support.announce(change).await?;
    desk.tell(&Event::Announced { announcement: id, agent });
    Ok(())
}

pub(super) async fn end(State(desk): State<Arc<Desk>>, Path(id): Path<String>, posted: Posted<Nothing>) -> Response {
    let caller = posted.caller;
    match ended(&desk, &caller, &id).await {
        Ok(()) => Redirect::to("/announcements").into_response(),
        Err(problem) => problem.page(&caller.tongue),
    }
}

async fn ended(desk: &Desk, caller: &Caller, id: &str) -> Result<(), Problem> {
    caller.lead()?;
    let now = desk.clock.now();
    let change = |all: &mut Vec<Announcement>| {
        announce::end(all, id, now)?;
        Ok(announce::document(all, now, desk.signer.as_ref()))
    };
    desk.support.announce(change).await?;
    let agent = caller.session.agent.name.clone();
    desk.tell(&Event::AnnouncementEnded { announcement: id.to_owned(), agent });
    Ok(())
}
