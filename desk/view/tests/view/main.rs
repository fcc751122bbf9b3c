//! The view as a browser sees it, over real sockets, beside a real intake; and reports as anybody could send them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod announcements;
mod bundle;
mod deletion;
mod hostile;
mod reports;
mod scene;
mod signing_in;
mod starting;
#[path = "../../../intake/tests/intake/support.rs"]
#[expect(dead_code, reason = "the tests of the intake use all of it")]
mod support;
mod tickets;
mod waves;
