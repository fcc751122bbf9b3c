//! The support desk's key: an age X25519 identity, in the file format that stock `age` reads.

use std::fmt;
use std::iter;

use age::secrecy::ExposeSecret;
use age::x25519;
use jiff::Timestamp;

use crate::config::Recipient;
use crate::sensitive::Sensitive;

/// How an X25519 secret key begins.
const SECRET_KEY: &str = "AGE-SECRET-KEY-1";

/// One or more secret keys of the support desk's. After a change of keys the old one opens the old reports.
pub struct SupportIdentity {
    first: x25519::Identity,
    others: Vec<x25519::Identity>,
}

/// Why a text is not an age identity file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// There is no key in it.
    #[error("there is no key in this file; accepted: an age identity file with a line AGE-SECRET-KEY-1…")]
    NoKey,
    /// A line is neither a comment nor an X25519 key.
    #[error("line {line} is neither a comment nor a key; accepted: lines AGE-SECRET-KEY-1… and comments after #")]
    NotAKey {
        /// The line, counted from 1.
        line: usize,
    },
}

impl SupportIdentity {
    /// A new key.
    pub fn generate() -> Self {
        Self { first: x25519::Identity::generate(), others: Vec::new() }
    }

    /// Reads an age identity file: keys, comments and empty lines.
    pub fn from_file_text(text: &str) -> Result<Self, IdentityError> {
        let lines = text.lines().enumerate().map(|(index, line)| (index.saturating_add(1), line.trim()));
        let mut keys = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).map(|(line, key)| {
            let is_key = key.starts_with(SECRET_KEY);
            key.parse::<x25519::Identity>().ok().filter(|_| is_key).ok_or(IdentityError::NotAKey { line })
        });
        let first = keys.next().ok_or(IdentityError::NoKey)??;
        Ok(Self { first, others: keys.collect::<Result<_, _>>()? })
    }

    /// Whom reports are sealed to so that this key opens them; of several keys, the first.
    pub fn recipient(&self) -> Recipient {
        let public = self.first.to_public().to_string();
        public.parse().unwrap_or_else(|_| unreachable!("age reads the public keys that it writes"))
    }

    /// The ids of all keys, as sealed reports carry them.
    pub fn key_ids(&self) -> Vec<String> {
        let public = |key: &x25519::Identity| key.to_public().to_string().parse::<Recipient>();
        self.keys().filter_map(|key| public(key).ok()).map(|recipient| recipient.key_id()).collect()
    }

    /// The file that `age -d -i FILE` and `from_file_text` read. Whoever has it can open every report.
    pub fn to_file_text(&self, created: Timestamp) -> Sensitive<String> {
        let mut text = format!("# created: {created}\n");
        for key in self.keys() {
            // Exposed because a key that cannot be written down opens nothing tomorrow.
            let secret = key.to_string();
            text.push_str(&format!("# public key: {}\n{}\n", key.to_public(), secret.expose_secret()));
        }
        Sensitive::new(text)
    }

    fn keys(&self) -> impl Iterator<Item = &x25519::Identity> {
        iter::once(&self.first).chain(&self.others)
    }

    pub(super) fn age(&self) -> impl Iterator<Item = &dyn age::Identity> {
        self.keys().map(|key| key as &dyn age::Identity)
    }
}

impl fmt::Debug for SupportIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SupportIdentity([sensitive])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn created() -> Timestamp {
        "2026-03-01T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_written_identity_reads_back_with_its_comments() {
        let identity = SupportIdentity::generate();
        let text = identity.to_file_text(created());
        let recipient = identity.recipient().to_string();
        assert!(text.expose().contains(&format!("# public key: {recipient}\n")));
        let read = SupportIdentity::from_file_text(&format!("\r\n{}", text.expose())).unwrap();
        assert_eq!(read.recipient().to_string(), recipient);
    }

    #[test]
    fn a_file_without_a_key_is_refused_and_a_strange_line_is_named() {
        assert_eq!(SupportIdentity::from_file_text("# only a comment\n\n").unwrap_err(), IdentityError::NoKey);
        let identity = SupportIdentity::generate();
        let text = format!("{}{}", identity.to_file_text(created()).expose(), identity.recipient());
        assert_eq!(SupportIdentity::from_file_text(&text).unwrap_err(), IdentityError::NotAKey { line: 4 });
    }

    #[test]
    fn debug_hides_the_key() {
        assert!(!format!("{:?}", SupportIdentity::generate()).contains("AGE-SECRET"));
    }
}
