//! Averages areas of pixels as their rows arrive: all three formats go through here, and only the result is ever whole.

use super::PictureError;
use super::mask::Masks;

/// Bytes of one RGB pixel.
pub(super) const RGB: usize = 3;

/// RGB pixels, 8 bits each, row by row.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pixels {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) rgb: Vec<u8>,
}

impl Pixels {
    /// One pixel; nothing outside the picture.
    pub(super) fn pixel(&self, x: u32, y: u32) -> &[u8] {
        let index = size(y).saturating_mul(size(self.width)).saturating_add(size(x)).saturating_mul(RGB);
        self.rgb.get(index..index.saturating_add(RGB)).unwrap_or_default()
    }

    /// The same in another size, which is not larger.
    pub(super) fn shrunk(&self, width: u32, height: u32) -> Result<Self, PictureError> {
        let mut shrink = Shrink::new(self.width, self.height, width, height);
        for row in self.rgb.chunks(size(self.width).saturating_mul(RGB).max(1)) {
            shrink.row(row)?;
        }
        shrink.finish()
    }
}

/// Where the rows of a decoded picture go: masks cover them at full size, before any pixel is mixed with another.
pub(super) struct Canvas {
    masks: Masks,
    y: u32,
    shrink: Shrink,
}

impl Canvas {
    pub(super) fn new(masks: Masks, shrink: Shrink) -> Self {
        Self { masks, y: 0, shrink }
    }

    /// The next row, in RGB.
    pub(super) fn row(&mut self, row: &mut [u8]) -> Result<(), PictureError> {
        self.masks.paint(self.y, row);
        self.y = self.y.saturating_add(1);
        self.shrink.row(row)
    }

    pub(super) fn finish(self) -> Result<Pixels, PictureError> {
        self.shrink.finish()
    }
}

/// A box filter in whole numbers. A stored pixel is as wide as the result has pixels, and a pixel of the result as wide as the
/// stored picture has: so both are whole, and each shares exactly what it overlaps.
pub(super) struct Shrink {
    from: (u32, u32),
    to: (u32, u32),
    /// One row, shrunk across: each value is a sum of weight `from.0`.
    line: Vec<u32>,
    /// The row of the result that is under way: each value is a sum of weight `from.0 * from.1` once it is full.
    sums: Vec<u64>,
    /// How much the row of the result that is under way still takes, out of `from.1`.
    room: u32,
    rows: u32,
    rgb: Vec<u8>,
}

impl Shrink {
    /// The result is at most as large as what it is made from, and neither has a side of 0 or one over [`super::MAX_SIDE`].
    pub(super) fn new(width: u32, height: u32, to_width: u32, to_height: u32) -> Self {
        let to = (to_width.clamp(1, width.max(1)), to_height.clamp(1, height.max(1)));
        let samples = size(to.0).saturating_mul(RGB);
        Self {
            from: (width, height),
            to,
            line: vec![0; samples],
            sums: vec![0; samples],
            room: height,
            rows: 0,
            rgb: Vec::with_capacity(samples.saturating_mul(size(to.1))),
        }
    }

    /// The next row, in RGB.
    pub(super) fn row(&mut self, row: &[u8]) -> Result<(), PictureError> {
        let is_whole = row.len() == size(self.from.0).saturating_mul(RGB);
        if !is_whole || self.rows >= self.from.1 {
            return Err(PictureError::Damaged);
        }
        self.rows = self.rows.saturating_add(1);
        if self.from == self.to {
            self.rgb.extend_from_slice(row);
            return Ok(());
        }
        across(row, self.from.0, self.to.0, &mut self.line);
        let taken = self.room.min(self.to.1);
        for (sum, value) in self.sums.iter_mut().zip(&self.line) {
            *sum = sum.saturating_add(u64::from(*value).saturating_mul(u64::from(taken)));
        }
        self.room = self.room.saturating_sub(taken);
        if self.room == 0 {
            self.emit(self.to.1.saturating_sub(taken));
        }
        Ok(())
    }

    /// Ends a row of the result, and begins the next with the rest of the last stored row.
    fn emit(&mut self, rest: u32) {
        let weight = u64::from(self.from.0).saturating_mul(u64::from(self.from.1)).max(1);
        for (sum, value) in self.sums.iter_mut().zip(&self.line) {
            let mean = sum.saturating_add(weight / 2).checked_div(weight).unwrap_or_default();
            self.rgb.push(u8::try_from(mean).unwrap_or(u8::MAX));
            *sum = u64::from(*value).saturating_mul(u64::from(rest));
        }
        self.room = self.from.1.saturating_sub(rest);
    }

    pub(super) fn finish(self) -> Result<Pixels, PictureError> {
        if self.rows != self.from.1 {
            return Err(PictureError::Damaged);
        }
        Ok(Pixels { width: self.to.0, height: self.to.1, rgb: self.rgb })
    }
}

/// Shrinks one row. Sums stay below 255 times the longest side, so that 32 bits are enough.
fn across(row: &[u8], from: u32, to: u32, line: &mut [u32]) {
    let mut sums = [0_u32; RGB];
    let mut room = from;
    let (pixels, _) = row.as_chunks::<RGB>();
    let (line, _) = line.as_chunks_mut::<RGB>();
    let mut results = line.iter_mut();
    for pixel in pixels {
        let taken = room.min(to);
        for (sum, value) in sums.iter_mut().zip(pixel) {
            *sum = sum.wrapping_add(u32::from(*value).wrapping_mul(taken));
        }
        room = room.wrapping_sub(taken);
        if room == 0 {
            let Some(result) = results.next() else { return };
            *result = sums;
            let rest = to.wrapping_sub(taken);
            sums = pixel.map(|value| u32::from(value).wrapping_mul(rest));
            room = from.wrapping_sub(rest);
        }
    }
}

/// A count of pixels as a size in memory. On the targets of the SDK it is never cut.
pub(super) fn size(pixels: u32) -> usize {
    usize::try_from(pixels).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn picture(width: u32, height: u32) -> Pixels {
        let rgb = (0..width * height * 3).map(|n| u8::try_from((n * 89 + n / 7) % 256).unwrap()).collect();
        Pixels { width, height, rgb }
    }

    /// The same in fractions, slowly.
    fn by_areas(from: &Pixels, width: u32, height: u32) -> Vec<f64> {
        let overlap = |stored: u32, seen: u32, from: u32, to: u32| {
            let start = f64::from(stored * to).max(f64::from(seen * from));
            let end = f64::from((stored + 1) * to).min(f64::from((seen + 1) * from));
            (end - start).max(0.0) / f64::from(from)
        };
        let mut means = Vec::new();
        for (y, x, c) in (0..height).flat_map(|y| (0..width).flat_map(move |x| (0..RGB).map(move |c| (y, x, c)))) {
            let mut mean = 0.0;
            for (sy, sx) in (0..from.height).flat_map(|sy| (0..from.width).map(move |sx| (sy, sx))) {
                let share = overlap(sx, x, from.width, width) * overlap(sy, y, from.height, height);
                mean += share * f64::from(*from.pixel(sx, sy).get(c).unwrap());
            }
            means.push(mean);
        }
        means
    }

    proptest! {
        #[test]
        fn each_pixel_is_the_mean_of_its_area(w in 1_u32..14, h in 1_u32..14, tw in 1_u32..14, th in 1_u32..14) {
            let (tw, th) = (tw.min(w), th.min(h));
            let from = picture(w, h);
            let shrunk = from.shrunk(tw, th).unwrap();
            prop_assert_eq!((shrunk.width, shrunk.height), (tw, th));
            let means = by_areas(&from, tw, th);
            prop_assert_eq!(shrunk.rgb.len(), means.len());
            for (value, mean) in shrunk.rgb.iter().zip(means) {
                prop_assert!((f64::from(*value) - mean).abs() <= 0.5001, "{value} {mean}");
            }
        }
    }

    #[test]
    fn the_longest_row_of_white_stays_white() {
        let side = super::super::MAX_SIDE;
        for (width, height, to) in [(side, 1, (3, 1)), (1, side, (1, 7)), (side, 1, (side - 1, 1))] {
            let white = Pixels { width, height, rgb: vec![255; size(width * height) * RGB] };
            assert!(white.shrunk(to.0, to.1).unwrap().rgb.iter().all(|value| *value == 255));
        }
    }

    #[test]
    fn rows_that_are_missing_or_too_many_are_damage() {
        let mut shrink = Shrink::new(2, 2, 1, 1);
        assert!(shrink.row(&[0; 5]).is_err());
        shrink.row(&[0; 6]).unwrap();
        assert!(Shrink::new(2, 2, 1, 1).finish().is_err());
        shrink.row(&[0; 6]).unwrap();
        assert!(shrink.row(&[0; 6]).is_err());
        assert_eq!(shrink.finish().unwrap().rgb, [0; 3]);
    }
}
