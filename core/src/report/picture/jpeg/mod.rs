//! JPEG, at the smallest of its full, half, quarter and eighth size that is not smaller than what is kept: the decoder makes it
//! straight from the coefficients, so that a photo of 24 million pixels takes 30 MB and not 72.

mod bounded;
mod head;

use std::io::{BufRead, Seek, SeekFrom};

use jpeg_decoder::{Decoder, Error, PixelFormat};

use self::bounded::Bounded;
use self::head::Head;
use super::mask::{Mask, Masks};
use super::shrink::{Canvas, RGB, Shrink, size};
use super::size::{Size, check_memory};
use super::{Decoded, PictureError};

/// A size that the decoder makes, in eighths of the stored one.
type Eighths = u32;

pub(super) fn decode<R: BufRead + Seek>(mut reader: R, masks: &[Mask]) -> Result<Decoded, PictureError> {
    let head = Head::read(&mut reader)?;
    let masks = Masks::new(masks, head.orientation, head.size.width, head.size.height)?;
    let (eighths, kept) = plan(&head)?;
    let masks = masks.on(head.grid(eighths));
    reader.seek(SeekFrom::Start(0)).map_err(PictureError::from_io)?;
    let (made, format, samples) = samples(Bounded::new(reader), &head, eighths)?;
    // The decoder is gone, and with it all but these samples.
    let mut canvas = Canvas::new(masks, Shrink::new(made.width, made.height, kept.width, kept.height));
    let mut rgb = Vec::new();
    match format {
        PixelFormat::L8 => {
            for row in samples.chunks(size(made.width)) {
                rgb.clear();
                row.iter().for_each(|gray| rgb.extend_from_slice(&[*gray; RGB]));
                canvas.row(&mut rgb)?;
            }
        }
        PixelFormat::RGB24 => {
            let mut samples = samples;
            for row in samples.chunks_mut(size(made.width).saturating_mul(RGB)) {
                canvas.row(row)?;
            }
        }
        // The header told otherwise.
        PixelFormat::L16 | PixelFormat::CMYK32 => return Err(PictureError::Damaged),
    }
    Ok(Decoded { pixels: canvas.finish()?, orientation: head.orientation, stored: head.size })
}

/// In which size to decode, and which to keep. Where that takes too much memory, the next smaller one is decoded and kept: a
/// long screenshot at half its width is still legible.
fn plan(head: &Head) -> Result<(Eighths, Size), PictureError> {
    let kept = head.size.kept();
    let is_enough = |made: Size| made.width >= kept.width && made.height >= kept.height;
    let eighths = [1, 2, 4].into_iter().find(|eighths| is_enough(head.made(*eighths))).unwrap_or(8);
    let needed = head.memory(eighths, kept);
    let Err(refused) = check_memory(needed) else { return Ok((eighths, kept)) };
    let half = eighths / 2;
    let made = head.made(half);
    // Down to what is half legible, but no picture is made a thumbnail.
    let is_legible = eighths == 8 && made.width.min(made.height) >= super::MIN_OUT_SHORT_SIDE / 2;
    let smaller = Size { width: made.width.min(kept.width), height: made.height.min(kept.height) };
    if is_legible && check_memory(head.memory(half, smaller)).is_ok() { Ok((half, smaller)) } else { Err(refused) }
}

fn samples<R: BufRead>(
    reader: Bounded<R>,
    head: &Head,
    eighths: Eighths,
) -> Result<(Size, PixelFormat, Vec<u8>), PictureError> {
    let made = head.made(eighths);
    let mut decoder = Decoder::new(reader);
    decoder.read_info().map_err(error)?;
    let side = |side| u16::try_from(side).map_err(|_| PictureError::Damaged);
    if eighths < 8 {
        decoder.scale(side(made.width)?, side(made.height)?).map_err(error)?;
    }
    let info = decoder.info().ok_or(PictureError::Damaged)?;
    // What was reckoned with is what is decoded.
    if (info.width, info.height) != (side(made.width)?, side(made.height)?) {
        return Err(PictureError::Damaged);
    }
    let samples = decoder.decode().map_err(error)?;
    Ok((made, info.pixel_format, samples))
}

fn error(error: Error) -> PictureError {
    match error {
        Error::Io(error) => PictureError::from_io(error),
        Error::Unsupported(_) => PictureError::Unsupported { found: "a rare kind of JPEG" },
        Error::Format(_) | Error::Internal(_) => PictureError::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// A header and nothing else: three components, the first sampled so many times as finely.
    fn head(width: u16, height: u16, sampling: u8, marker: u8) -> Head {
        let mut file = vec![0xff, 0xd8, 0xff, marker, 0, 17, 8];
        file.extend_from_slice(&height.to_be_bytes());
        file.extend_from_slice(&width.to_be_bytes());
        file.extend_from_slice(&[3, 1, sampling, 0, 2, 0x11, 1, 3, 0x11, 1, 0xff, 0xda]);
        Head::read(&mut Cursor::new(file)).unwrap()
    }

    #[test]
    fn each_picture_is_decoded_as_small_as_it_is_kept() {
        for (width, height, sampling, marker, expected) in [
            (1080, 2340, 0x22, 0xc0, Some((8, (1080, 2340)))),
            (4000, 3000, 0x22, 0xc0, Some((4, (2000, 1500)))),
            (4000, 3000, 0x11, 0xc1, Some((4, (2000, 1500)))),
            (5712, 4284, 0x22, 0xc0, Some((4, (2000, 1500)))),
            (8064, 6048, 0x22, 0xc0, Some((2, (2000, 1500)))),
            // A photo of eight million pixels and a long screenshot, which take too much at the size that they would be kept in.
            (3264, 2448, 0x22, 0xc2, Some((4, (1632, 1224)))),
            (1080, 12_000, 0x22, 0xc0, Some((4, (540, 6000)))),
            (4000, 3000, 0x22, 0xc2, None),
            (4000, 3000, 0x11, 0xc2, None),
        ] {
            let planned = plan(&head(width, height, sampling, marker)).ok();
            let planned = planned.map(|(eighths, kept)| (eighths, (kept.width, kept.height)));
            assert_eq!(planned, expected, "{width}×{height} {sampling:x} {marker:x}");
        }
    }
}
