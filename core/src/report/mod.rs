//! The report: draft → redact → bundle → seal. Only a redacted report can be bundled, only a sealed bundle can be queued,
//! and the types see to it.

mod sealed;

pub use sealed::{ReportId, SealedBundle};
