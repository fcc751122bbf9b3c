//! What the system's errors are called.

use std::io;

use super::FailureCode;

impl FailureCode {
    /// The code of a failed connect.
    pub(super) fn of_connect(error: &io::Error) -> Self {
        use io::ErrorKind as Kind;
        let kind = error.kind();
        if kind == Kind::ConnectionRefused {
            Self::TcpRefused
        } else if matches!(kind, Kind::ConnectionReset | Kind::ConnectionAborted) {
            Self::TcpReset
        } else if kind == Kind::TimedOut {
            Self::TcpTimeout
        } else if matches!(kind, Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown) {
            Self::TcpUnreachable
        } else {
            Self::TcpFailed
        }
    }

    /// Whether a read or write failed because the other side cut the connection.
    pub(super) fn is_cut(error: &io::Error) -> bool {
        matches!(
            error.kind(),
            io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
                | io::ErrorKind::UnexpectedEof
        )
    }
}
