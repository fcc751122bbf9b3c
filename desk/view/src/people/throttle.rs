//! How often somebody may try to sign in: each try counts, by the name that is tried and by the address that tries.

use std::{net::IpAddr, num::NonZeroU32, time::Duration};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};

use super::digest_of;

/// Tries in a row for one name, and of one address.
const TRIES_OF_NAME: NonZeroU32 = NonZeroU32::new(10).unwrap();
const TRIES_OF_ADDRESS: NonZeroU32 = NonZeroU32::new(30).unwrap();
/// After them, one each.
const EVERY: Duration = Duration::from_secs(60);
/// Names that are remembered before the full ones are forgotten.
const MANY: usize = 10_000;

/// Counts tries.
pub(crate) struct Throttle {
    names: DefaultKeyedRateLimiter<String>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
}

impl Throttle {
    pub(crate) fn new() -> Self {
        let quota = |tries| Quota::with_period(EVERY).unwrap_or_else(|| Quota::per_minute(tries)).allow_burst(tries);
        Self { names: RateLimiter::keyed(quota(TRIES_OF_NAME)), addresses: RateLimiter::keyed(quota(TRIES_OF_ADDRESS)) }
    }

    /// Counts a try. If it is one too many: in how many seconds the next one counts.
    pub(crate) fn try_now(&self, name: &str, address: Option<IpAddr>) -> Result<(), u64> {
        if self.names.len() > MANY {
            self.names.retain_recent();
        }
        // However long a name is that somebody tries.
        let name = digest_of("name", name);
        let address = address.map_or(Ok(()), |address| self.addresses.check_key(&address));
        let now = self.names.clock().now();
        let wait = |until: governor::NotUntil<_>| until.wait_time_from(now).as_secs().saturating_add(1);
        address.map_err(wait)?;
        self.names.check_key(&name).map_err(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_try_for_a_name_has_to_wait_and_other_names_do_not() {
        let throttle = Throttle::new();
        let address = |last: u8| Some(IpAddr::from([127, 0, 0, last]));
        for _ in 0..10 {
            assert_eq!(throttle.try_now("li", address(1)), Ok(()));
        }
        let wait = throttle.try_now("li", address(2)).unwrap_err();
        assert!((1..=61).contains(&wait), "{wait}");
        assert_eq!(throttle.try_now("wu", address(2)), Ok(()));
        // One address, many names.
        let tried = (0..40).filter(|name| throttle.try_now(&name.to_string(), address(3)).is_ok()).count();
        assert_eq!(tried, 30);
    }
}
