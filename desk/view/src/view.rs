//! The view: options, start, stop.

use std::{fmt, net::SocketAddr, path::PathBuf, sync::Arc};

use jiff::tz::TimeZone;
use tokio::{net::TcpListener, sync::Semaphore, task::JoinHandle};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use wallet_doctor_core::report::SupportIdentity;
use wallet_doctor_intake::{Clock, Limits, Support, TlsIdentity, serve::Server, serve::acceptor, store::Stores};

use crate::{
    ViewError,
    announce::{self, Signer},
    data::Data,
    desk::{Desk, OnEvent},
    opened::{Refusal, Shelf, watch},
    people::{Passwords, Throttle},
    waves::Judged,
    web,
};

/// Pictures that are drawn at one time.
const DRAWING_AT_ONE_TIME: usize = 2;
/// Searches that look through all tickets at one time.
const SEARCHING_AT_ONE_TIME: usize = 2;

/// How a view is to run.
pub struct ViewOptions {
    /// Where to listen; port 0 takes a free one. Without TLS on loopback alone.
    pub listen: SocketAddr,
    /// Without it the view speaks plain HTTP/1.1.
    pub tls: Option<TlsIdentity>,
    /// How browsers may call it besides its address and `localhost`: `desk.example.com`, with `:PORT` where it is not the usual one.
    pub hosts: Vec<String>,
    /// What the provider is called in sentences about causes.
    pub provider: Option<String>,
    /// The stores of the desk whose reports are opened.
    pub stores: Stores,
    /// The folder of what the view keeps: agents, what it has read, reports while they are open.
    pub data: PathBuf,
    /// What opens reports.
    pub identity: SupportIdentity,
    /// An Ed25519 key in PKCS#8 and PEM that announcements are signed with.
    pub announcement_key_pem: Option<String>,
    /// In which times are shown and taken.
    pub zone: TimeZone,
    /// What time it is.
    pub clock: Clock,
    /// Told of what happens.
    pub on_event: Option<OnEvent>,
}

impl ViewOptions {
    /// Defaults for everything but what has none.
    pub fn new(listen: SocketAddr, stores: Stores, data: impl Into<PathBuf>, identity: SupportIdentity) -> Self {
        Self {
            listen,
            tls: None,
            hosts: Vec::new(),
            provider: None,
            stores,
            data: data.into(),
            identity,
            announcement_key_pem: None,
            zone: TimeZone::UTC,
            clock: Clock::system(),
            on_event: None,
        }
    }
}

impl fmt::Debug for ViewOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ViewOptions")
            .field("listen", &self.listen)
            .field("hosts", &self.hosts)
            .field("stores", &self.stores)
            .field("data", &self.data)
            .finish_non_exhaustive()
    }
}

/// A running view. Dropping it takes no more requests and ends what goes on in the background; [`stop`](Self::stop) waits for it.
pub struct View {
    addr: SocketAddr,
    desk: Arc<Desk>,
    accepting: JoinHandle<()>,
}

impl fmt::Debug for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View").field("addr", &self.addr).finish_non_exhaustive()
    }
}

impl View {
    /// Opens the stores, which an intake has made, and listens. What came in is opened from then on.
    ///
    /// # Errors
    /// [`ViewError`] names the option that cannot be used; nothing is listening then.
    pub async fn start(options: ViewOptions) -> Result<Self, ViewError> {
        if options.tls.is_none() && !options.listen.ip().is_loopback() {
            return Err(ViewError::InTheClear { addr: options.listen });
        }
        let tls = options.tls.as_ref().map(acceptor).transpose()?;
        let signer = options.announcement_key_pem.as_deref().map(Signer::parse).transpose()?;
        if options.listen.ip().is_unspecified() && options.hosts.is_empty() {
            return Err(ViewError::NoHost { addr: options.listen });
        }
        let data = Data::of(&options.data)?;
        let lock = data.lock()?;
        let records = data.records().await?;
        if records.agents().await?.is_empty() {
            return Err(ViewError::NoAgents);
        }
        // The key may be another one today.
        records.forget_refused(Refusal::OTHER_KEY).await?;
        let support = Arc::new(Support::open(&options.stores).await?);
        let listener = TcpListener::bind(options.listen).await;
        let listener = listener.map_err(|source| ViewError::Listen { addr: options.listen, source })?;
        let addr = listener.local_addr().map_err(|source| ViewError::Listen { addr: options.listen, source })?;
        // Only now: a view that does not come to run changes nothing of what apps are served.
        let (now, served) = (options.clock.now(), support.announced().await?);
        if announce::must_be_rewritten(served.as_ref(), signer.as_ref()) {
            announce::announce(&support, now, signer.as_ref(), |_| Ok(())).await?;
        }
        let mut hosts = options.hosts;
        hosts.extend([addr.to_string(), format!("localhost:{}", addr.port())]);
        // Browsers leave the usual port out.
        if addr.port() == if options.tls.is_some() { 443 } else { 80 } {
            hosts.extend([
                SocketAddr::new(addr.ip(), 0).to_string().trim_end_matches(":0").to_owned(),
                "localhost".to_owned(),
            ]);
        }
        let desk = Arc::new(Desk {
            shelf: Arc::new(Shelf::new(support.clone(), options.identity, data.opened()?)),
            support,
            records,
            clock: options.clock,
            zone: options.zone,
            passwords: Passwords::new().ok_or(ViewError::NoRandomness)?,
            throttle: Throttle::new(),
            signer,
            hosts: hosts.into_iter().map(|host| host.to_lowercase()).collect(),
            has_tls: options.tls.is_some(),
            provider: options.provider.filter(|provider| !provider.is_empty()),
            drawing: Arc::new(Semaphore::new(DRAWING_AT_ONE_TIME)),
            searching: Semaphore::new(SEARCHING_AT_ONE_TIME),
            judged: Judged::default(),
            on_event: options.on_event.unwrap_or_else(|| Arc::new(|_| {})),
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
            _lock: lock,
        });
        let watcher = desk.clone();
        desk.tasks.spawn(async move { watch(&watcher).await });
        let server = Server {
            listener,
            tls,
            app: web::router(desk.clone()),
            limits: Limits::default(),
            stop: desk.stop.clone(),
        };
        let accepting = tokio::spawn(server.run());
        Ok(Self { addr, desk, accepting })
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The public key that apps need in `signed_by`, where announcements are signed.
    #[must_use]
    pub fn announcement_key(&self) -> Option<String> {
        self.desk.signer.as_ref().map(Signer::public)
    }

    /// Takes no more connections, answers what was asked, and ends. Reports that were open are gone then.
    pub async fn stop(mut self) {
        self.desk.stop.cancel();
        // It can only have ended by a panic, and then there is nothing to wait for.
        let _ = (&mut self.accepting).await;
        self.desk.tasks.close();
        self.desk.tasks.wait().await;
        self.desk.shelf.clear().await;
        self.desk.records.close().await;
        self.desk.support.close().await;
    }
}

impl Drop for View {
    fn drop(&mut self) {
        self.desk.stop.cancel();
    }
}
