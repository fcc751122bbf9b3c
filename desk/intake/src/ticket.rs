//! Ticket ids: `WD-XXXX-XXXX`, short enough to read out on the phone.
//!
//! Forty random bits in Crockford's base32 (no I, L, O, U, so that nothing is misread). The number says nothing about
//! how many reports there are; that no two reports share one is the store's business.

/// <https://www.crockford.com/base32.html>
const ALPHABET: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P',
    'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

/// A new ticket id, drawn from the operating system.
pub(crate) fn draw() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 5];
    getrandom::fill(&mut bytes)?;
    Ok(spell(bytes))
}

/// Whether `text` is spelled as a ticket; anything else never becomes a path.
pub(crate) fn is_ticket(text: &str) -> bool {
    let mut chars = text.chars();
    let spelled = "WD-XXXX-XXXX".chars().all(|place| match (place, chars.next()) {
        ('X', Some(digit)) => ALPHABET.contains(&digit),
        (fixed, found) => found == Some(fixed),
    });
    spelled && chars.next().is_none()
}

fn spell(bytes: [u8; 5]) -> String {
    let bits = bytes.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let mut ticket = String::from("WD");
    for place in 0..8_u32 {
        if place % 4 == 0 {
            ticket.push('-');
        }
        let digit = usize::try_from(bits >> (35 - 5 * place) & 31).unwrap_or_default();
        ticket.push(ALPHABET[digit]);
    }
    ticket
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_all_forty_bits_in_order() {
        assert_eq!(spell([0; 5]), "WD-0000-0000");
        assert_eq!(spell([0xff; 5]), "WD-ZZZZ-ZZZZ");
        // 00000 00001 00010 00011 00100 00101 00110 00111
        assert_eq!(spell([0x00, 0x44, 0x32, 0x14, 0xc7]), "WD-0123-4567");
    }

    #[test]
    fn only_what_is_spelled_as_a_ticket_is_one() {
        assert!(is_ticket(&draw().unwrap()));
        assert!(is_ticket("WD-0000-ZZZZ"));
        for other in
            ["", "WD", "WD-0000-000", "WD-0000-00000", "WD-0000-000I", "wd-0000-0000", "WD-00000000", "../WD-0"]
        {
            assert!(!is_ticket(other), "{other}");
        }
    }

    #[test]
    fn draws_are_different() {
        assert_ne!(draw().unwrap(), draw().unwrap());
    }
}
