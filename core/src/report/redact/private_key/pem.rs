//! Private keys between `-----BEGIN … PRIVATE KEY-----` and its `END` (RFC 7468; RFC 1421 for the headers; RFC 9580,
//! section 6.2 for PGP), with line breaks, escapes or spaces, and with whatever a log writes before each line.
//!
//! Where one of the two lines was cut off, as much goes as is key material.

use std::ops::Range;

use memchr::memmem;

use super::super::scan::{BASE64, byte, ends_with, escape, is, look_back};
use super::super::{Hit, Rule};

/// What every such label holds. Certificates, requests and public keys have other labels.
const LABEL: &str = "PRIVATE";
/// What follows it: a space as it may be written in a URL.
const SPACES: [&str; 4] = [" ", "+", "%20", "_"];
/// How far before `PRIVATE` its line may begin: `-----BEGIN ENCRYPTED `, the spaces escaped.
const MAX_BEGIN: usize = 48;
/// How far its line may go on: ` KEY BLOCK-----`, or `%2D` for each dash.
const MAX_REST: usize = 40;
/// The longest key between two lines that belong together. RSA with 16,384 bits has 12,700 characters; PGP keys have more.
const MAX_KEY: usize = 32 * 1024;
/// From this length on a word of base64 is a line of a key. They have 64 or 76 characters, those of PGP also 48.
const LONG_WORD: usize = 40;
/// How much may stand between two lines of a key: what a logger writes before a line, or a header of RFC 1421.
const MAX_NOISE: usize = 200;

/// A `BEGIN` or an `END` line.
struct Marker {
    begin: bool,
    start: usize,
    end: usize,
}

pub(super) fn find(text: &str, hits: &mut Vec<Hit>) {
    let bytes = text.as_bytes();
    let mut hit = |start, end| hits.push(Hit { start, end, rule: Rule::PrivateKey });
    let mut open: Option<Marker> = None;
    let mut done = 0_usize;
    for at in memmem::find_iter(bytes, LABEL) {
        let Some(marker) = marker(bytes, at) else { continue };
        match open.take() {
            Some(begin) if !marker.begin && marker.start.saturating_sub(begin.end) <= MAX_KEY => {
                hit(begin.start, marker.end);
                done = marker.end;
                continue;
            }
            Some(begin) => {
                if let Some(end) = material_after(bytes, begin.end..marker.start) {
                    hit(begin.start, end);
                    done = end;
                }
            }
            None => {}
        }
        if marker.begin {
            open = Some(marker);
            continue;
        }
        let from = done.max(marker.start.saturating_sub(MAX_KEY));
        if let Some(start) = material_before(bytes, from..marker.start) {
            hit(start, marker.end);
        }
        done = marker.end;
    }
    if let Some(begin) = open
        && let Some(end) = material_after(bytes, begin.end..bytes.len())
    {
        hit(begin.start, end);
    }
}

/// The line around a label. Two dashes are enough: phones make long ones of pairs.
fn marker(bytes: &[u8], label: usize) -> Option<Marker> {
    let rest = bytes.get(label.saturating_add(LABEL.len())..)?;
    let space = SPACES.iter().find(|space| rest.starts_with(space.as_bytes()))?;
    let rest = rest.get(space.len()..)?.strip_prefix(b"KEY")?;
    let end = label.saturating_add(LABEL.len()).saturating_add(space.len()).saturating_add("KEY".len());

    let line = look_back(bytes, label, MAX_BEGIN);
    let word = |word| memmem::rfind(line, word);
    let (begin, at) = match (word(b"BEGIN"), word(b"END")) {
        (Some(begin), end) if end.is_none_or(|end| end < begin) => (true, begin),
        (_, Some(end)) => (false, end),
        (_, None) => return None,
    };
    let dashes = trailing_dashes(line.get(..at)?)?;
    let start = label.saturating_sub(line.len()).saturating_add(dashes);
    Some(Marker { begin, start, end: end.saturating_add(after_label(rest)) })
}

/// Where the dashes before a word begin.
fn trailing_dashes(line: &[u8]) -> Option<usize> {
    let mut end = line.len();
    while end > 0 && byte(line, end.saturating_sub(1)) == b' ' {
        end = end.saturating_sub(1);
    }
    let mut start = end;
    loop {
        let part = line.get(..start)?;
        start = match part {
            [.., b'-'] => start.saturating_sub(1),
            _ if ends_with(part, "%2d") => start.saturating_sub(3),
            _ => break,
        };
    }
    (end.saturating_sub(start) >= 2).then_some(start)
}

/// How much of what follows a label belongs to its line: ` BLOCK` and dashes.
fn after_label(rest: &[u8]) -> usize {
    let near = rest.get(..MAX_REST).unwrap_or(rest);
    let block = [" BLOCK", "+BLOCK", "%20BLOCK"].iter().find(|block| near.starts_with(block.as_bytes()));
    let mut end = block.map_or(0, |block| block.len());
    loop {
        let part = near.get(end..).unwrap_or_default();
        match part {
            [b'-', ..] => end = end.saturating_add(1),
            // As SSH.com writes it.
            [b' ', b'-', b'-', ..] => end = end.saturating_add(2),
            [b'%', b'2', b'd' | b'D', ..] => end = end.saturating_add(3),
            _ => return end,
        }
    }
}

/// Where the key material ends that follows a `BEGIN` line.
fn material_after(bytes: &[u8], within: Range<usize>) -> Option<usize> {
    let text_ends = within.end == bytes.len();
    let mut end = None;
    for word in Words::new(bytes, within.clone()) {
        if word.start.saturating_sub(end.unwrap_or(within.start)) > MAX_NOISE {
            break;
        }
        let follows = byte_gap_is_plain(bytes, end.unwrap_or(within.start)..word.start);
        let found = bytes.get(word.clone()).unwrap_or_default();
        // The last line of a key is shorter, and so is one that was cut.
        let last = follows && (end.is_some() && looks_random(found) || text_ends && word.end == within.end);
        if is_line(found) || last {
            end = Some(word.end);
        }
    }
    end
}

/// Where the key material begins that an `END` line follows.
fn material_before(bytes: &[u8], within: Range<usize>) -> Option<usize> {
    let words: Vec<Range<usize>> = Words::new(bytes, within.clone()).collect();
    let mut start: Option<usize> = None;
    for word in words.into_iter().rev() {
        let next = start.unwrap_or(within.end);
        if next.saturating_sub(word.end) > MAX_NOISE {
            break;
        }
        let found = bytes.get(word.clone()).unwrap_or_default();
        let follows = byte_gap_is_plain(bytes, word.end..next);
        // The last line, right before the end; and the first one, if it was cut where the text was.
        let short = follows && (start.is_none() && looks_random(found) || start.is_some() && word.start == 0);
        if is_line(found) || short {
            start = Some(word.start);
        }
    }
    start
}

/// A line of base64; a path or a name has no digits and capitals in it for so long.
fn is_line(word: &[u8]) -> bool {
    word.len() >= LONG_WORD && looks_random(word)
}

/// Not a word of a language.
fn looks_random(word: &[u8]) -> bool {
    let has = |wanted: fn(&u8) -> bool| word.iter().any(wanted);
    has(u8::is_ascii_uppercase) && has(u8::is_ascii_digit) || word.ends_with(b"=")
}

/// Only white space, escapes and quotes between two lines.
fn byte_gap_is_plain(bytes: &[u8], gap: Range<usize>) -> bool {
    let mut at = gap.start;
    while at < gap.end {
        let escaped = escape(bytes, at).unwrap_or(0);
        let plain =
            byte(bytes, at).is_ascii_whitespace() || matches!(byte(bytes, at), b'\\' | b'"' | b'\'' | b',' | b'>');
        if escaped == 0 && !plain {
            return false;
        }
        at = at.saturating_add(escaped.max(1));
    }
    true
}

/// Words of base64, in which a slash may be escaped and which an escape ends.
struct Words<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Words<'a> {
    fn new(bytes: &'a [u8], within: Range<usize>) -> Self {
        Self { bytes, at: within.start, end: within.end }
    }

    /// How many bytes there belong to a word.
    fn letter(&self, at: usize) -> usize {
        match byte(self.bytes, at) {
            found if is(found, BASE64) => 1,
            b'\\' if byte(self.bytes, at.saturating_add(1)) == b'/' => 2,
            // `%2B`, `%2F` and `%3D`: the signs of base64 in a URL.
            b'%' => match self.bytes.get(at.saturating_add(1)..at.saturating_add(3)) {
                Some([b'2', b'B' | b'b' | b'F' | b'f'] | [b'3', b'D' | b'd']) => 3,
                _ => 0,
            },
            _ => 0,
        }
    }
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        while self.at < self.end && self.letter(self.at) == 0 {
            // `\\n`: the last backslash and its letter are the escape.
            let step = escape(self.bytes, self.at).unwrap_or(1);
            self.at = self.at.saturating_add(step);
        }
        let start = self.at;
        while self.at < self.end {
            match self.letter(self.at) {
                0 => break,
                letter => self.at = self.at.saturating_add(letter),
            }
        }
        let end = self.at.min(self.end);
        (start < end).then_some(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::rule_tests::{found, in_bounds, in_bounds_when_hostile, keeps, redacts};
    use super::*;
    use proptest::prelude::*;

    const LINES: [&str; 4] = [
        "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj",
        "MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu",
        "NMoSfm76oqFvAp8Gy0iz5sxjZmSnXyCdPEovGhLa0VzMaQ8s+CLOyS56YyCFGeJZ",
        "qgtzJ6GR3eqoYSW9b9UMvkBpZODSctWSNGj3P7jRFDO5VoTwCQAWbFnOjDfH5Ulg==",
    ];

    fn pem(label: &str, line_break: &str) -> String {
        format!("-----BEGIN {label}-----{line_break}{}{line_break}-----END {label}-----", LINES.join(line_break))
    }

    #[test]
    fn redacts_keys_however_they_are_written() {
        for label in
            ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "PGP PRIVATE KEY BLOCK"]
        {
            for line_break in ["\n", "\r\n", "\\n", "\\\\n", "\\r\\n", " ", "\n> ", "\n11-27 08:00:00.123 D/Key: "] {
                redacts(find, &pem(label, line_break));
            }
        }
        redacts(
            find,
            &pem("RSA PRIVATE KEY", "\n").replacen("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A\n\n", 1),
        );
        redacts(find, &pem("PRIVATE KEY", "%0A").replace(' ', "%20").replace('+', "%2B").replace('=', "%3D"));
        redacts(find, &pem("PRIVATE KEY", "\n").replace("-----", "---"));
        redacts(find, "-----BEGIN OPENSSH PRIVATE KEY-----b3BlbnNzaC1rZXktdjEAAAAA-----END OPENSSH PRIVATE KEY-----");
    }

    #[test]
    fn redacts_the_rest_of_a_key_that_was_cut() {
        for line_break in ["\n", "\\n", " ", "\nD/Key: "] {
            let whole = pem("EC PRIVATE KEY", line_break);
            let body = whole.split_once("-----END").unwrap().0.trim_end_matches(line_break);
            assert_eq!(found(find, &format!("key {body}{line_break}and so on")), [body], "{body:?}");
            let cut = whole.get(..90).unwrap();
            assert_eq!(found(find, cut), [cut]);
            let begun = whole.get(..40).filter(|_| !line_break.contains('D'));
            assert!(begun.is_none_or(|begun| found(find, begun) == [begun]), "{begun:?}");
            let tail = whole.get(50..).unwrap();
            assert_eq!(found(find, tail), [tail]);
        }
        let tail = format!("log line of words\n{}\n-----END PRIVATE KEY-----", LINES.join("\n"));
        assert_eq!(found(find, &tail), [tail.get("log line of words\n".len()..).unwrap()]);
    }

    #[test]
    fn redacts_both_of_two_keys_and_nothing_between() {
        let (one, two) = (pem("PRIVATE KEY", "\n"), pem("EC PRIVATE KEY", "\\n"));
        assert_eq!(found(find, &format!("{one} and {two}")), [&one, &two]);
        let cut = one.split_once("\n-----END").unwrap().0;
        assert_eq!(found(find, &format!("{cut}\n and then {two}")), [cut, &two]);
    }

    #[test]
    fn keeps_what_is_public_and_what_only_speaks_of_keys() {
        for label in ["CERTIFICATE", "PUBLIC KEY", "CERTIFICATE REQUEST", "RSA PUBLIC KEY", "PGP PUBLIC KEY BLOCK"] {
            keeps(find, &pem(label, "\n"));
        }
        for text in [
            "PRIVATE KEY not found",
            "no -----BEGIN PRIVATE KEY----- in the file keys.txt, please check",
            "at the -----END PRIVATE KEY----- there is nothing",
            "BEGIN PRIVATE KEY",
            "com.example.PRIVATE_KEY_MISSING",
        ] {
            keeps(find, text);
        }
    }

    #[test]
    fn redacts_in_time_whatever_the_text() {
        in_bounds_when_hostile(
            find,
            &["PRIVATE KEY", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", LINES[0], "-"],
        );
        in_bounds_when_hostile(find, &["-----BEGIN PRIVATE KEY-----\nA1", "A1= -----END PRIVATE KEY-----"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(-----|BEGIN |END |PRIVATE KEY|-|A1b2C3d4E5f6A1b2C3d4E5f6A1b2C3d4E5f6A1b2C3d4|\\\\n|\n|%2D|é|=| ){0,24}") {
            in_bounds(find, &text);
        }

        #[test]
        fn text_at_random_is_read(text in any::<String>()) {
            in_bounds(find, &text);
        }
    }
}
