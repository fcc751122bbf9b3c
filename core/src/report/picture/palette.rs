//! Fewer colours, for pages of small text: at the size where JPEG no longer fits, a palette keeps letters sharp in half the
//! bytes, and what is lost are shades that nobody reads. Photos have too many colours for it.

use super::shrink::{Pixels, RGB};

/// The most colours of a palette (PNG, third edition, section 11.2.2).
const MAX_COLOURS: usize = 256;
/// The most that four bits tell apart.
const HALF_BYTE_COLOURS: usize = 16;
const NONE: u16 = u16::MAX;

/// The colours of a picture, rounded.
pub(super) struct Palette {
    /// How many values of red, green or blue are told apart.
    levels: u16,
    /// Red, green and blue of each, in the order in which they are first seen.
    pub(super) colours: Vec<u8>,
    /// The place in the palette of each colour.
    places: Vec<u16>,
}

impl Palette {
    /// None if there are too many colours even so.
    pub(super) fn of(pixels: &Pixels, levels: u16) -> Option<Self> {
        let colours = usize::from(levels).checked_pow(3)?;
        let mut palette = Self { levels, colours: Vec::new(), places: vec![NONE; colours] };
        for pixel in pixels.rgb.as_chunks::<RGB>().0 {
            let rounded = pixel.map(|value| round(value, levels));
            let next = palette.colours.len() / RGB;
            let place = palette.places.get_mut(key(rounded, levels))?;
            if *place == NONE {
                if next == MAX_COLOURS {
                    return None;
                }
                *place = u16::try_from(next).ok()?;
                palette.colours.extend(rounded.map(|level| spread(level, levels)));
            }
        }
        Some(palette)
    }

    /// How many bits each pixel takes.
    pub(super) fn depth(&self) -> png::BitDepth {
        let is_few = self.colours.len() <= HALF_BYTE_COLOURS.saturating_mul(RGB);
        if is_few { png::BitDepth::Four } else { png::BitDepth::Eight }
    }

    /// One row of a PNG with this palette, into a buffer that is used again.
    pub(super) fn row(&self, rgb: &[u8], row: &mut Vec<u8>) {
        row.clear();
        let place = |pixel: &[u8; RGB]| {
            let place = self.places.get(key(pixel.map(|value| round(value, self.levels)), self.levels));
            place.and_then(|place| u8::try_from(*place).ok()).unwrap_or_default()
        };
        let (pixels, _) = rgb.as_chunks::<RGB>();
        match self.depth() {
            png::BitDepth::Four => {
                let halves = |pair: &[[u8; RGB]]| match pair {
                    [left, right] => (place(left) << 4) | place(right),
                    [last] => place(last) << 4,
                    _ => 0,
                };
                row.extend(pixels.chunks(2).map(halves));
            }
            png::BitDepth::One | png::BitDepth::Two | png::BitDepth::Eight | png::BitDepth::Sixteen => {
                row.extend(pixels.iter().map(place));
            }
        }
    }
}

/// The nearest level; black and white stay what they are.
fn round(value: u8, levels: u16) -> u16 {
    let most = u32::from(levels.saturating_sub(1));
    u16::try_from(u32::from(value).saturating_mul(most).saturating_add(127) / 255).unwrap_or_default()
}

fn spread(level: u16, levels: u16) -> u8 {
    let value = level.saturating_mul(255).checked_div(levels.saturating_sub(1));
    u8::try_from(value.unwrap_or_default()).unwrap_or(u8::MAX)
}

fn key([red, green, blue]: [u16; RGB], levels: u16) -> usize {
    let levels = usize::from(levels);
    let key = usize::from(red).saturating_mul(levels).saturating_add(usize::from(green));
    key.saturating_mul(levels).saturating_add(usize::from(blue))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixels(width: u32, rgb: &[[u8; 3]]) -> Pixels {
        Pixels { width, height: u32::try_from(rgb.len()).unwrap() / width, rgb: rgb.concat() }
    }

    #[test]
    fn black_and_white_stay_and_shades_are_rounded() {
        let picture = pixels(3, &[[0; 3], [255; 3], [130, 2, 250]]);
        let palette = Palette::of(&picture, 16).unwrap();
        assert_eq!(palette.colours, [0, 0, 0, 255, 255, 255, 136, 0, 255]);
        let mut row = Vec::new();
        palette.row(&picture.rgb, &mut row);
        assert_eq!(row, [0x01, 0x20]);
    }

    #[test]
    fn too_many_colours_make_no_palette() {
        let many: Vec<_> = (0..300_u16).map(|n| [n % 16 * 17, n / 16 * 13 % 256, n].map(|n| (n & 255) as u8)).collect();
        assert!(Palette::of(&pixels(300, &many), 16).is_none());
        let palette = Palette::of(&pixels(300, &many), 6).unwrap();
        assert_eq!(palette.depth(), png::BitDepth::Eight);
    }
}
