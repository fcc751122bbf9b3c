//! The view's own database, a file of SQLite's: agents and their sessions, and what was read in reports.
//!
//! It is apart from the desk's, which machines that face the internet can read.

mod agents;
mod migrations;
mod opened;
mod sessions;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

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
    /// Whether something that was deleted may still be in SQLite's log.
    has_deleted: Arc<AtomicBool>,
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
        // What an earlier view deleted may be there still.
        Ok(Self { pool, has_deleted: Arc::new(AtomicBool::new(true)) })
    }

    /// Something was deleted, and has to leave SQLite's log as well.
    pub(crate) fn deleted(&self) {
        self.has_deleted.store(true, Ordering::Relaxed);
    }

    /// Has what was deleted leave the log. That somebody reads at the moment puts it off to the next time.
    pub(crate) async fn overwrite_deleted(&self) {
        if !self.has_deleted.swap(false, Ordering::Relaxed) {
            return;
        }
        let done = sqlx::query_scalar::<_, i64>("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&self.pool).await;
        // Its first column says whether somebody was in the way.
        if !matches!(done, Ok(0)) {
            self.deleted();
        }
    }

    /// Ends all connections.
    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }
}

fn time(microseconds: i64) -> Timestamp {
    Timestamp::from_microsecond(microseconds).unwrap_or_default()
}
