//! Phone numbers that take a text message: Chinese mobiles, and any other country's with `+`.

use super::{Fault, FormFault, digits, length_fault, without_gaps};

/// A Chinese mobile number: `1`, then 3 to 9, then nine more (the Ministry's numbering plan for mobile networks).
const MOBILE_DIGITS: usize = 11;
/// A number with its country code (ITU-T E.164: at most 15).
const E164_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// Chinese landlines without their area code.
const LOCAL_DIGITS: std::ops::RangeInclusive<usize> = 7..=8;
/// Beijing's area code and a landline there, as it follows `+86`.
const BEIJING_DIGITS: usize = 10;
/// An area code without its 0, and a landline.
const AREA_CODE_AND_NUMBER: std::ops::RangeInclusive<usize> = 9..=11;
/// An area code with its 0, and a landline: at least so many.
const WITH_AREA_CODE: usize = 9;

/// What is wrong with a number. Spaces, dashes and brackets count as nothing. `+86`, `0086` and `86` may stand before a Chinese
/// number; before any other country's, `+` or `00`, which is dialled for it in China.
pub(super) fn faults(value: &str) -> Vec<Fault> {
    let value: String = without_gaps(value).chars().filter(|c| !['(', ')', '.'].contains(c)).collect();
    let (abroad, written) = match (value.strip_prefix('+'), value.strip_prefix("00")) {
        (Some(rest), _) | (None, Some(rest)) => (true, rest),
        (None, None) => (false, value.as_str()),
    };
    let Some(number) = digits(written) else { return vec![FormFault::NotDigits.into()] };
    let fault = match (abroad, number.as_slice()) {
        (true, [8, 6, own @ ..]) if is_landline_abroad(own) => Some(FormFault::Landline.into()),
        (true, [8, 6, own @ ..]) => chinese(own),
        (true, [0, ..]) => Some(FormFault::CountryCode.into()),
        (true, number) => length_fault(number.len(), &E164_DIGITS),
        (false, [8, 6, own @ ..]) if matches!(own, [1, 3..=9, ..]) => chinese(own),
        (false, number) => chinese(number),
    };
    fault.into_iter().collect()
}

fn chinese(number: &[u8]) -> Option<Fault> {
    match number {
        [1, 3..=9, ..] | [] | [1] => length_fault(number.len(), &(MOBILE_DIGITS..=MOBILE_DIGITS)),
        [1, 0, ..] if number.len() == BEIJING_DIGITS => Some(FormFault::Landline.into()),
        [0, 1..=9, ..] if number.len() >= WITH_AREA_CODE => Some(FormFault::Landline.into()),
        [2..=9, ..] if LOCAL_DIGITS.contains(&number.len()) => Some(FormFault::Landline.into()),
        [_, ..] => Some(FormFault::NotMobile.into()),
    }
}

/// Whether it is a landline as it follows the country's code: without the 0 of its area. 400 and 800 are service lines.
fn is_landline_abroad(own: &[u8]) -> bool {
    let service_line = matches!(own, [4 | 8, 0, 0, ..]);
    matches!(own, [2..=9, ..]) && AREA_CODE_AND_NUMBER.contains(&own.len()) && !service_line
}
