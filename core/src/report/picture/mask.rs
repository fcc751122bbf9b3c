//! What the person covers: from the picture as it is seen to the pixels as they are stored.

use super::orientation::Orientation;
use super::{MAX_MASKS, PictureError};

/// A part of the picture to cover, in pixels of the picture as it is seen (after orientation), before scaling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mask {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// A part of a picture; `right` and `bottom` are the first that are not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rect {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) right: u32,
    pub(super) bottom: u32,
}

/// Within what a lossy format mixes pixels. A mask is grown to whole cells, since the cell that its edge goes through shows,
/// outside the mask, a trace of what is inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grid {
    /// Pixels across one cell.
    pub(super) across: u32,
    /// Pixels down one cell.
    pub(super) down: u32,
    /// How many times smaller the decoded picture is than the stored one.
    pub(super) shrunk: u32,
    /// How far the decoder mixes over the edge of a cell, in decoded pixels.
    pub(super) margin: u32,
}

impl Grid {
    /// Of a format that keeps each pixel by itself.
    pub(super) const EXACT: Self = Self { across: 1, down: 1, shrunk: 1, margin: 0 };

    fn grow(self, rect: Rect) -> Rect {
        let down_to = |at: u32, cell: u32| at.checked_div(cell).unwrap_or(at).saturating_mul(cell);
        let up_to = |at: u32, cell: u32| at.div_ceil(cell.max(1)).saturating_mul(cell);
        let shrunk = self.shrunk.max(1);
        let start = |at, cell| (down_to(at, cell) / shrunk).saturating_sub(self.margin);
        let end = |at, cell| up_to(at, cell).div_ceil(shrunk).saturating_add(self.margin);
        Rect {
            left: start(rect.left, self.across),
            top: start(rect.top, self.down),
            right: end(rect.right, self.across),
            bottom: end(rect.bottom, self.down),
        }
    }
}

/// Masks on a picture as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Masks(Vec<Rect>);

impl Masks {
    /// `width` and `height` are those of the stored picture.
    pub(super) fn new(masks: &[Mask], orientation: Orientation, width: u32, height: u32) -> Result<Self, PictureError> {
        if masks.len() > MAX_MASKS {
            return Err(PictureError::TooManyMasks);
        }
        let (seen_width, seen_height) = orientation.turned_size(width, height);
        let mut stored = Vec::with_capacity(masks.len());
        for (index, mask) in masks.iter().enumerate() {
            let right = mask.x.saturating_add(mask.width).min(seen_width);
            let bottom = mask.y.saturating_add(mask.height).min(seen_height);
            if mask.x >= right || mask.y >= bottom {
                return Err(PictureError::MaskOutside { index });
            }
            stored.push(orientation.stored(Rect { left: mask.x, top: mask.y, right, bottom }, width, height));
        }
        Ok(Self(stored))
    }

    /// The same on a picture that is decoded in this grid.
    pub(super) fn on(&self, grid: Grid) -> Self {
        Self(self.0.iter().map(|rect| grid.grow(*rect)).collect())
    }

    /// Covers what is masked in one row of RGB pixels.
    pub(super) fn paint(&self, y: u32, row: &mut [u8]) {
        for rect in self.0.iter().filter(|rect| (rect.top..rect.bottom).contains(&y)) {
            let byte = |x: u32| usize::try_from(x).unwrap_or(usize::MAX).saturating_mul(3).min(row.len());
            let covered = byte(rect.left)..byte(rect.right);
            if let Some(pixels) = row.get_mut(covered) {
                pixels.fill(0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(mask: Mask) -> Result<Masks, PictureError> {
        Masks::new(&[mask], Orientation::default(), 10, 5)
    }

    #[test]
    fn what_is_partly_outside_is_clipped() {
        let masks = on(Mask { x: 8, y: 3, width: u32::MAX, height: u32::MAX }).unwrap();
        assert_eq!(masks, Masks(vec![Rect { left: 8, top: 3, right: 10, bottom: 5 }]));
    }

    #[test]
    fn what_covers_nothing_is_refused() {
        for (x, y, width, height) in [(10, 0, 1, 1), (0, 5, 1, 1), (0, 0, 0, 1), (0, 0, 1, 0), (u32::MAX, 0, 9, 9)] {
            let refused = on(Mask { x, y, width, height });
            assert!(matches!(refused, Err(PictureError::MaskOutside { index: 0 })), "{x} {y} {width} {height}");
        }
    }

    #[test]
    fn a_mask_grows_to_whole_cells_of_a_lossy_picture() {
        let grid = Grid { across: 16, down: 8, shrunk: 2, margin: 1 };
        let grown = grid.grow(Rect { left: 17, top: 7, right: 32, bottom: 9 });
        assert_eq!(grown, Rect { left: 7, top: 0, right: 17, bottom: 9 });
        let rect = Rect { left: 3, top: 4, right: 5, bottom: 6 };
        assert_eq!(Grid::EXACT.grow(rect), rect);
    }
}
