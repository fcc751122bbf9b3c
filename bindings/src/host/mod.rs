//! What the app answers: one interface per subject, so that an app offers what it has and no more.
//!
//! Every method may block: it is called on a thread of the doctor's, never the main one, and a diagnosis does not wait longer for
//! it than its deadline. What an app does not offer is 'not checked', which is never taken for 'no'; an answer that fails, is
//! thrown, or hangs is 'not known'.

mod adapters;

use std::sync::Arc;

use wallet_doctor_core::account::AccountState;
use wallet_doctor_core::balance::{BalanceSheet, PendingTransaction};
use wallet_doctor_core::cache::CacheRegistration;
use wallet_doctor_core::host::{AppInfo, NetworkInfo};
use wallet_doctor_core::transaction::{LookedUp, TransactionRecord};

use crate::values::SensitiveText;

/// What is said of what the app did not declare.
const UNEXPECTED: &str = "the app threw something undeclared, or its answer could not be read";

/// Why the app could not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum HostError {
    /// The app can't know this.
    #[error("the app does not offer this")]
    NotOffered,
    /// It tried and failed.
    #[error("the app could not answer")]
    Failed {
        /// What happened, in the app's words. Redacted before it leaves.
        reason: String,
    },
}

/// What the app threw and had not declared, and answers that can't be read. What they say may hold an address with a token in it,
/// so it is not passed on.
impl From<uniffi::UnexpectedUniFFICallbackError> for HostError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed { reason: UNEXPECTED.to_owned() }
    }
}

/// The balances as the app shows them and as it syncs them.
#[uniffi::export(foreign)]
pub trait BalanceSource: Send + Sync {
    /// What the app shows now, from its own storage.
    fn cached(&self) -> Result<BalanceSheet, HostError>;
    /// What the provider has now, through the app's own session. An app that leaves this to the config's `balances` says
    /// `NotOffered`.
    fn synced(&self) -> Result<BalanceSheet, HostError>;
    /// Fetches everything anew, after a cache was cleared.
    fn resync(&self) -> Result<(), HostError>;
}

/// Transactions.
#[uniffi::export(foreign)]
pub trait TransactionSource: Send + Sync {
    /// All pending transactions that the app knows.
    fn pending(&self) -> Result<Vec<PendingTransaction>, HostError>;
    /// Where these transactions stand: the ones that the person named. Ids that the provider does not know are named as such;
    /// one that is left out on both sides counts as not looked up.
    fn look_up(&self, ids: Vec<String>) -> Result<LookedUp, HostError>;
    /// The latest transactions, the newest first, whatever their state.
    fn recent(&self) -> Result<Vec<TransactionRecord>, HostError>;
}

/// The state of the account.
#[uniffi::export(foreign)]
pub trait AccountSource: Send + Sync {
    /// What the app knows of it. An app that leaves this to the config's `account` says `NotOffered`.
    fn account(&self) -> Result<AccountState, HostError>;
}

/// The person's authorization with the provider's API.
#[uniffi::export(foreign)]
pub trait AuthorizationSource: Send + Sync {
    /// The value of the `Authorization` header for the config's `account.url` and `balances.url`, such as `Bearer …`. It is
    /// asked for anew each time and sent to those two alone, over TLS or to this very machine; the doctor neither keeps nor
    /// shows it, and follows no redirect with it.
    fn authorization(&self) -> Result<SensitiveText, HostError>;
}

/// The person's session with the provider.
#[uniffi::export(foreign)]
pub trait SessionSource: Send + Sync {
    /// Shows the app's own sign-in and waits for its end: whether the person is signed in then. The doctor sees neither
    /// password nor code.
    fn sign_in_again(&self) -> Result<bool, HostError>;
}

/// What the phone says of its network.
#[uniffi::export(foreign)]
pub trait NetworkSource: Send + Sync {
    /// A snapshot.
    fn network(&self) -> Result<NetworkInfo, HostError>;
}

/// What the app says of itself and of the phone.
#[uniffi::export(foreign)]
pub trait AppSource: Send + Sync {
    /// A snapshot.
    fn app(&self) -> Result<AppInfo, HostError>;
}

/// The caches that may be cleared: folders, which the doctor clears, and what the app clears itself.
///
/// For those of the second kind the app takes part: `setAside`, then either `restore` or `discard`. Each may be asked again after
/// a kill, also for what is done already, and succeeds then. They are under no deadline, since what is begun has to be finished;
/// no other cache is cleared meanwhile.
#[uniffi::export(foreign)]
pub trait CacheSource: Send + Sync {
    /// All caches, registered anew at each diagnosis.
    fn caches(&self) -> Result<Vec<CacheRegistration>, HostError>;
    /// Puts everything in the cache of this id where the app does not use it and can restore it: by renaming a table, say. All of
    /// it, or nothing.
    fn set_aside(&self, cache_id: String) -> Result<(), HostError>;
    /// Brings back what was set aside, but for what was written anew since.
    fn restore(&self, cache_id: String) -> Result<(), HostError>;
    /// Deletes what was set aside.
    fn discard(&self, cache_id: String) -> Result<(), HostError>;
}

/// Everything that an app offers: what it leaves out is not checked.
#[derive(Default, uniffi::Record)]
pub struct HostSources {
    /// Balances.
    #[uniffi(default)]
    pub balances: Option<Arc<dyn BalanceSource>>,
    /// Transactions.
    #[uniffi(default)]
    pub transactions: Option<Arc<dyn TransactionSource>>,
    /// The account.
    #[uniffi(default)]
    pub account: Option<Arc<dyn AccountSource>>,
    /// The authorization for the endpoints that the config names.
    #[uniffi(default)]
    pub authorization: Option<Arc<dyn AuthorizationSource>>,
    /// The session.
    #[uniffi(default)]
    pub session: Option<Arc<dyn SessionSource>>,
    /// The network.
    #[uniffi(default)]
    pub network: Option<Arc<dyn NetworkSource>>,
    /// The app and the phone.
    #[uniffi(default)]
    pub app: Option<Arc<dyn AppSource>>,
    /// Caches.
    #[uniffi(default)]
    pub caches: Option<Arc<dyn CacheSource>>,
}
