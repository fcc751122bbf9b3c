//! The TCP step: addresses tried in the Happy Eyeballs manner, every attempt kept.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde::{Deserialize, Serialize};
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::FailureCode;
use super::probe::Share;

/// How long an attempt may run before the next one starts beside it (RFC 8305, section 5: 250 ms recommended).
const STAGGER: Duration = Duration::from_millis(250);
/// How many addresses are tried.
const MAX_ADDRESSES: usize = 4;

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

/// Connects to the first address that answers. Addresses of both families take turns, IPv6 first, as RFC 8305 has it.
pub(super) async fn connect(addresses: &[IpAddr], port: u16, share: Share) -> Connected {
    let started = Instant::now();
    let mut attempts: FuturesUnordered<_> = taking_turns(addresses)
        .into_iter()
        .take(MAX_ADDRESSES)
        .enumerate()
        .map(|(index, address)| async move {
            let delay = STAGGER.saturating_mul(u32::try_from(index).unwrap_or(u32::MAX));
            if index > 0 {
                tokio::time::sleep(delay).await;
            }
            attempt(SocketAddr::new(address, port), share, started).await
        })
        .collect();
    let mut tried = Vec::new();
    while let Some((attempt, stream)) = attempts.next().await {
        tried.push(attempt);
        if stream.is_some() {
            return Connected { stream, attempts: tried };
        }
    }
    Connected { stream: None, attempts: tried }
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

fn taking_turns(addresses: &[IpAddr]) -> Vec<IpAddr> {
    let (mut v6, mut v4): (Vec<_>, Vec<_>) = addresses.iter().copied().partition(IpAddr::is_ipv6);
    v6.reverse();
    v4.reverse();
    let mut turns = Vec::with_capacity(addresses.len());
    while !(v6.is_empty() && v4.is_empty()) {
        turns.extend(v6.pop());
        turns.extend(v4.pop());
    }
    turns
}

/// Whole milliseconds, for observations.
pub(super) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_take_turns() {
        let addresses: Vec<IpAddr> =
            ["192.0.2.1", "192.0.2.2", "2001:db8::1"].iter().map(|text| text.parse().unwrap()).collect();
        let turns: Vec<String> = taking_turns(&addresses).iter().map(ToString::to_string).collect();
        assert_eq!(turns, ["2001:db8::1", "192.0.2.1", "192.0.2.2"]);
    }
}
