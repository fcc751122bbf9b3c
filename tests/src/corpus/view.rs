//! What a determined reader makes of a text: width, escapes, zero-width characters and gaps between digits undone. A secret
//! is hidden only if it isn't found in this view either.

use unicode_normalization::UnicodeNormalization;

/// Rounds of unescaping: JSON in JSON in a URL is what wallets log; deeper is not seen.
const ROUNDS: usize = 3;

/// NFKC, zero-width characters removed, JSON escapes and percent signs decoded (up to three times), spaces and dashes
/// between digits removed, lower-case.
pub fn normalised(text: &str) -> String {
    let mut view = folded(text);
    for _ in 0..ROUNDS {
        let next = folded(&percent_decoded(&json_unescaped(&view)));
        if next == view {
            break;
        }
        view = next;
    }
    digits_joined(&view).to_lowercase()
}

/// Whether `hidden` is in `text`, as written or in the normalised view.
pub fn contains(text: &str, view: &str, hidden: &str) -> bool {
    text.contains(hidden) || view.contains(&normalised(hidden))
}

fn folded(text: &str) -> String {
    text.nfkc().filter(|one| !zero_width(*one)).collect()
}

fn zero_width(one: char) -> bool {
    matches!(one, '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}' | '\u{034F}' | '\u{180E}')
}

fn json_unescaped(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&one) = chars.get(at) {
        at += 1;
        if one != '\\' {
            out.push(one);
            continue;
        }
        let simple = match chars.get(at) {
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            Some('b') => Some('\u{8}'),
            Some('f') => Some('\u{c}'),
            Some(&same @ ('"' | '\\' | '/')) => Some(same),
            _ => None,
        };
        if let Some(simple) = simple {
            out.push(simple);
            at += 1;
        } else if let Some((decoded, used)) = unicode_escape(&chars, at) {
            out.push(decoded);
            at += used;
        } else {
            out.push('\\');
        }
    }
    out
}

/// The character of `uXXXX` (or of a surrogate pair) at a position, and how many characters that took.
fn unicode_escape(chars: &[char], at: usize) -> Option<(char, usize)> {
    let first = code_unit(chars, at)?;
    if let Some(one) = char::from_u32(first) {
        return Some((one, 5));
    }
    if chars.get(at + 5) != Some(&'\\') {
        return None;
    }
    let second = code_unit(chars, at + 6)?;
    let both = 0x1_0000 + ((first.checked_sub(0xD800)? & 0x3FF) << 10) + (second.checked_sub(0xDC00)? & 0x3FF);
    char::from_u32(both).map(|one| (one, 11))
}

fn code_unit(chars: &[char], at: usize) -> Option<u32> {
    let (mark, digits) = chars.get(at..at + 5)?.split_first()?;
    if *mark != 'u' {
        return None;
    }
    digits.iter().try_fold(0, |sum, digit| Some(sum * 16 + digit.to_digit(16)?))
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let mut run = Vec::new();
        while let Some(byte) = percent_byte(bytes, at + run.len() * 3) {
            run.push(byte);
        }
        if run.is_empty() {
            out.push(bytes[at]);
            at += 1;
        } else if std::str::from_utf8(&run).is_ok() {
            at += run.len() * 3;
            out.extend(run);
        } else {
            out.extend(&bytes[at..at + run.len() * 3]);
            at += run.len() * 3;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn percent_byte(bytes: &[u8], at: usize) -> Option<u8> {
    let &[b'%', high, low] = bytes.get(at..at + 3)? else { return None };
    let digit = |one: u8| char::from(one).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

fn digits_joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = String::new();
    for one in text.chars() {
        if matches!(one, ' ' | '-' | '\u{2010}'..='\u{2015}') {
            gap.push(one);
            continue;
        }
        let between = one.is_ascii_digit() && out.ends_with(|last: char| last.is_ascii_digit());
        if !between {
            out.push_str(&gap);
        }
        gap.clear();
        out.push(one);
    }
    out + &gap
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_disguise_is_undone() {
        for disguised in [
            "4111 1111 1111 1111",
            "4111-1111\u{a0}1111 - 1111",
            "４１１１１１１１１１１１１１１１",
            "4\u{200b}111\u{200b}111111111111",
            r"\u0034111111111111111",
            r"\\u0034111111111111111",
            "%34111111111111111",
        ] {
            assert_eq!(normalised(disguised), "4111111111111111", "{disguised}");
        }
        assert_eq!(normalised(r#"\"A%40\ud83d\ude00 1"#), "\"a@😀 1");
    }

    #[test]
    fn what_is_no_escape_stays() {
        assert_eq!(normalised(r"C:\Windows 5%zz %ff -3"), r"c:\windows 5%zz %ff -3");
    }
}
