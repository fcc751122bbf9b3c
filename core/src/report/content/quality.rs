//! How good the link is: figures, and the names of the servers that the config names.

use std::fmt::Display;

use serde::{Deserialize, Serialize};

use super::copy::Copier;
use crate::connectivity::{DownloadMeasurement, EchoMeasurement, Latency, LinkQuality, LossVerdict};
use crate::report::Text;

/// The quality of the link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QualityContent {
    /// One entry per echo server.
    pub echo: Vec<EchoContent>,
    /// The download.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub download: Option<DownloadContent>,
    /// What the other checks received of the network, in kbit/s.
    pub at_least_kbit_s: u64,
}

/// What small packets to one echo server and back showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EchoContent {
    /// The server.
    pub server: Text,
    /// Packets sent.
    pub sent: u32,
    /// Packets answered.
    pub answered: u32,
    /// Packets whose fate is known.
    pub known: u32,
    /// Packets lost.
    pub lost: u32,
    /// Times in which nothing came through.
    pub gaps: u32,
    /// What the loss amounts to.
    pub loss: LossVerdict,
    /// Whether our own packets queued on the way.
    pub own_queue: bool,
    /// Whether the path changes the order of packets.
    pub reordered: bool,
    /// The round trips.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency: Option<Latency>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// What fetching a small object showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DownloadContent {
    /// The host.
    pub host: Text,
    /// Bytes that the figures are made of.
    pub bytes: u64,
    /// In which time they came, in milliseconds.
    pub took_ms: u64,
    /// The longest time without any of them, in milliseconds.
    pub longest_pause_ms: u64,
    /// Throughput in kbit/s.
    pub kbit_s: u64,
    /// Whether the throughput is at least this.
    pub at_least: bool,
    /// Whether all came within the time.
    pub finished: bool,
}

// Every copy takes its source apart, so that a new field does not compile before it is decided whether it leaves.
impl Copier<'_> {
    pub(super) fn quality(&mut self, place: &dyn Display, quality: &LinkQuality) -> QualityContent {
        let LinkQuality { echo, download, at_least_kbit_s } = quality;
        QualityContent {
            echo: self.list(&format_args!("{place}/echo"), echo, Self::echo),
            download: download.as_ref().map(|download| self.download(&format_args!("{place}/download"), download)),
            at_least_kbit_s: *at_least_kbit_s,
        }
    }

    fn echo(&mut self, place: &dyn Display, echo: &EchoMeasurement) -> EchoContent {
        let EchoMeasurement { server, sent, answered, known, lost, gaps, loss, own_queue, reordered, latency, took_ms } =
            echo;
        EchoContent {
            server: self.scribe.text(format_args!("{place}/server"), server),
            sent: *sent,
            answered: *answered,
            known: *known,
            lost: *lost,
            gaps: *gaps,
            loss: *loss,
            own_queue: *own_queue,
            reordered: *reordered,
            latency: *latency,
            took_ms: *took_ms,
        }
    }

    fn download(&mut self, place: &dyn Display, download: &DownloadMeasurement) -> DownloadContent {
        let DownloadMeasurement { host, bytes, took_ms, longest_pause_ms, kbit_s, at_least, finished } = download;
        DownloadContent {
            host: self.scribe.text(format_args!("{place}/host"), host),
            bytes: *bytes,
            took_ms: *took_ms,
            longest_pause_ms: *longest_pause_ms,
            kbit_s: *kbit_s,
            at_least: *at_least,
            finished: *finished,
        }
    }
}
