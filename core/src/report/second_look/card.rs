//! Payment cards: the shapes they are written in, issuer ranges, and the check digit (ISO/IEC 7812-1, annex B).

/// How a number is grouped on cards and in forms.
pub(super) fn is_shape(shape: &[usize]) -> bool {
    matches!(
        shape,
        [13..=19]
            | [4, 4, 4, 4]
            | [4, 4, 4, 4, 1..=3]
            | [4, 6, 4 | 5]
            | [6, 10 | 13]
            | [8, 8]
            | [4, 4, 4, 7]
            | [6, 4, 4, 5]
    )
}

/// Whether these digits are a card's number.
pub(super) fn is_valid(digits: &[u8]) -> bool {
    let first = digits.first();
    is_issued(digits) && digits.iter().any(|digit| Some(digit) != first) && luhn(digits)
}

/// The ranges that are issued, by length. `prefix(n)` is the number of the first n digits.
fn is_issued(digits: &[u8]) -> bool {
    let prefix = |length: usize| {
        let first = digits.iter().take(length);
        first.fold(0_u32, |number, digit| number.wrapping_mul(10).wrapping_add(u32::from(digit.wrapping_sub(b'0'))))
    };
    let (two, three, four, six) = (prefix(2), prefix(3), prefix(4), prefix(6));
    let visa = prefix(1) == 4;
    let union_pay = two == 62 || four == 8100 || (8110..=8171).contains(&four);
    let maestro = matches!(four, 5018 | 5020 | 5038 | 5893 | 6304 | 6759 | 6761..=6763);
    let discover = four == 6011 || (644..=649).contains(&three) || two == 65;
    // Debit cards of Chinese banks from before 62: ICBC 9558, ABC 95595-95599, BOC 601382, and the like.
    let chinese = matches!(four, 9558 | 9559) || six == 601_382 || six == 601_428 || six == 603_367;
    match digits.len() {
        13 => visa,
        14 => (300..=305).contains(&three) || three == 309 || matches!(two, 36 | 38 | 39),
        15 => matches!(two, 34 | 37),
        16 => {
            let master = (51..=55).contains(&two) || (2221..=2720).contains(&four);
            let jcb = (3528..=3589).contains(&four);
            let mir = (2200..=2204).contains(&four);
            let ru_pay = two == 60 || matches!(three, 508 | 353 | 356) || matches!(two, 81 | 82);
            visa || master || jcb || mir || ru_pay || union_pay || discover || maestro || chinese || four == 9792
        }
        17 => union_pay || chinese,
        18 => union_pay || chinese || maestro,
        19 => union_pay || chinese || maestro || discover || visa || (3528..=3589).contains(&four),
        _ => false,
    }
}

fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let digit = u32::from(digit.wrapping_sub(b'0'));
            let doubled = digit.wrapping_mul(2);
            match at % 2 {
                0 => digit,
                _ if doubled > 9 => doubled.wrapping_sub(9),
                _ => doubled,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}
