//! One form for characters that people write in several: full-width digits and letters, every kind of space and dash, and
//! what is not to be seen at all.

/// What a character counts as; `None` if it is invisible.
pub(crate) fn fold(c: char) -> Option<char> {
    let code = u32::from(c);
    let ascii = |offset: u32| char::from_u32(code.saturating_sub(offset));
    match code {
        ..0x80 => Some(c),
        // Soft hyphen, zero-width characters, direction marks, byte order mark.
        0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 | 0x2066..=0x2069 | 0xFEFF => None,
        // Full-width forms of ASCII.
        0xFF01..=0xFF5E => ascii(0xFEE0),
        // Digits that phones' keyboards in Arabic and Persian write.
        0x0660..=0x0669 => ascii(0x0660 - 0x30),
        0x06F0..=0x06F9 => ascii(0x06F0 - 0x30),
        0xA0 | 0x2000..=0x200A | 0x202F | 0x205F | 0x3000 => Some(' '),
        0x2010..=0x2015 | 0x2212 | 0xFE58 | 0xFE63 => Some('-'),
        _ => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_several_ways_is_one() {
        let folded = |text: &str| text.chars().filter_map(fold).collect::<String>();
        assert_eq!(folded("４１Ｘ　\u{2011}\u{200b}٣۴·张"), "41X -34·张");
        assert_eq!(folded("plain text"), "plain text");
    }
}
