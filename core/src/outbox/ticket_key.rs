//! The key of a ticket: who has it may ask what support said. The app keeps it, and the intake gets its SHA-256 only, so that
//! neither the id of a ticket, which is read out on the phone, nor that of a report, which is the name of its file, is enough.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// How many random bytes are in it.
const BYTES: usize = 32;

/// A key, as hexadecimal digits.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct TicketKey(String);

impl TicketKey {
    /// A new one. None without randomness: then there is no ticket to be asked for, and the report goes even so.
    pub(super) fn draw() -> Option<Self> {
        let mut key = [0_u8; BYTES];
        getrandom::fill(&mut key).ok().map(|()| Self(hex::encode(key)))
    }

    /// What the intake is told when an upload is created, in lower-case hex.
    pub(super) fn sha256(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }

    /// The `Authorization` of a question.
    pub(super) fn authorization(&self) -> String {
        format!("Bearer {}", self.0)
    }
}

impl fmt::Debug for TicketKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TicketKey")
    }
}
