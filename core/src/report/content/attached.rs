//! What the person added, and what is not in the report.

use serde::{Deserialize, Serialize};

use crate::codes::stable_codes;
use crate::report::Text;
use crate::report::picture::{Picture, PictureError};

/// A file that the person added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AttachmentContent {
    /// Its name in the bundle.
    pub name: Text,
    /// Its size in bytes.
    pub size: u64,
    /// What was done to it, if it is a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<PictureContent>,
}

/// A picture, all sizes as it is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PictureContent {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Pixels across before it was made smaller.
    pub original_width: u32,
    /// Pixels down before it was made smaller.
    pub original_height: u32,
    /// How many parts of it are covered.
    pub masks: u32,
}

impl PictureContent {
    pub(in crate::report) fn of(picture: &Picture) -> Self {
        let Picture { kind: _, bytes: _, width, height, original_width, original_height, masks } = picture;
        Self {
            width: *width,
            height: *height,
            original_width: *original_width,
            original_height: *original_height,
            masks: u32::try_from(*masks).unwrap_or(u32::MAX),
        }
    }
}

/// Something that was left out or cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Omission {
    /// What: an entry of the bundle, or a list or text of this file, as a JSON pointer.
    pub what: Text,
    /// Why.
    pub why: OmissionWhy,
    /// How much is there.
    pub kept: u64,
    /// Of how much: bytes of a file, characters of a text, entries of a list.
    pub of: u64,
}

stable_codes! {
    /// Why something was left out.
    pub enum OmissionWhy as "reason" {
        /// A text is longer than its limit. Of a file the end is kept, of a text the beginning.
        TooLong = "too_long",
        /// A list has more entries than its limit.
        TooMany = "too_many",
        /// The file has no content.
        Empty = "empty",
        /// The file could not be read.
        Unreadable = "unreadable",
        /// The file is no text.
        NotText = "not_text",
        /// The picture is of a kind that is not read.
        UnsupportedPicture = "unsupported_picture",
        /// The picture is larger than what is read, or does not fit.
        PictureTooLarge = "picture_too_large",
        /// The picture is cut short or contradicts itself.
        DamagedPicture = "damaged_picture",
        /// What should cover a part of the picture covers nothing of it.
        MaskOutside = "mask_outside",
        /// The person has taken it out.
        TakenOut = "taken_out",
    }
}

impl OmissionWhy {
    pub(in crate::report) fn of_picture(error: &PictureError) -> Self {
        match error {
            PictureError::Unsupported { .. } => Self::UnsupportedPicture,
            PictureError::Empty => Self::Empty,
            PictureError::TooLarge { .. }
            | PictureError::TooManyPixels { .. }
            | PictureError::TooMuchMemory { .. }
            | PictureError::TooDetailed { .. } => Self::PictureTooLarge,
            PictureError::Damaged => Self::DamagedPicture,
            PictureError::MaskOutside { .. } | PictureError::TooManyMasks => Self::MaskOutside,
            PictureError::Unreadable(_) => Self::Unreadable,
        }
    }
}
