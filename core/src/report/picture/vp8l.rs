//! Lossless WebP, and the transparency of lossy WebP, which is coded alike (RFC 9649, sections 2.7.1.2 and 3).
//!
//! The decoder has no limit of its own for prefix codes. What is reckoned here is several times what the files of encoders
//! take; a file that was made to take more can, up to ten times as much, while it is read.

use std::io::Cursor;

use image_webp::{DecodingError, WebPDecoder};

use super::PictureError;
use super::size::Size;

/// The signature, 14 bits for each side less one, whether there is transparency, and the version.
pub(super) const HEAD_BYTES: usize = 5;
const SIGNATURE: u8 = 0x2f;
const HAS_ALPHA: u32 = 1 << 28;
const SIDE: u32 = 0x3fff;
/// How many bytes of tables one byte of a file is reckoned to make. In a file of prefix codes and nothing else it can be some 500:
/// six lengths over ten bits are told in three bits, and each makes two nodes of 16 bytes. In a picture most bytes are pixels.
const TABLES_FOR_A_BYTE: u64 = 48;

/// A lossless picture whose header was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lossless {
    pub(super) size: (u32, u32),
    pub(super) has_alpha: bool,
}

/// The most that decoding takes, in bytes: four for a pixel, as much again in tables of transforms at most for every fourth
/// pixel, and the tables of codes.
pub(super) fn memory(size: Size, bytes: u64) -> u64 {
    size.pixels().saturating_mul(5).saturating_add(bytes.saturating_mul(TABLES_FOR_A_BYTE))
}

/// The same of a chunk of transparency.
pub(super) fn alpha_memory(size: Size, bytes: u64) -> u64 {
    // One that is not compressed has a byte for each pixel; by its size it cannot be told, and both are allowed for.
    let is_plain = bytes >= size.pixels();
    if is_plain { size.pixels().saturating_add(bytes) } else { memory(size, bytes).saturating_add(size.pixels()) }
}

impl Lossless {
    pub(super) fn from_head(head: [u8; HEAD_BYTES]) -> Result<Self, PictureError> {
        let [SIGNATURE, bits @ ..] = head else { return Err(PictureError::Damaged) };
        let bits = u32::from_le_bytes(bits);
        let side = |bits: u32| (bits & SIDE).saturating_add(1);
        Ok(Self { size: (side(bits), side(bits >> 14)), has_alpha: bits & HAS_ALPHA != 0 })
    }

    /// Its pixels as RGBA, from the chunk with its header. It is always decoded as if it had transparency: else the decoder
    /// makes RGBA and then RGB beside it.
    pub(super) fn decode(self, mut chunk: Vec<u8>) -> Result<Vec<u8>, PictureError> {
        let flags = chunk.get_mut(HEAD_BYTES.saturating_sub(1)).ok_or(PictureError::Damaged)?;
        *flags |= 1 << 4;
        let length = u32::try_from(chunk.len()).map_err(|_| PictureError::Damaged)?;
        let mut file = Vec::with_capacity(chunk.len().saturating_add(20));
        file.extend_from_slice(b"RIFF");
        file.extend_from_slice(&length.saturating_add(12).to_le_bytes());
        file.extend_from_slice(b"WEBPVP8L");
        file.extend_from_slice(&length.to_le_bytes());
        file.extend_from_slice(&chunk);
        drop(chunk);
        let mut decoder = WebPDecoder::new(Cursor::new(file)).map_err(error)?;
        if decoder.dimensions() != self.size || !decoder.has_alpha() {
            return Err(PictureError::Damaged);
        }
        let mut rgba = vec![0; decoder.output_buffer_size().ok_or(PictureError::Damaged)?];
        decoder.read_image(&mut rgba).map_err(error)?;
        Ok(rgba)
    }
}

/// How opaque each pixel is, from a chunk of transparency.
pub(super) fn alpha(mut chunk: Vec<u8>, size: Size) -> Result<Vec<u8>, PictureError> {
    let pixels = usize::try_from(size.pixels()).map_err(|_| PictureError::Damaged)?;
    let flags = *chunk.first().ok_or(PictureError::Damaged)?;
    let mut values = match flags & 3 {
        0 => {
            chunk.remove(0);
            chunk.truncate(pixels);
            chunk
        }
        // More than [`alpha_memory`] allowed for.
        1 if chunk.len() >= pixels => return Err(PictureError::Damaged),
        1 => {
            let (across, down) = (size.width.saturating_sub(1), size.height.saturating_sub(1));
            if across > SIDE || down > SIDE {
                return Err(PictureError::Damaged);
            }
            let head = HAS_ALPHA | across | (down << 14);
            chunk.splice(..1, [&[SIGNATURE][..], &head.to_le_bytes()].concat());
            let lossless = Lossless { size: (size.width, size.height), has_alpha: true };
            // It is coded as green.
            lossless.decode(chunk)?.as_chunks::<4>().0.iter().map(|[_, green, _, _]| *green).collect()
        }
        _ => return Err(PictureError::Damaged),
    };
    if values.len() != pixels {
        return Err(PictureError::Damaged);
    }
    unfilter(&mut values, usize::try_from(size.width).unwrap_or(usize::MAX), (flags >> 2) & 3);
    Ok(values)
}

/// Adds to each value what its neighbours foretell (RFC 9649, section 2.7.1.2).
fn unfilter(values: &mut [u8], width: usize, method: u8) {
    if method == 0 {
        return;
    }
    let mut above: Option<Vec<u8>> = None;
    for row in values.chunks_mut(width.max(1)) {
        let (mut left, mut above_left) = (None, 0);
        for (x, value) in row.iter_mut().enumerate() {
            let over = above.as_ref().and_then(|above| above.get(x)).copied();
            let foretold = match (left, over) {
                (None, None) => 0,
                (Some(left), None) => left,
                (None, Some(over)) => over,
                (Some(left), Some(over)) => match method {
                    1 => left,
                    2 => over,
                    _ => {
                        let sum = i16::from(left).wrapping_add(over.into()).wrapping_sub(i16::from(above_left));
                        u8::try_from(sum.clamp(0, 255)).unwrap_or_default()
                    }
                },
            };
            *value = value.wrapping_add(foretold);
            left = Some(*value);
            above_left = over.unwrap_or_default();
        }
        let above = above.get_or_insert_default();
        above.clear();
        above.extend_from_slice(row);
    }
}

pub(super) fn error(error: DecodingError) -> PictureError {
    if let DecodingError::IoError(error) = error { PictureError::from_io(error) } else { PictureError::Damaged }
}
