//! Observing: every planned step at once, under one deadline. A step that fails or does not come back in time is an
//! observation, never an error.

mod account;
mod balances;
mod beforehand;
mod document;
mod host_call;
mod transactions;

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::account::{AccountState, Attempts};
use crate::cache::{CacheState, Guarded, MAX_CACHES, Sweeper, measure_all};
use crate::clock::Clock;
use crate::complaint::Complaint;
use crate::config::{Config, Role};
use crate::connectivity::{
    Client, EndpointProbe, LinkQuality, MadeUpName, PortalCheck, PortalOutcome, Session, check_portal,
    look_up_made_up_name, measure_quality, probe_endpoint, shows_trouble,
};
use crate::diagnosis::SPREAD_PARTS;
use crate::host::{AppInfo, Host, HostError, NetworkInfo};
use crate::observation::{NotCheckedWhy, Observations, Observed, SourceObservation};
use crate::plan::Plan;
use crate::progress::{Progress, ProgressSink, StepKind};
use crate::service::{self, Changes, News};

pub(crate) use balances::{SyncedFrom, read as read_balances};
pub(crate) use beforehand::Asking;
use document::Fetching;
pub(crate) use host_call::ask_host;

/// What a plain request may take: more than a slow mobile link needs that loses a packet or two, less than the deadline.
const REQUEST_BUDGET: Duration = Duration::from_millis(7_000);
/// The end of a step's share of the deadline: what is left is for judging and writing.
const RESERVE: Duration = Duration::from_millis(100);

/// Everything that observing needs.
pub(crate) struct Observer<'a> {
    pub(crate) config: &'a Config,
    pub(crate) host: &'a Host,
    pub(crate) clock: &'a Arc<dyn Clock>,
    pub(crate) session: &'a Session,
    pub(crate) client: &'a Client,
    pub(crate) progress: &'a dyn ProgressSink,
    /// What the status sources said earlier.
    pub(crate) news: &'a News,
    /// What is complained about.
    pub(crate) complaint: &'a Complaint,
    /// The doctor's own folder, which is never a cache.
    pub(crate) own: Option<PathBuf>,
}

/// The phone's network, the endpoints, captive portals, and what the provider says of its service.
type AroundTheWallet = (
    Observed<NetworkInfo>,
    (Vec<EndpointProbe>, Option<MadeUpName>),
    Vec<PortalCheck>,
    (Vec<SourceObservation>, Changes),
);
/// The account, balances, transactions, caches and the app.
type ThePersonsOwn =
    (Observed<AccountState>, balances::Seen, transactions::Seen, Observed<Vec<CacheState>>, Observed<AppInfo>);

impl Observer<'_> {
    /// Runs the plan. Comes back by the deadline. Gives what was seen, and what is to be kept of the status sources.
    pub(crate) async fn observe(&self, plan: &Plan) -> (Observations, Changes) {
        self.progress.on_progress(Progress::Planned { steps: plan.steps.clone() });
        let started_at = self.clock.now();
        let deadline = Instant::now() + plan.deadline.saturating_sub(RESERVE);
        // Quality is measured for as long as anything else is under way, and prolongs nothing that is healthy.
        let others_done = CancellationToken::new();
        let others = async {
            let seen = tokio::join!(self.around_the_wallet(deadline), self.the_persons_own(plan, deadline));
            others_done.cancel();
            seen
        };
        let quality = self.step(StepKind::Quality, self.quality(deadline, &others_done), |seen| {
            seen.known().is_some_and(shows_trouble)
        });
        let ((around, own), quality) = tokio::join!(others, quality);
        let (network, (endpoints, made_up_name), portals, (service, changes)) = around;
        let (account, balances, (looked_up, recent), caches, app) = own;
        let balances::Seen { cached, synced, pending, reading } = balances;
        let observations = Observations {
            started_at,
            spread: drawn(),
            endpoints,
            made_up_name,
            portals,
            quality,
            network,
            service,
            account,
            cached_balances: cached,
            synced_balances: synced,
            pending,
            balance_reading: reading,
            // Remembered, not observed, and so are attempts.
            balance_snapshots: Vec::new(),
            looked_up,
            recent,
            attempts: Attempts::default(),
            caches,
            app,
            // Read beside, and judged with the rest.
            own_causes: Observed::NotChecked { why: NotCheckedWhy::NotConfigured },
            traffic: self.session.meter.total(),
        };
        (observations, changes)
    }

    /// What is the same for everybody who stands here: the phone's network, and the wallet as it looks from there.
    async fn around_the_wallet(&self, deadline: Instant) -> AroundTheWallet {
        tokio::join!(
            self.step(StepKind::Network, self.network(deadline), |seen| seen.unknown().is_some()),
            self.step(StepKind::Endpoints, self.endpoints(deadline), |(seen, _)| {
                seen.iter().any(|probe| probe.failure().is_some())
            }),
            self.step(StepKind::Portal, self.portals(deadline), |seen| {
                seen.iter().any(|check| check.outcome != PortalOutcome::Echoed)
            }),
            self.step(StepKind::Service, self.service(deadline), |(seen, _)| {
                seen.iter().any(|source| source.report.unknown().is_some())
            }),
        )
    }

    /// What is this person's alone.
    async fn the_persons_own(&self, plan: &Plan, deadline: Instant) -> ThePersonsOwn {
        tokio::join!(
            self.step(StepKind::Account, self.account(deadline), |seen| seen.unknown().is_some()),
            self.planned_balances(plan, deadline),
            transactions::read(self.host, self.complaint, self.clock, deadline),
            self.step(StepKind::Caches, self.caches(deadline), |seen| seen.unknown().is_some()),
            self.app(deadline),
        )
    }

    async fn step<T>(&self, step: StepKind, work: impl Future<Output = T>, trouble: impl Fn(&T) -> bool) -> T {
        self.progress.on_progress(Progress::StepStarted { step });
        let started = Instant::now();
        let seen = work.await;
        let took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.progress.on_progress(Progress::StepFinished { step, took_ms, trouble: trouble(&seen) });
        seen
    }

    async fn endpoints(&self, deadline: Instant) -> (Vec<EndpointProbe>, Option<MadeUpName>) {
        let endpoints = &self.config.endpoints;
        // A name that a filter against the wallet has nothing against.
        let neutral = endpoints.iter().find(|it| it.role == Role::Control && it.url.address().is_none());
        let neutral = neutral.map(|endpoint| endpoint.url.host());
        let probes =
            endpoints.iter().map(|endpoint| probe_endpoint(self.session, endpoint, neutral.as_deref(), deadline));
        tokio::join!(join_all(probes), look_up_made_up_name(self.session, self.config, deadline))
    }

    async fn quality(&self, deadline: Instant, others_done: &CancellationToken) -> Observed<LinkQuality> {
        let (at, started) = (self.clock.now(), Instant::now());
        let quality = measure_quality(self.session, &self.config.quality, deadline, others_done).await;
        let took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        match quality {
            Some(value) => Observed::Known { value, at, took_ms },
            None => Observed::NotChecked { why: NotCheckedWhy::NotConfigured },
        }
    }

    async fn portals(&self, deadline: Instant) -> Vec<PortalCheck> {
        // A fresh challenge, so that an answer from a cache in between is not taken for the endpoint's own.
        let challenge = uuid::Uuid::new_v4().to_string();
        let checks = self.config.captive_portals.iter();
        join_all(checks.map(|url| check_portal(self.session, self.client, url, &challenge, budget(deadline)))).await
    }

    async fn service(&self, deadline: Instant) -> (Vec<SourceObservation>, Changes) {
        let (sources, locale) = (self.config.status_sources.as_slice(), self.config.locale);
        let (client, news, clock) = (self.client, self.news, self.clock.as_ref());
        let (keeps, budget) = (self.own.is_some(), budget(deadline));
        service::Fetching { client, sources, news, locale, clock, keeps, budget }.run().await
    }

    async fn network(&self, deadline: Instant) -> Observed<NetworkInfo> {
        let source = self.host.network.clone();
        ask_host(self.clock, deadline, source.map(|source| move || source.network())).await
    }

    async fn account(&self, deadline: Instant) -> Observed<AccountState> {
        let fetching = Fetching { host: self.host, client: self.client, clock: self.clock, deadline };
        account::read(self.config.account.as_ref(), fetching).await
    }

    async fn app(&self, deadline: Instant) -> Observed<AppInfo> {
        let source = self.host.app.clone();
        ask_host(self.clock, deadline, source.map(|source| move || source.app())).await
    }

    async fn caches(&self, deadline: Instant) -> Observed<Vec<CacheState>> {
        let (own, now) = (self.own.clone(), self.clock.now());
        let guarded = Guarded::new(own.as_deref(), &self.config.protected_paths);
        let measure = self.host.caches.clone().map(|source| {
            move || {
                let caches = source.caches()?;
                if caches.len() > MAX_CACHES {
                    return Err(HostError::Failed { message: format!("more than {MAX_CACHES} caches") });
                }
                // While there is room, for when there is none. Without it a sweep works wherever there is some.
                if let Some(own) = own.filter(|_| !caches.is_empty()) {
                    let _ = Sweeper::new(&own).prepare();
                }
                Ok(measure_all(&caches, &guarded, now))
            }
        });
        ask_host(self.clock, deadline, measure).await
    }

    async fn planned_balances(&self, plan: &Plan, deadline: Instant) -> balances::Seen {
        if !plan.has(StepKind::Balances) {
            return balances::Seen::not_needed();
        }
        let synced_from = SyncedFrom { config: self.config, host: self.host, client: self.client };
        let read = balances::read(synced_from, self.clock, deadline);
        self.step(StepKind::Balances, read, balances::Seen::has_gaps).await
    }
}

/// By chance, where in the spread of those who are told to try again this diagnosis is; without randomness, at its end.
fn drawn() -> u16 {
    let mut bytes = [0; 4];
    match getrandom::fill(&mut bytes) {
        Ok(()) => u16::try_from(u32::from_le_bytes(bytes) % u32::from(SPREAD_PARTS)).unwrap_or(SPREAD_PARTS),
        Err(_) => SPREAD_PARTS,
    }
}

/// A request's budget, or what is left until the deadline if that is less.
fn budget(deadline: Instant) -> Duration {
    REQUEST_BUDGET.min(deadline.saturating_duration_since(Instant::now()))
}
