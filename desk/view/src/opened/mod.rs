//! Sealed reports, opened: fetched, decrypted and verified by the engine, read within limits, and gone again.
//!
//! ```text
//! store ──▶ <data>/opened/report-…/sealed ──core::report::open──▶ …/report/ ──▶ OpenReport ──▶ a page
//!                                                                          └──▶ Digest ──▶ records (queue, waves)
//! ```
//!
//! A sealed report may come from anybody, since the key that it is sealed to is public. Whatever is wrong with one is said in its
//! place, and the others go on.

mod attachment;
mod digest;
mod read;
mod refusal;
mod shelf;
mod watch;

/// What is kept of a report, for the fuzz target.
#[cfg(feature = "fuzzing")]
pub(crate) fn digest_of(content: &wallet_doctor_core::report::ReportContent) -> crate::records::Digest {
    digest::of(content, uuid::Uuid::nil(), jiff::Timestamp::UNIX_EPOCH)
}

pub(crate) use self::{
    attachment::{Attached, Drawn, Kind},
    read::{OpenReport, Opened},
    refusal::Refusal,
    shelf::Shelf,
    watch::watch,
};
