//! The intake: options, start, stop.

use std::{fmt, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use jiff::SignedDuration;
use tokio::{net::TcpListener, task::JoinHandle, time::sleep};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    clock::Clock,
    error::IntakeError,
    limits::{Limits, SWEEP_INTERVAL},
    ops::{self, Metrics},
    serve::{Server, acceptor},
    staffing::Staffing,
    store::{Expired, Store, StoreError, Stores, Usage},
    tus::{self, BASE_PATH, Desk},
};

/// Told of each received report, with its ticket and its size in bytes, once it can no longer be lost.
pub type OnReceived = Arc<dyn Fn(&str, u64) + Send + Sync>;

/// Told what came of deleting by age, each time that it was tried.
pub type OnExpired = Arc<dyn Fn(&Expired) + Send + Sync>;

/// A certificate and its key.
#[derive(Clone)]
pub struct TlsIdentity {
    /// The chain in PEM, the server's own certificate first.
    pub cert_pem: String,
    /// Its private key in PEM (PKCS#8, PKCS#1 or SEC1).
    pub key_pem: String,
}

impl fmt::Debug for TlsIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the key.
        f.debug_struct("TlsIdentity").finish_non_exhaustive()
    }
}

/// How an intake is to run.
#[derive(Clone)]
pub struct IntakeOptions {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where those who run it see how it does (`/live`, `/ready`, `/metrics`), in plain HTTP: an address that does not face the
    /// internet. Nowhere without it.
    pub ops: Option<SocketAddr>,
    /// Without it the intake speaks plain HTTP/1.1: for loopback, or behind something that does TLS.
    pub tls: Option<TlsIdentity>,
    /// Where reports and tickets are kept.
    pub stores: Stores,
    /// Sizes, numbers and time-outs.
    pub limits: Limits,
    /// What the app is told about when support answers.
    pub staffing: Staffing,
    /// How long reports and tickets are kept after they were received. For ever without it.
    pub keep: Option<Duration>,
    /// Told what of that went, and what did not.
    pub on_expired: Option<OnExpired>,
    /// What time it is.
    pub clock: Clock,
    /// Told of each received report. It is called between two requests and should return at once.
    pub on_received: Option<OnReceived>,
}

impl IntakeOptions {
    /// Defaults for everything but the address and a folder for both stores, which is made if it is not there.
    pub fn new(listen: SocketAddr, folder: impl Into<PathBuf>) -> Self {
        Self {
            listen,
            ops: None,
            tls: None,
            stores: Stores::in_folder(folder),
            limits: Limits::default(),
            staffing: Staffing::default(),
            keep: None,
            on_expired: None,
            clock: Clock::system(),
            on_received: None,
        }
    }
}

impl fmt::Debug for IntakeOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { listen, ops, tls, stores, limits, staffing, keep, clock: _, on_received: _, on_expired: _ } = self;
        f.debug_struct("IntakeOptions")
            .field("listen", listen)
            .field("ops", ops)
            .field("tls", tls)
            .field("stores", stores)
            .field("limits", limits)
            .field("staffing", staffing)
            .field("keep", keep)
            .finish_non_exhaustive()
    }
}

/// A running intake. Dropping it stops it at once; [`stop`](Self::stop) lets requests in flight end.
pub struct Intake {
    addr: SocketAddr,
    ops_addr: Option<SocketAddr>,
    desk: Arc<Desk>,
    stop: CancellationToken,
    tasks: TaskTracker,
    accepting: JoinHandle<()>,
}

impl fmt::Debug for Intake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Intake").field("addr", &self.addr).field("ops_addr", &self.ops_addr).finish_non_exhaustive()
    }
}

impl Intake {
    /// Opens the store, brings it up to date (expired uploads go, complete ones get the receipt that a kill prevented)
    /// and listens.
    ///
    /// A folder or bucket for reports that can be read but not written is no error here: uploads can still be asked for, and
    /// each request that needs to write is told.
    ///
    /// # Errors
    /// [`IntakeError`] names the option that cannot be used; nothing is listening then.
    pub async fn start(options: IntakeOptions) -> Result<Self, IntakeError> {
        let tls = options.tls.as_ref().map(acceptor).transpose()?;
        let limits = options.limits;
        let on_received = options.on_received.unwrap_or_else(|| Arc::new(|_, _| {}));
        let metrics = Arc::new(Metrics::new());
        let counted = metrics.clone();
        let on_receipt = Arc::new(move |receipt: &crate::store::Receipt| {
            counted.received(receipt);
            on_received(&receipt.ticket, receipt.size);
        });
        let usage = Usage { clock: options.clock, limits: limits.clone(), staffing: options.staffing, on_receipt };
        let stores = options.stores;
        let store = match Store::open(&stores, true, usage).await {
            Ok(store) => store,
            Err(StoreError::Folder(source)) => {
                return Err(IntakeError::Objects { objects: stores.objects.to_string(), source });
            }
            Err(error) => return Err(IntakeError::Database(error)),
        };
        store.sweep().await?;
        // Only now: whoever connects is served.
        let listener = listen(options.listen).await?;
        let addr = listener.local_addr().map_err(|source| IntakeError::Listen { addr: options.listen, source })?;
        let ops = match options.ops {
            Some(addr) => Some(listen(addr).await?),
            None => None,
        };
        let ops_addr = ops.as_ref().and_then(|listener| listener.local_addr().ok());

        let desk = Arc::new(Desk::new(store, limits.clone(), metrics));
        let (stop, tasks) = (desk.stop.clone(), desk.tasks.clone());
        if let Some(listener) = ops {
            let app = ops::router(desk.clone());
            tasks.spawn(Server { listener, tls: None, app, limits: limits.clone(), stop: stop.clone() }.run());
        }
        let keep = options.keep.map(|keep| SignedDuration::try_from(keep).unwrap_or(SignedDuration::MAX));
        tasks.spawn(keep_tidy(desk.clone(), keep, options.on_expired.unwrap_or_else(|| Arc::new(|_| {}))));
        let app = tus::router(desk.clone());
        let accepting = tokio::spawn(Server { listener, tls, app, limits, stop: stop.clone() }.run());
        Ok(Self { addr, ops_addr, desk, stop, tasks, accepting })
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Where those who run it see how it does, if they do.
    #[must_use]
    pub fn ops_addr(&self) -> Option<SocketAddr> {
        self.ops_addr
    }

    /// The path where uploads are created, to be put after scheme and address: `/reports`.
    #[must_use]
    pub fn base_path() -> &'static str {
        BASE_PATH
    }

    /// The path below which tickets are asked for: `/tickets`.
    #[must_use]
    pub fn tickets_path() -> &'static str {
        crate::tickets::BASE_PATH
    }

    /// The path where apps read what support announces: `/announcements`.
    #[must_use]
    pub fn announcements_path() -> &'static str {
        crate::announcements::PATH
    }

    /// Takes no more connections, stores what has arrived of bodies in flight, answers them, and ends.
    pub async fn stop(mut self) {
        self.stop.cancel();
        // It can only have ended by a panic, and then there is nothing to wait for.
        let _ = (&mut self.accepting).await;
        self.tasks.close();
        self.tasks.wait().await;
        // SQLite's file is then whole without those beside it.
        self.desk.store.close().await;
    }
}

impl Drop for Intake {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Deletes what is old enough, now and every [`SWEEP_INTERVAL`], and clears away uploads that have expired, which the start has
/// done already; until the intake stops. What fails is tried again in the next turn; `/ready` says how the stores do.
async fn keep_tidy(desk: Arc<Desk>, keep: Option<SignedDuration>, on_expired: OnExpired) {
    loop {
        if let Some(keep) = keep
            && let Ok(expired) = desk.store.expire_reports_after(keep).await
        {
            on_expired(&expired);
        }
        tokio::select! {
            biased;
            () = desk.stop.cancelled() => return,
            () = sleep(SWEEP_INTERVAL) => {}
        }
        let _ = desk.store.sweep().await;
    }
}

async fn listen(addr: SocketAddr) -> Result<TcpListener, IntakeError> {
    TcpListener::bind(addr).await.map_err(|source| IntakeError::Listen { addr, source })
}
