//! The view's own database, a file of SQLite's: agents and their sessions, and what was read in reports.
//!
//! It is apart from the desk's, which machines that face the internet can read.

mod agents;
mod migrations;
mod opened;
mod sessions;

use std::{path::Path, time::Duration};

use jiff::Timestamp;
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions},
};

pub use self::agents::{Agent, Role};
pub(crate) use self::opened::{Counted, Digest, Facet, Search};
use crate::ViewError;

/// How long a statement waits for another one; each takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(5);
const CONNECTIONS: u32 = 4;

/// An open database.
#[derive(Debug, Clone)]
pub(crate) struct Records {
    pool: SqlitePool,
}

impl Records {
    /// Opens the file, or makes it.
    pub(crate) async fn open(file: &Path) -> Result<Self, ViewError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .busy_timeout(PATIENCE)
            .journal_mode(SqliteJournalMode::Wal)
            .foreign_keys(true)
            // What is deleted is overwritten.
            .pragma("secure_delete", "ON");
        let pool = SqlitePoolOptions::new().max_connections(CONNECTIONS).connect_with(options).await?;
        migrations::run(&pool).await?;
        Ok(Self { pool })
    }

    /// Has what was deleted leave the log as well. That somebody reads at the moment puts it off to the next time.
    pub(crate) async fn overwrite_deleted(&self) {
        let _ = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.pool).await;
    }

    /// Ends all connections.
    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }
}

fn time(microseconds: i64) -> Timestamp {
    Timestamp::from_microsecond(microseconds).unwrap_or_default()
}
