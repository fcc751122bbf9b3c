//! WebP (RFC 9649): lossy pictures in Y, U and V, which take half of what RGB does, and small lossless ones.

use std::io::{BufRead, Seek, SeekFrom};

use image_webp::vp8::{Frame, Vp8Decoder};

use super::mask::{Grid, Mask, Masks};
use super::orientation::Orientation;
use super::shrink::{Canvas, RGB, Shrink, size};
use super::size::{Size, check_memory};
use super::vp8l::{self, Lossless};
use super::yuv::Rows;
use super::{Decoded, PictureError};

/// How much Exif is read, in bytes.
const MAX_EXIF: u64 = 64 * 1024;
/// The most chunks that are looked at.
const MAX_CHUNKS: usize = 4096;
/// RIFF, its size, and WEBP.
const CONTAINER_BYTES: u64 = 12;
/// The type and the size of a chunk.
const CHUNK_HEAD_BYTES: u64 = 8;
/// What VP8 allocates for a partition whose size is a lie before it finds out: 24 bits of bytes (RFC 6386, section 9.5).
const PARTITION_BYTES: u64 = 16 * 1024 * 1024;
/// What VP8 notes for each macroblock, in bytes, with what a growing list holds twice.
const MACROBLOCK_BYTES: u64 = 160;
/// VP8 mixes pixels within macroblocks, and its filter and the smoothing of colours over their edges.
const VP8_GRID: Grid = Grid { across: 16, down: 16, shrunk: 1, margin: 4 };

/// Where a chunk's content lies.
#[derive(Debug, Clone, Copy)]
struct Chunk {
    start: u64,
    length: u64,
}

#[derive(Debug, Default)]
struct Chunks {
    lossy: Option<Chunk>,
    lossless: Option<Chunk>,
    alpha: Option<Chunk>,
    exif: Option<Chunk>,
    canvas: Option<(u32, u32)>,
}

/// `bytes` is the size of the file.
pub(super) fn decode<R: BufRead + Seek>(mut reader: R, bytes: u64, masks: &[Mask]) -> Result<Decoded, PictureError> {
    let chunks = Chunks::read(&mut reader, bytes)?;
    let mut orientation = Orientation::default();
    if let Some(exif) = chunks.exif {
        let exif = content(&mut reader, Chunk { length: exif.length.min(MAX_EXIF), ..exif })?;
        orientation = Orientation::from_exif(&exif);
    }
    if let Some(chunk) = chunks.lossy {
        return lossy(reader, chunk, &chunks, orientation, masks);
    }
    let chunk = chunks.lossless.ok_or(PictureError::Damaged)?;
    go_to(&mut reader, chunk)?;
    let mut head = [0; vp8l::HEAD_BYTES];
    reader.read_exact(&mut head).map_err(PictureError::from_io)?;
    let lossless = Lossless::from_head(head)?;
    let stored = checked(lossless.size, &chunks)?;
    let masks = Masks::new(masks, orientation, stored.width, stored.height)?.on(Grid::EXACT);
    let kept = stored.kept();
    let shrinking = stored.pixels().saturating_mul(4).saturating_add(kept.rgb_bytes());
    check_memory(vp8l::memory(stored, chunk.length).max(shrinking))?;
    let rgba = lossless.decode(content(&mut reader, chunk)?)?;
    let mut canvas = canvas(masks, stored, kept);
    let mut rgb = Vec::new();
    for row in rgba.chunks(size(stored.width).saturating_mul(4)) {
        rgb.clear();
        for [red, green, blue, alpha] in row.as_chunks::<4>().0 {
            let alpha = if lossless.has_alpha { *alpha } else { u8::MAX };
            rgb.extend_from_slice(&[*red, *green, *blue].map(|value| super::png::on_white(value, alpha)));
        }
        canvas.row(&mut rgb)?;
    }
    Ok(Decoded { pixels: canvas.finish()?, orientation, stored })
}

fn lossy<R: BufRead + Seek>(
    mut reader: R,
    chunk: Chunk,
    chunks: &Chunks,
    orientation: Orientation,
    masks: &[Mask],
) -> Result<Decoded, PictureError> {
    let stored = checked(vp8_size(&mut reader, chunk)?, chunks)?;
    let masks = Masks::new(masks, orientation, stored.width, stored.height)?.on(VP8_GRID);
    let kept = stored.kept();
    // First the decoder with the file's bytes, then what it made with what is kept of it.
    let painting = stored.pixels().saturating_mul(3) / 2;
    let mut needed = vp8_memory(stored, chunk.length).max(painting.saturating_add(kept.rgb_bytes()));
    if let Some(alpha) = chunks.alpha {
        needed = needed.saturating_add(stored.pixels()).max(vp8l::alpha_memory(stored, alpha.length));
    }
    check_memory(needed)?;
    let alpha = match chunks.alpha {
        Some(alpha) => Some(vp8l::alpha(content(&mut reader, alpha)?, stored)?),
        None => None,
    };
    go_to(&mut reader, chunk)?;
    let frame = Vp8Decoder::decode_frame(reader.take(chunk.length)).map_err(vp8l::error)?;
    if Size::new(frame.width.into(), frame.height.into())? != stored {
        return Err(PictureError::Damaged);
    }
    let pixels = paint(&frame, alpha.as_deref(), canvas(masks, stored, kept))?;
    Ok(Decoded { pixels, orientation, stored })
}

fn paint(frame: &Frame, alpha: Option<&[u8]>, mut canvas: Canvas) -> Result<super::Pixels, PictureError> {
    let mut rows = Rows::new(frame);
    let width = usize::from(frame.width);
    let mut alpha_rows = alpha.map(|alpha| alpha.chunks(width.max(1)));
    while let Some(rgb) = rows.next() {
        if let Some(alpha) = alpha_rows.as_mut().and_then(Iterator::next) {
            for (pixel, alpha) in rgb.chunks_mut(RGB).zip(alpha) {
                pixel.iter_mut().for_each(|value| *value = super::png::on_white(*value, *alpha));
            }
        }
        canvas.row(rgb)?;
    }
    canvas.finish()
}

fn canvas(masks: Masks, from: Size, to: Size) -> Canvas {
    Canvas::new(masks, Shrink::new(from.width, from.height, to.width, to.height))
}

impl Chunks {
    fn read<R: BufRead + Seek>(reader: &mut R, bytes: u64) -> Result<Self, PictureError> {
        let mut found = Self::default();
        let end = container_end(reader)?;
        // What follows the container may be anything; a container that is not all there is cut short.
        if end > bytes {
            return Err(PictureError::Damaged);
        }
        let mut position = CONTAINER_BYTES;
        for _ in 0..MAX_CHUNKS {
            if position.saturating_add(CHUNK_HEAD_BYTES) > end {
                return Ok(found);
            }
            reader.seek(SeekFrom::Start(position)).map_err(PictureError::from_io)?;
            let mut head = [0; 8];
            reader.read_exact(&mut head).map_err(PictureError::from_io)?;
            let [a, b, c, d, length @ ..] = head;
            let length = u32::from_le_bytes(length);
            let chunk = Chunk { start: position.saturating_add(CHUNK_HEAD_BYTES), length: length.into() };
            if chunk.start.saturating_add(chunk.length) > end {
                return Err(PictureError::Damaged);
            }
            let kind = [a, b, c, d];
            found.add(kind, chunk, position == CONTAINER_BYTES, reader)?;
            // Without the extended format nothing belongs to it but its picture.
            if found.canvas.is_none() {
                return Ok(found);
            }
            // A chunk ends on an even byte.
            position = chunk.start.saturating_add(chunk.length).saturating_add(chunk.length & 1);
        }
        Err(PictureError::Damaged)
    }

    fn add<R: BufRead>(
        &mut self,
        kind: [u8; 4],
        chunk: Chunk,
        is_first: bool,
        reader: &mut R,
    ) -> Result<(), PictureError> {
        match &kind {
            b"ANIM" | b"ANMF" => return Err(PictureError::Unsupported { found: "an animated WebP" }),
            b"VP8X" if is_first => self.canvas = Some(canvas_size(reader)?),
            b"VP8 " => self.lossy = self.lossy.or(Some(chunk)),
            b"VP8L" => self.lossless = self.lossless.or(Some(chunk)),
            // Of a simple picture, which ends at its first chunk, this is the picture: none.
            b"ALPH" => self.alpha = self.alpha.or(Some(chunk)),
            b"EXIF" => self.exif = self.exif.or(Some(chunk)),
            _ => {}
        }
        Ok(())
    }
}

/// Where the container ends, in a file that has no more than it (RFC 9649, section 2.4).
fn container_end<R: BufRead + Seek>(reader: &mut R) -> Result<u64, PictureError> {
    reader.seek(SeekFrom::Start(4)).map_err(PictureError::from_io)?;
    let mut length = [0; 4];
    reader.read_exact(&mut length).map_err(PictureError::from_io)?;
    Ok(u64::from(u32::from_le_bytes(length)).saturating_add(8))
}

/// The canvas of the extended format (RFC 9649, section 2.7.1): flags, and 24 bits for each side less one.
fn canvas_size<R: BufRead>(reader: &mut R) -> Result<(u32, u32), PictureError> {
    let mut extended = [0; 10];
    reader.read_exact(&mut extended).map_err(PictureError::from_io)?;
    let [_, _, _, _, w0, w1, w2, h0, h1, h2] = extended;
    let side = |bytes| u32::from_le_bytes(bytes).saturating_add(1);
    Ok((side([w0, w1, w2, 0]), side([h0, h1, h2, 0])))
}

/// The size in the header of a VP8 frame (RFC 6386, section 9.1).
fn vp8_size<R: BufRead + Seek>(reader: &mut R, chunk: Chunk) -> Result<(u32, u32), PictureError> {
    go_to(reader, chunk)?;
    let mut head = [0; 10];
    reader.read_exact(&mut head).map_err(PictureError::from_io)?;
    let [tag, _, _, 0x9d, 0x01, 0x2a, w0, w1, h0, h1] = head else { return Err(PictureError::Damaged) };
    let is_key_frame = tag & 1 == 0;
    let side = |bytes| u32::from(u16::from_le_bytes(bytes) & 0x3fff);
    if is_key_frame { Ok((side([w0, w1]), side([h0, h1]))) } else { Err(PictureError::Damaged) }
}

/// The most that decoding a VP8 frame takes, in bytes: 1.5 for each pixel of whole macroblocks; and the file's bytes three
/// times, since they are read into a list that grows and then copied.
fn vp8_memory(stored: Size, bytes: u64) -> u64 {
    let blocks = |side: u32| u64::from(side.div_ceil(16));
    let macroblocks = blocks(stored.width).saturating_mul(blocks(stored.height));
    let pixels = macroblocks.saturating_mul(256 + 128 + MACROBLOCK_BYTES);
    pixels.saturating_add(bytes.saturating_mul(3).max(bytes.saturating_add(PARTITION_BYTES)))
}

/// A frame fills its canvas.
fn checked((width, height): (u32, u32), chunks: &Chunks) -> Result<Size, PictureError> {
    if let Some((across, down)) = chunks.canvas {
        Size::new(across, down)?;
        if (across, down) != (width, height) {
            return Err(PictureError::Damaged);
        }
    }
    Size::new(width, height)
}

fn go_to<R: Seek>(reader: &mut R, chunk: Chunk) -> Result<(), PictureError> {
    reader.seek(SeekFrom::Start(chunk.start)).map_err(PictureError::from_io)?;
    Ok(())
}

/// A chunk's content, whose size was reckoned with. Such a chunk is whole: its end lies within the file.
fn content<R: BufRead + Seek>(reader: &mut R, chunk: Chunk) -> Result<Vec<u8>, PictureError> {
    go_to(reader, chunk)?;
    let mut content = vec![0; usize::try_from(chunk.length).map_err(|_| PictureError::Damaged)?];
    reader.read_exact(&mut content).map_err(PictureError::from_io)?;
    Ok(content)
}
