//! What agents do to tickets.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;
use wallet_doctor_intake::store::{Act, Author};

use super::{
    caller::{Caller, Posted},
    problem::Problem,
    queue::day_or_time,
};
use crate::desk::{Desk, Event};

#[derive(Deserialize)]
pub(super) struct Asked {
    what: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    by: String,
}

pub(super) async fn act(State(desk): State<Arc<Desk>>, Path(report_id): Path<Uuid>, posted: Posted<Asked>) -> Response {
    let Posted { caller, form } = posted;
    match done(&desk, &caller, report_id, form).await {
        Ok(()) => Redirect::to(&format!("/reports/{report_id}#ticket")).into_response(),
        Err(problem) => problem.page(&caller.tongue),
    }
}

async fn done(desk: &Desk, caller: &Caller, report_id: Uuid, form: Asked) -> Result<(), Problem> {
    let act = match form.what.as_str() {
        "acknowledge" => Act::Acknowledge,
        "promise" => {
            Act::Expect(day_or_time(desk, &form.by, caller.tongue.words.promise_by)?.ok_or_else(Problem::time)?)
        }
        "answer" => Act::Answer(written(&form.text)),
        "close" => Act::Close,
        "reopen" => Act::Reopen,
        _ => return Err(Problem::foreign_form()),
    };
    desk.support.act(report_id, author(caller), act, desk.clock.now()).await?;
    Ok(())
}

pub(super) fn author(caller: &Caller) -> Author {
    Author::Agent(caller.session.agent.name.clone())
}

/// What somebody typed, as an answer has it: forms end lines with two characters.
pub(super) fn written(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

#[derive(Deserialize)]
pub(super) struct Deletion {
    ticket: String,
}

pub(super) async fn delete(
    State(desk): State<Arc<Desk>>,
    Path(report_id): Path<Uuid>,
    posted: Posted<Deletion>,
) -> Response {
    let Posted { caller, form } = posted;
    match deleted(&desk, &caller, report_id, &form.ticket).await {
        Ok(()) => Redirect::to("/queue").into_response(),
        Err(problem) => problem.page(&caller.tongue),
    }
}

async fn deleted(desk: &Desk, caller: &Caller, report_id: Uuid, typed: &str) -> Result<(), Problem> {
    caller.lead()?;
    let ticket = desk.support.ticket(report_id).await?.queued.ticket;
    if typed.trim().to_uppercase() != ticket {
        return Err(Problem::other_ticket());
    }
    // What was read of it goes first: should the rest fail, it is read again.
    desk.shelf.forget(report_id);
    desk.records.forget(report_id).await?;
    desk.support.delete(report_id).await?;
    // It may have been read again in between.
    desk.shelf.forget(report_id);
    desk.records.forget(report_id).await?;
    desk.records.overwrite_deleted().await;
    let agent = caller.session.agent.name.clone();
    desk.tell(&Event::ReportDeleted { report: report_id, agent, why: "request" });
    Ok(())
}
