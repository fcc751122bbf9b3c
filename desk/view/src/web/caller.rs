//! Who asks, in which language, and whether a form is theirs.

use std::{convert::Infallible, sync::Arc, time::Duration};

use askama::Template;
use axum::{
    Form,
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use serde::{Deserialize, de::DeserializeOwned};
use tokio::time::timeout;
use wallet_doctor_core::config::Locale;

use super::{
    frame::{self, Frame},
    guard::is_own_form,
    problem::Problem,
};
use crate::{
    ViewError,
    desk::Desk,
    people::{SEEN_EVERY, Session, Token, lasts_since},
    words::Words,
};

/// How long a form may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);
/// The cookie of a session; with TLS one that no other server of the host can set.
const COOKIE: &str = "wallet-doctor-desk";
const COOKIE_TLS: &str = "__Host-wallet-doctor-desk";
/// The cookie of the language.
pub(super) const LANGUAGE_COOKIE: &str = "wallet-doctor-language";

/// In which language, and where: what every page needs.
#[derive(Debug, Clone)]
pub(super) struct Tongue {
    pub(super) locale: Locale,
    pub(super) words: &'static Words,
    /// The page that was asked for, to come back to.
    pub(super) here: String,
}

impl Tongue {
    fn of(parts: &Parts) -> Self {
        let chosen = cookie(&parts.headers, LANGUAGE_COOKIE).and_then(|name| name.parse().ok());
        let locale = chosen.unwrap_or_else(|| preferred(&parts.headers));
        let path = parts.uri.path_and_query().map_or("/queue", |path| path.as_str());
        let here = if parts.method == Method::GET { path.to_owned() } else { "/queue".to_owned() };
        Self { locale, words: Words::of(locale), here }
    }
}

/// The first of the browser's languages that there is.
fn preferred(headers: &HeaderMap) -> Locale {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let languages = accepted.split(',').map(|part| part.trim().to_lowercase());
    let known = |language: String| match language.get(..2) {
        Some("zh") => Some(Locale::ZhHans),
        Some("en") => Some(Locale::En),
        Some(_) | None => None,
    };
    languages.filter_map(known).next().unwrap_or(Locale::En)
}

impl<S: Send + Sync> FromRequestParts<S> for Tongue {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts))
    }
}

/// Somebody who is signed in, and the words for them. Whoever is not is sent to sign in.
#[derive(Clone)]
pub(super) struct Caller {
    pub(super) session: Session,
    pub(super) tongue: Tongue,
}

impl FromRequestParts<Arc<Desk>> for Caller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Self, Response> {
        let tongue = Tongue::of(parts);
        match session(desk, &parts.headers).await {
            Ok(Some(session)) => Ok(Self { session, tongue }),
            Ok(None) => {
                let next: String = form_encoded(&tongue.here);
                Err(Redirect::to(&format!("/login?next={next}")).into_response())
            }
            Err(error) => Err(Problem::from(error).for_anybody(&tongue)),
        }
    }
}

impl Caller {
    /// Whether they may do what leads do.
    pub(super) fn lead(&self) -> Result<(), Problem> {
        if self.session.is_lead() { Ok(()) } else { Err(Problem::for_leads()) }
    }
}

/// A form that a page of the caller's own session has written.
pub(super) struct Posted<T> {
    pub(super) caller: Caller,
    pub(super) form: T,
}

/// What stands in every form.
#[derive(Deserialize)]
struct Signed<T> {
    token: String,
    #[serde(flatten)]
    form: T,
}

/// A form of a button alone.
#[derive(Deserialize)]
pub(super) struct Nothing {}

/// What somebody has typed, in whichever form.
#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    text: String,
    #[serde(default)]
    title_zh: String,
    #[serde(default)]
    title_en: String,
    #[serde(default)]
    body_zh: String,
    #[serde(default)]
    body_en: String,
}

#[derive(Template)]
#[template(path = "session_over.html")]
struct SessionOver {
    f: Frame,
    typed: Vec<String>,
}

impl<T: DeserializeOwned> FromRequest<Arc<Desk>> for Posted<T> {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Arc<Desk>) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let is_own = is_own_form(desk, &parts.headers);
        let tongue = Tongue::of(&parts);
        let signed_in =
            session(desk, &parts.headers).await.map_err(|error| Problem::from(error).for_anybody(&tongue))?;
        let Some(session) = signed_in else {
            // What was typed is not lost with the session.
            let typed = in_time(Form::<Typed>::from_request(Request::from_parts(parts, body), desk)).await;
            let typed = typed.and_then(Result::ok).filter(|_| is_own);
            let typed = typed
                .map(|Form(Typed { text, title_zh, title_en, body_zh, body_en })| {
                    vec![text, title_zh, title_en, body_zh, body_en]
                })
                .unwrap_or_default();
            return Err(session_over(&tongue, typed));
        };
        let caller = Caller { session, tongue };
        let Some(form) = in_time(Form::<Signed<T>>::from_request(Request::from_parts(parts, body), desk)).await else {
            return Err(Problem::slow().for_caller(&caller));
        };
        match form {
            Ok(Form(signed)) if is_own && caller.session.wrote(&signed.token) => Ok(Self { caller, form: signed.form }),
            Ok(_) => Err(Problem::foreign_form().for_caller(&caller)),
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Problem::too_long().for_caller(&caller))
            }
            Err(_) => Err(Problem::foreign_form().for_caller(&caller)),
        }
    }
}

/// A form, unless it drips.
pub(super) async fn in_time<T>(form: impl Future<Output = T>) -> Option<T> {
    timeout(PATIENCE, form).await.ok()
}

fn session_over(tongue: &Tongue, typed: Vec<String>) -> Response {
    let typed: Vec<String> = typed.into_iter().filter(|text| !text.trim().is_empty()).collect();
    if typed.is_empty() {
        return Redirect::to("/login").into_response();
    }
    frame::page(StatusCode::UNAUTHORIZED, &SessionOver { f: Frame::bare(tongue, tongue.words.sign_in), typed })
}

async fn session(desk: &Desk, headers: &HeaderMap) -> Result<Option<Session>, ViewError> {
    let Some(token) = token(desk, headers) else { return Ok(None) };
    let now = desk.clock.now();
    let (began, used) = lasts_since(now);
    let Some(signed_in) = desk.records.session(&token.sum(), began, used).await? else { return Ok(None) };
    if signed_in.seen_at <= now - SEEN_EVERY {
        desk.records.seen(&token.sum(), now).await?;
    }
    Ok(Some(Session { agent: signed_in.agent, form_token: token.form(), sum: token.sum() }))
}

fn cookie_name(desk: &Desk) -> &'static str {
    if desk.has_tls { COOKIE_TLS } else { COOKIE }
}

fn token(desk: &Desk, headers: &HeaderMap) -> Option<Token> {
    Token::parse(&cookie(headers, cookie_name(desk))?)
}

/// The cookie that signs a browser in; out, without a token. It comes along when somebody follows a link from elsewhere: pages change
/// nothing, and forms say where they come from and which session wrote them.
pub(super) fn session_cookie(desk: &Desk, token: Option<&Token>) -> String {
    let (name, secure) = (cookie_name(desk), if desk.has_tls { "; Secure" } else { "" });
    match token {
        Some(token) => format!("{name}={}; Path=/; HttpOnly; SameSite=Lax{secure}", token.expose()),
        None => format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}"),
    }
}

/// The value of a cookie that is there once: of two of one name nobody knows which is ours.
fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut values = lines.flat_map(|line| line.split(';')).filter_map(|pair| {
        let (known, value) = pair.trim().split_once('=')?;
        (known == name).then(|| value.to_owned())
    });
    match (values.next(), values.next()) {
        (Some(value), None) => Some(value),
        (_, _) => None,
    }
}

/// As a value in a query.
pub(super) fn form_encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A path of this desk to come back to; whatever else is given, the queue.
pub(super) fn own_path(path: &str) -> &str {
    // Browsers take `\` for `/`, and two of them for another host.
    let is_plain = |c: char| c.is_ascii_graphic() && c != '\\';
    let is_own = path.starts_with('/') && !path.starts_with("//") && path.chars().all(is_plain);
    if is_own { path } else { "/queue" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_desk_are_come_back_to() {
        for good in ["/queue", "/reports/1?x=%2F", "/wave?cause=a.b#c"] {
            assert_eq!(own_path(good), good);
        }
        for bad in
            ["", "queue", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nSet-Cookie: x", "/ a"]
        {
            assert_eq!(own_path(bad), "/queue", "{bad}");
        }
    }

    #[test]
    fn the_browsers_first_known_language_counts() {
        let of = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, value.parse().unwrap());
            preferred(&headers)
        };
        assert_eq!(of("zh-CN,zh;q=0.9,en;q=0.8"), Locale::ZhHans);
        assert_eq!(of("fr, zh-TW;q=0.5"), Locale::ZhHans);
        assert_eq!(of("de,en;q=0.5,zh;q=0.4"), Locale::En);
        assert_eq!(of("é"), Locale::En);
        assert_eq!(preferred(&HeaderMap::new()), Locale::En);
    }

    #[test]
    fn a_cookie_that_is_there_twice_is_none() {
        let of = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::COOKIE, value.parse().unwrap());
            }
            cookie(&headers, "a")
        };
        assert_eq!(of(&["a=1; b=2"]).as_deref(), Some("1"));
        assert_eq!(of(&["b=2", "a=1"]).as_deref(), Some("1"));
        for none in [&["a=1; a=2"] as &[_], &["a=1", "a=1"], &["b=2"], &["a"], &[]] {
            assert_eq!(of(none), None, "{none:?}");
        }
    }
}
