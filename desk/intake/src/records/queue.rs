//! The queue in the database.

use jiff::Timestamp;
use sqlx::{
    Any, Row,
    any::{AnyArguments, AnyRow},
    query::Query,
};
use uuid::Uuid;

use super::{Records, number, tickets};
use crate::{
    queue::{Filter, QueuedTicket},
    store::{StoreError, TicketState},
};

/// Which tickets, and in which order: one statement for every filter. What is not asked for is NULL, whose type has to be said.
macro_rules! tickets {
    ($columns:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM tickets WHERE tickets.state IN (CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT)) ",
            "AND (CAST($4 AS TEXT) IS NULL OR tickets.app = CAST($4 AS TEXT)) AND tickets.received_at >= $5 ",
            "AND tickets.received_at < $6 AND (CAST($7 AS TEXT) IS NULL OR tickets.report_id = CAST($7 AS TEXT)) ",
            "AND (CAST($8 AS BIGINT) IS NULL OR tickets.helped = CAST($8 AS BIGINT)) ",
            "ORDER BY CASE tickets.state WHEN 'open' THEN 0 WHEN 'answered' THEN 1 ELSE 2 END, ",
            "CASE tickets.priority WHEN 'urgent' THEN 0 ELSE 1 END, tickets.received_at, tickets.report_id ",
            $rest
        )
    };
}

impl Records {
    /// The reports of all tickets of a filter, in the order in which they should be looked at; how many is not looked at.
    pub(crate) async fn queued_reports(&self, filter: &Filter) -> Result<Vec<Uuid>, StoreError> {
        let rows = bound(sqlx::query(tickets!("tickets.report_id", "")), filter).fetch_all(&self.pool).await?;
        rows.iter().map(tickets::id).collect()
    }

    /// The tickets of a filter, in the order in which they should be looked at.
    pub(crate) async fn queue(&self, filter: &Filter) -> Result<Vec<QueuedTicket>, StoreError> {
        let all = tickets!(
            "tickets.report_id, tickets.ticket, tickets.size, tickets.sha256, tickets.priority, tickets.received_at, \
             tickets.expected_reply_s, tickets.ticket_key_sha256, tickets.app, tickets.state, tickets.helped, \
             tickets.acknowledged_at, tickets.acknowledged_by, \
             (SELECT COUNT(*) FROM answers WHERE answers.report_id = tickets.report_id) AS said",
            "LIMIT $9 OFFSET $10"
        );
        let page = bound(sqlx::query(all), filter).bind(number(filter.most.into())).bind(number(filter.skip.into()));
        let rows = page.fetch_all(&self.pool).await?;
        rows.iter().map(queued).collect()
    }
}

fn bound<'a>(query: Query<'a, Any, AnyArguments>, filter: &Filter) -> Query<'a, Any, AnyArguments> {
    let has = |state: TicketState| filter.states.contains(&state).then(|| state.as_str().to_owned());
    query
        .bind(has(TicketState::Open))
        .bind(has(TicketState::Answered))
        .bind(has(TicketState::Closed))
        .bind(filter.app.clone())
        .bind(filter.since.unwrap_or(Timestamp::MIN).as_microsecond())
        .bind(filter.until.unwrap_or(Timestamp::MAX).as_microsecond())
        .bind(filter.report.map(|id| id.to_string()))
        .bind(filter.helped.map(i64::from))
}

fn queued(row: &AnyRow) -> Result<QueuedTicket, StoreError> {
    let receipt = tickets::receipt(row)?;
    let damaged = || tickets::damaged(receipt.report_id);
    let state = TicketState::parse(row.try_get("state")?).ok_or_else(damaged)?;
    let helped = row.try_get::<Option<i64>, _>("helped")?.map(|helped| helped != 0);
    let answers = u64::try_from(row.try_get::<i64, _>("said")?).map_err(|_| damaged())?;
    let waits = jiff::SignedDuration::from_secs(number(receipt.expected_reply_seconds));
    let acknowledged_by = tickets::acknowledgement(row, receipt.report_id)?.map(|seen| seen.by);
    Ok(QueuedTicket {
        expected_at: receipt.received_at.checked_add(waits).unwrap_or(Timestamp::MAX),
        ticket: receipt.ticket,
        report_id: receipt.report_id,
        priority: receipt.priority,
        state,
        app: receipt.app,
        size: receipt.size,
        received_at: receipt.received_at,
        acknowledged_by,
        answers,
        helped,
    })
}
