//! Pictures that the person adds: decoded within limits, turned upright, covered where the person says so, made small enough,
//! and written anew, so that nothing goes along but pixels.
//!
//! One picture at a time. Its bytes come from a file and are never whole in memory; what decoding takes is reckoned from the
//! header and refused before anything is allocated.

mod encode;
mod error;
mod jpeg;
mod kind;
mod mask;
mod orientation;
mod palette;
mod png;
mod shrink;
mod size;
#[cfg(test)]
mod tests;
mod vp8l;
mod webp;
mod yuv;

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

pub use error::PictureError;
pub(crate) use kind::PictureKind;
pub use mask::Mask;

use kind::SNIFF_BYTES;
pub(crate) use kind::sniff;
use orientation::Orientation;
use shrink::Pixels;
use size::Size;

/// The largest file that is read, in bytes. A photo of 50 million pixels has 10 to 20 MiB.
pub const MAX_PICTURE_BYTES: u64 = 20 * 1024 * 1024;
/// The most pixels that are decoded: those of the largest common camera. They bound the time, at about a second on a phone.
pub(crate) const MAX_PIXELS: u64 = 51_000_000;
/// The longest side, in pixels: that of a long scrolling screenshot.
pub(crate) const MAX_SIDE: u32 = 32_768;
/// The most memory that decoding one picture may take, in bytes, reckoned from its header. With 20 results of
/// [`MAX_PICTURE_OUT_BYTES`] it stays under 64 MB.
pub(crate) const MAX_DECODE_MEMORY: u64 = 48 * 1024 * 1024;
/// The most masks on one picture.
pub const MAX_MASKS: usize = 64;
/// The most bytes of a picture in a report. Of 20 pictures it makes 10 MiB.
pub(crate) const MAX_PICTURE_OUT_BYTES: usize = 512 * 1024;
/// How many pixels are kept: 2000×1500 of a photo, and of a phone's screen five sixths and more on a side.
pub(crate) const MAX_OUT_PIXELS: u64 = 3_000_000;
/// The short side below which text gets hard to read, in pixels: two thirds of the usual 1080.
pub(crate) const MIN_OUT_SHORT_SIDE: u32 = 720;
/// How many pixels are kept of a long scrolling screenshot, which would else be narrower than [`MIN_OUT_SHORT_SIDE`].
pub(crate) const LONG_OUT_PIXELS: u64 = 6_000_000;

/// A picture as it goes into a report.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    /// What was written: PNG or JPEG.
    pub kind: PictureKind,
    /// The file. It holds pixels and nothing else.
    pub bytes: Vec<u8>,
    /// Pixels across, as it is seen.
    pub width: u32,
    /// Pixels down, as it is seen.
    pub height: u32,
    /// Pixels across before it was scaled, as it is seen.
    pub original_width: u32,
    /// Pixels down before it was scaled, as it is seen.
    pub original_height: u32,
    /// How many masks cover something.
    pub masks: usize,
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Picture")
            .field("kind", &self.kind)
            .field("bytes", &self.bytes.len())
            .field("size", &(self.width, self.height))
            .field("original", &(self.original_width, self.original_height))
            .field("masks", &self.masks)
            .finish()
    }
}

/// A picture that is decoded, covered and made smaller, but not yet turned upright.
struct Decoded {
    pixels: Pixels,
    orientation: Orientation,
    /// Its size in the file.
    stored: Size,
}

/// Reads a picture and makes of it what may go into a report.
///
/// # Errors
/// See [`PictureError`]. On any, nothing of the picture is kept.
pub(crate) fn prepare(file: &Path, masks: &[Mask]) -> Result<Picture, PictureError> {
    // Asked before it is opened: to open a pipe waits for someone to write.
    if !file.metadata().map_err(PictureError::Unreadable)?.is_file() {
        return Err(PictureError::Unreadable(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")));
    }
    let file = File::open(file).map_err(PictureError::Unreadable)?;
    prepare_from(BufReader::new(file), masks)
}

/// A picture out of a report, as it may be shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Redrawn {
    /// `image/png` or `image/jpeg`.
    pub media_type: &'static str,
    /// The file, all of it written here.
    pub bytes: Vec<u8>,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

impl fmt::Debug for Redrawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redrawn").field("bytes", &self.bytes.len()).field("size", &(self.width, self.height)).finish()
    }
}

/// Decodes a picture that somebody sent, within limits, and writes it anew, so that what shows it reads nothing that a stranger
/// wrote. Blocks.
///
/// # Errors
/// See [`PictureError`].
pub fn redraw(file: &Path) -> Result<Redrawn, PictureError> {
    let Picture { kind, bytes, width, height, .. } = prepare(file, &[])?;
    Ok(Redrawn { media_type: kind.media_type(), bytes, width, height })
}

/// The same from anything that is read like a file.
pub(crate) fn prepare_from<R: BufRead + Seek>(mut reader: R, masks: &[Mask]) -> Result<Picture, PictureError> {
    let bytes = reader.seek(SeekFrom::End(0)).map_err(PictureError::from_io)?;
    if bytes == 0 {
        return Err(PictureError::Empty);
    }
    if bytes > MAX_PICTURE_BYTES {
        return Err(PictureError::TooLarge { bytes, limit: MAX_PICTURE_BYTES });
    }
    reader.seek(SeekFrom::Start(0)).map_err(PictureError::from_io)?;
    let mut first = Vec::with_capacity(SNIFF_BYTES);
    let part = u64::try_from(SNIFF_BYTES).unwrap_or_default();
    reader.by_ref().take(part).read_to_end(&mut first).map_err(PictureError::from_io)?;
    let decoded = match sniff(&first).map_err(|found| PictureError::Unsupported { found })? {
        PictureKind::Png => png::decode(reader, masks)?,
        PictureKind::Jpeg => jpeg::decode(reader, masks)?,
        PictureKind::Webp => webp::decode(reader, bytes, masks)?,
    };
    let Decoded { pixels, orientation, stored } = decoded;
    let (original_width, original_height) = orientation.turned_size(stored.width, stored.height);
    let encode::Encoded { kind, bytes, width, height } = encode::encode(orientation.turn(pixels))?;
    Ok(Picture { kind, bytes, width, height, original_width, original_height, masks: masks.len() })
}

/// Prepares whatever the bytes are.
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) fn fuzz(bytes: &[u8]) {
    let mask = Mask { x: 1, y: 2, width: 5, height: 3 };
    let _ = prepare_from(io::Cursor::new(bytes), &[mask]);
    let _ = prepare_from(io::Cursor::new(bytes), &[]);
}
