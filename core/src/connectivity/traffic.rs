//! How much data a diagnosis uses.
//!
//! Probe sockets are metered byte for byte, TLS included. DNS messages and the requests of the HTTP client, whose sockets
//! are out of reach, are counted by the size of their messages, without TLS and TCP around them.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// Bytes on the network.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Traffic {
    /// Sent.
    pub bytes_sent: u64,
    /// Received.
    pub bytes_received: u64,
}

/// Counts, shared by everything that one diagnosis opens.
#[derive(Debug, Clone, Default)]
pub(crate) struct TrafficMeter(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    sent: AtomicU64,
    received: AtomicU64,
}

impl TrafficMeter {
    pub(crate) fn sent(&self, bytes: usize) {
        self.0.sent.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(crate) fn received(&self, bytes: usize) {
        self.0.received.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(crate) fn total(&self) -> Traffic {
        Traffic {
            bytes_sent: self.0.sent.load(Ordering::Relaxed),
            bytes_received: self.0.received.load(Ordering::Relaxed),
        }
    }
}

/// How much a probe reads from one connection, in bytes: the longest certificate chains, a head and a short answer fit.
/// Whoever sends more is not answering a probe.
const MAX_RECEIVED: usize = 128 * 1024;

/// A TCP stream that counts, and ends what floods it.
#[derive(Debug)]
pub(super) struct Metered {
    stream: TcpStream,
    meter: TrafficMeter,
    left: usize,
}

impl Metered {
    pub(super) fn new(stream: TcpStream, meter: TrafficMeter) -> Self {
        Self { stream, meter, left: MAX_RECEIVED }
    }
}

impl AsyncRead for Metered {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.left == 0 {
            return Poll::Ready(Err(io::Error::new(io::ErrorKind::InvalidData, "more than a probe reads")));
        }
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        let received = buf.filled().len().saturating_sub(before);
        self.left = self.left.saturating_sub(received);
        self.meter.received(received);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Metered {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(cx, buf))?;
        self.meter.sent(written);
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
