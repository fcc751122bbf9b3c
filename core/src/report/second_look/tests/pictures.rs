//! Pictures with and without more than pixels.

use super::*;

fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut chunk = u32::try_from(body.len()).unwrap().to_be_bytes().to_vec();
    chunk.extend_from_slice(kind);
    chunk.extend_from_slice(body);
    chunk.extend_from_slice(&[0; 4]);
    chunk
}

fn png(extra: &[Vec<u8>]) -> Vec<u8> {
    let mut all = b"\x89PNG\r\n\x1a\n".to_vec();
    all.extend(chunk(b"IHDR", &[0; 13]));
    all.extend(extra.concat());
    all.extend(chunk(b"IDAT", b"\x78\x9cpixels"));
    all.extend(chunk(b"IEND", b""));
    all
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], length.as_slice(), body].concat()
}

fn jpeg(extra: &[Vec<u8>]) -> Vec<u8> {
    let mut all = vec![0xff, 0xd8];
    all.extend(segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"));
    all.extend(extra.concat());
    all.extend([segment(0xdb, &[0; 65]), segment(0xc0, &[0; 15]), segment(0xc4, &[0; 20])].concat());
    all.extend(segment(0xda, &[0; 10]));
    all.extend([1, 2, 0xff, 0, 3, 0xff, 0xd0, 4, 0xff, 0xd9]);
    all
}

fn webp(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (kind, data) in chunks {
        body.extend_from_slice(*kind);
        body.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
        body.extend_from_slice(data);
        body.extend(vec![0; data.len() % 2]);
    }
    [b"RIFF".as_slice(), &u32::try_from(body.len()).unwrap().to_le_bytes(), &body].concat()
}

fn seen(bytes: &[u8]) -> Vec<(&'static str, String)> {
    let seen = SecondLook::new(&[], &[]).look("attachments/shot.png", bytes);
    seen.into_iter().map(|s| (s.rule.as_str(), s.place)).collect()
}

fn vp8x(flags: u8) -> Vec<u8> {
    [&[flags], [0; 9].as_slice()].concat()
}

#[test]
fn plain_pictures_pass() {
    let plain = [
        png(&[]),
        png(&[chunk(b"PLTE", &[0; 6]), chunk(b"tRNS", &[0; 2])]),
        jpeg(&[]),
        jpeg(&[segment(0xdd, &[0, 1])]),
        webp(&[(b"VP8 ", b"pixels")]),
        webp(&[(b"VP8L", b"odd")]),
        webp(&[(b"VP8X", &vp8x(0x10)), (b"ALPH", b"a"), (b"VP8 ", b"pixels")]),
    ];
    for picture in plain {
        assert_eq!(seen(&picture), [], "{picture:?}");
    }
}

#[test]
fn whatever_else_is_in_a_picture_is_metadata() {
    let after = |mut picture: Vec<u8>| {
        picture.push(0);
        picture
    };
    let cut = |mut picture: Vec<u8>| {
        picture.pop();
        picture
    };
    let bad = [
        png(&[chunk(b"tEXt", b"Comment\0hi")]),
        png(&[chunk(b"eXIf", b"MM")]),
        png(&[chunk(b"iCCP", b"x")]),
        png(&[chunk(b"pHYs", &[0; 9])]),
        png(&[chunk(b"tIME", &[0; 7])]),
        png(&[chunk(b"prVt", b"x")]),
        png(&[chunk(b"IHDR", &[0; 13])]),
        after(png(&[])),
        cut(png(&[])),
        jpeg(&[segment(0xe1, b"Exif\0\0MM")]),
        jpeg(&[segment(0xe2, b"ICC_PROFILE")]),
        jpeg(&[segment(0xed, b"Photoshop")]),
        jpeg(&[segment(0xfe, b"comment")]),
        jpeg(&[segment(0xe0, b"JFXX\0\x10thumbnail")]),
        jpeg(&[segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01abc")]),
        after(jpeg(&[])),
        cut(jpeg(&[])),
        webp(&[(b"VP8 ", b"pixels"), (b"EXIF", b"MM")]),
        webp(&[(b"VP8X", &vp8x(0x08)), (b"VP8 ", b"pixels")]),
        webp(&[(b"VP8X", &vp8x(0x04)), (b"VP8 ", b"pixels")]),
        webp(&[(b"VP8X", &vp8x(0x20)), (b"ICCP", b"xx"), (b"VP8 ", b"pixels")]),
        webp(&[(b"VP8 ", b"pixels"), (b"XMP ", b"<x>")]),
        webp(&[]),
        after(webp(&[(b"VP8 ", b"pixels")])),
        cut(webp(&[(b"VP8 ", b"pixels")])),
    ];
    for picture in bad {
        assert_eq!(seen(&picture), [("metadata", "metadata".to_owned())], "{picture:?}");
    }
}

#[test]
fn what_is_neither_text_nor_picture_is_not_let_through() {
    for bytes in [b"\x00\xff\xfe".as_slice(), b"GIF89a\xff", b"PK\x03\x04\xff\xff", b"4\xff"] {
        assert_eq!(seen(bytes), [("not_text", "content".to_owned())]);
    }
    assert_eq!(seen("plain text".as_bytes()), []);
    // UTF-16 without a mark is UTF-8 with zeros between.
    let wide: Vec<u8> = "card 4111111111111111".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(seen(&wide), [("card", "line 1".to_owned())]);
}

#[test]
fn no_cut_of_a_picture_panics_or_passes() {
    for picture in [png(&[]), jpeg(&[]), webp(&[(b"VP8X", &vp8x(0x10)), (b"VP8L", b"odd")])] {
        for length in 0..picture.len() {
            let cut = &picture[..length];
            assert!(length < 12 || !seen(cut).is_empty(), "{length}");
        }
    }
}
