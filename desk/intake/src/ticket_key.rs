//! What opens a ticket: a secret that only the app has. The desk keeps its SHA-256, which opens nothing.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// SHA-256 of a ticket's secret, written as 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct TicketKey([u8; 32]);

impl TicketKey {
    /// Reads 64 lower-case hex digits; nothing else is one, so that a key has one spelling.
    pub(crate) fn parse(text: &[u8]) -> Option<Self> {
        if text.iter().any(u8::is_ascii_uppercase) {
            return None;
        }
        let mut sum = [0; 32];
        hex::decode_to_slice(text, &mut sum).ok().map(|()| Self(sum))
    }

    /// The key that `secret`, as it was sent, opens.
    pub(crate) fn of(secret: &[u8]) -> Self {
        Self(Sha256::digest(secret).into())
    }

    /// As it is kept.
    pub(crate) fn to_hex(self) -> String {
        hex::encode(self.0)
    }

    /// Whether the two are the same, in a time that says nothing about where they differ.
    pub(crate) fn agrees(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Debug for TicketKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the sum: an app may have chosen a secret that can be guessed.
        f.write_str("TicketKey")
    }
}

impl Serialize for TicketKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The store's records are the one place where the sum is written.
        serializer.serialize_str(&self.to_hex())
    }
}

impl<'de> Deserialize<'de> for TicketKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(text.as_bytes()).ok_or_else(|| D::Error::custom("64 lower-case hex digits were expected"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIPS 180-4, the example "abc".
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn the_sum_of_the_secret_opens_and_nothing_else() {
        let key = TicketKey::parse(ABC.as_bytes()).unwrap();
        assert!(key.agrees(&TicketKey::of(b"abc")));
        for other in ["", "abd", "abc ", "ABC", ABC] {
            assert!(!key.agrees(&TicketKey::of(other.as_bytes())), "{other}");
        }
        assert_eq!(serde_json::to_string(&key).unwrap(), format!("\"{ABC}\""));
        assert!(!format!("{key:?}").contains("ba78"));
    }

    #[test]
    fn other_spellings_are_no_key() {
        let long = format!("{ABC}00");
        for other in [
            "",
            ABC.trim_start_matches('b'),
            ABC.trim_start_matches("ba"),
            &long,
            &ABC.to_uppercase(),
            &ABC.replace('b', "g"),
        ] {
            assert!(TicketKey::parse(other.as_bytes()).is_none(), "{other}");
        }
    }
}
