//! A TCP relay that passes on so many bytes towards the server and then holds everything, so that a test can act at an
//! exact point of an upload; or passes on so many answers and holds the next. It counts what it passes on, and may take its time.

use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// The most bytes that go on at once.
const PORTION_BYTES: usize = 4096;

/// A running relay. Dropping it closes every connection.
#[derive(Debug)]
pub struct Relay {
    addr: SocketAddr,
    flow: Arc<watch::Sender<Flow>>,
    task: tokio::task::JoinHandle<()>,
}

/// What has gone towards the server, over all connections.
#[derive(Debug, Clone, Copy)]
struct Flow {
    /// Connections of an earlier time are closed.
    time: u64,
    left: u64,
    passed: u64,
    /// Answers that still get back. One that comes in two parts counts as two.
    answers: u64,
    holding: bool,
}

/// The other end, and how long a portion takes to get there.
#[derive(Debug, Clone, Copy)]
struct Way {
    target: SocketAddr,
    portion_takes: Duration,
}

impl Relay {
    /// Relays to `target` until `allowance` bytes have gone there, counted over all connections.
    ///
    /// # Panics
    ///
    /// If no port is free.
    pub async fn start(target: SocketAddr, allowance: u64) -> Self {
        Self::run(Way { target, portion_takes: Duration::ZERO }, allowance).await
    }

    /// The same, with so many bytes a millisecond and connection.
    ///
    /// # Panics
    ///
    /// If no port is free.
    pub async fn start_slow(target: SocketAddr, allowance: u64, bytes_per_ms: NonZeroU32) -> Self {
        let portion = u32::try_from(PORTION_BYTES).expect("a portion is small");
        let portion_takes = Duration::from_millis(1) * portion / bytes_per_ms.get();
        Self::run(Way { target, portion_takes }, allowance).await
    }

    async fn run(way: Way, allowance: u64) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let addr = listener.local_addr().expect("a bound port");
        let flow = Arc::new(watch::Sender::new(Flow {
            time: 0,
            left: allowance,
            passed: 0,
            answers: u64::MAX,
            holding: false,
        }));
        let shared = flow.clone();
        let task = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                connections.spawn(pass_on(client, way, shared.clone()));
                while connections.try_join_next().is_some() {}
            }
        });
        Self { addr, flow, task }
    }

    /// Where to connect to.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Comes back when something is held.
    pub async fn holding(&self) {
        // The sender is this relay's own and outlives the wait.
        let _ = self.flow.subscribe().wait_for(|flow| flow.holding).await;
    }

    /// Bytes that have gone to the server so far.
    #[must_use]
    pub fn passed(&self) -> u64 {
        self.flow.borrow().passed
    }

    /// Closes every connection, and passes on so many bytes more over new ones.
    pub fn start_over(&self, allowance: u64) {
        self.allow(allowance, u64::MAX);
    }

    /// Closes every connection, and over new ones passes on everything that goes to the server and so many answers: it has
    /// done what the next one says, and nobody is told.
    pub fn start_over_with_answers(&self, answers: u64) {
        self.allow(u64::MAX, answers);
    }

    fn allow(&self, left: u64, answers: u64) {
        self.flow.send_modify(|flow| {
            *flow = Flow { time: flow.time + 1, left, passed: flow.passed, answers, holding: false };
        });
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass_on(client: TcpStream, way: Way, flow: Arc<watch::Sender<Flow>>) {
    let mut over = flow.subscribe();
    let time = over.borrow().time;
    let Ok(server) = TcpStream::connect(way.target).await else { return };
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let back = async {
        let mut buffer = vec![0_u8; PORTION_BYTES];
        loop {
            let read = match from_server.read(&mut buffer).await {
                Ok(0) | Err(_) => return,
                Ok(read) => read,
            };
            if !take_answer(&flow, time) {
                std::future::pending::<()>().await;
            }
            let Some(part) = buffer.get(..read) else { return };
            if to_client.write_all(part).await.is_err() {
                return;
            }
        }
    };
    let forth = async {
        let mut buffer = vec![0_u8; PORTION_BYTES];
        loop {
            let read = match from_client.read(&mut buffer).await {
                Ok(0) | Err(_) => return,
                Ok(read) => read,
            };
            if !way.portion_takes.is_zero() {
                tokio::time::sleep(way.portion_takes).await;
            }
            let allowed = take(&flow, time, read);
            let Some(part) = buffer.get(..allowed) else { return };
            if to_server.write_all(part).await.is_err() {
                return;
            }
            if allowed < read {
                // Nothing more goes through, and nothing is closed: to the client the network has just gone quiet.
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        () = back => {}
        () = forth => {}
        _ = over.wait_for(|flow| flow.time != time) => {}
    }
}

/// How many of the wanted bytes may go, for a connection of this time.
fn take(flow: &watch::Sender<Flow>, time: u64, wanted: usize) -> usize {
    let wanted = wanted as u64;
    let mut allowed = 0;
    flow.send_if_modified(|flow| {
        if flow.time != time {
            return false;
        }
        allowed = flow.left.min(wanted);
        flow.left -= allowed;
        flow.passed += allowed;
        flow.holding |= allowed < wanted;
        flow.holding
    });
    usize::try_from(allowed).unwrap_or(0)
}

/// Whether an answer may get back over a connection of this time.
fn take_answer(flow: &watch::Sender<Flow>, time: u64) -> bool {
    let mut allowed = false;
    flow.send_if_modified(|flow| {
        if flow.time != time {
            return false;
        }
        allowed = flow.answers > 0;
        flow.answers = flow.answers.saturating_sub(1);
        flow.holding |= !allowed;
        flow.holding
    });
    allowed
}
