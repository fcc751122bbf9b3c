//! What is announced: from a form to the document that apps read (docs/schemas/announcements.md), signed if there is a key.

mod document;
mod draft;
mod signer;
mod standing;
#[cfg(test)]
mod tests;

pub(crate) use self::{
    document::{announce, is_beyond, must_be_rewritten},
    draft::{Draft, DraftFault},
    signer::Signer,
    standing::{add, confirm, end, tidy},
};
