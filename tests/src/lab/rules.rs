//! The router's packet filter as text for `nft`. Every fault has a counter of its own, so that one that never took hold of a
//! packet is noticed.

use std::fmt::Write;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use super::command::run;
use super::topology::{
    INTERLOPER, INTERLOPER_V6, RESOLVER, ROUTER, ROUTER_V6, SECOND_RESOLVER, TO_PHONE, WALLET, WALLET_V6,
};
use crate::{NetworkFault, Packets, ResetAt, Target};

/// Ports that rules need, known once the provider runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Ports {
    /// Of the wallet's API.
    pub(crate) wallet: u16,
    /// Of the plain portal check.
    pub(crate) portal: u16,
    /// Of the hotspot or the interloper in the router: over TLS.
    pub(crate) impostor: u16,
    /// Of the hotspot: plain.
    pub(crate) impostor_plain: u16,
}

/// A ruleset and the counters that must have counted something after a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rules {
    counters: Vec<String>,
    from_phone: Vec<String>,
    to_phone: Vec<String>,
    redirect: Vec<String>,
}

impl Rules {
    /// The rules of these faults; those of a line or of the phone itself have none.
    pub(crate) fn of(faults: &[NetworkFault], ports: Ports) -> Self {
        let mut rules = Self::default();
        for fault in faults {
            rules.add(fault, ports);
        }
        rules
    }

    fn add(&mut self, fault: &NetworkFault, ports: Ports) {
        match fault {
            NetworkFault::Unreachable { to } => {
                let counter = self.counter("unreachable");
                for target in target(*to) {
                    self.from_phone.push(format!("{target} {counter} reject with icmpx no-route"));
                }
            }
            NetworkFault::Dropped { packets } => self.drop(*packets, ports),
            NetworkFault::Reset { at } => {
                let counter = self.counter("reset");
                let moment = match at {
                    ResetAt::Syn => "",
                    // A TLS record with a handshake message in it.
                    ResetAt::ClientHello => "@ih,0,8 22",
                };
                for target in target(Target::Wallet) {
                    let port = ports.wallet;
                    self.from_phone.push(format!("{target} tcp dport {port} {moment} {counter} reject with tcp reset"));
                }
            }
            NetworkFault::LargePacketsDropped { over_bytes } => {
                let counter = self.counter("large");
                self.to_phone.push(format!("meta length > {over_bytes} {counter} drop"));
            }
            NetworkFault::ForgedDns => self.forge_dns(ports),
            NetworkFault::Hotspot => self.lead_to_hotspot(ports),
            NetworkFault::Loss { .. }
            | NetworkFault::Delay { .. }
            | NetworkFault::Rate { .. }
            | NetworkFault::Flapping { .. }
            | NetworkFault::NameSilenced { .. }
            | NetworkFault::Clock { .. } => {}
        }
    }

    fn drop(&mut self, packets: Packets, ports: Ports) {
        let counter = self.counter("dropped");
        match packets {
            Packets::All => {
                self.from_phone.push(format!("{counter} drop"));
                self.to_phone.push("drop".to_owned());
            }
            Packets::Wallet => {
                for target in target(Target::Wallet) {
                    self.from_phone.push(format!("{target} {counter} drop"));
                    self.to_phone.push(format!("{} drop", target.replace("daddr", "saddr")));
                }
            }
            Packets::WalletSyn => {
                for target in target(Target::Wallet) {
                    let port = ports.wallet;
                    self.from_phone
                        .push(format!("{target} tcp dport {port} tcp flags & (syn | ack) == syn {counter} drop"));
                }
            }
            Packets::Dns => self.from_phone.push(format!("meta l4proto {{ tcp, udp }} th dport 53 {counter} drop")),
            Packets::Ipv6 => {
                self.from_phone.push(format!("meta nfproto ipv6 {counter} drop"));
                self.to_phone.push("meta nfproto ipv6 drop".to_owned());
            }
        }
    }

    fn forge_dns(&mut self, ports: Ports) {
        let (dns, interloper) = (self.counter("forged"), self.counter("interloper"));
        let (wallet, impostor) = (ports.wallet, ports.impostor);
        for resolver in [RESOLVER, SECOND_RESOLVER] {
            self.redirect.push(format!(
                "ip daddr {resolver} meta l4proto {{ tcp, udp }} th dport 53 {dns} dnat ip to {ROUTER}:53"
            ));
        }
        self.redirect
            .push(format!("ip daddr {INTERLOPER} tcp dport {wallet} {interloper} dnat ip to {INTERLOPER}:{impostor}"));
        self.redirect.push(format!(
            "ip6 daddr {INTERLOPER_V6} tcp dport {wallet} {interloper} dnat ip6 to [{INTERLOPER_V6}]:{impostor}"
        ));
    }

    fn lead_to_hotspot(&mut self, ports: Ports) {
        let counter = self.counter("hotspot");
        let plain = format!("tcp dport {{ 80, {} }}", ports.portal);
        let any_but_dns = "tcp dport != 53";
        for (what, port) in [(plain.as_str(), ports.impostor_plain), (any_but_dns, ports.impostor)] {
            self.redirect.push(format!("meta nfproto ipv4 {what} {counter} dnat ip to {ROUTER}:{port}"));
            self.redirect.push(format!("meta nfproto ipv6 {what} {counter} dnat ip6 to [{ROUTER_V6}]:{port}"));
        }
        self.from_phone.push("meta l4proto { tcp, udp } th dport 53 accept".to_owned());
        self.from_phone.push("drop".to_owned());
    }

    /// Declares a counter and returns the statement that counts with it.
    fn counter(&mut self, what: &str) -> String {
        let name = format!("{what}_{}", self.counters.len());
        let statement = format!("counter name \"{name}\"");
        self.counters.push(name);
        statement
    }

    /// The whole ruleset.
    pub(crate) fn text(&self) -> String {
        let mut text = String::from("flush ruleset\ntable inet lab {\n");
        for counter in &self.counters {
            // Writing to a string can't fail.
            writeln!(text, "  counter {counter} {{ }}").ok();
        }
        for (name, rules) in [("from_phone", &self.from_phone), ("to_phone", &self.to_phone)] {
            writeln!(text, "  chain {name} {{\n    {}\n  }}", rules.join("\n    ")).ok();
        }
        writeln!(
            text,
            "  chain forward {{\n    type filter hook forward priority filter\n    iifname {TO_PHONE} jump from_phone\n    \
             oifname {TO_PHONE} jump to_phone\n  }}"
        )
        .ok();
        if !self.redirect.is_empty() {
            let rules: Vec<String> = self.redirect.iter().map(|rule| format!("iifname {TO_PHONE} {rule}")).collect();
            writeln!(
                text,
                "  chain detour {{\n    type nat hook prerouting priority dstnat\n    {}\n  }}",
                rules.join("\n    ")
            )
            .ok();
        }
        text.push_str("}\n");
        text
    }

    /// Puts the rules in force in a namespace, in the place of all others.
    pub(crate) fn load(&self, namespace: &str) -> Result<()> {
        run(Command::new("ip").args(["netns", "exec", namespace, "nft", "-f", "-"]), &self.text())?;
        Ok(())
    }

    /// The counters that counted nothing since.
    pub(crate) fn without_effect(&self, namespace: &str) -> Result<Vec<String>> {
        if self.counters.is_empty() {
            return Ok(Vec::new());
        }
        let printed =
            run(Command::new("ip").args(["netns", "exec", namespace, "nft", "--json", "list", "counters"]), "")?;
        let listed: Value = serde_json::from_str(&printed).context("nft's counters can't be read")?;
        Ok(self.counters.iter().filter(|name| packets(&listed, name) == 0).cloned().collect())
    }
}

fn packets(listed: &Value, name: &str) -> u64 {
    let entries = listed.get("nftables").and_then(Value::as_array).into_iter().flatten();
    entries
        .filter_map(|entry| entry.get("counter"))
        .find(|counter| counter.get("name").and_then(Value::as_str) == Some(name))
        .and_then(|counter| counter.get("packets")?.as_u64())
        .unwrap_or(0)
}

/// What matches packets to a target, for each family where it differs.
fn target(target: Target) -> Vec<String> {
    match target {
        Target::Everything => vec![String::new()],
        Target::Wallet => vec![format!("ip daddr {WALLET}"), format!("ip6 daddr {WALLET_V6}")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORTS: Ports = Ports { wallet: 4430, portal: 8000, impostor: 5001, impostor_plain: 5002 };

    #[test]
    fn a_healthy_network_has_no_rules() {
        let text = Rules::of(&[NetworkFault::Loss { per_mille: 5 }], PORTS).text();
        assert!(!text.contains("drop") && !text.contains("detour") && !text.contains("counter"), "{text}");
    }

    #[test]
    fn both_families_are_meant() {
        let text = Rules::of(&[NetworkFault::Reset { at: ResetAt::ClientHello }], PORTS).text();
        for family in ["ip daddr 203.0.113.10 tcp dport 4430 @ih,0,8 22", "ip6 daddr 2001:db8:113::10 tcp dport 4430"] {
            assert!(text.contains(family), "{text}");
        }
    }

    #[test]
    fn every_fault_counts_for_itself() {
        let faults =
            [NetworkFault::Dropped { packets: Packets::Dns }, NetworkFault::Dropped { packets: Packets::Ipv6 }];
        let rules = Rules::of(&faults, PORTS);
        assert_eq!(rules.counters, ["dropped_0", "dropped_1"]);
        let text = rules.text();
        assert_eq!(text.matches("counter dropped_").count(), 2, "{text}");
    }

    #[test]
    fn plain_http_goes_to_the_hotspots_plain_port_first() {
        let text = Rules::of(&[NetworkFault::Hotspot], PORTS).text();
        let (plain, other) = (text.find("8000 }").unwrap(), text.find("dport != 53").unwrap());
        assert!(plain < other && text.contains("10.77.0.1:5002") && text.contains("[2001:db8:77::1]:5001"), "{text}");
    }

    #[test]
    fn counters_are_read_from_what_nft_prints() {
        let printed = serde_json::json!({ "nftables": [
            { "metainfo": {} },
            { "counter": { "family": "inet", "name": "reset_0", "table": "lab", "packets": 3, "bytes": 180 } },
        ]});
        assert_eq!((packets(&printed, "reset_0"), packets(&printed, "large_1")), (3, 0));
    }
}
