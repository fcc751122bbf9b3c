//! The two address families, which a network may treat quite differently.

use std::net::IpAddr;

use crate::codes::stable_codes;

stable_codes! {
    /// An address family.
    pub enum Family as "address family" {
        /// IPv6, which is preferred where there are both (RFC 8305).
        Ipv6 = "ipv6",
        /// IPv4.
        Ipv4 = "ipv4",
    }
}

impl Family {
    /// The family of an address.
    pub fn of(address: IpAddr) -> Self {
        if address.is_ipv6() { Self::Ipv6 } else { Self::Ipv4 }
    }
}
