//! What the second opinion says about the resolver's answers. Pure.

use std::net::IpAddr;

use super::super::{EndpointProbe, FailureCode};
use crate::config::Role;
use crate::diagnosis::{Fact, Finding};
use crate::observation::Observations;

/// How the certificate of a server is refused that is not the wallet's.
const STRANGERS: [FailureCode; 4] = [
    FailureCode::TlsUnknownIssuer,
    FailureCode::TlsWrongHost,
    FailureCode::TlsPinMismatch,
    FailureCode::TlsBadCertificate,
];

/// For a wallet's endpoint. Different addresses alone are how content networks work; they accuse only where the resolver's
/// address fails and the wallet itself is found at the other one.
pub(super) fn judge(probe: &EndpointProbe) -> Vec<Finding> {
    let Some(resolved) = probe.resolved().filter(|_| probe.role == Role::Wallet) else { return Vec::new() };
    let told = |fact: Fact| Finding::new(fact, &probe.name).with("host", &probe.host);
    // A zone whose own servers are broken fails for every resolver.
    let absent = [FailureCode::DnsNxdomain, FailureCode::DnsEmpty, FailureCode::DnsServfail];
    let second = &probe.second_opinion;
    match resolved {
        Err(_) if second.done().is_some() => vec![told(Fact::DnsOnlyHereFails)],
        Err(code) if absent.contains(&code) && second.failure().is_some_and(|code| absent.contains(&code)) => {
            vec![told(Fact::DnsAgreesAbsent)]
        }
        Err(_) => Vec::new(),
        Ok(ours) => {
            let theirs = second.done().map(Vec::as_slice).unwrap_or_default();
            let differ = !theirs.is_empty() && !ours.iter().any(|address| theirs.contains(address));
            let fails = probe.best().is_some_and(|best| best.tcp_failure().or(best.tls.failure()).is_some());
            let mut findings = Vec::new();
            // A dead server of a content network fails too; only one that shows another's certificate is not the wallet.
            let stranger = probe.tls_failure().is_some_and(|code| STRANGERS.contains(&code));
            if differ && stranger && probe.other_address.done().is_some() {
                findings.push(told(Fact::DnsWrongAddress));
            }
            let elsewhere = probe.other_address.done().is_some();
            if differ && fails && elsewhere && ours.iter().all(|address| is_nobodys(*address)) {
                findings.push(told(Fact::DnsPrivateAddress));
            }
            findings
        }
    }
}

/// An address for a name that does not exist. Where the second opinion gives one too, the domain has a wildcard.
pub(super) fn judge_made_up_name(observations: &Observations) -> Option<Finding> {
    let seen = observations.made_up_name.as_ref()?;
    let lies = seen.resolver.done().is_some() && seen.second_opinion.failure() == Some(FailureCode::DnsNxdomain);
    lies.then(|| Finding::new(Fact::DnsLyingResolver, ""))
}

/// Addresses that no server on the internet has (IANA special-purpose registries, RFC 6890): filters answer with them.
fn is_nobodys(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            let shared = a == 100 && (64..128).contains(&b);
            v4.is_unspecified() || v4.is_loopback() || v4.is_private() || v4.is_link_local() || shared || a == 0
        }
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => is_nobodys(v4.into()),
            None => v6.is_unspecified() || v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_and_loopback_addresses_are_nobodys() {
        for text in [
            "0.0.0.0",
            "0.1.2.3",
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "169.254.1.1",
            "::",
            "::1",
            "fd00::1",
            "fe80::1",
            "::ffff:10.0.0.1",
        ] {
            assert!(is_nobodys(text.parse().unwrap()), "{text}");
        }
        for text in ["192.0.2.1", "8.8.8.8", "100.128.0.1", "172.32.0.1", "2001:db8::1", "::ffff:192.0.2.1"] {
            assert!(!is_nobodys(text.parse().unwrap()), "{text}");
        }
    }
}
