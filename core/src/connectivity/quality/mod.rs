//! How good the link is: loss, latency and jitter by small packets that come back (`echo`), throughput by a small object
//! (`download`). `docs/link-quality.md` says what is measured, what it costs and what cannot be seen.
//!
//! `stun`, `sequential`, `series`, `course`, `flow` and `judge` are pure; `echo` and `download` touch the network.

mod addresses;
mod course;
mod download;
mod echo;
mod flow;
mod judge;
mod sequential;
mod series;
#[cfg(test)]
mod simulated;
mod stun;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Session;
use super::tcp::millis;
use crate::codes::stable_codes;
use crate::config::QualityConfig;

pub(crate) use judge::{judge, shows_trouble};
#[cfg(feature = "fuzzing")]
pub(crate) use stun::answered as echo_answered;

/// When a sample is fetched if nothing has shown by then that the link is not slow: longer than all checks take on a link
/// that is worth nothing to complain about.
const DOWNLOAD_AFTER: Duration = Duration::from_millis(2_000);

/// The quality of the link, as far as the config names where to measure it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LinkQuality {
    /// One entry per echo server that packets were sent to.
    pub echo: Vec<EchoMeasurement>,
    /// The download, if one was needed and there was anything to measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub download: Option<DownloadMeasurement>,
    /// What the other checks received of the network in their time, in kbit/s: throughput is at least that.
    pub at_least_kbit_s: u64,
}

/// What small packets to one echo server and back showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EchoMeasurement {
    /// The server, as the config names it.
    pub server: String,
    /// Packets sent.
    pub sent: u32,
    /// Packets answered, however late.
    pub answered: u32,
    /// Packets whose fate is known: answered, or lost. The rest was still on the way at the end.
    pub known: u32,
    /// Packets lost.
    pub lost: u32,
    /// Times in which nothing came through, each of at least 100 ms.
    pub gaps: u32,
    /// What the loss amounts to.
    pub loss: LossVerdict,
    /// Whether our own packets queued on the way, so that fewer were sent.
    pub own_queue: bool,
    /// Whether the path changes the order of packets by much.
    pub reordered: bool,
    /// The round trips in figures, if there were any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency: Option<Latency>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

stable_codes! {
    /// What the loss of packets amounts to.
    pub enum LossVerdict as "loss verdict" {
        /// No more than two in a hundred each way.
        Fine = "fine",
        /// Five in a hundred or more each way, or breaks that come back.
        Lossy = "lossy",
        /// In between, or too few packets to say.
        CannotTell = "cannot_tell",
        /// Nothing came back: the server is away, or UDP is not let through.
        Silent = "silent",
    }
}

/// Round trips, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Latency {
    /// The least.
    pub least_ms: u64,
    /// The middle one.
    pub median_ms: u64,
    /// One in ten takes no longer than this.
    pub p10_ms: u64,
    /// One in ten takes longer than this.
    pub p90_ms: u64,
    /// The mean difference between one and the next (RFC 3550, section 6.4.1, without its smoothing).
    pub jitter_ms: u64,
    /// How many round trips these figures are made of; the least is that of all.
    pub of: u32,
}

/// What fetching a small object showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DownloadMeasurement {
    /// The host.
    pub host: String,
    /// Bytes on the connection that the figures are made of, TLS included.
    pub bytes: u64,
    /// In which time they came, in milliseconds.
    pub took_ms: u64,
    /// The longest time without any of them, in milliseconds: on a link that loses packets, a retransmission.
    pub longest_pause_ms: u64,
    /// Throughput in kbit/s (1,000 bits).
    pub kbit_s: u64,
    /// Whether the bytes came so close together that the throughput is at least this.
    pub at_least: bool,
    /// Whether all came that was asked for, within the time.
    pub finished: bool,
}

/// Measures what the config names, by the deadline. `others_done` is cancelled when nothing else is under way any more.
/// None if the config names nothing.
pub(crate) async fn measure_quality(
    session: &Session,
    config: &QualityConfig,
    deadline: Instant,
    others_done: &CancellationToken,
) -> Option<LinkQuality> {
    if config.echo.is_empty() && config.download.is_none() {
        return None;
    }
    let started = Instant::now();
    let download = async {
        let url = config.download.as_ref()?;
        // What the other checks receive shows that a link is not slow; where it does not, a sample has to.
        tokio::select! {
            () = others_done.cancelled() => {}
            () = tokio::time::sleep(DOWNLOAD_AFTER) => {}
        }
        if received_kbit_s(session, started) >= judge::LOW_KBIT_S {
            return None;
        }
        download::measure(session, url, deadline).await
    };
    let at_least = async {
        others_done.cancelled().await;
        received_kbit_s(session, started)
    };
    let (echo, download, at_least_kbit_s) =
        tokio::join!(echo::measure(session, &config.echo, deadline, others_done), download, at_least);
    Some(LinkQuality { echo, download, at_least_kbit_s })
}

/// What came in since then, in kbit/s.
fn received_kbit_s(session: &Session, since: Instant) -> u64 {
    let took = since.elapsed().max(Duration::from_millis(1));
    flow::kbit_s(session.meter.total().bytes_received, millis(took))
}

/// What is left until the deadline.
fn left(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now())
}
