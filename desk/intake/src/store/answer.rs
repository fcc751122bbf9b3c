//! Answering tickets; needs no running intake, and may be done beside any number of them.

use std::{io, thread};

use jiff::Timestamp;

use super::{Act, Author, Receipt, Store, StoreError, Stores, TicketStanding, open::Usage};
use crate::clock::kept;

/// Appends an answer to `ticket` (`WD-XXXX-XXXX`). The app gets it when it next asks; a closed
/// ticket is thereby open again. `text` has 1 to [`MAX_ANSWER_BYTES`](crate::limits::MAX_ANSWER_BYTES) bytes and no
/// control characters but newlines.
///
/// Once this is `Ok`, the answer is on the disk, and no other process that answered or closed the ticket at the same time
/// has lost anything by it.
///
/// # Errors
/// [`StoreError::NoSuchTicket`], [`StoreError::NoAnswer`] for the text, [`StoreError::TooManyAnswers`] after
/// [`MAX_ANSWERS`](crate::limits::MAX_ANSWERS) or [`MAX_ANSWERS_BYTES`](crate::limits::MAX_ANSWERS_BYTES), [`StoreError::Busy`] if another process does not let go of the ticket, or
/// what is wrong with the stores. Nothing was appended then.
pub fn answer(stores: impl Into<Stores>, ticket: &str, text: &str, at: Timestamp) -> Result<(), StoreError> {
    let act = Act::Answer { text: text.to_owned(), after: None };
    work_at(&stores.into(), false, async |store| {
        let receipt = find(store, ticket).await?;
        store.act_on_ticket(&receipt, Author::Command, act, kept(at)).await.map(drop)
    })
}

/// How `ticket` (`WD-XXXX-XXXX`) stands: answers, oldest first, and whether it was closed.
///
/// # Errors
/// [`StoreError::NoSuchTicket`], or what is wrong with the stores.
pub fn standing_of(stores: impl Into<Stores>, ticket: &str) -> Result<TicketStanding, StoreError> {
    work_at(&stores.into(), false, async |store| {
        let receipt = find(store, ticket).await?;
        store.ticket_standing(receipt.report_id).await
    })
}

async fn find(store: &Store, ticket: &str) -> Result<Receipt, StoreError> {
    store.receipt_of(ticket).await?.ok_or(StoreError::NoSuchTicket)
}

/// Does `work` at stores, which must be there unless `may_create` says that they are made, on a thread of its own: the caller may already be inside a runtime, and in one
/// runtime no other may be waited for.
pub(crate) fn work_at<T: Send>(
    stores: &Stores,
    may_create: bool,
    work: impl AsyncFnOnce(&Store) -> Result<T, StoreError> + Send,
) -> Result<T, StoreError> {
    let done = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(StoreError::Folder)?;
        runtime.block_on(async {
            let store = Store::open(stores, may_create, Usage::of_tickets()).await?;
            let done = work(&store).await;
            store.close().await;
            done
        })
    };
    thread::scope(|scope| {
        let thread = thread::Builder::new().spawn_scoped(scope, done).map_err(StoreError::Folder)?;
        thread.join().unwrap_or_else(|_| Err(StoreError::Folder(io::Error::other("the thread failed"))))
    })
}
