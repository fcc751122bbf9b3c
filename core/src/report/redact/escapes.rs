//! Escapes in which secrets hide: of JSON and of programming languages (`\u0040`, `\x40`, `\n`, `\"`), of URLs (`%40`, RFC
//! 3986, section 2.1) and of HTML (`&#64;`, `&amp;`). Backslashes may be doubled any number of times, as in JSON within JSON.

/// An escape in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Escaped {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The character that it stands for; none if it stands for nothing to be seen.
    pub(super) means: Option<char>,
}

/// The longest character reference of HTML that is read, in bytes: `&#x10FFFF;`.
const MAX_REFERENCE_BYTES: usize = 10;

/// The named references that can stand in or beside a secret.
const NAMED: [(&str, char); 9] = [
    ("&amp;", '&'),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&quot;", '"'),
    ("&apos;", '\''),
    ("&nbsp;", ' '),
    ("&commat;", '@'),
    ("&period;", '.'),
    ("&colon;", ':'),
];

/// The next escape between two offsets.
pub(super) fn next(text: &str, from: usize, to: usize) -> Option<Escaped> {
    let bytes = text.as_bytes().get(..to)?;
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        let sign = memchr::memchr3(b'\\', b'%', b'&', rest);
        let colour = memchr::memchr(ESCAPE, rest.get(..sign.unwrap_or(rest.len()))?);
        at = at.saturating_add(colour.or(sign)?);
        let rest = bytes.get(at..)?;
        let read = match rest.first()? {
            b'\\' => backslash(rest),
            b'%' => percent(rest),
            &ESCAPE => sequence(rest),
            _ => reference(rest),
        };
        if let Some((means, length)) = read {
            let means = means.filter(|c| !c.is_control() || *c == '\n');
            return Some(Escaped { start: at, end: at.saturating_add(length), means });
        }
        // A run of backslashes that escapes nothing is read once.
        at = at.saturating_add(rest.iter().take_while(|byte| **byte == b'\\').count().max(1));
    }
}

type Read = Option<(Option<char>, usize)>;

/// What begins a control sequence.
const ESCAPE: u8 = 0x1B;

/// A control sequence of a terminal, such as a colour (ECMA-48, section 5.4): parameters, and a letter that ends them.
fn sequence(rest: &[u8]) -> Read {
    if rest.get(1) != Some(&b'[') {
        return None;
    }
    let parameters = rest.iter().skip(2).take(MAX_PARAMETERS).take_while(|byte| matches!(byte, 0x20..=0x3F)).count();
    let end = parameters.saturating_add(2);
    rest.get(end).filter(|byte| (0x40..0x7F).contains(*byte)).map(|_| (None, end.saturating_add(1)))
}

/// The longest parameters of a control sequence, in bytes.
const MAX_PARAMETERS: usize = 32;

fn backslash(rest: &[u8]) -> Read {
    let slashes = rest.iter().take_while(|byte| **byte == b'\\').count();
    let after = slashes.saturating_add(1);
    match rest.get(slashes) {
        Some(b'n' | b'r') => Some((Some('\n'), after)),
        Some(b't') => Some((Some(' '), after)),
        Some(quote @ (b'"' | b'\'' | b'/')) => Some((Some(char::from(*quote)), after)),
        Some(b'u') => unicode(rest, slashes),
        Some(b'x') => hex(rest, after, 2).map(|code| (char::from_u32(code), after.saturating_add(2))),
        Some(_) | None if slashes > 1 => Some((Some('\\'), slashes)),
        Some(_) | None => None,
    }
}

/// `\u0040`, `\u{40}`, and pairs of surrogates (RFC 8259, section 7).
fn unicode(rest: &[u8], slashes: usize) -> Read {
    let digits = slashes.saturating_add(1);
    if rest.get(digits) == Some(&b'{') {
        let inner = rest.get(digits.saturating_add(1)..)?;
        let length = inner.iter().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
        let end = digits.saturating_add(length).saturating_add(1);
        let code = hex(rest, digits.saturating_add(1), length).filter(|_| rest.get(end) == Some(&b'}'))?;
        return Some((char::from_u32(code), end.saturating_add(1)));
    }
    let end = digits.saturating_add(4);
    let high = hex(rest, digits, 4)?;
    if let Some(c) = char::from_u32(high) {
        return Some((Some(c), end));
    }
    let second = rest.get(end..).unwrap_or_default();
    let slashes = second.iter().take_while(|byte| **byte == b'\\').count();
    let low = (slashes > 0 && second.get(slashes) == Some(&b'u'))
        .then(|| hex(second, slashes.saturating_add(1), 4))
        .flatten()
        .filter(|low| (0xDC00..0xE000).contains(low) && high < 0xDC00);
    let Some(low) = low else { return Some((None, end)) };
    let code = 0x1_0000_u32
        .saturating_add(high.saturating_sub(0xD800).saturating_mul(0x400))
        .saturating_add(low.saturating_sub(0xDC00));
    Some((char::from_u32(code), end.saturating_add(slashes).saturating_add(5)))
}

/// One character of UTF-8 in percent-encoding.
fn percent(rest: &[u8]) -> Read {
    let byte = |index: usize| {
        let at = index.saturating_mul(3);
        let code = hex(rest, at.saturating_add(1), 2).filter(|_| rest.get(at) == Some(&b'%'))?;
        u8::try_from(code).ok()
    };
    let first = byte(0)?;
    let count = match first {
        ..0x80 => 1,
        0xC2..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0..0xF5 => 4,
        _ => return None,
    };
    let bytes: Option<Vec<u8>> = (0..count).map(byte).collect();
    let c = std::str::from_utf8(&bytes?).ok()?.chars().next();
    Some((c, count.saturating_mul(3)))
}

/// A character reference (HTML Standard, section 13.5).
fn reference(rest: &[u8]) -> Read {
    if rest.get(1) != Some(&b'#') {
        let named = NAMED.iter().find(|(name, _)| rest.starts_with(name.as_bytes()))?;
        return Some((Some(named.1), named.0.len()));
    }
    let most = rest.get(..MAX_REFERENCE_BYTES).unwrap_or(rest);
    let end = memchr::memchr(b';', most)?;
    let number = std::str::from_utf8(most.get(2..end)?).ok()?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    Some((char::from_u32(code.ok()?), end.saturating_add(1)))
}

/// A number of so many hexadecimal digits.
fn hex(bytes: &[u8], at: usize, digits: usize) -> Option<u32> {
    let digits = bytes.get(at..at.saturating_add(digits)).filter(|digits| !digits.is_empty())?;
    let all = digits.iter().all(u8::is_ascii_hexdigit);
    u32::from_str_radix(std::str::from_utf8(digits).ok().filter(|_| all)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let (mut out, mut copied) = (String::new(), 0);
        while let Some(escaped) = next(text, copied, text.len()) {
            out.push_str(text.get(copied..escaped.start).unwrap());
            out.extend(escaped.means);
            copied = escaped.end;
        }
        out + text.get(copied..).unwrap()
    }

    #[test]
    fn escapes_of_every_kind_are_read() {
        for (text, expected) in [
            (r"a\u0040b", "a@b"),
            (r"\\u0034\\\\u0031", "41"),
            (r"\u{1F600}\ud83d\ude00", "😀😀"),
            (r"\x41\n\r\tx", "A\n\n x"),
            (r#"\"a\/b\" c\\d"#, "\"a/b\" c\\d"),
            ("%E5%AF%86%e7%a0%81%3d1", "密码=1"),
            ("&#64;&#x40;&quot;&nbsp;&amp;", "@@\" &"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one_stays() {
        for text in [r"C:\Data\Users", "100% of", "%zz %4", "a&b=c&#;&#xyz;", r"\u12", "%ff", r"\"] {
            assert_eq!(read(text), text);
        }
    }

    #[test]
    fn half_a_pair_and_control_characters_stand_for_nothing() {
        assert_eq!(read(r"a\ud83db\u0000c%00d"), "abcd");
    }
}
