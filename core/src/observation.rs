//! Typed facts: each is known, unknown or not checked, with when it was read and how long that took.
//!
//! 'Not checked' and 'checked, but no answer' are values of their own: a judge must never take either for 'no'.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::account::{AccountState, Attempts};
use crate::balance::{BalanceSheet, BalanceSnapshot, PendingTransaction};
use crate::cache::CacheState;
use crate::codes::stable_codes;
use crate::connectivity::{EndpointProbe, LinkQuality, MadeUpName, PortalCheck, Traffic};
use crate::diagnosis::OwnCausesSeen;
use crate::host::{AppInfo, NetworkInfo};
use crate::sensitive::Sensitive;
use crate::service::ServiceReport;
use crate::transaction::{LookedUp, TransactionRecord};

/// One fact.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Observed<T> {
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
        /// What the other side said, if anything: free text, to be redacted before it leaves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
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

stable_codes! {
    /// Why an answer is missing although it was asked for.
    pub enum UnknownWhy as "reason" {
        /// No answer within the step's share of the deadline.
        TimedOut = "timed_out",
        /// The app's own code answered with an error.
        HostFailed = "host_failed",
        /// The app's own code panicked or threw.
        HostPanicked = "host_panicked",
        /// The server could not be reached.
        Unreachable = "unreachable",
        /// The server answered with an HTTP status other than success.
        HttpStatus = "http_status",
        /// The answer is larger than its limit.
        TooLarge = "too_large",
        /// The answer broke off.
        Truncated = "truncated",
        /// The answer does not make sense.
        Unreadable = "unreadable",
        /// The server points elsewhere, and it is not followed.
        Redirected = "redirected",
        /// It is not signed by any of the keys that it has to be signed by.
        BadSignature = "bad_signature",
    }
}

impl UnknownWhy {
    /// Whether something did come back from the other side, only nothing of use.
    pub fn is_an_answer(self) -> bool {
        match self {
            Self::HttpStatus
            | Self::TooLarge
            | Self::Truncated
            | Self::Unreadable
            | Self::Redirected
            | Self::BadSignature => true,
            Self::TimedOut | Self::HostFailed | Self::HostPanicked | Self::Unreachable => false,
        }
    }
}

stable_codes! {
    /// Why a thing was not checked.
    pub enum NotCheckedWhy as "reason" {
        /// The config names nothing to ask.
        NotConfigured = "not_configured",
        /// The app offers no such source.
        NotOffered = "not_offered",
        /// The complaint does not need it.
        NotNeeded = "not_needed",
    }
}

stable_codes! {
    /// How the balances were read. They may change while they are, so a difference is looked at twice before anybody is
    /// accused of it.
    #[derive(Default)]
    pub enum BalanceReading as "balance reading" {
        /// Once: they agreed, or were not known.
        #[default]
        Once = "once",
        /// Twice, and the same assets differed by the same amounts.
        Confirmed = "confirmed",
        /// Twice, and they differed otherwise the second time: the balances are changing just now.
        Changing = "changing",
        /// They differed, and could not be read again.
        Unconfirmed = "unconfirmed",
    }
}

impl<T: fmt::Debug> fmt::Debug for Observed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known { value, at, took_ms } => {
                f.debug_struct("Known").field("value", value).field("at", at).field("took_ms", took_ms).finish()
            }
            // What the other side said may hold anything.
            Self::Unknown { why, detail, at, took_ms } => f
                .debug_struct("Unknown")
                .field("why", why)
                .field("detail", &detail.as_ref().map(Sensitive::new))
                .field("at", at)
                .field("took_ms", took_ms)
                .finish(),
            Self::NotChecked { why } => f.debug_struct("NotChecked").field("why", why).finish(),
        }
    }
}

impl<T> Observed<T> {
    /// What a diagnosis of an older version says of what it did not ask.
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

    /// Why it is unknown, if it was asked for and not answered.
    pub fn unknown(&self) -> Option<UnknownWhy> {
        match self {
            Self::Unknown { why, .. } => Some(*why),
            Self::Known { .. } | Self::NotChecked { .. } => None,
        }
    }
}

/// One of several sources of service news, and what it said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SourceObservation {
    /// The source's name in the config.
    pub source: String,
    /// What it said.
    pub report: Observed<ServiceReport>,
    /// Whether what it said, or earlier said, is signed by the provider.
    #[serde(default)]
    pub signed: bool,
    /// How old its word was when it came, in seconds: a cache in between had kept it so long (`Age`, RFC 9111).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_s: Option<u64>,
    /// Whether it was too busy to answer, or answers that the service is.
    #[serde(default)]
    pub busy: bool,
    /// When it asks to be asked again then, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u64>,
    /// The last good copy from an earlier diagnosis, unless the source has just confirmed or replaced it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<KeptReport>,
}

/// What a source said earlier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeptReport {
    /// What it said.
    pub report: ServiceReport,
    /// When it last said so.
    pub fetched_at: Timestamp,
}

/// Everything one diagnosis has seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Observations {
    /// When the diagnosis began, by the phone's clock.
    pub started_at: Timestamp,
    /// Drawn for this diagnosis, up to [`SPREAD_PARTS`](crate::diagnosis::SPREAD_PARTS): spreads what all who are told the same
    /// would else do at once.
    #[serde(default)]
    pub spread: u16,
    /// One staged probe per configured endpoint, in the order of the config.
    pub endpoints: Vec<EndpointProbe>,
    /// What the resolver says of a name that nobody has; empty if no endpoint of the wallet's has a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_up_name: Option<MadeUpName>,
    /// One check per configured captive-portal endpoint.
    pub portals: Vec<PortalCheck>,
    /// How good the link is.
    pub quality: Observed<LinkQuality>,
    /// What the phone says of its network.
    pub network: Observed<NetworkInfo>,
    /// What each status source says.
    pub service: Vec<SourceObservation>,
    /// What is known of the account.
    pub account: Observed<AccountState>,
    /// The balances that the app shows.
    pub cached_balances: Observed<BalanceSheet>,
    /// The balances that the provider has.
    pub synced_balances: Observed<BalanceSheet>,
    /// Transactions under way.
    pub pending: Observed<Vec<PendingTransaction>>,
    /// How balances and pending transactions were read: of two readings, the second one stands here.
    #[serde(default)]
    pub balance_reading: BalanceReading,
    /// What the provider had in earlier diagnoses, for the same account.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub balance_snapshots: Vec<BalanceSnapshot>,
    /// What the ids led to that the person gave.
    #[serde(default = "Observed::<LookedUp>::not_asked")]
    pub looked_up: Observed<LookedUp>,
    /// The latest transactions, whatever their state.
    #[serde(default = "Observed::<Vec<TransactionRecord>>::not_asked")]
    pub recent: Observed<Vec<TransactionRecord>>,
    /// Failed attempts that the doctor remembers.
    #[serde(default)]
    pub attempts: Attempts,
    /// The registered caches, measured.
    pub caches: Observed<Vec<CacheState>>,
    /// The app and the phone.
    pub app: Observed<AppInfo>,
    /// The provider's own causes: how many are in use, or why none are.
    #[serde(default = "Observed::<OwnCausesSeen>::not_asked")]
    pub own_causes: Observed<OwnCausesSeen>,
    /// How much data the diagnosis used.
    pub traffic: Traffic,
}

#[cfg(test)]
impl Observations {
    /// A diagnosis that saw nothing, at the beginning of time.
    pub(crate) fn nothing() -> Self {
        Self {
            started_at: Timestamp::UNIX_EPOCH,
            spread: 0,
            endpoints: Vec::new(),
            made_up_name: None,
            portals: Vec::new(),
            quality: Observed::not_asked(),
            network: Observed::not_asked(),
            service: Vec::new(),
            account: Observed::not_asked(),
            cached_balances: Observed::not_asked(),
            synced_balances: Observed::not_asked(),
            pending: Observed::not_asked(),
            balance_reading: BalanceReading::Once,
            balance_snapshots: Vec::new(),
            looked_up: Observed::not_asked(),
            recent: Observed::not_asked(),
            attempts: Attempts::default(),
            caches: Observed::not_asked(),
            app: Observed::not_asked(),
            own_causes: Observed::not_asked(),
            traffic: Traffic::default(),
        }
    }
}
