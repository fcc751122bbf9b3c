//! Answering tickets at the store's folder; needs no running intake, and may be done beside one.

use std::{io, path::Path, sync::Arc, thread, time::Duration};

use jiff::Timestamp;

use super::{Answer, Receipt, Store, StoreError, TicketStanding, open::existing_folder};
use crate::{clock::Clock, limits::Limits};

/// Appends an answer to `ticket` (`WD-XXXX-XXXX`) in the folder `store`. The app gets it when it next asks; a closed
/// ticket is thereby open again. `text` has 1 to [`MAX_ANSWER_BYTES`](crate::limits::MAX_ANSWER_BYTES) bytes and no
/// control characters but newlines.
///
/// Once this is `Ok`, the answer is on the disk, and no other process that answered or closed the ticket at the same time
/// has lost anything by it.
///
/// # Errors
/// [`StoreError::NoSuchTicket`], [`StoreError::NoAnswer`] for the text, [`StoreError::TooManyAnswers`] after
/// [`MAX_ANSWERS`](crate::limits::MAX_ANSWERS) or [`MAX_ANSWERS_BYTES`](crate::limits::MAX_ANSWERS_BYTES), [`StoreError::Busy`] if another process does not let go of the ticket, or
/// what is wrong with the folder. Nothing was appended then.
pub fn answer(store: &Path, ticket: &str, text: &str, at: Timestamp) -> Result<(), StoreError> {
    let answer = Answer { at, text: text.to_owned() };
    at_folder(store, async |store| {
        let receipt = find(store, ticket).await?;
        store.answer_ticket(receipt.report_id, answer).await
    })
}

/// How `ticket` (`WD-XXXX-XXXX`) stands in the folder `store`: answers, oldest first, and whether it was closed.
///
/// # Errors
/// [`StoreError::NoSuchTicket`], or what is wrong with the folder.
pub fn standing_of(store: &Path, ticket: &str) -> Result<TicketStanding, StoreError> {
    at_folder(store, async |store| {
        let receipt = find(store, ticket).await?;
        store.ticket_standing(receipt.report_id).await
    })
}

async fn find(store: &Store, ticket: &str) -> Result<Receipt, StoreError> {
    store.receipt_of(ticket).await?.ok_or(StoreError::NoSuchTicket)
}

/// Does `work` at the store in a folder that must be there, on a thread of its own: the caller may already be inside a
/// runtime, and in one runtime no other may be waited for.
fn at_folder<T: Send>(
    folder: &Path,
    work: impl AsyncFnOnce(&Store) -> Result<T, StoreError> + Send,
) -> Result<T, StoreError> {
    let done = || {
        let objects = existing_folder(folder).map_err(StoreError::Folder)?;
        let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(StoreError::Folder)?;
        // Nothing of this store takes uploads: limits and times of it are never asked for.
        let store = Store::new(objects, Clock::system(), Limits::default(), Duration::ZERO, Arc::new(|_| {}));
        runtime.block_on(work(&store.shared_in(folder)))
    };
    thread::scope(|scope| {
        let thread = thread::Builder::new().spawn_scoped(scope, done).map_err(StoreError::Folder)?;
        thread.join().unwrap_or_else(|_| Err(StoreError::Folder(io::Error::other("the thread failed"))))
    })
}
