//! Who is signed in. Of what a browser sends only the sum is here, so that this file signs nobody in.

use jiff::Timestamp;
use sqlx::Row;

use super::{Agent, Records, agents::agent};
use crate::ViewError;

/// A session that lasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignedIn {
    pub(crate) agent: Agent,
    /// When it was last used, as far as that is written down.
    pub(crate) seen_at: Timestamp,
}

impl Records {
    pub(crate) async fn begin_session(&self, token_sha256: &str, name: &str, now: Timestamp) -> Result<(), ViewError> {
        sqlx::query("INSERT INTO sessions (token_sha256, agent, began_at, seen_at) VALUES (?, ?, ?, ?)")
            .bind(token_sha256)
            .bind(name)
            .bind(now.as_microsecond())
            .bind(now.as_microsecond())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The session of a token that began after one time and was used after another.
    pub(crate) async fn session(
        &self,
        token_sha256: &str,
        began_after: Timestamp,
        seen_after: Timestamp,
    ) -> Result<Option<SignedIn>, ViewError> {
        let row = sqlx::query(
            "SELECT agents.name, agents.role, agents.made_at, sessions.seen_at FROM sessions \
             JOIN agents ON agents.name = sessions.agent \
             WHERE token_sha256 = ? AND began_at > ? AND seen_at > ?",
        )
        .bind(token_sha256)
        .bind(began_after.as_microsecond())
        .bind(seen_after.as_microsecond())
        .fetch_optional(&self.pool)
        .await?;
        let signed_in = |row: &sqlx::sqlite::SqliteRow| {
            Ok(SignedIn { agent: agent(row)?, seen_at: super::time(row.try_get("seen_at")?) })
        };
        row.as_ref().map(signed_in).transpose()
    }

    pub(crate) async fn seen(&self, token_sha256: &str, now: Timestamp) -> Result<(), ViewError> {
        let seen = sqlx::query("UPDATE sessions SET seen_at = ? WHERE token_sha256 = ?");
        seen.bind(now.as_microsecond()).bind(token_sha256).execute(&self.pool).await?;
        Ok(())
    }

    pub(crate) async fn end_session(&self, token_sha256: &str) -> Result<(), ViewError> {
        sqlx::query("DELETE FROM sessions WHERE token_sha256 = ?").bind(token_sha256).execute(&self.pool).await?;
        Ok(())
    }

    /// Forgets sessions that have ended by themselves.
    pub(crate) async fn end_sessions(&self, began_after: Timestamp, seen_after: Timestamp) -> Result<(), ViewError> {
        sqlx::query("DELETE FROM sessions WHERE began_at <= ? OR seen_at <= ?")
            .bind(began_after.as_microsecond())
            .bind(seen_after.as_microsecond())
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
