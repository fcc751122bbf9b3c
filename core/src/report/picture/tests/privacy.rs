//! What is covered is in no way in what comes out.

use jpeg_encoder::SamplingFactor;
use proptest::prelude::*;

use super::super::{Mask, PictureError};
use super::made::{Rgb, exif, jpeg, pixels, png, prepared, rgb_png, webp};

/// Where a mask as it is seen lies on a stored picture, pixel by pixel and slowly.
fn covers(mask: Mask, number: u16, (w, h): (u32, u32), (x, y): (u32, u32)) -> bool {
    let (x, y) = match number {
        2 => (w - 1 - x, y),
        3 => (w - 1 - x, h - 1 - y),
        4 => (x, h - 1 - y),
        5 => (y, x),
        6 => (h - 1 - y, x),
        7 => (h - 1 - y, w - 1 - x),
        8 => (y, w - 1 - x),
        _ => (x, y),
    };
    x >= mask.x && y >= mask.y && x - mask.x < mask.width && y - mask.y < mask.height
}

/// Two pictures that differ only under a mask.
fn pair(mask: Mask, number: u16, width: u32, height: u32, salt: u32) -> [Rgb; 2] {
    let open = Rgb::pattern(width, height);
    let other = Rgb::of(width, height, |x, y| {
        let noise = (x ^ salt).wrapping_mul(2_654_435_761).wrapping_add(y.wrapping_mul(salt | 1)).to_be_bytes();
        if covers(mask, number, (width, height), (x, y)) { [noise[0], noise[1], noise[2]] } else { open.pixel(x, y) }
    });
    [open, other]
}

fn any_mask() -> impl Strategy<Value = Mask> {
    (0_u32..24, 0_u32..24, 1_u32..40, 1_u32..40).prop_map(|(x, y, width, height)| Mask { x, y, width, height })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_differs_under_masks_only_makes_the_same_bytes(
        mask in any_mask(), number in 1_u16..=8, width in 24_u32..70, height in 24_u32..70, salt: u32,
    ) {
        let rgbs = pair(mask, number, width, height, salt);
        for make in [rgb_png as fn(&Rgb, u16) -> Vec<u8>, webp] {
            let [one, other] = rgbs.each_ref().map(|rgb| prepared(&make(rgb, number), &[mask]).unwrap());
            prop_assert_eq!(&one.bytes, &other.bytes);
        }
        // A whole unit of a JPEG goes with the part of it that is covered; so the blocks that differ are all covered.
        for sampling in [SamplingFactor::F_1_1, SamplingFactor::F_2_1, SamplingFactor::F_2_2] {
            let is_progressive = salt % 2 == 0;
            let [one, other] =
                rgbs.each_ref().map(|rgb| prepared(&jpeg(rgb, number, sampling, is_progressive), &[mask]).unwrap());
            prop_assert_eq!(&one.bytes, &other.bytes, "{:?}", sampling);
        }
    }

    #[test]
    fn a_mask_covers_what_is_seen_there_and_nothing_else(
        mask in any_mask(), number in 1_u16..=8, width in 24_u32..50, height in 24_u32..50,
    ) {
        let white = Rgb::of(width, height, |_, _| [255; 3]);
        let seen = pixels(&prepared(&rgb_png(&white, number), &[mask]).unwrap());
        for (x, y) in (0..seen.height).flat_map(|y| (0..seen.width).map(move |x| (x, y))) {
            let is_covered = covers(mask, 1, (seen.width, seen.height), (x, y));
            prop_assert_eq!(seen.pixel(x, y), if is_covered { [0; 3] } else { [255; 3] });
        }
    }
}

/// Pictures that are large enough to be scaled: by halves in the JPEG decoder, and by fractions afterwards.
#[test]
fn nothing_is_mixed_in_by_scaling() {
    type Make = fn(&Rgb) -> Vec<u8>;
    let mask = Mask { x: 501, y: 333, width: 777, height: 555 };
    let cases: [(u16, u32, u32, Make); 4] = [
        (1, 2101, 1501, |rgb| rgb_png(rgb, 1)),
        (7, 1501, 2101, |rgb| jpeg(rgb, 7, SamplingFactor::F_1_1, false)),
        (6, 4001, 2999, |rgb| jpeg(rgb, 6, SamplingFactor::F_2_2, false)),
        (8, 2101, 1501, |rgb| {
            let deep: Vec<u8> = rgb.bytes.iter().flat_map(|value| [*value, 7]).collect();
            let size = (rgb.width, rgb.height);
            png(size, png::ColorType::Rgb, png::BitDepth::Sixteen, &deep, &[(b"eXIf", &exif(8))])
        }),
    ];
    for (number, width, height, make) in cases {
        let [one, other] = pair(mask, number, width, height, 5).map(|rgb| make(&rgb));
        assert_ne!(one, other);
        let [one, other] = [one, other].map(|file| prepared(&file, &[mask]).unwrap());
        assert!(one.width < one.original_width && one.bytes == other.bytes, "{number} {one:?}");
    }
}

#[test]
fn masks_that_cover_nothing_are_refused_by_what_is_seen() {
    let file = rgb_png(&Rgb::pattern(40, 20), 6);
    let at = |x, y| Mask { x, y, width: 5, height: 5 };
    assert_eq!(prepared(&file, &[at(15, 35), at(0, 0)]).unwrap().masks, 2);
    let refused = prepared(&file, &[at(0, 0), at(35, 15)]).unwrap_err();
    assert!(matches!(refused, PictureError::MaskOutside { index: 1 }));
    let many = vec![at(0, 0); super::super::MAX_MASKS + 1];
    assert!(matches!(prepared(&file, &many), Err(PictureError::TooManyMasks)));
    assert!(prepared(&file, &many[1..]).is_ok());
}

#[test]
fn a_mask_over_all_leaves_nothing() {
    let file = include_bytes!("data/lossy_alpha.webp");
    let all = Mask { x: 0, y: 0, width: u32::MAX, height: u32::MAX };
    assert!(pixels(&prepared(file, &[all]).unwrap()).bytes.iter().all(|value| *value == 0));
}
