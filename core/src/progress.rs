//! What a diagnosis tells while it runs: a stream of typed events for a live list.

use serde::Serialize;

use crate::codes::stable_codes;

stable_codes! {
    /// The steps in the order in which people expect to see them; they all run at once.
    pub enum StepKind as "step" {
        /// What the phone says of its network.
        Network = "network",
        /// Staged probes of the wallet's and the control endpoints.
        Endpoints = "endpoints",
        /// Loss, latency, jitter and throughput.
        Quality = "quality",
        /// Captive portals.
        Portal = "portal",
        /// Status pages and announcements.
        Service = "service",
        /// Account state.
        Account = "account",
        /// Cached and synced balances, pending transactions.
        Balances = "balances",
        /// Registered caches.
        Caches = "caches",
    }
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Progress {
    /// The diagnosis has begun, with these steps.
    Planned {
        /// The steps, in the order to show them.
        steps: Vec<StepKind>,
    },
    /// A step has begun.
    StepStarted {
        /// Which.
        step: StepKind,
    },
    /// A step has ended, with or without findings.
    StepFinished {
        /// Which.
        step: StepKind,
        /// How long it took, in milliseconds.
        took_ms: u64,
        /// Whether something in it did not answer or was not as it should be.
        trouble: bool,
    },
    /// Causes are being ranked.
    Judging,
    /// Bytes of a report that the support desk has confirmed.
    Uploading {
        /// Confirmed so far.
        sent: u64,
        /// The whole report.
        total: u64,
    },
}

/// Where events go. Called from the diagnosis itself: return quickly.
pub trait ProgressSink: Send + Sync {
    /// Takes one event.
    fn on_progress(&self, event: Progress);
}

/// A sink for those who do not watch.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoProgress;

impl ProgressSink for NoProgress {
    fn on_progress(&self, _: Progress) {}
}

impl<F: Fn(Progress) + Send + Sync> ProgressSink for F {
    fn on_progress(&self, event: Progress) {
        self(event);
    }
}
