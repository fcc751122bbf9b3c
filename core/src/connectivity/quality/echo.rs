//! Small packets to an echo server and back: a measurement (`course`) over a UDP socket.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::net::UdpSocket;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;

use super::addresses::addresses_of;
use super::course::{Course, Next, Outcome};
use super::stun::{self, HEADER_BYTES, MAX_ANSWER_BYTES, TransactionId};
use super::{EchoMeasurement, LossVerdict, Session, left, millis};
use crate::config::EchoServer;
use crate::connectivity::TrafficMeter;

/// How many of the named servers are tried.
const MAX_SERVERS: usize = 3;
/// How long one server or address has the field to itself before the next is tried beside it. Longer than the round trip of
/// a link that is not worth complaining about, so that on those nothing is sent twice.
const STAGGER: Duration = Duration::from_millis(400);
/// A name that took so long to look up was asked for more than once: a question or its answer may have got lost, and the
/// path may be away now and then.
const LATE_LOOKUP: Duration = Duration::from_secs(1);
/// What IP and UDP add to a datagram, in bytes.
const IPV4_UDP_BYTES: usize = 20 + 8;
const IPV6_UDP_BYTES: usize = 40 + 8;
/// After so many failures to send in a row there is no way out any more; so long after each the next try is made.
const MAX_SEND_FAILURES: usize = 3;
const AFTER_FAILURE: Duration = Duration::from_millis(50);
/// How many datagrams are read in one measurement: each packet's answer, and as many again that are none.
const MAX_RECEIVED: usize = 2 * super::course::MAX_PACKETS;

/// Everything a measurement needs besides its server.
#[derive(Clone, Copy)]
struct Setting<'a> {
    session: &'a Session,
    deadline: Instant,
    others_done: &'a CancellationToken,
}

/// Measures with the first server that answers. If that one sees losses, the next server is asked too: losses that only one
/// of them sees are not the phone's link.
pub(super) async fn measure(
    session: &Session,
    servers: &[EchoServer],
    deadline: Instant,
    others_done: &CancellationToken,
) -> Vec<EchoMeasurement> {
    let setting = Setting { session, deadline, others_done };
    let servers = servers.get(..MAX_SERVERS).unwrap_or(servers);
    let mut measured = race(setting, servers).await;
    let lossy = measured.iter().find(|one| one.loss == LossVerdict::Lossy).map(|one| one.server.clone());
    if let Some(lossy) = lossy {
        let others: Vec<EchoServer> = servers.iter().filter(|server| server.to_string() != lossy).cloned().collect();
        if !others.is_empty() {
            measured.retain(|one| one.server == lossy);
            measured.extend(race(setting, &others).await);
        }
    }
    measured
}

/// Measures with the first server and address that answers. The others end as soon as there is one.
async fn race(setting: Setting<'_>, servers: &[EchoServer]) -> Vec<EchoMeasurement> {
    let (first, _) = watch::channel(None);
    let measured = join_all(servers.iter().enumerate().map(|(index, server)| {
        let first = &first;
        async move {
            // From one resolver, at once: the names cost one round trip together.
            let asked = Instant::now();
            let addresses = addresses_of(setting.session, server.host(), setting.deadline).await;
            let is_late = asked.elapsed() >= LATE_LOOKUP;
            let sockets = open(&addresses, server.port()).await;
            let runs = sockets.into_iter().enumerate().map(|(nth, socket)| {
                let runner = Runner { id: (index, nth), first, setting, is_late };
                let head_start = STAGGER.saturating_mul(u32::try_from(index.saturating_add(nth)).unwrap_or(u32::MAX));
                runner.run(socket, head_start)
            });
            join_all(runs)
                .await
                .into_iter()
                .flatten()
                .max_by_key(|(outcome, _)| outcome.answered)
                .map(|(outcome, took)| measurement(server, &outcome, took))
        }
    }));
    measured.await.into_iter().flatten().collect()
}

/// A socket for each address that there is a route to.
async fn open(addresses: &[IpAddr], port: u16) -> Vec<UdpSocket> {
    let mut sockets = Vec::new();
    for address in addresses {
        let any: IpAddr = if address.is_ipv6() { Ipv6Addr::UNSPECIFIED.into() } else { Ipv4Addr::UNSPECIFIED.into() };
        let Ok(socket) = UdpSocket::bind(SocketAddr::new(any, 0)).await else { continue };
        // Connected: the system drops what comes from anybody else, and tells when nobody listens there.
        if socket.connect(SocketAddr::new(*address, port)).await.is_ok() {
            sockets.push(socket);
        }
    }
    sockets
}

fn measurement(server: &EchoServer, outcome: &Outcome, took: Duration) -> EchoMeasurement {
    let Outcome { sent, answered, known, lost, gaps, verdict, own_queue, reordered, latency } = outcome;
    let count = |count: &usize| u32::try_from(*count).unwrap_or(u32::MAX);
    EchoMeasurement {
        server: server.to_string(),
        sent: count(sent),
        answered: count(answered),
        known: count(known),
        lost: count(lost),
        gaps: count(gaps),
        loss: *verdict,
        own_queue: *own_queue,
        reordered: *reordered,
        latency: *latency,
        took_ms: millis(took),
    }
}

/// One measurement among those that start beside each other.
struct Runner<'a> {
    id: (usize, usize),
    /// The one that was answered first.
    first: &'a watch::Sender<Option<(usize, usize)>>,
    setting: Setting<'a>,
    /// Whether the server's name took long to look up.
    is_late: bool,
}

impl Runner<'_> {
    fn is_beaten(&self) -> bool {
        self.first.borrow().is_some_and(|first| first != self.id)
    }

    /// Runs one measurement; none if another was answered before this one began.
    async fn run(self, socket: UdpSocket, head_start: Duration) -> Option<(Outcome, Duration)> {
        let mut beaten = self.first.subscribe();
        tokio::select! {
            () = sleep(head_start) => {}
            _ = beaten.wait_for(Option::is_some) => return None,
        }
        let exchange = Exchange::new(&socket, self.setting, self.is_late);
        let started = exchange.started;
        let outcome = exchange.run(&self, &mut beaten).await;
        Some((outcome, started.elapsed()))
    }
}

/// One measurement's packets on one socket.
struct Exchange<'a> {
    socket: &'a UdpSocket,
    meter: &'a TrafficMeter,
    others_done: &'a CancellationToken,
    started: Instant,
    course: Course,
    /// Which packet each transaction is.
    numbers: HashMap<TransactionId, usize>,
    overhead: usize,
    received: usize,
    send_failures: usize,
}

impl<'a> Exchange<'a> {
    fn new(socket: &'a UdpSocket, setting: Setting<'a>, is_late: bool) -> Self {
        let course = Course::new(left(setting.deadline));
        let is_v6 = socket.peer_addr().is_ok_and(|address| address.is_ipv6());
        Self {
            socket,
            meter: &setting.session.meter,
            others_done: setting.others_done,
            started: Instant::now(),
            course: if is_late { course.watchful() } else { course },
            numbers: HashMap::new(),
            overhead: if is_v6 { IPV6_UDP_BYTES } else { IPV4_UDP_BYTES },
            received: 0,
            send_failures: 0,
        }
    }

    async fn run(mut self, runner: &Runner<'_>, beaten: &mut watch::Receiver<Option<(usize, usize)>>) -> Outcome {
        // One byte more than is believed, so that what is too large shows.
        let mut buffer = [0_u8; MAX_ANSWER_BYTES + 1];
        loop {
            let gives_up = self.received >= MAX_RECEIVED || self.send_failures >= MAX_SEND_FAILURES;
            let done = self.others_done.is_cancelled();
            let next = self.course.next(self.started.elapsed(), done);
            let until = match next {
                _ if gives_up || runner.is_beaten() => break,
                Next::Done => break,
                Next::Wait(until) => until,
                Next::Send => {
                    if self.send().await {
                        continue;
                    }
                    self.started.elapsed().saturating_add(AFTER_FAILURE)
                }
            };
            tokio::select! {
                received = self.socket.recv(&mut buffer) => self.take(received.ok().and_then(|size| buffer.get(..size))),
                () = sleep_until(self.started + until) => {}
                () = self.others_done.cancelled(), if !done => {}
                // Only whoever has no answer yet can be beaten.
                _ = beaten.wait_for(Option::is_some), if !self.course.has_answers() => {}
            }
            while let Ok(size) = self.socket.try_recv(&mut buffer) {
                self.take(buffer.get(..size));
                if self.received >= MAX_RECEIVED {
                    break;
                }
            }
            if self.course.has_answers() {
                runner.first.send_if_modified(|first| {
                    let is_first = first.is_none();
                    first.get_or_insert(runner.id);
                    is_first
                });
            }
        }
        self.course.outcome(self.started.elapsed())
    }

    /// Sends one packet; whether that worked.
    async fn send(&mut self) -> bool {
        let mut id = TransactionId::default();
        let sent = getrandom::fill(&mut id).is_ok() && self.socket.send(&stun::request(&id)).await.is_ok();
        if sent {
            self.meter.sent(HEADER_BYTES.saturating_add(self.overhead));
            let number = self.course.sent(self.started.elapsed());
            self.numbers.insert(id, number);
            self.send_failures = 0;
        } else {
            self.send_failures = self.send_failures.saturating_add(1);
        }
        sent
    }

    /// Takes a datagram, or the news that nobody listens.
    fn take(&mut self, datagram: Option<&[u8]>) {
        self.received = self.received.saturating_add(1);
        let Some(datagram) = datagram else {
            // Where there were answers before, the next ones tell more than this.
            if !self.course.has_answers() {
                self.send_failures = MAX_SEND_FAILURES;
            }
            return;
        };
        self.meter.received(datagram.len().saturating_add(self.overhead));
        let number = stun::answered(datagram).and_then(|id| self.numbers.get(&id).copied());
        if let Some(number) = number {
            self.course.answered(number, self.started.elapsed());
        }
    }
}

#[cfg(test)]
mod tests;
