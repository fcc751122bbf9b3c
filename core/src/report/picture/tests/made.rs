//! Pictures for the tests, and what is in a file that was written.

use std::io::Cursor;

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::super::{Mask, Picture, PictureError, prepare_from};

/// RGB pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rgb {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) bytes: Vec<u8>,
}

impl Rgb {
    /// Each pixel by its place.
    pub(super) fn of(width: u32, height: u32, pixel: impl Fn(u32, u32) -> [u8; 3]) -> Self {
        let at = |y| (0..width).map(move |x| (x, y));
        let bytes = (0..height).flat_map(at).flat_map(|(x, y)| pixel(x, y)).collect();
        Self { width, height, bytes }
    }

    /// Something with edges and slopes.
    pub(super) fn pattern(width: u32, height: u32) -> Self {
        let byte = |n: u32| u8::try_from(n % 256).unwrap();
        Self::of(width, height, |x, y| [byte(x * 7), byte(y * 5), if (x / 8 + y / 8) % 2 == 0 { 200 } else { 20 }])
    }

    pub(super) fn pixel(&self, x: u32, y: u32) -> [u8; 3] {
        let at = usize::try_from((y * self.width + x) * 3).unwrap();
        self.bytes[at..at + 3].try_into().unwrap()
    }
}

/// Exif with an orientation.
pub(super) fn exif(number: u16) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    tiff.extend_from_slice(&number.to_be_bytes());
    tiff.extend_from_slice(&[0; 6]);
    tiff
}

/// A PNG of any kind of samples, with what chunks are wanted before its pixels.
pub(super) fn png(
    (width, height): (u32, u32),
    color: png::ColorType,
    depth: png::BitDepth,
    samples: &[u8],
    chunks: &[(&[u8; 4], &[u8])],
) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(color);
    encoder.set_depth(depth);
    encoder.set_compression(png::Compression::Fast);
    if color == png::ColorType::Indexed {
        encoder.set_palette([[255, 0, 0], [0, 255, 0], [0, 0, 255], [9, 9, 9]].concat());
    }
    let mut writer = encoder.write_header().unwrap();
    for (kind, content) in chunks {
        writer.write_chunk(png::chunk::ChunkType(**kind), content).unwrap();
    }
    writer.write_image_data(samples).unwrap();
    writer.finish().unwrap();
    file
}

pub(super) fn rgb_png(rgb: &Rgb, orientation: u16) -> Vec<u8> {
    let exif = exif(orientation);
    png((rgb.width, rgb.height), png::ColorType::Rgb, png::BitDepth::Eight, &rgb.bytes, &[(b"eXIf", &exif)])
}

pub(super) fn jpeg(rgb: &Rgb, orientation: u16, sampling: SamplingFactor, is_progressive: bool) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, 90);
    encoder.set_sampling_factor(sampling);
    encoder.set_progressive(is_progressive);
    encoder.add_exif_metadata(&exif(orientation)).unwrap();
    let side = |side| u16::try_from(side).unwrap();
    encoder.encode(&rgb.bytes, side(rgb.width), side(rgb.height), ColorType::Rgb).unwrap();
    file
}

pub(super) fn webp(rgb: &Rgb, orientation: u16) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let mut encoder = image_webp::WebPEncoder::new(&mut file);
    encoder.set_exif_metadata(exif(orientation));
    encoder.encode(&rgb.bytes, rgb.width, rgb.height, image_webp::ColorType::Rgb8).unwrap();
    file.into_inner()
}

pub(super) fn prepared(file: &[u8], masks: &[Mask]) -> Result<Picture, PictureError> {
    prepare_from(Cursor::new(file), masks)
}

/// The pixels of a PNG that was written.
pub(super) fn pixels(picture: &Picture) -> Rgb {
    let mut reader = png::Decoder::new(Cursor::new(&picture.bytes)).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    assert_eq!((info.color_type, info.bit_depth), (png::ColorType::Rgb, png::BitDepth::Eight));
    assert_eq!((info.width, info.height), (picture.width, picture.height));
    Rgb { width: info.width, height: info.height, bytes }
}

/// The chunks of a PNG and how many bytes follow its end, or the markers of a JPEG likewise.
pub(super) fn parts(file: &[u8]) -> (Vec<String>, usize) {
    if file.starts_with(b"\xff\xd8") { segments(file) } else { chunks(file) }
}

fn chunks(file: &[u8]) -> (Vec<String>, usize) {
    let (mut found, mut at) = (Vec::new(), 8);
    while found.last().is_none_or(|last| last != "IEND") {
        let length = u32::from_be_bytes(file[at..at + 4].try_into().unwrap());
        found.push(String::from_utf8(file[at + 4..at + 8].to_vec()).unwrap());
        at += 12 + usize::try_from(length).unwrap();
    }
    (found, file.len() - at)
}

fn segments(file: &[u8]) -> (Vec<String>, usize) {
    let (mut found, mut at) = (Vec::new(), 2);
    loop {
        assert_eq!(file[at], 0xff, "a marker at {at}");
        let marker = file[at + 1];
        at += 2;
        if marker == 0xd9 {
            return (found, file.len() - at);
        }
        let length = usize::from(u16::from_be_bytes(file[at..at + 2].try_into().unwrap()));
        found.push(format!("{marker:02x}:{length}"));
        at += length;
        if marker == 0xda {
            while file[at] != 0xff || matches!(file[at + 1], 0 | 0xd0..=0xd7) {
                at += 1;
            }
        }
    }
}
