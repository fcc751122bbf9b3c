//! Signing in and out, and choosing a language.

use std::sync::Arc;

use askama::Template;
use axum::{
    Extension, Form,
    extract::{FromRequest, Query, Request, State, rejection::QueryRejection},
    http::{StatusCode, header},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use wallet_doctor_core::config::Locale;
use wallet_doctor_intake::serve::Peer;

use super::{
    caller::{LANGUAGE_COOKIE, Nothing, Posted, Tongue, in_time, own_path, session_cookie},
    frame::{self, Frame},
    guard::is_own_form,
    problem::Problem,
};
use crate::{
    ViewError,
    desk::{Desk, Event},
    people::{MAX_PASSWORD_BYTES, Token, is_name, lasts_since},
    words::filled,
};

#[derive(Template)]
#[template(path = "login.html")]
struct Page {
    f: Frame,
    next: String,
    name: String,
    wrong: bool,
    wait: Option<String>,
}

#[derive(Default, Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    next: String,
}

pub(super) async fn page(tongue: Tongue, next: Result<Query<Next>, QueryRejection>) -> Response {
    let next = next.map(|Query(next)| next.next).unwrap_or_default();
    let next = own_path(&next).to_owned();
    let f = Frame::bare(&tongue, tongue.words.sign_in);
    frame::page(StatusCode::OK, &Page { f, next, name: String::new(), wrong: false, wait: None })
}

#[derive(Deserialize)]
pub(super) struct Credentials {
    name: String,
    password: String,
    #[serde(default)]
    next: String,
}

pub(super) async fn sign_in(
    State(desk): State<Arc<Desk>>,
    peer: Option<Extension<Peer>>,
    tongue: Tongue,
    request: Request,
) -> Response {
    let is_own = is_own_form(&desk, request.headers());
    let Some(form) = in_time(Form::<Credentials>::from_request(request, &desk)).await else {
        return Problem::slow().for_anybody(&tongue);
    };
    let Some(Form(given)) = form.ok().filter(|_| is_own) else {
        return Problem::foreign_form().for_anybody(&tongue);
    };
    let again = |status, wait: Option<u64>| {
        desk.tell(&Event::SignInRefused);
        let f = Frame::bare(&tongue, tongue.words.sign_in);
        let (next, name) = (own_path(&given.next).to_owned(), given.name.clone());
        frame::page(
            status,
            &Page {
                f,
                next,
                name,
                wrong: wait.is_none(),
                wait: wait.map(|wait| filled(tongue.words.too_often, &[("n", &wait)])),
            },
        )
    };
    if let Err(wait) = desk.throttle.try_now(&given.name, peer.map(|Extension(peer)| peer.neighbourhood(false))) {
        let mut response = again(StatusCode::TOO_MANY_REQUESTS, Some(wait));
        response.headers_mut().insert(header::RETRY_AFTER, wait.into());
        return response;
    }
    match signed_in(&desk, &given).await {
        Ok(Some(token)) => {
            desk.tell(&Event::SignedIn { agent: given.name.clone() });
            let cookie = session_cookie(&desk, Some(&token));
            (AppendHeaders([(header::SET_COOKIE, cookie)]), Redirect::to(own_path(&given.next))).into_response()
        }
        Ok(None) => again(StatusCode::FORBIDDEN, None),
        Err(error) => Problem::from(error).for_anybody(&tongue),
    }
}

async fn signed_in(desk: &Desk, given: &Credentials) -> Result<Option<Token>, ViewError> {
    let hash = if is_name(&given.name) { desk.records.password_of(&given.name).await? } else { None };
    if given.password.len() > MAX_PASSWORD_BYTES || !desk.passwords.fits(given.password.clone(), hash).await {
        return Ok(None);
    }
    let token = Token::draw().ok_or(ViewError::NoRandomness)?;
    let now = desk.clock.now();
    let (began, used) = lasts_since(now);
    desk.records.end_sessions(began, used).await?;
    desk.records.begin_session(&token.sum(), &given.name, now).await?;
    Ok(Some(token))
}

pub(super) async fn sign_out(State(desk): State<Arc<Desk>>, posted: Posted<Nothing>) -> Response {
    let Nothing {} = posted.form;
    if let Err(error) = desk.records.end_session(&posted.caller.session.sum).await {
        return Problem::from(error).for_caller(&posted.caller);
    }
    (AppendHeaders([(header::SET_COOKIE, session_cookie(&desk, None))]), Redirect::to("/login")).into_response()
}

#[derive(Deserialize)]
pub(super) struct Language {
    to: String,
    #[serde(default)]
    back: String,
}

/// Remembers a language. A link, since nothing but the look of pages changes.
pub(super) async fn language(State(desk): State<Arc<Desk>>, Query(chosen): Query<Language>) -> Response {
    let back = Redirect::to(own_path(&chosen.back));
    let Ok(locale) = chosen.to.parse::<Locale>() else { return back.into_response() };
    let secure = if desk.has_tls { "; Secure" } else { "" };
    let cookie = format!("{LANGUAGE_COOKIE}={locale}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000{secure}");
    (AppendHeaders([(header::SET_COOKIE, cookie)]), back).into_response()
}
