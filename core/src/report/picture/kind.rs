//! What a file is, told by its first bytes and never by its name.

/// How many first bytes tell what a file is.
pub(super) const SNIFF_BYTES: usize = 32;

/// What kind of picture was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PictureKind {
    /// A picture in PNG.
    Png,
    /// A picture in JPEG.
    Jpeg,
    /// A picture in WebP. It is read and never written.
    Webp,
}

impl PictureKind {
    /// How HTTP names it.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    /// The ending of its file.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
        }
    }
}

/// Which picture begins like this, or else what it is instead, in words that a person knows.
pub(crate) fn sniff(first: &[u8]) -> Result<PictureKind, &'static str> {
    // PNG (third edition), section 5.2.
    if first.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(PictureKind::Png);
    }
    // ITU-T T.81, annex B: the start of an image, and then a marker.
    if first.starts_with(b"\xff\xd8\xff") {
        return Ok(PictureKind::Jpeg);
    }
    // RFC 9649, section 2.4: RIFF, four bytes of size, WEBP.
    if first.starts_with(b"RIFF") && first.get(8..12) == Some(b"WEBP") {
        return Ok(PictureKind::Webp);
    }
    Err(other(first))
}

fn other(first: &[u8]) -> &'static str {
    const STARTS: [(&[u8], &str); 10] = [
        (b"GIF87a", "GIF"),
        (b"GIF89a", "GIF"),
        (b"BM", "BMP"),
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"%PDF-", "PDF"),
        (b"\xff\x0a", "JPEG XL"),
        (b"\0\0\0\x0cJXL ", "JPEG XL"),
        (b"<svg", "SVG"),
        (b"PK\x03\x04", "ZIP"),
    ];
    // ISO/IEC 14496-12, section 4.3: four bytes of size, `ftyp`, and the major brand.
    if first.get(4..8) == Some(b"ftyp") {
        return brand(first.get(8..12).unwrap_or_default());
    }
    STARTS.iter().find(|(start, _)| first.starts_with(start)).map_or("not a picture", |(_, name)| name)
}

fn brand(brand: &[u8]) -> &'static str {
    match brand {
        b"avif" | b"avis" => "AVIF",
        // ISO/IEC 23008-12, annexes B and D; `mif1` and `msf1` are what some phones write for HEIC.
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"hevm" | b"hevs" | b"mif1" | b"msf1" => "HEIC",
        _ => "a video",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_first_bytes() {
        for (bytes, expected) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], Ok(PictureKind::Png)),
            (b"\x89PNG\n\x1a\n", Err("not a picture")),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", Ok(PictureKind::Jpeg)),
            (b"\xff\xd8", Err("not a picture")),
            (b"RIFF\x24\0\0\0WEBPVP8 ", Ok(PictureKind::Webp)),
            (b"RIFF\x24\0\0\0WAVEfmt ", Err("not a picture")),
            (b"\0\0\0\x18ftypheic", Err("HEIC")),
            (b"\0\0\0\x18ftypmif1", Err("HEIC")),
            (b"\0\0\0\x1cftypavif", Err("AVIF")),
            (b"\0\0\0\x1cftypmp42", Err("a video")),
            (b"\0\0\0\x1cftyp", Err("a video")),
            (b"GIF89a", Err("GIF")),
            (b"%PDF-1.7", Err("PDF")),
            (b"II*\0", Err("TIFF")),
            (b"PK\x03\x04", Err("ZIP")),
            (b"hello", Err("not a picture")),
        ] {
            assert_eq!(sniff(bytes), expected, "{bytes:?}");
        }
    }
}
