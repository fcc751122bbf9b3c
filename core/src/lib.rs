//! The engine of Wallet Doctor: from a complaint about a wallet to a diagnosis and a sealed report.
//!
//! The way through it, each arrow one function with one input type and one output type:
//!
//! ```text
//! Complaint ─plan→ Plan ─observe (in parallel, under a deadline)→ Observations ─judge→ findings ─rank→ Diagnosis
//!    Diagnosis + evidence ─draft→ ReportDraft ─redact→ RedactedReport + ledger ─seal→ SealedBundle ─outbox→ Submission
//! ```
//!
//! Each folder is a stage. Inside it, what observes (touches network, files or the app) and what judges (pure) are separate
//! files. [`Doctor`] is the public face; everything it takes and gives is plain data.
//!
//! ```no_run
//! use wallet_doctor_core::progress::NoProgress;
//! use wallet_doctor_core::{Complaint, Config, Consent, Doctor, Error, Host, Symptom};
//!
//! # async fn tapped(config_json: &[u8], host: Host, agreed: fn() -> Consent) -> Result<(), Error> {
//! let doctor = Doctor::open(Config::from_json(config_json)?, host)?;
//! let diagnosis = doctor.diagnose(Complaint::new(Symptom::BalanceIncorrect), &NoProgress).await?;
//! for cause in &diagnosis.causes {
//!     println!("{} ({:.0} %)", cause.advice.headline, cause.confidence * 100.0);
//! }
//! for remedy in &diagnosis.remedies {
//!     let outcome = doctor.run_remedy(remedy, agreed()).await?;
//!     match (&outcome.cleared, outcome.helped) {
//!         (Some(cleared), Some(true)) => doctor.confirm(&cleared.sweep).await?,
//!         (Some(cleared), Some(false)) => doctor.undo(&cleared.sweep).await?,
//!         _ => {} // Nothing to undo, or the person decides.
//!     }
//! }
//! let draft = doctor.draft_report(&diagnosis, Vec::new()).await?;
//! let submission = doctor.submit(&draft, agreed(), &NoProgress).await?;
//! # drop(submission); Ok(())
//! # }
//! ```

#[macro_use]
mod packed;

pub mod account;
pub mod balance;
mod by_name;
pub mod cache;
mod check_digit;
pub mod clock;
mod codes;
pub mod complaint;
pub mod config;
pub mod connectivity;
pub mod contact;
pub mod diagnosis;
mod doctor;
mod document;
mod durable;
mod error;
pub mod evidence;
mod fold;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
pub mod host;
pub mod hours;
mod lock;
pub mod observation;
mod observe;
mod one_line;
pub mod outbox;
pub mod plan;
pub mod progress;
pub mod report;
pub mod sensitive;
pub mod service;
mod signature;
mod store;
pub mod transaction;

pub use codes::UnknownCode;
pub use complaint::{Complaint, Symptom};
pub use config::{Case, Config};
pub use diagnosis::Diagnosis;
pub use doctor::{Cleared, Consent, Doctor, RemedyOutcome, Resync};
pub use error::Error;
pub use host::Host;
