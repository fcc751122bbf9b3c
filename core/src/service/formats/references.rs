//! Character references of HTML, `&mdash;` and `&#8212;`, each resolved once.

/// Character references by name. The standard has 2,231, most of them for formulas, and their table costs 135 KB on a phone;
/// these are what editors write into prose. Another one stays as it is written.
const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("apos", '\''),
    ("bull", '•'),
    ("cent", '¢'),
    ("copy", '©'),
    ("deg", '°'),
    ("emsp", '\u{2003}'),
    ("ensp", '\u{2002}'),
    ("euro", '€'),
    ("gt", '>'),
    ("hellip", '…'),
    ("laquo", '«'),
    ("larr", '←'),
    ("ldquo", '“'),
    ("lsquo", '‘'),
    ("lt", '<'),
    ("mdash", '—'),
    ("middot", '·'),
    ("minus", '−'),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("pound", '£'),
    ("quot", '"'),
    ("raquo", '»'),
    ("rarr", '→'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rsquo", '’'),
    ("shy", '\u{ad}'),
    ("thinsp", '\u{2009}'),
    ("times", '×'),
    ("trade", '™'),
    ("yen", '¥'),
];
/// The longest name in [`NAMED`].
const MAX_NAME_BYTES: usize = 6;

/// Text with its character references resolved, once.
pub(super) fn decode(text: &str, shown: &mut String) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        shown.push_str(before);
        if let Some((character, after)) = reference(after) {
            shown.push(character);
            rest = after;
        } else {
            shown.push('&');
            rest = after;
        }
    }
    shown.push_str(rest);
}

/// The character that a reference names, without its `&`, and what follows.
fn reference(text: &str) -> Option<(char, &str)> {
    let Some(number) = text.strip_prefix('#') else {
        let end = text.bytes().take(MAX_NAME_BYTES.saturating_add(1)).position(|byte| byte == b';')?;
        return Some((character(text.get(..end)?)?, text.get(end.saturating_add(1)..)?));
    };
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let after = digits.trim_start_matches(|c: char| c.is_digit(radix));
    let digits = digits.get(..digits.len().saturating_sub(after.len())).filter(|digits| !digits.is_empty())?;
    let number = digits.chars().filter_map(|c| c.to_digit(radix));
    let code = number.fold(0_u32, |code, digit| code.saturating_mul(radix).saturating_add(digit));
    let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    Some((character, after.strip_prefix(';').unwrap_or(after)))
}

/// A character by the name that HTML has for it.
pub(super) fn character(name: &str) -> Option<char> {
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, character)| *character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str) -> String {
        let mut shown = String::new();
        decode(source, &mut shown);
        shown
    }

    #[test]
    fn references_are_resolved_once() {
        assert_eq!(
            text("&lt;b&gt; &amp;lt;b&amp;gt; &#60;i&#x3E; &#x4f60;&#22909; AT&T &unknown; &amp"),
            "<b> &lt;b&gt; <i> 你好 AT&T &unknown; &amp"
        );
        assert_eq!(text("&#0;&#xD800;&#99999999999999999999;&#;&#x;&;&"), "\0\u{fffd}\u{fffd}&#;&#x;&;&");
        assert!(NAMED.iter().all(|(name, _)| name.len() <= MAX_NAME_BYTES));
    }
}
