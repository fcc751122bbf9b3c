//! Where on this machine the provider is: the wallet's own address, the neutral one beside it, and the two resolvers.
//!
//! Two places, because what goes wrong in a network often goes wrong towards one address only.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use thiserror::Error;

/// One place: an IPv4 address, an IPv6 address, or one of each. Every service there has one port under both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    first: IpAddr,
    second: Option<IpAddr>,
}

impl Place {
    /// A place with an IPv4 address only.
    const fn v4(address: Ipv4Addr) -> Self {
        Self { first: IpAddr::V4(address), second: None }
    }

    /// A place with these addresses, at most one of each family.
    ///
    /// # Errors
    ///
    /// There is none, there are two of one family, or one is not an address that a name can resolve to.
    pub fn new(addresses: &[IpAddr]) -> Result<Self, PlaceError> {
        let mut place: Option<Self> = None;
        for &address in addresses {
            check(address)?;
            place = Some(match place {
                None => Self { first: address, second: None },
                Some(Self { first, second: None }) if first.is_ipv4() != address.is_ipv4() => {
                    // IPv4 first, so that a free port is looked for where more ports are taken.
                    let (first, second) = if first.is_ipv4() { (first, address) } else { (address, first) };
                    Self { first, second: Some(second) }
                }
                Some(Self { first, second }) => {
                    let twin = second.filter(|second| second.is_ipv4() == address.is_ipv4()).unwrap_or(first);
                    return Err(PlaceError::Twice { family: family(address), first: twin, second: address });
                }
            });
        }
        place.ok_or(PlaceError::Nowhere)
    }

    /// The same place with an IPv6 address, the loopback one if it has none.
    fn with_ipv6(self) -> Self {
        let has_ipv6 = self.addresses().any(|address| address.is_ipv6());
        Self { second: if has_ipv6 { self.second } else { Some(Ipv6Addr::LOCALHOST.into()) }, ..self }
    }

    /// The addresses, IPv4 before IPv6.
    pub fn addresses(&self) -> impl Iterator<Item = IpAddr> + use<> {
        [Some(self.first), self.second].into_iter().flatten()
    }

    /// The address where something is that needs only one: IPv4 if there is one.
    pub(crate) fn first(&self) -> IpAddr {
        self.first
    }
}

/// Where everything is. By default all of it is on 127.0.0.1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    wallet: Place,
    neutral: Place,
    dns: SocketAddr,
    second_opinion: SocketAddr,
}

impl Default for Places {
    fn default() -> Self {
        let loopback = Place::v4(Ipv4Addr::LOCALHOST);
        Self::new(loopback, loopback)
    }
}

impl Places {
    /// The wallet's API at one place; status page, control hosts and everything else that is not the API at another,
    /// which may be the same. The resolvers are at the neutral place on free ports.
    #[must_use]
    pub fn new(wallet: Place, neutral: Place) -> Self {
        let free = SocketAddr::new(neutral.first(), 0);
        Self { wallet, neutral, dns: free, second_opinion: free }
    }

    /// Moves the phone's resolver. Port 0 takes a free one.
    ///
    /// # Errors
    ///
    /// Nobody can be sent to the address.
    pub fn with_dns(self, dns: SocketAddr) -> Result<Self, PlaceError> {
        check(dns.ip())?;
        Ok(Self { dns, ..self })
    }

    /// Moves the second resolver. Port 0 takes a free one.
    ///
    /// # Errors
    ///
    /// Nobody can be sent to the address.
    pub fn with_second_opinion(self, second_opinion: SocketAddr) -> Result<Self, PlaceError> {
        check(second_opinion.ip())?;
        Ok(Self { second_opinion, ..self })
    }

    /// Gives each place an IPv6 address, the loopback one if it has none.
    pub(crate) fn with_ipv6(self) -> Self {
        Self { wallet: self.wallet.with_ipv6(), neutral: self.neutral.with_ipv6(), ..self }
    }

    /// Where the wallet's API is.
    #[must_use]
    pub fn wallet(&self) -> Place {
        self.wallet
    }

    /// Where the status page, the control hosts, the portal checks and everything else is.
    #[must_use]
    pub fn neutral(&self) -> Place {
        self.neutral
    }

    /// Where the phone's resolver is; port 0 stands for a free one.
    #[must_use]
    pub fn dns(&self) -> SocketAddr {
        self.dns
    }

    /// Where the second resolver is; port 0 stands for a free one.
    #[must_use]
    pub fn second_opinion(&self) -> SocketAddr {
        self.second_opinion
    }
}

/// Why an address does not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PlaceError {
    /// No address at all.
    #[error("no address; accepted: one IPv4 address, one IPv6 address, or one of each")]
    Nowhere,
    /// Two addresses of one family.
    #[error("{first} and {second} are both {family}; accepted: at most one IPv4 and one IPv6 address")]
    Twice {
        /// `IPv4` or `IPv6`.
        family: &'static str,
        /// The one that was there.
        first: IpAddr,
        /// The one that came after it.
        second: IpAddr,
    },
    /// Nobody can be sent there.
    #[error(
        "{0} is not an address that a name can resolve to; accepted: one unicast address of this machine, not link-local IPv6"
    )]
    Unusable(IpAddr),
}

fn family(address: IpAddr) -> &'static str {
    if address.is_ipv4() { "IPv4" } else { "IPv6" }
}

fn check(address: IpAddr) -> Result<(), PlaceError> {
    let usable = match address {
        IpAddr::V4(v4) => !v4.is_broadcast(),
        // A link-local address means nothing without its interface, and no DNS record has room for one.
        IpAddr::V6(v6) => !v6.is_unicast_link_local() && v6.to_ipv4_mapped().is_none(),
    };
    if usable && !address.is_unspecified() && !address.is_multicast() {
        Ok(())
    } else {
        Err(PlaceError::Unusable(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(addresses: &[&str]) -> Result<Place, PlaceError> {
        let addresses: Vec<IpAddr> = addresses.iter().map(|address| address.parse().unwrap()).collect();
        Place::new(&addresses)
    }

    #[test]
    fn a_place_has_one_address_of_either_family_or_of_both() {
        for (given, expected) in [
            (vec!["127.0.0.9"], vec!["127.0.0.9"]),
            (vec!["::1"], vec!["::1"]),
            (vec!["::1", "10.0.0.1"], vec!["10.0.0.1", "::1"]),
            (vec!["10.0.0.1", "fd00::1"], vec!["10.0.0.1", "fd00::1"]),
        ] {
            let addresses: Vec<String> = place(&given).unwrap().addresses().map(|it| it.to_string()).collect();
            assert_eq!(addresses, expected);
        }
    }

    #[test]
    fn what_does_not_do_is_named_with_what_does() {
        for unusable in ["0.0.0.0", "::", "255.255.255.255", "224.0.0.1", "ff02::1", "fe80::1", "::ffff:127.0.0.1"] {
            let error = place(&[unusable]).unwrap_err();
            assert_eq!(error, PlaceError::Unusable(unusable.parse().unwrap()));
            assert!(error.to_string().contains("accepted"), "{error}");
        }
        for twice in [["10.0.0.1", "10.0.0.2"], ["::1", "fd00::1"], ["::1", "::1"]] {
            let text = place(&twice).unwrap_err().to_string();
            assert!(text.contains(twice[0]) && text.contains(twice[1]) && text.contains("accepted"), "{text}");
        }
        let text = place(&["10.0.0.1", "::1", "::2"]).unwrap_err().to_string();
        assert!(text.starts_with("::1 and ::2 are both IPv6"), "{text}");
        assert_eq!(place(&[]), Err(PlaceError::Nowhere));
    }

    #[test]
    fn a_place_keeps_its_own_ipv6_address_and_gets_the_loopback_one_otherwise() {
        for (given, expected) in [
            (vec!["127.0.0.9"], vec!["127.0.0.9", "::1"]),
            (vec!["127.0.0.9", "fd00::1"], vec!["127.0.0.9", "fd00::1"]),
            (vec!["fd00::1"], vec!["fd00::1"]),
        ] {
            let with_ipv6 = place(&given).unwrap().with_ipv6();
            assert_eq!(with_ipv6.addresses().map(|it| it.to_string()).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn resolvers_are_at_the_neutral_place_unless_they_are_moved() {
        let places = Places::new(place(&["127.0.0.2"]).unwrap(), place(&["::1", "127.0.0.3"]).unwrap());
        assert_eq!(places.dns().to_string(), "127.0.0.3:0");
        assert_eq!(places.second_opinion().to_string(), "127.0.0.3:0");
        let moved = places.with_dns("127.0.0.4:53".parse().unwrap()).unwrap();
        assert_eq!(moved.dns().to_string(), "127.0.0.4:53");
        assert_eq!(moved.second_opinion().to_string(), "127.0.0.3:0");
        assert!(moved.with_second_opinion("0.0.0.0:53".parse().unwrap()).is_err());
    }
}
