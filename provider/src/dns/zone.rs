//! The names and what they resolve to.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, PoisonError, RwLock};

/// The names and their addresses, shared by all resolvers and open to new names while they run.
#[derive(Clone, Default)]
pub(crate) struct Zone(Arc<RwLock<BTreeMap<String, Vec<IpAddr>>>>);

impl Zone {
    /// Adds a name or moves it to other addresses.
    pub(crate) fn publish(&self, host: &str, addresses: impl IntoIterator<Item = IpAddr>) {
        let addresses = addresses.into_iter().collect();
        // A panic elsewhere can't leave a map half-written, so a poisoned lock is still good.
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(normal(host), addresses);
    }

    pub(super) fn find(&self, name: &str) -> Found {
        let names = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(addresses) = names.get(name) {
            return Found::Addresses(addresses.clone());
        }
        // RFC 8020: a name with names below it exists, though it has no records.
        let is_above = |other: &String| other.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'));
        if names.keys().any(is_above) { Found::Nothing } else { Found::NoSuchName }
    }
}

/// What there is under a name.
pub(super) enum Found {
    Addresses(Vec<IpAddr>),
    Nothing,
    NoSuchName,
}

/// Lower case and without the final dot.
pub(super) fn normal(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_knows_names_what_is_above_them_and_nothing_else() {
        let zone = Zone::default();
        zone.publish("API.Wallet.Test.", [IpAddr::from([127, 0, 0, 1])]);
        assert!(matches!(zone.find("api.wallet.test"), Found::Addresses(_)));
        assert!(matches!(zone.find("wallet.test"), Found::Nothing));
        for unknown in ["www.wallet.test", "let.test", "x.api.wallet.test", "example.com"] {
            assert!(matches!(zone.find(unknown), Found::NoSuchName), "{unknown}");
        }
    }
}
