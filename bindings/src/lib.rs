//! Wallet Doctor for Kotlin and Swift: the one crate that knows UniFFI.
//!
//! ```text
//! Kotlin, Swift ─ wrapper (bindings/kotlin, bindings/swift) ─ generated code ─ this crate ─ wallet-doctor-core
//! ```
//!
//! Plain data is the core's own, mirrored in [`data`] field by field, so that a new field there does not build here before
//! it is in the mirror. What lives on is behind three handles: [`DoctorHandle`], [`DiagnosisHandle`], [`DraftHandle`]. What
//! the app answers is in [`host`]. Every call runs on one runtime of our own and comes back with a value or a
//! [`DoctorError`]: a panic inside is an error to the app, never its end.
//!
//! The documentation of what is exported is what users of Kotlin and Swift read.

#[cfg(target_os = "android")]
mod android;
mod call;
pub mod data;
mod diagnosis;
mod doctor;
mod draft;
mod error;
pub mod host;
mod progress;
mod values;

pub use call::Cancellation;
pub use diagnosis::{Cause, CauseEvidence, Diagnosis, DiagnosisHandle, Preflight, Unmet};
pub use doctor::{DoctorHandle, DoctorSettings};
pub use draft::{DraftHandle, PreviewFile, ReportPreview};
pub use error::DoctorError;
pub use progress::ProgressListener;

uniffi::setup_scaffolding!("wallet_doctor");

/// The version of the library, such as `0.1.0`.
#[uniffi::export]
pub fn library_version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
