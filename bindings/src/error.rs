//! Errors as a caller can act on them, and the one place that maps the core's to them.

use tokio::task::JoinError;
use wallet_doctor_core::Error;
use wallet_doctor_core::report::ReportError;

/// Why the doctor could not do what was asked: a variant for each thing that a caller can do about it. `code` is stable, to be
/// compared and counted; `reason` is in English, for a developer, and holds nothing of the person's.
///
/// What goes wrong on the network is not here: that is what a diagnosis is about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum DoctorError {
    /// The config is not acceptable, or lacks what the call needs. For the developer: the same call fails again.
    #[error("{reason}")]
    Config {
        /// Stable, such as `config` or `not_configured`.
        code: String,
        /// Names the key and what is accepted.
        reason: String,
    },
    /// What was passed is not acceptable, or names what is not there (any more).
    #[error("{reason}")]
    Input {
        /// Stable, such as `bad_input` or `no_such_cache`.
        code: String,
        /// Names what, and what is accepted.
        reason: String,
    },
    /// The call was cancelled. What was durable stays.
    #[error("cancelled")]
    Cancelled,
    /// The same call may succeed later, without anything being changed.
    #[error("{reason}")]
    TryAgain {
        /// Stable, such as `busy`.
        code: String,
        /// What was in the way.
        reason: String,
    },
    /// The person has to do something first: free space, or cover or take out what must not leave.
    #[error("{reason}")]
    NeedsPerson {
        /// Stable, such as `no_space`.
        code: String,
        /// What is to be done.
        reason: String,
    },
    /// A fault of ours, or of the app's own code that was called. Nothing is known to be lost.
    #[error("{reason}")]
    Internal {
        /// Stable, such as `internal`.
        code: String,
        /// Nothing of the person's.
        reason: String,
    },
}

impl DoctorError {
    /// What a task ended with. What a panic says may hold anything, so it is not passed on.
    pub(crate) fn of_task(ended: &JoinError) -> Self {
        if ended.is_cancelled() { Self::Cancelled } else { Error::Internal.into() }
    }

    /// What the caller got wrong.
    pub(crate) fn input(key: &str, accepted: &str) -> Self {
        Self::Input { code: "bad_input".into(), reason: format!("{key} is not acceptable; accepted: {accepted}") }
    }
}

impl From<Error> for DoctorError {
    fn from(error: Error) -> Self {
        let (code, reason) = (error.code().to_owned(), error.to_string());
        let later = error.is_retryable();
        match &error {
            Error::Cancelled => Self::Cancelled,
            Error::Internal => Self::Internal { code, reason },
            Error::Config(_) | Error::NotConfigured { .. } | Error::Setup { .. } => Self::Config { code, reason },
            Error::Report(ReportError::NoRecipient) => Self::Config { code, reason },
            Error::BadInput { .. } | Error::NoSuchCache { .. } | Error::NotOffered { .. } => {
                Self::Input { code, reason }
            }
            Error::Sweep(_)
            | Error::Report(_)
            | Error::Outbox(_)
            | Error::Evidence(_)
            | Error::Busy
            | Error::Storage(_) => match () {
                () if error.needs_user() => Self::NeedsPerson { code, reason },
                () if later => Self::TryAgain { code, reason },
                () => Self::Input { code, reason },
            },
        }
    }
}

impl From<ReportError> for DoctorError {
    fn from(error: ReportError) -> Self {
        Error::from(error).into()
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn errors_are_told_by_what_can_be_done() {
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        let table: [(Error, &str, &str); 8] = [
            (Error::Busy, "TryAgain", "busy"),
            (Error::Storage(full()), "NeedsPerson", "no_space"),
            (Error::Storage(io::ErrorKind::Interrupted.into()), "TryAgain", "storage"),
            (Error::NotConfigured { key: "data_dir" }, "Config", "not_configured"),
            (Error::Setup { reason: "no trust store".into() }, "Config", "setup"),
            (Error::NoSuchCache { cache_id: "x".into() }, "Input", "no_such_cache"),
            (Error::Internal, "Internal", "internal"),
            (Error::Cancelled, "Cancelled", ""),
        ];
        for (given, variant, code) in table {
            let told = format!("{:?}", DoctorError::from(given));
            assert!(told.starts_with(variant) && told.contains(code), "{told}");
        }
    }
}
