//! Remedies: what the app can do at once. A remedy is a value; nothing happens before the person has agreed to it.

use serde::{Deserialize, Serialize};

use super::RemedyKind;
use crate::cache::{CacheKind, CacheState, ClearWhen};
use crate::codes::stable_codes;
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
        /// Why.
        #[serde(default)]
        why: ClearReason,
        /// How many files and links are in it.
        #[serde(default)]
        files: u64,
        /// How much it holds, in bytes.
        bytes: u64,
    },
    /// Fetch everything anew.
    Resync,
    /// Let the person sign in again, in the app's own screen.
    SignInAgain,
}

stable_codes! {
    /// Why clearing a cache would help.
    #[derive(Default)]
    pub enum ClearReason as "reason" {
        /// The app could not read what is in it.
        Damaged = "damaged",
        /// It is stored in another shape than the app reads.
        OtherSchema = "other_schema",
        /// What it holds is older than what the provider has.
        #[default]
        Stale = "stale",
        /// It is older than its policy allows.
        TooOld = "too_old",
        /// It is larger than its policy allows.
        TooLarge = "too_large",
    }
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
            RemedyKind::ClearDataCaches | RemedyKind::ClearUnreadableCaches | RemedyKind::ClearDueCaches => {
                let has_something = |cache: &&CacheState| cache.files > 0 || cache.bytes > 0 || cache.incomplete;
                let accepted = caches.iter().filter(|cache| offers.clear && cache.refused.is_none());
                let accepted = accepted.filter(has_something);
                remedies.extend(accepted.filter_map(|cache| Some(clear(cache, reason(*kind, cache)?))));
            }
            // Clearing ends in fetching anew; without a cache to clear that alone may help.
            RemedyKind::Resync => {
                let helps = remedies.is_empty() && observations.cached_balances.known().is_some();
                remedies.extend((helps && offers.resync).then_some(Remedy::Resync));
            }
            RemedyKind::SignInAgain => remedies.extend(offers.sign_in.then_some(Remedy::SignInAgain)),
        }
    }
    // A cache is cleared once, for the first reason.
    let mut seen = std::collections::BTreeSet::new();
    remedies.retain(|remedy| match remedy {
        Remedy::ClearCache { cache_id, .. } => seen.insert((0, cache_id.clone())),
        Remedy::Resync => seen.insert((1, String::new())),
        Remedy::SignInAgain => seen.insert((2, String::new())),
    });
    remedies
}

fn clear(cache: &CacheState, why: ClearReason) -> Remedy {
    let CacheState { id, label, files, bytes, .. } = cache;
    Remedy::ClearCache { cache_id: id.clone(), label: label.clone(), why, files: *files, bytes: *bytes }
}

/// Why a remedy of this kind clears a cache; none if it does not, or its policy is against it.
fn reason(kind: RemedyKind, cache: &CacheState) -> Option<ClearReason> {
    let is = |flag: Option<bool>, why: ClearReason| (flag == Some(true)).then_some(why);
    let unreadable = is(Some(cache.damaged), ClearReason::Damaged).or(is(cache.other_schema, ClearReason::OtherSchema));
    let breach = is(cache.too_old, ClearReason::TooOld).or(is(cache.too_large, ClearReason::TooLarge));
    match (cache.clear, kind) {
        (ClearWhen::Never, _) => None,
        (_, RemedyKind::ClearDataCaches) => {
            let unreadable = unreadable.filter(|_| cache.clear == ClearWhen::WhenDue);
            (cache.kind == CacheKind::Data).then_some(unreadable.unwrap_or(ClearReason::Stale))
        }
        (ClearWhen::WhenStale, _) | (ClearWhen::WhenDue, RemedyKind::Resync | RemedyKind::SignInAgain) => None,
        (ClearWhen::WhenDue, RemedyKind::ClearUnreadableCaches) => unreadable,
        (ClearWhen::WhenDue, RemedyKind::ClearDueCaches) => unreadable.or(breach),
    }
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

    fn cache(id: &str) -> CacheState {
        CacheState {
            id: id.into(),
            label: "Balances".into(),
            kind: CacheKind::Data,
            clear: ClearWhen::WhenDue,
            files: 3,
            bytes: 30,
            oldest: None,
            too_old: Some(false),
            too_large: None,
            other_schema: None,
            damaged: false,
            incomplete: false,
            refused: None,
        }
    }

    fn offered(caches: Vec<CacheState>, kinds: &[RemedyKind], clear: bool) -> Vec<(String, ClearReason)> {
        let caches = Observed::Known { value: caches, at: Timestamp::UNIX_EPOCH, took_ms: 0 };
        let observations = Observations { caches, ..Observations::nothing() };
        let offers = Offers { clear, ..Offers::default() };
        let cleared = |remedy| match remedy {
            Remedy::ClearCache { cache_id, why, .. } => Some((cache_id, why)),
            Remedy::Resync | Remedy::SignInAgain => None,
        };
        remedies(kinds.iter(), &observations, offers).into_iter().filter_map(cleared).collect()
    }

    #[test]
    fn nothing_is_cleared_that_could_not_be_put_back() {
        let kinds = [RemedyKind::ClearDataCaches];
        assert_eq!(offered(vec![cache("a")], &kinds, true).len(), 1);
        assert_eq!(offered(vec![cache("a")], &kinds, false), []);
        let refused = CacheState { refused: Some("too broad".into()), ..cache("a") };
        assert_eq!(offered(vec![refused], &kinds, true), []);
    }

    #[test]
    fn what_is_cleared_and_why_follows_from_the_cause_and_the_policy() {
        use ClearReason::{Damaged, OtherSchema, Stale, TooLarge, TooOld};
        let images = CacheKind::Images;
        let caches = vec![
            cache("fresh"),
            CacheState { too_old: Some(true), ..cache("old") },
            CacheState { too_large: Some(true), kind: images, ..cache("large") },
            CacheState { damaged: true, kind: images, ..cache("damaged") },
            CacheState { other_schema: Some(true), too_old: Some(true), ..cache("other") },
            CacheState { clear: ClearWhen::WhenStale, too_old: Some(true), damaged: true, ..cache("stale only") },
            CacheState { clear: ClearWhen::Never, too_old: Some(true), damaged: true, ..cache("never") },
        ];
        let of = |kinds: &[RemedyKind]| offered(caches.clone(), kinds, true);
        let named = |list: &[(&str, ClearReason)]| -> Vec<_> {
            list.iter().map(|(id, why)| ((*id).to_owned(), *why)).collect()
        };
        let stale = [("fresh", Stale), ("old", Stale), ("other", OtherSchema), ("stale only", Stale)];
        assert_eq!(of(&[RemedyKind::ClearDataCaches]), named(&stale));
        assert_eq!(of(&[RemedyKind::ClearUnreadableCaches]), named(&[("damaged", Damaged), ("other", OtherSchema)]));
        let due = [("old", TooOld), ("large", TooLarge), ("damaged", Damaged), ("other", OtherSchema)];
        assert_eq!(of(&[RemedyKind::ClearDueCaches]), named(&due));
        let both = of(&[RemedyKind::ClearDueCaches, RemedyKind::ClearDataCaches]);
        assert_eq!(both.len(), 6, "each once: {both:?}");
        assert_eq!(of(&[RemedyKind::Resync, RemedyKind::SignInAgain]), []);
    }
}
