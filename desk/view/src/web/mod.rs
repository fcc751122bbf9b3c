//! Pages and forms.
//!
//! | | for | |
//! |---|---|---|
//! | `GET`, `POST /login`, `POST /logout` | anybody | |
//! | `GET /queue` | agents | tickets, filtered |
//! | `GET /reports/{id}`, `…/files/{n}`, `…/files/{n}/picture`, `…/files/{n}/download`, `…/sealed` | agents | one report |
//! | `POST /reports/{id}` | agents | acknowledge, promise, answer, close, reopen |
//! | `POST /reports/{id}/delete` | leads | |
//! | `GET /waves`, `GET /wave?cause=…` | agents | causes over time |
//! | `POST /wave` | leads | answer all that wait |
//! | `GET /announcements` | agents | |
//! | `POST /announcements`, `POST /announcements/{id}/over`, `…/still` | leads | |

mod announcements;
mod caller;
mod files;
mod frame;
mod guard;
mod login;
mod problem;
mod queue;
mod report;
mod ticket;
mod wave;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::{StatusCode, header},
    middleware,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};

#[cfg(feature = "fuzzing")]
pub(crate) use self::report::fuzz;
use self::{caller::Tongue, problem::Problem};
use crate::desk::{Desk, Event};

/// The longest form: the longest answer, escaped as forms escape.
const MAX_FORM_BYTES: usize = 128 * 1024;

pub(crate) fn router(desk: Arc<Desk>) -> Router {
    Router::new()
        .route("/", get(|| async { Redirect::to("/queue") }))
        .route("/style.css", get(|| async { ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE) }))
        .route("/language", get(login::language))
        .route("/login", get(login::page).post(login::sign_in))
        .route("/logout", post(login::sign_out))
        .route("/queue", get(queue::page))
        .route("/reports/{id}", get(report::page).post(ticket::act))
        .route("/reports/{id}/delete", post(ticket::delete))
        .route("/reports/{id}/sealed", get(files::sealed))
        .route("/reports/{id}/files/{number}", get(files::page))
        .route("/reports/{id}/files/{number}/picture", get(files::picture))
        .route("/reports/{id}/files/{number}/download", get(files::download))
        .route("/waves", get(wave::all))
        .route("/wave", get(wave::one).post(wave::answer))
        .route("/announcements", get(announcements::page).post(announcements::publish))
        .route("/announcements/{id}/over", post(announcements::end))
        .route("/announcements/{id}/still", post(announcements::confirm))
        .fallback(async |State(_): State<Arc<Desk>>, tongue: Tongue| Problem::not_found().for_anybody(&tongue))
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        .layer(middleware::from_fn_with_state(desk.clone(), guard::guard))
        .with_state(desk)
}

/// Does what a form asks for in a task of its own: a browser that goes away stops nothing half way, and leaves nothing untold.
async fn to_its_end(desk: &Desk, work: impl Future<Output = Response> + Send + 'static) -> Response {
    match desk.tasks.spawn(work).await {
        Ok(response) => response,
        Err(error) => {
            desk.tell(&Event::Failed { problem: error.to_string() });
            (StatusCode::INTERNAL_SERVER_ERROR, "the desk failed\n").into_response()
        }
    }
}

const STYLE: &str = include_str!("../../templates/style.css");
