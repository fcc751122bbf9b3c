//! STUN Binding over UDP (RFC 8489), as an echo: the request to send, and which answers are believed. Pure and strict.
//!
//! The address that an answer carries is the person's own, as seen from outside; it is checked for form and never kept.

/// The id of one transaction: 96 random bits, so that nobody off the path can answer in the server's place.
pub(crate) type TransactionId = [u8; 12];

/// The size of a request without attributes, and the least size of any message, in bytes.
pub(super) const HEADER_BYTES: usize = 20;
/// The largest answer that is believed, in bytes: what fits a packet on every IPv4 path (RFC 8489, section 6.1).
pub(super) const MAX_ANSWER_BYTES: usize = 548;

const BINDING_REQUEST: u16 = 0x0001;
const BINDING_SUCCESS: u16 = 0x0101;
const MAGIC_COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const XOR_MAPPED_ADDRESS: u16 = 0x0020;
const IPV4: (u8, usize) = (0x01, 8);
const IPV6: (u8, usize) = (0x02, 20);
/// Attributes from here on may be ignored by whoever does not know them; one below makes an answer unusable (section 5).
const FIRST_OPTIONAL: u16 = 0x8000;
/// Known ones below that: section 18.3, and SOURCE-ADDRESS and CHANGED-ADDRESS of RFC 3489, which old servers still add.
const KNOWN: [u16; 13] = [
    0x0001,
    0x0004,
    0x0005,
    0x0006,
    0x0008,
    0x0009,
    0x000a,
    0x0014,
    0x0015,
    0x001c,
    0x001d,
    0x001e,
    XOR_MAPPED_ADDRESS,
];

/// A Binding request.
pub(super) fn request(id: &TransactionId) -> [u8; HEADER_BYTES] {
    let mut message = [0; HEADER_BYTES];
    let [high, low] = BINDING_REQUEST.to_be_bytes();
    let header = [high, low, 0, 0].into_iter().chain(MAGIC_COOKIE).chain(*id);
    for (byte, value) in message.iter_mut().zip(header) {
        *byte = value;
    }
    message
}

/// The transaction that a datagram answers with success; none if it is anything else, or not well-formed.
pub(crate) fn answered(datagram: &[u8]) -> Option<TransactionId> {
    if datagram.len() > MAX_ANSWER_BYTES {
        return None;
    }
    let (kind, rest) = u16_and_rest(datagram)?;
    let (length, rest) = u16_and_rest(rest)?;
    let (cookie, rest) = rest.split_first_chunk::<4>()?;
    let (id, attributes) = rest.split_first_chunk::<12>()?;
    let well_formed = kind == BINDING_SUCCESS
        && *cookie == MAGIC_COOKIE
        && usize::from(length) == attributes.len()
        && attributes.len().is_multiple_of(4)
        && attributes_hold(attributes);
    well_formed.then_some(*id)
}

/// Whether every attribute is whole and known where it has to be, and the mapped address is among them.
fn attributes_hold(mut rest: &[u8]) -> bool {
    let mut mapped = false;
    while !rest.is_empty() {
        let Some((kind, value, after)) = attribute(rest) else { return false };
        if kind < FIRST_OPTIONAL && !KNOWN.contains(&kind) {
            return false;
        }
        if kind == XOR_MAPPED_ADDRESS {
            let is_address =
                [IPV4, IPV6].iter().any(|(family, length)| value.get(1) == Some(family) && value.len() == *length);
            if !is_address {
                return false;
            }
            mapped = true;
        }
        rest = after;
    }
    mapped
}

/// One attribute: its type, its value, and what follows its padding to four bytes.
fn attribute(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let (kind, rest) = u16_and_rest(bytes)?;
    let (length, rest) = u16_and_rest(rest)?;
    let length = usize::from(length);
    let value = rest.get(..length)?;
    let after = rest.get(length.next_multiple_of(4)..)?;
    Some((kind, value, after))
}

fn u16_and_rest(bytes: &[u8]) -> Option<(u16, &[u8])> {
    bytes.split_first_chunk::<2>().map(|(value, rest)| (u16::from_be_bytes(*value), rest))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    const ID: TransactionId = *b"0123456789ab";

    /// A message of this type with these attributes.
    fn message(kind: u16, id: &TransactionId, attributes: &[(u16, &[u8])]) -> Vec<u8> {
        let mut body = Vec::new();
        for (kind, value) in attributes {
            body.extend(kind.to_be_bytes());
            body.extend(u16::try_from(value.len()).expect("short values").to_be_bytes());
            body.extend(*value);
            body.resize(body.len().next_multiple_of(4), 0);
        }
        let length = u16::try_from(body.len()).expect("short messages");
        [&kind.to_be_bytes()[..], &length.to_be_bytes(), &MAGIC_COOKIE, id, &body].concat()
    }

    const ADDRESS: (u16, &[u8]) = (XOR_MAPPED_ADDRESS, &[0, 1, 0x11, 0x22, 1, 2, 3, 4]);

    /// What a server answers to a request.
    pub(in crate::connectivity::quality) fn success(id: &TransactionId) -> Vec<u8> {
        message(BINDING_SUCCESS, id, &[ADDRESS])
    }

    /// The transaction of a request, if it is one.
    pub(in crate::connectivity::quality) fn requested(datagram: &[u8]) -> Option<TransactionId> {
        let id = *datagram.last_chunk::<12>()?;
        (datagram == request(&id)).then_some(id)
    }

    /// RFC 5769, section 2.2: a sample answer over IPv4 of a server 'test vector', with MESSAGE-INTEGRITY and FINGERPRINT.
    const SAMPLE: &str = "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220\
        002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96";

    #[test]
    fn the_sample_of_the_rfc_is_read() {
        let sample = hex::decode(SAMPLE).unwrap();
        assert_eq!(answered(&sample).map(hex::encode).as_deref(), Some("b7e7a701bc34d686fa87dfae"));
    }

    #[test]
    fn a_request_is_a_bare_header() {
        assert_eq!(hex::encode(request(&ID)), "000100002112a442303132333435363738396162");
        assert_eq!(requested(&request(&ID)), Some(ID));
        assert_eq!(answered(&request(&ID)), None, "a request is no answer");
    }

    #[test]
    fn only_a_whole_success_is_an_answer() {
        let right = success(&ID);
        assert_eq!(answered(&right), Some(ID));
        let v6 = [0, 2, 0x11, 0x22, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4];
        assert_eq!(answered(&message(BINDING_SUCCESS, &ID, &[(XOR_MAPPED_ADDRESS, &v6)])), Some(ID));
        assert_eq!(answered(&message(BINDING_SUCCESS, &ID, &[(0x8022, b"soft"), ADDRESS, (0x0001, b"old")])), Some(ID));
        let mut wrong_cookie = right.clone();
        wrong_cookie[4] ^= 1;
        let mut cut = right.clone();
        cut.pop();
        let mut longer = right.clone();
        longer.extend([0; 4]);
        let broken = [
            ("an error answer", message(0x0111, &ID, &[ADDRESS])),
            ("an indication", message(0x0011, &ID, &[ADDRESS])),
            ("another cookie", wrong_cookie),
            ("cut", cut),
            ("longer than it says", longer),
            ("no address", message(BINDING_SUCCESS, &ID, &[])),
            (
                "an address of no family",
                message(BINDING_SUCCESS, &ID, &[(XOR_MAPPED_ADDRESS, &[0, 3, 0, 0, 0, 0, 0, 0])]),
            ),
            ("a short address", message(BINDING_SUCCESS, &ID, &[(XOR_MAPPED_ADDRESS, &[0, 2, 0, 0, 0, 0, 0, 0])])),
            ("an unknown attribute that must be known", message(BINDING_SUCCESS, &ID, &[ADDRESS, (0x7fff, b"what")])),
            ("oversized", message(BINDING_SUCCESS, &ID, &[ADDRESS, (0x8022, &[b'x'; 520])])),
            ("nothing", Vec::new()),
        ];
        for (what, datagram) in broken {
            assert_eq!(answered(&datagram), None, "{what}");
        }
    }

    proptest! {
        #[test]
        fn no_datagram_makes_the_reader_fail(bytes in proptest::collection::vec(any::<u8>(), 0..700)) {
            prop_assert!(answered(&bytes).is_none_or(|_| bytes.len() <= MAX_ANSWER_BYTES));
        }

        #[test]
        fn a_flipped_header_bit_is_never_an_answer_to_us(id: TransactionId, byte in 0_usize..20, bit in 0_u8..8) {
            let mut datagram = success(&id);
            datagram[byte] ^= 1 << bit;
            prop_assert_ne!(answered(&datagram), Some(id));
        }

        #[test]
        fn whatever_follows_the_header_is_walked_to_its_end(mut body in proptest::collection::vec(any::<u8>(), 0..64)) {
            body.resize(body.len().next_multiple_of(4), 0);
            let mut datagram = message(BINDING_SUCCESS, &ID, &[ADDRESS]);
            datagram.extend(&body);
            let length = u16::try_from(datagram.len() - HEADER_BYTES).unwrap();
            datagram[2..4].copy_from_slice(&length.to_be_bytes());
            prop_assert!(answered(&datagram).is_none_or(|id| id == ID));
        }
    }
}
