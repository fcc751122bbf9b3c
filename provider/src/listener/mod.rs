//! Listening sockets and what is wrong with them: one that refuses, one that swallows every SYN, one that resets, and
//! one that serves HTTP, over TLS or plain.

mod hello;
pub(crate) mod socket;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use futures_util::future::try_join_all;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use socket2::Socket;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;

use socket::{Bound, Refused};

/// Connections that one listener serves at a time; the next ones wait in the backlog.
const CONNECTION_LIMIT: usize = 256;
/// Connections that the system completes before they are accepted: as many as the standard library asks for.
const BACKLOG: i32 = 128;
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
    /// Accepts, reads, and never answers.
    Stall,
    /// Accepts, reads the ClientHello, and says that its versions of TLS are not spoken.
    TurnAway,
    /// HTTP over TLS, but a RST for a ClientHello with this name.
    SecureExceptFor(&'static str, Arc<ServerConfig>),
    /// Bound but not listening: the system answers a SYN with a RST.
    Refuse,
    /// Listening with a full backlog: the system drops each SYN.
    Blackhole,
}

/// How a service treats those who come, and what it answers.
pub(crate) struct Service {
    pub(crate) reception: Reception,
    pub(crate) router: Router,
}

/// Every listener of a provider with its connections. Dropping it ends them all at once.
pub(crate) struct Listeners {
    accepting: JoinSet<()>,
    shutdown: CancellationToken,
    refusing: Vec<Socket>,
    swallowing: Vec<Blackhole>,
}

/// A listener with a full backlog: nothing takes connections off it, and those in it are our own.
struct Blackhole {
    address: SocketAddr,
    fillers: Vec<TcpStream>,
    _socket: Socket,
}

impl Listeners {
    pub(crate) fn new() -> Self {
        Self {
            accepting: JoinSet::new(),
            shutdown: CancellationToken::new(),
            refusing: Vec::new(),
            swallowing: Vec::new(),
        }
    }

    /// Serves at a bound socket. A black hole is one only after [`Listeners::fill_backlogs`].
    pub(crate) fn open(&mut self, Bound { socket, address }: Bound, service: &Arc<Service>) -> Result<(), Refused> {
        let opened = self.listen(socket, address, service);
        opened.map_err(|source| Refused { address, source })
    }

    fn listen(&mut self, socket: Socket, address: SocketAddr, service: &Arc<Service>) -> io::Result<()> {
        match service.reception {
            Reception::Refuse => self.refusing.push(socket),
            Reception::Blackhole => {
                socket.listen(0)?;
                self.swallowing.push(Blackhole { address, fillers: Vec::new(), _socket: socket });
            }
            Reception::Plain
            | Reception::Secure(_)
            | Reception::SecureExceptFor(..)
            | Reception::Reset
            | Reception::ResetAfterHello
            | Reception::Stall
            | Reception::TurnAway => {
                socket.listen(BACKLOG)?;
                let listener = TcpListener::from_std(socket.into())?;
                let desk = Arc::new(Desk { service: Arc::clone(service), shutdown: self.shutdown.clone() });
                self.accepting.spawn(accept(listener, desk));
            }
        }
        Ok(())
    }

    /// Makes every black hole swallow. All at once, because each takes a while.
    pub(crate) async fn fill_backlogs(&mut self) -> Result<(), Refused> {
        try_join_all(self.swallowing.iter_mut().map(Blackhole::fill)).await.map(drop)
    }

    /// Stops accepting, lets answers under way finish within [`GRACE`], then ends the rest.
    pub(crate) async fn stop(mut self) {
        self.shutdown.cancel();
        let all = async { while self.accepting.join_next().await.is_some() {} };
        // Whatever is left is aborted when the set is dropped.
        let _ = timeout(GRACE * 2, all).await;
    }
}

impl Blackhole {
    /// Fills the backlog with connections of our own until one is no longer answered, so that it is known to be full.
    async fn fill(&mut self) -> Result<(), Refused> {
        let address = self.address;
        for _ in 0..MOST_FILLERS {
            match timeout(SWALLOWED_AFTER, TcpStream::connect(address)).await {
                Ok(Ok(filler)) => self.fillers.push(filler),
                Ok(Err(source)) => return Err(Refused { address, source }),
                Err(_) => return Ok(()),
            }
        }
        let text = "this system answers connections although the backlog is full";
        Err(Refused { address, source: io::Error::new(io::ErrorKind::Unsupported, text) })
    }
}

/// What each connection of a listener needs.
struct Desk {
    service: Arc<Service>,
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
    let greeted = tokio::select! {
        () = desk.shutdown.cancelled() => return,
        greeted = greet(stream, &desk.service.reception) => greeted,
    };
    match greeted {
        Some(Greeted::Plain(stream)) => serve(stream, &desk).await,
        Some(Greeted::Secure(stream)) => serve(*stream, &desk).await,
        None => {}
    }
}

/// A connection that HTTP is spoken on.
enum Greeted {
    Plain(TcpStream),
    Secure(Box<TlsStream<TcpStream>>),
}

/// Everything before HTTP; nothing is left of a connection that does not come so far.
async fn greet(stream: TcpStream, reception: &Reception) -> Option<Greeted> {
    let secured = match reception {
        Reception::Plain => return Some(Greeted::Plain(stream)),
        Reception::Secure(config) => {
            let acceptor = TlsAcceptor::from(Arc::clone(config));
            timeout(PATIENCE, acceptor.accept(stream)).await.ok()?.ok()
        }
        Reception::SecureExceptFor(name, config) => {
            timeout(PATIENCE, hello::cut_name(stream, name, config)).await.ok()?.ok()?
        }
        Reception::ResetAfterHello => {
            hello::reset_after(stream).await;
            None
        }
        Reception::Stall => {
            hello::stall(stream).await;
            None
        }
        Reception::TurnAway => {
            hello::turn_away(stream).await;
            None
        }
        // The other two have no listener to come from.
        Reception::Reset | Reception::Refuse | Reception::Blackhole => {
            hello::reset(stream);
            None
        }
    };
    secured.map(|stream| Greeted::Secure(Box::new(stream)))
}

async fn serve<S>(stream: S, desk: &Desk)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    builder.http2().timer(TokioTimer::new()).max_concurrent_streams(32);
    let service = TowerToHyperService::new(desk.service.router.clone());
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => return,
        () = desk.shutdown.cancelled() => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = timeout(GRACE, connection).await;
}
