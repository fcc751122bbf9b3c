//! Every kind of file, every kind of pixel, every way to turn it.

use jpeg_encoder::SamplingFactor;
use png::{BitDepth, ColorType};

use super::super::{Mask, PictureError, PictureKind};
use super::made::{Rgb, jpeg, pixels, png, prepared, rgb_png, webp};

/// A picture as Exif says it is seen, slowly.
fn turned(from: &Rgb, number: u16) -> Rgb {
    let (w, h) = (from.width, from.height);
    let (width, height) = if (5..=8).contains(&number) { (h, w) } else { (w, h) };
    Rgb::of(width, height, |x, y| {
        let (x, y) = match number {
            2 => (w - 1 - x, y),
            3 => (w - 1 - x, h - 1 - y),
            4 => (x, h - 1 - y),
            5 => (y, x),
            6 => (y, h - 1 - x),
            7 => (w - 1 - y, h - 1 - x),
            8 => (w - 1 - y, x),
            _ => (x, y),
        };
        from.pixel(x, y)
    })
}

fn worst(one: &Rgb, other: &Rgb) -> u8 {
    assert_eq!((one.width, one.height), (other.width, other.height));
    one.bytes.iter().zip(&other.bytes).map(|(a, b)| a.abs_diff(*b)).max().unwrap()
}

#[test]
fn png_and_lossless_webp_come_out_as_they_are_seen() {
    let rgb = Rgb::pattern(37, 25);
    for number in 0..=9 {
        for file in [rgb_png(&rgb, number), webp(&rgb, number)] {
            let picture = prepared(&file, &[]).unwrap();
            let seen = turned(&rgb, number);
            assert_eq!(picture.kind, PictureKind::Png);
            assert_eq!((picture.original_width, picture.original_height), (seen.width, seen.height));
            assert_eq!(pixels(&picture), seen, "{number}");
        }
    }
}

#[test]
fn jpeg_comes_out_as_it_is_seen() {
    let smooth = Rgb::of(40, 24, |x, y| [x * 6, y * 10, 90].map(|n| u8::try_from(n).unwrap()));
    for number in 1..=8 {
        for sampling in [SamplingFactor::F_1_1, SamplingFactor::F_2_1, SamplingFactor::F_2_2, SamplingFactor::F_4_1] {
            for is_progressive in [false, true] {
                let picture = prepared(&jpeg(&smooth, number, sampling, is_progressive), &[]).unwrap();
                let off = worst(&pixels(&picture), &turned(&smooth, number));
                assert!(off < 24, "{number} {sampling:?} {is_progressive}: {off}");
            }
        }
    }
}

#[test]
fn lossy_webp_is_decoded_as_libwebp_does() {
    let reference = |file| pixels(&prepared(file, &[]).unwrap());
    let lossy = prepared(include_bytes!("data/lossy.webp"), &[]).unwrap();
    let expected = reference(include_bytes!("data/lossy_reference.png"));
    assert_eq!(worst(&pixels(&lossy), &expected), 0);
    let alpha = prepared(include_bytes!("data/lossy_alpha.webp"), &[]).unwrap();
    assert!(worst(&pixels(&alpha), &reference(include_bytes!("data/lossy_alpha_reference.png"))) <= 1);
    let upright = prepared(include_bytes!("data/lossy_turned.webp"), &[]).unwrap();
    assert_eq!(pixels(&upright), turned(&expected, 6));
}

#[test]
fn transparency_is_on_white() {
    let picture = prepared(include_bytes!("data/lossless_alpha.webp"), &[]).unwrap();
    let seen = pixels(&picture);
    assert_eq!(seen.pixel(0, 0), [255; 3]);
    assert_eq!(seen.pixel(36, 24), [36 * 255 / 37, 24 * 255 / 25, 200].map(|n| u8::try_from(n).unwrap()));
    let rgba = [[10, 20, 30, 0], [10, 20, 30, 255], [0, 0, 0, 127]].concat();
    let seen = pixels(&prepared(&png((3, 1), ColorType::Rgba, BitDepth::Eight, &rgba, &[]), &[]).unwrap());
    assert_eq!(seen.bytes, [[255; 3], [10, 20, 30], [128; 3]].concat());
    let tiny = [(b"tRNS", &[0, 7, 0, 8, 0, 9][..])];
    let keyed = png((2, 1), ColorType::Rgb, BitDepth::Eight, &[7, 8, 9, 7, 8, 10], &tiny);
    assert_eq!(pixels(&prepared(&keyed, &[]).unwrap()).bytes, [255, 255, 255, 7, 8, 10]);
}

#[test]
fn every_kind_of_png_is_read() {
    for (color, depth, samples, expected) in [
        (ColorType::Grayscale, BitDepth::One, vec![0b1010_0000], vec![255, 255, 255, 0, 0, 0, 255, 255, 255]),
        (ColorType::Grayscale, BitDepth::Eight, vec![1, 2, 3], vec![1, 1, 1, 2, 2, 2, 3, 3, 3]),
        (ColorType::Grayscale, BitDepth::Sixteen, vec![1, 9, 2, 9, 3, 9], vec![1, 1, 1, 2, 2, 2, 3, 3, 3]),
        (ColorType::GrayscaleAlpha, BitDepth::Eight, vec![5, 255, 5, 0, 9, 255], vec![5, 5, 5, 255, 255, 255, 9, 9, 9]),
        (ColorType::Indexed, BitDepth::Two, vec![0b0001_1000], vec![255, 0, 0, 0, 255, 0, 0, 0, 255]),
        (ColorType::Indexed, BitDepth::Eight, vec![3, 2, 1], vec![9, 9, 9, 0, 0, 255, 0, 255, 0]),
        (ColorType::Rgb, BitDepth::Sixteen, (0..18).collect(), vec![0, 2, 4, 6, 8, 10, 12, 14, 16]),
    ] {
        let picture = prepared(&png((3, 1), color, depth, &samples, &[]), &[]).unwrap();
        assert_eq!(pixels(&picture).bytes, expected, "{color:?} {depth:?}");
    }
}

#[test]
fn exif_that_is_malformed_turns_nothing() {
    let rgb = Rgb::pattern(9, 5);
    for exif in [&b""[..], b"MM", b"MM\0*\xff\xff\xff\xff", &[0xff; 300], b"II*\0\x08\0\0\0\xff\xff\x12\x01"] {
        let file = png((rgb.width, rgb.height), ColorType::Rgb, BitDepth::Eight, &rgb.bytes, &[(b"eXIf", exif)]);
        assert_eq!(pixels(&prepared(&file, &[]).unwrap()), rgb);
    }
}

#[test]
fn other_files_are_named() {
    for (file, name) in [
        (&b"\0\0\0\x18ftypheic\0\0\0\0"[..], "HEIC"),
        (b"GIF89a\x01\0\x01\0", "GIF"),
        (b"%PDF-1.7\n", "PDF"),
        (b"a text", "not a picture"),
        (include_bytes!("data/animated.webp"), "an animated WebP"),
    ] {
        let refused = prepared(file, &[]).unwrap_err();
        assert!(matches!(refused, PictureError::Unsupported { found } if found == name), "{refused:?}");
        assert_eq!(refused.to_string(), format!("this is {name}; accepted: PNG, JPEG, WebP"));
        assert_eq!(refused.code(), "picture_unsupported");
    }
    assert!(matches!(prepared(b"", &[]), Err(PictureError::Empty)));
}

/// A grey PNG in seven passes (PNG, third edition, section 8.1), not compressed.
fn interlaced(width: u32, height: u32, grey: impl Fn(u32, u32) -> u8) -> Vec<u8> {
    let passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
    let mut rows = Vec::new();
    for (left, top, across, down) in passes {
        for y in (top..height).step_by(down) {
            if left < width {
                rows.push(0);
                rows.extend((left..width).step_by(across).map(|x| grey(x, y)));
            }
        }
    }
    let length = u16::try_from(rows.len()).unwrap();
    let (a, b) = rows.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    let adler = ((b << 16) | a).to_be_bytes();
    let head = [0x78, 1, 1];
    let stream = [&head, &length.to_le_bytes()[..], &(!length).to_le_bytes(), &rows, &adler].concat();
    let mut file = Vec::new();
    let mut info = png::Info::with_size(width, height);
    (info.color_type, info.bit_depth, info.interlaced) = (ColorType::Grayscale, BitDepth::Eight, true);
    let mut writer = png::Encoder::with_info(&mut file, info).unwrap().write_header().unwrap();
    writer.write_chunk(png::chunk::IDAT, &stream).unwrap();
    writer.finish().unwrap();
    file
}

#[test]
fn interlaced_png_is_read_and_covered() {
    let grey = |x: u32, y: u32| u8::try_from(x * 11 + y * 3).unwrap();
    let file = interlaced(19, 13, grey);
    let mask = Mask { x: 3, y: 2, width: 4, height: 5 };
    let is_covered = |x, y| (3..7).contains(&x) && (2..7).contains(&y);
    let expected = Rgb::of(19, 13, |x, y| [if is_covered(x, y) { 0 } else { grey(x, y) }; 3]);
    assert_eq!(pixels(&prepared(&file, &[mask]).unwrap()), expected);
    let mut large = file;
    large[16..24].copy_from_slice(&[7000_u32.to_be_bytes(), 7200_u32.to_be_bytes()].concat());
    let crc = crc(&large[12..29]).to_be_bytes();
    large[29..33].copy_from_slice(&crc);
    assert!(matches!(prepared(&large, &[]), Err(PictureError::TooMuchMemory { .. })));
}

/// The checksum of a chunk (PNG, third edition, annex D).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 })
    })
}
