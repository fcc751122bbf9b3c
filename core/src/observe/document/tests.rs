//! Against a real server, which remembers what it was sent.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::response::IntoResponse;
use http::StatusCode;
use serde_json::{Value, json};

use super::*;
use crate::account::AccountState;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::connectivity::Session;
use crate::host::{AccountSource, AuthorizationSource, HostError};
use crate::observation::NotCheckedWhy;
use crate::observe::account;

const TOKEN: &str = "Bearer planted-secret-7f3a";
const RESTRICTED: &str = r#"{"restricted":true}"#;

/// The paths that were asked for, with the authorization of each.
type Asked = Arc<Mutex<Vec<(String, Option<String>)>>>;

struct App(Result<&'static str, HostError>);

impl AuthorizationSource for App {
    fn authorization(&self) -> Result<Sensitive<String>, HostError> {
        self.0.clone().map(|token| token.to_owned().into())
    }
}

struct Own(Result<AccountState, HostError>);

impl AccountSource for Own {
    fn account(&self) -> Result<AccountState, HostError> {
        self.0.clone()
    }
}

fn signed_in(answer: Result<&'static str, HostError>) -> Host {
    Host { authorization: Some(Arc::new(App(answer))), ..Host::default() }
}

fn failed() -> HostError {
    HostError::Failed { message: TOKEN.to_owned() }
}

struct Server {
    asked: Asked,
    origin: String,
    clock: Arc<dyn Clock>,
}

impl Server {
    async fn start() -> Self {
        let asked = Asked::default();
        let remembers = asked.clone();
        let router = Router::new().fallback(move |request: Request| {
            let given = request.headers().get(AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned());
            remembers.lock().unwrap().push((request.uri().path().to_owned(), given));
            let answer = match request.uri().path() {
                "/account" => RESTRICTED.into_response(),
                "/garbage" => "no JSON".into_response(),
                "/large" => " ".repeat(crate::account::MAX_ACCOUNT_BYTES + 1).into_response(),
                "/elsewhere" => (StatusCode::FOUND, [("location", "/account")]).into_response(),
                _ => StatusCode::UNAUTHORIZED.into_response(),
            };
            async move { answer }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { asked, origin, clock: Arc::new(SystemClock) }
    }

    /// What is known of the account by this path, in the terms of the observation.
    async fn account(&self, path: Option<&str>, host: &Host) -> Observed<AccountState> {
        let account = path.map(|path| json!({ "url": format!("{}{path}", self.origin) }));
        let config = json!({ "provider_name": "x", "account": account.unwrap_or(Value::Null) });
        let config = Config::from_json(config.to_string().as_bytes()).unwrap();
        let client = Client::new(&Session::new(&config, &self.clock).unwrap()).unwrap();
        let deadline = Instant::now() + Duration::from_secs(60);
        let fetching = Fetching { host, client: &client, clock: &self.clock, deadline };
        account::read(config.account.as_ref(), fetching).await
    }

    fn asked(&self) -> Vec<(String, Option<String>)> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

#[tokio::test]
async fn the_authorization_arrives_and_is_nowhere_to_be_seen() {
    let server = Server::start().await;
    let host = signed_in(Ok(TOKEN));
    let seen = server.account(Some("/account"), &host).await;
    assert_eq!(seen.known().and_then(|state| state.restricted), Some(true));
    assert_eq!(server.asked(), [("/account".to_owned(), Some(TOKEN.to_owned()))]);
    let headers = HeaderMap::from_iter([(AUTHORIZATION, header(&TOKEN.to_owned().into()).unwrap())]);
    let shown = format!("{seen:?} {host:?} {:?} {headers:?}", host.authorization.as_ref().unwrap().authorization());
    assert!(!shown.contains("planted"), "{shown}");
}

#[tokio::test]
async fn without_an_authorization_none_is_sent() {
    let server = Server::start().await;
    for host in [Host::default(), signed_in(Err(HostError::NotOffered))] {
        assert!(server.account(Some("/account"), &host).await.known().is_some());
        assert_eq!(server.asked(), [("/account".to_owned(), None)]);
    }
}

#[tokio::test]
async fn one_that_cannot_be_had_or_sent_leaves_the_account_unknown() {
    let server = Server::start().await;
    for answer in [Err(failed()), Ok("Bearer a\r\nX-Other: b"), Ok("Bearer 钥匙"), Ok("")] {
        let seen = server.account(Some("/account"), &signed_in(answer)).await;
        assert!(matches!(seen, Observed::Unknown { why: UnknownWhy::HostFailed, detail: None, .. }), "{seen:?}");
    }
    assert_eq!(server.asked(), [], "nothing was sent");
}

#[tokio::test]
async fn what_comes_instead_of_an_account_is_told_and_no_redirect_is_followed() {
    let server = Server::start().await;
    for (path, why) in [
        ("/garbage", UnknownWhy::Unreadable),
        ("/large", UnknownWhy::TooLarge),
        ("/elsewhere", UnknownWhy::Redirected),
        ("/nothing", UnknownWhy::HttpStatus),
    ] {
        assert_eq!(server.account(Some(path), &signed_in(Ok(TOKEN))).await.unknown(), Some(why), "{path}");
        assert_eq!(server.asked().len(), 1, "{path}");
    }
}

#[tokio::test]
async fn the_app_comes_first_and_the_endpoint_is_asked_only_where_it_offers_nothing() {
    let server = Server::start().await;
    let with = |answer| Host { account: Some(Arc::new(Own(answer))), ..Host::default() };
    let free = AccountState { restricted: Some(false), ..AccountState::default() };
    assert_eq!(server.account(Some("/account"), &with(Ok(free.clone()))).await.known(), Some(&free));
    let seen = server.account(Some("/account"), &with(Err(failed()))).await;
    assert_eq!(seen.unknown(), Some(UnknownWhy::HostFailed));
    assert_eq!(server.asked(), []);
    let seen = server.account(Some("/account"), &with(Err(HostError::NotOffered))).await;
    assert_eq!(seen.known().and_then(|state| state.restricted), Some(true));
    let seen = server.account(None, &with(Err(HostError::NotOffered))).await;
    assert_eq!(seen, Observed::NotChecked { why: NotCheckedWhy::NotOffered });
}

#[tokio::test]
async fn nothing_is_sent_where_others_could_read_it() {
    // Port 9 of an address that is not this machine's: it is not asked, only decided.
    let url: WebUrl = "http://192.0.2.1:9/account".parse().unwrap();
    let server = Server::start().await;
    let config = Config::from_json(br#"{"provider_name":"x"}"#).unwrap();
    let client = Client::new(&Session::new(&config, &server.clock).unwrap()).unwrap();
    let deadline = Instant::now() + Duration::from_secs(60);
    let host = signed_in(Ok(TOKEN));
    let fetching = Fetching { host: &host, client: &client, clock: &server.clock, deadline };
    assert!(fetching.headers(&url).await.unwrap().is_empty());
}
