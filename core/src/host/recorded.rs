//! An app's answers as data, so that a whole case fits in one file and a scenario can be shared by every language.

use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::{
    AccountSource, AppInfo, AppSource, BalanceSource, CacheSource, Host, HostError, NetworkInfo, NetworkSource,
    TransactionSource,
};
use crate::account::AccountState;
use crate::balance::{BalanceSheet, PendingTransaction};
use crate::by_name;
use crate::cache::CacheRegistration;
use crate::transaction::{LookedUp, TransactionRecord};

/// What an app would answer. What is left out is 'not offered'.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AppAnswers {
    /// The balances that the app shows.
    #[serde(default, deserialize_with = "by_name::optional", skip_serializing_if = "Option::is_none")]
    pub cached_balances: Option<BalanceSheet>,
    /// The balances that the provider has, if they do not come from the config's `balances`.
    #[serde(default, deserialize_with = "by_name::optional", skip_serializing_if = "Option::is_none")]
    pub synced_balances: Option<BalanceSheet>,
    /// Transactions under way.
    #[serde(default, deserialize_with = "by_name::optional_list", skip_serializing_if = "Option::is_none")]
    pub pending_transactions: Option<Vec<PendingTransaction>>,
    /// All transactions that can be looked up, and the latest ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transactions: Option<Vec<TransactionRecord>>,
    /// The account's state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountState>,
    /// What the phone says of its network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<NetworkInfo>,
    /// The app and the phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub info: Option<AppInfo>,
    /// The caches that may be cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caches: Option<Vec<CacheRegistration>>,
    /// By how many seconds the phone's clock is ahead of the true time (negative: behind).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_ahead_s: Option<i64>,
}

/// How a recorded app fetches its balances anew.
pub type SyncFn = Arc<dyn Fn() -> Result<BalanceSheet, HostError> + Send + Sync>;

/// A host that answers from [`AppAnswers`].
pub struct RecordedHost {
    answers: Mutex<AppAnswers>,
    sync: Option<SyncFn>,
}

impl RecordedHost {
    /// The host's face for a doctor. `sync` is what `resync` runs; without it, `resync` adopts the recorded synced
    /// balances, and is not offered if there are none.
    pub fn host(answers: AppAnswers, sync: Option<SyncFn>) -> Host {
        let recorded = Arc::new(Self { answers: Mutex::new(answers.clone()), sync });
        let recorded = &recorded;
        Host {
            balances: answers.cached_balances.map(|_| recorded.clone() as Arc<dyn BalanceSource>),
            transactions: (answers.pending_transactions.is_some() || answers.transactions.is_some())
                .then(|| recorded.clone() as Arc<dyn TransactionSource>),
            account: answers.account.map(|_| recorded.clone() as Arc<dyn AccountSource>),
            // A secret has no place in a file that is passed around.
            authorization: None,
            // A recording has no screen on which to sign in.
            session: None,
            network: answers.network.map(|_| recorded.clone() as Arc<dyn NetworkSource>),
            app: answers.info.map(|_| recorded.clone() as Arc<dyn AppSource>),
            caches: answers.caches.map(|_| recorded.clone() as Arc<dyn CacheSource>),
        }
    }

    fn read<T>(&self, field: impl FnOnce(&AppAnswers) -> Option<T>) -> Result<T, HostError> {
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        field(&answers).ok_or(HostError::NotOffered)
    }
}

impl BalanceSource for RecordedHost {
    fn cached(&self) -> Result<BalanceSheet, HostError> {
        self.read(|answers| answers.cached_balances.clone())
    }

    fn synced(&self) -> Result<BalanceSheet, HostError> {
        self.read(|answers| answers.synced_balances.clone())
    }

    fn resync(&self) -> Result<(), HostError> {
        let fresh = match &self.sync {
            Some(sync) => sync()?,
            None => self.synced()?,
        };
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).cached_balances = Some(fresh);
        Ok(())
    }
}

impl TransactionSource for RecordedHost {
    fn pending(&self) -> Result<Vec<PendingTransaction>, HostError> {
        self.read(|answers| answers.pending_transactions.clone())
    }

    fn look_up(&self, ids: Vec<String>) -> Result<LookedUp, HostError> {
        let known = self.recent()?;
        let not_found = ids.iter().filter(|id| !known.iter().any(|record| record.id == **id)).cloned().collect();
        Ok(LookedUp { found: known.into_iter().filter(|record| ids.contains(&record.id)).collect(), not_found })
    }

    fn recent(&self) -> Result<Vec<TransactionRecord>, HostError> {
        self.read(|answers| answers.transactions.clone())
    }
}

impl AccountSource for RecordedHost {
    fn account(&self) -> Result<AccountState, HostError> {
        self.read(|answers| answers.account.clone())
    }
}

impl NetworkSource for RecordedHost {
    fn network(&self) -> Result<NetworkInfo, HostError> {
        self.read(|answers| answers.network.clone())
    }
}

impl AppSource for RecordedHost {
    fn app(&self) -> Result<AppInfo, HostError> {
        self.read(|answers| answers.info.clone())
    }
}

impl CacheSource for RecordedHost {
    fn caches(&self) -> Result<Vec<CacheRegistration>, HostError> {
        self.read(|answers| answers.caches.clone())
    }
}
