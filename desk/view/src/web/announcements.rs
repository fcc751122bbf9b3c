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
use wallet_doctor_intake::{
    announcements::{Announcement, Kind, Progress, Severity},
    store::StoreError,
};

use super::{
    caller::{Caller, Nothing, Posted},
    frame::{self, Frame, Moment, moment, typed_time, zone_name},
    problem::Problem,
    to_its_end,
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
    lacks_key: bool,
    /// Those for which the key does not vouch.
    foreign: usize,
    form: Form,
    problem: Option<String>,
}

/// An announcement as it is listed.
struct Line {
    id: String,
    /// How far it is: in a word, and by its code.
    state: &'static str,
    state_code: &'static str,
    stands: bool,
    /// Apps forget it unless somebody says that it goes on.
    can_fade: bool,
    kind: &'static str,
    severity: &'static str,
    titles: Vec<(String, String, String)>,
    /// One of them.
    name: String,
    components: String,
    starts: Moment,
    ends: Option<Moment>,
    changed: Moment,
    by: String,
    cause: Option<String>,
}

/// What stands in a form: what is proposed, or what was typed and could not be published.
#[derive(Default)]
pub(super) struct Form {
    pub(super) wanted: Wanted,
    /// The time zone's name.
    pub(super) zone: String,
}

impl Form {
    pub(super) fn new(desk: &Desk, starts: Timestamp) -> Self {
        let starts = starts.to_zoned(desk.zone.clone()).strftime("%Y-%m-%dT%H:%M").to_string();
        Self { wanted: Wanted { starts, ..Wanted::default() }, zone: zone_name(desk) }
    }

    /// One that speaks of a cause.
    pub(super) fn of_cause(mut self, cause: &str, title_zh: String, title_en: String) -> Self {
        self.wanted = Wanted { cause: cause.to_owned(), title_zh, title_en, ..self.wanted };
        self
    }
}

/// What somebody types.
#[derive(Clone, Default, Deserialize)]
pub(super) struct Wanted {
    pub(super) kind: String,
    pub(super) severity: String,
    #[serde(default)]
    pub(super) components: String,
    pub(super) starts: String,
    #[serde(default)]
    pub(super) ends: String,
    #[serde(default)]
    pub(super) title_zh: String,
    #[serde(default)]
    pub(super) title_en: String,
    #[serde(default)]
    pub(super) body_zh: String,
    #[serde(default)]
    pub(super) body_en: String,
    #[serde(default)]
    pub(super) cause: String,
}

pub(super) async fn page(State(desk): State<Arc<Desk>>, caller: Caller) -> Response {
    let form = Form::new(&desk, desk.clock.now());
    match show(&desk, &caller, form, None).await {
        Ok(page) => frame::page(StatusCode::OK, &page),
        Err(problem) => problem.for_caller(&caller),
    }
}

async fn show(desk: &Desk, caller: &Caller, form: Form, problem: Option<String>) -> Result<Page, Problem> {
    let w = caller.tongue.words;
    let is_foreign = |known: &Announcement| desk.signer.as_ref().is_some_and(|signer| !signer.vouches(known));
    let (foreign, ours): (Vec<_>, Vec<_>) = desk.support.announcements().await?.into_iter().partition(is_foreign);
    let (foreign, all) = (foreign.len(), ours.into_iter().map(|known| line(desk, known, w)).collect());
    let lacks_key = announce::is_beyond(desk.support.announced().await?.as_ref(), desk.signer.as_ref());
    let f = Frame::of(caller, "announcements", w.announcements);
    Ok(Page { f, all, key: desk.signer.as_ref().map(Signer::public), lacks_key, foreign, form, problem })
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
        voucher: _,
    } = known;
    let (now, at) = (desk.clock.now(), |time| moment(time, &desk.zone));
    let stands = state == Progress::InProgress;
    let (state, state_code) = match (stands, starts_at > now) {
        (false, _) => (w.over, "closed"),
        (true, true) => (w.planned, "answered"),
        (true, false) => (w.stands, "open"),
    };
    Line {
        id,
        state,
        state_code,
        stands,
        can_fade: stands && kind != Kind::Notice && starts_at <= now,
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
        name: title.values().next().cloned().unwrap_or_default(),
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

pub(super) async fn publish(State(desk): State<Arc<Desk>>, posted: Posted<Wanted>) -> Response {
    to_its_end(&desk.clone(), published_or_told(desk, posted)).await
}

async fn published_or_told(desk: Arc<Desk>, posted: Posted<Wanted>) -> Response {
    let Posted { caller, form } = posted;
    let problem = match published(&desk, &caller, &form).await {
        Ok(()) => return Redirect::to("/announcements").into_response(),
        Err(problem) if caller.session.is_lead() => problem,
        Err(problem) => return problem.for_caller(&caller),
    };
    if let Some(fault) = problem.fault() {
        desk.tell(&Event::Failed { problem: fault.to_owned() });
    }
    // What was typed is not lost.
    let told = problem.told(caller.tongue.words);
    match show(&desk, &caller, Form { wanted: form, zone: zone_name(&desk) }, Some(told)).await {
        Ok(page) => frame::page(problem.status(), &page),
        Err(problem) => problem.for_caller(&caller),
    }
}

async fn published(desk: &Desk, caller: &Caller, wanted: &Wanted) -> Result<(), Problem> {
    caller.lead()?;
    let w = caller.tongue.words;
    let Wanted { kind, severity, components, starts, ends, title_zh, title_en, body_zh, body_en, cause } =
        wanted.clone();
    let draft = Draft {
        kind: serde_json::from_value(kind.into()).map_err(|_| Problem::field(w.kind))?,
        severity: serde_json::from_value(severity.into()).map_err(|_| Problem::field(w.severity))?,
        components,
        starts_at: typed_time(desk, &starts, w.starts)?.ok_or_else(|| Problem::field(w.starts))?,
        ends_at: typed_time(desk, &ends, w.ends)?,
        title_zh,
        title_en,
        body_zh,
        body_en,
        cause: Some(cause).filter(|cause| !cause.is_empty()),
    };
    let (now, agent) = (desk.clock.now(), caller.session.agent.name.clone());
    let new = draft.announcement(Uuid::new_v4().to_string(), agent.clone(), now)?;
    let id = new.id.clone();
    changed(desk, |all| announce::add(all, new, desk.signer.as_ref())).await?;
    desk.tell(&Event::Announced { announcement: id, agent });
    Ok(())
}

/// Changes what is announced, and what apps are served.
async fn changed(
    desk: &Desk,
    change: impl FnOnce(&mut Vec<Announcement>) -> Result<(), StoreError>,
) -> Result<(), Problem> {
    Ok(announce::announce(&desk.support, desk.clock.now(), desk.signer.as_ref(), change).await?)
}

pub(super) async fn end(State(desk): State<Arc<Desk>>, Path(id): Path<String>, posted: Posted<Nothing>) -> Response {
    let event = |announcement, agent| Event::AnnouncementEnded { announcement, agent };
    marked(desk, posted.caller, id, announce::end, event).await
}

pub(super) async fn confirm(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    posted: Posted<Nothing>,
) -> Response {
    let event = |announcement, agent| Event::AnnouncementConfirmed { announcement, agent };
    marked(desk, posted.caller, id, announce::confirm, event).await
}

/// Says something of one that stands.
type Mark = fn(&mut [Announcement], &str, Timestamp, Option<&Signer>) -> Result<(), StoreError>;

async fn marked(
    desk: Arc<Desk>,
    caller: Caller,
    id: String,
    mark: Mark,
    event: fn(String, String) -> Event,
) -> Response {
    let now = desk.clock.now();
    to_its_end(&desk.clone(), async move {
        let marked = async {
            caller.lead()?;
            changed(&desk, |all| mark(all, &id, now, desk.signer.as_ref())).await?;
            desk.tell(&event(id.clone(), caller.session.agent.name.clone()));
            Ok(Redirect::to("/announcements").into_response())
        };
        marked.await.unwrap_or_else(|problem: Problem| problem.for_caller(&caller))
    })
    .await
}
