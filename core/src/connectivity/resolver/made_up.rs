//! A name that nobody has: a resolver that gives an address for it gives one for everything.

use std::net::IpAddr;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::{Instant, timeout};

use super::super::probe::Step;
use super::super::share::Share;
use super::super::{FailureCode, Family, Session};
use crate::config::{Config, Role};

/// What each of the two lookups may take.
const BUDGET: Duration = Duration::from_millis(3_000);

/// What the resolver said of a name that was made up for the question, under the wallet's own domain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MadeUpName {
    /// The name.
    pub name: String,
    /// The resolver's answer. That there is no such name is the right one.
    pub resolver: Step<Vec<IpAddr>>,
    /// The second opinion's answer, asked for only if the resolver gave an address: a domain may have a wildcard.
    pub second_opinion: Step<Vec<IpAddr>>,
}

/// Asks for a made-up name beside the first endpoint of the wallet's that has one.
pub(crate) async fn look_up_made_up_name(session: &Session, config: &Config, deadline: Instant) -> Option<MadeUpName> {
    let wallet = config.endpoints.iter().find(|it| it.role == Role::Wallet && it.url.address().is_none())?;
    let name = made_up(&wallet.url.host());
    let started = Instant::now();
    let share = Share::of(BUDGET, deadline);
    let found = timeout(share.time, session.resolver.lookup(&name, Family::Ipv4)).await;
    let resolver = Step::of(found.unwrap_or(Err(share.expired(FailureCode::DnsTimeout))), started);
    let second_opinion = match (&session.second_opinion, resolver.done()) {
        (Some(second), Some(_)) => {
            let started = Instant::now();
            let share = Share::of(BUDGET, deadline);
            let found = timeout(share.time, second.lookup(&name, Family::Ipv4)).await;
            Step::of(found.unwrap_or(Err(share.expired(FailureCode::DnsTimeout))), started)
        }
        _ => Step::Skipped,
    };
    Some(MadeUpName { name, resolver, second_opinion })
}

/// A label of its own before the host's: whatever else is a registry's name in it, that part is the wallet's.
fn made_up(host: &str) -> String {
    format!("{}.{host}", uuid::Uuid::new_v4().simple())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_below_the_wallets_and_new_each_time() {
        assert!(made_up("bank.com.cn").ends_with(".bank.com.cn"));
        assert_ne!(made_up("a.b.c"), made_up("a.b.c"));
    }
}
