//! What the segments before the first scan tell (ITU-T T.81, annex B): the size, how it is coded, and the orientation.

use std::io::{BufRead, Seek, SeekFrom};

use super::super::PictureError;
use super::super::mask::Grid;
use super::super::orientation::Orientation;
use super::super::size::Size;
use super::Eighths;

/// What the decoder takes beside planes: rows on their way to its threads, tables, and the colour profiles that it keeps
/// (which [`super::bounded::Bounded`] limits).
const ASIDE_BYTES: u64 = 6 * 1024 * 1024;
/// What one block of 8×8 coefficients takes, in bytes.
const BLOCK_BYTES: u64 = 128;
/// How many bytes of segments are skipped at most before the first scan, by their count: a file of nothing else ends sooner.
const MAX_SEGMENTS: usize = 4096;

/// A component's sampling factors, across and down: 1, 2 or 4.
type Sampling = (u32, u32);

/// What is known before anything is decoded.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) size: Size,
    pub(super) orientation: Orientation,
    is_progressive: bool,
    components: Vec<Sampling>,
}

impl Head {
    pub(super) fn read<R: BufRead + Seek>(reader: &mut R) -> Result<Self, PictureError> {
        reader.seek(SeekFrom::Start(2)).map_err(PictureError::from_io)?;
        let mut orientation = None;
        let mut frame = None;
        for _ in 0..MAX_SEGMENTS {
            let marker = next_marker(reader)?;
            match (marker, &frame) {
                (0xc0..=0xc2, None) => frame = Some(Frame::read(&segment(reader)?, marker == 0xc2)?),
                (0xc3, None) => return Err(PictureError::Unsupported { found: "lossless JPEG" }),
                (0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf, None) => {
                    return Err(PictureError::Unsupported { found: "a rare kind of JPEG" });
                }
                (0xe1, _) if orientation.is_none() => {
                    let app = segment(reader)?;
                    orientation = app.starts_with(b"Exif\0\0").then(|| Orientation::from_exif(&app));
                }
                (0xda, Some(_)) => {
                    let Frame { size, is_progressive, components } = frame.ok_or(PictureError::Damaged)?;
                    let orientation = orientation.unwrap_or_default();
                    return Ok(Self { size, orientation, is_progressive, components });
                }
                // Tables, application data and comments.
                (0xc4 | 0xdb | 0xdd | 0xe0..=0xef | 0xfe, _) => skip(reader)?,
                _ => return Err(PictureError::Damaged),
            }
        }
        Err(PictureError::Damaged)
    }

    /// The size that is made at a scale; the decoder rounds it up.
    pub(super) fn made(&self, eighths: Eighths) -> Size {
        let side = |side: u32| side.saturating_mul(eighths).div_ceil(8);
        Size { width: side(self.size.width), height: side(self.size.height) }
    }

    /// Within what this picture mixes pixels: the units of its components (ITU-T T.81, A.2), and one sample over their edge
    /// where a component is sampled more coarsely and smoothed.
    pub(super) fn grid(&self, eighths: Eighths) -> Grid {
        let (across, down) = self.most();
        let is_smoothed = self.components.iter().any(|sampling| *sampling != (across, down));
        Grid {
            across: across.saturating_mul(8),
            down: down.saturating_mul(8),
            shrunk: 8_u32.checked_div(eighths).unwrap_or(1),
            margin: u32::from(is_smoothed),
        }
    }

    /// The most memory that decoding at a scale takes, with what is kept of it. The decoder holds planes, then planes and
    /// samples; of a progressive picture also all coefficients, and those of a component once more on their way to its thread.
    pub(super) fn memory(&self, eighths: Eighths, kept: Size) -> u64 {
        let (across, down) = self.most();
        let units = |side: u32, most: u32| u64::from(side.div_ceil(most.saturating_mul(8).max(1)));
        let units = units(self.size.width, across).saturating_mul(units(self.size.height, down));
        let blocks = self.components.iter().map(|(h, v)| units.saturating_mul(u64::from(h.saturating_mul(*v))));
        let all = blocks.clone().fold(0, u64::saturating_add);
        let largest = blocks.max().unwrap_or_default();
        let samples_in_block = u64::from(eighths.saturating_mul(eighths));
        let planes = all.saturating_mul(samples_in_block);
        let count = u64::try_from(self.components.len()).unwrap_or(3);
        let samples = self.made(eighths).pixels().saturating_mul(count);
        let (coefficients, queue) = if self.is_progressive {
            (all.saturating_mul(BLOCK_BYTES), largest.saturating_mul(BLOCK_BYTES))
        } else {
            (0, 0)
        };
        let decoding = coefficients.saturating_add(planes).saturating_add(queue.max(samples));
        let shrinking = samples.saturating_add(kept.rgb_bytes());
        decoding.max(shrinking).saturating_add(ASIDE_BYTES)
    }

    fn most(&self) -> Sampling {
        self.components.iter().fold((1, 1), |most, at| (most.0.max(at.0), most.1.max(at.1)))
    }
}

struct Frame {
    size: Size,
    is_progressive: bool,
    components: Vec<Sampling>,
}

impl Frame {
    /// From the segment that begins a frame (ITU-T T.81, B.2.2).
    fn read(segment: &[u8], is_progressive: bool) -> Result<Self, PictureError> {
        let [precision, h0, h1, w0, w1, count, components @ ..] = segment else { return Err(PictureError::Damaged) };
        if *precision != 8 {
            return Err(PictureError::Unsupported { found: "JPEG with more than 8 bits" });
        }
        let size = Size::new(u16::from_be_bytes([*w0, *w1]).into(), u16::from_be_bytes([*h0, *h1]).into())?;
        let (components, rest) = components.as_chunks::<3>();
        if components.len() != usize::from(*count) || !rest.is_empty() {
            return Err(PictureError::Damaged);
        }
        match components.len() {
            // Of one component the factors mean nothing (A.2.2), but some writers set them.
            1 | 3 => {}
            4 => return Err(PictureError::Unsupported { found: "JPEG in CMYK" }),
            _ => return Err(PictureError::Damaged),
        }
        let mut samplings = Vec::with_capacity(components.len());
        for [_, factors, _] in components {
            let sampling = (u32::from(factors >> 4), u32::from(factors & 15));
            if !matches!(sampling, (1 | 2 | 4, 1 | 2 | 4)) {
                return Err(PictureError::Unsupported { found: "a rare kind of JPEG" });
            }
            samplings.push(sampling);
        }
        Ok(Self { size, is_progressive, components: samplings })
    }
}

/// The next marker, after any bytes that fill the gap: as the decoder finds it.
fn next_marker<R: BufRead>(reader: &mut R) -> Result<u8, PictureError> {
    let mut after_ff = false;
    loop {
        let mut byte = [0];
        reader.read_exact(&mut byte).map_err(PictureError::from_io)?;
        match byte {
            [0xff] => after_ff = true,
            [marker] if after_ff && marker != 0 => return Ok(marker),
            _ => after_ff = false,
        }
    }
}

/// How long the content of a segment is.
fn length<R: BufRead>(reader: &mut R) -> Result<u16, PictureError> {
    let mut length = [0; 2];
    reader.read_exact(&mut length).map_err(PictureError::from_io)?;
    u16::from_be_bytes(length).checked_sub(2).ok_or(PictureError::Damaged)
}

fn segment<R: BufRead>(reader: &mut R) -> Result<Vec<u8>, PictureError> {
    let mut content = vec![0; usize::from(length(reader)?)];
    reader.read_exact(&mut content).map_err(PictureError::from_io)?;
    Ok(content)
}

fn skip<R: BufRead + Seek>(reader: &mut R) -> Result<(), PictureError> {
    let length = length(reader)?;
    reader.seek_relative(length.into()).map_err(PictureError::from_io)
}
