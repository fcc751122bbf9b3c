//! The report: draft → redact → bundle → seal. Only a redacted report can be bundled, only a sealed bundle can be queued,
//! and the types see to it.

mod attachment;
mod bundle;
mod content;
mod draft;
mod error;
mod file_name;
mod identity;
mod items;
mod keepsake;
mod ledger;
mod open;
mod page;
pub(crate) mod picture;
mod plaintext;
mod redact;
mod seal;
mod sealed;
mod second_look;
mod text;
mod text_file;
mod word_lists;

pub use attachment::{Attachment, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS};
pub use bundle::{Entry, FORMAT, FORMAT_VERSION, Manifest, ManifestEntry, RedactedReport};
pub use content::{
    AccountContent, AppContent, AssetContent, AttachmentContent, BalancesContent, CONTENT_VERSION, CacheContent,
    CauseContent, CertificateContent, ChannelContent, ClockSampleContent, ComparisonContent, ComplaintContent,
    ComponentContent, ContactLogContent, DevicesContent, DownloadContent, EchoContent, EndpointContent,
    EvidenceContent, FamilyContent, FindingContent, HttpContent, IdentityContent, IncidentContent, InstrumentContent,
    KeptContent, KeptEvidenceContent, LimitsContent, LookedUpContent, MAX_LISTED, MadeUpNameContent,
    MaintenanceContent, MiscountedContent, MoneyContent, NetworkContent, NotAttachedWhy, NoticeContent, Omission,
    OmissionWhy, OpeningContent, PendingContent, PictureContent, PortalContent, QualityContent, ReportContent,
    Reported, RestrictionContent, ServiceContent, SheetContent, SnapshotContent, SourceContent, TlsContent,
    TransactionContent, TransactionsContent, TriedContent, VerdictContent,
};
pub use draft::{LeftOut, PictureSize, Preview, PreviewFile, ReportDraft, ReportInput, Tried};
pub use error::ReportError;
pub use identity::{IdentityError, SupportIdentity};
pub use items::{Item, ItemKind};
pub use ledger::{Ledger, LedgerEntry};
pub use open::{MAX_ENTRIES, MAX_MANIFEST_BYTES, MAX_SEALED_BYTES, MAX_UNPACKED_BYTES, OpenError, OpenedReport, open};
pub use page::{Block, Section, SectionKind, Table, sections};
pub use picture::{MAX_MASKS, MAX_PICTURE_BYTES, Mask, PictureError, Redrawn, redraw};
pub use redact::{
    MAX_DECLARED, MAX_DECLARED_BYTES, MAX_EXAMPLES, MAX_OWN_MATCH_BYTES, MAX_OWN_RULES, OwnRule, OwnRuleError, Place,
    Redactor, Rule,
};
pub use seal::{FILE_SUFFIX, seal};
pub use sealed::{ReportId, SealedBundle};
pub use second_look::{Sighting, SightingRule};
pub use text::{MAX_TEXT_CHARS, Text};

/// How much the second look sees, for the fuzz target.
#[cfg(feature = "fuzzing")]
pub(crate) fn second_look(files: &[(&str, &[u8])]) -> usize {
    second_look::SecondLook::new(&[], &[]).look_all(files).len()
}

#[cfg(test)]
mod tests;
