//! Waves: all causes over time, one of them in detail, and one answer for everybody who waits with it.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use wallet_doctor_core::{config::Locale, diagnosis::cause_headline};
use wallet_doctor_intake::{
    announcements::Progress,
    queue::{Filter, QueuedTicket},
    store::{Act, TicketState},
};

use super::{
    announcements::Form,
    caller::{Caller, Posted, form_encoded},
    frame::{self, Frame, Moment, moment},
    problem::Problem,
    queue::{Read, Row, row},
    ticket::{author, written},
};
use crate::{
    desk::{Desk, Event},
    records::Facet,
    waves::{Bars, HISTORY, Rise, Wave, bars, waves},
};

/// The most causes that are listed: whoever sends rubbish could make up any number of them.
const MAX_CAUSES: usize = 100;
/// The most tickets that one answer goes to.
const MAX_ANSWERED: u32 = 2_000;
/// Tickets that are listed of those.
const MAX_WAITING_LISTED: usize = 50;

/// A cause of the list.
struct Line {
    cause: String,
    headline: Option<String>,
    link: String,
    today: usize,
    usual_day: String,
    chart: Bars,
    rise: Option<Told>,
    is_announced: bool,
}

/// A warning in words.
pub(super) struct Warning {
    pub(super) cause: String,
    pub(super) headline: Option<String>,
    pub(super) link: String,
    pub(super) rise: Told,
}

/// That something rises, as it is told.
pub(super) struct Told {
    pub(super) seen: usize,
    pub(super) hours: i64,
    pub(super) usual: String,
    pub(super) models: usize,
    pub(super) since: Moment,
}

#[derive(Template)]
#[template(path = "waves.html")]
struct All {
    f: Frame,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "wave.html")]
struct One {
    f: Frame,
    cause: String,
    headline: Option<String>,
    rise: Option<Told>,
    chart: Bars,
    /// The hours in which something came, for who does not see the chart.
    hours: Vec<(Moment, usize)>,
    facets: Vec<(&'static str, Vec<(String, i64)>)>,
    waiting: Vec<Row>,
    number_waiting: usize,
    form: Form,
    announced: Vec<String>,
    answered: Option<(usize, usize)>,
}

pub(super) async fn all(State(desk): State<Arc<Desk>>, caller: Caller) -> Response {
    match list(&desk, &caller).await {
        Ok(response) => response,
        Err(problem) => problem.page(&caller.tongue),
    }
}

async fn list(desk: &Desk, caller: &Caller) -> Result<Response, Problem> {
    let now = desk.clock.now();
    let announced = announced(desk).await?;
    let provider = desk.records.provider().await?.unwrap_or_default();
    let mut lines = Vec::new();
    for wave in current(desk, now).await?.into_iter().take(MAX_CAUSES) {
        let headline = headline(desk, caller.tongue.locale, &wave.cause, &provider).await?;
        lines.push(Line {
            headline,
            link: link(&wave.cause),
            today: wave.today,
            usual_day: one_digit(wave.usual_day),
            chart: bars(&wave.times, now, SignedDuration::from_hours(8), 42, 32),
            rise: wave.rise.map(|rise| told(desk, &rise)),
            is_announced: announced.iter().any(|(cause, _)| *cause == wave.cause),
            cause: wave.cause,
        });
    }
    let f = Frame::of(caller, "waves", caller.tongue.words.waves);
    Ok(frame::page(StatusCode::OK, &All { f, lines }))
}

#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    cause: String,
}

pub(super) async fn one(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let cause = asked.map(|Query(asked)| asked.cause).unwrap_or_default();
    match show(&desk, &caller, cause, None).await {
        Ok(response) => response,
        Err(problem) => problem.page(&caller.tongue),
    }
}

async fn show(
    desk: &Desk,
    caller: &Caller,
    cause: String,
    answered: Option<(usize, usize)>,
) -> Result<Response, Problem> {
    let (now, w) = (desk.clock.now(), caller.tongue.words);
    let wave = current(desk, now).await?.into_iter().find(|wave| wave.cause == cause).ok_or_else(Problem::not_found)?;
    let provider = desk.records.provider().await?.unwrap_or_default();
    let since = now - HISTORY;
    let mut facets = Vec::new();
    for (label, facet) in
        [(w.app_version, Facet::AppVersion), (w.os, Facet::Os), (w.device, Facet::Device), (w.network, Facet::Network)]
    {
        facets.push((label, desk.records.divided(&cause, since, facet).await?));
    }
    let waiting = waiting(desk, &cause, now).await?;
    let number_waiting = waiting.len();
    let mut rows = Vec::new();
    for ticket in waiting.into_iter().take(MAX_WAITING_LISTED) {
        let digest = desk.records.digest(ticket.report_id).await?;
        rows.push(row(desk, caller, ticket, digest.as_ref(), now));
    }
    let chart = bars(&wave.times, now, SignedDuration::from_hours(1), 72, 120);
    let hours =
        chart.bars.iter().filter(|bar| bar.count > 0).map(|bar| (moment(bar.begins, &desk.zone), bar.count)).collect();
    let begins = wave.rise.as_ref().map_or(now, |rise| rise.since);
    let titles = (
        headline(desk, Locale::ZhHans, &cause, &provider).await?.unwrap_or_default(),
        headline(desk, Locale::En, &cause, &provider).await?.unwrap_or_default(),
    );
    let announced =
        announced(desk).await?.into_iter().filter(|(known, _)| *known == cause).map(|(_, title)| title).collect();
    let headline = headline(desk, caller.tongue.locale, &cause, &provider).await?;
    let page = One {
        f: Frame::of(caller, "waves", format!("{}: {cause}", w.waves)),
        headline,
        rise: wave.rise.as_ref().map(|rise| told(desk, rise)),
        chart,
        hours,
        facets,
        waiting: rows,
        number_waiting,
        form: Form::new(desk, begins, titles, &cause),
        announced,
        answered,
        cause,
    };
    Ok(frame::page(StatusCode::OK, &page))
}

#[derive(Deserialize)]
pub(super) struct Answered {
    cause: String,
    text: String,
    /// How many tickets the page spoke of.
    tickets: String,
}

pub(super) async fn answer(State(desk): State<Arc<Desk>>, posted: Posted<Answered>) -> Response {
    let Posted { caller, form } = posted;
    let answered = async {
        let counts = answered(&desk, &caller, &form).await?;
        show(&desk, &caller, form.cause.clone(), Some(counts)).await
    };
    answered.await.unwrap_or_else(|problem| problem.page(&caller.tongue))
}

/// Answers everybody who waits; how many were answered, and how many could not be.
async fn answered(desk: &Desk, caller: &Caller, form: &Answered) -> Result<(usize, usize), Problem> {
    caller.lead()?;
    let now = desk.clock.now();
    let waiting = waiting(desk, &form.cause, now).await?;
    // Nobody answers people whom they have not seen.
    if form.tickets != waiting.len().to_string() {
        return Err(Problem::changed_meanwhile());
    }
    let text = written(&form.text);
    let (mut done, mut failed) = (0, 0);
    for ticket in waiting {
        match desk.support.act(ticket.report_id, author(caller), Act::Answer(text.clone()), now).await {
            Ok(_) => done += 1,
            // The text is the same for all: what is wrong with it is told before anybody is answered.
            Err(error) if done + failed == 0 => return Err(error.into()),
            Err(_) => failed += 1,
        }
    }
    let agent = caller.session.agent.name.clone();
    desk.tell(&Event::WaveAnswered { answered: done, failed, agent });
    Ok((done, failed))
}

/// What rises and was not announced yet.
pub(super) async fn warnings(desk: &Desk, caller: &Caller) -> Result<Vec<Warning>, Problem> {
    let announced = announced(desk).await?;
    let provider = desk.records.provider().await?.unwrap_or_default();
    let mut warnings = Vec::new();
    for Wave { cause, rise, .. } in current(desk, desk.clock.now()).await?.into_iter().take(MAX_CAUSES) {
        if let Some(rise) = rise
            && !announced.iter().any(|(known, _)| *known == cause)
        {
            let headline = headline(desk, caller.tongue.locale, &cause, &provider).await?;
            warnings.push(Warning { headline, link: link(&cause), rise: told(desk, &rise), cause });
        }
    }
    Ok(warnings)
}

async fn current(desk: &Desk, now: Timestamp) -> Result<Vec<Wave>, Problem> {
    let counted = desk.records.counted(now - HISTORY).await?;
    Ok(waves(&counted, now))
}

/// The causes that are announced at the moment, with a title of each.
async fn announced(desk: &Desk) -> Result<Vec<(String, String)>, Problem> {
    let all = desk.support.announcements().await?.into_iter().filter(|known| known.state == Progress::InProgress);
    Ok(all.filter_map(|known| Some((known.cause?, known.title.into_values().next()?))).collect())
}

/// The open tickets whose reports name a cause first, the most urgent first.
async fn waiting(desk: &Desk, cause: &str, now: Timestamp) -> Result<Vec<QueuedTicket>, Problem> {
    let reports = desk.records.of_cause(cause, now - HISTORY).await?;
    let filter =
        Filter { states: vec![TicketState::Open], reports: Some(reports), most: MAX_ANSWERED, ..Filter::default() };
    Ok(desk.support.queue(&filter).await?)
}

/// A cause in a sentence: ours, or what people were told of it last.
async fn headline(desk: &Desk, locale: Locale, cause: &str, provider: &str) -> Result<Option<String>, Problem> {
    if let Some(headline) = cause_headline(cause, provider, locale) {
        return Ok(Some(headline));
    }
    Ok(desk.records.last_headline(cause, locale.as_str()).await?)
}

fn told(desk: &Desk, rise: &Rise) -> Told {
    let Rise { window, seen, usual, models, since } = rise;
    Told {
        seen: *seen,
        hours: window.as_hours(),
        usual: one_digit(*usual),
        models: *models,
        since: moment(*since, &desk.zone),
    }
}

fn one_digit(number: f64) -> String {
    if number > 0.0 && number < 0.1 { "< 0.1".to_owned() } else { format!("{number:.1}") }
}

pub(super) fn link(cause: &str) -> String {
    format!("/wave?cause={}", form_encoded(cause))
}
