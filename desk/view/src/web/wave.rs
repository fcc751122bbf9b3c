//! Waves: all causes over time, one of them in detail, and one answer for everybody who waits with it.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use wallet_doctor_core::{config::Locale, diagnosis::cause_headline};
use wallet_doctor_intake::{
    announcements::{Announcement, Progress},
    queue::{Filter, QueuedTicket},
    store::{Act, StoreError, TicketState},
};

use super::{
    announcements::Form,
    caller::{Caller, Posted, form_encoded},
    frame::{self, Frame, Moment, moment},
    problem::Problem,
    queue::{Read, Row, among, row},
    ticket::{author, written},
    to_its_end,
};
use crate::{
    desk::{Desk, Event},
    people::digest_of,
    records::Facet,
    waves::{Bars, HISTORY, Rise, Wave, bars},
    words::{Words, filled},
};

/// The most causes that are listed: whoever sends rubbish could make up any number of them.
const MAX_CAUSES: usize = 100;
/// The most tickets that are listed, and that one answer goes to: nobody answers people whom they cannot have seen.
const MAX_ANSWERED: usize = 500;
/// So long apps speak of what has no end (docs/schemas/announcements.md).
const SPOKEN_OF: SignedDuration = SignedDuration::from_hours(24);
/// The most causes that are warned of above the queue.
const MAX_WARNINGS: usize = 3;

/// A cause of the list.
struct Line {
    cause: String,
    headline: Option<String>,
    link: String,
    today: usize,
    /// In all that is drawn.
    total: usize,
    usual_day: Option<String>,
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

/// That something rises, in sentences.
pub(super) struct Told {
    pub(super) sentence: String,
    /// From how many kinds of phones, if that is known.
    pub(super) phones: Option<String>,
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
    begins: Moment,
    now: Moment,
    /// The hours in which something came, for who does not see the chart.
    hours: Vec<(Moment, usize)>,
    facets: Vec<(&'static str, Vec<(String, i64)>)>,
    waiting: Vec<Row>,
    number_waiting: usize,
    /// There are more than can be answered at once.
    has_more: bool,
    /// Stands for exactly these tickets.
    tickets: String,
    form: Form,
    announced: Vec<String>,
    answered: Option<(u32, u32)>,
    problem: Option<String>,
    typed: String,
}

pub(super) async fn all(State(desk): State<Arc<Desk>>, caller: Caller) -> Response {
    match list(&desk, &caller).await {
        Ok(response) => response,
        Err(problem) => problem.for_caller(&caller),
    }
}

async fn list(desk: &Desk, caller: &Caller) -> Result<Response, Problem> {
    let now = desk.clock.now();
    let announced = announced(desk, now).await?;
    let mut lines = Vec::new();
    let waves = desk.judged.get(&desk.records, now).await?;
    // Whoever makes up a hundred causes hides none of ours.
    let mut waves: Vec<&Wave> = waves.iter().collect();
    waves.sort_by_key(|wave| (wave.rise.is_none(), headline(desk, Locale::En, &wave.cause).is_none()));
    for wave in waves.into_iter().take(MAX_CAUSES) {
        lines.push(Line {
            headline: headline(desk, caller.tongue.locale, &wave.cause),
            link: link(&wave.cause),
            today: wave.today,
            total: wave.times.len(),
            usual_day: wave.usual_day.map(one_digit),
            chart: bars(&wave.times, now, SignedDuration::from_hours(8), 42, 32),
            rise: wave.rise.as_ref().map(|rise| told(desk, rise, caller.tongue.words)),
            is_announced: announced.iter().any(|(cause, _)| *cause == wave.cause),
            cause: wave.cause.clone(),
        });
    }
    let f = Frame::of(caller, "waves", caller.tongue.words.waves);
    Ok(frame::page(StatusCode::OK, &All { f, lines }))
}

#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    cause: String,
    /// What came of answering all, for the page after it.
    #[serde(default)]
    answered: String,
    #[serde(default)]
    failed: String,
    /// That this is what came of it, in this session.
    #[serde(default)]
    proof: String,
}

pub(super) async fn one(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    match show(&desk, &caller, &asked.cause).await {
        Ok(mut page) => {
            if asked.proof == proof_of(&caller, &asked.cause, &asked.answered, &asked.failed) {
                page.answered = asked.answered.parse().ok().zip(asked.failed.parse().ok());
            }
            frame::page(StatusCode::OK, &page)
        }
        Err(problem) => problem.for_caller(&caller),
    }
}

async fn show(desk: &Desk, caller: &Caller, cause: &str) -> Result<One, Problem> {
    let (now, w) = (desk.clock.now(), caller.tongue.words);
    let waves = desk.judged.get(&desk.records, now).await?;
    let wave = waves.iter().find(|wave| wave.cause == cause).ok_or_else(Problem::not_found)?;
    let mut facets = Vec::new();
    for (label, facet) in
        [(w.app_version, Facet::AppVersion), (w.os, Facet::Os), (w.device, Facet::Device), (w.network, Facet::Network)]
    {
        facets.push((label, desk.records.divided(cause, now - HISTORY, facet).await?));
    }
    let (waiting, has_more) = waiting(desk, cause).await?;
    let (number_waiting, tickets) = (waiting.len(), sum_of(&waiting));
    let mut rows = Vec::new();
    for ticket in waiting {
        let digest = desk.records.digest(ticket.report_id).await?;
        rows.push(row(desk, caller, ticket, digest.as_ref(), now));
    }
    let chart = bars(&wave.times, now, SignedDuration::from_hours(1), 72, 120);
    let at = |time| moment(time, &desk.zone);
    let hours = chart.bars.iter().filter(|bar| bar.count > 0).map(|bar| (at(bar.begins), bar.count)).collect();
    // What a stranger wrote is in nobody's form.
    let title = |locale| headline(desk, locale, cause).unwrap_or_default();
    let form = Form::new(desk, wave.rise.as_ref().map_or(now, |rise| rise.since)).of_cause(
        cause,
        title(Locale::ZhHans),
        title(Locale::En),
    );
    let announced = announced(desk, now).await?.into_iter().filter(|(known, _)| known == cause);
    Ok(One {
        f: Frame::of(caller, "wave", format!("{}: {cause}", w.waves)),
        headline: headline(desk, caller.tongue.locale, cause),
        rise: wave.rise.as_ref().map(|rise| told(desk, rise, w)),
        begins: at(chart.begins),
        now: at(now),
        chart,
        hours,
        facets,
        waiting: rows,
        number_waiting,
        has_more,
        tickets,
        form,
        announced: announced.map(|(_, title)| title).collect(),
        answered: None,
        problem: None,
        typed: String::new(),
        cause: cause.to_owned(),
    })
}

#[derive(Deserialize)]
pub(super) struct Answered {
    cause: String,
    text: String,
    /// Stands for the tickets that the page spoke of.
    tickets: String,
}

pub(super) async fn answer(State(desk): State<Arc<Desk>>, posted: Posted<Answered>) -> Response {
    to_its_end(&desk.clone(), answer_all(desk, posted)).await
}

async fn answer_all(desk: Arc<Desk>, posted: Posted<Answered>) -> Response {
    let Posted { caller, form } = posted;
    match answered(&desk, &caller, &form).await {
        Ok((done, failed)) => {
            let proof = proof_of(&caller, &form.cause, &done.to_string(), &failed.to_string());
            let place = format!("{}&answered={done}&failed={failed}&proof={proof}", link(&form.cause));
            Redirect::to(&place).into_response()
        }
        // What was typed is not lost.
        Err(problem) if caller.session.is_lead() => match show(&desk, &caller, &form.cause).await {
            Ok(page) => {
                if let Some(fault) = problem.fault() {
                    desk.tell(&Event::Failed { problem: fault.to_owned() });
                }
                let page = One { problem: Some(problem.told(caller.tongue.words)), typed: form.text, ..page };
                frame::page(problem.status(), &page)
            }
            Err(_) => problem.for_caller(&caller),
        },
        Err(problem) => problem.for_caller(&caller),
    }
}

/// Answers everybody who waits; how many were answered, and how many could not be.
async fn answered(desk: &Desk, caller: &Caller, form: &Answered) -> Result<(usize, usize), Problem> {
    caller.lead()?;
    let (waiting, _) = waiting(desk, &form.cause).await?;
    // Nobody answers people whom they have not seen.
    if waiting.is_empty() || form.tickets != sum_of(&waiting) {
        return Err(Problem::changed_meanwhile());
    }
    let (text, now) = (written(&form.text), desk.clock.now());
    let (mut done, mut failed) = (0, 0);
    for ticket in waiting {
        // Somebody who was answered since is not answered twice.
        let act = Act::Answer { text: text.clone(), after: Some(ticket.answers) };
        match desk.support.act(ticket.report_id, author(caller), act, now).await {
            Ok(_) => done += 1,
            // The text is the same for all: it is nobody's before it is everybody's.
            Err(StoreError::NoAnswer) => return Err(StoreError::NoAnswer.into()),
            Err(error) => {
                failed += 1;
                let problem = error.to_string();
                desk.tell(&Event::TicketNotAnswered { report: ticket.report_id, problem });
            }
        }
    }
    let agent = caller.session.agent.name.clone();
    desk.tell(&Event::WaveAnswered { answered: done, failed, agent });
    Ok((done, failed))
}

/// What rises and was not announced yet: the first of it, and how many more there are.
pub(super) async fn warnings(desk: &Desk, caller: &Caller) -> Result<(Vec<Warning>, usize), Problem> {
    let now = desk.clock.now();
    let announced = announced(desk, now).await?;
    let waves = desk.judged.get(&desk.records, now).await?;
    let rising = waves.iter().filter_map(|wave| Some((wave, wave.rise.as_ref()?)));
    let mut silent: Vec<_> =
        rising.filter(|(wave, _)| !announced.iter().any(|(known, _)| *known == wave.cause)).collect();
    silent.sort_by_key(|(wave, _)| headline(desk, Locale::En, &wave.cause).is_none());
    let warning = |(wave, rise): &(&Wave, &Rise)| Warning {
        headline: headline(desk, caller.tongue.locale, &wave.cause),
        link: link(&wave.cause),
        rise: told(desk, rise, caller.tongue.words),
        cause: wave.cause.clone(),
    };
    Ok((silent.iter().take(MAX_WARNINGS).map(warning).collect(), silent.len().saturating_sub(MAX_WARNINGS)))
}

/// The causes that are announced and that apps still speak of, with a title of each.
async fn announced(desk: &Desk, now: Timestamp) -> Result<Vec<(String, String)>, Problem> {
    let is_told = |known: &Announcement| {
        let fresh = known.updated_at.max(known.starts_at).duration_until(now) <= SPOKEN_OF;
        known.state == Progress::InProgress && known.ends_at.map_or(fresh, |ends| ends > now)
    };
    let all = desk.support.announcements().await?.into_iter().filter(is_told);
    Ok(all.filter_map(|known| Some((known.cause?, known.title.into_values().next()?))).collect())
}

/// The open tickets whose reports name a cause first, the most urgent first, and whether there are more.
async fn waiting(desk: &Desk, cause: &str) -> Result<(Vec<QueuedTicket>, bool), Problem> {
    let reports = desk.records.of_cause(cause).await?;
    let filter = Filter { states: vec![TicketState::Open], ..Filter::default() };
    among(desk, &filter, &reports, 0, MAX_ANSWERED).await
}

/// Stands for what came of answering all, so that no link says it that somebody else has made.
fn proof_of(caller: &Caller, cause: &str, done: &str, failed: &str) -> String {
    digest_of("answered", &format!("{} {done} {failed} {cause}", caller.session.form_token))
}

/// Stands for exactly these tickets, in whatever order.
fn sum_of(tickets: &[QueuedTicket]) -> String {
    let mut ids: Vec<String> = tickets.iter().map(|ticket| ticket.report_id.to_string()).collect();
    ids.sort_unstable();
    digest_of("tickets", &ids.concat())
}

/// A built-in cause in a sentence. Others have none here: what reports say of them is their senders' word.
fn headline(desk: &Desk, locale: Locale, cause: &str) -> Option<String> {
    cause_headline(cause, desk.provider_in(locale), locale)
}

fn told(desk: &Desk, rise: &Rise, w: &Words) -> Told {
    let Rise { window, seen, usual, phones, since } = rise;
    Told {
        sentence: filled(w.rise_told, &[("n", seen), ("h", &window.as_hours()), ("u", &one_digit(*usual))]),
        phones: (*phones > 0).then(|| filled(w.rise_phones, &[("m", phones)])),
        since: moment(*since, &desk.zone),
    }
}

fn one_digit(number: f64) -> String {
    if number > 0.0 && number < 0.1 { "< 0.1".to_owned() } else { format!("{number:.1}") }
}

pub(super) fn link(cause: &str) -> String {
    format!("/wave?cause={}", form_encoded(cause))
}
