//! Base58 and Base58Check as Bitcoin defined them (its wiki, "Base58Check encoding"; base58.h of Bitcoin Core).

use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// The longest text that is decoded: 64 bytes have 88 characters. Decoding is quadratic.
const MAX_CHARACTERS: usize = 128;
/// How many bytes of the digest are the checksum.
const CHECKSUM_BYTES: usize = 4;
/// No value of the alphabet.
const NONE: u8 = u8::MAX;

static VALUES: [u8; 256] = values();

const fn values() -> [u8; 256] {
    let mut values = [NONE; 256];
    let mut value = 0_u8;
    while value < 58 {
        values[ALPHABET[value as usize] as usize] = value;
        value += 1;
    }
    values
}

/// The bytes of such a text.
pub(super) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    if text.len() > MAX_CHARACTERS {
        return None;
    }
    // The number in base 2^32, the lowest digit first.
    let mut limbs: Vec<u32> = Vec::with_capacity(MAX_CHARACTERS / 4);
    for character in text {
        let mut carry = match VALUES[usize::from(*character)] {
            NONE => return None,
            value => u64::from(value),
        };
        for limb in &mut limbs {
            // Below 2^32 * 58 + 58, which a u64 holds.
            carry = carry.saturating_add(u64::from(*limb).saturating_mul(58));
            *limb = u32::try_from(carry & u64::from(u32::MAX)).ok()?;
            carry >>= 32;
        }
        if carry > 0 {
            limbs.push(u32::try_from(carry).ok()?);
        }
    }
    let number = limbs.iter().rev().flat_map(|limb| limb.to_be_bytes()).skip_while(|byte| *byte == 0);
    let zeros = text.iter().take_while(|character| **character == b'1').count();
    Some(std::iter::repeat_n(0, zeros).chain(number).collect())
}

/// The payload of such a text whose checksum is right: the first bytes of a double SHA-256.
pub(super) fn decode_check(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = decode(text)?;
    let payload = bytes.len().checked_sub(CHECKSUM_BYTES)?;
    let checksum = bytes.split_off(payload);
    let digest = Sha256::digest(Sha256::digest(&bytes));
    (digest.get(..CHECKSUM_BYTES)? == checksum).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_texts_decode() {
        for (text, bytes) in [
            ("", &b""[..]),
            ("2g", b"a"),
            ("StV1DL6CwTryKyV", b"hello world"),
            ("11112", b"\0\0\0\0\x01"),
            ("1111", b"\0\0\0\0"),
            ("5Q", b"\xff"),
        ] {
            assert_eq!(decode(text.as_bytes()).unwrap(), bytes, "{text}");
        }
        assert_eq!(decode(b"0"), None);
        assert_eq!(decode("1".repeat(200).as_bytes()), None);
        assert_eq!(decode_check(b"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa").map(|payload| payload.len()), Some(21));
        assert_eq!(decode_check(b"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"), None);
    }
}
