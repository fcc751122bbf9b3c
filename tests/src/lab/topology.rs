//! Three network namespaces in a row.
//!
//! ```text
//!  phone          net (the router)                 far
//!  wifi0 ──────── tophone   line0   tofar ──────── wan0
//!  10.77.0.2      10.77.0.1   │     203.0.113.1    203.0.113.10  the wallet's API
//!  2001:db8:77::2      the slow line               203.0.113.20  status page, control hosts, …
//!                      (only when wanted)          203.0.113.53  the phone's resolver; .54 the second one
//! ```
//!
//! Every fault is in `net`, so neither end notices more than packets that come late, changed or never. Addresses are those
//! for documentation (RFC 5737, RFC 3849), except the phone's own, which is private as behind any router.

use std::fs;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::command::{ip, ip6, run};

/// The router's address on the phone's side.
pub(crate) const ROUTER: Ipv4Addr = Ipv4Addr::new(10, 77, 0, 1);
/// The same in IPv6.
pub(crate) const ROUTER_V6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0x77, 0, 0, 0, 0, 1);
/// The phone's network, by its leading octets.
pub(crate) const PHONES_NETWORK: [u8; 3] = [10, 77, 0];
/// The same in IPv6, 64 bits.
pub(crate) const PHONES_NETWORK_V6: [u8; 8] = [0x20, 0x01, 0x0d, 0xb8, 0, 0x77, 0, 0];
/// The wallet's API.
pub(crate) const WALLET: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 10);
/// The same in IPv6.
pub(crate) const WALLET_V6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0x113, 0, 0, 0, 0, 0x10);
/// Everything that is not the API.
pub(crate) const NEUTRAL: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 20);
/// The same in IPv6.
pub(crate) const NEUTRAL_V6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0x113, 0, 0, 0, 0, 0x20);
/// The phone's resolver.
pub(crate) const RESOLVER: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 53);
/// The second opinion.
pub(crate) const SECOND_RESOLVER: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 54);
/// Where forged answers lead, in the router itself.
pub(crate) const INTERLOPER: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 66);
/// The same in IPv6.
pub(crate) const INTERLOPER_V6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0x66, 0, 0, 0, 0, 0x66);
/// The router's interface towards the phone.
pub(crate) const TO_PHONE: &str = "tophone";
/// The slow line's device.
pub(crate) const LINE: &str = "line0";
/// The routing table of what comes from either end, with the slow line as the only way.
/// IEEE 802.3, without the checksum, which a virtual cable does not have.
const ETHERNET_HEADER_BYTES: u64 = 14;
const LINE_TABLE: &str = "77";

/// The names of three namespaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Topology {
    pub(crate) phone: String,
    pub(crate) net: String,
    pub(crate) far: String,
}

/// How each namespace starts: addresses count at once (no duplicate address detection; `nodad` at the addresses themselves is
/// for those that are used before the kernel comes to read this), and nothing asks for what nobody answers.
const END_SETTINGS: &str = "
    echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad
    echo 0 > /proc/sys/net/ipv6/conf/all/accept_dad
    echo 0 > /proc/sys/net/ipv6/conf/default/router_solicitations";
/// What a router does besides. What a rule refuses it tells every time. It may serve under addresses that are not its own, as
/// a forger does.
const ROUTER_SETTINGS: &str = "
    echo 1 > /proc/sys/net/ipv4/ip_forward
    echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
    echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter
    echo 0 > /proc/sys/net/ipv4/conf/default/rp_filter
    echo 0 > /proc/sys/net/ipv4/icmp_ratelimit
    echo 0 > /proc/sys/net/ipv6/icmp/ratelimit
    echo 1 > /proc/sys/net/ipv4/ip_nonlocal_bind
    echo 1 > /proc/sys/net/ipv6/ip_nonlocal_bind";

impl Topology {
    /// The names that this process's topology of this number has.
    pub(crate) fn named(prefix: &str, number: usize) -> Self {
        let name = |place: &str| format!("{prefix}{number}-{place}");
        Self { phone: name("phone"), net: name("net"), far: name("far") }
    }

    pub(crate) fn namespaces(&self) -> [&str; 3] {
        [&self.phone, &self.net, &self.far]
    }

    /// Makes the namespaces and what joins them. The keeper, told before, takes them away again.
    pub(crate) fn make(&self) -> Result<()> {
        fs::create_dir_all(resolver_folder(&self.phone))?;
        fs::write(resolver_folder(&self.phone).join("resolv.conf"), format!("nameserver {RESOLVER}\n"))
            .context("the phone's resolv.conf can't be written")?;
        for namespace in self.namespaces() {
            run(Command::new("ip").args(["netns", "add", namespace]), "")?;
            shell(namespace, END_SETTINGS)?;
        }
        shell(&self.net, ROUTER_SETTINGS)?;
        let Self { phone, net, far } = self;
        // One segment is one packet, as on a real link: otherwise a veth pair passes 64 KB at once.
        let single = "gso_max_segs 1";
        ip(
            net,
            &format!(
                "link set lo up
                 link add {TO_PHONE} {single} type veth peer name wifi0 netns {phone}
                 link add tofar {single} type veth peer name wan0 netns {far}
                 address add {ROUTER}/24 dev {TO_PHONE}
                 address add {ROUTER_V6}/64 dev {TO_PHONE} nodad
                 address add 203.0.113.1/24 dev tofar
                 address add 2001:db8:113::1/64 dev tofar nodad
                 address add {INTERLOPER}/32 dev lo
                 address add {INTERLOPER_V6}/128 dev lo nodad
                 link set {TO_PHONE} up
                 link set tofar up
                 rule add iif {TO_PHONE} lookup {LINE_TABLE}
                 rule add iif tofar lookup {LINE_TABLE}\n"
            ),
        )?;
        ip6(net, &format!("rule add iif {TO_PHONE} lookup {LINE_TABLE}\nrule add iif tofar lookup {LINE_TABLE}\n"))?;
        ip(
            phone,
            &format!(
                "link set lo up
                 link set wifi0 up {single}
                 address add 10.77.0.2/24 dev wifi0
                 address add 2001:db8:77::2/64 dev wifi0 nodad
                 route add default via {ROUTER}
                 route add default via {ROUTER_V6}\n"
            ),
        )?;
        ip(
            far,
            &format!(
                "link set lo up
                 link set wan0 up {single}
                 address add {WALLET}/24 dev wan0
                 address add {NEUTRAL}/24 dev wan0
                 address add {RESOLVER}/24 dev wan0
                 address add {SECOND_RESOLVER}/24 dev wan0
                 address add {WALLET_V6}/64 dev wan0 nodad
                 address add {NEUTRAL_V6}/64 dev wan0 nodad
                 route add default via 203.0.113.1
                 route add default via 2001:db8:113::1\n"
            ),
        )?;
        Ok(())
    }

    /// Leads everything between the ends over the slow line, whose device there is by now.
    pub(crate) fn lead_over_line(&self) -> Result<()> {
        ip(
            &self.net,
            &format!(
                "link set {LINE} addrgenmode none
                 link set {LINE} up
                 route add default dev {LINE} table {LINE_TABLE}\n"
            ),
        )?;
        ip6(&self.net, &format!("route add default dev {LINE} table {LINE_TABLE}\n"))?;
        Ok(())
    }

    /// Bytes that the phone's interface has sent and received so far, IP headers included: what a data plan counts. The
    /// interface counts the link's own headers too; those are taken off.
    pub(crate) fn phone_bytes(&self) -> Result<u64> {
        let counters = "cd /sys/class/net/wifi0/statistics; cat rx_bytes tx_bytes; echo; cat rx_packets tx_packets";
        let printed = shell(&self.phone, counters)?;
        let (bytes, packets) = printed.split_once("\n\n").context("no counters")?;
        let sum = |text: &str| -> Result<u64> { text.split_whitespace().map(|it| Ok(it.parse::<u64>()?)).sum() };
        Ok(sum(bytes)?.saturating_sub(sum(packets)?.saturating_mul(ETHERNET_HEADER_BYTES)))
    }
}

/// What `ip netns exec` lays over `/etc` in a namespace.
pub(crate) fn resolver_folder(namespace: &str) -> std::path::PathBuf {
    Path::new("/etc/netns").join(namespace)
}

fn shell(namespace: &str, script: &str) -> Result<String> {
    run(Command::new("ip").args(["netns", "exec", namespace, "sh", "-e", "-c", script]), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_apart() {
        let (first, second) = (Topology::named("wdlab-7-", 0), Topology::named("wdlab-7-", 1));
        let mut names: Vec<&str> = first.namespaces().into_iter().chain(second.namespaces()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 6);
        assert!(names.iter().all(|name| name.starts_with("wdlab-7-")));
    }

    #[test]
    fn prefixes_are_those_of_the_addresses() {
        assert_eq!(ROUTER.octets()[..3], PHONES_NETWORK);
        assert_eq!(ROUTER_V6.octets()[..8], PHONES_NETWORK_V6);
    }
}
