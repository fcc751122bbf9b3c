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
    frame::typed_time,
    problem::Problem,
    report::{self, Typed},
    to_its_end,
};
use crate::desk::{Desk, Event};

#[derive(Deserialize)]
pub(super) struct Asked {
    what: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    by: String,
    /// How many answers the page showed.
    #[serde(default)]
    after: String,
}

pub(super) async fn act(State(desk): State<Arc<Desk>>, Path(report_id): Path<Uuid>, posted: Posted<Asked>) -> Response {
    let Posted { caller, form } = posted;
    to_its_end(&desk.clone(), async move {
        match done(&desk, &caller, report_id, &form).await {
            Ok(()) => Redirect::to(&format!("/reports/{report_id}#ticket")).into_response(),
            // What was typed is not lost.
            Err(problem) => {
                let typed = Typed { is_answer: form.what == "answer", text: form.text, by: form.by };
                report::with_problem(&desk, &caller, report_id, &problem, typed).await
            }
        }
    })
    .await
}

async fn done(desk: &Desk, caller: &Caller, report_id: Uuid, form: &Asked) -> Result<(), Problem> {
    let act = match form.what.as_str() {
        "acknowledge" => Act::Acknowledge,
        "promise" => {
            Act::Expect(typed_time(desk, &form.by, caller.tongue.words.promise_by)?.ok_or_else(Problem::time)?)
        }
        "answer" => {
            let after = form.after.parse().map_err(|_| Problem::foreign_form())?;
            Act::Answer { text: written(&form.text), after: Some(after) }
        }
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

/// What somebody typed, as an answer has it: forms end lines with two characters, and what was pasted may have tabs in it.
pub(super) fn written(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\t', "    ").trim().to_owned()
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
    to_its_end(&desk.clone(), async move {
        match deleted(&desk, &caller, report_id, &form.ticket).await {
            Ok(()) => Redirect::to("/queue").into_response(),
            Err(problem) => problem.for_caller(&caller),
        }
    })
    .await
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
    let agent = caller.session.agent.name.clone();
    if let Err(error) = desk.support.delete(report_id).await {
        desk.tell(&Event::ReportNotDeleted { report: report_id, agent, problem: error.to_string() });
        return Err(error.into());
    }
    // It may have been read again in between.
    desk.shelf.forget(report_id);
    desk.records.forget(report_id).await?;
    desk.records.deleted();
    desk.records.overwrite_deleted().await;
    desk.judged.changed();
    desk.tell(&Event::ReportDeleted { report: report_id, agent, why: "request" });
    Ok(())
}
