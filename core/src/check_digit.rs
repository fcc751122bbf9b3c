//! Check digits: what tells a mistyped number from a real one. Digits are given as numbers, not as characters.

/// Whether the last digit is right by the Luhn formula (ISO/IEC 7812-1, annex B), as on payment cards. It catches every
/// wrong digit, and every two neighbours in the wrong order but 0 and 9.
pub(crate) fn luhn(number: &[u8]) -> bool {
    let sum: u32 = number
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| {
            let digit = u32::from(*digit);
            match (index % 2, digit) {
                (0, _) => digit,
                (_, 0..=4) => digit.saturating_mul(2),
                (_, _) => digit.saturating_mul(2).saturating_sub(9),
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The check character that belongs after these digits by ISO/IEC 7064 MOD 11-2, from 0 to 10, where 10 is written `X`. It
/// catches every wrong digit and every two digits in the wrong order.
pub(crate) fn mod_11_2(digits: &[u8]) -> u8 {
    let sum = digits.iter().fold(0_u8, |sum, digit| {
        // Below 11 before each step, so that nothing overflows for decimal digits.
        sum.saturating_add(*digit).saturating_mul(2) % 11
    });
    12_u8.saturating_sub(sum) % 11
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn digits(text: &str) -> Vec<u8> {
        text.bytes().map(|byte| byte - b'0').collect()
    }

    #[test]
    fn known_numbers_have_their_check_digits() {
        for (number, check) in [("11010519491231002", 10), ("44052418800101001", 4), ("079", 10), ("0794", 0)] {
            assert_eq!(mod_11_2(&digits(number)), check, "{number}");
        }
        for (number, right) in [("79927398713", true), ("79927398710", false), ("4111111111111111", true)] {
            assert_eq!(luhn(&digits(number)), right, "{number}");
        }
    }

    proptest! {
        #[test]
        fn luhn_catches_every_wrong_digit(
            mut number in prop::collection::vec(0_u8..10, 13..20),
            at in any::<prop::sample::Index>(),
            by in 1_u8..10,
        ) {
            let right = (0..10).find(|last| {
                *number.last_mut().unwrap() = *last;
                luhn(&number)
            });
            *number.last_mut().unwrap() = right.unwrap();
            prop_assert!(luhn(&number));
            let changed = at.get_mut(&mut number);
            *changed = (*changed + by) % 10;
            prop_assert!(!luhn(&number));
        }
    }
}
