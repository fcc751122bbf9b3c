//! Plain requests through reqwest: for everything that only needs an answer. Capped, without redirects, counted.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::JoinSet;

use super::session::SessionError;
use super::{Session, TrafficMeter};
use crate::config::WebUrl;
use crate::observation::UnknownWhy;

/// What the doctor calls itself. No version of the phone, no name of the app: nothing that tells one person from another.
pub(crate) const USER_AGENT: &str = concat!("wallet-doctor/", env!("CARGO_PKG_VERSION"));
/// How much of a request line and its usual headers goes out besides what we set ourselves, in bytes.
const REQUEST_OVERHEAD_BYTES: usize = 90;

/// How long the first piece of a body is waited for where only the head counts.
const FIRST_PIECE: Duration = Duration::from_millis(1_000);
/// Stands for a body that did not come.
const UNREAD: Bytes = Bytes::from_static(b"?");

/// An HTTP client of one diagnosis or one upload.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    inner: reqwest::Client,
    meter: TrafficMeter,
    engine: Arc<Engine>,
}

/// A thread on which all exchanges of one client run. A server that floods us keeps the thread that reads it busy without
/// a pause; on the caller's runtime that would hold up the very clock that is to end it.
#[derive(Debug)]
struct Engine(Option<Runtime>, Handle);

impl Engine {
    fn start() -> std::io::Result<Self> {
        let runtime =
            Builder::new_multi_thread().worker_threads(1).thread_name("wallet-doctor-http").enable_all().build()?;
        let handle = runtime.handle().clone();
        Ok(Self(Some(runtime), handle))
    }

    fn handle(&self) -> &Handle {
        &self.1
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // Waits for nothing: this may run on an async thread.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// An answer, read whole.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Why there is no whole answer. Without any text of the library's: that is not known to be safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FetchError {
    #[error("no answer in time")]
    TimedOut,
    #[error("the server could not be reached")]
    Unreachable,
    #[error("the answer is larger than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("the answer broke off")]
    Truncated,
}

impl FetchError {
    pub(crate) fn why(self) -> UnknownWhy {
        match self {
            Self::TimedOut => UnknownWhy::TimedOut,
            Self::Unreachable => UnknownWhy::Unreachable,
            Self::TooLarge { .. } => UnknownWhy::TooLarge,
            Self::Truncated => UnknownWhy::Truncated,
        }
    }
}

impl Client {
    pub(crate) fn new(session: &Session) -> Result<Self, SessionError> {
        let resolver = Arc::new(SessionResolver(session.apart()?));
        Self::build(session, &[b"h2", b"http/1.1"], |builder| builder.dns_resolver(resolver))
    }

    /// A client for one server whose addresses are known, so that no resolver is asked. HTTP/2 only: all requests that
    /// are made at once then share one connection.
    pub(super) fn at(session: &Session, url: &WebUrl, addresses: &[IpAddr]) -> Result<Self, SessionError> {
        let addresses: Vec<SocketAddr> =
            addresses.iter().map(|address| SocketAddr::new(*address, url.port())).collect();
        Self::build(session, &[b"h2"], |builder| {
            builder.resolve_to_addrs(&url.host(), &addresses).http2_prior_knowledge()
        })
    }

    fn build(
        session: &Session,
        protocols: &[&[u8]],
        with: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<Self, SessionError> {
        let mut tls = session.trust.tls_config(session.trust.verifier())?;
        // A preconfigured TLS setup brings its own ALPN, or HTTP/2 is never spoken.
        tls.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        let builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(Policy::none())
            .no_proxy()
            .user_agent(USER_AGENT);
        let inner = with(builder).build().map_err(|_| SessionError::Client)?;
        let engine = Arc::new(Engine::start().map_err(|_| SessionError::Client)?);
        Ok(Self { inner, meter: session.meter.clone(), engine })
    }

    /// A request to build further and then give to [`Client::send`].
    pub(crate) fn request(&self, method: http::Method, url: url::Url) -> reqwest::RequestBuilder {
        self.inner.request(method, url)
    }

    /// One GET, read up to `limit` bytes.
    pub(crate) async fn get(
        &self,
        url: &WebUrl,
        headers: HeaderMap,
        limit: usize,
        budget: Duration,
    ) -> Result<Answer, FetchError> {
        let request = self.request(http::Method::GET, url.url().clone()).headers(headers);
        self.send(request, limit, budget).await
    }

    /// One GET of which the head is what counts, whatever becomes of its body: that is read up to its first piece.
    pub(super) async fn glimpse(
        &self,
        url: &WebUrl,
        headers: HeaderMap,
        budget: Duration,
    ) -> Result<Answer, FetchError> {
        let request = self.request(http::Method::GET, url.url().clone()).headers(headers);
        self.run(request, budget, |client, request| async move { client.head_and_first_piece(request).await }).await
    }

    async fn head_and_first_piece(&self, request: reqwest::Request) -> Result<Answer, FetchError> {
        self.meter.sent(request_bytes(&request));
        let mut response = self.inner.execute(request).await.map_err(|error| of_reqwest(&error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        self.meter.received(header_bytes(&headers));
        let body = match tokio::time::timeout(FIRST_PIECE, response.chunk()).await {
            Ok(Ok(Some(piece))) => piece,
            Ok(Ok(None)) => Bytes::new(),
            // Something was announced and did not come whole.
            Ok(Err(_)) | Err(_) => UNREAD,
        };
        self.meter.received(body.len());
        Ok(Answer { status, headers, body })
    }

    /// Sends a request and reads the answer up to `limit` bytes.
    pub(crate) async fn send(
        &self,
        request: reqwest::RequestBuilder,
        limit: usize,
        budget: Duration,
    ) -> Result<Answer, FetchError> {
        self.run(request, budget, move |client, request| async move { client.exchange(request, limit).await }).await
    }

    /// Runs an exchange on the client's own thread.
    async fn run<F>(
        &self,
        request: reqwest::RequestBuilder,
        budget: Duration,
        exchange: impl FnOnce(Self, reqwest::Request) -> F,
    ) -> Result<Answer, FetchError>
    where
        F: Future<Output = Result<Answer, FetchError>> + Send + 'static,
    {
        let request = request.build().map_err(|_| FetchError::Unreachable)?;
        // Aborted when it is dropped.
        let mut running = JoinSet::new();
        running.spawn_on(exchange(self.clone(), request), self.engine.handle());
        match tokio::time::timeout(budget, running.join_next()).await {
            Ok(Some(Ok(answer))) => answer,
            Ok(Some(Err(_)) | None) => Err(FetchError::Truncated),
            Err(_) => Err(FetchError::TimedOut),
        }
    }

    async fn exchange(&self, request: reqwest::Request, limit: usize) -> Result<Answer, FetchError> {
        self.meter.sent(request_bytes(&request));
        let mut response = self.inner.execute(request).await.map_err(|error| of_reqwest(&error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        self.meter.received(header_bytes(&headers));
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| FetchError::Truncated)? {
            self.meter.received(chunk.len());
            if body.len().saturating_add(chunk.len()) > limit {
                return Err(FetchError::TooLarge { limit });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status, headers, body: body.freeze() })
    }
}

fn of_reqwest(error: &reqwest::Error) -> FetchError {
    if error.is_timeout() {
        FetchError::TimedOut
    } else if error.is_connect() {
        FetchError::Unreachable
    } else {
        FetchError::Truncated
    }
}

fn request_bytes(request: &reqwest::Request) -> usize {
    let body = request.body().and_then(reqwest::Body::as_bytes).map_or(0, <[u8]>::len);
    REQUEST_OVERHEAD_BYTES
        .saturating_add(request.url().as_str().len())
        .saturating_add(header_bytes(request.headers()))
        .saturating_add(body)
}

/// Names, values, and four bytes each for the colon, the space and the line's end.
fn header_bytes(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len().saturating_add(value.len()).saturating_add(4)).sum()
}

struct SessionResolver(Session);

impl Resolve for SessionResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let session = self.0.clone();
        Box::pin(async move {
            let addresses = session.resolve(name.as_str()).await.map_err(|code| code.as_str())?;
            // Port 0: the client takes the URL's.
            Ok(Box::new(addresses.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs)
        })
    }
}
