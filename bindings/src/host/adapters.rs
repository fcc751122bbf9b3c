//! The app's interfaces as the core's traits.

use std::sync::Arc;

use wallet_doctor_core::account::AccountState;
use wallet_doctor_core::balance::{BalanceSheet, PendingTransaction};
use wallet_doctor_core::cache::CacheRegistration;
use wallet_doctor_core::host as core;
use wallet_doctor_core::host::{AppInfo, NetworkInfo};
use wallet_doctor_core::sensitive::Sensitive;
use wallet_doctor_core::transaction::{LookedUp, TransactionRecord};

use super::{
    AccountSource, AppSource, AuthorizationSource, BalanceSource, CacheSource, HostError, HostSources, NetworkSource,
    SessionSource, TransactionSource,
};

impl From<HostError> for core::HostError {
    fn from(error: HostError) -> Self {
        match error {
            HostError::NotOffered => Self::NotOffered,
            HostError::Failed { reason } => Self::Failed { message: reason },
        }
    }
}

impl From<HostSources> for core::Host {
    fn from(sources: HostSources) -> Self {
        let HostSources { balances, transactions, account, authorization, session, network, app, caches } = sources;
        Self {
            balances: balances.map(|source| Arc::new(App(source)) as _),
            transactions: transactions.map(|source| Arc::new(App(source)) as _),
            account: account.map(|source| Arc::new(App(source)) as _),
            authorization: authorization.map(|source| Arc::new(App(source)) as _),
            session: session.map(|source| Arc::new(App(source)) as _),
            network: network.map(|source| Arc::new(App(source)) as _),
            app: app.map(|source| Arc::new(App(source)) as _),
            caches: caches.map(|source| Arc::new(App(source)) as _),
        }
    }
}

/// One of the app's interfaces.
struct App<T: ?Sized>(Arc<T>);

type Answer<T> = Result<T, core::HostError>;

impl core::BalanceSource for App<dyn BalanceSource> {
    fn cached(&self) -> Answer<BalanceSheet> {
        Ok(self.0.cached()?)
    }

    fn synced(&self) -> Answer<BalanceSheet> {
        Ok(self.0.synced()?)
    }

    fn resync(&self) -> Answer<()> {
        Ok(self.0.resync()?)
    }
}

impl core::TransactionSource for App<dyn TransactionSource> {
    fn pending(&self) -> Answer<Vec<PendingTransaction>> {
        Ok(self.0.pending()?)
    }

    fn look_up(&self, ids: Vec<String>) -> Answer<LookedUp> {
        Ok(self.0.look_up(ids)?)
    }

    fn recent(&self) -> Answer<Vec<TransactionRecord>> {
        Ok(self.0.recent()?)
    }
}

impl core::AccountSource for App<dyn AccountSource> {
    fn account(&self) -> Answer<AccountState> {
        Ok(self.0.account()?)
    }
}

impl core::AuthorizationSource for App<dyn AuthorizationSource> {
    fn authorization(&self) -> Answer<Sensitive<String>> {
        Ok(self.0.authorization()?)
    }
}

impl core::SessionSource for App<dyn SessionSource> {
    fn sign_in_again(&self) -> Answer<bool> {
        Ok(self.0.sign_in_again()?)
    }
}

impl core::NetworkSource for App<dyn NetworkSource> {
    fn network(&self) -> Answer<NetworkInfo> {
        Ok(self.0.network()?)
    }
}

impl core::AppSource for App<dyn AppSource> {
    fn app(&self) -> Answer<AppInfo> {
        Ok(self.0.app()?)
    }
}

impl core::CacheSource for App<dyn CacheSource> {
    fn caches(&self) -> Answer<Vec<CacheRegistration>> {
        Ok(self.0.caches()?)
    }

    fn set_aside(&self, cache_id: String) -> Answer<()> {
        Ok(self.0.set_aside(cache_id)?)
    }

    fn restore(&self, cache_id: String) -> Answer<()> {
        Ok(self.0.restore(cache_id)?)
    }

    fn discard(&self, cache_id: String) -> Answer<()> {
        Ok(self.0.discard(cache_id)?)
    }
}
