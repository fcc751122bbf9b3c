//! IPv4 addresses: four decimal numbers with dots between them (RFC 6943, section 3.1.1, the strict form). So are versions;
//! what stands around them tells which it is.

use std::net::Ipv4Addr;

use super::super::scan::{ALNUM, DIGIT, before, byte, ends_with, is, left_edge, look_back, promising, shifted, window};
use super::super::{Hit, Rule};

/// How far before a number a word is looked for that says what it is.
const WORD_REACH: usize = 40;
/// What may stand between that word and the number.
const WORD_SIGNS: &[u8] = b" \t:=\"'\\([_-";
/// How many of them at most.
const MAX_WORD_SIGNS: usize = 6;
/// Words before a version. Others end in `version`, `ver` or `build`, as `appVersion` does.
const VERSION_WORDS: [&str; 10] = ["v", "ver", "r", "rev", "release", "rc", "sdk", "android", "ios", "firmware"];
const VERSION_ENDINGS: [&str; 4] = ["version", "versionname", "build", "versions"];
const VERSION_CHINESE: [&str; 4] = ["版本", "版本号", "版本是", "版本为"];
/// What may follow a version, after `-`, `+`, `.` or nothing.
const PRE_RELEASES: [&str; 13] = [
    "alpha", "beta", "rc", "snapshot", "dev", "release", "debug", "pre", "build", "nightly", "canary", "stable",
    "hotfix",
];
/// What follows an address that Java prints as `host/address`.
const PORTS: [&str; 2] = [":", " (port "];

pub(super) fn find(bytes: &[u8], hits: &mut Vec<Hit>) {
    let mut done = 0_usize;
    promising(
        bytes,
        [b'.'; 3],
        |at| has_two_dots(bytes, at),
        |at| {
            if at < done || !is(byte(bytes, at.saturating_add(1)), DIGIT) {
                return;
            }
            let dotted = |byte: &u8| is(*byte, DIGIT) || *byte == b'.';
            let left = bytes.get(done..at).unwrap_or_default().iter().rev().take_while(|byte| dotted(byte)).count();
            let right = bytes.get(at..).unwrap_or_default().iter().take_while(|byte| dotted(byte)).count();
            let (start, end) = (at.saturating_sub(left), at.saturating_add(right));
            done = end;
            if let Some((start, end)) = judge(bytes, start, end) {
                hits.push(Hit { start, end, rule: Rule::Ip });
            }
        },
    );
}

/// Whether two dots stand in this block with one to three digits between them. Times with fractions have only one.
#[inline(always)]
fn has_two_dots(bytes: &[u8], at: usize) -> Option<bool> {
    let window = window(bytes, at)?;
    let near = |step: usize| shifted(window, step);
    let (dots, digits) = (near(0)?, near(1)?);
    let (second, third, fourth) = (near(2)?, near(3)?, near(4)?);
    let mut any = 0_u8;
    for ((((dot, digit), second), third), fourth) in dots.iter().zip(digits).zip(second).zip(third).zip(fourth) {
        let next = (*second == b'.') | (*third == b'.') | (*fourth == b'.');
        any |= u8::from(*dot == b'.') & u8::from(digit.wrapping_sub(b'0') < 10) & u8::from(next);
    }
    Some(any != 0)
}

/// The address in a run of digits and dots.
fn judge(bytes: &[u8], start: usize, end: usize) -> Option<(usize, usize)> {
    let run = bytes.get(start..end)?;
    // The end of a sentence, or of what is left out.
    let end = start.saturating_add(run.iter().rposition(|byte| *byte != b'.')?.saturating_add(1));
    let dots = run.iter().take_while(|byte| **byte == b'.').count();
    // `libfoo.so.1.2.3.4`
    if dots == 1 && is(before(bytes, start), ALNUM) {
        return None;
    }
    let start = start.saturating_add(dots);
    let start = left_edge(bytes, start).unwrap_or(start);
    let text = std::str::from_utf8(bytes.get(start..end)?).ok()?;
    let address: Ipv4Addr = text.parse().ok()?;
    let personal = !matches!(address.octets(), [0 | 127 | 255, ..]);
    (personal && !is_version(bytes, start, end)).then_some((start, end))
}

fn is_version(bytes: &[u8], start: usize, end: usize) -> bool {
    let rest = bytes.get(end..).unwrap_or_default();
    let followed_by = |sign: &&str| rest.starts_with(sign.as_bytes());
    // A product token (RFC 9110, section 10.1.5), as against a path or a host's name with its address.
    let product =
        before(bytes, start) == b'/' && start.checked_sub(1).is_some_and(|slash| is(before(bytes, slash), ALNUM));
    // Of a local network it is nobody's version, and a host's name has a dot in it.
    let names_host = || {
        let near = look_back(bytes, start, WORD_REACH);
        let name =
            near.iter().rev().skip(1).take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
        name.filter(|byte| **byte == b'.').count() > 0
    };
    if product && (is_local(bytes, start, end) || names_host()) {
        return false;
    }
    if product {
        // More of the path may follow.
        return !PORTS.iter().any(followed_by) && !rest.starts_with(b"/");
    }
    let from = rest.iter().take(1).take_while(|byte| matches!(byte, b'-' | b'+' | b'.' | b'_')).count();
    let to = rest.iter().skip(from).take(16).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let suffix = rest.get(from..from.saturating_add(to)).unwrap_or_default();
    let pre_release = PRE_RELEASES.iter().any(|word| suffix.eq_ignore_ascii_case(word.as_bytes()));
    pre_release || from == 0 && suffix.len() == 1 || is_called_version(look_back(bytes, start, WORD_REACH))
}

/// Whether an address is of a local network.
fn is_local(bytes: &[u8], start: usize, end: usize) -> bool {
    let address = bytes.get(start..end).and_then(|text| std::str::from_utf8(text).ok()?.parse::<Ipv4Addr>().ok());
    address.is_some_and(|address| address.is_private() || address.is_link_local())
}

/// Whether the word before says so.
fn is_called_version(near: &[u8]) -> bool {
    let signs = near.iter().rev().take(MAX_WORD_SIGNS).take_while(|byte| WORD_SIGNS.contains(byte)).count();
    let near = near.get(..near.len().saturating_sub(signs)).unwrap_or_default();
    if VERSION_CHINESE.iter().any(|word| near.ends_with(word.as_bytes())) {
        return true;
    }
    let letters = near.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let word = near.get(near.len().saturating_sub(letters)..).unwrap_or_default();
    VERSION_ENDINGS.iter().any(|ending| ends_with(word, ending))
        || VERSION_WORDS.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::super::super::rule_tests::{found, keeps, redacts};
    use super::super::find;

    #[test]
    fn redacts_addresses() {
        for address in ["192.0.2.1", "8.8.8.8", "10.0.0.255", "203.0.113.254", "1.1.1.1", "100.64.0.1"] {
            redacts(find, address);
        }
    }

    #[test]
    fn redacts_an_address_and_nothing_around_it() {
        for text in [
            "192.0.2.1:8080",
            "https://192.0.2.1/path",
            "https://192.0.2.1:443/",
            "failed to connect to /192.0.2.1:443",
            "failed to connect to example.com/192.0.2.1:443",
            "failed to connect to example.com/192.0.2.1 (port 443) after 10000ms",
            "from /192.0.2.1 (port 51234)",
            "route 192.0.2.1/24",
            "It is 192.0.2.1.",
            "服务器192.0.2.1超时",
            "server 192.0.2.1",
            "ip192.0.2.1",
            "ip=192.0.2.1,port=1",
            "[192.0.2.1]",
            "192.0.2.1.nip.io",
            "192.0.2.1-eth0",
            "user@192.0.2.1",
            "%5B192.0.2.1%5D",
            "\\n192.0.2.1\\n",
            "08:00:00.123 192.0.2.1",
        ] {
            assert_eq!(found(find, text), ["192.0.2.1"], "{text}");
        }
        assert_eq!(found(find, "192.0.2.1,192.0.2.2 192.0.2.3..."), ["192.0.2.1", "192.0.2.2", "192.0.2.3"]);
    }

    #[test]
    fn keeps_versions_and_what_is_nobodys_address() {
        for text in [
            "v1.2.3.4",
            "V1.2.3.4",
            "version 1.2.3.4",
            "Version: 1.2.3.4",
            "ver. 1.2.3",
            "build 1.2.3.4",
            "\"appVersion\":\"1.2.3.4\"",
            "{\\\"version\\\":\\\"1.2.3.4\\\"}",
            "versionName=1.2.3.4",
            "版本1.2.3.4",
            "版本号: 1.2.3.4",
            "1.2.3.4-beta",
            "1.2.3.4-rc1",
            "1.2.3.4rc1",
            "1.2.3.4a",
            "1.2.3.4.RELEASE",
            "Chrome/120.0.0.0 Safari/537.36",
            "wallet/1.2.3.4",
            "libfoo.so.1.2.3.4",
            "1.2.3.4.5",
            "1.2.3",
            "256.1.1.1",
            "01.2.3.4",
            "1..2.3.4",
            "1.3.6.1.4.1.311",
            "127.0.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "255.255.255.0",
            "0.1.2.3",
            "08:00:00.123",
            "3.14",
            "com.example.wallet",
        ] {
            keeps(find, text);
        }
    }
}
