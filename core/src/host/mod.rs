//! What the app answers: small traits, one per subject, so that an app offers what it has and no more.
//!
//! Every method takes and returns owned values and may block: the doctor calls it off the async threads and under a
//! deadline. A source that is absent makes its facts 'not checked'; a source that fails or panics makes them 'unknown'.

mod judge;
mod recorded;

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::account::AccountState;
use crate::balance::{BalanceSheet, PendingTransaction};
use crate::cache::CacheRegistration;
use crate::sensitive::Sensitive;
use crate::transaction::{LookedUp, TransactionRecord};

pub(crate) use judge::judge;
pub use recorded::{AppAnswers, RecordedHost, SyncFn};

/// Why the app could not answer.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
pub enum HostError {
    /// The app cannot know this.
    #[error("the app does not offer this")]
    NotOffered,
    /// It tried and failed. The text may come from anywhere, so it is treated as unsafe and redacted before it leaves.
    #[error("the app could not answer")]
    Failed {
        /// What happened, in the app's words.
        message: String,
    },
}

impl fmt::Debug for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOffered => f.write_str("NotOffered"),
            Self::Failed { message } => f.debug_struct("Failed").field("message", &Sensitive::new(message)).finish(),
        }
    }
}

/// The balances as the app shows them and as it syncs them.
pub trait BalanceSource: Send + Sync {
    /// What the app shows now, from its own storage.
    fn cached(&self) -> Result<BalanceSheet, HostError>;
    /// What the provider has now, through the app's own session. An app that leaves this to the config's
    /// `balances` answers `NotOffered`.
    fn synced(&self) -> Result<BalanceSheet, HostError>;
    /// Fetches everything anew, after a cache was cleared.
    fn resync(&self) -> Result<(), HostError>;
}

/// Transactions that are under way.
pub trait TransactionSource: Send + Sync {
    /// All pending transactions that the app knows.
    fn pending(&self) -> Result<Vec<PendingTransaction>, HostError>;

    /// Where these transactions stand: the ones that the person named, asked before anything else. Ids that the provider does
    /// not know are named as such; one that is left out on both sides counts as not looked up.
    fn look_up(&self, _ids: Vec<String>) -> Result<LookedUp, HostError> {
        Err(HostError::NotOffered)
    }

    /// The latest transactions, the newest first, whatever their state.
    fn recent(&self) -> Result<Vec<TransactionRecord>, HostError> {
        Err(HostError::NotOffered)
    }
}

/// The state of the account.
pub trait AccountSource: Send + Sync {
    /// What the app knows of it. An app that leaves this to the config's `account` answers `NotOffered`.
    fn account(&self) -> Result<AccountState, HostError>;
}

/// The person's authorization with the provider's API.
pub trait AuthorizationSource: Send + Sync {
    /// The value of the `Authorization` header for the config's `account.url` and `balances.url`, such as `Bearer …`. It is
    /// asked for anew each time and sent to those two alone, over TLS or to this very machine; the doctor neither keeps nor
    /// shows it, and follows no redirect with it.
    fn authorization(&self) -> Result<Sensitive<String>, HostError>;
}

/// The person's session with the provider.
pub trait SessionSource: Send + Sync {
    /// Shows the app's own sign-in and waits for its end: whether the person is signed in then. The doctor sees neither
    /// password nor code.
    fn sign_in_again(&self) -> Result<bool, HostError>;
}

/// What the phone says of its network.
pub trait NetworkSource: Send + Sync {
    /// A snapshot.
    fn network(&self) -> Result<NetworkInfo, HostError>;
}

/// What the app says of itself and of the phone.
pub trait AppSource: Send + Sync {
    /// A snapshot.
    fn app(&self) -> Result<AppInfo, HostError>;
}

/// The caches that may be cleared: folders, which the doctor clears, and what the app clears itself.
///
/// For those of the second kind the app takes part: `set_aside`, then either `restore` or `discard`. Each may be asked again
/// after a kill, also for what is done already, and answers `Ok` then. They are under no deadline, since what is begun has to be
/// finished; no other cache is cleared meanwhile.
pub trait CacheSource: Send + Sync {
    /// All caches, registered anew at each diagnosis.
    fn caches(&self) -> Result<Vec<CacheRegistration>, HostError>;

    /// Puts everything in the cache of this id where the app does not use it and can restore it: by renaming a table, say.
    /// All of it, or nothing.
    fn set_aside(&self, _cache_id: String) -> Result<(), HostError> {
        Err(HostError::NotOffered)
    }

    /// Brings back what was set aside, but for what was written anew since.
    fn restore(&self, _cache_id: String) -> Result<(), HostError> {
        Err(HostError::NotOffered)
    }

    /// Deletes what was set aside.
    fn discard(&self, _cache_id: String) -> Result<(), HostError> {
        Err(HostError::NotOffered)
    }
}

/// Everything an app offers. Start from `Host::default()` and set what there is.
#[derive(Clone, Default)]
pub struct Host {
    /// Balances.
    pub balances: Option<Arc<dyn BalanceSource>>,
    /// Pending transactions.
    pub transactions: Option<Arc<dyn TransactionSource>>,
    /// Account state.
    pub account: Option<Arc<dyn AccountSource>>,
    /// The authorization for the endpoints that the config names.
    pub authorization: Option<Arc<dyn AuthorizationSource>>,
    /// The session.
    pub session: Option<Arc<dyn SessionSource>>,
    /// Network info.
    pub network: Option<Arc<dyn NetworkSource>>,
    /// App and phone info.
    pub app: Option<Arc<dyn AppSource>>,
    /// Caches.
    pub caches: Option<Arc<dyn CacheSource>>,
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host")
            .field("balances", &self.balances.is_some())
            .field("transactions", &self.transactions.is_some())
            .field("account", &self.account.is_some())
            .field("authorization", &self.authorization.is_some())
            .field("session", &self.session.is_some())
            .field("network", &self.network.is_some())
            .field("app", &self.app.is_some())
            .field("caches", &self.caches.is_some())
            .finish()
    }
}

/// What the phone says of its network. Evidence, never a gate; a field that the phone does not tell stays empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NetworkInfo {
    /// `wifi`, `cellular`, `ethernet`, `none` or another word of the platform's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transport: Option<String>,
    /// Whether airplane mode is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub airplane_mode: Option<bool>,
    /// Whether a VPN carries the traffic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vpn: Option<bool>,
    /// Whether a proxy is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<bool>,
    /// Whether the connection is metered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metered: Option<bool>,
    /// Whether the system lets this app use data in the background.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub background_restricted: Option<bool>,
    /// Whether the system believes that this network reaches the internet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validated: Option<bool>,
    /// Whether the system has found a captive portal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captive_portal: Option<bool>,
    /// The strength of the signal in steps from 0, none or almost none, to 4, very good: Android's
    /// `SignalStrength.getLevel()`, and `WifiManager.calculateSignalLevel` with five levels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal_level: Option<u8>,
}

impl NetworkInfo {
    /// Whether the phone says that it has no network at all.
    pub(crate) fn is_offline(&self) -> bool {
        self.transport.as_deref() == Some("none") || self.airplane_mode == Some(true)
    }
}

/// The app and the phone.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AppInfo {
    /// The app's version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_version: Option<String>,
    /// The lowest version of the app that the provider still serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_minimum_version: Option<String>,
    /// The newest version of the app in the official store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_latest_version: Option<String>,
    /// The system and its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os: Option<String>,
    /// The system's version alone, such as `16` or `18.6.2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os_version: Option<String>,
    /// The lowest version of the system on which the app works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os_minimum_version: Option<String>,
    /// How much the phone's storage can still take, in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_storage_bytes: Option<u64>,
    /// The phone's model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// The account, in the provider's terms. A report holds only a pseudonym of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_ref: Option<String>,
    /// The person's time zone, an IANA name such as `Asia/Shanghai`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
}

/// The account is nobody's business in a log.
impl fmt::Debug for AppInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { account_ref, time_zone, .. } = self;
        f.debug_struct("AppInfo")
            .field("app_version", &self.app_version)
            .field("app_minimum_version", &self.app_minimum_version)
            .field("app_latest_version", &self.app_latest_version)
            .field("os", &self.os)
            .field("os_version", &self.os_version)
            .field("os_minimum_version", &self.os_minimum_version)
            .field("free_storage_bytes", &self.free_storage_bytes)
            .field("device", &self.device)
            .field("account_ref", &account_ref.as_ref().map(Sensitive::new))
            .field("time_zone", time_zone)
            .finish()
    }
}
