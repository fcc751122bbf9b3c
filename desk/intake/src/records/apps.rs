//! Apps in the database: their keys, of which only the sums are kept, and what each has sent today.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::{Row, any::AnyRow};

use super::{Records, number};
use crate::store::StoreError;

/// Random bytes in a key. It is not a password that somebody chose, so that one round of SHA-256 hides it.
const KEY_BYTES: usize = 32;
/// What keys begin with, so that one is known for what it is wherever it turns up.
const PREFIX: &str = "wdk_";
/// How much of a key's sum names it, in hex digits.
const ID_DIGITS: usize = 16;
const SECONDS_A_DAY: i64 = 24 * 60 * 60;

/// An app, and what it may send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct App {
    pub(crate) name: String,
    pub(crate) allowance: Allowance,
}

/// What an app may send. Nothing leaves as it is what the app had before; nought stands for no limit of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Allowance {
    /// Bytes of one report.
    pub max_report_bytes: Option<u64>,
    /// Reports begun in a day (UTC).
    pub max_reports_per_day: Option<u64>,
    /// Bytes of all of them together.
    pub max_bytes_per_day: Option<u64>,
}

/// A key, without what it is a key with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppKey {
    /// What the key is named by.
    pub id: String,
    /// Whose it is.
    pub app: String,
    /// What that app may send.
    pub allowance: Allowance,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
}

/// A new key, and what it is a key with: said once and kept nowhere.
#[derive(Clone)]
pub struct NewAppKey {
    /// What is known of it from now on.
    pub key: AppKey,
    /// What goes into the app's config (`support.app_key`).
    pub secret: String,
}

impl std::fmt::Debug for NewAppKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewAppKey").field("key", &self.key).finish_non_exhaustive()
    }
}

impl Records {
    /// Makes a key for an app, which is made or gets this allowance.
    pub(crate) async fn make_key(&self, app: &App, at: Timestamp) -> Result<NewAppKey, StoreError> {
        let mut random = [0; KEY_BYTES];
        getrandom::fill(&mut random).map_err(|_| StoreError::NoRandomness)?;
        let secret = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(random));
        let sum = sum(secret.as_bytes());
        let id: String = sum.chars().take(ID_DIGITS).collect();
        let mut turn = self.pool.begin().await?;
        sqlx::query(
            "INSERT INTO apps (name, max_report_bytes, max_reports_per_day, max_bytes_per_day) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (name) DO UPDATE SET max_report_bytes = COALESCE(excluded.max_report_bytes, apps.max_report_bytes), \
             max_reports_per_day = COALESCE(excluded.max_reports_per_day, apps.max_reports_per_day), \
             max_bytes_per_day = COALESCE(excluded.max_bytes_per_day, apps.max_bytes_per_day)",
        )
        .bind(app.name.clone())
        .bind(app.allowance.max_report_bytes.map(number))
        .bind(app.allowance.max_reports_per_day.map(number))
        .bind(app.allowance.max_bytes_per_day.map(number))
        .execute(&mut *turn)
        .await?;
        sqlx::query("INSERT INTO app_keys (id, app, key_sha256, made_at) VALUES ($1, $2, $3, $4)")
            .bind(id.clone())
            .bind(app.name.clone())
            .bind(sum)
            .bind(at.as_microsecond())
            .execute(&mut *turn)
            .await?;
        turn.commit().await?;
        let made = AppKey {
            id,
            app: app.name.clone(),
            allowance: app.allowance,
            made_at: crate::clock::kept(at),
            revoked_at: None,
        };
        Ok(NewAppKey { key: made, secret })
    }

    /// All keys, the oldest first.
    pub(crate) async fn keys(&self) -> Result<Vec<AppKey>, StoreError> {
        let keys = sqlx::query(
            "SELECT app_keys.id, app_keys.made_at, app_keys.revoked_at, apps.name, apps.max_report_bytes, \
             apps.max_reports_per_day, apps.max_bytes_per_day FROM app_keys JOIN apps ON apps.name = app_keys.app \
             ORDER BY app_keys.made_at, app_keys.id",
        );
        keys.fetch_all(&self.pool).await?.iter().map(key).collect()
    }

    /// Revokes a key; false if there is none of this name that is not revoked yet.
    pub(crate) async fn revoke_key(&self, id: &str, at: Timestamp) -> Result<bool, StoreError> {
        let revoked = sqlx::query("UPDATE app_keys SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL")
            .bind(at.as_microsecond())
            .bind(id.to_owned())
            .execute(&self.pool)
            .await?;
        Ok(revoked.rows_affected() > 0)
    }

    /// Whether reports are taken from those only who have a key: once there was one, it stays so.
    pub(crate) async fn asks_for_keys(&self) -> Result<bool, StoreError> {
        Ok(sqlx::query("SELECT id FROM app_keys LIMIT 1").fetch_optional(&self.pool).await?.is_some())
    }

    /// Whose key this is, unless it was revoked.
    pub(crate) async fn app_of(&self, secret: &[u8]) -> Result<Option<App>, StoreError> {
        // The sum of what was sent is looked up, so that how long it takes says nothing about the sums that there are.
        let found = sqlx::query(
            "SELECT apps.name, apps.max_report_bytes, apps.max_reports_per_day, apps.max_bytes_per_day FROM app_keys \
             JOIN apps ON apps.name = app_keys.app WHERE app_keys.key_sha256 = $1 AND app_keys.revoked_at IS NULL",
        )
        .bind(sum(secret))
        .fetch_optional(&self.pool)
        .await?;
        found.as_ref().map(app).transpose()
    }

    /// Counts a report of so many bytes among those of the app's day; false, and it is not counted, if that would be too much.
    pub(crate) async fn count(&self, app: &App, bytes: u64, at: Timestamp) -> Result<bool, StoreError> {
        let Allowance { max_report_bytes: _, max_reports_per_day, max_bytes_per_day } = app.allowance;
        let (reports, most) =
            (number(max_reports_per_day.unwrap_or(u64::MAX)), number(max_bytes_per_day.unwrap_or(u64::MAX)));
        let bytes = number(bytes);
        if bytes > most {
            return Ok(false);
        }
        // One statement, so that of two who come at once both are counted.
        let counted = sqlx::query(
            "INSERT INTO app_usage (app, day, reports, bytes) VALUES ($1, $2, 1, $3) ON CONFLICT (app, day) DO UPDATE SET \
             reports = app_usage.reports + 1, bytes = app_usage.bytes + excluded.bytes \
             WHERE app_usage.reports < $4 AND app_usage.bytes <= $5",
        )
        .bind(app.name.clone())
        .bind(at.as_second().div_euclid(SECONDS_A_DAY))
        .bind(bytes)
        .bind(reports)
        .bind(most.saturating_sub(bytes))
        .execute(&self.pool)
        .await?;
        Ok(counted.rows_affected() > 0)
    }
}

/// How many seconds of the day (UTC) are left, at least one.
pub(crate) fn seconds_until_tomorrow(at: Timestamp) -> u32 {
    u32::try_from(SECONDS_A_DAY - at.as_second().rem_euclid(SECONDS_A_DAY)).unwrap_or(1)
}

fn sum(secret: &[u8]) -> String {
    hex::encode(Sha256::digest(secret))
}

fn app(row: &AnyRow) -> Result<App, StoreError> {
    let limit = |column: &str| {
        let limit: Option<i64> = row.try_get(column)?;
        Ok::<_, StoreError>(limit.and_then(|limit| u64::try_from(limit).ok()).filter(|limit| *limit > 0))
    };
    let allowance = Allowance {
        max_report_bytes: limit("max_report_bytes")?,
        max_reports_per_day: limit("max_reports_per_day")?,
        max_bytes_per_day: limit("max_bytes_per_day")?,
    };
    Ok(App { name: row.try_get("name")?, allowance })
}

fn key(row: &AnyRow) -> Result<AppKey, StoreError> {
    let id: String = row.try_get("id")?;
    let time =
        |at: i64| Timestamp::from_microsecond(at).map_err(|_| StoreError::Damaged { record: format!("the key {id}") });
    let made_at = time(row.try_get("made_at")?)?;
    let revoked_at = row.try_get::<Option<i64>, _>("revoked_at")?.map(time).transpose()?;
    let App { name, allowance } = app(row)?;
    Ok(AppKey { app: name, allowance, made_at, revoked_at, id })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::DatabaseUrl;

    const ALLOWANCE: Allowance =
        Allowance { max_report_bytes: None, max_reports_per_day: Some(3), max_bytes_per_day: Some(100) };

    async fn records() -> Records {
        Records::open(&DatabaseUrl::Memory, true).await.unwrap()
    }

    #[tokio::test]
    async fn a_key_opens_until_it_is_revoked_and_another_takes_its_place() {
        let records = records().await;
        assert!(!records.asks_for_keys().await.unwrap());
        let app = App { name: "wallet-android".to_owned(), allowance: ALLOWANCE };
        let first = records.make_key(&app, Timestamp::UNIX_EPOCH).await.unwrap();
        let second = records.make_key(&app, Timestamp::UNIX_EPOCH).await.unwrap();
        for made in [&first, &second] {
            assert_eq!(records.app_of(made.secret.as_bytes()).await.unwrap().as_ref(), Some(&app));
            assert!(made.secret.starts_with("wdk_") && made.secret.len() == 47, "{}", made.secret.len());
            assert!(!format!("{made:?}").contains(&made.secret));
        }
        assert!(records.revoke_key(&first.key.id, Timestamp::UNIX_EPOCH).await.unwrap());
        assert!(!records.revoke_key(&first.key.id, Timestamp::UNIX_EPOCH).await.unwrap());
        assert_eq!(records.app_of(first.secret.as_bytes()).await.unwrap(), None);
        assert_eq!(records.app_of(second.secret.as_bytes()).await.unwrap(), Some(app));
        for other in ["", "wdk_", &first.key.id] {
            assert_eq!(records.app_of(other.as_bytes()).await.unwrap(), None, "{other}");
        }
        records.revoke_key(&second.key.id, Timestamp::UNIX_EPOCH).await.unwrap();
        assert!(records.asks_for_keys().await.unwrap(), "the last key revoked lets everybody in");
        assert_eq!(records.keys().await.unwrap().len(), 2);
    }

    #[tokio::test]
    async fn a_day_has_so_many_reports_and_bytes() {
        let records = records().await;
        let app = App { name: "wallet".to_owned(), allowance: ALLOWANCE };
        records.make_key(&app, Timestamp::UNIX_EPOCH).await.unwrap();
        let count = async |bytes: u64, hour: i64| {
            records.count(&app, bytes, Timestamp::from_second(hour * 3600).unwrap()).await.unwrap()
        };
        assert!(!count(101, 0).await);
        assert!(count(60, 0).await && count(40, 23).await);
        assert!(!count(1, 23).await, "more bytes than the day has");
        assert!(count(1, 24).await && count(1, 24).await && count(1, 47).await);
        assert!(!count(1, 47).await, "more reports than the day has");
        assert!(count(100, -1).await, "a day before 1970");
        assert_eq!(seconds_until_tomorrow(Timestamp::from_second(86_399).unwrap()), 1);
        assert_eq!(seconds_until_tomorrow(Timestamp::from_second(86_400).unwrap()), 86_400);
    }
}
