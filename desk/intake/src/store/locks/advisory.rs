//! PostgreSQL's advisory locks, all of this process's in one session: they end with it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use sha2::{Digest, Sha256};
use sqlx::{Connection, PgConnection, Row, postgres::PgConnectOptions};
use tokio::{runtime::Handle, sync::Mutex, time::timeout};

use super::super::StoreError;

/// A session that has not answered by then is none any more.
const PATIENCE: Duration = Duration::from_secs(5);
/// A client that vanished without a word, as a machine does that loses its power, is noticed by the server after a minute, and its
/// locks are free.
const NOTICED: [(&str, &str); 4] = [
    ("tcp_keepalives_idle", "20"),
    ("tcp_keepalives_interval", "10"),
    ("tcp_keepalives_count", "3"),
    ("tcp_user_timeout", "40000"),
];

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
        let options: PgConnectOptions = url.parse()?;
        Ok(Self { options: options.options(NOTICED), connection: Mutex::new(None), number: AtomicU64::new(0) })
    }

    /// In a task of its own, which runs to its end also if nobody waits for it any more: a request that is given up must not end the
    /// session, and with it what all others hold. The lock that it was about to get is then free again.
    pub(super) async fn try_lock(self: &Arc<Self>, name: &str) -> Result<Option<Advisory>, StoreError> {
        let (session, key) = (self.clone(), key(name));
        let asked = tokio::spawn(async move { session.ask(key).await }).await;
        asked.map_err(|error| StoreError::Unavailable(error.into()))?
    }

    async fn ask(self: Arc<Self>, key: i64) -> Result<Option<Advisory>, StoreError> {
        let mut connection = self.connection.lock().await;
        // A connection that broke unnoticed, as when the server was started anew, is no reason to refuse what a new one can give.
        if let Some(open) = connection.as_mut()
            && in_time(open.ping()).await.is_err()
        {
            *connection = None;
        }
        if connection.is_none() {
            *connection = Some(in_time(PgConnection::connect_with(&self.options)).await?);
            self.number.fetch_add(1, Ordering::Relaxed);
        }
        let Some(open) = connection.as_mut() else { return Ok(None) };
        let asked = sqlx::query("SELECT pg_try_advisory_lock($1)").bind(key).fetch_one(open);
        let is_held = match in_time(asked).await {
            Ok(row) => row.try_get::<bool, _>(0)?,
            Err(error) => {
                *connection = None;
                return Err(error);
            }
        };
        let number = self.number.load(Ordering::Relaxed);
        drop(connection);
        Ok(is_held.then_some(Advisory { session: self, number, key }))
    }

    /// Whether the server can be asked for locks.
    pub(super) async fn check(self: &Arc<Self>) -> Result<(), StoreError> {
        self.try_lock("ready").await.map(drop)
    }

    async fn unlock(&self, number: u64, key: i64) {
        let mut connection = self.connection.lock().await;
        if self.number.load(Ordering::Relaxed) != number {
            return;
        }
        let Some(open) = connection.as_mut() else { return };
        if in_time(sqlx::query("SELECT pg_advisory_unlock($1)").bind(key).execute(open)).await.is_err() {
            *connection = None;
        }
    }
}

impl Advisory {
    /// Whether the session that has the lock is still there. In a task of its own, for the reason of [`Session::try_lock`].
    pub(super) async fn check(&self) -> Result<(), StoreError> {
        let (session, number) = (self.session.clone(), self.number);
        let checked = tokio::spawn(async move {
            let mut connection = session.connection.lock().await;
            let is_same = session.number.load(Ordering::Relaxed) == number;
            let Some(open) = connection.as_mut().filter(|_| is_same) else { return Err(StoreError::Busy) };
            let there = in_time(open.ping()).await;
            if there.is_err() {
                *connection = None;
            }
            there
        });
        checked.await.map_err(|error| StoreError::Unavailable(error.into()))?
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

async fn in_time<T>(asked: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, StoreError> {
    match timeout(PATIENCE, asked).await {
        Ok(answered) => Ok(answered?),
        Err(late) => Err(StoreError::Unreachable(late.into())),
    }
}

/// PostgreSQL knows its locks by numbers, which all users of a database share: these are as good as random.
fn key(name: &str) -> i64 {
    let digest: [u8; 32] = Sha256::digest(format!("wallet-doctor-desk {name}")).into();
    let [a, b, c, d, e, f, g, h, ..] = digest;
    i64::from_le_bytes([a, b, c, d, e, f, g, h])
}
