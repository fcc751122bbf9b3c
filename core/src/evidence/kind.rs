//! What a piece of evidence is, told by its first bytes and never by its name.

use super::{MAX_IMAGE_BYTES, MAX_TEXT_BYTES};
use crate::codes::stable_codes;
use crate::report::picture::{self, PictureKind};

stable_codes! {
    /// What a piece of evidence is.
    pub enum EvidenceKind as "kind of evidence" {
        /// A picture in PNG.
        Png = "png",
        /// A picture in JPEG.
        Jpeg = "jpeg",
        /// A picture in WebP.
        Webp = "webp",
        /// Plain text.
        Text = "text",
    }
}

impl EvidenceKind {
    /// Which picture begins like this; none if it is none of those that are kept.
    pub(super) fn of_image(bytes: &[u8]) -> Option<Self> {
        picture::sniff(bytes).ok().map(|kind| match kind {
            PictureKind::Png => Self::Png,
            PictureKind::Jpeg => Self::Jpeg,
            PictureKind::Webp => Self::Webp,
        })
    }

    /// Whether it is a picture.
    pub fn is_image(self) -> bool {
        match self {
            Self::Png | Self::Jpeg | Self::Webp => true,
            Self::Text => false,
        }
    }

    /// The largest that is kept, in bytes.
    pub(super) fn limit(self) -> u64 {
        if self.is_image() { MAX_IMAGE_BYTES } else { MAX_TEXT_BYTES }
    }

    /// The ending of its file, so that other apps know what they are given.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Png => PictureKind::Png.ending(),
            Self::Jpeg => PictureKind::Jpeg.ending(),
            Self::Webp => PictureKind::Webp.ending(),
            Self::Text => "txt",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_known_by_their_first_bytes() {
        for (bytes, expected) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], Some(EvidenceKind::Png)),
            (b"\x89PNG\n\x1a\n", None),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", Some(EvidenceKind::Jpeg)),
            (b"\xff\xd8", None),
            (b"RIFF\x24\0\0\0WEBPVP8 ", Some(EvidenceKind::Webp)),
            (b"RIFF\x24\0\0\0WAVEfmt ", None),
            (b"RIFF", None),
            // HEIC, AVIF, GIF, PDF and nothing.
            (b"\0\0\0\x18ftypheic", None),
            (b"\0\0\0\x1cftypavif", None),
            (b"GIF89a", None),
            (b"%PDF-1.7", None),
            (b"", None),
        ] {
            assert_eq!(EvidenceKind::of_image(bytes), expected, "{bytes:?}");
        }
    }
}
