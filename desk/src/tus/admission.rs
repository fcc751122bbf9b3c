//! Who may begin an upload, and how often: apps by their keys, and addresses by what they have begun lately.

use std::net::{IpAddr, Ipv6Addr};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};
use http::HeaderMap;

use super::{Refusal, headers};
use crate::{limits::Limits, records::App, store::Store};

/// How many addresses are kept in mind before those are dropped that have long been quiet.
const MAX_ADDRESSES: usize = 100_000;

/// What was begun lately, as far as this process knows. Of several behind a balancer each lets through as much: it is the
/// flood that has to be kept out, and not the last one too many.
pub(crate) struct Rates {
    by_address: DefaultKeyedRateLimiter<IpAddr>,
    by_app: DefaultKeyedRateLimiter<String>,
}

impl Rates {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            by_address: RateLimiter::keyed(Quota::per_minute(limits.creations_per_minute_of_address)),
            by_app: RateLimiter::keyed(Quota::per_minute(limits.creations_per_minute_of_app)),
        }
    }

    /// Drops what has long been quiet.
    fn forget_the_quiet(&self) {
        if self.by_address.len() > MAX_ADDRESSES {
            self.by_address.retain_recent();
            self.by_app.retain_recent();
        }
    }
}

/// Where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Peer(pub(crate) IpAddr);

impl Peer {
    /// The address behind `proxies` that are ours, each of which has put down whom it was asked by; without as many, the last one
    /// that is known for sure. What stands further left anybody may have written.
    fn behind(self, proxies: usize, request: &HeaderMap) -> IpAddr {
        let told = request.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let told: Vec<IpAddr> = told.flat_map(|list| list.split(',')).filter_map(|ip| ip.trim().parse().ok()).collect();
        let last = told.len().saturating_sub(1);
        let known = proxies.checked_sub(1).and_then(|more| told.iter().rev().nth(more.min(last)));
        known.copied().unwrap_or(self.0)
    }
}

/// What counts as one address: of IPv6 what one customer has at the least.
fn counted(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

/// Lets a creation in: the app that it comes from, where apps have keys.
pub(super) async fn admit(
    store: &Store,
    rates: &Rates,
    limits: &Limits,
    peer: Option<Peer>,
    request: &HeaderMap,
) -> Result<Option<App>, Refusal> {
    if let Some(peer) = peer {
        rates.forget_the_quiet();
        let address = counted(peer.behind(limits.proxies, request));
        within(&rates.by_address, &address)?;
    }
    let app = match headers::text(request, &headers::APP_KEY)? {
        Some(key) => Some(store.records().app_of(key.as_bytes()).await?.ok_or_else(Refusal::stranger)?),
        None if store.records().asks_for_keys().await? => return Err(Refusal::stranger()),
        None => None,
    };
    if let Some(app) = &app {
        within(&rates.by_app, &app.name)?;
    }
    Ok(app)
}

fn within<K: std::hash::Hash + Eq + Clone>(rate: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<(), Refusal> {
    rate.check_key(key).map_err(|until| {
        let wait = until.wait_time_from(rate.clock().now());
        let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
        Refusal::too_many(seconds, "too many reports at once from here; try again later")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_what_the_last_proxy_of_ours_was_asked_by() {
        let peer = Peer([10, 0, 0, 1].into());
        let behind = |proxies: usize, told: &[&str]| {
            let mut request = HeaderMap::new();
            for one in told {
                request.append("x-forwarded-for", one.parse().unwrap());
            }
            peer.behind(proxies, &request).to_string()
        };
        assert_eq!(behind(0, &["1.1.1.1"]), "10.0.0.1");
        assert_eq!(behind(1, &[]), "10.0.0.1");
        assert_eq!(behind(1, &["6.6.6.6, 1.1.1.1"]), "1.1.1.1");
        assert_eq!(behind(2, &["6.6.6.6, 1.1.1.1", "10.0.0.2"]), "1.1.1.1");
        assert_eq!(behind(2, &["1.1.1.1"]), "1.1.1.1");
        assert_eq!(behind(1, &["rubbish"]), "10.0.0.1");
    }

    #[test]
    fn of_ipv6_a_customers_network_counts() {
        let counted = |text: &str| counted(text.parse().unwrap()).to_string();
        assert_eq!(counted("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(counted("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(counted("192.0.2.1"), "192.0.2.1");
    }
}
