//! The queue: tickets that wait, the most urgent first, with what was read in their reports.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::{Timestamp, civil::DateTime};
use serde::Deserialize;
use uuid::Uuid;
use wallet_doctor_core::diagnosis::cause_headline;
use wallet_doctor_intake::{
    queue::{Filter, QueuedTicket},
    store::{Priority, TicketState},
};

use super::{
    caller::{Caller, form_encoded},
    frame::{self, Frame, Moment, moment},
    problem::Problem,
    wave::{self, Warning},
};
use crate::{
    desk::Desk,
    records::{Digest, Search},
    words::Words,
};

/// Tickets of a page.
const ON_A_PAGE: u32 = 50;

#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    cause: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    since: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    page: u16,
}

#[derive(Template)]
#[template(path = "queue.html")]
struct Page {
    f: Frame,
    asked: Asked,
    causes: Vec<String>,
    versions: Vec<String>,
    rows: Vec<Row>,
    warnings: Vec<Warning>,
    next: Option<String>,
    previous: Option<String>,
}

/// A ticket.
pub(super) struct Row {
    pub(super) ticket: String,
    pub(super) report_id: Uuid,
    pub(super) is_urgent: bool,
    pub(super) state: &'static str,
    pub(super) state_code: &'static str,
    pub(super) received: Moment,
    pub(super) expected: Moment,
    pub(super) is_late: bool,
    pub(super) by: Option<String>,
    pub(super) app: Option<String>,
    pub(super) read: Read,
}

/// What was read in its report.
pub(super) enum Read {
    /// Nothing yet.
    NotYet,
    /// It could not be.
    Refused,
    /// Of one that was.
    Known {
        /// The first cause in a sentence, or its code; nothing if none was found.
        cause: Option<(String, String)>,
        version: String,
        symptom: String,
    },
}

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    match show(&desk, &caller, asked).await {
        Ok(response) => response,
        Err(problem) => problem.page(&caller.tongue),
    }
}

async fn show(desk: &Desk, caller: &Caller, asked: Asked) -> Result<Response, Problem> {
    let w = caller.tongue.words;
    // A ticket or an id is where one wants to go.
    let text = asked.text.trim();
    let found = match text.parse::<Uuid>() {
        Ok(id) => desk.support.ticket(id).await.ok().map(|file| file.queued.report_id),
        Err(_) => desk.support.report_of(&text.to_uppercase()).await?,
    };
    if let Some(report_id) = found {
        return Ok(Redirect::to(&format!("/reports/{report_id}")).into_response());
    }
    let search = Search { cause: asked.cause.clone(), app_version: asked.version.clone(), text: text.to_owned() };
    let reports = if search == Search::default() { None } else { Some(desk.records.found(&search).await?) };
    let filter = Filter {
        states: states(&asked.state),
        since: day_or_time(desk, &asked.since, w.from)?,
        until: day_or_time(desk, &asked.until, w.until)?,
        reports,
        app: None,
        skip: u32::from(asked.page) * ON_A_PAGE,
        most: ON_A_PAGE + 1,
    };
    let mut tickets = desk.support.queue(&filter).await?;
    let has_next = tickets.len() > ON_A_PAGE as usize;
    tickets.truncate(ON_A_PAGE as usize);
    let now = desk.clock.now();
    let mut rows = Vec::new();
    for ticket in tickets {
        let digest = desk.records.digest(ticket.report_id).await?;
        rows.push(row(desk, caller, ticket, digest.as_ref(), now));
    }
    let (causes, versions) = desk.records.choices().await?;
    let next = has_next.then(|| link(&asked, asked.page.saturating_add(1)));
    let previous = asked.page.checked_sub(1).map(|page| link(&asked, page));
    let warnings = wave::warnings(desk, caller).await?;
    let f = Frame::of(caller, "queue", w.queue);
    Ok(frame::page(StatusCode::OK, &Page { f, asked, causes, versions, rows, warnings, next, previous }))
}

/// Whatever is no state is what waits.
fn states(asked: &str) -> Vec<TicketState> {
    match asked {
        "all" => Filter::ALL_STATES.to_vec(),
        "open" => vec![TicketState::Open],
        "answered" => vec![TicketState::Answered],
        "closed" => vec![TicketState::Closed],
        _ => Filter::default().states,
    }
}

/// As `<input type="datetime-local">` has it, in the desk's time zone.
pub(super) fn day_or_time(desk: &Desk, text: &str, label: &str) -> Result<Option<Timestamp>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |_| Problem::field(label);
    let time: DateTime = text.parse().map_err(wrong)?;
    Ok(Some(time.to_zoned(desk.zone.clone()).map_err(wrong)?.timestamp()))
}

fn link(asked: &Asked, page: u16) -> String {
    let Asked { state, cause, version, since, until, text, page: _ } = asked;
    let page = page.to_string();
    let fields: BTreeMap<&str, &String> = BTreeMap::from([
        ("state", state),
        ("cause", cause),
        ("version", version),
        ("since", since),
        ("until", until),
        ("text", text),
        ("page", &page),
    ]);
    let pairs = fields.into_iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name}={}", form_encoded(value))).collect();
    format!("/queue?{}", pairs.join("&"))
}

/// How a state is called.
pub(super) fn state_of(state: TicketState, w: &'static Words) -> (&'static str, &'static str) {
    match state {
        TicketState::Open => ("open", w.open),
        TicketState::Answered => ("answered", w.answered),
        TicketState::Closed => ("closed", w.closed),
    }
}

pub(super) fn row(desk: &Desk, caller: &Caller, ticket: QueuedTicket, digest: Option<&Digest>, now: Timestamp) -> Row {
    let (state_code, state) = state_of(ticket.state, caller.tongue.words);
    let told = |digest: &Digest| {
        let headline = cause_headline(&digest.cause, &digest.provider, caller.tongue.locale);
        let cause = (!digest.cause.is_empty())
            .then(|| (headline.unwrap_or_else(|| digest.headline.clone()), digest.cause.clone()));
        Read::Known { cause, version: digest.app_version.clone(), symptom: digest.symptom.clone() }
    };
    Row {
        is_urgent: ticket.priority == Priority::Urgent,
        is_late: ticket.state == TicketState::Open && ticket.expected_at < now,
        received: moment(ticket.received_at, &desk.zone),
        expected: moment(ticket.expected_at, &desk.zone),
        ticket: ticket.ticket,
        report_id: ticket.report_id,
        state,
        state_code,
        by: ticket.acknowledged_by,
        app: ticket.app,
        read: match digest {
            None => Read::NotYet,
            Some(digest) if digest.refused.is_some() => Read::Refused,
            Some(digest) => told(digest),
        },
    }
}
