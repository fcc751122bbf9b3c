//! Remedies: what the app can do at once. A remedy is a value; nothing happens before the person has agreed to it.

use serde::{Deserialize, Serialize};

use super::RemedyKind;
use crate::cache::{CacheKind, CacheState};
use crate::observation::Observations;

/// Something the app can do at once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "remedy", rename_all = "snake_case")]
pub enum Remedy {
    /// Clear one registered cache, then sync again.
    ClearCache {
        /// The cache's id.
        cache_id: String,
        /// What people call it.
        label: String,
        /// How much it holds, in bytes.
        bytes: u64,
    },
    /// Fetch everything anew.
    Resync,
    /// Let the person sign in again, in the app's own screen.
    SignInAgain,
}

/// What the app has for remedies. What it has not is never offered to a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Offers {
    /// The doctor has a folder of its own, without which nothing can be cleared and put back.
    pub clear: bool,
    /// It can fetch its balances anew.
    pub resync: bool,
    /// It has a screen on which to sign in.
    pub sign_in: bool,
}

/// The remedies of these kinds that this app allows, each once.
pub(super) fn remedies<'a>(
    kinds: impl Iterator<Item = &'a RemedyKind>,
    observations: &Observations,
    offers: Offers,
) -> Vec<Remedy> {
    let caches = observations.caches.known().map(Vec::as_slice).unwrap_or_default();
    let mut remedies: Vec<Remedy> = Vec::new();
    for kind in kinds {
        match kind {
            RemedyKind::ClearDataCaches => {
                let clearable = |cache: &&CacheState| cache.kind == CacheKind::Data && cache.refused.is_none();
                remedies.extend(caches.iter().filter(|_| offers.clear).filter(clearable).map(|cache| {
                    Remedy::ClearCache { cache_id: cache.id.clone(), label: cache.label.clone(), bytes: cache.bytes }
                }));
            }
            // Clearing ends in fetching anew; without a cache to clear that alone may help.
            RemedyKind::Resync => {
                let helps = remedies.is_empty() && observations.cached_balances.known().is_some();
                remedies.extend((helps && offers.resync).then_some(Remedy::Resync));
            }
            RemedyKind::SignInAgain => remedies.extend(offers.sign_in.then_some(Remedy::SignInAgain)),
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    remedies.retain(|remedy| seen.insert(remedy.clone()));
    remedies
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::balance::BalanceSheet;
    use crate::observation::Observed;

    #[test]
    fn what_the_app_has_not_is_not_offered() {
        let value: BalanceSheet =
            serde_json::from_str(r#"{ "as_of": "1970-01-01T00:00:00Z", "balances": [] }"#).unwrap();
        let cached_balances = Observed::Known { value, at: Timestamp::UNIX_EPOCH, took_ms: 0 };
        let observations = Observations { cached_balances, ..Observations::nothing() };
        let offered = |resync, sign_in| {
            let kinds = [RemedyKind::Resync, RemedyKind::SignInAgain];
            remedies(kinds.iter(), &observations, Offers { clear: false, resync, sign_in })
        };
        assert_eq!(offered(true, true), [Remedy::Resync, Remedy::SignInAgain]);
        assert_eq!(offered(true, false), [Remedy::Resync]);
        assert_eq!(offered(false, true), [Remedy::SignInAgain]);
        assert_eq!(offered(false, false), []);
    }

    #[test]
    fn nothing_is_cleared_that_could_not_be_put_back() {
        let cache = CacheState {
            id: "balances".into(),
            label: "Balances".into(),
            kind: CacheKind::Data,
            files: 3,
            bytes: 30,
            oldest: None,
            too_old: Some(true),
            too_large: None,
            damaged: false,
            incomplete: false,
            refused: None,
        };
        let caches = Observed::Known { value: vec![cache], at: Timestamp::UNIX_EPOCH, took_ms: 0 };
        let observations = Observations { caches, ..Observations::nothing() };
        let offered = |clear| {
            let offers = Offers { clear, ..Offers::default() };
            remedies([RemedyKind::ClearDataCaches].iter(), &observations, offers).len()
        };
        assert_eq!((offered(true), offered(false)), (1, 0));
    }
}
