//! The one exchange of STUN that an echo needs (RFC 8489): a Binding request, answered with where it came from.
//!
//! Written by hand because it is forty lines: the crates for STUN are for NAT traversal, with agents, transactions and
//! credentials, and what matters here is what they leave to the caller, that nothing else is ever answered.

use std::net::{IpAddr, SocketAddr};

/// The longest request that is looked at: STUN over UDP stays below 576 bytes with its IP and UDP headers (§6.1).
pub(crate) const LONGEST_REQUEST: usize = 548;

const HEADER_BYTES: usize = 20;
const BINDING_REQUEST: u16 = 0x0001;
const BINDING_SUCCESS: [u8; 2] = [0x01, 0x01];
/// §5: tells STUN from anything else, and masks the address from gateways that rewrite what looks like one.
const MAGIC_COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const XOR_MAPPED_ADDRESS: [u8; 2] = [0x00, 0x20];
/// §14: from here on, attributes may be ignored by those who do not know them.
const FIRST_OPTIONAL_ATTRIBUTE: u16 = 0x8000;

/// The answer to a datagram, at most 24 bytes longer than it, or none if it is not a Binding request that can be
/// understood in full. To be silent there is safer than an error: it can't be used against a third party.
pub(crate) fn answer(datagram: &[u8], source: SocketAddr) -> Option<Vec<u8>> {
    let transaction = transaction_of_request(datagram)?;
    let mut mask = [0_u8; 16];
    let (cookie, rest) = mask.split_at_mut(4);
    cookie.copy_from_slice(&MAGIC_COOKIE);
    rest.copy_from_slice(transaction);

    let masked = |bytes: &[u8]| bytes.iter().zip(mask).map(|(byte, mask)| byte ^ mask).collect::<Vec<u8>>();
    let (family, address) = match source.ip() {
        IpAddr::V4(v4) => (1, masked(&v4.octets())),
        IpAddr::V6(v6) => (2, masked(&v6.octets())),
    };
    let value_bytes = u16::try_from(address.len() + 4).ok()?;

    let mut answer = Vec::with_capacity(HEADER_BYTES + 24);
    answer.extend(BINDING_SUCCESS);
    answer.extend((value_bytes + 4).to_be_bytes());
    answer.extend(mask);
    answer.extend(XOR_MAPPED_ADDRESS);
    answer.extend(value_bytes.to_be_bytes());
    answer.extend([0, family]);
    answer.extend(masked(&source.port().to_be_bytes()));
    answer.extend(address);
    Some(answer)
}

/// The transaction of a well-formed Binding request without attributes that would have to be understood.
fn transaction_of_request(datagram: &[u8]) -> Option<&[u8; 12]> {
    let (kind, rest) = datagram.split_first_chunk::<2>()?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let (cookie, rest) = rest.split_first_chunk::<4>()?;
    let (transaction, attributes) = rest.split_first_chunk::<12>()?;
    let is_request = u16::from_be_bytes(*kind) == BINDING_REQUEST && *cookie == MAGIC_COOKIE;
    let is_whole = usize::from(u16::from_be_bytes(*length)) == attributes.len();
    (is_request && is_whole && may_be_ignored(attributes)).then_some(transaction)
}

/// Whether attributes are well-formed to the end, each padded to a multiple of four bytes (§14), and all optional.
fn may_be_ignored(mut attributes: &[u8]) -> bool {
    while let Some((head, rest)) = attributes.split_first_chunk::<4>() {
        let [kind_high, kind_low, length_high, length_low] = *head;
        let length = usize::from(u16::from_be_bytes([length_high, length_low]));
        let Some(rest) = rest.get(length.next_multiple_of(4)..) else { return false };
        if u16::from_be_bytes([kind_high, kind_low]) < FIRST_OPTIONAL_ATTRIBUTE {
            return false;
        }
        attributes = rest;
    }
    attributes.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRANSACTION: [u8; 12] = [0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae];

    fn request(attributes: &[u8]) -> Vec<u8> {
        let length = u16::try_from(attributes.len()).unwrap().to_be_bytes();
        [&[0, 1], &length[..], &MAGIC_COOKIE, &TRANSACTION, attributes].concat()
    }

    fn source(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }

    /// The mapped addresses of RFC 5769 §2.2 and §2.3, whose transaction this is.
    #[test]
    fn the_address_is_masked_as_in_the_published_vectors() {
        let v4 = answer(&request(&[]), source("192.0.2.1:32853")).unwrap();
        assert_eq!(v4[..2], BINDING_SUCCESS);
        assert_eq!(v4[2..4], [0, 12]);
        assert_eq!(v4[4..20], request(&[])[4..20]);
        assert_eq!(v4[20..], [0, 0x20, 0, 8, 0, 1, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43]);

        let v6 = answer(&request(&[]), source("[2001:db8:1234:5678:11:2233:4455:6677]:32853")).unwrap();
        assert_eq!(v6[2..4], [0, 24]);
        let mapped = [
            0, 0x20, 0, 0x14, 0, 2, 0xa1, 0x47, 0x01, 0x13, 0xa9, 0xfa, 0xa5, 0xd3, 0xf1, 0x79, 0xbc, 0x25, 0xf4, 0xb5,
            0xbe, 0xd2, 0xb9, 0xd9,
        ];
        assert_eq!(v6[20..], mapped);
    }

    #[test]
    fn optional_attributes_are_ignored() {
        let software = [0x80, 0x22, 0, 3, b'a', b'b', b'c', 0, 0x80, 0x28, 0, 4, 1, 2, 3, 4];
        assert!(answer(&request(&software), source("192.0.2.1:1")).is_some());
    }

    #[test]
    fn nothing_else_is_answered() {
        let good = request(&[]);
        let with = |place: usize, byte: u8| {
            let mut changed = good.clone();
            changed[place] = byte;
            changed
        };
        let silent = [
            Vec::new(),
            good[..19].to_vec(),
            [&good[..], &[0]].concat(),
            // An indication, a success, another method, the two bits that STUN leaves to others.
            with(1, 0x11),
            with(0, 0x01),
            with(1, 0x03),
            with(0, 0x80),
            with(3, 4),
            with(4, 0),
            // Attributes: one that must be understood, one that is cut short, one without its padding.
            request(&[0, 6, 0, 0]),
            request(&[0x80, 0x22, 0, 8, 1, 2, 3, 4]),
            request(&[0x80, 0x22, 0, 1, 1]),
            request(&[0x80, 0x22]),
        ];
        for datagram in silent {
            assert_eq!(answer(&datagram, source("192.0.2.1:1")), None, "{datagram:?}");
        }
    }

    #[test]
    fn an_answer_is_hardly_longer_than_its_request() {
        for from in ["192.0.2.1:1", "[2001:db8::1]:1"] {
            assert!(answer(&request(&[]), source(from)).unwrap().len() <= request(&[]).len() + 24);
        }
    }
}
