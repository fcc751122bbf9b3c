//! Listening sockets and what is wrong with them: one that refuses, one that swallows every SYN, one that resets, and
//! one that serves HTTP, over TLS or plain.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use socket2::{Domain, Socket, Type};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

/// Connections that one listener serves at a time; the next ones wait in the backlog.
const CONNECTION_LIMIT: usize = 256;
/// For the TLS handshake, and for the headers of each request.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long answers under way may take when the provider stops.
pub(crate) const GRACE: Duration = Duration::from_secs(1);
/// After a failed accept (usually: too many open files), so that the loop does not spin.
const PAUSE_AFTER_FAILED_ACCEPT: Duration = Duration::from_millis(50);
/// On one host a handshake that is going to complete does so at once; one that takes this long was swallowed.
const SWALLOWED_AFTER: Duration = Duration::from_millis(150);
/// A backlog of 0 holds one connection on Linux; a system that still completes this many has no such backlog.
const MOST_FILLERS: usize = 8;
/// RFC 8446 §5.1: the longest record, with room for a legacy client.
const LONGEST_RECORD: usize = (1 << 14) + 2048;

/// How a listener treats those who come.
pub(crate) enum Reception {
    /// HTTP without TLS.
    Plain,
    /// HTTP over TLS.
    Secure(Arc<ServerConfig>),
    /// Accepts, then a RST.
    Reset,
    /// Accepts, reads the ClientHello, then a RST.
    ResetAfterHello,
    /// Bound but not listening: the system answers a SYN with a RST.
    Refuse,
    /// Listening with a full backlog: the system drops each SYN.
    Blackhole,
}

/// Every listener of a provider with its connections. Dropping it ends them all at once.
pub(crate) struct Listeners {
    accepting: JoinSet<()>,
    shutdown: CancellationToken,
    bound: Vec<Socket>,
    fillers: Vec<TcpStream>,
}

impl Listeners {
    pub(crate) fn new() -> Self {
        Self { accepting: JoinSet::new(), shutdown: CancellationToken::new(), bound: Vec::new(), fillers: Vec::new() }
    }

    /// Opens a listener; port 0 takes a free one. Returns where it is.
    pub(crate) async fn open(
        &mut self,
        address: (Ipv4Addr, u16),
        reception: Reception,
        router: Router,
    ) -> io::Result<SocketAddr> {
        match reception {
            Reception::Refuse => self.refuse(address.into()),
            Reception::Blackhole => self.swallow(address.into()).await,
            Reception::Plain | Reception::Secure(_) | Reception::Reset | Reception::ResetAfterHello => {
                let listener = TcpListener::bind(address).await?;
                let local = listener.local_addr()?;
                let desk = Arc::new(Desk { reception, router, shutdown: self.shutdown.clone() });
                self.accepting.spawn(accept(listener, desk));
                Ok(local)
            }
        }
    }

    /// Stops accepting, lets answers under way finish within [`GRACE`], then ends the rest.
    pub(crate) async fn stop(mut self) {
        self.shutdown.cancel();
        let all = async { while self.accepting.join_next().await.is_some() {} };
        // Whatever is left is aborted when the set is dropped.
        let _ = timeout(GRACE * 2, all).await;
    }

    fn refuse(&mut self, address: SocketAddr) -> io::Result<SocketAddr> {
        let socket = bound_socket(address)?;
        let local = local_address(&socket)?;
        self.bound.push(socket);
        Ok(local)
    }

    /// Fills the backlog with connections of our own until one is no longer answered, so that it is known to be full.
    async fn swallow(&mut self, address: SocketAddr) -> io::Result<SocketAddr> {
        let socket = bound_socket(address)?;
        socket.listen(0)?;
        let local = local_address(&socket)?;
        self.bound.push(socket);
        for _ in 0..MOST_FILLERS {
            match timeout(SWALLOWED_AFTER, TcpStream::connect(local)).await {
                Ok(Ok(filler)) => self.fillers.push(filler),
                Ok(Err(error)) => return Err(error),
                Err(_) => return Ok(local),
            }
        }
        Err(io::Error::new(io::ErrorKind::Unsupported, "this system answers connections although the backlog is full"))
    }
}

fn bound_socket(address: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    socket.bind(&address.into())?;
    Ok(socket)
}

fn local_address(socket: &Socket) -> io::Result<SocketAddr> {
    socket.local_addr()?.as_socket().ok_or_else(|| io::Error::other("the socket has no internet address"))
}

/// What each connection of a listener needs.
struct Desk {
    reception: Reception,
    router: Router,
    shutdown: CancellationToken,
}

async fn accept(listener: TcpListener, desk: Arc<Desk>) {
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = desk.shutdown.cancelled() => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept(), if connections.len() < CONNECTION_LIMIT => accepted,
        };
        match accepted {
            Ok((stream, _)) => {
                // A small answer must not wait for the acknowledgement of the one before. Slower without, no worse.
                let _ = stream.set_nodelay(true);
                connections.spawn(receive(stream, Arc::clone(&desk)));
            }
            Err(_) => sleep(PAUSE_AFTER_FAILED_ACCEPT).await,
        }
    }
    drop(listener);
    let all = async { while connections.join_next().await.is_some() {} };
    let _ = timeout(GRACE, all).await;
}

/// One connection. Its errors are its client's to notice; there is nobody here to tell.
async fn receive(stream: TcpStream, desk: Arc<Desk>) {
    match &desk.reception {
        Reception::Plain => serve(stream, &desk).await,
        Reception::Secure(config) => {
            let acceptor = TlsAcceptor::from(Arc::clone(config));
            let handshake = timeout(PATIENCE, acceptor.accept(stream));
            let done = tokio::select! {
                () = desk.shutdown.cancelled() => return,
                done = handshake => done,
            };
            if let Ok(Ok(stream)) = done {
                serve(stream, &desk).await;
            }
        }
        Reception::ResetAfterHello => reset_after_hello(stream).await,
        // The other two have no listener to come from.
        Reception::Reset | Reception::Refuse | Reception::Blackhole => reset(stream),
    }
}

/// Closing with a linger of zero sends a RST instead of a FIN.
fn reset(stream: TcpStream) {
    let _ = stream.set_zero_linger();
}

/// Reads one whole TLS record, which holds the ClientHello, so that the RST is an answer to it.
async fn reset_after_hello(mut stream: TcpStream) {
    let hello = async {
        let mut header = [0_u8; 5];
        stream.read_exact(&mut header).await?;
        let length = usize::from(u16::from_be_bytes([header[3], header[4]])).min(LONGEST_RECORD);
        let mut record = vec![0_u8; length];
        stream.read_exact(&mut record).await
    };
    let _ = timeout(PATIENCE, hello).await;
    reset(stream);
}

async fn serve<S>(stream: S, desk: &Desk)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    builder.http2().timer(TokioTimer::new()).max_concurrent_streams(32);
    let service = TowerToHyperService::new(desk.router.clone());
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => return,
        () = desk.shutdown.cancelled() => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = timeout(GRACE, connection).await;
}
