//! What can go wrong for a caller: a handful of variants, each with a stable code and an answer to 'what now?'.
//!
//! What goes wrong on the network is not here: that is what a diagnosis is about.

use std::io;

use crate::cache::SweepError;
use crate::config::ConfigError;
use crate::durable;
use crate::evidence::EvidenceError;
use crate::outbox::OutboxError;
use crate::report::ReportError;
use crate::store::DatabaseError;

/// Why the doctor could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The config is not acceptable.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The config does not name what this needs.
    #[error("this needs '{key}' in the config")]
    NotConfigured {
        /// The key.
        key: &'static str,
    },
    /// The phone's resolver, trust store or HTTP client could not be set up.
    #[error("the network could not be set up: {reason}")]
    Setup {
        /// What could not.
        reason: String,
    },
    /// What was given makes no sense.
    #[error("{key} is not acceptable; accepted: {accepted}")]
    BadInput {
        /// What it is.
        key: &'static str,
        /// What is accepted.
        accepted: &'static str,
    },
    /// `cancel` was called.
    #[error("cancelled")]
    Cancelled,
    /// The cache that a remedy names is not registered any more.
    #[error("no cache is registered as '{cache_id}'")]
    NoSuchCache {
        /// Its id.
        cache_id: String,
    },
    /// The app does not offer what a remedy needs.
    #[error("the app does not offer '{what}'")]
    NotOffered {
        /// What it would have to.
        what: &'static str,
    },
    /// A cache could not be cleared. What was moved is back in its place, or will be at the next start if even that failed.
    #[error(transparent)]
    Sweep(#[from] SweepError),
    /// A report could not be made.
    #[error(transparent)]
    Report(ReportError),
    /// A report could not be kept or sent.
    #[error(transparent)]
    Outbox(#[from] OutboxError),
    /// Evidence could not be kept or given back.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// Another process, such as the app's extension, is at what this needs. It takes some milliseconds.
    #[error("another process is using the doctor's folder")]
    Busy,
    /// The doctor's own folder could not be written: full, read-only, or broken. Nothing half-written is left.
    #[error("the doctor's folder could not be used: {0}")]
    Storage(#[from] io::Error),
    /// A task of the doctor's panicked. A fault of ours; nothing is known to be lost.
    #[error("an inner task failed")]
    Internal,
}

impl Error {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Config(_) => "config",
            Self::NotConfigured { .. } => "not_configured",
            Self::Setup { .. } => "setup",
            Self::BadInput { .. } => "bad_input",
            Self::Cancelled => "cancelled",
            Self::NoSuchCache { .. } => "no_such_cache",
            Self::NotOffered { .. } => "not_offered",
            Self::Sweep(SweepError::Io(error)) if durable::is_full(error.kind()) => "no_space",
            Self::Sweep(SweepError::Busy) => "busy",
            Self::Sweep(SweepError::NoSuchSweep) => "no_such_sweep",
            Self::Sweep(_) => "sweep",
            Self::Report(ReportError::LeftIn(_)) => "left_in",
            Self::Report(ReportError::UnknownItem { .. }) => "unknown_item",
            Self::Report(ReportError::Picture(error)) => error.code(),
            Self::Report(_) => "report",
            Self::Outbox(error) => error.code(),
            Self::Evidence(error) => error.code(),
            Self::Busy => "busy",
            Self::Storage(error) if durable::is_full(error.kind()) => "no_space",
            Self::Storage(error) if durable::is_read_only(error.kind()) => "read_only",
            Self::Storage(_) => "storage",
            Self::Internal => "internal",
        }
    }

    /// Whether the same call may succeed later without anything being changed.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Outbox(error) => error.is_retryable(),
            Self::Evidence(error) => error.is_retryable(),
            Self::Sweep(error) => error.is_retryable(),
            Self::Cancelled | Self::Busy | Self::Storage(_) | Self::Internal => true,
            Self::Config(_)
            | Self::NotConfigured { .. }
            | Self::Setup { .. }
            | Self::NoSuchCache { .. }
            | Self::NotOffered { .. }
            | Self::BadInput { .. }
            | Self::Report(_) => false,
        }
    }

    /// Whether the person has to do something first, such as freeing space.
    pub fn needs_user(&self) -> bool {
        match self {
            Self::Outbox(error) => error.needs_user(),
            Self::Evidence(error) => error.needs_user(),
            Self::Storage(error) | Self::Sweep(SweepError::Io(error)) => durable::is_full(error.kind()),
            // Only they can say what may be left out, or cover a picture otherwise.
            Self::Report(ReportError::LeftIn(_) | ReportError::Picture(_)) => true,
            Self::Config(_)
            | Self::NotConfigured { .. }
            | Self::Setup { .. }
            | Self::Cancelled
            | Self::NoSuchCache { .. }
            | Self::NotOffered { .. }
            | Self::BadInput { .. }
            | Self::Sweep(_)
            | Self::Report(_)
            | Self::Busy
            | Self::Internal => false,
        }
    }
}

impl From<ReportError> for Error {
    fn from(error: ReportError) -> Self {
        match error {
            // Where in the way to the outbox a disk was full makes no difference to anyone.
            ReportError::Storage(error) => Self::Storage(error),
            ReportError::NoRecipient
            | ReportError::NoRandomness
            | ReportError::LeftIn(_)
            | ReportError::UnknownItem { .. }
            | ReportError::Picture(_) => Self::Report(error),
        }
    }
}

impl From<DatabaseError> for Error {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::Busy => Self::Busy,
            DatabaseError::Storage(kind) => Self::Storage(kind.into()),
            DatabaseError::Broken => Self::Storage(io::Error::other("its database is broken")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sweep_that_is_over_is_not_tried_again() {
        let error = Error::from(SweepError::NoSuchSweep);
        assert_eq!((error.code(), error.is_retryable(), error.needs_user()), ("no_such_sweep", false, false));
        let error = Error::from(SweepError::Busy);
        assert_eq!((error.code(), error.is_retryable()), ("busy", true));
    }

    #[test]
    fn what_the_store_met_is_told_by_what_can_be_done() {
        let table = [
            (DatabaseError::Busy, "busy", true, false),
            (DatabaseError::Storage(io::ErrorKind::StorageFull), "no_space", true, true),
            (DatabaseError::Storage(io::ErrorKind::ReadOnlyFilesystem), "read_only", true, false),
            (DatabaseError::Storage(io::ErrorKind::Interrupted), "storage", true, false),
            (DatabaseError::Broken, "storage", true, false),
        ];
        for (given, code, is_retryable, needs_user) in table {
            let error = Error::from(given);
            assert_eq!((error.code(), error.is_retryable(), error.needs_user()), (code, is_retryable, needs_user));
        }
    }
}
