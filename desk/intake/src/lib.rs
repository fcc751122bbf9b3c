//! The support desk's intake: sealed reports come in, tickets go out.
//!
//! ```text
//! app ──tus 1.0──▶ serve (TLS, HTTP/1.1 and h2, time limits)
//!                    └─▶ tus (create, status, append, terminate)
//!                          └─▶ store (parts ─▶ reports/<id>.wdr) ─▶ records (a ticket)
//! app ──GET, close──▶ serve ─▶ tickets ─▶ records ◀─ support ◀── agents
//! app ──GET──▶ serve ─▶ announcements ─▶ records
//! ```
//!
//! A report is an age file. The intake has no key and no code to open one: it counts bytes, sums them up and keeps them.
//! What it needs to know about a report, its id and whether it is urgent, stands in the request.
//!
//! ```no_run
//! # async fn run() -> Result<(), wallet_doctor_intake::IntakeError> {
//! use wallet_doctor_intake::{Intake, IntakeOptions};
//!
//! let intake = Intake::start(IntakeOptions::new("127.0.0.1:0".parse().expect("an address"), "reports")).await?;
//! // Apps upload to this URL.
//! let endpoint = format!("http://{}{}", intake.addr(), Intake::base_path());
//! intake.stop().await;
//! for report in wallet_doctor_intake::store::received("reports".as_ref())? {
//!     // report.ticket, report.file, …
//! }
//! # drop(endpoint); Ok(())
//! # }
//! ```

pub mod announcements;
mod clock;
mod condition;
mod error;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod intake;
pub mod keys;
pub mod limits;
mod ops;
pub mod queue;
mod records;
pub mod serve;
mod staffing;
pub mod store;
mod support;
mod ticket;
mod ticket_key;
mod tickets;
mod tus;

pub use clock::Clock;
pub use error::IntakeError;
pub use intake::{Intake, IntakeOptions, OnExpired, OnReceived, TlsIdentity};
pub use limits::Limits;
pub use records::{DatabaseUrl, DatabaseUrlError};
pub use staffing::{EXPECTED_REPLY, Staffing, StaffingError};
pub use support::{Support, TicketFile};
