//! One endpoint, step by step and over each address family: DNS → TCP → TLS → HTTP. Each step is timed and has its own
//! failure code; a failed step ends the family's part, except that a second opinion's addresses stand in for a resolver
//! that failed.

use std::net::IpAddr;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, sleep, timeout};

use super::resolver::both;
use super::share::Share;
use super::tcp::{TcpAttempt, millis};
use super::tls::{TlsFacts, TlsTrials};
use super::traffic::Metered;
use super::{FailureCode, Family, HttpAnswer, Session, steps, tcp, tls};
use crate::config::{Endpoint, Role};

/// What the resolver may take: three calls a second apart, and an answer to the last.
const DNS_BUDGET: Duration = Duration::from_millis(3_600);
/// When a second opinion is asked for if nothing has gone wrong by then: longer than the steps take on a link that is
/// worth nothing to complain about, soon enough that a resolver's silence costs no more than its own time.
const SECOND_OPINION_AFTER: Duration = Duration::from_millis(1_500);
/// What a check of the second opinion's address may take.
const OTHER_ADDRESS_BUDGET: Duration = Duration::from_millis(3_000);

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

    pub(super) fn of(result: Result<T, FailureCode>, started: Instant) -> Self {
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
    /// The steps over each address family, IPv6 first; one family only where the URL names an address.
    pub families: Vec<FamilyProbe>,
    /// The second opinion's addresses of both families.
    pub second_opinion: Step<Vec<IpAddr>>,
    /// Where the two resolvers differ and the resolver's addresses fail: whether the second opinion's address shows a
    /// good certificate.
    pub other_address: Step<()>,
}

/// The steps over one address family.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FamilyProbe {
    /// Which.
    pub family: Family,
    /// The resolver's answer.
    pub dns: Step<Vec<IpAddr>>,
    /// Every attempt to connect, in the order in which they ended.
    pub tcp: Vec<TcpAttempt>,
    /// The handshake; skipped for plain http.
    pub tls: Step<()>,
    /// What the handshake showed, whether it was done or failed.
    pub tls_facts: TlsFacts,
    /// What else was tried where the handshake got no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trials: Option<TlsTrials>,
    /// The answer's end: done, or how it failed.
    pub http: Step<()>,
    /// The answer's head, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<HttpAnswer>,
}

impl FamilyProbe {
    pub(super) fn new(family: Family) -> Self {
        Self {
            family,
            dns: Step::Skipped,
            tcp: Vec::new(),
            tls: Step::Skipped,
            tls_facts: TlsFacts::default(),
            trials: None,
            http: Step::Skipped,
            answer: None,
        }
    }

    /// Whether there was an address to try.
    pub fn was_tried(&self) -> bool {
        !self.tcp.is_empty()
    }

    /// How connecting, or what came after it, failed.
    pub fn failure(&self) -> Option<FailureCode> {
        self.tcp_failure().or_else(|| self.tls.failure()).or_else(|| self.http.failure())
    }

    /// How connecting failed, if no attempt connected: the first code that says more than that there is no way there.
    pub fn tcp_failure(&self) -> Option<FailureCode> {
        let mut failures = Vec::new();
        for attempt in &self.tcp {
            failures.push(attempt.failure?);
        }
        let telling = failures.iter().find(|code| **code != FailureCode::TcpUnreachable);
        telling.or(failures.first()).copied()
    }

    /// How long connecting took, in milliseconds, if it succeeded.
    pub fn connected_ms(&self) -> Option<u64> {
        self.tcp.iter().find(|attempt| attempt.failure.is_none()).map(|attempt| attempt.took_ms)
    }

    /// How far it got, to compare families.
    fn reach(&self) -> u8 {
        let unreachable = self.tcp_failure() == Some(FailureCode::TcpUnreachable);
        if !self.was_tried() {
            0
        } else if self.http.done().is_some() {
            6
        } else if self.answer.is_some() {
            5
        } else if self.tls.done().is_some() {
            4
        } else if self.connected_ms().is_some() {
            3
        } else if unreachable {
            1
        } else {
            2
        }
    }
}

impl EndpointProbe {
    /// The family that got furthest; IPv4 of two that got equally far, since that is the one that more people have.
    /// `None` if there was no address to try.
    pub fn best(&self) -> Option<&FamilyProbe> {
        let tried = self.families.iter().filter(|probe| probe.was_tried());
        tried.max_by_key(|probe| (probe.reach(), probe.family))
    }

    /// The resolver's answer: all addresses, or the failure that says most. `None` where the URL names an address.
    pub fn resolved(&self) -> Option<Result<Vec<IpAddr>, FailureCode>> {
        let of = |family: Family| {
            let probe = self.families.iter().find(|probe| probe.family == family)?;
            match &probe.dns {
                Step::Done { value, .. } => Some(Ok(value.clone())),
                Step::Failed { code, .. } => Some(Err(*code)),
                Step::Skipped => None,
            }
        };
        Some(both(of(Family::Ipv6)?, of(Family::Ipv4)?))
    }

    /// How resolving failed.
    pub fn dns_failure(&self) -> Option<FailureCode> {
        self.resolved().and_then(Result::err)
    }

    /// The first failure, in the order of the steps, of the family that got furthest. A resolver that failed counts even
    /// where the second opinion helped.
    pub fn failure(&self) -> Option<FailureCode> {
        self.dns_failure().or_else(|| self.best().and_then(FamilyProbe::failure))
    }

    /// How the handshake failed.
    pub fn tls_failure(&self) -> Option<FailureCode> {
        self.best().and_then(|probe| probe.tls.failure())
    }

    /// Whether a handshake succeeded.
    pub fn is_secured(&self) -> bool {
        self.best().is_some_and(|probe| probe.tls.done().is_some())
    }

    /// The answer of the family that got furthest.
    pub fn answer(&self) -> Option<&HttpAnswer> {
        self.best().and_then(|probe| probe.answer.as_ref())
    }

    /// Whether the server itself answered, well or not.
    pub fn answered(&self) -> bool {
        self.answer().is_some()
    }

    /// Every attempt to connect.
    pub fn attempts(&self) -> impl Iterator<Item = &TcpAttempt> {
        self.families.iter().flat_map(|probe| &probe.tcp)
    }
}

/// Probes one endpoint. Done by the deadline, whatever the network does. `other_host` is a name that has nothing to do
/// with the wallet, for trials.
pub(crate) async fn probe_endpoint(
    session: &Session,
    endpoint: &Endpoint,
    other_host: Option<&str>,
    deadline: Instant,
) -> EndpointProbe {
    let host = endpoint.url.host();
    let run = steps::Run { session, endpoint, host: &host, other_host, deadline };
    let mut probe = EndpointProbe {
        name: endpoint.name.clone(),
        role: endpoint.role,
        port: endpoint.url.port(),
        families: Vec::new(),
        second_opinion: Step::Skipped,
        other_address: Step::Skipped,
        host: host.clone(),
    };
    if let Some(address) = endpoint.url.address() {
        let mut family = FamilyProbe::new(Family::of(address));
        run.connect_and_ask(&[address], &mut family).await;
        probe.families.push(family);
        return probe;
    }
    let second = second_opinion(&run).shared();
    let families = join_all(Family::ALL.iter().map(|family| by_family(&run, *family)));
    {
        tokio::pin!(families);
        let doubt = async {
            sleep(SECOND_OPINION_AFTER).await;
            second.clone().await
        };
        probe.families = tokio::select! {
            done = &mut families => done,
            _ = doubt => families.await,
        };
    }
    let unresolved = probe.dns_failure().is_some();
    let failed_there = probe.best().is_some_and(|best| best.tcp_failure().or(best.tls.failure()).is_some());
    // Where all is well nobody else has to hear of the wallet's name.
    let opinion = if unresolved || failed_there { Some(second.await) } else { second.peek().cloned() };
    probe.second_opinion = opinion.unwrap_or(Step::Skipped);
    let others = probe.second_opinion.done().cloned().unwrap_or_default();
    if unresolved {
        join_all(probe.families.iter_mut().map(|family| run.stand_in(&others, family))).await;
    } else if failed_there && endpoint.url.is_https() {
        let ours = probe.resolved().and_then(Result::ok).unwrap_or_default();
        if !others.is_empty() && others.iter().all(|other| !ours.contains(other)) {
            probe.other_address = at_other_address(&run, &others).await;
        }
    }
    probe
}

async fn by_family(run: &steps::Run<'_>, family: Family) -> FamilyProbe {
    let mut probe = FamilyProbe::new(family);
    let started = Instant::now();
    let share = Share::of(DNS_BUDGET, run.deadline);
    let found = timeout(share.time, run.session.resolver.lookup(run.host, family)).await;
    probe.dns = Step::of(found.unwrap_or(Err(share.expired(FailureCode::DnsTimeout))), started);
    let addresses = probe.dns.done().cloned().unwrap_or_default();
    run.connect_and_ask(&addresses, &mut probe).await;
    probe
}

async fn second_opinion(run: &steps::Run<'_>) -> Step<Vec<IpAddr>> {
    let started = Instant::now();
    let Some(second) = &run.session.second_opinion else { return Step::Skipped };
    let share = Share::of(DNS_BUDGET, run.deadline);
    let found = timeout(share.time, async {
        let (v6, v4) = tokio::join!(second.lookup(run.host, Family::Ipv6), second.lookup(run.host, Family::Ipv4));
        both(v6, v4)
    });
    Step::of(found.await.unwrap_or(Err(share.expired(FailureCode::DnsTimeout))), started)
}

/// Whether the wallet itself is at the addresses that the second opinion gives: a handshake with a good certificate.
async fn at_other_address(run: &steps::Run<'_>, addresses: &[IpAddr]) -> Step<()> {
    let started = Instant::now();
    let share = Share::of(OTHER_ADDRESS_BUDGET, run.deadline);
    // Both families, IPv4 first: more networks have it.
    let mut addresses = addresses.to_vec();
    addresses.sort_by_key(|address| address.is_ipv6());
    let shown = timeout(share.time, async {
        let connected = tcp::connect(&addresses, run.endpoint.url.port(), share).await;
        let failure = connected.attempts.iter().find_map(|attempt| attempt.failure);
        let stream = connected.stream.ok_or(failure.unwrap_or(FailureCode::TcpFailed))?;
        let stream = Metered::new(stream, run.session.meter.clone());
        tls::handshake(&run.session.trust, run.host, stream).await.0.map(drop)
    });
    Step::of(shown.await.unwrap_or(Err(share.expired(FailureCode::TlsTimeout))), started)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn family(family: Family, address: &str, failure: Option<FailureCode>) -> FamilyProbe {
        let address: std::net::SocketAddr = address.parse().expect("an address");
        FamilyProbe {
            dns: Step::Done { value: vec![address.ip()], took_ms: 1 },
            tcp: vec![TcpAttempt { address, took_ms: 1, failure }],
            ..FamilyProbe::new(family)
        }
    }

    fn probe(families: Vec<FamilyProbe>) -> EndpointProbe {
        EndpointProbe {
            name: "api".into(),
            role: Role::Wallet,
            host: "api.example".into(),
            port: 443,
            families,
            second_opinion: Step::Skipped,
            other_address: Step::Skipped,
        }
    }

    #[test]
    fn a_family_without_a_route_does_not_hide_what_the_other_met() {
        let v6 = || family(Family::Ipv6, "[2001:db8::1]:443", Some(FailureCode::TcpUnreachable));
        let refused = family(Family::Ipv4, "192.0.2.1:443", Some(FailureCode::TcpRefused));
        assert_eq!(probe(vec![v6(), refused]).failure(), Some(FailureCode::TcpRefused));
        let connected = family(Family::Ipv4, "192.0.2.1:443", None);
        assert_eq!(probe(vec![v6(), connected]).failure(), None);
    }

    #[test]
    fn a_name_without_addresses_of_one_family_is_resolved() {
        let mut v6 = FamilyProbe::new(Family::Ipv6);
        v6.dns = Step::Failed { code: FailureCode::DnsTimeout, took_ms: 1 };
        let found = probe(vec![v6.clone(), family(Family::Ipv4, "192.0.2.1:443", None)]);
        assert_eq!((found.dns_failure(), found.failure()), (None, None));
        let mut v4 = FamilyProbe::new(Family::Ipv4);
        v4.dns = Step::Failed { code: FailureCode::DnsEmpty, took_ms: 1 };
        assert_eq!(probe(vec![v6, v4]).failure(), Some(FailureCode::DnsTimeout));
    }
}
