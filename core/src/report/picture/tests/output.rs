//! What is written: pixels and nothing else, small enough, the same each time.

use super::super::{MAX_PICTURE_OUT_BYTES, PictureKind};
use super::made::{Rgb, parts, png, prepared, rgb_png};

/// Values without any pattern.
fn noise(width: u32, height: u32) -> Rgb {
    Rgb::of(width, height, |x, y| {
        let mut state = x.wrapping_mul(0x9e37_79b9) ^ y.wrapping_mul(0x85eb_ca6b);
        state = (state ^ (state >> 15)).wrapping_mul(0x2c1b_3c6d);
        state = (state ^ (state >> 12)).wrapping_mul(0x297a_2d39);
        let [a, b, c, _] = (state ^ (state >> 15)).to_be_bytes();
        [a, b, c]
    })
}

#[test]
fn nothing_but_pixels_is_written() {
    const SECRET: &[u8] = b"Comment\0GPS 48.2082 16.3738";
    let rgb = Rgb::pattern(60, 40);
    let size = (rgb.width, rgb.height);
    let chunks: [(&[u8; 4], &[u8]); 4] =
        [(b"tEXt", SECRET), (b"eXIf", &[b"MM\0*", SECRET].concat()), (b"tIME", &[7; 7]), (b"prVt", SECRET)];
    let mut file = png(size, png::ColorType::Rgb, png::BitDepth::Eight, &rgb.bytes, &chunks);
    file.extend_from_slice(b"PK\x03\x04 a motion photo, an archive, the GPS again");
    let picture = prepared(&file, &[]).unwrap();
    let (found, after) = parts(&picture.bytes);
    assert_eq!((picture.kind, after), (PictureKind::Png, 0));
    assert!(found.iter().all(|kind| ["IHDR", "IDAT", "IEND"].contains(&kind.as_str())), "{found:?}");
    assert!(!picture.bytes.windows(3).any(|bytes| bytes == b"GPS"));
}

#[test]
fn a_jpeg_has_no_segment_that_says_anything() {
    let mut file = rgb_png(&noise(700, 500), 1);
    file.extend_from_slice(b"the GPS");
    let picture = prepared(&file, &[]).unwrap();
    let (found, after) = parts(&picture.bytes);
    assert_eq!((picture.kind, after), (PictureKind::Jpeg, 0));
    // JFIF, and it ends before its thumbnail; then tables, frame and scan.
    assert_eq!(found.first().unwrap(), "e0:16");
    assert!(found[1..].iter().all(|kind| ["db", "c0", "c4", "da"].iter().any(|k| kind.starts_with(k))), "{found:?}");
    assert_eq!(&picture.bytes[6..20], b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
}

#[test]
fn what_follows_a_picture_is_gone() {
    for file in [&include_bytes!("data/baseline.jpg")[..], include_bytes!("data/lossy.webp")] {
        let alone = prepared(file, &[]).unwrap();
        for tail in
            [&b"PK\x03\x04 an archive"[..], b"\0\0\0\x18ftypmp42 a motion photo", b"\xff\xd8\xff\xe1\0\x08Exif\0\0"]
        {
            assert_eq!(prepared(&[file, tail].concat(), &[]).unwrap().bytes, alone.bytes);
        }
    }
}

#[test]
fn a_picture_fits_and_is_the_same_each_time() {
    for (width, height) in [(1600, 900), (720, 2200)] {
        let file = rgb_png(&noise(width, height), 8);
        let picture = prepared(&file, &[]).unwrap();
        assert!(picture.bytes.len() <= MAX_PICTURE_OUT_BYTES && picture.bytes.capacity() <= MAX_PICTURE_OUT_BYTES);
        assert!(picture.width < height, "noise is scaled: {picture:?}");
        assert_eq!(prepared(&file, &[]).unwrap(), picture);
    }
}
