//! `report.json`: what a report says, as data. Every field is here because support needs it; what is not here does not
//! leave. There is no `String` in these types: text from outside is [`Text`], which only redaction makes.

mod account;
mod attached;
mod checks;
mod contact;
mod copy;
mod endpoint;
mod holdings;
mod kept_evidence;
mod quality;
mod seen;
mod service;
mod transactions;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ReportId, Text};
use crate::account::Attempts;
use crate::balance::Amount;
use crate::complaint::{Elsewhere, Symptom};
use crate::config::Locale;
use crate::connectivity::{ClockOffset, Traffic};
use crate::diagnosis::{Actor, Certainty, FindingCode, OwnCausesSeen, Severity};
use crate::observation::{NotCheckedWhy, UnknownWhy};

pub use account::{
    AccountContent, ChannelContent, DevicesContent, IdentityContent, InstrumentContent, LimitsContent, OpeningContent,
    RestrictionContent,
};
pub use attached::{AttachmentContent, Omission, OmissionWhy, PictureContent};
pub use checks::{ClockSampleContent, NetworkContent, PortalContent};
pub use contact::ContactLogContent;
pub(super) use copy::{Origin, copy};
pub use endpoint::{CertificateContent, EndpointContent, FamilyContent, HttpContent, MadeUpNameContent, TlsContent};
pub use holdings::{
    AssetContent, BalancesContent, CacheContent, ComparisonContent, MiscountedContent, PendingContent, SheetContent,
    SnapshotContent, VerdictContent,
};
pub(super) use kept_evidence::KeptOrigin;
pub use kept_evidence::{KeptEvidenceContent, NotAttachedWhy};
pub use quality::{DownloadContent, EchoContent, QualityContent};
pub use service::{
    ComponentContent, IncidentContent, KeptContent, MaintenanceContent, NoticeContent, ServiceContent, SourceContent,
};

pub use transactions::{LookedUpContent, TransactionContent, TransactionsContent};

/// The version of `report.json` that is written.
pub const CONTENT_VERSION: u32 = 1;
/// How many entries of one list a report holds; what is left out is named in `omitted`.
pub const MAX_LISTED: usize = 500;

/// What a report says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportContent {
    /// The version of this format.
    pub version: u32,
    /// The report's id.
    pub id: ReportId,
    /// When it was made, by the phone's clock.
    pub created_at: Timestamp,
    /// The language of its texts.
    pub locale: Locale,
    /// The provider.
    pub provider: Text,
    /// What the person said.
    pub complaint: ComplaintContent,
    /// The app and the phone.
    pub app: Reported<AppContent>,
    /// The causes in rank order.
    pub causes: Vec<CauseContent>,
    /// What the person was told about their money.
    pub money: Text,
    /// What they were told to do before anything else; empty unless the complaint is urgent.
    pub urgent_steps: Vec<Text>,
    /// Everything that was found.
    pub findings: Vec<FindingContent>,
    /// What was tried already.
    pub tried: Vec<TriedContent>,
    /// What support said and promised before, oldest first. Empty unless the person agreed to send it.
    #[serde(default)]
    pub contact_log: Vec<ContactLogContent>,
    /// When the diagnosis began, by the phone's clock.
    pub started_at: Timestamp,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u64,
    /// The staged probes.
    pub endpoints: Vec<EndpointContent>,
    /// What the resolver said of a name that nobody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_up_name: Option<MadeUpNameContent>,
    /// The captive-portal checks.
    pub portals: Vec<PortalContent>,
    /// How good the link is.
    pub quality: Reported<QualityContent>,
    /// By how much the phone's clock is off, if that could be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockOffset>,
    /// What the phone says of its network.
    pub network: Reported<NetworkContent>,
    /// What the provider says of its service.
    pub service: Vec<SourceContent>,
    /// The state of the account.
    pub account: Reported<AccountContent>,
    /// The balances.
    pub balances: BalancesContent,
    /// The transactions.
    #[serde(default = "TransactionsContent::not_asked")]
    pub transactions: TransactionsContent,
    /// Failed attempts that the doctor remembers.
    #[serde(default)]
    pub attempts: Attempts,
    /// The stored copies.
    pub caches: Reported<Vec<CacheContent>>,
    /// The provider's own causes: how many were in use, or why none were.
    #[serde(default = "Reported::<OwnCausesSeen>::not_asked")]
    pub own_causes: Reported<OwnCausesSeen>,
    /// How much data the diagnosis used.
    pub traffic: Traffic,
    /// What the person added.
    pub attachments: Vec<AttachmentContent>,
    /// What the person has kept of the transactions; missing in older reports.
    #[serde(default)]
    pub kept_evidence: Vec<KeptEvidenceContent>,
    /// What was left out or cut for its size.
    pub omitted: Vec<Omission>,
}

/// One fact, as in [`Observed`](crate::observation::Observed).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Reported<T> {
    /// It was read.
    Known {
        /// What was read.
        value: T,
        /// When, by the phone's clock.
        at: Timestamp,
        /// How long it took, in milliseconds.
        took_ms: u64,
    },
    /// It was asked for and there was no usable answer.
    Unknown {
        /// Why.
        why: UnknownWhy,
        /// What the other side said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detail: Option<Text>,
        /// When, by the phone's clock.
        at: Timestamp,
        /// How long it took, in milliseconds.
        took_ms: u64,
    },
    /// It was not asked for.
    NotChecked {
        /// Why not.
        why: NotCheckedWhy,
    },
}

impl<T> Reported<T> {
    /// What a report of an older version says of what it did not ask.
    fn not_asked() -> Self {
        Self::NotChecked { why: NotCheckedWhy::NotOffered }
    }

    /// The value, if it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known { value, .. } => Some(value),
            Self::Unknown { .. } | Self::NotChecked { .. } => None,
        }
    }
}

/// What the person said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComplaintContent {
    /// What is wrong.
    pub symptom: Symptom,
    /// The message that they saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_seen: Option<Text>,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began_at: Option<Timestamp>,
    /// The transactions that it is about.
    pub transaction_ids: Vec<Text>,
    /// The bank or the channel that they used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Text>,
    /// The amount that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money: Option<MoneyContent>,
    /// Whether other devices show the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<Elsewhere>,
    /// Transactions that they say they did not make.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_mine: Vec<Text>,
    /// Their own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// An amount of an asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MoneyContent {
    /// The asset.
    pub asset: Text,
    /// How much of it.
    pub amount: Amount,
}

/// The app and the phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AppContent {
    /// The app's version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_version: Option<Text>,
    /// The lowest version that the provider still serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_minimum_version: Option<Text>,
    /// The newest version in the official store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_latest_version: Option<Text>,
    /// The system and its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os: Option<Text>,
    /// The system's version alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os_version: Option<Text>,
    /// The lowest version of the system on which the app works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os_minimum_version: Option<Text>,
    /// How much the phone's storage can still take, in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_storage_bytes: Option<u64>,
    /// The phone's model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Text>,
    /// The pseudonym of the account: the same everywhere in this report, another in every other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Text>,
    /// The person's time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<Text>,
}

/// One cause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CauseContent {
    /// Its stable code.
    pub code: Text,
    /// How sure, from 0 to 1.
    pub confidence: f64,
    /// How sure, in a word.
    pub certainty: Certainty,
    /// How much it stands in the way.
    pub severity: Severity,
    /// Who can do something about it.
    pub who: Vec<Actor>,
    /// What speaks for it, strongest first.
    pub evidence_for: Vec<EvidenceContent>,
    /// What speaks against it, strongest first.
    pub evidence_against: Vec<EvidenceContent>,
    /// What the person was told is wrong.
    pub headline: Text,
    /// What they were told about their money.
    pub money: Text,
    /// What they were told about trying again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<Text>,
    /// What they were told to do.
    pub steps: Vec<Text>,
    /// When they were told to try again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub try_again_at: Option<Timestamp>,
    /// What they were told is left to do once a remedy has helped.
    pub after_remedy: Vec<Text>,
}

/// What speaks for or against a cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EvidenceContent {
    /// What was found.
    pub code: FindingCode,
    /// About what.
    pub subject: Text,
    /// In the person's language.
    pub text: Text,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FindingContent {
    /// What was found.
    pub code: FindingCode,
    /// About what.
    pub subject: Text,
    /// Figures and names.
    pub details: BTreeMap<Text, Text>,
}

/// A remedy that was run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TriedContent {
    /// What was done.
    pub what: Text,
    /// What came of it.
    pub outcome: Text,
    /// When.
    pub at: Timestamp,
}
