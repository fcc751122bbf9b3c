//! Which database.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

/// A database, by its URL: `sqlite:PATH`, or `postgres://USER:PASSWORD@HOST/DATABASE`.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file.
    Sqlite(PathBuf),
    /// A server, as PostgreSQL's own clients write it.
    Postgres(String),
    /// SQLite in memory, gone at the end: for tests.
    Memory,
}

/// What was given is no database that the desk can use.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a database is given as sqlite:PATH or postgres://USER@HOST/DATABASE")]
pub struct DatabaseUrlError;

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(text: &str) -> Result<Self, DatabaseUrlError> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return if path.is_empty() { Err(DatabaseUrlError) } else { Ok(Self::Sqlite(path.into())) };
        }
        let is_postgres = text.starts_with("postgres://") || text.starts_with("postgresql://");
        // Whatever is wrong with it is not said here: it holds a password.
        (is_postgres && text.parse::<sqlx::postgres::PgConnectOptions>().is_ok())
            .then(|| Self::Postgres(text.to_owned()))
            .ok_or(DatabaseUrlError)
    }
}

/// Without a password.
impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => f.debug_tuple("Sqlite").field(path).finish(),
            Self::Postgres(_) => f.debug_tuple("Postgres").finish(),
            Self::Memory => f.write_str("Memory"),
        }
    }
}

impl DatabaseUrl {
    /// As sqlx wants it.
    pub(super) fn for_sqlx(&self, may_create: bool) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{}?mode={}", encoded(path), if may_create { "rwc" } else { "rw" }),
            Self::Postgres(url) => url.clone(),
            Self::Memory => "sqlite::memory:".to_owned(),
        }
    }
}

/// A path as part of a URL: whatever could mean something in one stands as its number.
fn encoded(path: &Path) -> String {
    let mut encoded = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => encoded.push(char::from(*byte)),
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_servers_are_databases_and_nothing_else_is() {
        let file = |path: &str| Ok(DatabaseUrl::Sqlite(path.into()));
        assert_eq!("sqlite:desk.sqlite".parse(), file("desk.sqlite"));
        assert_eq!("sqlite:///srv/a b?.sqlite".parse(), file("/srv/a b?.sqlite"));
        assert!(matches!("postgres://desk:s3cret@db/desk".parse(), Ok(DatabaseUrl::Postgres(_))));
        for other in ["", "desk.sqlite", "sqlite:", "mysql://desk@db/desk", "postgres://desk@db:port/desk"] {
            assert_eq!(other.parse::<DatabaseUrl>(), Err(DatabaseUrlError), "{other}");
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        let url: DatabaseUrl = "postgres://desk:s3cret@db/desk".parse().unwrap();
        assert!(!format!("{url:?}").contains("s3cret"));
    }

    #[test]
    fn a_path_stays_the_path() {
        let url = DatabaseUrl::Sqlite("/srv/a b?#%.sqlite".into());
        assert_eq!(url.for_sqlx(false), "sqlite:/srv/a%20b%3F%23%25.sqlite?mode=rw");
    }
}
