//! Addresses in networks: IPv4, IPv6 (RFC 4291, RFC 4007 for zones) and MAC (IEEE 802), and one spelling for each, so that a
//! report can say that two of them are the same without saying which.

mod mac;
mod v4;
mod v6;

use std::net::{Ipv4Addr, Ipv6Addr};

use super::Hit;

pub(super) fn find(text: &str, hits: &mut Vec<Hit>) {
    let bytes = text.as_bytes();
    v4::find(bytes, hits);
    v6::find(text, hits);
    mac::find(bytes, hits);
}

/// What kind of address was found: as much of it as helps support and names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Network {
    /// IPv4, also where it is written as an IPv6 address that maps it.
    V4 {
        /// Of a local network (RFC 1918), of one link (RFC 3927), or shared behind a carrier (RFC 6598).
        private: bool,
    },
    /// IPv6.
    V6 {
        /// Of a local network (RFC 4193) or of one link (RFC 4291, section 2.5.6).
        private: bool,
    },
    /// An interface's own address.
    Mac,
}

/// The kind of an address that `find` found, and its one spelling. A zone is left out: it names an interface, not an address.
pub(super) fn classify(found: &str) -> Option<(Network, String)> {
    if let Some(mac) = mac::canonical(found) {
        return Some((Network::Mac, mac));
    }
    if let Ok(address) = found.parse::<Ipv4Addr>() {
        return Some(v4_kind(address));
    }
    let (address, _zone) = found.split_once('%').unwrap_or((found, ""));
    let address: Ipv6Addr = address.parse().ok()?;
    if let Some(mapped) = address.to_ipv4_mapped() {
        return Some(v4_kind(mapped));
    }
    let private = address.is_unique_local() || address.is_unicast_link_local();
    Some((Network::V6 { private }, address.to_string()))
}

fn v4_kind(address: Ipv4Addr) -> (Network, String) {
    let [first, second, ..] = address.octets();
    let shared = first == 100 && (64..128).contains(&second);
    let private = address.is_private() || address.is_link_local() || shared;
    (Network::V4 { private }, address.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::rule_tests::{found, in_bounds, in_bounds_when_hostile};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_spelling_of_an_address_is_one() {
        let (v4, v6) = (|private| Network::V4 { private }, |private| Network::V6 { private });
        for (text, kind, canonical) in [
            ("192.0.2.1", v4(false), "192.0.2.1"),
            ("::ffff:192.0.2.1", v4(false), "192.0.2.1"),
            ("::ffff:c000:201", v4(false), "192.0.2.1"),
            ("10.1.2.3", v4(true), "10.1.2.3"),
            ("172.31.0.1", v4(true), "172.31.0.1"),
            ("172.32.0.1", v4(false), "172.32.0.1"),
            ("169.254.1.1", v4(true), "169.254.1.1"),
            ("100.64.0.1", v4(true), "100.64.0.1"),
            ("100.128.0.1", v4(false), "100.128.0.1"),
            ("2001:DB8:0:0:0:0:0:1", v6(false), "2001:db8::1"),
            ("2001:0db8::0001", v6(false), "2001:db8::1"),
            ("fe80::1%wlan0", v6(true), "fe80::1"),
            ("fd12:3456::1", v6(true), "fd12:3456::1"),
            ("00-1A-2B-3C-4D-5E", Network::Mac, "00:1a:2b:3c:4d:5e"),
            ("001a.2b3c.4d5e", Network::Mac, "00:1a:2b:3c:4d:5e"),
            ("00:1a:2b:3c:4d:5e", Network::Mac, "00:1a:2b:3c:4d:5e"),
        ] {
            assert_eq!(classify(text), Some((kind, canonical.to_owned())), "{text}");
        }
        for text in ["", "192.0.2", "a", "2001:db8", "001a:2b3c:4d5e"] {
            assert_eq!(classify(text), None, "{text}");
        }
    }

    #[test]
    fn redacts_in_time_whatever_the_text() {
        in_bounds_when_hostile(
            find,
            &["1.", ".", ":", "::", "a:", "1:", "1.2.3.4", "fe80::1%", "aa:bb:cc:dd:ee:ff", "aa-", "-", "aabb.", "f::"],
        );
        in_bounds_when_hostile(find, &["v1.2.3.4", "/1.2.3.4", "a::b", "::ffff:1.2.3.4"]);
    }

    proptest! {
        #[test]
        fn what_is_found_has_a_kind(text in "([0-9a-f]{1,4}|:|::|\\.|[0-9]{1,3}\\.|[0-9a-f]{2}[:-]|%|/|é| |v|fe80::){0,40}") {
            in_bounds(find, &text);
            for address in found(find, &text) {
                prop_assert!(classify(address).is_some(), "{}", address);
            }
        }

        #[test]
        fn text_at_random_is_read(text in any::<String>()) {
            in_bounds(find, &text);
        }

        #[test]
        fn every_address_is_found(v4 in any::<u32>(), v6 in any::<u128>(), mac in any::<[u8; 6]>(), pad in "[w-z ]{0,70}") {
            let v4 = Ipv4Addr::from_bits(v4 % 0x5E00_0000 + 0x8000_0000);
            let v6 = Ipv6Addr::from_bits(v6 >> 3 | 1 << 125);
            let mac = mac.map(|byte| format!("{:02x}", byte.clamp(1, 254))).join(":");
            let text = format!("{pad} {v4} {pad} {v6} {pad} {mac} {pad}");
            prop_assert_eq!(found(find, &text), [v4.to_string(), v6.to_string(), mac]);
        }
    }
}
