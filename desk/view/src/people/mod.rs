//! Agents: who may sign in, with which password, for how long, and how often they may try.

mod password;
mod session;
mod throttle;

use std::path::Path;

use jiff::Timestamp;

pub(crate) use self::{
    password::Passwords,
    session::{SEEN_EVERY, Session, Token, digest_of, lasts_since},
    throttle::Throttle,
};
use crate::{
    ViewError,
    data::Data,
    records::{Agent, Role},
};

/// The longest name.
pub const MAX_NAME_CHARS: usize = 64;
/// The shortest password. NIST SP 800-63B asks for 8 at least, and length is what helps.
pub const MIN_PASSWORD_CHARS: usize = 12;
/// The longest password: longer than any that is typed, and short enough that hashing it costs nothing.
pub const MAX_PASSWORD_BYTES: usize = 1_024;

/// Adds an agent to the view that keeps its data in `folder`, which is made if it is not there.
///
/// # Errors
/// [`ViewError::BadName`], [`ViewError::BadPassword`], [`ViewError::AgentExists`], or what is wrong with the folder.
pub async fn add(folder: &Path, name: &str, role: Role, password: &str, now: Timestamp) -> Result<(), ViewError> {
    if !is_name(name) {
        return Err(ViewError::BadName);
    }
    let hash = hashed(password)?;
    let records = Data::make(folder)?.records().await?;
    let added = records.add_agent(&Agent { name: name.to_owned(), role, made_at: now }, &hash).await;
    records.close().await;
    added
}

/// Gives an agent another password and ends their sessions.
///
/// # Errors
/// [`ViewError::NoSuchAgent`], [`ViewError::BadPassword`], or what is wrong with the folder.
pub async fn change_password(folder: &Path, name: &str, password: &str) -> Result<(), ViewError> {
    let hash = hashed(password)?;
    let records = Data::of(folder)?.records().await?;
    let changed = records.change_password(name, &hash).await;
    records.close().await;
    changed
}

/// Takes an agent out, who is signed out by that at once.
///
/// # Errors
/// [`ViewError::NoSuchAgent`], or what is wrong with the folder.
pub async fn remove(folder: &Path, name: &str) -> Result<(), ViewError> {
    let records = Data::of(folder)?.records().await?;
    let removed = records.remove_agent(name).await;
    records.close().await;
    removed
}

/// All agents, by name.
///
/// # Errors
/// What is wrong with the folder.
pub async fn list(folder: &Path) -> Result<Vec<Agent>, ViewError> {
    let records = Data::of(folder)?.records().await?;
    let agents = records.agents().await;
    records.close().await;
    agents
}

fn hashed(password: &str) -> Result<String, ViewError> {
    if password.chars().count() < MIN_PASSWORD_CHARS || password.len() > MAX_PASSWORD_BYTES {
        return Err(ViewError::BadPassword);
    }
    password::hash(password).ok_or(ViewError::NoRandomness)
}

/// A name stands in logs and trails, so nothing in it means anything elsewhere.
pub(crate) fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    (1..=MAX_NAME_CHARS).contains(&name.chars().count()) && name.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_letters_and_digits_of_any_language() {
        for good in ["li", "李娜", "a.b-c_9", &"x".repeat(MAX_NAME_CHARS)] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", "a b", "a\n", "<li>", "li\u{202e}", "a@b", &"x".repeat(MAX_NAME_CHARS + 1)] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
