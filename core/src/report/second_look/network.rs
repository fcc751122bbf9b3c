//! Addresses of the network: IPv4, IPv6 (RFC 4291) and hardware addresses.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::SightingRule;
use super::sink::Sink;
use super::view::long_runs;

/// The shortest text of an address, in bytes.
const MIN_ADDRESS: usize = 7;
/// The longest text of an address with a port, or of a range, in bytes.
const MAX_ADDRESS: usize = 64;
/// How far the name of a version is looked for before four numbers, in bytes.
const MAX_NAME: usize = 24;
/// What Android says instead of its own hardware address.
const NO_MAC: [&str; 3] = ["000000000000", "ffffffffffff", "020000000000"];

/// Looks for addresses that belong to somebody.
pub(super) fn look(text: &str, sink: &mut Sink<'_>) {
    let bytes = text.as_bytes();
    long_runs(bytes, MIN_ADDRESS, in_address, |start, end| {
        let (start, end) = trimmed(bytes, start, end);
        let Some(token) = text.get(start..end).filter(|token| token.len() <= MAX_ADDRESS) else { return };
        let (colons, dots, dashes) = token.bytes().fold((0_u8, 0_u8, 0_u8), |(colons, dots, dashes), byte| {
            let plus = |count: u8, is: bool| count.saturating_add(u8::from(is));
            (plus(colons, byte == b':'), plus(dots, byte == b'.'), plus(dashes, byte == b'-'))
        });
        if (colons >= 5 || token.contains("::") || dots >= 3 || dashes >= 5)
            && alone(bytes, start, end)
            && let Some(rule) = address(token, text, start)
        {
            sink.hit(rule, text, start, end);
        }
    });
}

/// What addresses are written with.
fn in_address(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.' | b'-')
}

/// Without the colon before a port and the full stop after a sentence.
fn trimmed(bytes: &[u8], start: usize, end: usize) -> (usize, usize) {
    let token = bytes.get(start..end).unwrap_or_default();
    let lead = token.iter().take_while(|b| matches!(b, b'.' | b'-')).count();
    let trail = token.iter().rev().take_while(|b| matches!(b, b'.' | b'-')).count();
    let (mut start, mut end) = (start.saturating_add(lead), end.saturating_sub(trail).max(start));
    let token = bytes.get(start..end).unwrap_or_default();
    if token.ends_with(b":") && !token.ends_with(b"::") {
        end = end.saturating_sub(1);
    }
    if token.starts_with(b":") && !token.starts_with(b"::") {
        start = start.saturating_add(1);
    }
    (start.min(end), end)
}

fn alone(bytes: &[u8], start: usize, end: usize) -> bool {
    let glued = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    !glued(start.checked_sub(1).and_then(|at| bytes.get(at))) && !glued(bytes.get(end))
}

fn address(token: &str, text: &str, start: usize) -> Option<SightingRule> {
    if let Some((head, port)) = token.split_once(':')
        && head.contains('.')
        && port.bytes().all(|byte| byte.is_ascii_digit())
    {
        return ip4(head, text, start).then_some(SightingRule::Ip);
    }
    if token.len() == 17 && is_mac(token) {
        return Some(SightingRule::Mac);
    }
    if token.contains(':') {
        return ip6(token).then_some(SightingRule::Ip);
    }
    // A range of addresses; `1.2.5.1-2` is a version.
    let mut parts = token.split('-');
    let range = parts.clone().all(|part| part.parse::<Ipv4Addr>().is_ok());
    (range && parts.any(|part| ip4(part, text, start))).then_some(SightingRule::Ip)
}

fn ip4(token: &str, text: &str, start: usize) -> bool {
    let Ok(ip) = token.parse::<Ipv4Addr>() else { return false };
    let [_, _, c, d] = ip.octets();
    // Networks, netmasks and what every device has.
    let nobodys = ip.is_loopback() || ip.is_unspecified() || ip.is_broadcast() || ip.is_multicast() || (c, d) == (0, 0);
    let netmask = ip.octets().first() == Some(&255);
    !nobodys && !netmask && !is_version(text, start)
}

/// `Chrome/120.0.6099.43`, `version 1.2.3.4`, `sdk: 4.1.2.3`: four numbers that are no address.
fn is_version(text: &str, start: usize) -> bool {
    let head = text.as_bytes().get(start.saturating_sub(MAX_NAME)..start).unwrap_or_default();
    let word = |from: &[u8]| {
        let word = from.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_'));
        word.map(u8::to_ascii_lowercase).collect::<Vec<u8>>()
    };
    if let Some(product) = head.strip_suffix(b"/") {
        // `example.com/192.0.2.1` is how Java prints an address; `localhost/…` likewise.
        let product = word(product);
        return !product.is_empty() && !product.contains(&b'.') && product != b"tsohlacol";
    }
    let joint = head.iter().rev().take_while(|b| matches!(b, b' ' | b'=' | b':' | b'"' | b'(' | b'\'')).count();
    let mut name = word(head.get(..head.len().saturating_sub(joint)).unwrap_or_default());
    name.reverse();
    let ends =
        ["version", "ver", "build", "sdk", "release", "firmware", "revision", "rev", "v", "code", "name", "upgrade"];
    let named = joint > 0 && ends.iter().any(|end| name.ends_with(end.as_bytes()));
    named && !name.ends_with(b"hostname") && !name.ends_with(b"servername")
        || text.get(..start).is_some_and(|head| head.trim_end_matches([' ', ':', '=']).ends_with("版本"))
}

fn ip6(token: &str) -> bool {
    let Ok(ip) = token.parse::<Ipv6Addr>() else { return false };
    if let Some(ip4) = ip.to_ipv4_mapped() {
        return !ip4.is_loopback() && !ip4.is_unspecified();
    }
    let [first, ..] = ip.segments();
    let groups = token.split(':').filter(|group| !group.is_empty()).count();
    // `a::b` is a path in source code. Addresses in use begin with a known block or are long.
    let in_use = (0x2000..0x4000).contains(&first) || (0xfc00..0xff00).contains(&first) || groups >= 4;
    let plain = token.bytes().any(|byte| byte.is_ascii_digit());
    !ip.is_loopback() && !ip.is_unspecified() && !ip.is_multicast() && in_use && plain
}

fn is_mac(token: &str) -> bool {
    let digits = |separator: char| {
        let parts: Vec<&str> = token.split(separator).collect();
        let pairs = parts.iter().all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_hexdigit()));
        (parts.len() == 6 && pairs).then(|| parts.concat().to_ascii_lowercase())
    };
    let with_letter = |mac: &String| mac.bytes().any(|byte| byte.is_ascii_alphabetic());
    // With dashes and only digits it is a date and a time, or an order's number.
    let mac = digits(':').or_else(|| digits('-').filter(with_letter));
    mac.is_some_and(|mac| !NO_MAC.contains(&mac.as_str()))
}
