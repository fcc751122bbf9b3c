//! Asking what is known before anything is tried: the app alone, all of it at once.

use std::sync::Arc;

use tokio::time::Instant;

use super::host_call::ask_host;
use crate::account::AccountState;
use crate::balance::BalanceSheet;
use crate::clock::Clock;
use crate::host::{AppInfo, Host, NetworkInfo};
use crate::observation::Observed;

/// Whom to ask, and until when.
pub(crate) struct Asking<'a> {
    pub(crate) host: &'a Host,
    pub(crate) clock: &'a Arc<dyn Clock>,
    pub(crate) deadline: Instant,
}

/// What the app says.
pub(crate) struct Asked {
    pub(crate) account: Observed<AccountState>,
    /// What the app shows: it has that without a network.
    pub(crate) balances: Observed<BalanceSheet>,
    pub(crate) network: Observed<NetworkInfo>,
    pub(crate) app: Observed<AppInfo>,
}

impl Asking<'_> {
    pub(crate) async fn beforehand(&self) -> Asked {
        let (clock, deadline) = (self.clock, self.deadline);
        let Host { account, balances, network, app, .. } = self.host.clone();
        let (account, balances, network, app) = tokio::join!(
            ask_host(clock, deadline, account.map(|source| move || source.account())),
            ask_host(clock, deadline, balances.map(|source| move || source.cached())),
            ask_host(clock, deadline, network.map(|source| move || source.network())),
            ask_host(clock, deadline, app.map(|source| move || source.app())),
        );
        Asked { account, balances, network, app }
    }
}
