//! What the intake keeps, and the order in which it keeps it.
//!
//! ```text
//! uploads/<upload id>/info.json        which report, how long, until when, still open?
//! uploads/<upload id>/parts/<offset>   accepted bytes, the name is the place of the first (20 digits)
//! uploads/<upload id>/held/<offset>    bytes whose checksum is not known yet
//! done/<upload id>.json                 the same of an upload whose report was received
//! by-report/<report id>                → upload id; whoever creates it first decides, so a report is uploaded once
//! reports/<report id>.wdr              the sealed report, appears at once and whole
//! ```
//!
//! Tickets are in a database (`crate::records`): a report is received when, and only when, it has one there. Bytes are where
//! bytes are cheap, and what is asked for by its parts is where that can be asked.
//!
//! The offset of an upload is the contiguous sum of its parts; nothing else remembers it, so nothing can disagree with it.
//! At the last byte: report, ticket, and only then are the parts removed. Before the ticket everything can be done again
//! from the parts, after it nothing is left to do but to remove them; so a kill at any point leaves either an upload to
//! resume or a report received once.
//!
//! Everything is written through `object_store`, so that a bucket can take the folder's place. For a folder it writes to
//! a staging file, syncs file and folder (`LocalFileSystem::with_fsync`, there since 0.14) and renames; an answer
//! therefore never promises what a power cut could take back. Deletions are not synced: what reappears after a power cut is
//! a part beyond the offset, which is ignored, or belongs to an upload that says it is over, or was a deleted report's.
//!
//! Any number of intakes may share both stores: whoever changes an upload has its lock (`locks`), which ends with its process.

mod answer;
mod assemble;
mod create;
mod fault;
mod fetch;
mod layout;
mod locks;
mod open;
mod parts;
mod received;
mod records;
mod retention;
mod standing;
mod stores;
mod sweep;
mod take;
#[cfg(test)]
mod tests;
mod ticket;

pub(crate) use self::{
    answer::work_at,
    create::{CreateRefusal, Wanted, is_upload_id},
    fault::Class,
    locks::Held,
    open::{Store, Usage},
    parts::{PartWriter, WriteRefusal},
    records::{Receipt, UploadInfo},
    standing::{OpenUpload, Standing},
};
pub use self::{
    answer::{answer, standing_of},
    fault::StoreError,
    received::{Received, received},
    records::Priority,
    retention::{Expired, delete, expire},
    stores::{Objects, ObjectsError, Stores},
    take::{Brought, Taken, take},
    ticket::{Acknowledgement, Act, Answer, Author, Deed, TicketEvent, TicketStanding, TicketState},
};
