//! Tests of the raw keys. The keys are those of the specifications, or made up for the test.

use super::super::super::rule_tests::{found, in_bounds, in_bounds_when_hostile, keeps, redacts};
use super::*;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::super::super::wrapped;

fn find(text: &str, hits: &mut Vec<Hit>) {
    super::find(text, &wrapped::runs(text), hits);
}

const HEX_KEY: &str = "e9873d79c6d87dc0fb6a5778633389f4453213303da61f20bd67fc233aa33262";
/// BIP-32, test vector 1.
const XPRV: &str = concat!(
    "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33",
    "yuGBxrMPHi"
);
const XPUB: &str = concat!(
    "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp",
    "6W1EGMcet8"
);

fn base58(bytes: &[u8]) -> String {
    let alphabet = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut digits: Vec<usize> = Vec::new();
    for byte in bytes {
        let mut carry = usize::from(*byte);
        for digit in &mut digits {
            carry += *digit * 256;
            *digit = carry % 58;
            carry /= 58;
        }
        while carry > 0 {
            digits.push(carry % 58);
            carry /= 58;
        }
    }
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let characters = std::iter::repeat_n(0, zeros).chain(digits.into_iter().rev());
    characters.map(|digit| char::from(alphabet[digit])).collect()
}

fn wif(version: u8, compressed: bool) -> String {
    let mut payload = vec![version];
    payload.extend((0..32).map(|index: u8| index.wrapping_mul(37).wrapping_add(11)));
    payload.extend(compressed.then_some(1));
    let digest = Sha256::digest(Sha256::digest(&payload));
    payload.extend(&digest[..4]);
    base58(&payload)
}

#[test]
fn redacts_keys_in_hexadecimal() {
    for key in [HEX_KEY.to_owned(), HEX_KEY.to_uppercase(), HEX_KEY.repeat(2), format!("{HEX_KEY}01")] {
        redacts(find, &key);
        redacts(find, &format!("0x{key}"));
    }
    redacts(find, &format!("0X{}", HEX_KEY.to_uppercase()));
    for glue in ["key=", "key:", "key_", "\"key\":\"", "私钥", "\\u0022", "%E5%8C%99", "100%"] {
        assert_eq!(found(find, &format!("{glue}{HEX_KEY}")), [HEX_KEY], "{glue}");
    }
}

#[test]
fn redacts_keys_in_pairs() {
    let pairs: Vec<&str> = (0..32).map(|at| HEX_KEY.get(at * 2..at * 2 + 2).unwrap()).collect();
    for separator in [":", " "] {
        redacts(find, &pairs.join(separator));
    }
    let printed: Vec<String> = pairs.chunks(15).map(|line| line.join(":")).collect();
    redacts(find, &printed.join(":\n    "));
    assert_eq!(found(find, &format!("priv:\n    {}\npub:", printed.join(":\n    "))).len(), 1);
}

#[test]
fn redacts_keys_in_wallet_import_format() {
    // Bitcoin's wiki.
    redacts(find, "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ");
    redacts(find, "KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617");
    for version in WIF_VERSIONS {
        for compressed in [false, true] {
            redacts(find, &wif(version, compressed));
        }
    }
}

#[test]
fn redacts_extended_private_keys() {
    redacts(find, XPRV);
    for prefix in EXTENDED {
        redacts(find, &XPRV.replacen("xprv", std::str::from_utf8(prefix).unwrap(), 1));
    }
    assert_eq!(found(find, XPRV.get(..105).unwrap()), [XPRV.get(..105).unwrap()]);
    assert_eq!(found(find, &format!("key{XPRV}")), [XPRV]);
    let mistyped = XPRV.replacen("HEK", "H0K", 1);
    assert_eq!(found(find, &mistyped), [&mistyped]);
}

#[test]
fn redacts_keypairs_in_base58() {
    let bytes: Vec<u8> = (0..64_u8).map(|index| index.wrapping_mul(91).wrapping_add(7)).collect();
    redacts(find, &base58(&bytes));
    assert_eq!(found(find, &format!("ed25519:{}", base58(&bytes))), [base58(&bytes)]);
}

#[test]
fn redacts_age_identities_and_other_bech32() {
    let age = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    redacts(find, age);
    redacts(find, &age.to_lowercase());
    redacts(find, &age.replace("KEY-", "KEY-PQ-"));
    assert_eq!(found(find, age.get(..50).unwrap()), [age.get(..50).unwrap()]);
    redacts(find, "nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5");
    redacts(find, "SBCVMMCBEDB64TVJZFYJOJAERZC4YVVUOE6SYR2Y76CBTENGUSGWRRVO");
}

#[test]
fn keeps_what_is_no_key() {
    let pairs: Vec<&str> = (0..20).map(|at| HEX_KEY.get(at * 2..at * 2 + 2).unwrap()).collect();
    for text in [
        "d41d8cd98f00b204e9800998ecf8427e",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        HEX_KEY.get(..48).unwrap(),
        HEX_KEY.get(..63).unwrap(),
        "0x742d35Cc6634C0532925a3b844Bc454e4438f44e",
        "123e4567-e89b-12d3-a456-426614174000",
        &format!("g{HEX_KEY}"),
        &format!("{HEX_KEY}g"),
        &pairs.join(":"),
        XPUB,
        "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTK",
        "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM",
        "bc1pxwww0ct9ue7e8tdnlmug5m2tamfn7q06sahstg39ys4c9f3340qqxrdu9k",
        "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
        "aVeryLongNameInCamelCaseOfATestThatSaysWhatItDoesAndThenSomeMore",
        "AGE-SECRET-KEY-1",
    ] {
        keeps(find, text);
    }
}

#[test]
fn redacts_in_time_whatever_the_text() {
    in_bounds_when_hostile(
        find,
        &["ab", "ab:", "xprv", "1", "5Hue", "AGE-SECRET-KEY-1", "AGE-SECRET-KEY-", "0x", "ab:\n    ", "%3"],
    );
    in_bounds_when_hostile(
        find,
        &[XPRV, HEX_KEY, "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ", XPRV.get(10..97).unwrap()],
    );
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(xprv|0x|AGE-SECRET-KEY-|1|[0-9a-f]{2}:|[0-9a-f]{60}|[1-9A-Za-z]{50}|é|\n |\\\\n|%3D| ){0,24}") {
        in_bounds(find, &text);
    }

    #[test]
    fn text_at_random_is_read(text in any::<String>()) {
        in_bounds(find, &text);
    }

    #[test]
    fn every_key_of_32_bytes_is_found(key in "[0-9a-f]{64}", before in "[a-z ]{0,70} ", after in " [a-z ]{0,70}") {
        let text = format!("{before}{key}{after}");
        prop_assert_eq!(found(find, &text), [key.as_str()]);
    }

    #[test]
    fn every_key_in_pairs_is_found(key in prop::collection::vec("[0-9a-f]{2}", 32..40), before in "[g-z]{0,70}=") {
        let text = format!("{before}{}", key.join(":"));
        prop_assert_eq!(found(find, &text), [key.join(":")]);
    }
}
