//! The queue: tickets that wait, the most urgent first, with what was read in their reports.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use askama::Template;
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;
use wallet_doctor_core::diagnosis::cause_headline;
use wallet_doctor_intake::{
    queue::{Filter, QueuedTicket},
    store::{Priority, StoreError, TicketState},
};

use super::{
    caller::{Caller, form_encoded},
    frame::{self, Frame, Moment, moment, typed_time, zone_name},
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
    /// A number; anything else is the first.
    #[serde(default)]
    page: String,
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
    /// Causes that rise as well.
    more_warnings: usize,
    next: Option<String>,
    previous: Option<String>,
    zone: String,
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
    pub(super) did_not_help: bool,
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
        /// The first cause in a sentence, if it is one of ours, and its code; nothing if none was found.
        cause: Option<(Option<String>, String)>,
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
        Err(problem) => problem.for_caller(&caller),
    }
}

async fn show(desk: &Desk, caller: &Caller, asked: Asked) -> Result<Response, Problem> {
    let w = caller.tongue.words;
    // A ticket or an id is where one wants to go.
    let text = asked.text.trim();
    let found = match text.parse::<Uuid>() {
        Ok(id) => match desk.support.ticket(id).await {
            Ok(file) => Some(file.queued.report_id),
            Err(StoreError::NoSuchReport) => None,
            Err(error) => return Err(error.into()),
        },
        Err(_) => desk.support.report_of(&text.to_uppercase()).await?,
    };
    if let Some(report_id) = found {
        return Ok(Redirect::to(&format!("/reports/{report_id}")).into_response());
    }
    let search = Search { cause: asked.cause.clone(), app_version: asked.version.clone(), text: text.to_owned() };
    let (states, helped) = states(&asked.state);
    let filter = Filter {
        states,
        helped,
        since: typed_time(desk, &asked.since, w.from)?,
        until: typed_time(desk, &asked.until, w.until)?,
        ..Filter::default()
    };
    let number: u16 = asked.page.parse().unwrap_or_default();
    let skip = usize::from(number) * ON_A_PAGE as usize;
    let (tickets, has_next) = if search == Search::default() {
        let skip = u32::try_from(skip).unwrap_or(u32::MAX);
        let mut tickets = desk.support.queue(&Filter { skip, most: ON_A_PAGE + 1, ..filter }).await?;
        let has_next = tickets.len() > ON_A_PAGE as usize;
        tickets.truncate(ON_A_PAGE as usize);
        (tickets, has_next)
    } else {
        among(desk, &filter, &desk.records.found(&search).await?, skip, ON_A_PAGE as usize).await?
    };
    let now = desk.clock.now();
    let mut rows = Vec::new();
    for ticket in tickets {
        let digest = desk.records.digest(ticket.report_id).await?;
        rows.push(row(desk, caller, ticket, digest.as_ref(), now));
    }
    let (causes, versions) = desk.records.choices().await?;
    let next = has_next.then(|| link(&asked, number.saturating_add(1)));
    let previous = number.checked_sub(1).map(|page| link(&asked, page));
    let (warnings, more_warnings) = wave::warnings(desk, caller).await?;
    let f = Frame::of(caller, "queue", w.queue);
    let zone = zone_name(desk);
    let page = Page { f, asked, causes, versions, rows, warnings, more_warnings, next, previous, zone };
    Ok(frame::page(StatusCode::OK, &page))
}

/// The tickets of a filter whose reports are among some, in the queue's order: so many are passed over, and so many returned, with
/// whether there are more. What was read is here, and how tickets stand is in the desk's database, so that the order of all is asked
/// for and the tickets of a page alone; by a few at one time.
pub(super) async fn among(
    desk: &Desk,
    filter: &Filter,
    reports: &HashSet<Uuid>,
    skip: usize,
    most: usize,
) -> Result<(Vec<QueuedTicket>, bool), Problem> {
    let _place = desk.searching.acquire().await.map_err(Problem::stores)?;
    let ordered = desk.support.queued_reports(filter).await?;
    let mut wanted = ordered.into_iter().filter(|id| reports.contains(id)).skip(skip);
    let mut found = Vec::new();
    for report_id in wanted.by_ref().take(most) {
        // One that was answered, closed or deleted in this moment is none of them any more.
        found.extend(desk.support.queue(&Filter { report: Some(report_id), ..filter.clone() }).await?);
    }
    Ok((found, wanted.next().is_some()))
}

/// Whatever is no state is what is not closed.
fn states(asked: &str) -> (Vec<TicketState>, Option<bool>) {
    match asked {
        "all" => (Filter::ALL_STATES.to_vec(), None),
        "open" => (vec![TicketState::Open], None),
        "answered" => (vec![TicketState::Answered], None),
        "closed" => (vec![TicketState::Closed], None),
        "no_help" => (vec![TicketState::Closed], Some(false)),
        _ => (Filter::default().states, None),
    }
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
        let locale = caller.tongue.locale;
        let headline = cause_headline(&digest.cause, desk.provider_in(locale), locale);
        let cause = (!digest.cause.is_empty()).then(|| (headline, digest.cause.clone()));
        Read::Known { cause, version: digest.app_version.clone(), symptom: digest.symptom.clone() }
    };
    Row {
        is_urgent: ticket.priority == Priority::Urgent,
        is_late: ticket.is_late(now),
        did_not_help: ticket.helped == Some(false),
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
