//! The steps over the addresses of one family: TCP → TLS → HTTP.

use std::net::IpAddr;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use tokio_rustls::client::TlsStream;

use super::probe::{FamilyProbe, Step};
use super::share::Share;
use super::tls::{TlsFacts, TlsTrials, Trials, worth_trying};
use super::traffic::Metered;
use super::{FailureCode, Family, HttpAnswer, Session, http, tcp, tls};
use crate::config::{Endpoint, Role};

/// A SYN is sent again after 1 s and after 3 s (RFC 6298): two may get lost before a server counts as silent.
const TCP_BUDGET: Duration = Duration::from_millis(4_000);
/// The same patience with a handshake, whose messages are sent again sooner.
const TLS_BUDGET: Duration = Duration::from_millis(4_000);
const HTTP_BUDGET: Duration = Duration::from_millis(5_000);
/// How long a handshake may be without an end before trials begin beside it.
const TRIALS_AFTER: Duration = Duration::from_millis(1_500);

/// What the steps of one endpoint need. Their budgets together may exceed the deadline: a step never gets more than what
/// is left of it.
pub(super) struct Run<'a> {
    pub(super) session: &'a Session,
    pub(super) endpoint: &'a Endpoint,
    pub(super) host: &'a str,
    /// A host that has nothing to do with the wallet, for trials.
    pub(super) other_host: Option<&'a str>,
    pub(super) deadline: Instant,
}

type Handshake = (Result<TlsStream<Metered>, FailureCode>, TlsFacts);

impl Run<'_> {
    /// Connects, secures the connection and asks, as far as it goes. Nothing is tried without an address.
    pub(super) async fn connect_and_ask(&self, addresses: &[IpAddr], probe: &mut FamilyProbe) {
        let share = Share::of(TCP_BUDGET, self.deadline);
        let connected = tcp::connect(addresses, self.endpoint.url.port(), share).await;
        probe.tcp = connected.attempts;
        let Some(stream) = connected.stream else { return };
        if !self.endpoint.url.is_https() {
            let stream = Metered::new(stream, self.session.meter.clone());
            (probe.answer, probe.http) = self.ask(stream).await;
            return;
        }
        let started = Instant::now();
        let ((result, facts), trials) = self.secure(stream).await;
        (probe.tls_facts, probe.trials) = (facts, trials);
        let (step, stream) = match result {
            Ok(stream) => (Ok(()), Some(stream)),
            Err(code) => (Err(code), None),
        };
        probe.tls = Step::of(step, started);
        if let Some(stream) = stream {
            (probe.answer, probe.http) = self.ask(stream).await;
        }
    }

    /// The same over another resolver's addresses.
    pub(super) async fn stand_in(&self, addresses: &[IpAddr], probe: &mut FamilyProbe) {
        let of_family = addresses.iter().copied().filter(|address| Family::of(*address) == probe.family);
        let of_family: Vec<IpAddr> = of_family.collect();
        self.connect_and_ask(&of_family, probe).await;
    }

    /// The handshake; and where it stays without an answer, what else can be tried meanwhile.
    async fn secure(&self, stream: TcpStream) -> (Handshake, Option<TlsTrials>) {
        let trials = self.trials(&stream);
        let share = Share::of(TLS_BUDGET, self.deadline);
        let handshake = async {
            let stream = Metered::new(stream, self.session.meter.clone());
            let done = timeout(share.time, tls::handshake(&self.session.trust, self.host, stream)).await;
            done.unwrap_or_else(|_| (Err(share.expired(FailureCode::TlsTimeout)), TlsFacts::default()))
        };
        tokio::pin!(handshake);
        let Some(trials) = trials else { return (handshake.await, None) };
        let is_silent = |done: &Handshake| done.0.as_ref().err().is_some_and(|code| worth_trying(*code));
        match timeout(TRIALS_AFTER, &mut handshake).await {
            Ok(done) if is_silent(&done) => (done, Some(trials.run().await)),
            Ok(done) => (done, None),
            Err(_) => {
                let shown = trials.run();
                tokio::pin!(shown);
                let (done, shown) = tokio::select! {
                    done = &mut handshake => {
                        let shown = if is_silent(&done) { Some(shown.await) } else { None };
                        (done, shown)
                    }
                    shown = &mut shown => (handshake.await, Some(shown)),
                };
                // A handshake that succeeded in the end needs no explanation.
                let shown = shown.filter(|_| is_silent(&done));
                (done, shown)
            }
        }
    }

    /// Only for the wallet's own endpoints: the others are there to compare with.
    fn trials(&self, stream: &TcpStream) -> Option<Trials<'_>> {
        let address = stream.peer_addr().ok().filter(|_| self.endpoint.role == Role::Wallet)?;
        let (session, host, other_host, deadline) = (self.session, self.host, self.other_host, self.deadline);
        Some(Trials { session, address, host, other_host, deadline })
    }

    async fn ask<S>(&self, stream: S) -> (Option<HttpAnswer>, Step<()>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let started = Instant::now();
        let share = Share::of(HTTP_BUDGET, self.deadline);
        let (answer, failure) = http::get(stream, self.endpoint, self.session.clock.as_ref(), share).await;
        let bad_status = answer.as_ref().is_some_and(|answer| answer.status >= 500 || answer.status == 429);
        let result = match failure {
            Some(code) => Err(code),
            None if bad_status => Err(FailureCode::HttpStatus),
            None => Ok(()),
        };
        (answer, Step::of(result, started))
    }
}

/// The HTTP step alone, over any stream.
#[cfg(feature = "fuzzing")]
pub(crate) async fn ask<S>(
    session: &Session,
    endpoint: &Endpoint,
    stream: S,
    deadline: Instant,
) -> (Option<HttpAnswer>, Step<()>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    Run { session, endpoint, host: &endpoint.url.host(), other_host: None, deadline }.ask(stream).await
}
