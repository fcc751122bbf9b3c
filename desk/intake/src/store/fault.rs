//! What can go wrong with the store, in the few kinds that a client or an operator can act on.

use std::{error::Error, io};

use crate::limits::{
    MAX_ANNOUNCEMENTS, MAX_ANSWER_BYTES, MAX_ANSWERS, MAX_ANSWERS_BYTES, MAX_DOCUMENT_BYTES, MAX_REPLY_DAYS,
};

/// What a store or a database said.
type Source = Box<dyn Error + Send + Sync>;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// No space or no quota is left.
    #[error("the store is full")]
    Full(#[source] Source),
    /// The store can be read but not written.
    #[error("the store cannot be written")]
    ReadOnly(#[source] Source),
    /// Anything else that the store answered.
    #[error("the store does not answer as it should")]
    Unavailable(#[source] Source),
    /// The database did not answer at all.
    #[error("the database cannot be reached")]
    Unreachable(#[source] Source),
    /// The database answers, and lets nobody in.
    #[error("the database does not know this user, or the password is another one, or it has no such database")]
    Denied(#[source] Source),
    /// The database was made by a version that knows more of it.
    #[error("the database was made by a newer version, and this one would misunderstand it")]
    Newer,
    /// The file is no database.
    #[error("the database's file is none, or is damaged")]
    NoDatabase(#[source] Source),
    /// A file of the store's folder could not be read.
    #[error("the store's folder cannot be read")]
    Folder(#[source] io::Error),
    /// A record is there but is not what the intake writes.
    #[error("{record} is damaged")]
    Damaged {
        /// The record's place in the store.
        record: String,
    },
    /// The operating system gave no random bytes.
    #[error("there is no randomness to be had")]
    NoRandomness,
    /// No received report has this ticket.
    #[error("there is no such ticket")]
    NoSuchTicket,
    /// No report of this id was received, or it was deleted.
    #[error("there is no such report")]
    NoSuchReport,
    /// The text cannot be an answer.
    #[error("an answer has 1 to {MAX_ANSWER_BYTES} bytes and no control characters but newlines")]
    NoAnswer,
    /// The ticket has as many answers as it may have, in number or in bytes as JSON.
    #[error("a ticket takes {MAX_ANSWERS} answers and {MAX_ANSWERS_BYTES} bytes of them, and this one has them")]
    TooManyAnswers,
    /// Nobody can be told to expect an answer by then.
    #[error("an answer is promised for a time that is yet to come, and within {MAX_REPLY_DAYS} days")]
    NoSuchTime,
    /// Somebody has answered the ticket since it was seen.
    #[error("somebody has answered this ticket meanwhile; look at it again")]
    AnsweredMeanwhile,
    /// It can't be a report of this desk's.
    #[error("this is not taken in: {why}")]
    NotTaken {
        /// What is wrong with it.
        why: String,
    },
    /// More is announced than apps read.
    #[error(
        "no more than {MAX_ANNOUNCEMENTS} announcements stand at one time, and apps read {MAX_DOCUMENT_BYTES} bytes of them; end one first"
    )]
    TooManyAnnouncements,
    /// What is announced is signed, and whoever wants to change it has no key.
    #[error("what is announced is signed, and there is no key here to sign with")]
    NoKey,
    /// No announcement has this id.
    #[error("there is no such announcement")]
    NoSuchAnnouncement,
    /// Somebody else has been changing the same for longer than a change takes; trying again may help.
    #[error("somebody else is changing this; try again in a moment")]
    Busy,
}

/// What a client that only sends reports and asks for tickets can make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// There is nothing of this name.
    Unknown,
    /// Somebody else is changing it, which is soon over.
    Busy,
    /// No space is left.
    Full,
    /// The stores cannot do it at the moment, or it is nothing that a client asks for.
    Unavailable,
}

impl StoreError {
    /// What a client can make of it.
    pub(crate) fn class(&self) -> Class {
        match self {
            Self::NoSuchTicket | Self::NoSuchReport => Class::Unknown,
            Self::Busy => Class::Busy,
            Self::Full(_) => Class::Full,
            Self::ReadOnly(_)
            | Self::Unavailable(_)
            | Self::Unreachable(_)
            | Self::Denied(_)
            | Self::Newer
            | Self::NoDatabase(_)
            | Self::Folder(_)
            | Self::Damaged { .. }
            | Self::NoRandomness
            // Of what support does, and no client.
            | Self::NoAnswer
            | Self::TooManyAnswers
            | Self::NoSuchTime
            | Self::AnsweredMeanwhile
            | Self::NotTaken { .. }
            | Self::TooManyAnnouncements
            | Self::NoKey
            | Self::NoSuchAnnouncement => Class::Unavailable,
        }
    }

    /// For what is done past `object_store`, so that both end in the same kinds.
    pub(super) fn of_io(error: io::Error) -> Self {
        object_store::Error::Generic { store: "folder", source: Box::new(error) }.into()
    }
}

impl From<object_store::Error> for StoreError {
    fn from(error: object_store::Error) -> Self {
        use io::ErrorKind::{FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        match io_kind(&error) {
            Some(StorageFull | QuotaExceeded | FileTooLarge) => Self::Full(error.into()),
            Some(ReadOnlyFilesystem | PermissionDenied) => Self::ReadOnly(error.into()),
            Some(_) | None => Self::Unavailable(error.into()),
        }
    }
}

/// The primary result of SQLite's (<https://sqlite.org/rescode.html>) is the lowest byte of what it says.
const SQLITE_PRIMARY: u32 = 0xff;
const SQLITE_BUSY: u32 = 5;
const SQLITE_READONLY: u32 = 8;
const SQLITE_CORRUPT: u32 = 11;
const SQLITE_FULL: u32 = 13;
const SQLITE_CANTOPEN: u32 = 14;
const SQLITE_NOTADB: u32 = 26;

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|error| error.code()).unwrap_or_default();
        // PostgreSQL's have five characters (appendix A of its manual), SQLite's are numbers with fewer.
        match code.as_ref() {
            "53100" => return Self::Full(error.into()),
            "25006" => return Self::ReadOnly(error.into()),
            "55P03" | "40001" | "40P01" => return Self::Busy,
            // Classes 28 and 3D: who asks, and for which database.
            other if other.len() == 5 && (other.starts_with("28") || other.starts_with("3D")) => {
                return Self::Denied(error.into());
            }
            _ => {}
        }
        if matches!(error, sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut) {
            return Self::Unreachable(error.into());
        }
        match code.parse::<u32>().ok().filter(|_| code.len() < 5).map(|code| code & SQLITE_PRIMARY) {
            Some(SQLITE_FULL) => Self::Full(error.into()),
            Some(SQLITE_READONLY) => Self::ReadOnly(error.into()),
            Some(SQLITE_BUSY) => Self::Busy,
            Some(SQLITE_CORRUPT | SQLITE_NOTADB | SQLITE_CANTOPEN) => Self::NoDatabase(error.into()),
            Some(_) | None => Self::Unavailable(error.into()),
        }
    }
}

/// The kind of the I/O error at the bottom of `error`: `object_store` wraps it in types of its own.
fn io_kind(error: &(dyn Error + 'static)) -> Option<io::ErrorKind> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(io) = error.downcast_ref::<io::Error>() {
            return Some(io.kind());
        }
        next = error.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(kind: io::ErrorKind) -> StoreError {
        object_store::Error::Generic { store: "test", source: Box::new(io::Error::from(kind)) }.into()
    }

    #[test]
    fn the_cause_at_the_bottom_decides() {
        assert!(matches!(wrapped(io::ErrorKind::StorageFull), StoreError::Full(_)));
        assert!(matches!(wrapped(io::ErrorKind::QuotaExceeded), StoreError::Full(_)));
        assert!(matches!(wrapped(io::ErrorKind::ReadOnlyFilesystem), StoreError::ReadOnly(_)));
        assert!(matches!(wrapped(io::ErrorKind::NotADirectory), StoreError::Unavailable(_)));
    }
}
