//! The TCP step: the addresses of one family, tried in the Happy Eyeballs manner, every attempt kept.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde::{Deserialize, Serialize};
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::FailureCode;
use super::share::Share;

/// How long an attempt may run before the next one starts beside it (RFC 8305, section 5: 250 ms recommended).
const STAGGER: Duration = Duration::from_millis(250);
/// How many addresses of one family are tried.
const MAX_ADDRESSES: usize = 3;

/// One attempt to connect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TcpAttempt {
    /// Where to.
    pub address: SocketAddr,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// How it failed; empty if it connected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<FailureCode>,
}

/// What came of all attempts.
pub(super) struct Connected {
    pub(super) stream: Option<TcpStream>,
    pub(super) attempts: Vec<TcpAttempt>,
}

/// Connects to the first address that answers. The next one starts when the one before has failed, or has had its
/// head start (RFC 8305, section 5); the families race each other elsewhere.
pub(super) async fn connect(addresses: &[IpAddr], port: u16, share: Share) -> Connected {
    let started = Instant::now();
    let mut waiting = addresses.iter().take(MAX_ADDRESSES);
    let mut running = FuturesUnordered::new();
    let mut tried = Vec::new();
    loop {
        if let Some(address) = waiting.next() {
            running.push(attempt(SocketAddr::new(*address, port), share, started));
        }
        let (attempt, stream) = tokio::select! {
            Some(done) = running.next() => done,
            () = tokio::time::sleep(STAGGER), if waiting.len() > 0 => continue,
            else => return Connected { stream: None, attempts: tried },
        };
        tried.push(attempt);
        if stream.is_some() {
            return Connected { stream, attempts: tried };
        }
    }
}

/// The share counts from the first attempt on: a later one has only what is left.
async fn attempt(address: SocketAddr, share: Share, first: Instant) -> (TcpAttempt, Option<TcpStream>) {
    let left = share.time.saturating_sub(first.elapsed());
    let started = Instant::now();
    let result = tokio::time::timeout(left, TcpStream::connect(address)).await;
    let took_ms = millis(started.elapsed());
    let (stream, failure) = match result {
        Ok(Ok(stream)) => {
            // The end of a handshake and a request are two small writes: with Nagle's algorithm the second waits for
            // the first one's delayed acknowledgement, 40 ms. A system that can't do without it is only slower.
            let _ = stream.set_nodelay(true);
            (Some(stream), None)
        }
        Ok(Err(error)) => (None, Some(FailureCode::of_connect(&error))),
        Err(_) => (None, Some(share.expired(FailureCode::TcpTimeout))),
    };
    (TcpAttempt { address, took_ms, failure }, stream)
}

/// Whole milliseconds, for observations.
pub(super) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[tokio::test]
    async fn a_refused_address_makes_room_for_the_next_at_once() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let addresses = ["127.0.0.2", "127.0.0.3", "127.0.0.1"].map(|text| text.parse().unwrap());
        let share = Share::of(Duration::from_secs(5), Instant::now() + Duration::from_secs(60));
        let connected = connect(&addresses, port, share).await;
        assert!(connected.stream.is_some());
        let failures: Vec<_> = connected.attempts.iter().map(|attempt| attempt.failure).collect();
        assert_eq!(failures, [Some(FailureCode::TcpRefused), Some(FailureCode::TcpRefused), None]);
    }

    #[tokio::test]
    async fn without_an_address_there_is_no_attempt() {
        let share = Share::of(Duration::from_secs(5), Instant::now() + Duration::from_secs(60));
        let connected = connect(&[], 1, share).await;
        assert!(connected.stream.is_none() && connected.attempts.is_empty());
    }
}
