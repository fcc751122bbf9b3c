//! The doctor: opened once, asked often. Opening does no I/O and starts no thread.

mod attempts;
mod balances;
mod contacts;
mod evidence;
mod preflight;
mod remedies;
mod reports;
mod rules;
mod submissions;

use std::future::Future;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::balance::{KeptSnapshot, save_snapshot, snapshot_to_keep, snapshots_of};
use crate::cache::Sweeper;
use crate::clock::{Clock, SystemClock};
use crate::complaint::Complaint;
use crate::config::Config;
use crate::connectivity::{Client, Session, true_time};
use crate::diagnosis::{Audience, Diagnosis, Offers, diagnose};
use crate::error::Error;
use crate::evidence::EvidenceFiles;
use crate::host::{AppInfo, Host};
use crate::observation::Observations;
use crate::observe::Observer;
use crate::outbox::Outbox;
use crate::plan::plan;
use crate::progress::{Progress, ProgressSink};
use crate::service::{Changes, News, load_news, save_news};
use crate::store::{DatabaseError, Store};

pub use remedies::{Cleared, RemedyOutcome, Resync};

/// How long a diagnosis waits for an interrupted sweep to be mended. Usually a rename or two; what takes longer goes on
/// beside it.
const MENDING: Duration = Duration::from_millis(500);
/// How long a diagnosis waits for what is remembered from the last one.
const REMEMBERING: Duration = Duration::from_millis(500);

/// That the person has agreed, and when. Made where they tapped, and needed wherever something is changed or sent.
///
/// It is spent where it is used: agreeing to one thing is not agreeing to the next.
#[derive(Debug, PartialEq, Eq)]
pub struct Consent {
    at: Timestamp,
}

impl Consent {
    /// The person agreed at this time.
    pub fn given(at: Timestamp) -> Self {
        Self { at }
    }

    /// When they agreed.
    pub fn at(&self) -> Timestamp {
        self.at
    }
}

/// The public face of the engine. Cheap to clone; clones share everything.
#[derive(Debug, Clone)]
pub struct Doctor {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    config: Config,
    host: Host,
    clock: Arc<dyn Clock>,
    own: Option<Own>,
    running: Mutex<CancellationToken>,
    tried: Mutex<Vec<crate::report::Tried>>,
    /// Held while something remembered is read: two readers of one doctor must not find its own store busy.
    reading: tokio::sync::Mutex<()>,
    /// What is being written beside the answers.
    keeping: Mutex<Vec<JoinHandle<()>>>,
}

/// What lives in the doctor's own folder.
#[derive(Debug, Clone)]
struct Own {
    data_dir: PathBuf,
    outbox: Outbox,
    sweeper: Sweeper,
    store: Store,
    evidence: EvidenceFiles,
}

impl Doctor {
    /// Opens a doctor. Checks the config and touches nothing.
    pub fn open(config: Config, host: Host) -> Result<Self, Error> {
        Self::open_at(config, host, Arc::new(SystemClock))
    }

    /// The same with a clock of the caller's choice.
    pub fn open_at(config: Config, host: Host, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        config.check()?;
        let own = config.data_dir.as_ref().map(|data_dir| Own {
            data_dir: data_dir.clone(),
            outbox: Outbox::new(data_dir),
            sweeper: Sweeper::new(data_dir),
            store: Store::new(data_dir),
            evidence: EvidenceFiles::new(data_dir),
        });
        let running = Mutex::new(CancellationToken::new());
        let (tried, keeping) = (Mutex::default(), Mutex::default());
        let reading = tokio::sync::Mutex::default();
        Ok(Self { inner: Arc::new(Inner { config, host, clock, own, running, tried, reading, keeping }) })
    }

    /// Diagnoses a complaint. Comes back within the config's deadline; what did not answer by then is an observation.
    pub async fn diagnose(&self, complaint: Complaint, progress: &dyn ProgressSink) -> Result<Diagnosis, Error> {
        let inner = &self.inner;
        let complaint = complaint.tidied();
        let work = async {
            let started = Instant::now();
            let mut plan = plan(&complaint, inner.config.deadline());
            // A diagnosis does not wait long for an old sweep.
            let _ = tokio::time::timeout(MENDING, self.recover()).await;
            // What the last one remembered is read once it is written.
            let _ = tokio::time::timeout(REMEMBERING, self.settle()).await;
            let (network, news) = tokio::join!(self.network(), self.news());
            let (session, client) = network?;
            plan.deadline = plan.deadline.saturating_sub(started.elapsed());
            let observer = Observer {
                config: &inner.config,
                host: &inner.host,
                clock: &inner.clock,
                session: &session,
                client: &client,
                progress,
                news: &news,
                complaint: &complaint,
                own: inner.own.as_ref().map(|own| own.data_dir.clone()),
            };
            // On the heap: it holds the state of every probe, and a caller's stack may be small.
            // What is remembered of attempts and balances, and the provider's own causes, are needed only to judge, and nothing
            // waits for it before.
            let observing = Box::pin(observer.observe(&plan));
            let (seen, attempts, snapshots, (rules, own_causes)) =
                tokio::join!(observing, self.attempts(), self.snapshots(), self.rules());
            let (mut observations, changes) = seen;
            observations.attempts = attempts;
            observations.own_causes = own_causes;
            progress.on_progress(Progress::Judging);
            let audience = self.audience(&observations);
            let (true_now, correction) = (audience.true_now, audience.true_now.duration_since(audience.now));
            observations.balance_snapshots = snapshots_of(snapshots, &observations, true_now);
            let snapshot = snapshot_to_keep(&observations, true_now);
            // Thousands of assets take a moment to compare.
            let channels = inner.config.contacts.clone();
            let offers = self.offers();
            let judging = move || Ok(diagnose(complaint, observations, &rules, &channels, offers, audience));
            self.keep(changes, snapshot, correction, true_now);
            let mut diagnosis = blocking(judging).await?;
            diagnosis.elapsed_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
            Ok(diagnosis)
        };
        self.until_cancelled(work).await
    }

    /// Stops whatever this doctor is doing: every call that is under way ends with `Cancelled` at its next await. What
    /// was durable stays; an upload goes on where it was at the next `flush_outbox`.
    pub fn cancel(&self) {
        let mut running = self.inner.running.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *running).cancel();
    }

    /// What `cancel` will cancel from here on.
    fn token(&self) -> CancellationToken {
        self.inner.running.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn until_cancelled<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        until(&self.token(), work).await
    }

    /// Finishes or rolls back what a kill interrupted, of this process or of the app's extension. A cache that is half moved away
    /// must not be measured, let alone swept again. A sweep that can't be mended is in nobody's way: it stays in the journal,
    /// where `pending_sweeps` finds it, and the next call tries again.
    async fn recover(&self) {
        let Some(own) = &self.inner.own else { return };
        let (sweeper, app) = (own.sweeper.clone(), self.inner.host.caches.clone());
        let _ = blocking(move || Ok(sweeper.recover(app.as_deref())?)).await;
    }

    /// What the status sources said earlier. Another process may have the store, or its disk fail: then nothing is known.
    async fn news(&self) -> News {
        let now = self.inner.clock.now();
        self.remembered(move |store| load_news(store, now)).await.unwrap_or_default()
    }

    /// What the store says, one call after another; none if it could not be read in time, or there is none.
    async fn remembered<T: Send + 'static>(
        &self,
        load: impl FnOnce(&Store) -> Result<T, DatabaseError> + Send + 'static,
    ) -> Option<T> {
        let store = self.inner.own.as_ref()?.store.clone();
        let _turn = self.inner.reading.lock().await;
        let loading = blocking(move || Ok(load(&store)?));
        tokio::time::timeout(REMEMBERING, loading).await.ok()?.ok()
    }

    /// Keeps what they say now, with its time in truth. Nobody waits for it: what can't be written is no reason to withhold
    /// an answer, nor is a slow disk.
    fn keep(&self, changes: Changes, snapshot: Option<KeptSnapshot>, correction: SignedDuration, now: Timestamp) {
        let is_something = !changes.is_empty() || snapshot.is_some();
        let Some(own) = self.inner.own.as_ref().filter(|_| is_something) else { return };
        let store = own.store.clone();
        // One after the other: they would only find each other in the store.
        let keeping = tokio::task::spawn_blocking(move || {
            // Without it the next diagnosis knows less, and says so.
            if !changes.is_empty() {
                let _ = save_news(&store, changes, correction, now);
            }
            if let Some(snapshot) = snapshot {
                let _ = save_snapshot(&store, snapshot, now);
            }
        });
        self.inner.keeping.lock().unwrap_or_else(PoisonError::into_inner).push(keeping);
    }

    /// Waits for what is still being written, such as the last word of each status source. For an app that is about to be
    /// stopped; nothing is lost that was promised if it does not wait.
    pub async fn settle(&self) {
        let keeping = std::mem::take(&mut *self.inner.keeping.lock().unwrap_or_else(PoisonError::into_inner));
        for task in keeping {
            let _ = task.await;
        }
    }

    /// Off the async threads: the phone's trust store is read from its disk.
    async fn network(&self) -> Result<(Session, Client), Error> {
        let inner = self.inner.clone();
        blocking(move || {
            let setup = |error: &dyn std::fmt::Display| Error::Setup { reason: error.to_string() };
            let session = Session::new(&inner.config, &inner.clock).map_err(|error| setup(&error))?;
            let client = Client::new(&session).map_err(|error| setup(&error))?;
            Ok((session, client))
        })
        .await
    }

    fn audience(&self, observations: &Observations) -> Audience {
        Audience {
            now: observations.started_at,
            true_now: true_time(observations),
            spread: observations.spread,
            ..self.audience_now(observations.app.known())
        }
    }

    fn offers(&self) -> Offers {
        let Host { balances, session, .. } = &self.inner.host;
        Offers { clear: self.inner.own.is_some(), resync: balances.is_some(), sign_in: session.is_some() }
    }

    /// Who is told where nothing but the phone's clock tells the time.
    fn audience_now(&self, app: Option<&AppInfo>) -> Audience {
        let named = app.and_then(|app| app.time_zone.as_deref());
        let zone = named.and_then(|name| TimeZone::get(name).ok()).unwrap_or_else(TimeZone::system);
        let now = self.inner.clock.now();
        let (locale, provider) = (self.inner.config.locale, self.inner.config.provider_name.clone());
        Audience { locale, provider, zone, now, true_now: now, spread: 0 }
    }

    fn own(&self) -> Result<&Own, Error> {
        self.inner.own.as_ref().ok_or(Error::NotConfigured { key: "data_dir" })
    }
}

async fn until<T>(token: &CancellationToken, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    tokio::select! {
        biased;
        () = token.cancelled() => Err(Error::Cancelled),
        done = work => done,
    }
}

/// Runs file work off the async threads. What was begun is finished even if nobody waits for it any more.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Internal)?
}
