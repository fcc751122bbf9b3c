//! The desk's database: tickets, and what came of them. SQLite in a file, or PostgreSQL, which several intakes share.
//!
//! Every statement is one that both understand. What has to be atomic is one statement, or a transaction that begins by writing:
//! SQLite then waits for its turn at once, and PostgreSQL locks the row.

mod apps;
mod migrations;
mod tickets;
mod url;

use std::time::Duration;

use sqlx::{
    AnyPool, Executor as _,
    any::{AnyPoolOptions, install_default_drivers},
};

pub use self::{
    apps::{Allowance, AppKey, NewAppKey},
    url::{DatabaseUrl, DatabaseUrlError},
};
pub(crate) use self::{
    apps::{App, seconds_until_tomorrow},
    tickets::Inserted,
};
use crate::{limits::RECORD_PATIENCE, store::StoreError};

/// Connections of one process. SQLite writes one at a time in any case.
const CONNECTIONS: u32 = 8;
/// How long a request waits for one.
const CONNECTION_PATIENCE: Duration = Duration::from_secs(10);

/// An open database of the newest layout.
#[derive(Debug, Clone)]
pub(crate) struct Records {
    pool: AnyPool,
}

impl Records {
    /// Opens a database, makes it if it is a file that is not there and `may_create` says so, and brings its tables up to date.
    ///
    /// For SQLite, by one process at a time.
    pub(crate) async fn open(url: &DatabaseUrl, may_create: bool) -> Result<Self, StoreError> {
        install_default_drivers();
        let patience = RECORD_PATIENCE.as_millis();
        let on_connect: &'static [String] = match url {
            // WAL: readers never wait for a writer. FULL: what was committed is on the disk, since an app is told so.
            DatabaseUrl::Sqlite(_) | DatabaseUrl::Memory => Vec::leak(vec![
                format!("PRAGMA busy_timeout = {patience}"),
                "PRAGMA journal_mode = WAL".to_owned(),
                "PRAGMA synchronous = FULL".to_owned(),
                "PRAGMA foreign_keys = ON".to_owned(),
                // What is deleted is overwritten.
                "PRAGMA secure_delete = ON".to_owned(),
            ]),
            DatabaseUrl::Postgres(_) => Vec::leak(vec![format!("SET lock_timeout = {patience}")]),
        };
        // What is in memory is in one connection's.
        let connections = if *url == DatabaseUrl::Memory { 1 } else { CONNECTIONS };
        let pool = AnyPoolOptions::new()
            .max_connections(connections)
            .min_connections(u32::from(*url == DatabaseUrl::Memory))
            .max_lifetime(None)
            .idle_timeout((*url != DatabaseUrl::Memory).then_some(Duration::from_secs(60)))
            .acquire_timeout(CONNECTION_PATIENCE)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    for statement in on_connect {
                        connection.execute(sqlx::AssertSqlSafe(statement.as_str())).await?;
                    }
                    Ok(())
                })
            })
            .connect(&url.for_sqlx(may_create))
            .await?;
        let records = Self { pool };
        migrations::run(&records.pool).await?;
        Ok(records)
    }

    /// Ends all connections, so that a file of SQLite's is whole without the files beside it.
    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }

    #[cfg(test)]
    pub(crate) fn pool(&self) -> &AnyPool {
        &self.pool
    }
}

/// A number as both databases keep it; what is larger is no size of anything that is stored.
fn number(of: u64) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}
