//! Pictures by their containers: only what pixels need may be in them. PNG (ISO/IEC 15948), JPEG (ITU-T T.81, JFIF), WebP
//! (RFC 9649).

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[u8] = b"\xff\xd8\xff";
/// Width of length and kind of a chunk in PNG.
const PNG_HEAD: usize = 8;
/// Width of a chunk's checksum in PNG.
const PNG_SUM: usize = 4;
/// The flag of an alpha channel in `VP8X`; all others are for metadata, colour profiles and animation.
const WEBP_ALPHA: u8 = 0x10;

/// Whether a picture has nothing in it but pixels; `None` if it is no picture.
pub(super) fn only_pixels(bytes: &[u8]) -> Option<bool> {
    if let Some(chunks) = bytes.strip_prefix(PNG) {
        return Some(png(chunks).is_some());
    }
    if bytes.starts_with(JPEG) {
        return Some(jpeg(bytes).is_some());
    }
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    webp.then(|| webp_chunks(bytes).is_some())
}

fn png(mut rest: &[u8]) -> Option<()> {
    let mut first = true;
    loop {
        let length = usize::try_from(u32::from_be_bytes(rest.get(..4)?.try_into().ok()?)).ok()?;
        let kind = rest.get(4..PNG_HEAD)?;
        let whole = PNG_HEAD.checked_add(length)?.checked_add(PNG_SUM)?;
        let after = rest.get(whole..)?;
        let fits = match kind {
            b"IHDR" => first && length == 13,
            b"PLTE" => length <= 768,
            b"tRNS" => length <= 256,
            b"IDAT" => true,
            b"IEND" => return (length == 0 && after.is_empty()).then_some(()),
            _ => false,
        };
        if !fits || first != (kind == b"IHDR") {
            return None;
        }
        first = false;
        rest = after;
    }
}

fn jpeg(bytes: &[u8]) -> Option<()> {
    let mut at = 2_usize;
    loop {
        if bytes.get(at) != Some(&0xff) {
            return None;
        }
        let marker = *bytes.get(at.checked_add(1)?)?;
        let body = at.checked_add(2)?;
        if marker == 0xd9 {
            return (bytes.len() == body).then_some(());
        }
        let length = usize::from(u16::from_be_bytes(bytes.get(body..body.checked_add(2)?)?.try_into().ok()?));
        let end = body.checked_add(length)?;
        let segment = bytes.get(body.checked_add(2)?..end)?;
        match marker {
            0xe0 => is_plain_jfif(segment).then_some(())?,
            // Tables, and frames of all kinds: C8 is reserved, CC conditions arithmetic coding.
            0xdb | 0xc4 | 0xdd | 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {}
            0xda => {
                at = scan_end(bytes, end)?;
                continue;
            }
            _ => return None,
        }
        at = end;
    }
}

/// The header of a JFIF file without a thumbnail: name, version, density, and a thumbnail of no size.
fn is_plain_jfif(segment: &[u8]) -> bool {
    segment.len() == 14 && segment.starts_with(b"JFIF\0") && segment.ends_with(&[0, 0])
}

/// Where the coded data that begins at `from` ends: at a marker that is neither stuffing nor a restart.
fn scan_end(bytes: &[u8], from: usize) -> Option<usize> {
    let coded = bytes.get(from..)?;
    let end = coded.windows(2).position(|pair| matches!(pair, [0xff, marker] if !matches!(marker, 0 | 0xd0..=0xd7)))?;
    from.checked_add(end)
}

fn webp_chunks(bytes: &[u8]) -> Option<()> {
    let size = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    if size.checked_add(8)? != bytes.len() {
        return None;
    }
    let mut rest = bytes.get(12..)?;
    let mut picture = false;
    while !rest.is_empty() {
        let length = usize::try_from(u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?)).ok()?;
        let end = length.checked_add(8)?;
        let body = rest.get(8..end)?;
        let fits = match rest.get(..4)? {
            b"VP8 " | b"VP8L" => !std::mem::replace(&mut picture, true),
            b"ALPH" => !picture,
            b"VP8X" => matches!(body, [flags, 0, 0, 0, ..] if flags & !WEBP_ALPHA == 0) && body.len() == 10,
            _ => false,
        };
        // Chunks of odd length are padded with one zero.
        let padded = end.checked_add(length % 2)?;
        if !fits || (padded > end && rest.get(end) != Some(&0)) {
            return None;
        }
        rest = rest.get(padded..)?;
    }
    picture.then_some(())
}
