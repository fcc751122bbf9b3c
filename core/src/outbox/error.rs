//! What can go wrong with the outbox, for a caller who wants to know what now.

use std::io;

use crate::durable;

/// Why the outbox could not do what was asked. Nothing half-written is left behind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutboxError {
    /// Another process, such as the app's extension, has the outbox open.
    #[error("another process is using the outbox; try again when it is done")]
    Busy,
    /// The disk or the quota is full.
    #[error("there is no space left for the report")]
    NoSpace,
    /// The folder can't be written to.
    #[error("the outbox's folder is read-only")]
    ReadOnly,
    /// As much is kept as may be kept, and none of it is delivered yet.
    #[error("the outbox is full of reports that have not arrived: {reports} of {bytes} bytes; send or delete some")]
    Full {
        /// Undelivered reports.
        reports: usize,
        /// Their size in bytes.
        bytes: u64,
    },
    /// The report alone is more than may be kept (`support.outbox.max_bytes`).
    #[error("the report has {size} bytes, and no more than {limit} are kept: leave something out")]
    TooLarge {
        /// Its size in bytes.
        size: u64,
        /// How many may be kept.
        limit: u64,
    },
    /// The report has arrived: it can't be taken back.
    #[error("the report has arrived already and can't be taken back")]
    Arrived,
    /// The report is still to be sent: it has to be withdrawn before it is deleted.
    #[error("the report is still to be sent; withdraw it first")]
    Waiting,
    /// The report has not arrived, or has no ticket that could be asked for.
    #[error("the report has no ticket yet")]
    NoTicket,
    /// There is no report with this id.
    #[error("there is no such report in the outbox")]
    NotFound,
    /// The sealed file is not what was queued under this id: changed, cut short, or gone.
    #[error("the sealed report is damaged and can't be sent; make a new one")]
    Damaged,
    /// An export never overwrites a file.
    #[error("there is a file of this name already; choose another one")]
    TargetExists,
    /// The file system failed in some other way.
    #[error("the outbox's files could not be used: {kind}")]
    Io {
        /// How.
        kind: io::ErrorKind,
    },
    /// The index could not be used, even a new one. The reports' files are untouched.
    #[error("the outbox's index could not be used")]
    Index,
    /// A fault of ours. Nothing is known to be lost.
    #[error("an inner task of the outbox failed")]
    Internal,
}

impl OutboxError {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Busy => "outbox_busy",
            Self::NoSpace => "outbox_no_space",
            Self::ReadOnly => "outbox_read_only",
            Self::Full { .. } => "outbox_full",
            Self::TooLarge { .. } => "outbox_too_large",
            Self::Arrived => "outbox_arrived",
            Self::Waiting => "outbox_waiting",
            Self::NoTicket => "outbox_no_ticket",
            Self::NotFound => "outbox_not_found",
            Self::Damaged => "outbox_damaged",
            Self::TargetExists => "outbox_target_exists",
            Self::Io { .. } => "outbox_io",
            Self::Index => "outbox_index",
            Self::Internal => "outbox_internal",
        }
    }

    /// Whether the same call may succeed later without anything being changed.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Busy | Self::Full { .. } | Self::Io { .. } | Self::Index | Self::Internal => true,
            Self::NoSpace
            | Self::ReadOnly
            | Self::TooLarge { .. }
            | Self::Arrived
            | Self::Waiting
            | Self::NoTicket
            | Self::NotFound
            | Self::Damaged
            | Self::TargetExists => false,
        }
    }

    /// Whether the person has to do something first, such as freeing space.
    pub fn needs_user(&self) -> bool {
        match self {
            Self::NoSpace | Self::Full { .. } | Self::TooLarge { .. } | Self::TargetExists => true,
            Self::Busy
            | Self::ReadOnly
            | Self::Arrived
            | Self::Waiting
            | Self::NoTicket
            | Self::NotFound
            | Self::Damaged
            | Self::Io { .. }
            | Self::Index
            | Self::Internal => false,
        }
    }
}

impl From<io::ErrorKind> for OutboxError {
    fn from(kind: io::ErrorKind) -> Self {
        // The standard library's list is open; what is not named there is told by its kind.
        if durable::is_full(kind) {
            Self::NoSpace
        } else if durable::is_read_only(kind) {
            Self::ReadOnly
        } else {
            Self::Io { kind }
        }
    }
}

impl From<io::Error> for OutboxError {
    fn from(error: io::Error) -> Self {
        error.kind().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_and_a_read_only_folder_can_be_told_apart() {
        let raw = |errno: rustix::io::Errno| OutboxError::from(io::Error::from_raw_os_error(errno.raw_os_error()));
        let table = [
            (raw(rustix::io::Errno::NOSPC), OutboxError::NoSpace, true, false),
            (raw(rustix::io::Errno::DQUOT), OutboxError::NoSpace, true, false),
            (raw(rustix::io::Errno::FBIG), OutboxError::NoSpace, true, false),
            (raw(rustix::io::Errno::ROFS), OutboxError::ReadOnly, false, false),
            (raw(rustix::io::Errno::ACCESS), OutboxError::ReadOnly, false, false),
            (raw(rustix::io::Errno::PERM), OutboxError::ReadOnly, false, false),
            (raw(rustix::io::Errno::INTR), OutboxError::Io { kind: io::ErrorKind::Interrupted }, false, true),
        ];
        for (given, expected, needs_user, is_retryable) in table {
            assert_eq!(given, expected);
            assert_eq!(given.needs_user(), needs_user, "{given}");
            assert_eq!(given.is_retryable(), is_retryable, "{given}");
        }
    }
}
