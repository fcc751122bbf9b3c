//! Why a report could not be made. No variant carries anything of the report's content.

use std::io;

/// Why a report could not be drafted or sealed.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// There is nobody to seal it to.
    #[error("a report needs at least one recipient")]
    NoRecipient,
    /// The system gives no random numbers, and without them nothing can be sealed.
    #[error("the system gives no random numbers")]
    NoRandomness,
    /// The sealed file could not be written. Nothing is left behind.
    #[error("the sealed report could not be written: {0}")]
    Storage(#[source] io::Error),
}
