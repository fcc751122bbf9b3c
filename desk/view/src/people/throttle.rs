//! How often somebody may try to sign in. Each try counts: by the name and the address that tries it, so that one address does not
//! shut out others; by the name, so that many addresses do not try it for ever, at the price that many together can slow its owner
//! down; and by the address.

use std::{net::IpAddr, num::NonZeroU32, time::Duration};

use governor::{DefaultKeyedRateLimiter, NotUntil, Quota, RateLimiter, clock::Clock as _, clock::QuantaInstant};

use super::digest_of;

/// Tries in a row of one address for one name; after them one each minute.
const OF_BOTH: NonZeroU32 = NonZeroU32::new(10).unwrap();
const OF_BOTH_EVERY: Duration = Duration::from_secs(60);
/// Of all addresses for one name; after them one every ten seconds.
const OF_NAME: NonZeroU32 = NonZeroU32::new(100).unwrap();
/// Of one address, behind which there may be a whole team; after them the same.
const OF_ADDRESS: NonZeroU32 = NonZeroU32::new(100).unwrap();
const OF_ONE_EVERY: Duration = Duration::from_secs(10);
/// What is remembered of each before that is forgotten which has no tries left to count.
const MANY: usize = 10_000;

/// Counts tries.
pub(crate) struct Throttle {
    both: DefaultKeyedRateLimiter<String>,
    names: DefaultKeyedRateLimiter<String>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
}

impl Throttle {
    pub(crate) fn new() -> Self {
        let quota = |tries, every| Quota::with_period(every).unwrap_or(Quota::per_minute(tries)).allow_burst(tries);
        Self {
            both: RateLimiter::keyed(quota(OF_BOTH, OF_BOTH_EVERY)),
            names: RateLimiter::keyed(quota(OF_NAME, OF_ONE_EVERY)),
            addresses: RateLimiter::keyed(quota(OF_ADDRESS, OF_ONE_EVERY)),
        }
    }

    /// Counts a try. If it is one too many: in how many seconds the next one counts.
    pub(crate) fn try_now(&self, name: &str, address: Option<IpAddr>) -> Result<(), u64> {
        if self.both.len() > MANY || self.names.len() > MANY || self.addresses.len() > MANY {
            self.both.retain_recent();
            self.names.retain_recent();
            self.addresses.retain_recent();
        }
        let now = self.names.clock().now();
        let wait = |until: NotUntil<QuantaInstant>| until.wait_time_from(now).as_secs().saturating_add(1);
        if let Some(address) = address {
            self.addresses.check_key(&address).map_err(wait)?;
        }
        // However long a name is that somebody tries.
        let both = digest_of("name and address", &format!("{address:?} {name}"));
        self.both.check_key(&both).map_err(wait)?;
        self.names.check_key(&digest_of("name", name)).map_err(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_try_for_a_name_has_to_wait_and_others_do_not() {
        let throttle = Throttle::new();
        let address = |last: u8| Some(IpAddr::from([127, 0, 0, last]));
        for _ in 0..10 {
            assert_eq!(throttle.try_now("li", address(1)), Ok(()));
        }
        let wait = throttle.try_now("li", address(1)).unwrap_err();
        assert!((1..=61).contains(&wait), "{wait}");
        assert_eq!(throttle.try_now("li", address(2)), Ok(()), "from elsewhere they still get in");
        assert_eq!(throttle.try_now("wu", address(1)), Ok(()));
        let many_names = (0..120).filter(|name| throttle.try_now(&name.to_string(), address(3)).is_ok()).count();
        assert!((100..=102).contains(&many_names), "{many_names}");
        let many_addresses = (0..120).filter(|last| throttle.try_now("zhang", address(*last)).is_ok()).count();
        assert!((97..=102).contains(&many_addresses), "{many_addresses}");
    }
}
