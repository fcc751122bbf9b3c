//! How a stored picture is to be turned, as Exif says it.

use super::mask::Rect;
use super::shrink::Pixels;

/// How a stored picture is turned to be seen: mirrored, and then perhaps its rows made columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Orientation {
    /// Rows are seen as columns.
    transposed: bool,
    /// What is stored on the right is seen first.
    from_right: bool,
    /// What is stored at the bottom is seen first.
    from_bottom: bool,
}

/// The tag of the orientation (CIPA DC-008, section 4.6.5.1.6).
const TAG: u16 = 0x0112;
/// The type of a 16-bit number (CIPA DC-008, section 4.6.2).
const SHORT: u16 = 3;
/// How long one entry of a directory is.
const ENTRY_BYTES: usize = 12;

impl Orientation {
    /// From the number in Exif; of any other number, as it is stored.
    fn from_number(number: u16) -> Self {
        let (transposed, from_right, from_bottom) = match number {
            2 => (false, true, false),
            3 => (false, true, true),
            4 => (false, false, true),
            5 => (true, false, false),
            6 => (true, false, true),
            7 => (true, true, true),
            8 => (true, true, false),
            _ => (false, false, false),
        };
        Self { transposed, from_right, from_bottom }
    }

    /// From Exif data, with or without its JPEG prefix. What is malformed turns nothing.
    pub(super) fn from_exif(exif: &[u8]) -> Self {
        let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
        number(tiff).map(Self::from_number).unwrap_or_default()
    }

    /// The size as it is seen of a size as it is stored, or the other way round.
    pub(super) fn turned_size(self, width: u32, height: u32) -> (u32, u32) {
        if self.transposed { (height, width) } else { (width, height) }
    }

    /// Where a part of the picture as it is seen is stored, in a stored picture of this size.
    pub(super) fn stored(self, seen: Rect, width: u32, height: u32) -> Rect {
        let Rect { left, top, right, bottom } = seen;
        let (mut left, mut top, mut right, mut bottom) =
            if self.transposed { (top, left, bottom, right) } else { (left, top, right, bottom) };
        if self.from_right {
            (left, right) = (width.saturating_sub(right), width.saturating_sub(left));
        }
        if self.from_bottom {
            (top, bottom) = (height.saturating_sub(bottom), height.saturating_sub(top));
        }
        Rect { left, top, right, bottom }
    }

    /// A stored picture as it is seen.
    pub(super) fn turn(self, stored: Pixels) -> Pixels {
        if self == Self::default() {
            return stored;
        }
        let (width, height) = self.turned_size(stored.width, stored.height);
        let mut rgb = Vec::with_capacity(stored.rgb.len());
        for y in 0..height {
            for x in 0..width {
                let (mut across, mut down) = if self.transposed { (y, x) } else { (x, y) };
                if self.from_right {
                    across = stored.width.saturating_sub(1).saturating_sub(across);
                }
                if self.from_bottom {
                    down = stored.height.saturating_sub(1).saturating_sub(down);
                }
                rgb.extend_from_slice(stored.pixel(across, down));
            }
        }
        Pixels { width, height, rgb }
    }
}

/// The number under the tag in the first directory of a TIFF (TIFF 6.0, section 2).
fn number(tiff: &[u8]) -> Option<u16> {
    let big = match tiff.get(..4)? {
        b"II*\0" => false,
        b"MM\0*" => true,
        _ => return None,
    };
    let at = |offset: usize| tiff.get(offset..).and_then(<[u8]>::first_chunk);
    let short = |offset: usize| at(offset).map(|b| if big { u16::from_be_bytes(*b) } else { u16::from_le_bytes(*b) });
    let long = |o: usize| {
        tiff.get(o..)?.first_chunk().map(|b| if big { u32::from_be_bytes(*b) } else { u32::from_le_bytes(*b) })
    };
    let directory = usize::try_from(long(4)?).ok()?;
    let entries = directory.checked_add(2)?;
    for index in 0..usize::from(short(directory)?) {
        let entry = entries.checked_add(index.checked_mul(ENTRY_BYTES)?)?;
        if short(entry)? == TAG {
            let is_one_short = short(entry.checked_add(2)?)? == SHORT && long(entry.checked_add(4)?)? == 1;
            return if is_one_short { short(entry.checked_add(8)?) } else { None };
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exif(number: u16) -> Vec<u8> {
        let mut tiff = b"MM\0*\0\0\0\x08\0\x02\x01\x0f\0\x02\0\0\0\x01A\0\0\0\x01\x12\0\x03\0\0\0\x01".to_vec();
        tiff.extend_from_slice(&number.to_be_bytes());
        tiff.extend_from_slice(&[0; 6]);
        tiff
    }

    #[test]
    fn the_number_is_read_in_both_byte_orders() {
        assert_eq!(number(&exif(6)), Some(6));
        assert_eq!(number(b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0"), Some(8));
        assert_eq!(Orientation::from_exif(&[b"Exif\0\0".to_vec(), exif(3)].concat()), Orientation::from_number(3));
    }

    #[test]
    fn malformed_exif_turns_nothing() {
        let whole = exif(6);
        for cut in 0..whole.len() - 6 {
            let turned = Orientation::from_exif(whole.get(..cut).unwrap());
            assert!(turned == Orientation::default(), "{cut}");
        }
        for bytes in [&b"MM\0*\xff\xff\xff\xff"[..], b"II*\0\x08\0\0\0\xff\xff", b"Exif\0\0"] {
            assert_eq!(Orientation::from_exif(bytes), Orientation::default());
        }
        assert_eq!(Orientation::from_exif(&exif(9)), Orientation::default());
        assert_eq!(Orientation::from_exif(&exif(0)), Orientation::default());
    }

    #[test]
    fn a_part_is_stored_where_its_pixels_are() {
        // A 3×2 picture whose pixels are numbered.
        let stored = Pixels { width: 3, height: 2, rgb: (0..6).flat_map(|n| [n, n, n]).collect() };
        for number in 1..=8 {
            let turn = Orientation::from_number(number);
            let seen = turn.turn(Pixels { width: 3, height: 2, rgb: stored.rgb.clone() });
            assert_eq!((seen.width, seen.height), turn.turned_size(3, 2));
            for (x, y) in (0..seen.height).flat_map(|y| (0..seen.width).map(move |x| (x, y))) {
                let there = turn.stored(Rect { left: x, top: y, right: x + 1, bottom: y + 1 }, 3, 2);
                assert_eq!((there.right - there.left, there.bottom - there.top), (1, 1));
                assert_eq!(seen.pixel(x, y), stored.pixel(there.left, there.top), "{number} {x} {y}");
            }
        }
    }

    #[test]
    fn the_numbers_mean_what_exif_says() {
        // What is seen in the top left corner: CIPA DC-008, section 4.6.5.1.6.
        let stored = Pixels { width: 2, height: 2, rgb: (0..4).flat_map(|n| [n, n, n]).collect() };
        for (number, expected) in [
            (1, [0, 1, 2, 3]),
            (2, [1, 0, 3, 2]),
            (3, [3, 2, 1, 0]),
            (4, [2, 3, 0, 1]),
            (5, [0, 2, 1, 3]),
            (6, [2, 0, 3, 1]),
            (7, [3, 1, 2, 0]),
            (8, [1, 3, 0, 2]),
        ] {
            let seen = Orientation::from_number(number).turn(Pixels { width: 2, height: 2, rgb: stored.rgb.clone() });
            assert!(seen.rgb.chunks(3).map(|p| p.first().unwrap()).eq(expected.iter()), "{number}");
        }
    }
}
