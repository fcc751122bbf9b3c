//! What a line has to know of a packet: which way it goes, which connection it is of, and whether it asks for a name.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::lab::topology::{PHONES_NETWORK, PHONES_NETWORK_V6};

/// The IP protocol number of TCP.
const TCP: u8 = 6;
/// The first byte of a TLS record with a handshake message, and the type of a `ClientHello` in it (RFC 8446 §5.1, §4).
const HANDSHAKE_RECORD: u8 = 22;
const CLIENT_HELLO: u8 = 1;
/// Where the message's type is, after the record's header.
const MESSAGE_TYPE_AT: usize = 5;

/// Which way a packet goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    FromPhone,
    ToPhone,
}

/// A packet's addresses and what follows the IP header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Packet<'a> {
    source: IpAddr,
    destination: IpAddr,
    protocol: u8,
    rest: &'a [u8],
}

/// One end of a connection.
type End = (IpAddr, u16);

impl<'a> Packet<'a> {
    /// `None` for what is not an IP packet.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<Self> {
        match bytes.first()? >> 4 {
            4 => {
                let header = usize::from(bytes.first()? & 0x0f) * 4;
                Some(Self {
                    source: Ipv4Addr::from(array::<4>(bytes, 12)?).into(),
                    destination: Ipv4Addr::from(array::<4>(bytes, 16)?).into(),
                    protocol: *bytes.get(9)?,
                    rest: bytes.get(header..)?,
                })
            }
            // Neither end sends extension headers.
            6 => Some(Self {
                source: Ipv6Addr::from(array::<16>(bytes, 8)?).into(),
                destination: Ipv6Addr::from(array::<16>(bytes, 24)?).into(),
                protocol: *bytes.get(6)?,
                rest: bytes.get(40..)?,
            }),
            _ => None,
        }
    }

    /// `None` for what is not between the phone and the other end, such as what an interface says to its neighbours.
    pub(super) fn way(&self) -> Option<Way> {
        match (is_phones(self.source), is_phones(self.destination)) {
            (true, false) => Some(Way::FromPhone),
            (false, true) => Some(Way::ToPhone),
            (true, true) | (false, false) => None,
        }
    }

    /// Both ends of the TCP connection, the same whichever way the packet goes.
    pub(super) fn connection(&self) -> Option<(End, End)> {
        if self.protocol != TCP {
            return None;
        }
        let source = (self.source, u16::from_be_bytes(array(self.rest, 0)?));
        let destination = (self.destination, u16::from_be_bytes(array(self.rest, 2)?));
        Some(if source < destination { (source, destination) } else { (destination, source) })
    }

    /// Whether it begins a TLS handshake and has this name in it. Nothing else in a `ClientHello` spells a host's name.
    pub(super) fn asks_for(&self, name: &str) -> bool {
        let payload = self.tcp_payload().unwrap_or_default();
        payload.first() == Some(&HANDSHAKE_RECORD)
            && payload.get(MESSAGE_TYPE_AT) == Some(&CLIENT_HELLO)
            && payload.windows(name.len().max(1)).any(|window| window == name.as_bytes())
    }

    fn tcp_payload(&self) -> Option<&'a [u8]> {
        if self.protocol != TCP {
            return None;
        }
        let header = usize::from(self.rest.get(12)? >> 4) * 4;
        self.rest.get(header..)
    }
}

fn is_phones(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.octets().starts_with(&PHONES_NETWORK),
        IpAddr::V6(v6) => v6.octets().starts_with(&PHONES_NETWORK_V6),
    }
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A TCP packet over IPv4 from one end to the other, without checksums: nothing here reads them.
    pub(in crate::lab::line) fn tcp(
        source: [u8; 4],
        from: u16,
        destination: [u8; 4],
        to: u16,
        payload: &[u8],
    ) -> Vec<u8> {
        let mut bytes = vec![0_u8; 40];
        bytes[0] = 0x45;
        bytes[9] = TCP;
        bytes[12..16].copy_from_slice(&source);
        bytes[16..20].copy_from_slice(&destination);
        bytes[20..22].copy_from_slice(&from.to_be_bytes());
        bytes[22..24].copy_from_slice(&to.to_be_bytes());
        bytes[32] = 5 << 4;
        bytes.extend_from_slice(payload);
        bytes
    }

    /// The outline of a `ClientHello` that asks for a name.
    pub(in crate::lab::line) fn hello(name: &str) -> Vec<u8> {
        let mut payload = vec![HANDSHAKE_RECORD, 3, 1, 0, 0, CLIENT_HELLO, 0, 0, 0];
        payload.extend_from_slice(&[7; 70]);
        payload.extend_from_slice(name.as_bytes());
        payload.extend_from_slice(&[9; 30]);
        payload
    }

    pub(in crate::lab::line) const PHONE: [u8; 4] = [10, 77, 0, 2];
    pub(in crate::lab::line) const WALLET: [u8; 4] = [203, 0, 113, 10];

    #[test]
    fn ways_are_told_by_the_phones_network() {
        let up = tcp(PHONE, 4000, WALLET, 443, b"");
        let down = tcp(WALLET, 443, PHONE, 4000, b"");
        let (up, down) = (Packet::parse(&up).unwrap(), Packet::parse(&down).unwrap());
        assert_eq!((up.way(), down.way()), (Some(Way::FromPhone), Some(Way::ToPhone)));
        assert_eq!(up.connection(), down.connection());
        let elsewhere = tcp(WALLET, 443, [203, 0, 113, 20], 4000, b"");
        assert_eq!(Packet::parse(&elsewhere).unwrap().way(), None);
    }

    #[test]
    fn ipv6_is_read_too() {
        let mut bytes = vec![0_u8; 60];
        bytes[0] = 0x60;
        bytes[6] = TCP;
        bytes[8..16].copy_from_slice(&PHONES_NETWORK_V6);
        bytes[24] = 0x20;
        bytes[52] = 5 << 4;
        bytes.extend_from_slice(&hello("api.wallet.test"));
        let packet = Packet::parse(&bytes).unwrap();
        assert_eq!(packet.way(), Some(Way::FromPhone));
        assert!(packet.asks_for("api.wallet.test"));
    }

    #[test]
    fn only_a_hello_asks_for_a_name() {
        let asks = |payload: &[u8]| {
            let bytes = tcp(PHONE, 4000, WALLET, 443, payload);
            Packet::parse(&bytes).unwrap().asks_for("api.wallet.test")
        };
        assert!(asks(&hello("api.wallet.test")));
        assert!(!asks(&hello("status.wallet.test")));
        assert!(!asks(b"GET / HTTP/1.1\r\nhost: api.wallet.test\r\n\r\n"));
        assert!(!asks(b""));
    }

    #[test]
    fn what_is_cut_short_is_no_packet() {
        let whole = tcp(PHONE, 4000, WALLET, 443, b"");
        for length in 0..20 {
            assert_eq!(Packet::parse(&whole[..length]), None, "{length}");
        }
    }
}
