//! Sessions: a random token in a cookie, of which only the sum is kept; and the token of forms, which is made of it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::records::{Agent, Role};

/// How long a session lasts that nobody uses.
const IDLE: Duration = Duration::from_secs(60 * 60);
/// How long it lasts at all: a shift.
const LONGEST: Duration = Duration::from_secs(12 * 60 * 60);
/// How often it is written down that a session is used.
pub(crate) const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// Since when a session must have begun, and since when it must have been used, to last.
pub(crate) fn lasts_since(now: Timestamp) -> (Timestamp, Timestamp) {
    let ago = |duration| now - SignedDuration::try_from(duration).unwrap_or(SignedDuration::ZERO);
    (ago(LONGEST), ago(IDLE))
}

/// What a browser sends.
pub(crate) struct Token(String);

impl Token {
    pub(crate) fn draw() -> Option<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).ok()?;
        Some(Self(hex::encode(bytes)))
    }

    /// What a cookie holds, if it can be a token.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_hex = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_hex.then(|| Self(text.to_owned()))
    }

    /// Exposed for the cookie, which is where it belongs.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// The sum by which it is known here.
    pub(crate) fn sum(&self) -> String {
        digest_of("session", &self.0)
    }

    /// What a page of this session writes into its forms.
    pub(crate) fn form(&self) -> String {
        digest_of("form", &self.0)
    }
}

/// A SHA-256 in hex, for one purpose.
pub(crate) fn digest_of(purpose: &str, text: &str) -> String {
    hex::encode(Sha256::new().chain_update(purpose).chain_update([0]).chain_update(text).finalize())
}

/// Somebody who is signed in, as a page needs to know.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) agent: Agent,
    /// Stands in every form of this session.
    pub(crate) form_token: String,
    /// The sum of the cookie's token.
    pub(crate) sum: String,
}

impl Session {
    pub(crate) fn is_lead(&self) -> bool {
        self.agent.role == Role::Lead
    }

    /// Whether a form was written by a page of this session.
    pub(crate) fn wrote(&self, token: &str) -> bool {
        self.form_token.as_bytes().ct_eq(token.as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_neither_sum_tells_the_other() {
        let (one, other) = (Token::draw().unwrap(), Token::draw().unwrap());
        assert_ne!(one.expose(), other.expose());
        assert_ne!(one.sum(), one.form());
        assert_eq!(Token::parse(one.expose()).unwrap().sum(), one.sum());
        for bad in ["", "x", &"A".repeat(64), &"a".repeat(65), &"é".repeat(32)] {
            assert!(Token::parse(bad).is_none(), "{bad}");
        }
    }
}
