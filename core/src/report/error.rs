//! Why a report could not be made. No variant carries anything of the report's content, but for what it was asked for.

use std::io;

use super::picture::PictureError;
use super::second_look::Sighting;

/// Why a report could not be drafted or sealed.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// There is nobody to seal it to.
    #[error("a report needs at least one recipient")]
    NoRecipient,
    /// The system gives no random numbers, and without them nothing can be sealed.
    #[error("the system gives no random numbers")]
    NoRandomness,
    /// After redaction something is still to be seen that must not leave, so nothing was sealed. Where it stands in a file that
    /// the person added, the report goes without that file.
    #[error("'{}' still holds something of the rule '{}' ({})", .0.file, .0.rule, .0.place)]
    LeftIn(Sighting),
    /// There is nothing by this name in the draft.
    #[error("there is no '{item}' in this report; accepted: what its preview lists")]
    UnknownItem {
        /// What was asked for.
        item: String,
    },
    /// A picture could not be covered anew.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The sealed file could not be written. Nothing is left behind.
    #[error("the sealed report could not be written: {0}")]
    Storage(#[source] io::Error),
}
