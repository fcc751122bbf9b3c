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

    /// How connecting failed, if no attempt connected: the first code that says more than that one of the address
    /// families has no way out of this network.
    pub fn tcp_failure(&self) -> Option<FailureCode> {
        let mut failures = Vec::new();
        for attempt in &self.tcp {
            failures.push(attempt.failure?);
        }
        let telling = failures.iter().find(|code| **code != FailureCode::TcpUnreachable);
        telling.or(failures.first()).copied()
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
    {
        // Its end gives the probe back.
        tokio::pin!(chain);
        tokio::select! {
            () = &mut chain => {}
            _ = second.clone() => chain.await,
        }
    }
    // A second opinion that has not come yet is worth waiting for only where the first one is in doubt.
    let doubted = probe.dns.failure().is_some()
        || [Some(FailureCode::TlsUnknownIssuer), Some(FailureCode::TlsWrongHost)].contains(&probe.tls.failure());
    let second_opinion = if doubted { Some(second.await) } else { second.now_or_never() };
    probe.second_opinion = second_opinion.flatten().unwrap_or(Step::Skipped);
    probe
}

async fn resolve(resolver: &super::resolver::Resolver, host: &str, deadline: Instant) -> Step<Vec<IpAddr>> {
    let started = Instant::now();
    let share = Share::of(DNS_BUDGET, deadline);
    let found = timeout(share.time, resolver.lookup(host)).await;
    Step::of(found.unwrap_or(Err(share.expired(FailureCode::DnsTimeout))), started)
}

async fn connect_and_ask(
    session: &Session,
    endpoint: &Endpoint,
    addresses: &[IpAddr],
    deadline: Instant,
    probe: &mut EndpointProbe,
) {
    let connected = tcp::connect(addresses, endpoint.url.port(), Share::of(TCP_BUDGET, deadline)).await;
    probe.tcp = connected.attempts;
    let Some(stream) = connected.stream else { return };
    let stream = Metered::new(stream, session.meter.clone());
    let asked = if endpoint.url.is_https() {
        let started = Instant::now();
        let handshake = tls::handshake(&session.trust, &probe.host, stream);
        let share = Share::of(TLS_BUDGET, deadline);
        let (result, facts) = match timeout(share.time, handshake).await {
            Ok(done) => done,
            Err(_) => (Err(share.expired(FailureCode::TlsTimeout)), TlsFacts::default()),
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

pub(crate) async fn ask<S>(
    session: &Session,
    endpoint: &Endpoint,
    stream: S,
    deadline: Instant,
) -> (Option<HttpAnswer>, Step<()>)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    let started = Instant::now();
    let share = Share::of(HTTP_BUDGET, deadline);
    let (answer, failure) = http::get(stream, &endpoint.url, session.clock.as_ref(), share).await;
    let bad_status = answer.as_ref().is_some_and(|answer| answer.status >= 500 || answer.status == 429);
    let result = match failure {
        Some(code) => Err(code),
        None if bad_status => Err(FailureCode::HttpStatus),
        None => Ok(()),
    };
    (answer, Step::of(result, started))
}

/// What a step may take: its own budget, or what is left until the deadline if that is less.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    pub(super) time: Duration,
    /// Whether the deadline cut it.
    cut: bool,
}

impl Share {
    fn of(budget: Duration, deadline: Instant) -> Self {
        let left = deadline.saturating_duration_since(Instant::now());
        Self { time: budget.min(left), cut: left < budget }
    }

    /// The code of a step whose share ran out: only its own budget says anything about the network.
    pub(super) fn expired(self, own: FailureCode) -> FailureCode {
        if self.cut { FailureCode::OutOfTime } else { own }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_step_that_the_deadline_cut_short_accuses_nobody() {
        let whole = Share::of(TCP_BUDGET, Instant::now() + TCP_BUDGET * 2);
        assert_eq!(whole.expired(FailureCode::TcpTimeout), FailureCode::TcpTimeout);
        let cut = Share::of(TCP_BUDGET, Instant::now() + TCP_BUDGET / 2);
        assert_eq!((cut.time, cut.expired(FailureCode::TcpTimeout)), (TCP_BUDGET / 2, FailureCode::OutOfTime));
    }

    #[test]
    fn a_family_without_a_route_does_not_hide_what_the_other_met() {
        let attempt = |address: &str, failure| TcpAttempt { address: address.parse().unwrap(), took_ms: 1, failure };
        let mut probe = EndpointProbe {
            name: "api".into(),
            role: Role::Wallet,
            host: "api.example".into(),
            port: 443,
            dns: Step::Skipped,
            second_opinion: Step::Skipped,
            tcp: vec![
                attempt("[2001:db8::1]:443", Some(FailureCode::TcpUnreachable)),
                attempt("192.0.2.1:443", Some(FailureCode::TcpRefused)),
            ],
            tls: Step::Skipped,
            tls_facts: TlsFacts::default(),
            http: Step::Skipped,
            answer: None,
        };
        assert_eq!(probe.tcp_failure(), Some(FailureCode::TcpRefused));
        probe.tcp.push(attempt("192.0.2.2:443", None));
        assert_eq!(probe.tcp_failure(), None);
    }
}
