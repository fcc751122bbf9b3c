//! `Upload-Checksum`: the sum of the bytes of one PATCH, or of those that come with a creation.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::Refusal;
use crate::limits::MAX_CHECKSUM_BYTES;

/// What `Tus-Checksum-Algorithm` says.
pub(super) const ALGORITHMS: &str = "sha256,sha1";

/// A sum being made, and what it should come to.
#[derive(Debug)]
pub(super) struct Checksum {
    sum: Sum,
    expected: Vec<u8>,
}

#[derive(Debug)]
enum Sum {
    Sha256(Sha256),
    Sha1(Sha1),
}

impl Checksum {
    /// Reads `algorithm base64`.
    pub(super) fn parse(header: &str) -> Result<Self, Refusal> {
        if header.len() > MAX_CHECKSUM_BYTES {
            return Err(Refusal::bad(format!("Upload-Checksum may have {MAX_CHECKSUM_BYTES} bytes")));
        }
        let (algorithm, value) = header.split_once(' ').unwrap_or((header, ""));
        let (sum, length) = match algorithm {
            "sha256" => (Sum::Sha256(Sha256::new()), <Sha256 as Digest>::output_size()),
            "sha1" => (Sum::Sha1(Sha1::new()), <Sha1 as Digest>::output_size()),
            _ => return Err(Refusal::bad(format!("Upload-Checksum takes {ALGORITHMS}"))),
        };
        match STANDARD.decode(value) {
            Ok(expected) if expected.len() == length => Ok(Self { sum, expected }),
            Ok(_) | Err(_) => {
                Err(Refusal::bad(format!("Upload-Checksum must be {algorithm}, a space, and the sum in base64")))
            }
        }
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        match &mut self.sum {
            Sum::Sha256(sum) => sum.update(bytes),
            Sum::Sha1(sum) => sum.update(bytes),
        }
    }

    /// Whether the bytes came to what was expected.
    pub(super) fn matches(self) -> bool {
        match self.sum {
            Sum::Sha256(sum) => sum.finalize().as_slice() == self.expected,
            Sum::Sha1(sum) => sum.finalize().as_slice() == self.expected,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agrees(header: &str, bytes: &[u8]) -> bool {
        let mut checksum = Checksum::parse(header).expect("a checksum");
        checksum.update(bytes);
        checksum.matches()
    }

    #[test]
    fn sums_as_the_standards_do() {
        // FIPS 180-4, the example "abc".
        let sha1 = "sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0=";
        let sha256 = "sha256 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
        for header in [sha1, sha256] {
            assert!(agrees(header, b"abc"));
            assert!(!agrees(header, b"abd"));
        }
    }

    #[test]
    fn hostile_checksums_are_refused() {
        let long = format!("sha256 {}", "A".repeat(1_000_000));
        let other_length = "sha256 qZk+NkcGgWq6PiVxeFDCbJzQ2J0=";
        for hostile in
            ["", " ", "sha256", "sha256 ", "md5 rL0Y20zC+Fzt72VPzMSk2A==", "SHA256 x", "sha1 ****", other_length, &long]
        {
            assert!(Checksum::parse(hostile).is_err(), "{}", hostile.chars().take(80).collect::<String>());
        }
    }
}
