//! An intake and a view over the same stores, with an agent and a lead who can sign in.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use reqwest::{Client as Http, Method, RequestBuilder, Response, StatusCode, redirect::Policy};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;
use uuid::Uuid;
use wallet_doctor_core::report::SupportIdentity;
use wallet_doctor_intake::{Intake, IntakeOptions, store::Stores};
use wallet_doctor_view::{
    Event, View, ViewOptions,
    agents::{self, Role},
};

use crate::{
    bundle::Bundle,
    support::{Client, LOOPBACK, TestClock, ticket},
};

pub(crate) const LEAD: &str = "li";
pub(crate) const AGENT: &str = "wu";
pub(crate) const PASSWORD: &str = "correct horse battery";
/// What a report is opened in, at most.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Scene {
    pub(crate) dir: TempDir,
    pub(crate) identity_text: String,
    pub(crate) time: TestClock,
    pub(crate) intake: Intake,
    pub(crate) view: View,
    pub(crate) events: Arc<Mutex<Vec<Event>>>,
}

impl Scene {
    pub(crate) async fn start() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut ViewOptions)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let time = TestClock::new();
        let mut options = IntakeOptions::new(LOOPBACK, dir.path().join("intake"));
        options.clock = time.clock();
        let intake = Intake::start(options).await.unwrap();
        let now = time.clock().now();
        for (name, role) in [(LEAD, Role::Lead), (AGENT, Role::Agent)] {
            agents::add(&dir.path().join("view"), name, role, PASSWORD, now).await.unwrap();
        }
        let identity_text = SupportIdentity::generate().to_file_text(now).expose().clone();
        let events = Arc::new(Mutex::new(Vec::new()));
        let mut options = ViewOptions::new(LOOPBACK, stores(&dir), dir.path().join("view"), identity(&identity_text));
        options.clock = time.clock();
        let told = events.clone();
        options.on_event = Some(Arc::new(move |event: &Event| told.lock().unwrap().push(event.clone())));
        change(&mut options);
        let view = View::start(options).await.unwrap();
        Self { dir, identity_text, time, intake, view, events }
    }

    /// Another view over the same stores, with a folder of its own.
    pub(crate) async fn second_view(&self, change: impl FnOnce(&mut ViewOptions)) -> View {
        let data = self.dir.path().join("second");
        agents::add(&data, LEAD, Role::Lead, PASSWORD, self.time.clock().now()).await.unwrap();
        let mut options = ViewOptions::new(LOOPBACK, self.stores(), data, self.identity());
        options.clock = self.time.clock();
        change(&mut options);
        View::start(options).await.unwrap()
    }

    /// A browser in which somebody is signed in to another view.
    pub(crate) async fn signed_in_at(&self, view: &View, name: &str) -> Browser {
        let browser = Browser { origin: format!("http://{}", view.addr()), ..self.browser() };
        assert_eq!(browser.sign_in(name, PASSWORD).await.status(), StatusCode::SEE_OTHER);
        browser
    }

    pub(crate) fn stores(&self) -> Stores {
        stores(&self.dir)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.dir.path().join("view")
    }

    pub(crate) fn identity(&self) -> SupportIdentity {
        identity(&self.identity_text)
    }

    /// Sends a report and waits until it was looked at. Returns its ticket.
    pub(crate) async fn deliver(&self, bundle: &Bundle) -> String {
        self.deliver_bytes(bundle.id, &bundle.sealed(&self.identity())).await
    }

    pub(crate) async fn deliver_bytes(&self, id: Uuid, bytes: &[u8]) -> String {
        let given = self.send(id, bytes).await;
        self.looked_at(id).await;
        given
    }

    /// Sends a report. Returns its ticket.
    pub(crate) async fn send(&self, id: Uuid, bytes: &[u8]) -> String {
        let client = Client::new(&self.intake);
        let place = client.created(id, bytes.len()).await;
        ticket(&client.patch(&place, 0, bytes).await).unwrap()
    }

    /// Waits until a report was looked at, which the view's own database tells.
    pub(crate) async fn looked_at(&self, report_id: Uuid) {
        let options = SqliteConnectOptions::new().filename(self.data().join("view.sqlite")).read_only(true);
        let mut database = SqliteConnection::connect_with(&options).await.unwrap();
        let until = tokio::time::Instant::now() + PATIENCE;
        loop {
            let row = sqlx::query("SELECT report_id FROM opened WHERE report_id = ?").bind(report_id.to_string());
            if row.fetch_optional(&mut database).await.unwrap().is_some() {
                return;
            }
            assert!(tokio::time::Instant::now() < until, "{report_id} was not looked at");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The report behind a ticket.
    pub(crate) async fn report_of(&self, ticket: &str) -> Uuid {
        let support = wallet_doctor_intake::Support::open(&self.stores()).await.unwrap();
        support.report_of(ticket).await.unwrap().unwrap()
    }

    pub(crate) fn browser(&self) -> Browser {
        browser(format!("http://{}", self.view.addr()), rustls::RootCertStore::empty(), &[])
    }

    /// A browser in which somebody is signed in.
    pub(crate) async fn signed_in(&self, name: &str) -> Browser {
        let browser = self.browser();
        let answer = browser.sign_in(name, PASSWORD).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        browser
    }
}

/// A browser that believes these roots and speaks these protocols, if it speaks TLS.
pub(crate) fn browser(origin: String, roots: rustls::RootCertStore, protocols: &[&[u8]]) -> Browser {
    let mut tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    tls.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
    let http = Http::builder().cookie_store(true).redirect(Policy::none()).no_proxy();
    Browser { http: http.tls_backend_preconfigured(tls).build().unwrap(), origin }
}

fn stores(dir: &TempDir) -> Stores {
    Stores::in_folder(dir.path().join("intake"))
}

pub(crate) fn identity(text: &str) -> SupportIdentity {
    SupportIdentity::from_file_text(text).unwrap()
}

/// As far as a server can tell, a browser.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) http: Http,
    pub(crate) origin: String,
}

impl Browser {
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.origin)).header("Accept-Language", "en")
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    /// A page that is there.
    pub(crate) async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.text().await.unwrap()
    }

    pub(crate) async fn sign_in(&self, name: &str, password: &str) -> Response {
        let fields = [("name", name), ("password", password), ("next", "/queue")];
        self.request(Method::POST, "/login").header("Origin", &self.origin).form(&fields).send().await.unwrap()
    }

    /// The token that stands in the forms of a page.
    pub(crate) async fn token(&self) -> String {
        let page = self.page("/queue").await;
        let (_, rest) = page.split_once("name=\"token\" value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    /// Sends a form of a report's page, as that stands now.
    pub(crate) async fn act(&self, bundle: &Bundle, fields: &[(&str, &str)]) -> Response {
        let place = format!("/reports/{}", bundle.id);
        let page = self.get(&place).await.text().await.unwrap();
        let after = page.split_once("name=\"after\" value=\"").map_or("0", |(_, rest)| rest.split('"').next().unwrap());
        let fields: Vec<_> = fields.iter().copied().chain([("after", after)]).collect();
        self.post(&place, &fields).await
    }

    /// Sends a form as a page of ours would.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let token = self.token().await;
        let fields: Vec<_> = [("token", token.as_str())].into_iter().chain(fields.iter().copied()).collect();
        self.request(Method::POST, path).header("Origin", &self.origin).form(&fields).send().await.unwrap()
    }
}
