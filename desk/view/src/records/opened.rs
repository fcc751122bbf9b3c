//! What was read in reports, to be searched and counted.

use std::collections::HashSet;

use jiff::Timestamp;
use sqlx::{Row, sqlite::SqliteRow};
use uuid::Uuid;

use super::{Records, time};
use crate::ViewError;

/// What is kept of a report that was opened, or why it could not be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Digest {
    pub(crate) report_id: Uuid,
    pub(crate) received_at: Timestamp,
    /// The code of why it could not be opened.
    pub(crate) refused: Option<String>,
    pub(crate) provider: String,
    pub(crate) locale: String,
    pub(crate) symptom: String,
    pub(crate) app_version: String,
    pub(crate) os: String,
    pub(crate) device: String,
    pub(crate) network: String,
    /// The first cause; empty if none was found.
    pub(crate) cause: String,
    pub(crate) certainty: String,
    pub(crate) headline: String,
    /// In small letters.
    pub(crate) words: String,
}

/// What reports are looked for by. What is empty is not looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Search {
    pub(crate) cause: String,
    pub(crate) app_version: String,
    /// Every one of its words, in any order.
    pub(crate) text: String,
}

/// A report as it is counted: one cause at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) cause: String,
    pub(crate) received_at: Timestamp,
    /// What it was sent from: model and system; empty if the app says nothing of the model.
    pub(crate) phone: String,
}

/// By what the reports of a cause are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Facet {
    AppVersion,
    Os,
    Device,
    Network,
}

impl Records {
    pub(crate) async fn put_digest(&self, digest: &Digest) -> Result<(), ViewError> {
        sqlx::query(
            "INSERT INTO opened (report_id, received_at, refused, provider, locale, symptom, app_version, os, device, network, \
             cause, certainty, headline, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(digest.report_id.to_string())
        .bind(digest.received_at.as_microsecond())
        .bind(&digest.refused)
        .bind(&digest.provider)
        .bind(&digest.locale)
        .bind(&digest.symptom)
        .bind(&digest.app_version)
        .bind(&digest.os)
        .bind(&digest.device)
        .bind(&digest.network)
        .bind(&digest.cause)
        .bind(&digest.certainty)
        .bind(&digest.headline)
        .bind(&digest.words)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Every report that was received at or after a time and looked at.
    pub(crate) async fn known_since(&self, since: Timestamp) -> Result<HashSet<Uuid>, ViewError> {
        let rows = sqlx::query("SELECT report_id FROM opened WHERE received_at >= ?").bind(since.as_microsecond());
        rows.fetch_all(&self.pool).await?.iter().map(id).collect()
    }

    /// Forgets a report.
    pub(crate) async fn forget(&self, report_id: Uuid) -> Result<(), ViewError> {
        sqlx::query("DELETE FROM opened WHERE report_id = ?").bind(report_id.to_string()).execute(&self.pool).await?;
        Ok(())
    }

    /// Forgets what could not be opened for one reason, so that it is tried again.
    pub(crate) async fn forget_refused(&self, why: &str) -> Result<(), ViewError> {
        sqlx::query("DELETE FROM opened WHERE refused = ?").bind(why).execute(&self.pool).await?;
        Ok(())
    }

    /// What is kept of a report, without the text that is searched.
    pub(crate) async fn digest(&self, report_id: Uuid) -> Result<Option<Digest>, ViewError> {
        let found = sqlx::query(
            "SELECT report_id, received_at, refused, provider, locale, symptom, app_version, os, device, network, cause, \
             certainty, headline, '' AS words FROM opened WHERE report_id = ?",
        ).bind(report_id.to_string());
        found.fetch_optional(&self.pool).await?.as_ref().map(digest).transpose()
    }

    /// The reports of a search.
    pub(crate) async fn found(&self, search: &Search) -> Result<HashSet<Uuid>, ViewError> {
        // Words become parts of a pattern in which nothing else means anything.
        let patterns: Vec<String> = search
            .text
            .chars()
            .take(MAX_TEXT_CHARS)
            .collect::<String>()
            .to_lowercase()
            .split_whitespace()
            .take(MAX_WORDS)
            .map(pattern)
            .collect();
        let mut statement =
            "SELECT report_id FROM opened WHERE (?1 = '' OR cause = ?1) AND (?2 = '' OR app_version = ?2)".to_owned();
        for place in 0..patterns.len() {
            statement.push_str(&format!(" AND words LIKE ?{} ESCAPE '\\'", place + 3));
        }
        let mut query = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(&search.cause).bind(&search.app_version);
        for pattern in patterns {
            query = query.bind(pattern);
        }
        query.fetch_all(&self.pool).await?.iter().map(id).collect()
    }

    /// What is looked for by: every cause and every version of an app, the most frequent first.
    pub(crate) async fn choices(&self) -> Result<(Vec<String>, Vec<String>), ViewError> {
        let causes = sqlx::query_scalar(
            "SELECT cause FROM opened WHERE cause <> '' GROUP BY cause ORDER BY COUNT(*) DESC, cause LIMIT 200",
        );
        let versions = sqlx::query_scalar(
            "SELECT app_version FROM opened WHERE app_version <> '' GROUP BY app_version ORDER BY COUNT(*) DESC, app_version LIMIT 200",
        );
        Ok((causes.fetch_all(&self.pool).await?, versions.fetch_all(&self.pool).await?))
    }

    /// Every report with a cause since a time, to be counted.
    pub(crate) async fn counted(&self, since: Timestamp) -> Result<Vec<Counted>, ViewError> {
        let rows = sqlx::query(
            "SELECT cause, received_at, CASE device WHEN '' THEN '' ELSE device || '/' || os END AS phone FROM opened WHERE received_at >= ? AND cause <> '' ORDER BY received_at",
        )
        .bind(since.as_microsecond())
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let received_at = time(row.try_get("received_at")?);
                Ok(Counted { cause: row.try_get("cause")?, received_at, phone: row.try_get("phone")? })
            })
            .collect()
    }

    /// When the first of all reports that are known came.
    pub(crate) async fn watched_since(&self) -> Result<Option<Timestamp>, ViewError> {
        let first: Option<i64> =
            sqlx::query_scalar("SELECT MIN(received_at) FROM opened").fetch_one(&self.pool).await?;
        Ok(first.map(time))
    }

    /// How the reports of a cause since a time divide, the largest part first.
    pub(crate) async fn divided(
        &self,
        cause: &str,
        since: Timestamp,
        by: Facet,
    ) -> Result<Vec<(String, i64)>, ViewError> {
        let statement = match by {
            Facet::AppVersion => {
                "SELECT app_version AS part, COUNT(*) AS n FROM opened WHERE cause = ? AND received_at >= ? GROUP BY part ORDER BY n DESC, part LIMIT 6"
            }
            Facet::Os => {
                "SELECT os AS part, COUNT(*) AS n FROM opened WHERE cause = ? AND received_at >= ? GROUP BY part ORDER BY n DESC, part LIMIT 6"
            }
            Facet::Device => {
                "SELECT device AS part, COUNT(*) AS n FROM opened WHERE cause = ? AND received_at >= ? GROUP BY part ORDER BY n DESC, part LIMIT 6"
            }
            Facet::Network => {
                "SELECT network AS part, COUNT(*) AS n FROM opened WHERE cause = ? AND received_at >= ? GROUP BY part ORDER BY n DESC, part LIMIT 6"
            }
        };
        let rows = sqlx::query(statement).bind(cause).bind(since.as_microsecond()).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok((row.try_get("part")?, row.try_get("n")?))).collect()
    }

    /// The reports of a cause.
    pub(crate) async fn of_cause(&self, cause: &str) -> Result<HashSet<Uuid>, ViewError> {
        let rows =
            sqlx::query("SELECT report_id FROM opened WHERE cause = ?").bind(cause).fetch_all(&self.pool).await?;
        rows.iter().map(id).collect()
    }
}

/// The longest text that is looked for, and the most words of it; more is passed over.
const MAX_TEXT_CHARS: usize = 200;
const MAX_WORDS: usize = 16;

fn pattern(word: &str) -> String {
    let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

fn id(row: &SqliteRow) -> Result<Uuid, ViewError> {
    row.try_get::<String, _>("report_id")?.parse().map_err(|_| ViewError::Damaged)
}

fn digest(row: &SqliteRow) -> Result<Digest, ViewError> {
    Ok(Digest {
        report_id: id(row)?,
        received_at: time(row.try_get("received_at")?),
        refused: row.try_get("refused")?,
        provider: row.try_get("provider")?,
        locale: row.try_get("locale")?,
        symptom: row.try_get("symptom")?,
        app_version: row.try_get("app_version")?,
        os: row.try_get("os")?,
        device: row.try_get("device")?,
        network: row.try_get("network")?,
        cause: row.try_get("cause")?,
        certainty: row.try_get("certainty")?,
        headline: row.try_get("headline")?,
        words: row.try_get("words")?,
    })
}
