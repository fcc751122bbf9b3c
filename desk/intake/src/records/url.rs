//! Which database.

use std::{
    fmt,
    net::IpAddr,
    path::{Path, PathBuf},
    str::FromStr,
};

use sqlx::postgres::PgConnectOptions;

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
            // What begins with a colon is none of SQLite's files.
            return if path.is_empty() || path.starts_with(':') {
                Err(DatabaseUrlError)
            } else {
                Ok(Self::Sqlite(path.into()))
            };
        }
        let is_postgres = text.starts_with("postgres://") || text.starts_with("postgresql://");
        // Whatever is wrong with it is not said here: it holds a password.
        let options: PgConnectOptions = text.parse().ok().filter(|_| is_postgres).ok_or(DatabaseUrlError)?;
        let host = options.get_host();
        let is_here = options.get_socket().is_some()
            || host == "localhost"
            || host.starts_with('/')
            || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        if is_here || text.contains("sslmode=") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        // Its answers quote people: whoever stands in between neither reads along nor takes its place, unless somebody says that
        // this is as it should be.
        let mark = if text.contains('?') { '&' } else { '?' };
        Ok(Self::Postgres(format!("{text}{mark}sslmode=verify-full")))
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
        for other in
            ["", "desk.sqlite", "sqlite:", "sqlite::memory:", "mysql://desk@db/desk", "postgres://desk@db:port/desk"]
        {
            assert_eq!(other.parse::<DatabaseUrl>(), Err(DatabaseUrlError), "{other}");
        }
    }

    #[test]
    fn to_another_machine_it_is_encrypted_and_its_certificate_checked() {
        let for_sqlx = |url: &str| url.parse::<DatabaseUrl>().unwrap().for_sqlx(true);
        for here in
            ["postgres://desk@localhost/desk", "postgres://desk@127.0.0.1:5433/desk", "postgres://desk@[::1]/desk"]
        {
            assert_eq!(for_sqlx(here), here);
        }
        assert_eq!(for_sqlx("postgres://desk@db/desk"), "postgres://desk@db/desk?sslmode=verify-full");
        assert_eq!(for_sqlx("postgres://desk@db/desk?a=b"), "postgres://desk@db/desk?a=b&sslmode=verify-full");
        assert_eq!(for_sqlx("postgres://desk@db/desk?sslmode=require"), "postgres://desk@db/desk?sslmode=require");
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
