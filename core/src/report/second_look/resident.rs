//! Chinese residents' identity numbers (GB 11643-1999): region, birth date, order, and the check character of ISO 7064
//! MOD 11-2.

/// The first two digits: provinces (GB/T 2260), Taiwan 71 and 83, Hong Kong 81, Macau 82, foreigners 91.
const PROVINCES: [u8; 36] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63,
    64, 65, 71, 81, 82, 83, 91,
];
/// 2 to the power of 17 down to 1, modulo 11.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// Nobody who is alive was born before.
const FIRST_YEAR: u32 = 1900;
/// Nobody is born after; a number with a later date is something else.
const LAST_YEAR: u32 = 2035;

/// Whether 18 digits, or 17 that an X follows, are a resident's number.
pub(super) fn is_valid(digits: &[u8], with_x: bool) -> bool {
    let expected = if with_x { 17 } else { 18 };
    if digits.len() != expected {
        return false;
    }
    let value = |at: usize| digits.get(at).map_or(0, |digit| u32::from(digit.wrapping_sub(b'0')));
    let number = |from: usize, to: usize| (from..to).fold(0_u32, |n, at| n.wrapping_mul(10).wrapping_add(value(at)));
    let province = PROVINCES.iter().any(|known| u32::from(*known) == number(0, 2));
    province && is_date(number(6, 10), number(10, 12), number(12, 14)) && {
        let sum: u32 = WEIGHTS.iter().enumerate().map(|(at, weight)| weight.wrapping_mul(value(at))).sum();
        let check = 12_u32.wrapping_sub(sum % 11) % 11;
        check == if with_x { 10 } else { value(17) }
    }
}

fn is_date(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (FIRST_YEAR..=LAST_YEAR).contains(&year) && (1..=days).contains(&day)
}
