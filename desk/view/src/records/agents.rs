//! Who may sign in.

use std::str::FromStr;

use jiff::Timestamp;
use sqlx::{Row, sqlite::SqliteRow};

use super::{Records, time};
use crate::ViewError;

/// What somebody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Reads reports and looks after tickets.
    Agent,
    /// Also announces, answers many at once, and deletes.
    Lead,
}

impl Role {
    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Lead => "lead",
        }
    }
}

/// What was given is no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a role is agent or lead")]
pub struct NoSuchRole;

impl FromStr for Role {
    type Err = NoSuchRole;

    fn from_str(text: &str) -> Result<Self, NoSuchRole> {
        [Self::Agent, Self::Lead].into_iter().find(|role| role.as_str() == text).ok_or(NoSuchRole)
    }
}

/// Somebody who may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// Their name, which people who read an answer do not see.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Since when.
    pub made_at: Timestamp,
}

impl Records {
    /// Puts an agent in, or says that there is one of this name.
    pub(crate) async fn add_agent(&self, agent: &Agent, password: &str) -> Result<(), ViewError> {
        let put = sqlx::query(
            "INSERT INTO agents (name, role, password, made_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(&agent.name)
        .bind(agent.role.as_str())
        .bind(password)
        .bind(agent.made_at.as_microsecond())
        .execute(&self.pool)
        .await?;
        if put.rows_affected() == 0 { Err(ViewError::AgentExists) } else { Ok(()) }
    }

    /// Gives an agent another password, and ends their sessions.
    pub(crate) async fn change_password(&self, name: &str, password: &str) -> Result<(), ViewError> {
        let mut turn = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let changed = sqlx::query("UPDATE agents SET password = ? WHERE name = ?").bind(password).bind(name);
        if changed.execute(&mut *turn).await?.rows_affected() == 0 {
            return Err(ViewError::NoSuchAgent);
        }
        sqlx::query("DELETE FROM sessions WHERE agent = ?").bind(name).execute(&mut *turn).await?;
        Ok(turn.commit().await?)
    }

    /// Takes an agent out, with their sessions.
    pub(crate) async fn remove_agent(&self, name: &str) -> Result<(), ViewError> {
        let removed = sqlx::query("DELETE FROM agents WHERE name = ?").bind(name).execute(&self.pool).await?;
        if removed.rows_affected() == 0 { Err(ViewError::NoSuchAgent) } else { Ok(()) }
    }

    /// All agents, by name.
    pub(crate) async fn agents(&self) -> Result<Vec<Agent>, ViewError> {
        let rows = sqlx::query("SELECT name, role, made_at FROM agents ORDER BY name").fetch_all(&self.pool).await?;
        rows.iter().map(agent).collect()
    }

    /// What an agent's password is verified with.
    pub(crate) async fn password_of(&self, name: &str) -> Result<Option<String>, ViewError> {
        let found = sqlx::query_scalar("SELECT password FROM agents WHERE name = ?").bind(name);
        Ok(found.fetch_optional(&self.pool).await?)
    }
}

pub(super) fn agent(row: &SqliteRow) -> Result<Agent, ViewError> {
    let role: String = row.try_get("role")?;
    let role = role.parse().map_err(|_| ViewError::Damaged)?;
    Ok(Agent { name: row.try_get("name")?, role, made_at: time(row.try_get("made_at")?) })
}
