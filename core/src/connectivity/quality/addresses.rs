//! Where a host is, in the order in which to try it.

use std::net::IpAddr;

use tokio::time::{Instant, timeout_at};

use super::Session;

/// The first address of each family; none where the name cannot be resolved in time. IPv4 first: its headers are 20 bytes
/// smaller in each packet, and how each family does is for the probes to tell.
pub(super) async fn addresses_of(session: &Session, host: &str, deadline: Instant) -> Vec<IpAddr> {
    if let Ok(address) = host.parse() {
        return vec![address];
    }
    let found = timeout_at(deadline, session.resolve(host)).await;
    one_of_each_family(&found.ok().and_then(Result::ok).unwrap_or_default())
}

fn one_of_each_family(addresses: &[IpAddr]) -> Vec<IpAddr> {
    let first = |v6: bool| addresses.iter().copied().find(|address| address.is_ipv6() == v6);
    [first(false), first(true)].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_of_each_family_is_tried() {
        let addresses: Vec<IpAddr> =
            ["192.0.2.1", "192.0.2.2", "2001:db8::1"].iter().map(|text| text.parse().unwrap()).collect();
        let tried: Vec<String> = one_of_each_family(&addresses).iter().map(ToString::to_string).collect();
        assert_eq!(tried, ["192.0.2.1", "2001:db8::1"]);
    }
}
