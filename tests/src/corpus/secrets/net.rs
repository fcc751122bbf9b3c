//! Addresses on networks: IPv4, IPv6 and hardware addresses, from the documentation ranges, private ones and random public
//! ones. Loopback is for the corpus of what is kept.

use crate::corpus::encode;
use crate::corpus::plant::{Format, Plant};
use crate::corpus::seeded::{HEX, Seeded};

pub(super) fn ipv4() -> Vec<Format> {
    let of = |name: &'static str, least: &'static str| {
        Format::new(name, move |chance| Plant::bare(address_in(least, chance)))
    };
    let around = |name: &'static str, before: &'static str, after: &'static str| {
        Format::new(name, move |chance| Plant::labelled(before, public(chance), after))
    };
    vec![
        Format::new("public", |chance| Plant::bare(public(chance))),
        of("private_10", "10"),
        of("private_172", "172.20"),
        of("private_192", "192.168"),
        of("shared", "100.88"),
        of("documentation_1", "192.0.2"),
        of("documentation_2", "198.51.100"),
        of("documentation_3", "203.0.113"),
        around("port", "", ":8443"),
        around("url", "http://", ":8080/health"),
        around("resolved", "api.wallet.example/", ":443"),
        around("prefix", "route ", "/24"),
        Format::new("full_width", |chance| {
            let address = public(chance);
            Plant::bare(encode::full_width(&address)).piece(address)
        }),
    ]
}

fn public(chance: &mut Seeded) -> String {
    loop {
        let first = chance.between(23, 220);
        if !matches!(first, 100 | 127 | 169 | 172 | 192 | 198 | 203) {
            return address_in(&first.to_string(), chance);
        }
    }
}

fn address_in(prefix: &str, chance: &mut Seeded) -> String {
    let mut address = prefix.to_owned();
    while address.matches('.').count() < 3 {
        address += &format!(".{}", chance.between(11, 254));
    }
    address
}

pub(super) fn ipv6() -> Vec<Format> {
    let around = |name: &'static str, before: &'static str, after: &'static str| {
        Format::new(name, move |chance| Plant::labelled(before, full("2001:db8", chance), after))
    };
    vec![
        Format::new("full", |chance| Plant::bare(full("2408", chance))),
        Format::new("documentation", |chance| Plant::bare(full("2001:0db8", chance))),
        Format::new("upper", |chance| Plant::bare(full("240e", chance).to_uppercase())),
        Format::new("compressed", |chance| Plant::bare(format!("2001:db8::{}", groups(2, chance)))),
        Format::new("compressed_middle", |chance| {
            Plant::bare(format!("2409:{}::{}", groups(2, chance), groups(1, chance)))
        }),
        Format::new("compressed_end", |chance| Plant::bare(format!("2a02:{}::", groups(3, chance)))),
        Format::new("unique_local", |chance| Plant::bare(full("fd3c", chance))),
        Format::new("v4_mapped", |chance| {
            let inner = public(chance);
            Plant::bare(format!("::ffff:{inner}")).piece(inner)
        }),
        Format::new("zone", |chance| Plant::labelled("", format!("fe80::{}", groups(4, chance)), "%wlan0")),
        Format::new("zone_apple", |chance| Plant::labelled("", format!("fe80::{}", groups(4, chance)), "%en0")),
        around("brackets_port", "[", "]:8443"),
        around("url", "https://[", "]/v1/status"),
        around("prefix", "", "/64"),
    ]
}

fn full(prefix: &str, chance: &mut Seeded) -> String {
    let given = prefix.matches(':').count() + 1;
    format!("{prefix}:{}", groups(8 - given, chance))
}

fn groups(count: usize, chance: &mut Seeded) -> String {
    let all: Vec<String> = (0..count).map(|_| chance.string("123456789abcdef", 1) + &chance.string(HEX, 3)).collect();
    all.join(":")
}

pub(super) fn mac() -> Vec<Format> {
    let of = |name: &'static str, separator: &'static str, width: usize, upper: bool| {
        Format::new(name, move |chance| {
            // Locally administered: nobody's hardware.
            let bare = chance.string(HEX, 1) + &chance.string("26ae", 1) + &chance.string(HEX, 10);
            let written = encode::wrapped(&bare, width, separator);
            Plant::bare(if upper { written.to_uppercase() } else { written }).piece(bare)
        })
    };
    vec![
        of("colons", ":", 2, false),
        of("colons_upper", ":", 2, true),
        of("dashes", "-", 2, false),
        of("dashes_upper", "-", 2, true),
        of("cisco", ".", 4, false),
        of("cisco_upper", ".", 4, true),
    ]
}
