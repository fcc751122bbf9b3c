//! The encodings that carriers and secrets are written in, each in its few lines: nothing here is shared with the redactor.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

/// A JSON string with its quotes.
pub(crate) fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A JSON string without its quotes.
pub(crate) fn json_inner(text: &str) -> String {
    let quoted = json(text);
    quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(&quoted).to_owned()
}

/// Every UTF-16 unit as `\uXXXX`.
pub(crate) fn unicode_escapes(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect()
}

/// RFC 3986: all but the unreserved characters.
pub(crate) fn percent(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

/// `application/x-www-form-urlencoded`: a space is a plus sign.
pub(crate) fn form(text: &str) -> String {
    percent(text).replace("%20", "+")
}

/// The five characters that XML reserves.
pub(crate) fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&apos;")
}

/// Numeric entities for punctuation, as mail addresses are disguised in HTML.
pub(crate) fn entities(text: &str) -> String {
    let plain = |one: char| one.is_ascii_alphanumeric() || one.is_whitespace() || !one.is_ascii();
    text.chars().map(|one| if plain(one) { one.to_string() } else { format!("&#{};", u32::from(one)) }).collect()
}

/// Numeric entities for every character, hexadecimal.
pub(crate) fn all_entities(text: &str) -> String {
    text.chars().map(|one| format!("&#x{:x};", u32::from(one))).collect()
}

/// RFC 4648 §4, padded.
pub(crate) fn base64(bytes: impl AsRef<[u8]>) -> String {
    STANDARD.encode(bytes)
}

/// RFC 4648 §5, unpadded.
pub(crate) fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A long string in lines of a fixed width.
pub(crate) fn wrapped(text: &str, width: usize, line_end: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let lines: Vec<String> = chars.chunks(width).map(|line| line.iter().collect()).collect();
    lines.join(line_end)
}

/// Digits and ASCII punctuation in full width, as Chinese keyboards give them.
pub(crate) fn full_width(text: &str) -> String {
    let wide = |one: char| match u32::from(one) {
        code @ 0x21..=0x7E => char::from_u32(code + 0xFEE0).unwrap_or(one),
        _ => one,
    };
    text.chars().map(wide).collect()
}

const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// Bitcoin's base58.
pub(crate) fn base58(bytes: &[u8]) -> String {
    let mut digits: Vec<u32> = Vec::new();
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            carry += *digit << 8;
            *digit = carry % 58;
            carry /= 58;
        }
        while carry > 0 {
            digits.push(carry % 58);
            carry /= 58;
        }
    }
    let zeros = bytes.iter().take_while(|byte| **byte == 0).map(|_| '1');
    zeros.chain(digits.iter().rev().map(|digit| char::from(BASE58[*digit as usize]))).collect()
}

/// Base58 with the four bytes of a double SHA-256 behind it.
pub(crate) fn base58check(payload: &[u8]) -> String {
    let sum = Sha256::digest(Sha256::digest(payload));
    base58(&[payload, &sum[..4]].concat())
}

const BECH32: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// BIP 173's bech32 of values below 32.
pub(crate) fn bech32(prefix: &str, values: &[u8]) -> String {
    let high = prefix.bytes().map(|byte| byte >> 5);
    let low = prefix.bytes().map(|byte| byte & 31);
    let expanded = high.chain([0]).chain(low).chain(values.iter().copied()).chain([0; 6]);
    let sum = expanded.fold(1_u32, |sum, value| {
        let shifted = ((sum & 0x1FF_FFFF) << 5) ^ u32::from(value);
        let generators = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3];
        (0..5).filter(|bit| (sum >> (25 + bit)) & 1 == 1).fold(shifted, |mixed, bit: usize| mixed ^ generators[bit])
    }) ^ 1;
    let check = (0..6).map(|at| ((sum >> (5 * (5 - at))) & 31) as usize);
    let data = values.iter().map(|value| usize::from(value & 31)).chain(check);
    format!("{prefix}1{}", data.map(|value| char::from(BECH32[value])).collect::<String>())
}

/// Bytes as groups of five bits, for [`bech32`].
pub(crate) fn five_bits(bytes: &[u8]) -> Vec<u8> {
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| (byte >> bit) & 1)).collect();
    bits.chunks(5).map(|group| (0..5).fold(0, |sum, at| sum << 1 | group.get(at).copied().unwrap_or(0))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_examples_come_out() {
        // Bitcoin wiki, 'Wallet import format'.
        let key = hex::decode("800C28FCA386C7A227600B2FE50B7CAE11EC86D3BF1FBE471BE89827E19D72AA1D").unwrap();
        assert_eq!(base58check(&key), "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ");
        // BIP 173.
        let program = hex::decode("751e76e8199196d454941c45d1b3a323f1433bd6").unwrap();
        let values = [vec![0], five_bits(&program)].concat();
        assert_eq!(bech32("bc", &values), "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4");
    }

    #[test]
    fn escapes_are_the_usual_ones() {
        assert_eq!(json_inner("a\"\n"), r#"a\"\n"#);
        assert_eq!(unicode_escapes("a😀"), r"\u0061\ud83d\ude00");
        assert_eq!(form("a b@中"), "a+b%40%E4%B8%AD");
        assert_eq!(entities("a@b"), "a&#64;b");
        assert_eq!(full_width("(1)"), "（１）");
    }
}
