//! Who may begin an upload, and how often: apps by their keys, and addresses by what they have begun lately.

use std::{
    net::{IpAddr, SocketAddr},
    sync::atomic::{AtomicI64, Ordering},
};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};
use http::HeaderMap;
use jiff::Timestamp;

use super::{Refusal, headers};
use crate::{limits::Limits, records::App, serve::Peer, store::Store};

/// How many addresses are kept in mind before those are dropped that have long been quiet.
const MAX_ADDRESSES: usize = 100_000;

/// What was begun lately, as far as this process knows. Of several behind a balancer each lets through as much: it is the
/// flood that has to be kept out, and not the last one too many.
pub(crate) struct Rates {
    by_address: DefaultKeyedRateLimiter<IpAddr>,
    by_app: DefaultKeyedRateLimiter<String>,
    /// In seconds since 1970.
    tidied_at: AtomicI64,
}

impl Rates {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            by_address: RateLimiter::keyed(Quota::per_minute(limits.creations_per_minute_of_address)),
            by_app: RateLimiter::keyed(Quota::per_minute(limits.creations_per_minute_of_app)),
            tidied_at: AtomicI64::new(0),
        }
    }

    /// Whether there are too many addresses to tell each apart. Drops those that have long been quiet, once a second at most: it goes
    /// over all of them.
    fn are_crowded(&self, now: Timestamp) -> bool {
        if self.by_address.len() <= MAX_ADDRESSES {
            return false;
        }
        let second = now.as_second();
        if self.tidied_at.swap(second, Ordering::Relaxed) != second {
            self.by_address.retain_recent();
        }
        self.by_address.len() > MAX_ADDRESSES
    }
}

impl Peer {
    /// The address behind `proxies` that are ours, each of which has put down whom it was asked by; without as many, the last one
    /// that is known for sure. What stands further left anybody may have written.
    fn behind(self, proxies: usize, request: &HeaderMap) -> IpAddr {
        let told =
            request.get_all("x-forwarded-for").iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
        let told: Vec<&[u8]> = told.collect();
        let last = told.len().saturating_sub(1);
        let known = proxies.checked_sub(1).and_then(|more| told.iter().rev().nth(more.min(last)));
        known.and_then(|told| address(told)).unwrap_or(self.0)
    }
}

/// An address as proxies write it: with a port or without, that of IPv6 also in brackets.
fn address(told: &[u8]) -> Option<IpAddr> {
    let told = std::str::from_utf8(told).ok()?.trim();
    let bracketed = told.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    told.parse()
        .ok()
        .or_else(|| told.parse::<SocketAddr>().ok().map(|told| told.ip()))
        .or_else(|| bracketed?.parse().ok())
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
        let address = Peer(peer.behind(limits.proxies, request)).neighbourhood(rates.are_crowded(Timestamp::now()));
        within(&rates.by_address, &address)?;
    }
    let app = match headers::text(request, &headers::APP_KEY)? {
        Some(key) => store.records().app_of(key.as_bytes()).await?,
        None => None,
    };
    match app {
        Some(app) => within(&rates.by_app, &app.name).map(|()| Some(app)),
        None if store.records().asks_for_keys().await? => Err(Refusal::stranger()),
        // Also with a key, as of a desk before this one.
        None => Ok(None),
    }
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
        // What is in its place and is none does not let another one, which anybody may have written, take the place.
        for told in ["rubbish", "6.6.6.6, rubbish", "6.6.6.6,", "6.6.6.6, unknown"] {
            assert_eq!(behind(1, &[told]), "10.0.0.1", "{told}");
        }
        for (told, known) in [
            ("6.6.6.6, 1.1.1.1:4711", "1.1.1.1"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
        ] {
            assert_eq!(behind(1, &[told]), known);
        }
    }

    #[test]
    fn of_ipv6_a_customers_network_counts() {
        let coarse = |text: &str| Peer(text.parse().unwrap()).neighbourhood(true).to_string();
        assert_eq!(
            (coarse("2001:db8:1:2:3:4:5:6"), coarse("192.0.2.1")),
            ("2001:db8:1::".to_owned(), "192.0.2.0".to_owned())
        );
        let counted = |text: &str| Peer(text.parse().unwrap()).neighbourhood(false).to_string();
        assert_eq!(counted("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(counted("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(counted("192.0.2.1"), "192.0.2.1");
    }
}
