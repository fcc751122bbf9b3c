//! The keys of apps: made, listed and revoked beside any number of running intakes.
//!
//! A key comes with every copy of an app, so that it proves nothing about who sends a report. It tells apps apart, gives each an
//! allowance of its own, and shuts out who has none.

use jiff::Timestamp;

pub use crate::records::{Allowance, AppKey, NewAppKey};
use crate::{
    records::App,
    store::{StoreError, Stores, work_at},
};

/// The longest name of an app.
const MAX_NAME_CHARS: usize = 64;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The name can't be an app's.
    #[error(
        "an app's name has 1 to {MAX_NAME_CHARS} small letters, digits, dots, hyphens and underscores, the first a letter or digit"
    )]
    Name,
    /// No key of that id is in use.
    #[error("there is no such key, or it was revoked before")]
    NoSuchKey,
    /// What is wrong with the stores.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a key for an app, which may have others, and gives the app this allowance. The secret is in the answer and nowhere else.
/// From the first key on, reports are only taken of apps that have one.
///
/// # Errors
/// [`KeyError::Name`], or what is wrong with the stores, which are made if they are not there.
pub fn make(stores: impl Into<Stores>, app: &str, allowance: Allowance, at: Timestamp) -> Result<NewAppKey, KeyError> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    let begins = app.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    if !begins || app.len() > MAX_NAME_CHARS || !app.chars().all(is_plain) {
        return Err(KeyError::Name);
    }
    let app = App { name: app.to_owned(), allowance };
    Ok(work_at(&stores.into(), true, async |store| store.records().make_key(&app, at).await)?)
}

/// All keys, the oldest first.
///
/// # Errors
/// What is wrong with the stores.
pub fn list(stores: impl Into<Stores>) -> Result<Vec<AppKey>, KeyError> {
    Ok(work_at(&stores.into(), false, async |store| store.records().keys().await)?)
}

/// Revokes the key of this id. What was begun with it may still be finished.
///
/// # Errors
/// [`KeyError::NoSuchKey`], or what is wrong with the stores.
pub fn revoke(stores: impl Into<Stores>, id: &str, at: Timestamp) -> Result<(), KeyError> {
    let revoked = work_at(&stores.into(), false, async |store| store.records().revoke_key(id, at).await)?;
    if revoked { Ok(()) } else { Err(KeyError::NoSuchKey) }
}
