//! IPv6 addresses in every form of RFC 4291, section 2.2, with the zone of RFC 4007.
//!
//! `::` is an operator in some languages as well, and `dead::beef` would be an address. An address with `::` counts if it
//! lies where addresses are given out: 2000::/3, fc00::/7, fe80::/10, ff00::/8, 64:ff9b::/96, or with IPv4 at its end; or if
//! it has three groups and a digit. One without counts if a group has three digits, as no time and no ratio has.

use std::net::Ipv6Addr;

use memchr::memmem;

use super::super::scan::{
    ALNUM, COLON_HEX, HEX, before, byte, escape, is, left_edge, promising, run_end, run_start, shifted, window,
};
use super::super::{Hit, Rule};

/// The longest form: eight groups, or six and an IPv4 address; and what may be stripped from it.
const MAX_BYTES: usize = 64;
/// The longest zone: the name of an interface has 15 characters.
const MAX_ZONE: usize = 20;
/// How many colons between hexadecimal digits a block of an address without `::` has: six or seven colons lie in two blocks, and
/// a time has two.
const COLONS_PER_BLOCK: u8 = 3;

pub(super) fn find(text: &str, hits: &mut Vec<Hit>) {
    let bytes = text.as_bytes();
    let mut done = 0_usize;
    let mut look = |at: usize, compressed: bool, done: &mut usize| {
        if at < *done {
            return;
        }
        let (start, end) = (run_start(bytes, at, COLON_HEX, *done), run_end(bytes, at, COLON_HEX));
        *done = end;
        if text.get(start..end).is_none_or(|run| run.contains("::") != compressed) {
            return;
        }
        if let Some((start, end)) = judge(text, start, end) {
            hits.push(Hit { start, end, rule: Rule::Ip });
        }
    };
    for at in memmem::find_iter(bytes, "::") {
        look(at, true, &mut done);
    }
    done = 0;
    promising(
        bytes,
        [b':'; 3],
        |at| has_colons(bytes, at),
        |at| {
            if is(before(bytes, at), HEX) {
                look(at, false, &mut done);
            }
        },
    );
}

/// Whether this block has as many colons between what may be hexadecimal digits as one of an address: what comes before `0`
/// are blanks, quotes and brackets.
#[inline(always)]
fn has_colons(bytes: &[u8], at: usize) -> Option<bool> {
    let window = window(bytes, at.checked_sub(1)?)?;
    let (left, middle, right) = (shifted(window, 0)?, shifted(window, 1)?, shifted(window, 2)?);
    let mut count = 0_u8;
    for ((left, middle), right) in left.iter().zip(middle).zip(right) {
        count = count.wrapping_add(u8::from(*middle == b':') & u8::from(*left >= b'0') & u8::from(*right >= b'0'));
    }
    Some(count >= COLONS_PER_BLOCK)
}

/// The address in a run of hexadecimal digits, colons and dots.
fn judge(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let (mut start, mut end) = (start, end);
    match left_edge(bytes, start) {
        Some(edge) => start = edge,
        // `mode:fe80::1`, but not `std::fe`.
        None => start = start.saturating_add(text.get(start..end)?.find(':')?).saturating_add(1),
    }
    if end.checked_sub(start)? > MAX_BYTES {
        return None;
    }
    let single = |pair: &[u8]| pair != b"::";
    while start < end
        && (byte(bytes, start) == b'.'
            || byte(bytes, start) == b':' && single(bytes.get(start..start.saturating_add(2))?))
    {
        start = start.saturating_add(1);
    }
    while start < end
        && (before(bytes, end) == b'.' || before(bytes, end) == b':' && single(bytes.get(end.checked_sub(2)?..end)?))
    {
        end = end.saturating_sub(1);
    }
    // A word or an operator goes on to the left, or a word to the right.
    let glued = byte(bytes, start) == b':'
        && (is(before(bytes, start), ALNUM) || before(bytes, start) == b'_' || before(bytes, start) == b'>');
    if glued || is(byte(bytes, end), ALNUM) || byte(bytes, end) == b'_' {
        return None;
    }
    let found = text.get(start..end)?;
    let (address, end) = match found.parse::<Ipv6Addr>() {
        Ok(address) => (address, end),
        // A port without brackets, which belongs to nine groups only.
        Err(_) => {
            let (address, port) = found.rsplit_once(':')?;
            let end = end.saturating_sub(port.len()).saturating_sub(1);
            (address.parse().ok().filter(|_| !address.contains("::"))?, end)
        }
    };
    is_plausible(text.get(start..end)?, address).then(|| (start, end.saturating_add(zone(bytes, end, address))))
}

fn is_plausible(found: &str, address: Ipv6Addr) -> bool {
    if address.is_unspecified() || address.is_loopback() {
        return false;
    }
    if !found.contains("::") {
        return found.contains('.') || found.split(':').any(|group| group.len() >= 3);
    }
    let [first, second, ..] = address.segments();
    let given_out = matches!(first, 0x2000..=0x3FFF | 0xFC00..=0xFDFF | 0xFE80..=0xFEBF | 0xFF00..=0xFFFF);
    let groups = found.split(':').filter(|group| !group.is_empty()).count();
    given_out
        || (first, second) == (0x64, 0xFF9B)
        || found.contains('.')
        || address.to_ipv4_mapped().is_some()
        || groups >= 3 && found.bytes().any(|byte| byte.is_ascii_digit())
}

/// How long the zone after an address of one link is, with its `%`.
fn zone(bytes: &[u8], end: usize, address: Ipv6Addr) -> usize {
    // `%20`, `%22` and their like are what follows in a URL; `%25` is the sign of a zone there.
    let printable = matches!(byte(bytes, end.saturating_add(1)), b'2'..=b'7');
    let sign = bytes.get(end..).is_some_and(|rest| rest.starts_with(b"%25"));
    let encoded = escape(bytes, end).is_some() && printable && !sign;
    let scoped = address.is_unicast_link_local() || address.is_multicast();
    if byte(bytes, end) != b'%' || !scoped || encoded {
        return 0;
    }
    let name = bytes.get(end.saturating_add(1)..).unwrap_or_default().iter().take(MAX_ZONE);
    let name = name.take_while(|byte| is(**byte, ALNUM) || matches!(byte, b'-' | b'_')).count();
    if name == 0 { 0 } else { name.saturating_add(1) }
}

#[cfg(test)]
mod tests {
    use super::super::super::rule_tests::{found, keeps, redacts};
    use super::super::find;

    #[test]
    fn redacts_addresses_in_every_form() {
        for address in [
            "2001:db8::1",
            "2001:DB8:0:0:8:800:200C:417A",
            "2001:0db8:0000:0000:0008:0800:200c:417a",
            "2001:db8:1:2:3:4:5:6",
            "2400:da00::dead",
            "240e:3b7:2a1:9c0::1",
            "2001:db8::",
            "fe80::1",
            "fe80::1ff:fe23:4567:890a",
            "fd00::1",
            "fd12:3456:789a:1::1",
            "ff02::fb",
            "64:ff9b::c000:201",
        ] {
            redacts(find, address);
        }
    }

    #[test]
    fn redacts_an_address_and_nothing_around_it() {
        for (text, address) in [
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("https://[2001:db8::1]/", "2001:db8::1"),
            ("/2001:db8::1 (port 443)", "2001:db8::1"),
            ("addr:2001:db8::1", "2001:db8::1"),
            ("mode:fe80::1.", "fe80::1"),
            ("地址2001:db8::1。", "2001:db8::1"),
            ("2001:db8::1/64", "2001:db8::1"),
            ("2001:db8::1: unreachable", "2001:db8::1"),
            ("%5B2001:db8::1%5D", "2001:db8::1"),
            ("2001:db8:1:2:3:4:5:6:443", "2001:db8:1:2:3:4:5:6"),
            ("fe80::1%wlan0 up", "fe80::1%wlan0"),
            ("[fe80::1%25en0]", "fe80::1%25en0"),
            ("fe80::1%3", "fe80::1%3"),
            ("2001:db8::1%20and", "2001:db8::1"),
        ] {
            assert_eq!(found(find, text), [address], "{text}");
        }
        assert!(found(find, "[::ffff:192.0.2.1]:443").contains(&"::ffff:192.0.2.1"));
        assert!(found(find, "0:0:0:0:0:ffff:192.0.2.1").contains(&"0:0:0:0:0:ffff:192.0.2.1"));
    }

    #[test]
    fn keeps_what_only_has_colons() {
        for text in [
            "08:00:00",
            "2026-11-27T08:00:00.123",
            "12:34:56:78",
            "1:2:3:4:5:6:7:8",
            "16:9",
            "1:2:3",
            "std::string",
            "a::b",
            "ab::cd",
            "dead::beef",
            "core::fade::add",
            "Foo::bar()",
            "::",
            "::1",
            "crate::a::b1",
            "vec<a>::b",
            "f::<u8>()",
            "{\"a\":1,\"b\":2,\"c\":3,\"d\":4}",
            "a:1 b:2 c:3",
            "Main.java:123:45",
            "ab:cd:ef",
            "0:0:0:0:0:0:0:1",
            "::/0",
            "e::1",
        ] {
            keeps(find, text);
        }
    }
}
