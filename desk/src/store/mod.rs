//! What the intake keeps, and the order in which it keeps it.
//!
//! ```text
//! uploads/<upload id>/info.json        which report, how long, until when, still open?
//! uploads/<upload id>/parts/<offset>   accepted bytes, the name is the place of the first (20 digits)
//! uploads/<upload id>/held/<offset>    bytes whose checksum is not known yet
//! by-report/<report id>                → upload id; whoever creates it first decides, so a report is uploaded once
//! reports/<report id>.wdr              the sealed report, appears at once and whole
//! by-ticket/<ticket>                   → report id; no two reports share a ticket
//! tickets/<report id>.json             the receipt; a report is received when, and only when, this exists
//! standings/<report id>.json           what came of the ticket: answers, closed or not; absent until there is something
//! standings/<report id>.lock           empty; its lock orders those who change the record beside it
//! ```
//!
//! The offset of an upload is the contiguous sum of its parts; nothing else remembers it, so nothing can disagree with it.
//! At the last byte: report, ticket number, receipt, and only then are the parts removed. Before the receipt everything
//! can be done again from the parts, after it nothing is left to do but to remove them; so a kill at any point leaves
//! either an upload to resume or a report received once.
//!
//! Everything is written through `object_store`, so that a bucket can take the folder's place. For a folder it writes to
//! a staging file, syncs file and folder (`LocalFileSystem::with_fsync`, there since 0.14) and renames; an answer
//! therefore never promises what a power cut could take back. Deletions are not synced: what reappears is either a part
//! beyond the offset, which is ignored, or belongs to an upload that says it is over.
//!
//! One intake at a time: locks and the creation of a new upload in an expired one's place are in memory. Beside it any
//! number of processes may read, and answer tickets.

mod answer;
mod assemble;
mod create;
mod fault;
mod layout;
mod locks;
mod open;
mod parts;
mod received;
mod records;
mod standing;
mod sweep;
#[cfg(test)]
mod tests;
mod ticket;

pub use self::{
    answer::{answer, standing_of},
    fault::StoreError,
    received::{Received, received},
    records::Priority,
    ticket::{Answer, TicketStanding, TicketState},
};
pub(crate) use self::{
    create::{CreateRefusal, Wanted, is_upload_id},
    locks::Held,
    open::{Store, folder},
    parts::{PartWriter, WriteRefusal},
    records::{Receipt, UploadInfo},
    standing::{OpenUpload, Standing},
};
