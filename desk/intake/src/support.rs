//! Both stores for those who look after tickets: opened once, asked often.

use std::path::Path;

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    announcements::{Announcement, Document},
    clock::kept,
    limits::MAX_DOCUMENT_BYTES,
    queue::{Filter, QueuedTicket},
    store::{Act, Author, Receipt, Store, StoreError, Stores, TicketEvent, TicketStanding, Usage},
};

/// The stores of a desk, open. May be used beside any number of intakes.
pub struct Support {
    store: Store,
}

/// All that is known of one ticket without opening its report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketFile {
    /// As it stands in the queue.
    pub queued: QueuedTicket,
    /// How it stands, with what was answered.
    pub standing: TicketStanding,
    /// What was done, the oldest first.
    pub events: Vec<TicketEvent>,
    /// SHA-256 of the sealed report as it was received, in lower-case hex.
    pub sha256: String,
}

impl std::fmt::Debug for Support {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Support")
    }
}

impl Support {
    /// Opens stores that an intake has made.
    ///
    /// # Errors
    /// [`StoreError::Folder`] if they are not there, or what else is wrong with them.
    pub async fn open(stores: &Stores) -> Result<Self, StoreError> {
        Ok(Self { store: Store::open(stores, false, Usage::of_tickets()).await? })
    }

    /// As [`queue::list`](crate::queue::list).
    ///
    /// # Errors
    /// What is wrong with the stores; so do all the others.
    pub async fn queue(&self, filter: &Filter) -> Result<Vec<QueuedTicket>, StoreError> {
        self.store.records().queue(filter).await
    }

    /// The reports of all tickets of a filter, in the order of the queue; `skip` and `most` are not looked at.
    ///
    /// # Errors
    /// As [`queue`](Self::queue).
    pub async fn queued_reports(&self, filter: &Filter) -> Result<Vec<Uuid>, StoreError> {
        self.store.records().queued_reports(filter).await
    }

    /// The reports that were received at or after a time, with when; the oldest first.
    ///
    /// # Errors
    /// As [`queue`](Self::queue).
    pub async fn received_since(&self, since: Timestamp) -> Result<Vec<(Uuid, Timestamp)>, StoreError> {
        self.store.records().received_since(since).await
    }

    /// The report that has this ticket, `WD-XXXX-XXXX`.
    ///
    /// # Errors
    /// As [`queue`](Self::queue).
    pub async fn report_of(&self, ticket: &str) -> Result<Option<Uuid>, StoreError> {
        Ok(self.store.receipt_of(ticket).await?.map(|receipt| receipt.report_id))
    }

    /// A ticket by its report.
    ///
    /// # Errors
    /// [`StoreError::NoSuchReport`]; else as [`queue`](Self::queue).
    pub async fn ticket(&self, report_id: Uuid) -> Result<TicketFile, StoreError> {
        let receipt = self.receipt(report_id).await?;
        let filter = Filter { states: Filter::ALL_STATES.to_vec(), report: Some(report_id), ..Filter::default() };
        let queued = self.queue(&filter).await?.pop().ok_or(StoreError::NoSuchReport)?;
        let standing = self.store.ticket_standing(report_id).await?;
        let events = self.store.records().ticket_events(report_id).await?;
        Ok(TicketFile { queued, standing, events, sha256: receipt.sha256 })
    }

    /// SHA-256 of a sealed report as it was received, in lower-case hex.
    ///
    /// # Errors
    /// [`StoreError::NoSuchReport`]; else as [`queue`](Self::queue).
    pub async fn sha256(&self, report_id: Uuid) -> Result<String, StoreError> {
        Ok(self.receipt(report_id).await?.sha256)
    }

    /// As [`queue::fetch`](crate::queue::fetch).
    ///
    /// # Errors
    /// [`StoreError::NoSuchReport`], [`StoreError::Folder`] if the file is there or can't be written; else as [`queue`](Self::queue).
    pub async fn fetch(&self, report_id: Uuid, to: &Path) -> Result<(), StoreError> {
        self.store.fetch_report(report_id, to).await
    }

    /// Does something to a ticket.
    ///
    /// # Errors
    /// [`StoreError::NoSuchReport`], [`StoreError::NoAnswer`], [`StoreError::TooManyAnswers`], [`StoreError::NoSuchTime`],
    /// [`StoreError::Busy`]; else as [`queue`](Self::queue). Nothing was done then.
    pub async fn act(
        &self,
        report_id: Uuid,
        author: Author,
        act: Act,
        at: Timestamp,
    ) -> Result<TicketStanding, StoreError> {
        let receipt = self.receipt(report_id).await?;
        self.store.act_on_ticket(&receipt, author, act, kept(at)).await
    }

    /// As [`store::delete`](crate::store::delete).
    ///
    /// # Errors
    /// [`StoreError::NoSuchReport`], [`StoreError::Busy`]; else as [`queue`](Self::queue).
    pub async fn delete(&self, report_id: Uuid) -> Result<(), StoreError> {
        self.store.delete_report(report_id).await
    }

    /// All announcements, the latest change first.
    ///
    /// # Errors
    /// As [`queue`](Self::queue).
    pub async fn announcements(&self) -> Result<Vec<Announcement>, StoreError> {
        self.store.records().announcements().await
    }

    /// Changes the announcements, and makes of all of them what apps are served from now on, knowing what they were served so far.
    ///
    /// # Errors
    /// Whatever `change` says; else as [`queue`](Self::queue). Nothing was changed then.
    pub async fn announce(
        &self,
        change: impl FnOnce(&mut Vec<Announcement>, Option<&Document>) -> Result<Document, StoreError>,
    ) -> Result<(), StoreError> {
        let bounded = |all: &mut Vec<Announcement>, served: Option<&Document>| {
            let document = change(all, served)?;
            if document.body.len() > MAX_DOCUMENT_BYTES {
                return Err(StoreError::TooManyAnnouncements);
            }
            Ok(document)
        };
        self.store.records().announce(bounded).await
    }

    /// What apps are served at the moment, if anything.
    ///
    /// # Errors
    /// As [`queue`](Self::queue).
    pub async fn announced(&self) -> Result<Option<Document>, StoreError> {
        self.store.records().announced().await
    }

    /// Ends the connections to the database.
    pub async fn close(&self) {
        self.store.close().await;
    }

    async fn receipt(&self, report_id: Uuid) -> Result<Receipt, StoreError> {
        self.store.records().receipt(report_id).await?.ok_or(StoreError::NoSuchReport)
    }
}
