//! Base58Check, as far as it is needed to tell a wallet's key from other text: decoding and the checksum.

use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// How many bytes the checksum has.
const CHECKSUM: usize = 4;
/// An extended key's text is the longest.
const MAX_CHARS: usize = 112;

/// The payload, if the checksum is right.
pub(super) fn payload(text: &[u8]) -> Option<Vec<u8>> {
    if text.len() > MAX_CHARS {
        return None;
    }
    let mut number: Vec<u8> = Vec::with_capacity(text.len());
    for c in text {
        let mut carry = u32::try_from(ALPHABET.iter().position(|known| known == c)?).ok()?;
        // Least significant byte first: times 58, plus the digit.
        for byte in &mut number {
            carry = carry.wrapping_add(u32::from(*byte).wrapping_mul(58));
            let [low, ..] = carry.to_le_bytes();
            *byte = low;
            carry >>= 8;
        }
        if carry > 0 {
            let [low, ..] = carry.to_le_bytes();
            number.push(low);
        }
    }
    let zeros = text.iter().take_while(|c| **c == b'1').count();
    number.extend(std::iter::repeat_n(0, zeros));
    number.reverse();
    let (payload, checksum) = number.split_at_checked(number.len().checked_sub(CHECKSUM)?)?;
    let twice = Sha256::digest(Sha256::digest(payload));
    twice.starts_with(checksum).then(|| payload.to_vec())
}

/// Whether it is a private key in wallet import format, or an extended or an encrypted (BIP-38) one.
pub(super) fn is_private(text: &[u8]) -> bool {
    match text.len() {
        51 | 52 => payload(text).is_some_and(|key| matches!(key.len(), 33 | 34)),
        58 => text.starts_with(b"6P") && payload(text).is_some_and(|key| key.len() == 39),
        // The key's byte 0 tells private (0) from public (2, 3), after version, depth, parent, child and chain code.
        111 => payload(text).is_some_and(|key| key.len() == 78 && key.get(45) == Some(&0)),
        _ => false,
    }
}
