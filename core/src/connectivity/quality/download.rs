//! Fetching the beginning of a small object, to see how fast bytes come in.
//!
//! Over a connection of its own: throughput is taken from the moments at which bytes come out of the socket. Above TLS
//! there are none to see, since 12 KiB fit one record, which is readable only when its last byte is there.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use http::Request;
use http::header;
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use rustls_pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};
use tokio_rustls::TlsConnector;

use super::addresses::addresses_of;
use super::flow::{Flow, Rate};
use super::{DownloadMeasurement, Session, left, millis};
use crate::config::WebUrl;
use crate::connectivity::http::request as get;
use crate::connectivity::traffic::Metered;

/// How much of the object is asked for and read, in bytes: with its head and TLS around it that fits the first flight of a
/// connection, ten segments (RFC 6928), so that it takes one round trip where the link is not the limit.
const SAMPLE_BYTES: usize = 12 * 1024;
/// `SAMPLE_BYTES` in the words of RFC 9110, section 14.2.
const RANGE: &str = "bytes=0-12287";
/// What it may take in all.
const BUDGET: Duration = Duration::from_secs(5);
/// How long an address has before the next is tried beside it (RFC 8305, section 5).
const STAGGER: Duration = Duration::from_millis(250);

/// Fetches it, and says what can be said. None where it did not even begin to come.
pub(super) async fn measure(session: &Session, url: &WebUrl, deadline: Instant) -> Option<DownloadMeasurement> {
    let log = Arc::new(Mutex::new(Log { started: Instant::now(), flow: Flow::default(), request: 0 }));
    let fetched = timeout(BUDGET.min(left(deadline)), fetch(session, url, deadline, &log)).await;
    let (rate, finished) = match fetched {
        Ok(Some(())) => (open(&log).whole()?, true),
        // It failed: that is a server's matter, or a probe's to tell.
        Ok(None) => return None,
        Err(_) => (open(&log).unfinished()?, false),
    };
    let Rate { bytes, took, longest_pause, kbit_s, at_least } = rate;
    Some(DownloadMeasurement {
        host: url.host(),
        bytes,
        took_ms: millis(took),
        longest_pause_ms: millis(longest_pause),
        kbit_s,
        at_least,
        finished,
    })
}

/// The sample, or nothing if anything at all went wrong.
async fn fetch(session: &Session, url: &WebUrl, deadline: Instant, log: &Shared) -> Option<()> {
    let addresses = match url.address() {
        Some(address) => vec![address],
        None => addresses_of(session, &url.host(), deadline).await,
    };
    let stream = connect(&addresses, url.port()).await?;
    // A system that can't do without Nagle's algorithm is only slower.
    let _ = stream.set_nodelay(true);
    open(log).started = Instant::now();
    let stream = Timed { inner: Metered::new(stream, session.meter.clone()), log: log.clone() };
    if !url.is_https() {
        return ask(stream, url, log).await;
    }
    let config = session.trust.tls_config(session.trust.verifier()).ok()?;
    let name = ServerName::try_from(url.host()).ok()?;
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.ok()?;
    ask(stream, url, log).await
}

/// The first address that connects.
async fn connect(addresses: &[IpAddr], port: u16) -> Option<TcpStream> {
    let attempts = addresses.iter().enumerate().map(|(nth, address)| async move {
        sleep(STAGGER.saturating_mul(u32::try_from(nth).unwrap_or(u32::MAX))).await;
        TcpStream::connect(SocketAddr::new(*address, port)).await.ok()
    });
    let mut attempts: FuturesUnordered<_> = attempts.collect();
    while let Some(stream) = attempts.next().await {
        if stream.is_some() {
            return stream;
        }
    }
    None
}

/// Asks for the sample and reads it. More than was asked for is not read.
async fn ask<S>(stream: S, url: &WebUrl, log: &Shared) -> Option<()>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.ok()?;
    let request = request(url)?;
    let exchange = async {
        open(log).request_sent();
        let response = sender.send_request(request).await.ok()?;
        if !response.status().is_success() {
            return None;
        }
        let (mut body, mut read) = (response.into_body(), 0_usize);
        while read < SAMPLE_BYTES {
            let Some(frame) = body.frame().await else { break };
            read = read.saturating_add(frame.ok()?.data_ref().map_or(0, Bytes::len));
        }
        Some(())
    };
    // The connection has to be driven beside the exchange; it ends with it.
    let (mut exchange, mut connection) = (std::pin::pin!(exchange), std::pin::pin!(connection));
    tokio::select! {
        done = &mut exchange => done,
        _ = &mut connection => exchange.await,
    }
}

fn request(url: &WebUrl) -> Option<Request<Empty<Bytes>>> {
    // Compressed, twelve kilobytes of zeroes are a few bytes.
    let request = get(url)?.header(header::RANGE, RANGE).header(header::ACCEPT_ENCODING, "identity");
    request.body(Empty::new()).ok()
}

/// When bytes came out of the socket, from its connection on, and how many reads there were before the request.
#[derive(Debug)]
struct Log {
    started: Instant,
    flow: Flow,
    request: usize,
}

type Shared = Arc<Mutex<Log>>;

fn open(log: &Shared) -> MutexGuard<'_, Log> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Log {
    fn request_sent(&mut self) {
        self.request = self.flow.reads();
    }

    fn whole(&self) -> Option<Rate> {
        self.flow.whole(self.request)
    }

    /// On the slowest links the time may be over in the handshake, whose certificates are bytes as well.
    fn unfinished(&self) -> Option<Rate> {
        self.flow.unfinished(self.started.elapsed())
    }
}

/// A stream that notes when bytes come in.
struct Timed {
    inner: Metered,
    log: Shared,
}

impl AsyncRead for Timed {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.inner).poll_read(cx, buf))?;
        let bytes = buf.filled().len().saturating_sub(before);
        if bytes > 0 {
            let mut log = open(&self.log);
            let at = log.started.elapsed();
            log.flow.arrived(at, bytes);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Timed {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, SystemClock};
    use crate::config::Config;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    const PATIENCE: Duration = Duration::from_secs(60);

    /// A server that gives one answer, in parts so far apart; also gives the request that it got.
    async fn fetched(parts: Vec<Vec<u8>>, apart: Duration) -> (Option<DownloadMeasurement>, String, Session) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port on loopback");
        let url = format!("http://{}/sample", listener.local_addr().expect("a bound socket"));
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                request.push(stream.read_u8().await.expect("a whole request"));
            }
            for part in parts {
                if stream.write_all(&part).await.is_err() {
                    break;
                }
                sleep(apart).await;
            }
            String::from_utf8(request).expect("a readable request")
        });
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let config = Config::from_json(br#"{"provider_name":"P"}"#).expect("a small config");
        let session = Session::new(&config, &clock).expect("a session");
        let url = url.parse().expect("a URL");
        let measured = measure(&session, &url, Instant::now() + PATIENCE).await;
        (measured, server.await.expect("the server's end"), session)
    }

    fn head(status: &str, length: usize) -> Vec<u8> {
        format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n\r\n").into_bytes()
    }

    #[tokio::test]
    async fn an_answer_at_once_gives_a_lower_bound_and_no_more_than_the_sample_is_asked_for() {
        let body = vec![0x5a; SAMPLE_BYTES];
        let whole = [head("206 Partial Content", SAMPLE_BYTES), body].concat();
        let (measured, request, session) = fetched(vec![whole], Duration::ZERO).await;
        let measured = measured.unwrap();
        assert!(measured.finished && measured.kbit_s > 1_000, "{measured:?}");
        let request = request.to_lowercase();
        assert!(request.contains("range: bytes=0-12287\r\n") && request.contains("accept-encoding: identity\r\n"));
        assert!(session.meter.total().bytes_received <= 14_000);
    }

    #[tokio::test]
    async fn a_trickle_is_measured_by_its_pace() {
        // 1 KiB each 20 ms is 400 kbit/s at most: sleeping may take longer, never less.
        let parts = std::iter::once(head("200 OK", 24 * 1024)).chain((0..24).map(|_| vec![0x5a; 1024])).collect();
        let (measured, _, session) = fetched(parts, Duration::from_millis(20)).await;
        let measured = measured.unwrap();
        assert!(measured.finished && !measured.at_least, "{measured:?}");
        assert!(measured.kbit_s <= 450 && measured.longest_pause_ms >= 19, "{measured:?}");
        assert!(session.meter.total().bytes_received < 16 * 1024, "an answer that ignores the range is not read whole");
    }

    #[tokio::test]
    async fn what_fails_or_is_too_small_is_no_measurement() {
        let refused = [head("503 Service Unavailable", SAMPLE_BYTES), vec![0x5a; SAMPLE_BYTES]].concat();
        assert_eq!(fetched(vec![refused], Duration::ZERO).await.0, None);
        let small = [head("200 OK", 3), b"abc".to_vec()].concat();
        assert_eq!(fetched(vec![small], Duration::ZERO).await.0, None);
        let cut = [head("200 OK", SAMPLE_BYTES), vec![0x5a; 9_000]].concat();
        assert_eq!(fetched(vec![cut], Duration::ZERO).await.0, None);
    }

    #[tokio::test]
    async fn a_download_that_does_not_end_in_its_time_tells_how_slow_it_was() {
        // 200 bytes each 100 ms: 16 kbit/s, of which five seconds bring 10 KB at most.
        let parts = std::iter::once(head("200 OK", SAMPLE_BYTES)).chain((0..61).map(|_| vec![0x5a; 200])).collect();
        let (measured, ..) = fetched(parts, Duration::from_millis(100)).await;
        let measured = measured.unwrap();
        assert!(!measured.finished && measured.kbit_s <= 17, "{measured:?}");
    }
}
