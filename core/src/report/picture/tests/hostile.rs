//! Files that lie, and things that are no files.

use std::fs;
use std::io::Cursor;

use jpeg_encoder::SamplingFactor;

use super::super::{MAX_PICTURE_BYTES, PictureError, fuzz, prepare, prepare_from};
use super::made::{Rgb, jpeg, png, prepared, rgb_png, webp};

fn samples() -> Vec<Vec<u8>> {
    let rgb = Rgb::pattern(33, 21);
    let palette = vec![0b0001_1011; 9 * 21];
    vec![
        rgb_png(&rgb, 6),
        png((33, 21), png::ColorType::Indexed, png::BitDepth::Two, &palette, &[]),
        jpeg(&rgb, 3, SamplingFactor::F_2_2, false),
        jpeg(&rgb, 1, SamplingFactor::F_1_1, true),
        // Wide enough for the decoder's threads.
        jpeg(&Rgb::pattern(150, 20), 1, SamplingFactor::F_2_1, false),
        webp(&rgb, 8),
        include_bytes!("data/baseline.jpg").to_vec(),
        include_bytes!("data/progressive.jpg").to_vec(),
        include_bytes!("data/lossy.webp").to_vec(),
        include_bytes!("data/lossy_turned.webp").to_vec(),
        include_bytes!("data/lossy_alpha.webp").to_vec(),
        include_bytes!("data/lossless_alpha.webp").to_vec(),
        include_bytes!("data/animated.webp").to_vec(),
    ]
}

#[test]
fn no_flipped_bit_is_a_panic() {
    let mut state = 1_u32;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        usize::try_from(state >> 8).unwrap() % below
    };
    for file in samples() {
        for round in 0..400 {
            let mut bytes = file.clone();
            for _ in 0..=round % 3 {
                let at = next(bytes.len());
                bytes[at] ^= 1 << next(8);
            }
            fuzz(&bytes);
        }
    }
}

#[test]
fn a_file_that_is_cut_short_is_damaged() {
    for file in samples() {
        if matches!(prepared(&file, &[]), Err(PictureError::Unsupported { .. })) {
            continue;
        }
        for cut in (40..file.len() - 1).step_by(3) {
            let refused = prepared(&file[..cut], &[]);
            assert!(matches!(refused, Err(PictureError::Damaged)), "{cut} of {}: {refused:?}", file.len());
        }
    }
}

#[test]
fn a_header_that_promises_too_much_is_refused_unread() {
    let mut file = rgb_png(&Rgb::pattern(8, 8), 1);
    file[16..24].copy_from_slice(&[50_000_u32.to_be_bytes(), 50_000_u32.to_be_bytes()].concat());
    assert!(matches!(prepared(&file, &[]), Err(PictureError::TooManyPixels { width: 50_000, .. })));
    let mut file = jpeg(&Rgb::pattern(8, 8), 1, SamplingFactor::F_1_1, true);
    let frame = file.windows(2).position(|bytes| bytes == [0xff, 0xc2]).unwrap();
    for (side, code) in [(u16::MAX, "picture_too_many_pixels"), (5000, "picture_too_much_memory")] {
        file[frame + 5..frame + 9].copy_from_slice(&[side.to_be_bytes(), side.to_be_bytes()].concat());
        assert_eq!(prepared(&file, &[]).unwrap_err().code(), code);
    }
    let mut file = include_bytes!("data/lossless.webp").to_vec();
    let bits = 0x0fff_u32 | (0x0bff << 14);
    file[21..25].copy_from_slice(&bits.to_le_bytes());
    assert_eq!(prepared(&file, &[]).unwrap_err().code(), "picture_too_much_memory");
}

/// A PNG of 8×8 pixels with other chunks: after its header, its pixels, its end.
fn with_chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    png((8, 8), png::ColorType::Rgb, png::BitDepth::Eight, &Rgb::pattern(8, 8).bytes, &[(kind, content)])
}

#[test]
fn what_unpacks_to_much_is_not_unpacked() {
    // 200 MB of zeros in a small stream of deflate, as a profile and as a comment.
    let mut stream = fdeflated(200_000_000);
    assert!(stream.len() < 2_000_000, "{}", stream.len());
    let mut profile = b"name\0\0".to_vec();
    profile.append(&mut stream);
    for kind in [b"iCCP", b"zTXt"] {
        assert!(prepared(&with_chunk(kind, &profile), &[]).is_ok());
    }
    // More pixels than the header says: they are not read.
    let mut file = png((2000, 2000), png::ColorType::Rgb, png::BitDepth::Eight, &[0; 12_000_000], &[]);
    file[20..24].copy_from_slice(&8_u32.to_be_bytes());
    assert!(matches!(prepared(&file, &[]), Err(PictureError::Damaged)), "the checksum of the header");
    let exif = with_chunk(b"eXIf", &vec![0; 3_000_000]);
    assert!(matches!(prepared(&exif, &[]), Err(PictureError::TooMuchMemory { .. })));
}

/// Zeros, packed by the encoder of PNG: the pixels of one.
fn fdeflated(zeros: u32) -> Vec<u8> {
    let row = vec![0; 1_000_000];
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 1_000_000, zeros / 1_000_000);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().unwrap();
    let mut stream = writer.stream_writer_with_size(4_000_000).unwrap();
    for _ in 0..zeros / 1_000_000 {
        std::io::Write::write_all(&mut stream, &row).unwrap();
    }
    stream.finish().unwrap();
    writer.finish().unwrap();
    file[41..file.len() - 16].to_vec()
}

#[test]
fn scans_without_end_are_refused() {
    let file = jpeg(&Rgb::pattern(64, 64), 1, SamplingFactor::F_1_1, true);
    let scan = file.windows(2).rposition(|bytes| bytes == [0xff, 0xda]).unwrap();
    let end = file.len() - 2;
    let mut many = file[..end].to_vec();
    for _ in 0..100_000 {
        many.extend_from_slice(&file[scan..end]);
    }
    many.truncate(usize::try_from(MAX_PICTURE_BYTES).unwrap() - 2);
    many.extend_from_slice(&[0xff, 0xd9]);
    let start = std::time::Instant::now();
    assert!(matches!(prepared(&many, &[]), Err(PictureError::Damaged)));
    assert!(start.elapsed().as_secs() < 5);
}

#[test]
fn what_is_no_file_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(prepare(folder.path(), &[]), Err(PictureError::Unreadable(_))));
    assert!(matches!(prepare(&folder.path().join("none"), &[]), Err(PictureError::Unreadable(_))));
    let empty = folder.path().join("empty");
    fs::write(&empty, b"").unwrap();
    assert!(matches!(prepare(&empty, &[]), Err(PictureError::Empty)));
    let pipe = folder.path().join("pipe");
    if std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        let refused = prepare(&pipe, &[]).unwrap_err();
        assert_eq!((refused.code(), refused.to_string().as_str()), ("picture_unreadable", "the file cannot be read"));
    }
    let large = folder.path().join("large.png");
    fs::File::create(&large).unwrap().set_len(MAX_PICTURE_BYTES + 1).unwrap();
    assert!(matches!(prepare(&large, &[]), Err(PictureError::TooLarge { .. })));
    let named_wrongly = folder.path().join("picture.heic");
    fs::write(&named_wrongly, rgb_png(&Rgb::pattern(5, 5), 1)).unwrap();
    assert!(prepare(&named_wrongly, &[]).is_ok());
}

#[test]
fn sides_of_zero_and_chunks_without_end_are_damaged() {
    let mut file = rgb_png(&Rgb::pattern(8, 8), 1);
    file[16..20].fill(0);
    assert!(matches!(prepared(&file, &[]), Err(PictureError::Damaged)));
    let mut file = include_bytes!("data/lossy.webp").to_vec();
    file[16..20].fill(0xff);
    assert!(matches!(prepare_from(Cursor::new(&file), &[]), Err(PictureError::Damaged)));
}
