//! The desk's database: tickets, and what came of them. SQLite in a file, or PostgreSQL, which several intakes share.
//!
//! Every statement is one that both understand. What has to be atomic is one statement, or a transaction that begins by writing:
//! SQLite then waits for its turn at once, and PostgreSQL locks the row.

mod announcements;
mod apps;
mod migrations;
mod queue;
mod tickets;
mod url;

use std::{sync::Arc, time::Duration};

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

/// A process that vanished in the middle of a change holds nobody up for longer.
const IDLE_IN_TRANSACTION: Duration = Duration::from_secs(30);

/// An open database of the newest layout.
#[derive(Debug, Clone)]
pub(crate) struct Records {
    pool: AnyPool,
    is_sqlite: bool,
}

impl Records {
    /// Opens a database, makes it if it is a file that is not there and `may_create` says so, and brings its tables up to date.
    ///
    /// For SQLite, by one process at a time.
    pub(crate) async fn open(url: &DatabaseUrl, may_create: bool) -> Result<Self, StoreError> {
        install_default_drivers();
        let patience = RECORD_PATIENCE.as_millis();
        let on_connect: Arc<[String]> = match url {
            // WAL: readers never wait for a writer. FULL: what was committed is on the disk, since an app is told so.
            DatabaseUrl::Sqlite(_) | DatabaseUrl::Memory => Arc::new([
                format!("PRAGMA busy_timeout = {patience}"),
                "PRAGMA journal_mode = WAL".to_owned(),
                "PRAGMA synchronous = FULL".to_owned(),
                "PRAGMA foreign_keys = ON".to_owned(),
                // What is deleted is overwritten.
                "PRAGMA secure_delete = ON".to_owned(),
            ]),
            DatabaseUrl::Postgres(_) => Arc::new([
                format!("SET lock_timeout = {patience}"),
                format!("SET idle_in_transaction_session_timeout = {}", IDLE_IN_TRANSACTION.as_millis()),
            ]),
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
                let on_connect = on_connect.clone();
                Box::pin(async move {
                    for statement in on_connect.iter() {
                        connection.execute(sqlx::AssertSqlSafe(statement.as_str())).await?;
                    }
                    Ok(())
                })
            })
            .connect(&url.for_sqlx(may_create))
            .await?;
        let records = Self { pool, is_sqlite: !matches!(url, DatabaseUrl::Postgres(_)) };
        migrations::run(&records.pool).await?;
        Ok(records)
    }

    /// Has what was deleted leave SQLite's log as well. That somebody reads at the moment puts it off to the next time.
    pub(crate) async fn overwrite_deleted(&self) {
        if self.is_sqlite {
            let _ = self.pool.execute("PRAGMA wal_checkpoint(TRUNCATE)").await;
        }
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
