//! The rows of a VP8 frame in RGB. Colours, which VP8 keeps for every second pixel of every second row, are smoothed between:
//! at full size, edges of coloured text would else show steps.

use image_webp::vp8::Frame;

use super::shrink::RGB;

/// One row at a time, in a buffer that is used again.
pub(super) struct Rows<'a> {
    frame: &'a Frame,
    y: usize,
    /// The two colours of a row, each value four times as large: three parts of the near row and one of the far.
    blue: Vec<u16>,
    red: Vec<u16>,
    rgb: Vec<u8>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(frame: &'a Frame) -> Self {
        Self { frame, y: 0, blue: Vec::new(), red: Vec::new(), rgb: Vec::new() }
    }

    /// The next row, none after the last.
    pub(super) fn next(&mut self) -> Option<&mut [u8]> {
        let (width, height) = (usize::from(self.frame.width), usize::from(self.frame.height));
        if self.y >= height {
            return None;
        }
        let stride = width.div_ceil(16).saturating_mul(16);
        let luma = row(&self.frame.ybuf, self.y, stride)?.get(..width)?;
        let last = height.div_ceil(2).saturating_sub(1);
        let near = self.y / 2;
        let far = if self.y.is_multiple_of(2) { near.saturating_sub(1) } else { near.saturating_add(1).min(last) };
        let colours = width.div_ceil(2);
        blend(&mut self.blue, &self.frame.ubuf, near, far, stride / 2, colours)?;
        blend(&mut self.red, &self.frame.vbuf, near, far, stride / 2, colours)?;
        self.rgb.clear();
        let mut blue = Smooth::new(&self.blue);
        let mut red = Smooth::new(&self.red);
        for light in luma {
            self.rgb.extend_from_slice(&to_rgb(*light, blue.next(), red.next()));
        }
        self.y = self.y.saturating_add(1);
        (self.rgb.len() == width.saturating_mul(RGB)).then_some(&mut self.rgb)
    }
}

fn row(plane: &[u8], y: usize, stride: usize) -> Option<&[u8]> {
    let start = y.checked_mul(stride)?;
    plane.get(start..start.checked_add(stride)?)
}

fn blend(out: &mut Vec<u16>, plane: &[u8], near: usize, far: usize, stride: usize, width: usize) -> Option<()> {
    let near = row(plane, near, stride)?.get(..width)?;
    let far = row(plane, far, stride)?.get(..width)?;
    out.clear();
    out.extend(near.iter().zip(far).map(|(near, far)| u16::from(*near).wrapping_mul(3).wrapping_add(u16::from(*far))));
    Some(())
}

/// The values of a blended row, two for each: three parts of it and one of its neighbour.
struct Smooth<'a> {
    rest: std::slice::Iter<'a, u16>,
    before: u16,
    here: u16,
    after: u16,
    is_second: bool,
}

impl<'a> Smooth<'a> {
    fn new(values: &'a [u16]) -> Self {
        let mut rest = values.iter();
        let here = rest.next().copied().unwrap_or_default();
        let after = rest.next().copied().unwrap_or(here);
        Self { rest, before: here, here, after, is_second: false }
    }

    fn next(&mut self) -> u8 {
        let neighbour = if self.is_second { self.after } else { self.before };
        // At most 16 times 255.
        let value = self.here.wrapping_mul(3).wrapping_add(neighbour).wrapping_add(8) >> 4;
        if self.is_second {
            (self.before, self.here) = (self.here, self.after);
            self.after = self.rest.next().copied().unwrap_or(self.here);
        }
        self.is_second = !self.is_second;
        u8::try_from(value).unwrap_or(u8::MAX)
    }
}

/// BT.601 as RFC 9649, section 2.5, has it, in the whole numbers of libwebp (src/dsp/yuv.h).
fn to_rgb(light: u8, blue: u8, red: u8) -> [u8; RGB] {
    let part = |value: u8, of: i32| i32::from(value).wrapping_mul(of) >> 8;
    let light = part(light, 19_077);
    let clip = |value: i32| u8::try_from((value >> 6).clamp(0, 255)).unwrap_or_default();
    [
        clip(light.wrapping_add(part(red, 26_149)).wrapping_sub(14_234)),
        clip(light.wrapping_sub(part(blue, 6419)).wrapping_sub(part(red, 13_320)).wrapping_add(8708)),
        clip(light.wrapping_add(part(blue, 33_050)).wrapping_sub(17_685)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grey_stays_grey_and_the_ends_are_reached() {
        assert_eq!(to_rgb(235, 128, 128), [255; 3]);
        assert_eq!(to_rgb(16, 128, 128), [0; 3]);
        let [red, green, blue] = to_rgb(126, 128, 128);
        assert!(red.abs_diff(128) <= 1 && green.abs_diff(128) <= 1 && blue.abs_diff(128) <= 1, "{red} {green} {blue}");
    }

    #[test]
    fn colours_are_smoothed_as_libwebp_does() {
        // Nine, three, three and one sixteenth; at the edges the nearest alone.
        let row = [40_u16, 80, 400];
        let mut smooth = Smooth::new(&row);
        let values: Vec<u8> = (0..6).map(|_| smooth.next()).collect();
        assert_eq!(values, [10, 13, 18, 40, 80, 100]);
    }
}
