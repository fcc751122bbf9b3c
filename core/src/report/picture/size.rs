//! How large a picture may be, and how large it is kept so that its text stays legible.

use super::{
    LONG_OUT_PIXELS, MAX_DECODE_MEMORY, MAX_OUT_PIXELS, MAX_PIXELS, MAX_SIDE, MIN_OUT_SHORT_SIDE, PictureError,
};

/// A picture whose size is within the limits, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Size {
    pub(super) fn new(width: u32, height: u32) -> Result<Self, PictureError> {
        let size = Self { width, height };
        if width == 0 || height == 0 {
            return Err(PictureError::Damaged);
        }
        if width > MAX_SIDE || height > MAX_SIDE || size.pixels() > MAX_PIXELS {
            return Err(PictureError::TooManyPixels { width, height, limit: MAX_PIXELS });
        }
        Ok(size)
    }

    pub(super) fn pixels(self) -> u64 {
        u64::from(self.width).saturating_mul(u64::from(self.height))
    }

    /// What a picture of this size takes in RGB, in bytes.
    pub(super) fn rgb_bytes(self) -> u64 {
        self.pixels().saturating_mul(3)
    }

    /// How large it is kept. Most are kept at [`MAX_OUT_PIXELS`]; a long one, which would become too narrow to read, at more.
    pub(super) fn kept(self) -> Self {
        let short = self.width.min(self.height);
        let at_most = self.within(MAX_OUT_PIXELS);
        if at_most.width.min(at_most.height) >= short.min(MIN_OUT_SHORT_SIDE) {
            return at_most;
        }
        self.times(MIN_OUT_SHORT_SIDE, short).within(LONG_OUT_PIXELS)
    }

    /// The largest of the same shape with at most so many pixels.
    fn within(self, pixels: u64) -> Self {
        if self.pixels() <= pixels {
            return self;
        }
        // The longest side first: the other follows, rounded down, so that the product stays within.
        let square = u64::from(self.width.max(self.height))
            .saturating_mul(pixels)
            .checked_div(u64::from(self.width.min(self.height)))
            .unwrap_or_default();
        let long = u32::try_from(square.isqrt()).unwrap_or(MAX_SIDE).max(1);
        self.times(long, self.width.max(self.height))
    }

    /// The same shape, so many times as large; never larger, and never without a side.
    pub(super) fn times(self, numerator: u32, denominator: u32) -> Self {
        let side = |side: u32| {
            let scaled = u64::from(side).saturating_mul(u64::from(numerator)).checked_div(u64::from(denominator));
            u32::try_from(scaled.unwrap_or_default()).unwrap_or(side).clamp(1, side)
        };
        Self { width: side(self.width), height: side(self.height) }
    }
}

/// Whether decoding may take so much memory. It is asked before anything is allocated.
pub(super) fn check_memory(needed: u64) -> Result<(), PictureError> {
    if needed > MAX_DECODE_MEMORY {
        return Err(PictureError::TooMuchMemory { needed, limit: MAX_DECODE_MEMORY });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_on_a_phone_stays_legible() {
        for (width, height, kept) in [
            (1080, 2340, (1080, 2340)),
            (1290, 2796, (1176, 2549)),
            (1440, 3200, (1161, 2581)),
            (4000, 3000, (2000, 1500)),
            (8064, 6048, (2000, 1500)),
            (1080, 12_000, (720, 8000)),
            (12_000, 1080, (8000, 720)),
            (1080, 30_000, (464, 12_909)),
            (500, 9000, (500, 9000)),
            (1, 32_768, (1, 32_768)),
            (1, 1, (1, 1)),
        ] {
            let size = Size::new(width, height).unwrap().kept();
            assert_eq!((size.width, size.height), kept, "{width}×{height}");
            assert!(size.pixels() <= LONG_OUT_PIXELS);
        }
    }

    #[test]
    fn sizes_beyond_the_limits_are_refused() {
        for (width, height) in [(MAX_SIDE + 1, 1), (1, MAX_SIDE + 1), (8000, 8000), (u32::MAX, u32::MAX)] {
            assert!(matches!(Size::new(width, height), Err(PictureError::TooManyPixels { .. })));
        }
        assert!(matches!(Size::new(0, 5), Err(PictureError::Damaged)));
    }
}
