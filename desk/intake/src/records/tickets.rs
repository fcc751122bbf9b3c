//! Tickets in the database.

use jiff::Timestamp;
use sqlx::{Any, AnyConnection, Row, Transaction, any::AnyRow};
use uuid::Uuid;

use super::{Records, number};
use crate::{
    store::{Answer, Priority, Receipt, StoreError, TicketStanding, TicketState},
    ticket_key::TicketKey,
};

/// What came of putting a ticket in.
#[derive(Debug)]
pub(crate) enum Inserted {
    /// It is there now.
    New,
    /// The report has one already, which counts.
    Known(Box<Receipt>),
    /// Another report has this ticket.
    Taken,
}

/// What a receipt is read from.
macro_rules! receipts {
    ($rest:literal) => {
        concat!(
            "SELECT report_id, ticket, size, sha256, priority, received_at, expected_reply_s, ticket_key_sha256, app ",
            "FROM tickets ",
            $rest
        )
    };
}

impl Records {
    /// Puts a ticket in, unless its report has one.
    pub(crate) async fn insert_ticket(&self, receipt: &Receipt) -> Result<Inserted, StoreError> {
        let inserted = sqlx::query(
            "INSERT INTO tickets (report_id, ticket, size, sha256, priority, received_at, expected_reply_s, \
             ticket_key_sha256, state, app, changes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0) ON CONFLICT DO NOTHING",
        )
        .bind(receipt.report_id.to_string())
        .bind(receipt.ticket.clone())
        .bind(number(receipt.size))
        .bind(receipt.sha256.clone())
        .bind(receipt.priority.as_str())
        .bind(receipt.received_at.as_microsecond())
        .bind(number(receipt.expected_reply_seconds))
        .bind(receipt.ticket_key_sha256.map(|key| key.to_hex()))
        .bind(TicketState::Open.as_str())
        .bind(receipt.app.clone())
        .execute(&self.pool)
        .await?;
        if inserted.rows_affected() > 0 {
            return Ok(Inserted::New);
        }
        Ok(self.receipt(receipt.report_id).await?.map_or(Inserted::Taken, |known| Inserted::Known(Box::new(known))))
    }

    /// The receipt of a report, if it was received.
    pub(crate) async fn receipt(&self, report_id: Uuid) -> Result<Option<Receipt>, StoreError> {
        let found = sqlx::query(receipts!("WHERE report_id = $1")).bind(report_id.to_string());
        found.fetch_optional(&self.pool).await?.as_ref().map(receipt).transpose()
    }

    /// The receipt of the report that has this ticket.
    pub(crate) async fn receipt_of(&self, ticket: &str) -> Result<Option<Receipt>, StoreError> {
        let found = sqlx::query(receipts!("WHERE ticket = $1")).bind(ticket.to_owned());
        found.fetch_optional(&self.pool).await?.as_ref().map(receipt).transpose()
    }

    /// All receipts, the oldest first.
    pub(crate) async fn receipts(&self) -> Result<Vec<Receipt>, StoreError> {
        let rows = sqlx::query(receipts!("ORDER BY received_at, report_id")).fetch_all(&self.pool).await?;
        rows.iter().map(receipt).collect()
    }

    /// The reports that were received at or before a time, the oldest first.
    pub(crate) async fn received_until(&self, until: Timestamp) -> Result<Vec<Uuid>, StoreError> {
        let rows = sqlx::query("SELECT report_id FROM tickets WHERE received_at <= $1 ORDER BY received_at, report_id")
            .bind(until.as_microsecond())
            .fetch_all(&self.pool)
            .await?;
        let id = |row: &AnyRow| {
            let id: String = row.try_get("report_id")?;
            Uuid::parse_str(&id).map_err(|_| StoreError::Damaged { record: format!("ticket of {id}") })
        };
        rows.iter().map(id).collect()
    }

    /// Whether a report was received, also if its ticket is damaged.
    pub(crate) async fn has_ticket(&self, report_id: Uuid) -> Result<bool, StoreError> {
        let found = sqlx::query("SELECT report_id FROM tickets WHERE report_id = $1").bind(report_id.to_string());
        Ok(found.fetch_optional(&self.pool).await?.is_some())
    }

    /// Deletes a report's ticket, and with it its answers.
    pub(crate) async fn delete_ticket(&self, report_id: Uuid) -> Result<(), StoreError> {
        let deleted = sqlx::query("DELETE FROM tickets WHERE report_id = $1").bind(report_id.to_string());
        deleted.execute(&self.pool).await?;
        Ok(())
    }

    /// How the ticket of a received report stands.
    pub(crate) async fn ticket_standing(&self, report_id: Uuid) -> Result<TicketStanding, StoreError> {
        let mut connection = self.pool.acquire().await?;
        standing(&mut connection, report_id).await
    }

    /// Reads, changes and writes how a ticket stands, while nobody else can. Answers how it stands then. What changes nothing
    /// writes nothing.
    pub(crate) async fn change_ticket(
        &self,
        report_id: Uuid,
        change: impl FnOnce(&mut TicketStanding) -> Result<(), StoreError>,
    ) -> Result<TicketStanding, StoreError> {
        let mut turn = self.pool.begin().await?;
        let taken = sqlx::query("UPDATE tickets SET changes = changes + 1 WHERE report_id = $1")
            .bind(report_id.to_string())
            .execute(&mut *turn)
            .await?;
        if taken.rows_affected() == 0 {
            return Err(StoreError::NoSuchTicket);
        }
        let before = standing(&mut turn, report_id).await?;
        let mut after = before.clone();
        // A change that is refused may have begun; nothing of it is written.
        change(&mut after)?;
        if after != before {
            write(&mut turn, report_id, &after, before.answers.len()).await?;
            turn.commit().await?;
        }
        Ok(after)
    }
}

async fn write(
    turn: &mut Transaction<'_, Any>,
    report_id: Uuid,
    after: &TicketStanding,
    known_answers: usize,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE tickets SET state = $1, helped = $2, closed_at = $3 WHERE report_id = $4")
        .bind(after.state.as_str())
        .bind(after.helped.map(i64::from))
        .bind(after.closed_at.map(Timestamp::as_microsecond))
        .bind(report_id.to_string())
        .execute(&mut **turn)
        .await?;
    for (place, answer) in after.answers.iter().enumerate().skip(known_answers) {
        sqlx::query("INSERT INTO answers (report_id, place, said_at, text) VALUES ($1, $2, $3, $4)")
            .bind(report_id.to_string())
            .bind(i64::try_from(place).unwrap_or(i64::MAX))
            .bind(answer.at.as_microsecond())
            .bind(answer.text.clone())
            .execute(&mut **turn)
            .await?;
    }
    Ok(())
}

/// In one statement, so that state and answers are of one moment.
async fn standing(connection: &mut AnyConnection, report_id: Uuid) -> Result<TicketStanding, StoreError> {
    let rows = sqlx::query(
        "SELECT tickets.state, tickets.helped, tickets.closed_at, answers.said_at, answers.text FROM tickets \
         LEFT JOIN answers ON answers.report_id = tickets.report_id WHERE tickets.report_id = $1 ORDER BY answers.place",
    )
    .bind(report_id.to_string())
    .fetch_all(&mut *connection)
    .await?;
    let row = rows.first().ok_or(StoreError::NoSuchTicket)?;
    let state = TicketState::parse(row.try_get("state")?).ok_or_else(|| damaged(report_id))?;
    let helped = row.try_get::<Option<i64>, _>("helped")?.map(|helped| helped != 0);
    let closed_at = row.try_get::<Option<i64>, _>("closed_at")?.map(|at| time(at, report_id)).transpose()?;
    let mut answers = Vec::new();
    for row in &rows {
        if let (Some(at), Some(text)) = (row.try_get::<Option<i64>, _>("said_at")?, row.try_get("text")?) {
            answers.push(Answer { at: time(at, report_id)?, text });
        }
    }
    Ok(TicketStanding { state, answers, helped, closed_at })
}

pub(super) fn receipt(row: &AnyRow) -> Result<Receipt, StoreError> {
    let id: String = row.try_get("report_id")?;
    let report_id = Uuid::parse_str(&id).map_err(|_| StoreError::Damaged { record: format!("ticket of {id}") })?;
    let key: Option<String> = row.try_get("ticket_key_sha256")?;
    let key = key.map(|key| TicketKey::parse(key.as_bytes()).ok_or_else(|| damaged(report_id))).transpose()?;
    let size = |column: &str| {
        let size: i64 = row.try_get(column)?;
        u64::try_from(size).map_err(|_| damaged(report_id))
    };
    Ok(Receipt {
        ticket: row.try_get("ticket")?,
        report_id,
        size: size("size")?,
        sha256: row.try_get("sha256")?,
        priority: Priority::parse(row.try_get("priority")?).ok_or_else(|| damaged(report_id))?,
        received_at: time(row.try_get("received_at")?, report_id)?,
        expected_reply_seconds: size("expected_reply_s")?,
        ticket_key_sha256: key,
        app: row.try_get("app")?,
    })
}

fn time(microseconds: i64, report_id: Uuid) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(microseconds).map_err(|_| damaged(report_id))
}

pub(super) fn damaged(report_id: Uuid) -> StoreError {
    StoreError::Damaged { record: format!("the ticket of {report_id}") }
}
