//! Sockets, TLS and time limits: everything before a request.
//!
//! TLS chooses between HTTP/1.1 and h2 by ALPN; without TLS it is HTTP/1.1. Guessing from the first bytes would give a
//! client that sends half of them a connection without any time limit.

mod idle;
mod tls;

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::Arc,
    time::Duration,
};

use axum::{Extension, Router};
use hyper::server::conn::{http1, http2};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::graceful::GracefulConnection,
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use self::idle::IdleLimit;
pub use self::tls::acceptor;
use crate::limits::{Limits, SHUTDOWN_GRACE};

/// Pause after the system refused a connection, typically for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// Headers of one request in memory; a client of ours needs under one KiB.
const HEADER_BYTES: usize = 32 * 1024;
/// Requests at one time on one h2 connection; an app sends one or two.
const H2_STREAMS: u32 = 16;
/// Bytes of one h2 stream in flight, and of all of a connection.
const H2_STREAM_WINDOW: u32 = 256 * 1024;
const H2_CONNECTION_WINDOW: u32 = 1024 * 1024;

/// Where a request comes from: an extension of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

impl Peer {
    /// What counts as one address: of IPv6 what one customer has at the least, and where there are too many to keep in mind, a
    /// neighbourhood.
    #[must_use]
    pub fn neighbourhood(self, coarse: bool) -> IpAddr {
        match self.0.to_canonical() {
            IpAddr::V4(address) if coarse => {
                let [a, b, c, _] = address.octets();
                Ipv4Addr::new(a, b, c, 0).into()
            }
            IpAddr::V4(address) => address.into(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Ipv6Addr::new(a, b, c, if coarse { 0 } else { d }, 0, 0, 0, 0).into()
            }
        }
    }
}

/// What the accept loop needs.
pub struct Server {
    /// Where connections come in.
    pub listener: TcpListener,
    /// Plain HTTP/1.1 without it.
    pub tls: Option<TlsAcceptor>,
    /// What answers, with [`Peer`] as an extension of each request.
    pub app: Router,
    /// How many connections, and for how long.
    pub limits: Limits,
    /// Cancelled when no more are taken.
    pub stop: CancellationToken,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("listener", &self.listener).finish_non_exhaustive()
    }
}

impl Server {
    /// Accepts until stopped, then waits for the connections to end, within [`SHUTDOWN_GRACE`].
    pub async fn run(self) {
        let Self { listener, tls, app, limits, stop } = self;
        let places = Arc::new(Semaphore::new(limits.max_connections.min(Semaphore::MAX_PERMITS)));
        let connections = TaskTracker::new();
        while let Some((socket, place)) = next(&listener, &places, &stop).await {
            let (tls, app, limits, stop) = (tls.clone(), app.clone(), limits.clone(), stop.clone());
            connections.spawn(async move {
                // Whoever is gone by now is served nothing.
                let Ok(peer) = socket.peer_addr() else { return };
                let app = app.layer(Extension(Peer(peer.ip())));
                serve(socket, tls, app, &limits, &stop).await;
                drop(place);
            });
        }
        drop(listener);
        connections.close();
        connections.wait().await;
    }
}

/// The next connection and its place among them; nothing once stopped. A place is taken first, so that too many
/// connections wait in the kernel and not here.
async fn next(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
    stop: &CancellationToken,
) -> Option<(TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let connection = async {
        let place = places.clone().acquire_owned().await.ok()?;
        loop {
            match listener.accept().await {
                Ok((socket, _)) => return Some((socket, place)),
                Err(_) => sleep(ACCEPT_PAUSE).await,
            }
        }
    };
    tokio::select! {
        biased;
        () = stop.cancelled() => None,
        connection = connection => connection,
    }
}

/// One connection, from handshake to end. Whatever goes wrong concerns its client alone and is not logged, since all
/// that could be said is who it was.
async fn serve(socket: TcpStream, tls: Option<TlsAcceptor>, app: Router, limits: &Limits, stop: &CancellationToken) {
    // Answers are short; waiting to fill a packet only delays them.
    let _ = socket.set_nodelay(true);
    let Some(tls) = tls else { return http1(socket, app, limits, stop).await };
    let handshake = async {
        tokio::select! {
            done = timeout(limits.handshake_timeout, tls.accept(socket)) => done.map_err(io::Error::other).flatten().ok(),
            () = stop.cancelled() => None,
        }
    };
    let Some(stream) = handshake.await else { return };
    if stream.get_ref().1.alpn_protocol() == Some(tls::H2) {
        http2(stream, app, limits, stop).await;
    } else {
        http1(stream, app, limits, stop).await;
    }
}

async fn http1(
    io: impl AsyncRead + AsyncWrite + Unpin + 'static,
    app: Router,
    limits: &Limits,
    stop: &CancellationToken,
) {
    let io = TokioIo::new(IdleLimit::new(io, limits.connection_idle_timeout));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_read_timeout)
        .max_buf_size(HEADER_BYTES)
        .serve_connection(io, TowerToHyperService::new(app));
    drive(connection, stop).await;
}

async fn http2(
    io: impl AsyncRead + AsyncWrite + Unpin + 'static,
    app: Router,
    limits: &Limits,
    stop: &CancellationToken,
) {
    let io = TokioIo::new(IdleLimit::new(io, limits.connection_idle_timeout));
    let connection = http2::Builder::new(TokioExecutor::new())
        .timer(TokioTimer::new())
        .max_concurrent_streams(H2_STREAMS)
        .initial_stream_window_size(H2_STREAM_WINDOW)
        .initial_connection_window_size(H2_CONNECTION_WINDOW)
        .max_header_list_size(u32::try_from(HEADER_BYTES).unwrap_or(u32::MAX))
        .serve_connection(io, TowerToHyperService::new(app));
    drive(connection, stop).await;
}

/// Runs a connection to its end; once stopped, only until the requests in flight are answered.
async fn drive(connection: impl GracefulConnection, stop: &CancellationToken) {
    tokio::pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => return,
        () = stop.cancelled() => connection.as_mut().graceful_shutdown(),
    }
    let _ = timeout(SHUTDOWN_GRACE, connection).await;
}
