//! The citizen identity number of GB 11643-1999, which residence permits and permanent residents' cards follow.
//!
//! Eighteen characters: six for the region (GB/T 2260), eight for the date of birth, three in sequence, and a check
//! character (ISO/IEC 7064 MOD 11-2). Residence permits of Hong Kong, Macao and Taiwan residents begin with 81, 82 and 83
//! (State Council, 2018). A permanent resident's card of 2023 begins with 9 instead of a region; that of 2017, three letters
//! and twelve digits, is valid until it expires (National Immigration Administration, 2023).

use jiff::civil::Date;

use super::{Fault, FormFault, digits, length_fault, without_gaps};
use crate::check_digit::mod_11_2;

const LENGTH: usize = 18;
/// How long a number of the first generation was. Those cards ended on 1 January 2013 (Law on Resident Identity Cards, as
/// amended in 2011).
const OLD_LENGTH: usize = 15;
/// How many letters stand at the beginning of a permanent resident's number of 2017.
const COUNTRY_LETTERS: usize = 3;
/// Nobody alive was born earlier.
const EARLIEST_BIRTH_YEAR: i16 = 1880;
/// What stands first in a permanent resident's number instead of a region.
const FOREIGNER: u8 = 9;

/// What is wrong with a number. Spaces and dashes count as nothing, and a small `x` as `X`. Of the region only the province
/// is checked: districts come and go, and a number keeps the one that it was given with.
pub(super) fn faults(value: &str, today: Date, minimum_age: Option<u8>) -> Vec<Fault> {
    let value = without_gaps(value);
    if is_permanent_resident_of_2017(&value) {
        return Vec::new();
    }
    let length = value.chars().count();
    if length == OLD_LENGTH && digits(&value).is_some() {
        return vec![FormFault::OldFormat.into()];
    }
    let read = read(&value);
    let length = length_fault(length, &(LENGTH..=LENGTH));
    let (Some((body, check)), None) = (&read, &length) else {
        let not_digits = (read.is_none() && !value.is_empty()).then(|| FormFault::NotDigits.into());
        return length.into_iter().chain(not_digits).collect();
    };
    let region = body.first() == Some(&FOREIGNER) || is_province(number(body.get(..2)));
    let birth = birth(body, today);
    let wrong = [
        (!region).then_some(FormFault::UnknownRegion),
        birth.err(),
        (mod_11_2(body) != *check).then_some(FormFault::CheckDigit),
    ];
    let wrong: Vec<Fault> = wrong.into_iter().flatten().map(Fault::from).collect();
    // A mistyped year is no age.
    if let (Ok(born), Some(least), true) = (birth, minimum_age, wrong.is_empty())
        && is_younger(born, today, least)
    {
        return vec![FormFault::TooYoung.into()];
    }
    wrong
}

/// The digits before the check character, and what that stands for; none if it is not written so.
fn read(value: &str) -> Option<(Vec<u8>, u8)> {
    let last = value.chars().next_back()?;
    let body = digits(value.get(..value.len().checked_sub(last.len_utf8())?)?)?;
    let check = match last {
        'X' | 'x' => 10,
        _ => u8::try_from(last.to_digit(10)?).ok()?,
    };
    Some((body, check))
}

fn is_permanent_resident_of_2017(value: &str) -> bool {
    let country = value.chars().take(COUNTRY_LETTERS).all(|c| c.is_ascii_alphabetic());
    country && value.len() == OLD_LENGTH && value.chars().skip(COUNTRY_LETTERS).all(|c| c.is_ascii_digit())
}

/// GB/T 2260: the provinces; 71, 81 and 82 for Taiwan, Hong Kong and Macao; 83 on residence permits of Taiwan residents.
fn is_province(code: i16) -> bool {
    matches!(code, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
}

fn birth(body: &[u8], today: Date) -> Result<Date, FormFault> {
    let part = |from: usize, to: usize| number(body.get(from..to));
    let (month, day) = (i8::try_from(part(10, 12)), i8::try_from(part(12, 14)));
    let (Ok(month), Ok(day)) = (month, day) else { return Err(FormFault::ImpossibleDate) };
    match Date::new(part(6, 10), month, day) {
        Ok(born) if born > today => Err(FormFault::InFuture),
        Ok(born) if born.year() >= EARLIEST_BIRTH_YEAR => Ok(born),
        Ok(_) | Err(_) => Err(FormFault::ImpossibleDate),
    }
}

/// Whole years are counted as in law: a person born on 29 February is a year older on 1 March.
fn is_younger(born: Date, today: Date, least: u8) -> bool {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    let age = today.year().saturating_sub(born.year()).saturating_sub(i16::from(!had_birthday));
    age < i16::from(least)
}

/// At most four digits as a number.
fn number(digits: Option<&[u8]>) -> i16 {
    digits.unwrap_or_default().iter().fold(0, |sum, digit| sum.saturating_mul(10).saturating_add(i16::from(*digit)))
}
