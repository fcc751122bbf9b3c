//! Tickets in the database.

use jiff::Timestamp;
use sqlx::{Any, AnyConnection, Row, Transaction, any::AnyRow};
use uuid::Uuid;

use super::{Records, number};
use crate::{
    limits::MAX_TICKET_EVENTS,
    store::{
        Acknowledgement, Answer, Author, Deed, Priority, Receipt, StoreError, TicketEvent, TicketStanding, TicketState,
    },
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
        rows.iter().map(id).collect()
    }

    /// The reports that were received at or after a time, the oldest first.
    pub(crate) async fn received_since(&self, since: Timestamp) -> Result<Vec<(Uuid, Timestamp)>, StoreError> {
        let rows = sqlx::query(
            "SELECT report_id, received_at FROM tickets WHERE received_at >= $1 ORDER BY received_at, report_id",
        )
        .bind(since.as_microsecond())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok((id(row)?, time(row.try_get("received_at")?, id(row)?)?))).collect()
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

    /// What was done to a ticket, the oldest first.
    pub(crate) async fn ticket_events(&self, report_id: Uuid) -> Result<Vec<TicketEvent>, StoreError> {
        let rows = sqlx::query(
            "SELECT happened_at, author, name, what, detail FROM ticket_events WHERE report_id = $1 ORDER BY place",
        )
        .bind(report_id.to_string())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| event(row, report_id)).collect()
    }

    /// Reads, changes and writes how a ticket stands, while nobody else can. Answers how it stands then. What changes nothing
    /// writes nothing, and leaves no line in the ticket's trail.
    pub(crate) async fn change_ticket(
        &self,
        report_id: Uuid,
        change: impl FnOnce(&mut TicketStanding) -> Result<TicketEvent, StoreError>,
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
        let event = change(&mut after)?;
        if after != before {
            write(&mut turn, report_id, &after, before.answers.len()).await?;
            note(&mut turn, report_id, &event).await?;
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
    sqlx::query(
        "UPDATE tickets SET state = $1, helped = $2, closed_at = $3, expected_reply_s = $4, acknowledged_at = $5, \
         acknowledged_by = $6 WHERE report_id = $7",
    )
    .bind(after.state.as_str())
    .bind(after.helped.map(i64::from))
    .bind(after.closed_at.map(Timestamp::as_microsecond))
    .bind(number(after.expected_reply_seconds))
    .bind(after.acknowledged.as_ref().map(|seen| seen.at.as_microsecond()))
    .bind(after.acknowledged.as_ref().map(|seen| seen.by.clone()))
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

/// Writes a line of a ticket's trail; of the person's, who could go on for ever, while it has room for one.
async fn note(turn: &mut Transaction<'_, Any>, report_id: Uuid, event: &TicketEvent) -> Result<(), StoreError> {
    let (author, name) = match &event.author {
        Author::Agent(name) => ("agent", Some(name.clone())),
        Author::Person => ("person", None),
        Author::Command => ("command", None),
    };
    let (what, detail) = match event.what {
        Deed::Acknowledged => ("acknowledged", None),
        Deed::Expected(by) => ("expected", Some(by.as_microsecond())),
        Deed::Answered => ("answered", None),
        Deed::Closed { helped } => ("closed", helped.map(i64::from)),
        Deed::Reopened => ("reopened", None),
    };
    sqlx::query(
        "INSERT INTO ticket_events (report_id, place, happened_at, author, name, what, detail) \
         SELECT CAST($1 AS TEXT), COALESCE(MAX(place) + 1, 0), CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS TEXT), \
         CAST($5 AS TEXT), CAST($6 AS BIGINT) FROM ticket_events WHERE report_id = $1 \
         HAVING CAST($3 AS TEXT) <> 'person' OR SUM(CASE author WHEN 'person' THEN 1 ELSE 0 END) IS NULL \
         OR SUM(CASE author WHEN 'person' THEN 1 ELSE 0 END) < $7",
    )
    .bind(report_id.to_string())
    .bind(event.at.as_microsecond())
    .bind(author)
    .bind(name)
    .bind(what)
    .bind(detail)
    .bind(MAX_TICKET_EVENTS)
    .execute(&mut **turn)
    .await?;
    Ok(())
}

fn event(row: &AnyRow, report_id: Uuid) -> Result<TicketEvent, StoreError> {
    let (author, what): (String, String) = (row.try_get("author")?, row.try_get("what")?);
    let author = match (author.as_str(), row.try_get::<Option<String>, _>("name")?) {
        ("agent", Some(name)) => Author::Agent(name),
        ("person", None) => Author::Person,
        ("command", None) => Author::Command,
        (_, _) => return Err(damaged(report_id)),
    };
    let what = match (what.as_str(), row.try_get::<Option<i64>, _>("detail")?) {
        ("acknowledged", None) => Deed::Acknowledged,
        ("expected", Some(by)) => Deed::Expected(time(by, report_id)?),
        ("answered", None) => Deed::Answered,
        ("closed", helped) => Deed::Closed { helped: helped.map(|helped| helped != 0) },
        ("reopened", None) => Deed::Reopened,
        (_, _) => return Err(damaged(report_id)),
    };
    Ok(TicketEvent { at: time(row.try_get("happened_at")?, report_id)?, author, what })
}

/// In one statement, so that state and answers are of one moment.
async fn standing(connection: &mut AnyConnection, report_id: Uuid) -> Result<TicketStanding, StoreError> {
    let rows = sqlx::query(
        "SELECT tickets.state, tickets.helped, tickets.closed_at, tickets.expected_reply_s, tickets.acknowledged_at, \
         tickets.acknowledged_by, answers.said_at, answers.text FROM tickets \
         LEFT JOIN answers ON answers.report_id = tickets.report_id WHERE tickets.report_id = $1 ORDER BY answers.place",
    )
    .bind(report_id.to_string())
    .fetch_all(&mut *connection)
    .await?;
    let row = rows.first().ok_or(StoreError::NoSuchTicket)?;
    let state = TicketState::parse(row.try_get("state")?).ok_or_else(|| damaged(report_id))?;
    let helped = row.try_get::<Option<i64>, _>("helped")?.map(|helped| helped != 0);
    let closed_at = row.try_get::<Option<i64>, _>("closed_at")?.map(|at| time(at, report_id)).transpose()?;
    let seconds: i64 = row.try_get("expected_reply_s")?;
    let acknowledged = acknowledgement(row, report_id)?;
    let mut answers = Vec::new();
    for row in &rows {
        if let (Some(at), Some(text)) = (row.try_get::<Option<i64>, _>("said_at")?, row.try_get("text")?) {
            answers.push(Answer { at: time(at, report_id)?, text });
        }
    }
    let expected_reply_seconds = u64::try_from(seconds).map_err(|_| damaged(report_id))?;
    Ok(TicketStanding { state, acknowledged, expected_reply_seconds, answers, helped, closed_at })
}

pub(super) fn acknowledgement(row: &AnyRow, report_id: Uuid) -> Result<Option<Acknowledgement>, StoreError> {
    match (row.try_get::<Option<i64>, _>("acknowledged_at")?, row.try_get("acknowledged_by")?) {
        (Some(at), Some(by)) => Ok(Some(Acknowledgement { at: time(at, report_id)?, by })),
        (_, _) => Ok(None),
    }
}

pub(super) fn receipt(row: &AnyRow) -> Result<Receipt, StoreError> {
    let report_id = id(row)?;
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

pub(super) fn id(row: &AnyRow) -> Result<Uuid, StoreError> {
    let id: String = row.try_get("report_id")?;
    Uuid::parse_str(&id).map_err(|_| StoreError::Damaged { record: format!("ticket of {id}") })
}

fn time(microseconds: i64, report_id: Uuid) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(microseconds).map_err(|_| damaged(report_id))
}

pub(super) fn damaged(report_id: Uuid) -> StoreError {
    StoreError::Damaged { record: format!("the ticket of {report_id}") }
}
