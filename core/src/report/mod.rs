//! The report: draft → redact → bundle → seal. Only a redacted report can be bundled, only a sealed bundle can be queued,
//! and the types see to it.

mod bundle;
mod draft;
mod error;
mod file_name;
mod identity;
mod ledger;
mod open;
mod redact;
mod seal;
mod sealed;

pub use bundle::{Entry, FORMAT, FORMAT_VERSION, Manifest, ManifestEntry, RedactedReport};
pub use draft::{Attachment, Preview, PreviewFile, ReportDraft, ReportInput, Tried};
pub use error::ReportError;
pub use identity::{IdentityError, SupportIdentity};
pub use ledger::{Ledger, LedgerEntry};
pub use open::{MAX_ENTRIES, MAX_MANIFEST_BYTES, MAX_SEALED_BYTES, MAX_UNPACKED_BYTES, OpenError, OpenedReport, open};
pub use redact::{MAX_DECLARED, MAX_DECLARED_BYTES, Place, Redactor, Rule};
pub use seal::{FILE_SUFFIX, seal};
pub use sealed::{ReportId, SealedBundle};
