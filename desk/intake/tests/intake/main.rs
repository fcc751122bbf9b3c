//! The intake as an app sees it: over real sockets, with a client that somebody else wrote.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod announcements;
mod answers;
mod keys;
mod ops;
mod protocol;
mod queue;
mod retention;
mod support;
mod support_acts;
mod take;
mod tickets;
mod upload;
mod with_upload;
