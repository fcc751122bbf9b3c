//! Numbers of bank cards (ISO/IEC 7812-1).

use super::{Fault, FormFault, digits, length_fault, without_gaps};
use crate::check_digit::luhn;

/// How long a card number is: up to 19, of which the shortest in use have 13.
const DIGITS: std::ops::RangeInclusive<usize> = 13..=19;
/// UnionPay's begin with 62 and have 16 to 19.
const UNION_PAY_DIGITS: std::ops::RangeInclusive<usize> = 16..=19;

/// What is wrong with a number. Spaces and dashes count as nothing.
pub(super) fn faults(value: &str) -> Vec<Fault> {
    let Some(number) = digits(&without_gaps(value)) else { return vec![FormFault::NotDigits.into()] };
    let lengths = if number.starts_with(&[6, 2]) { UNION_PAY_DIGITS } else { DIGITS };
    if let Some(fault) = length_fault(number.len(), &lengths) {
        return vec![fault];
    }
    // The industry's digit 0 is no bank's, and a row of zeros would pass the formula.
    let issuer = number.starts_with(&[0]).then_some(FormFault::UnknownIssuer);
    let check = (!luhn(&number)).then_some(FormFault::CheckDigit);
    [issuer, check].into_iter().flatten().map(Fault::from).collect()
}
