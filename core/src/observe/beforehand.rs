//! Asking what is known before anything is tried: the app alone, all of it at once, and an endpoint only for an account that
//! the app knows nothing of.

use std::future::Future;
use std::sync::Arc;

use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

use super::account;
use super::document::Fetching;
use super::host_call::ask_host;
use crate::account::AccountState;
use crate::balance::BalanceSheet;
use crate::clock::Clock;
use crate::config::AccountEndpoint;
use crate::connectivity::Client;
use crate::host::{AppInfo, Host, NetworkInfo};
use crate::observation::{NotCheckedWhy, Observed, UnknownWhy};

/// Whom to ask, and until when.
#[derive(Clone, Copy)]
pub(crate) struct Asking<'a> {
    pub(crate) host: &'a Host,
    pub(crate) clock: &'a Arc<dyn Clock>,
    pub(crate) deadline: Instant,
    /// Whom to ask for an account that the app knows nothing of.
    pub(crate) endpoint: Option<&'a AccountEndpoint>,
}

/// What they say.
pub(crate) struct Asked {
    pub(crate) account: Observed<AccountState>,
    /// What the app shows: it has that without a network.
    pub(crate) balances: Observed<BalanceSheet>,
    pub(crate) network: Observed<NetworkInfo>,
    pub(crate) app: Observed<AppInfo>,
}

impl Asking<'_> {
    /// Asks. Comes back by the deadline. The client is made only where an endpoint is asked; none is one that could not be made.
    pub(crate) async fn beforehand(self, client: impl Future<Output = Option<Client>>) -> Asked {
        let Self { host, clock, deadline, .. } = self;
        let Host { account, balances, network, app, .. } = host.clone();
        let offline = CancellationToken::new();
        let network = async {
            let seen = ask_host(clock, deadline, network.map(|source| move || source.network())).await;
            if seen.known().is_some_and(NetworkInfo::is_offline) {
                offline.cancel();
            }
            seen
        };
        let account = async {
            let by_app =
                ask_host(clock, deadline, account.map(|source| move || source.account().map(AccountState::bounded)))
                    .await;
            let offers_none = matches!(by_app, Observed::NotChecked { why: NotCheckedWhy::NotOffered });
            // As soon as the app has none: its other answers may take their time.
            let by_endpoint = match self.endpoint.filter(|_| offers_none) {
                Some(endpoint) => tokio::select! {
                    biased;
                    () = offline.cancelled() => None,
                    seen = self.account_from(endpoint, client) => Some(seen),
                },
                None => None,
            };
            (by_app, by_endpoint)
        };
        let ((by_app, by_endpoint), balances, network, app) = tokio::join!(
            account,
            ask_host(clock, deadline, balances.map(|source| move || source.cached().map(BalanceSheet::bounded))),
            network,
            ask_host(clock, deadline, app.map(|source| move || source.app())),
        );
        // Which of the two was faster decides nothing.
        let account = by_endpoint.filter(|_| !offline.is_cancelled()).unwrap_or(by_app);
        Asked { account, balances, network, app }
    }

    /// The account from the endpoint. What keeps it from being asked at all, such as a trust store that cannot be read, is in
    /// nobody's way: the account is not known then.
    async fn account_from(
        self,
        endpoint: &AccountEndpoint,
        client: impl Future<Output = Option<Client>>,
    ) -> Observed<AccountState> {
        let Self { host, clock, deadline, .. } = self;
        let (at, started) = (clock.now(), Instant::now());
        let asked = timeout_at(deadline, async {
            let client = client.await.ok_or(UnknownWhy::Unreachable)?;
            Ok(account::from_endpoint(endpoint, Fetching { host, client: &client, clock, deadline }).await)
        });
        let why = match asked.await {
            Ok(Ok(seen)) => return seen,
            Ok(Err(why)) => why,
            Err(_) => UnknownWhy::TimedOut,
        };
        let took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        Observed::Unknown { why, detail: None, at, took_ms }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::Config;
    use crate::clock::SystemClock;
    use crate::host::{AccountSource, HostError, NetworkSource};

    /// Long enough for whatever answers at all, on any machine.
    const PATIENCE: Duration = Duration::from_secs(60);

    /// An app that has no account, and is offline or says nothing of it for as long as it takes.
    struct App {
        offline: bool,
        asked: std::sync::atomic::AtomicU32,
    }

    impl AccountSource for App {
        fn account(&self) -> Result<AccountState, HostError> {
            self.asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            Err(HostError::NotOffered)
        }
    }

    impl NetworkSource for App {
        fn network(&self) -> Result<NetworkInfo, HostError> {
            let transport = Some(if self.offline { "none" } else { "wifi" }.to_owned());
            Ok(NetworkInfo { transport, ..NetworkInfo::default() })
        }
    }

    async fn asked(patience: Duration, offline: bool, client: impl Future<Output = Option<Client>>) -> (Asked, u32) {
        let config = br#"{ "provider_name": "P", "account": { "url": "https://api.wallet.example/v1/account" } }"#;
        let config = Config::from_json(config).unwrap();
        let app = Arc::new(App { offline, asked: 0.into() });
        let host = Host { account: Some(app.clone()), network: Some(app.clone()), ..Host::default() };
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let deadline = Instant::now() + patience;
        let asking = Asking { host: &host, clock: &clock, deadline, endpoint: config.account.as_ref() };
        let seen = asking.beforehand(client).await;
        (seen, app.asked.load(std::sync::atomic::Ordering::SeqCst))
    }

    #[tokio::test]
    async fn a_client_that_cannot_be_made_or_takes_too_long_leaves_the_account_unknown() {
        let (failed, times) = asked(PATIENCE, false, async { None }).await;
        assert_eq!((failed.account.unknown(), times), (Some(UnknownWhy::Unreachable), 1), "the app is asked once");
        assert!(failed.network.known().is_some(), "and the rest stands");
        let (late, _) = asked(Duration::from_millis(50), false, std::future::pending()).await;
        assert_eq!(late.account.unknown(), Some(UnknownWhy::TimedOut));
    }

    #[tokio::test]
    async fn a_phone_that_is_offline_ends_the_asking() {
        let (seen, _) = asked(PATIENCE, true, std::future::pending()).await;
        assert_eq!(seen.account, Observed::NotChecked { why: NotCheckedWhy::NotOffered });
        let (seen, _) = asked(PATIENCE, true, async { None }).await;
        assert_eq!(seen.account, Observed::NotChecked { why: NotCheckedWhy::NotOffered }, "whichever was faster");
    }
}
