//! PostgreSQL's advisory locks, all of this process's in one session: they end with it.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use sha2::{Digest, Sha256};
use sqlx::{Connection, PgConnection, Row, postgres::PgConnectOptions};
use tokio::{runtime::Handle, sync::Mutex};

use super::super::StoreError;

/// A connection for locks alone.
#[derive(Debug)]
pub(super) struct Session {
    options: PgConnectOptions,
    connection: Mutex<Option<PgConnection>>,
    /// Counts the connections: what an earlier one held is held no longer.
    number: AtomicU64,
}

/// A lock of one session's.
#[derive(Debug)]
pub(super) struct Advisory {
    session: Arc<Session>,
    number: u64,
    key: i64,
}

impl Session {
    /// Connects when it is first needed.
    pub(super) fn new(url: &str) -> Result<Self, StoreError> {
        Ok(Self { options: url.parse()?, connection: Mutex::new(None), number: AtomicU64::new(0) })
    }

    pub(super) async fn try_lock(self: &Arc<Self>, name: &str) -> Result<Option<Advisory>, StoreError> {
        let key = key(name);
        let mut connection = self.connection.lock().await;
        // A connection that broke unnoticed, as when the server was started anew, is no reason to refuse what a new one can give.
        if let Some(open) = connection.as_mut()
            && open.ping().await.is_err()
        {
            *connection = None;
        }
        let open = match connection.take() {
            Some(open) => open,
            None => {
                self.number.fetch_add(1, Ordering::Relaxed);
                PgConnection::connect_with(&self.options).await?
            }
        };
        // Taken out: what ends in the middle, by an error or because nobody waits any more, ends the session with what it held.
        let mut open = open;
        let asked = sqlx::query("SELECT pg_try_advisory_lock($1)").bind(key).fetch_one(&mut open).await;
        let is_held = asked.and_then(|row| row.try_get::<bool, _>(0))?;
        *connection = Some(open);
        let number = self.number.load(Ordering::Relaxed);
        Ok(is_held.then(|| Advisory { session: self.clone(), number, key }))
    }

    async fn unlock(&self, number: u64, key: i64) {
        let mut connection = self.connection.lock().await;
        if self.number.load(Ordering::Relaxed) != number {
            return;
        }
        let Some(open) = connection.as_mut() else { return };
        if sqlx::query("SELECT pg_advisory_unlock($1)").bind(key).execute(open).await.is_err() {
            *connection = None;
        }
    }
}

impl Advisory {
    /// Whether the session that has the lock is still there.
    pub(super) async fn check(&self) -> Result<(), StoreError> {
        let mut connection = self.session.connection.lock().await;
        let is_same = self.session.number.load(Ordering::Relaxed) == self.number;
        match connection.as_mut().filter(|_| is_same) {
            Some(open) => match open.ping().await {
                Ok(()) => Ok(()),
                Err(error) => {
                    *connection = None;
                    Err(error.into())
                }
            },
            None => Err(StoreError::Busy),
        }
    }
}

impl Drop for Advisory {
    fn drop(&mut self) {
        let (session, number, key) = (self.session.clone(), self.number, self.key);
        // Without a runtime the process ends, and the session with it.
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move { session.unlock(number, key).await });
        }
    }
}

/// PostgreSQL knows its locks by numbers, which all users of a database share: these are as good as random.
fn key(name: &str) -> i64 {
    let digest: [u8; 32] = Sha256::digest(format!("wallet-doctor-desk {name}")).into();
    let [a, b, c, d, e, f, g, h, ..] = digest;
    i64::from_le_bytes([a, b, c, d, e, f, g, h])
}
