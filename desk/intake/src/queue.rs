//! The queue: which tickets there are, the most urgent first, and the sealed reports behind them.

use std::path::Path;

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::store::{Priority, StoreError, Stores, TicketState, work_at};

/// Which tickets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// In one of these states. None at all for none.
    pub states: Vec<TicketState>,
    /// Of this app alone.
    pub app: Option<String>,
    /// Received at or after this.
    pub since: Option<Timestamp>,
    /// Received before this.
    pub until: Option<Timestamp>,
    /// Of this report alone.
    pub report: Option<Uuid>,
    /// Of those whose person said last that it helped, or that it did not.
    pub helped: Option<bool>,
    /// So many are passed over, for the next page.
    pub skip: u32,
    /// So many at most.
    pub most: u32,
}

impl Filter {
    /// Every state.
    pub const ALL_STATES: [TicketState; 3] = [TicketState::Open, TicketState::Answered, TicketState::Closed];
}

impl Default for Filter {
    /// Those that are not closed, a hundred at most.
    fn default() -> Self {
        Self {
            states: vec![TicketState::Open, TicketState::Answered],
            app: None,
            since: None,
            until: None,
            report: None,
            helped: None,
            skip: 0,
            most: 100,
        }
    }
}

/// A ticket as support sees it before the report is opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QueuedTicket {
    /// `WD-XXXX-XXXX`.
    pub ticket: String,
    /// The report's id.
    pub report_id: Uuid,
    /// How soon support should look.
    pub priority: Priority,
    /// Whose turn it is.
    pub state: TicketState,
    /// The app that sent it, where apps have keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app: Option<String>,
    /// Bytes of the sealed report.
    pub size: u64,
    /// When its last byte arrived.
    pub received_at: Timestamp,
    /// Until when the person was told to wait for an answer.
    pub expected_at: Timestamp,
    /// The agent who looks after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged_by: Option<String>,
    /// How many answers it has.
    pub answers: u64,
    /// What the person said last when closing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helped: Option<bool>,
}

impl QueuedTicket {
    /// Whether its person waits longer than they were told.
    #[must_use]
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.state == TicketState::Open && self.expected_at < now
    }
}

/// The tickets of a filter: those that wait for support before those that were answered and those that are closed, of each
/// the urgent ones first, and the oldest first.
///
/// # Errors
/// What is wrong with the stores.
pub fn list(stores: impl Into<Stores>, filter: &Filter) -> Result<Vec<QueuedTicket>, StoreError> {
    work_at(&stores.into(), false, async |store| store.records().queue(filter).await)
}

/// Writes the sealed report of this id to a new file, whole or not at all.
///
/// # Errors
/// [`StoreError::NoSuchReport`], [`StoreError::Folder`] if the file is there or can't be written, or what is wrong with the stores.
pub fn fetch(stores: impl Into<Stores>, report_id: Uuid, to: &Path) -> Result<(), StoreError> {
    work_at(&stores.into(), false, async |store| store.fetch_report(report_id, to).await)
}
