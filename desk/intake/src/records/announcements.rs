//! What support announces, and the document that apps are served of it.

use jiff::Timestamp;
use sqlx::{Any, AnyConnection, Row, Transaction, any::AnyRow};

use super::Records;
use crate::{
    announcements::{Announcement, Document},
    store::StoreError,
};

/// The document's row.
const NAME: &str = "announcements";

impl Records {
    /// All announcements, the latest change first.
    pub(crate) async fn announcements(&self) -> Result<Vec<Announcement>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        all(&mut connection).await
    }

    /// What apps are served, if anything was ever announced.
    pub(crate) async fn announced(&self) -> Result<Option<Document>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        served(&mut connection).await
    }

    /// Changes the announcements and, with them, what apps are served, while nobody else can.
    pub(crate) async fn announce(
        &self,
        change: impl FnOnce(&mut Vec<Announcement>, Option<&Document>) -> Result<Document, StoreError>,
    ) -> Result<(), StoreError> {
        let mut turn = self.pool.begin().await?;
        sqlx::query("UPDATE documents SET changes = changes + 1 WHERE name = $1")
            .bind(NAME)
            .execute(&mut *turn)
            .await?;
        let mut all = all(&mut turn).await?;
        let before = all.clone();
        let served = served(&mut turn).await?;
        let document = change(&mut all, served.as_ref())?;
        for gone in before.iter().filter(|known| all.iter().all(|kept| kept.id != known.id)) {
            sqlx::query("DELETE FROM announcements WHERE id = $1").bind(gone.id.clone()).execute(&mut *turn).await?;
        }
        for changed in all.iter().filter(|one| !before.contains(one)) {
            put(&mut turn, changed).await?;
        }
        sqlx::query("UPDATE documents SET content_type = $1, body = $2, changed_at = $3 WHERE name = $4")
            .bind(document.content_type)
            .bind(document.body)
            .bind(document.changed_at.as_microsecond())
            .bind(NAME)
            .execute(&mut *turn)
            .await?;
        turn.commit().await?;
        Ok(())
    }
}

async fn all(connection: &mut AnyConnection) -> Result<Vec<Announcement>, StoreError> {
    let rows = sqlx::query("SELECT id, content FROM announcements ORDER BY changed_at DESC, id");
    rows.fetch_all(&mut *connection).await?.iter().map(announcement).collect()
}

async fn served(connection: &mut AnyConnection) -> Result<Option<Document>, StoreError> {
    let row = sqlx::query("SELECT content_type, body, changed_at FROM documents WHERE name = $1 AND body <> ''");
    let Some(row) = row.bind(NAME).fetch_optional(&mut *connection).await? else { return Ok(None) };
    let changed_at = Timestamp::from_microsecond(row.try_get("changed_at")?).map_err(|_| damaged("all"))?;
    Ok(Some(Document { content_type: row.try_get("content_type")?, body: row.try_get("body")?, changed_at }))
}

async fn put(turn: &mut Transaction<'_, Any>, announcement: &Announcement) -> Result<(), StoreError> {
    // These types have string keys and no custom code; encoding them cannot fail.
    let content = serde_json::to_string(announcement).map_err(|_| damaged(&announcement.id))?;
    sqlx::query(
        "INSERT INTO announcements (id, changed_at, content) VALUES ($1, $2, $3) \
         ON CONFLICT (id) DO UPDATE SET changed_at = excluded.changed_at, content = excluded.content",
    )
    .bind(announcement.id.clone())
    .bind(announcement.updated_at.as_microsecond())
    .bind(content)
    .execute(&mut **turn)
    .await?;
    Ok(())
}

fn announcement(row: &AnyRow) -> Result<Announcement, StoreError> {
    let (id, content): (String, String) = (row.try_get("id")?, row.try_get("content")?);
    serde_json::from_str(&content).map_err(|_| damaged(&id))
}

fn damaged(id: &str) -> StoreError {
    StoreError::Damaged { record: format!("the announcement {id}") }
}
