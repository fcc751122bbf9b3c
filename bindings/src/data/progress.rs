//! What a call tells while it runs.

use wallet_doctor_core::progress::{Progress as DoctorProgress, StepKind};

/// One event.
#[uniffi::remote(Enum)]
pub enum DoctorProgress {
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

/// The steps in the order in which people expect to see them; they all run at once.
#[uniffi::remote(Enum)]
pub enum StepKind {
    /// What the phone says of its network.
    Network,
    /// Staged probes of the wallet's and the control endpoints.
    Endpoints,
    /// Loss, latency, jitter and throughput.
    Quality,
    /// Captive portals.
    Portal,
    /// Status pages and announcements.
    Service,
    /// Account state.
    Account,
    /// Cached and synced balances, pending transactions.
    Balances,
    /// Registered caches.
    Caches,
}
