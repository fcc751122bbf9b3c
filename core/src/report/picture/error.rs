//! Why a picture is not taken. Nothing here repeats what the file holds.

use std::io;

use super::{MAX_MASKS, MAX_SIDE};

/// Why a picture is not taken.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// It is of a kind that is not read.
    #[error("this is {found}; accepted: PNG, JPEG, WebP")]
    Unsupported {
        /// What it looks like: `HEIC`, `GIF`, `not a picture`.
        found: &'static str,
    },
    /// The file has no content.
    #[error("the file is empty")]
    Empty,
    /// The file is too large to read.
    #[error("the file has {bytes} bytes; the limit is {limit}")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The most that is read.
        limit: u64,
    },
    /// The picture has too many pixels.
    #[error("{width}×{height} is too large; the limit is {limit} pixels, and {MAX_SIDE} on a side")]
    TooManyPixels {
        /// Pixels across, as stored.
        width: u32,
        /// Pixels down, as stored.
        height: u32,
        /// The most in all.
        limit: u64,
    },
    /// To decode it would take too much memory. It may help to save it in another format.
    #[error("decoding takes {needed} bytes of memory; the limit is {limit}")]
    TooMuchMemory {
        /// The most that it could take, in bytes.
        needed: u64,
        /// The most that is allowed, in bytes.
        limit: u64,
    },
    /// The file is cut short or contradicts itself.
    #[error("the file is damaged")]
    Damaged,
    /// A mask lies wholly outside the picture or has no area. The person believes that something is covered.
    #[error("mask {index} covers nothing of the picture")]
    MaskOutside {
        /// Which mask, from 0.
        index: usize,
    },
    /// There are more masks than are taken.
    #[error("more than {MAX_MASKS} masks")]
    TooManyMasks,
    /// So much detail that it does not fit even when it is small and coarse.
    #[error("the picture does not fit into {limit} bytes")]
    TooDetailed {
        /// The most that is kept, in bytes.
        limit: u64,
    },
    /// The file could not be read, or is not a regular file.
    #[error("the file cannot be read")]
    Unreadable(#[source] io::Error),
}

impl PictureError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unsupported { .. } => "picture_unsupported",
            Self::Empty => "picture_empty",
            Self::TooLarge { .. } => "picture_too_large",
            Self::TooManyPixels { .. } => "picture_too_many_pixels",
            Self::TooMuchMemory { .. } => "picture_too_much_memory",
            Self::Damaged => "picture_damaged",
            Self::MaskOutside { .. } => "picture_mask_outside",
            Self::TooManyMasks => "picture_too_many_masks",
            Self::TooDetailed { .. } => "picture_too_detailed",
            Self::Unreadable(_) => "picture_unreadable",
        }
    }

    /// A file that ends too early is damaged; all else is the fault of where it lies.
    pub(super) fn from_io(error: io::Error) -> Self {
        let is_content = matches!(error.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData);
        if is_content { Self::Damaged } else { Self::Unreadable(error) }
    }
}
