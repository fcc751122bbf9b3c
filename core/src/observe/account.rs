//! Reading the account's state: from the app, else from the configured endpoint.

use super::document::{Fetching, Source};
use super::host_call::ask_host;
use crate::account::{self, AccountState, MAX_ACCOUNT_BYTES};
use crate::config::AccountEndpoint;
use crate::observation::{NotCheckedWhy, Observed};

/// What the app says; where it does not offer that, what the endpoint answers. An app that fails is not overruled.
pub(super) async fn read(endpoint: Option<&AccountEndpoint>, fetching: Fetching<'_>) -> Observed<AccountState> {
    let source = fetching.host.account.clone();
    let by_app = ask_host(
        fetching.clock,
        fetching.deadline,
        source.map(|source| move || source.account().map(AccountState::bounded)),
    )
    .await;
    let not_offered = matches!(by_app, Observed::NotChecked { why: NotCheckedWhy::NotOffered });
    match endpoint.filter(|_| not_offered) {
        Some(endpoint) => from_endpoint(endpoint, fetching).await,
        None => by_app,
    }
}

/// What the endpoint answers.
pub(super) async fn from_endpoint(endpoint: &AccountEndpoint, fetching: Fetching<'_>) -> Observed<AccountState> {
    let AccountEndpoint { url, mapping } = endpoint;
    let source = Source { url, limit: MAX_ACCOUNT_BYTES };
    fetching.run(source, |body| account::read(body, mapping).ok().map(AccountState::bounded)).await
}
