//! PNG, row by row. Only an interlaced picture, whose rows come several times, is ever whole.

use std::io::{BufRead, Read, Seek, SeekFrom};

use png::{ColorType, Decoder, DecodingError, Limits, Reader, Transformations};

use super::mask::{Grid, Mask, Masks};
use super::orientation::Orientation;
use super::shrink::{Canvas, Pixels, Shrink, size};
use super::size::{Size, check_memory};
use super::{Decoded, PictureError};

/// What the decoder may allocate beside the picture, in bytes: a few rows, and Exif.
const MAX_ASIDE: u64 = 4 * 1024 * 1024;
/// How much Exif is read, in bytes. JPEG has no more, and the orientation stands near its beginning.
const MAX_EXIF: u64 = 64 * 1024;
/// How much Exif the decoder may be given, in bytes: it holds all of it.
const MAX_EXIF_CHUNK: u64 = 1024 * 1024;
const SIGNATURE_BYTES: u64 = 8;
/// The length and the type of a chunk (PNG, third edition, section 5.3).
const CHUNK_HEAD_BYTES: usize = 8;
const CHECKSUM_BYTES: i64 = 4;

/// What the chunks tell before anything is decoded.
struct Head {
    size: Size,
    is_interlaced: bool,
    orientation: Orientation,
}

pub(super) fn decode<R: BufRead + Seek>(mut reader: R, masks: &[Mask]) -> Result<Decoded, PictureError> {
    let head = read_head(&mut reader)?;
    let masks = Masks::new(masks, head.orientation, head.size.width, head.size.height)?.on(Grid::EXACT);
    reader.seek(SeekFrom::Start(0)).map_err(PictureError::from_io)?;
    let mut decoder =
        Decoder::new_with_limits(reader, Limits { bytes: usize::try_from(MAX_ASIDE).unwrap_or(usize::MAX) });
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut png = decoder.read_info().map_err(error)?;
    let info = png.info();
    let is_whole = info.frame_control.is_none_or(|frame| (frame.width, frame.height) == info.size());
    if !is_whole || info.size() != (head.size.width, head.size.height) || info.interlaced != head.is_interlaced {
        return Err(PictureError::Damaged);
    }
    let kept = head.size.kept();
    let pixels = if head.is_interlaced {
        interlaced(&mut png, masks, head.size, kept)?
    } else {
        check_memory(kept.rgb_bytes().saturating_add(MAX_ASIDE))?;
        let mut canvas = canvas(masks, head.size, kept);
        let (color, _) = png.output_color_type();
        let mut rgb = Vec::new();
        while let Some(row) = png.next_row().map_err(error)? {
            to_rgb(color, row.data(), &mut rgb);
            canvas.row(&mut rgb)?;
        }
        canvas.finish()?
    };
    Ok(Decoded { pixels, orientation: head.orientation, stored: head.size })
}

fn canvas(masks: Masks, from: Size, to: Size) -> Canvas {
    Canvas::new(masks, Shrink::new(from.width, from.height, to.width, to.height))
}

fn interlaced<R: BufRead + Seek>(
    png: &mut Reader<R>,
    masks: Masks,
    from: Size,
    to: Size,
) -> Result<Pixels, PictureError> {
    let (color, _) = png.output_color_type();
    let whole = from.pixels().saturating_mul(u64::try_from(color.samples()).unwrap_or(4));
    check_memory(whole.saturating_add(to.rgb_bytes()).saturating_add(MAX_ASIDE))?;
    let mut buffer = vec![0; png.output_buffer_size().ok_or(PictureError::Damaged)?];
    png.next_frame(&mut buffer).map_err(error)?;
    let mut canvas = canvas(masks, from, to);
    let mut rgb = Vec::new();
    for row in buffer.chunks(size(from.width).saturating_mul(color.samples()).max(1)) {
        to_rgb(color, row, &mut rgb);
        canvas.row(&mut rgb)?;
    }
    canvas.finish()
}

/// One row in RGB, on white where it is transparent.
fn to_rgb(color: ColorType, row: &[u8], rgb: &mut Vec<u8>) {
    rgb.clear();
    match color {
        ColorType::Grayscale => row.iter().for_each(|gray| rgb.extend_from_slice(&[*gray; 3])),
        ColorType::GrayscaleAlpha => {
            for [gray, alpha] in row.as_chunks::<2>().0 {
                rgb.extend_from_slice(&[on_white(*gray, *alpha); 3]);
            }
        }
        ColorType::Rgba => {
            for [red, green, blue, alpha] in row.as_chunks::<4>().0 {
                rgb.extend_from_slice(&[*red, *green, *blue].map(|value| on_white(value, *alpha)));
            }
        }
        // A palette was expanded.
        ColorType::Rgb | ColorType::Indexed => rgb.extend_from_slice(row),
    }
}

/// A value that is partly transparent, on white.
pub(super) fn on_white(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u32::from(value), u32::from(alpha));
    // value·alpha + 255·(255 − alpha), out of 255, rounded; it cannot be over 255.
    let sum = value.wrapping_mul(alpha).wrapping_add(255_u32.wrapping_mul(255_u32.wrapping_sub(alpha)));
    u8::try_from(sum.wrapping_add(127) / 255).unwrap_or(u8::MAX)
}

/// Walks the chunks to the end of the picture without reading what they hold: a file that is cut short is known at once.
fn read_head<R: BufRead + Seek>(reader: &mut R) -> Result<Head, PictureError> {
    reader.seek(SeekFrom::Start(SIGNATURE_BYTES)).map_err(PictureError::from_io)?;
    let mut found = None;
    let mut orientation = Orientation::default();
    loop {
        let mut head = [0; CHUNK_HEAD_BYTES];
        reader.read_exact(&mut head).map_err(PictureError::from_io)?;
        let [a, b, c, d, kind @ ..] = head;
        let length = u32::from_be_bytes([a, b, c, d]);
        let mut read = 0_i64;
        match (&kind, found) {
            (b"IHDR", None) => {
                let mut header = [0; 13];
                reader.read_exact(&mut header).map_err(PictureError::from_io)?;
                read = 13;
                let [w0, w1, w2, w3, h0, h1, h2, h3, _, _, _, _, interlace] = header;
                let size = Size::new(u32::from_be_bytes([w0, w1, w2, w3]), u32::from_be_bytes([h0, h1, h2, h3]))?;
                found = Some((size, interlace != 0));
            }
            (_, None) => return Err(PictureError::Damaged),
            (b"eXIf", Some(_)) => {
                if u64::from(length) > MAX_EXIF_CHUNK {
                    return Err(PictureError::TooMuchMemory { needed: length.into(), limit: MAX_EXIF_CHUNK });
                }
                let mut exif = Vec::new();
                let part = u64::from(length).min(MAX_EXIF);
                reader.by_ref().take(part).read_to_end(&mut exif).map_err(PictureError::from_io)?;
                read = i64::try_from(exif.len()).unwrap_or(i64::MAX);
                orientation = Orientation::from_exif(&exif);
            }
            (b"IEND", Some((size, is_interlaced))) => {
                reader.read_exact(&mut [0; 4]).map_err(PictureError::from_io)?;
                return Ok(Head { size, is_interlaced, orientation });
            }
            (_, Some(_)) => {}
        }
        let rest = i64::from(length).saturating_sub(read).saturating_add(CHECKSUM_BYTES);
        reader.seek_relative(rest).map_err(PictureError::from_io)?;
    }
}

fn error(error: DecodingError) -> PictureError {
    match error {
        DecodingError::IoError(error) => PictureError::from_io(error),
        DecodingError::Format(_) | DecodingError::Parameter(_) => PictureError::Damaged,
        DecodingError::LimitsExceeded => {
            PictureError::TooMuchMemory { needed: MAX_ASIDE.saturating_add(1), limit: MAX_ASIDE }
        }
    }
}
