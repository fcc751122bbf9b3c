//! One endpoint, step by step: DNS → TCP → TLS → HTTP. Each step is timed and has its own failure code; a failed step ends
//! the probe, except that a second opinion's address stands in for a resolver that failed.

use std::net::IpAddr;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::OptionFuture;
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, timeout};

use super::tcp::{TcpAttempt, millis};
use super::tls::TlsFacts;
use super::traffic::Metered;
use super::{FailureCode, HttpAnswer, Session, http, tcp, tls};
use crate::config::{Endpoint, Role};

/// What each step may take. Their sum may exceed the deadline: a step never gets more than what is left of it.
const DNS_BUDGET: Duration = Duration::from_millis(3_000);
const TCP_BUDGET: Duration = Duration::from_millis(3_000);
const TLS_BUDGET: Duration = Duration::from_millis(3_000);
const HTTP_BUDGET: Duration = Duration::from_millis(5_000);

/// What came of one step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step<T> {
    /// It was done.
    Done {
        /// What it gave.
        value: T,
        /// How long it took, in milliseconds.
        took_ms: u64,
    },
    /// It failed.
    Failed {
        /// How.
        code: FailureCode,
        /// After how long, in milliseconds.
        took_ms: u64,
    },
    /// It was not tried.
    Skipped,
}

impl<T> Step<T> {
    /// What it gave, if it was done.
    pub fn done(&self) -> Option<&T> {
        match self {
            Self::Done { value, .. } => Some(value),
            Self::Failed { .. } | Self::Skipped => None,
        }
    }

    /// How it failed, if it did.
    pub fn failure(&self) -> Option<FailureCode> {
        match self {
            Self::Failed { code, .. } => Some(*code),
            Self::Done { .. } | Self::Skipped => None,
        }
    }

    fn of(result: Result<T, FailureCode>, started: Instant) -> Self {
        let took_ms = millis(started.elapsed());
        match result {
            Ok(value) => Self::Done { value, took_ms },
            Err(code) => Self::Failed { code, took_ms },
        }
    }
}

/// A staged probe of one endpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EndpointProbe {
    /// The endpoint's name in the config.
    pub name: String,
    /// Whose it is.
    pub role: Role,
    /// Its host.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The resolver's answer.
    pub dns: Step<Vec<IpAddr>>,
    /// The second opinion's answer.
    pub second_opinion: Step<Vec<IpAddr>>,
    /// Every attempt to connect, in the order in which they ended.
    pub tcp: Vec<TcpAttempt>,
    /// The handshake; skipped for plain http.
    pub tls: Step<()>,
    /// What the handshake showed, whether it was done or failed.
    pub tls_facts: TlsFacts,
    /// The answer's end: done, or how it failed.
    pub http: Step<()>,
    /// The answer's head, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<HttpAnswer>,
}

impl EndpointProbe {
    /// The first failure, in the order of the steps. A resolver that failed counts even where the second opinion helped.
    pub fn failure(&self) -> Option<FailureCode> {
        self.dns.failure().or_else(|| self.tcp_failure()).or_else(|| self.tls.failure()).or_else(|| self.http.failure())
    }

    /// How connecting failed: the first attempt's code, if none connected.
    pub fn tcp_failure(&self) -> Option<FailureCode> {
        if self.tcp.iter().any(|attempt| attempt.failure.is_none()) {
            return None;
        }
        self.tcp.iter().find_map(|attempt| attempt.failure)
    }

    /// Whether the server itself answered, well or not.
    pub fn answered(&self) -> bool {
        self.answer.is_some()
    }
}

/// Probes one endpoint. Done by the deadline, whatever the network does.
pub(crate) async fn probe_endpoint(session: &Session, endpoint: &Endpoint, deadline: Instant) -> EndpointProbe {
    let mut probe = EndpointProbe {
        name: endpoint.name.clone(),
        role: endpoint.role,
        host: endpoint.url.host(),
        port: endpoint.url.port(),
        dns: Step::Skipped,
        second_opinion: Step::Skipped,
        tcp: Vec::new(),
        tls: Step::Skipped,
        tls_facts: TlsFacts::default(),
        http: Step::Skipped,
        answer: None,
    };
    if let Some(address) = endpoint.url.address() {
        connect_and_ask(session, endpoint, &[address], deadline, &mut probe).await;
        return probe;
    }
    let host = endpoint.url.host();
    // Asked at once, waited for only where the answer is needed.
    let second =
        OptionFuture::from(session.second_opinion.as_ref().map(|resolver| resolve(resolver, &host, deadline))).shared();
    let chain = async {
        probe.dns = resolve(&session.resolver, &host, deadline).await;
        let addresses = match probe.dns.done() {
            Some(addresses) => Some(addresses.clone()),
            None => second.clone().await.and_then(|step| step.done().cloned()),
        };
        if let Some(addresses) = addresses {
            connect_and_ask(session, endpoint, &addresses, deadline, &mut probe).await;
        }
    };
    let (second_opinion, ()) = tokio::join!(second.clone(), chain);
    probe.second_opinion = second_opinion.unwrap_or(Step::Skipped);
    probe
}

async fn resolve(resolver: &super::resolver::Resolver, host: &str, deadline: Instant) -> Step<Vec<IpAddr>> {
    let started = Instant::now();
    let found = timeout(share(DNS_BUDGET, deadline), resolver.lookup(host)).await;
    Step::of(found.unwrap_or(Err(FailureCode::DnsTimeout)), started)
}

async fn connect_and_ask(
    session: &Session,
    endpoint: &Endpoint,
    addresses: &[IpAddr],
    deadline: Instant,
    probe: &mut EndpointProbe,
) {
    let connected = tcp::connect(addresses, endpoint.url.port(), share(TCP_BUDGET, deadline)).await;
    probe.tcp = connected.attempts;
    let Some(stream) = connected.stream else { return };
    let stream = Metered::new(stream, session.meter.clone());
    let asked = if endpoint.url.is_https() {
        let started = Instant::now();
        let handshake = tls::handshake(&session.trust, &probe.host, stream);
        let (result, facts) = match timeout(share(TLS_BUDGET, deadline), handshake).await {
            Ok(done) => done,
            Err(_) => (Err(FailureCode::TlsTimeout), TlsFacts::default()),
        };
        probe.tls_facts = facts;
        let (step, stream) = match result {
            Ok(stream) => (Ok(()), Some(stream)),
            Err(code) => (Err(code), None),
        };
        probe.tls = Step::of(step, started);
        let Some(stream) = stream else { return };
        ask(session, endpoint, stream, deadline).await
    } else {
        ask(session, endpoint, stream, deadline).await
    };
    (probe.answer, probe.http) = asked;
}

async fn ask<S>(session: &Session, endpoint: &Endpoint, stream: S, deadline: Instant) -> (Option<HttpAnswer>, Step<()>)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    let started = Instant::now();
    let exchange = http::get(stream, &endpoint.url, session.clock.as_ref());
    let (answer, failure) = match timeout(share(HTTP_BUDGET, deadline), exchange).await {
        Ok(done) => done,
        Err(_) => (None, Some(FailureCode::HttpTimeout)),
    };
    let bad_status = answer.as_ref().is_some_and(|answer| answer.status >= 500 || answer.status == 429);
    let result = match failure {
        Some(code) => Err(code),
        None if bad_status => Err(FailureCode::HttpStatus),
        None => Ok(()),
    };
    (answer, Step::of(result, started))
}

/// A step's budget, or what is left until the deadline if that is less.
fn share(budget: Duration, deadline: Instant) -> Duration {
    budget.min(deadline.saturating_duration_since(Instant::now()))
}
