//! What is written: pixels and nothing else, within a number of bytes.

use std::io::{self, Write};

use jpeg_encoder::{ColorType, Encoder, EncodingError, SamplingFactor};

use super::palette::Palette;
use super::shrink::{Pixels, RGB, size};
use super::size::Size;
use super::{MAX_PICTURE_OUT_BYTES, PictureError, PictureKind};

/// How a picture is written.
#[derive(Debug, Clone, Copy)]
enum Form {
    /// JPEG of this quality.
    Quality(u8),
    /// PNG with so many values of red, green and blue, if that makes a palette.
    Levels(u16),
}

/// What is tried until a picture fits: its size in eighths, and its form. Coarser before smaller: at a quality of 60 text is
/// still sharp, and with few colours too, while fewer pixels take its small print. Noise without end fits at the last step.
const STEPS: [(u32, Form); 11] = [
    (8, Form::Quality(85)),
    (8, Form::Quality(75)),
    (8, Form::Quality(62)),
    (8, Form::Levels(16)),
    (8, Form::Levels(8)),
    (6, Form::Quality(72)),
    (6, Form::Quality(58)),
    (6, Form::Levels(16)),
    (6, Form::Levels(8)),
    (4, Form::Quality(60)),
    (3, Form::Quality(45)),
];
/// The pieces in which a PNG is compressed, in bytes.
const PIECE_BYTES: usize = 64 * 1024;

/// A picture as it is kept.
#[derive(Debug)]
pub(super) struct Encoded {
    pub(super) kind: PictureKind,
    pub(super) bytes: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// As PNG if that fits, which screenshots of plain surfaces do and photos do not; else as JPEG.
pub(super) fn encode(pixels: Pixels) -> Result<Encoded, PictureError> {
    let (width, height) = (pixels.width, pixels.height);
    if let Some(bytes) = capped(|out| write_png(&pixels, None, out).is_ok()) {
        return Ok(Encoded { kind: PictureKind::Png, bytes, width, height });
    }
    let whole = Size { width, height };
    let mut pixels = pixels;
    for (eighths, form) in STEPS {
        let step = whole.times(eighths, 8);
        if (step.width, step.height) != (pixels.width, pixels.height) {
            pixels = pixels.shrunk(step.width, step.height)?;
        }
        let (kind, bytes) = match form {
            Form::Quality(quality) => (PictureKind::Jpeg, capped(|out| write_jpeg(&pixels, quality, out).is_ok())),
            Form::Levels(levels) => {
                let palette = Palette::of(&pixels, levels);
                let palette = palette.as_ref();
                let write = |palette| capped(|out| write_png(&pixels, Some(palette), out).is_ok());
                (PictureKind::Png, palette.and_then(write))
            }
        };
        if let Some(bytes) = bytes {
            return Ok(Encoded { kind, bytes, width: step.width, height: step.height });
        }
    }
    Err(PictureError::TooDetailed { limit: u64::try_from(MAX_PICTURE_OUT_BYTES).unwrap_or(u64::MAX) })
}

/// None if it does not fit; nothing else can fail, for it is written to memory.
fn capped(write: impl FnOnce(&mut Capped) -> bool) -> Option<Vec<u8>> {
    let mut out = Capped(Vec::new());
    write(&mut out).then(|| out.into_bytes())
}

fn write_png(pixels: &Pixels, palette: Option<&Palette>, out: &mut Capped) -> Result<(), png::EncodingError> {
    let mut encoder = png::Encoder::new(out, pixels.width, pixels.height);
    encoder.set_compression(png::Compression::Balanced);
    if let Some(palette) = palette {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(palette.depth());
        encoder.set_palette(&palette.colours);
        // Places in a palette are no measures, that a neighbour could foretell.
        encoder.set_filter(png::Filter::NoFilter);
    } else {
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
    }
    let mut writer = encoder.write_header()?;
    let mut stream = writer.stream_writer_with_size(PIECE_BYTES)?;
    let mut places = Vec::new();
    for row in pixels.rgb.chunks(size(pixels.width).saturating_mul(RGB).max(1)) {
        if let Some(palette) = palette {
            palette.row(row, &mut places);
            stream.write_all(&places)?;
        } else {
            stream.write_all(row)?;
        }
    }
    stream.finish()?;
    writer.finish()
}

fn write_jpeg(pixels: &Pixels, quality: u8, out: &mut Capped) -> Result<(), EncodingError> {
    // A side is at most MAX_SIDE, which 16 bits hold; of 0 the encoder makes an error.
    let side = |side| u16::try_from(side).unwrap_or_default();
    let mut encoder = Encoder::new(out, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.encode(&pixels.rgb, side(pixels.width), side(pixels.height), ColorType::Rgb)
}

/// Bytes up to what a picture may have. What goes over ends the encoding at once.
struct Capped(Vec<u8>);

impl Capped {
    /// Without what the vector holds in reserve, for it is kept until the report is sealed.
    fn into_bytes(mut self) -> Vec<u8> {
        self.0.shrink_to_fit();
        self.0
    }
}

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len().saturating_add(bytes.len()) > MAX_PICTURE_OUT_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values without any pattern.
    fn noise(width: u32, height: u32) -> Pixels {
        let mut state = 7_u32;
        let rgb = (0..size(width * height) * RGB).map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        });
        Pixels { width, height, rgb: rgb.collect() }
    }

    #[test]
    fn a_plain_surface_is_kept_exactly() {
        let pixels = Pixels { width: 1080, height: 2340, rgb: vec![200; 1080 * 2340 * RGB] };
        let encoded = encode(pixels).unwrap();
        assert_eq!((encoded.kind, encoded.width, encoded.height), (PictureKind::Png, 1080, 2340));
        assert!(encoded.bytes.len() < 20_000);
    }

    #[test]
    fn even_noise_fits() {
        for (width, height) in [(2000, 1500), (720, 8333)] {
            let encoded = encode(noise(width, height)).unwrap();
            assert_eq!(encoded.kind, PictureKind::Jpeg);
            assert!(encoded.bytes.len() <= MAX_PICTURE_OUT_BYTES);
        }
    }

    #[test]
    fn a_page_of_small_print_keeps_its_size() {
        // Letters of every shade of grey, on white: too much for JPEG of any quality that is tried.
        let noise = noise(1000, 2000);
        let rgb = noise
            .rgb
            .as_chunks::<RGB>()
            .0
            .iter()
            .flat_map(|[shade, place, _]| if place % 8 == 0 { [*shade; RGB] } else { [255; RGB] });
        let encoded = encode(Pixels { width: 1000, height: 2000, rgb: rgb.collect() });
        let encoded = encoded.unwrap();
        assert_eq!((encoded.kind, encoded.width), (PictureKind::Png, 1000), "{}", encoded.bytes.len());
    }

    #[test]
    fn no_more_than_the_limit_is_ever_held() {
        let mut capped = Capped(vec![0; MAX_PICTURE_OUT_BYTES]);
        assert!(capped.write(&[0]).is_err());
        assert_eq!(capped.write(&[]).unwrap(), 0);
    }
}
