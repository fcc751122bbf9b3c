//! The support desk's view: sealed reports, opened for agents in their browsers.
//!
//! ```text
//! stores of the desk ──▶ opened (the engine decrypts, verifies, reads) ──▶ records (what the queue and waves need)
//!                                     │                                        │
//!        browser ◀── web (pages) ◀────┴────────────────────────────────────────┘
//!           └──▶ web (forms) ──▶ stores of the desk (answers, trails, announcements) ──▶ apps
//! ```
//!
//! It has the identity, so that it listens on loopback unless it has a certificate. Nothing in a report is believed: all of it is
//! text in pages that run no script and ask for nothing from elsewhere, and pictures are drawn anew.

mod announce;
mod data;
mod desk;
mod error;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod opened;
mod people;
mod records;
mod timeline;
mod view;
mod waves;
mod web;
mod words;

/// Who may sign in: made, changed and removed while no view needs to run.
pub mod agents {
    pub use crate::{
        people::{MAX_NAME_CHARS, MAX_PASSWORD_BYTES, MIN_PASSWORD_CHARS, add, change_password, list, remove},
        records::{Agent, Role},
    };
}

pub use desk::{Event, OnEvent};
pub use error::ViewError;
pub use view::{View, ViewOptions};
