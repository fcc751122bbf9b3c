//! The phone's clock against the `Date` of several hosts. Pure.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// One host's time of day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClockSample {
    /// The host.
    pub host: String,
    /// Its `Date`, whole seconds.
    pub date: Timestamp,
    /// When the request was sent, by the phone's clock.
    pub sent_at: Timestamp,
    /// From the request to the answer, in milliseconds.
    pub round_trip_ms: u64,
}

/// By how much the phone's clock is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClockOffset {
    /// The true time minus the phone's, in seconds: positive when the phone is slow.
    pub offset_s: i64,
    /// How far from the truth that may be, in seconds.
    pub uncertainty_s: i64,
    /// How many hosts of different domains agree on it.
    pub hosts: usize,
}

/// How far apart honest hosts may be, in seconds: servers' clocks drift, and nothing here needs to be finer.
const AGREEMENT_S: u64 = 15;
/// `Date` has whole seconds, cut off: the true time lies up to one second after it.
const DATE_RESOLUTION_S: i64 = 1;

/// The offset that most hosts agree on: the median, one vote for each of their domains. `None` without a sample, or when no
/// majority lies near the median, so that one lying server, or one box with several names, does not convince.
pub fn clock_offset(samples: &[ClockSample]) -> Option<ClockOffset> {
    let mut votes: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for sample in samples {
        let round_trip = SignedDuration::from_millis(i64::try_from(sample.round_trip_ms).unwrap_or(i64::MAX));
        let Ok(midpoint) = sample.sent_at.checked_add(round_trip / 2) else { continue };
        let uncertainty = (round_trip / 2).as_secs().saturating_add(DATE_RESOLUTION_S);
        let vote = (sample.date.duration_since(midpoint).as_secs(), uncertainty);
        // Of one domain's hosts the one that accuses least.
        let kept = votes.entry(domain_of(&sample.host)).or_insert(vote);
        if vote.0.unsigned_abs() < kept.0.unsigned_abs() {
            *kept = vote;
        }
    }
    let mut votes: Vec<(i64, i64)> = votes.into_values().collect();
    votes.sort_unstable();
    // Of an even number the one nearer to zero: it takes two to accuse a clock.
    let (low, high) = (votes.get(votes.len().saturating_sub(1) / 2)?, votes.get(votes.len() / 2)?);
    let (offset_s, uncertainty_s) = if low.0.unsigned_abs() <= high.0.unsigned_abs() { *low } else { *high };
    let near = |other: &(i64, i64)| {
        let uncertain = uncertainty_s.unsigned_abs().saturating_add(other.1.unsigned_abs());
        other.0.abs_diff(offset_s) <= uncertain.saturating_add(AGREEMENT_S)
    };
    let hosts = votes.iter().filter(|vote| near(vote)).count();
    (hosts.saturating_mul(2) > votes.len()).then_some(ClockOffset { offset_s, uncertainty_s, hosts })
}

/// A host without its first label, where more than one label is left: hosts of one domain are likely one operator's, or one
/// machine.
fn domain_of(host: &str) -> &str {
    match host.split_once('.') {
        Some((_, rest)) if rest.contains('.') && host.parse::<std::net::IpAddr>().is_err() => rest,
        Some(_) | None => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(host: &str, ahead_s: i64, round_trip_ms: u64) -> ClockSample {
        let sent_at: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        let date = sent_at.checked_add(SignedDuration::from_secs(ahead_s)).unwrap();
        ClockSample { host: host.into(), date, sent_at, round_trip_ms }
    }

    #[test]
    fn agreeing_hosts_give_the_offset() {
        let found = clock_offset(&[sample("a", 7200, 40), sample("b", 7200, 60), sample("c", 7201, 20)]).unwrap();
        assert!((found.offset_s - 7200).abs() <= 1);
        assert_eq!(found.hosts, 3);
    }

    #[test]
    fn honest_hosts_may_drift_a_few_seconds_apart() {
        let found = clock_offset(&[sample("a", 3600, 5), sample("b", 3604, 5), sample("c", 3608, 5)]).unwrap();
        assert!((found.offset_s - 3604).abs() <= 1);
        assert_eq!(found.hosts, 3);
    }

    #[test]
    fn one_lying_host_does_not_convince() {
        let found = clock_offset(&[sample("a", 0, 40), sample("b", 86_400, 40), sample("c", 0, 40)]).unwrap();
        assert!(found.offset_s.abs() <= 1);
        assert_eq!(
            clock_offset(&[sample("a", 0, 40), sample("b", 86_400, 40)]),
            None,
            "one against one decides nothing"
        );
    }

    #[test]
    fn one_host_asked_twice_has_one_vote() {
        let found = clock_offset(&[sample("a", 500, 40), sample("a", 500, 40), sample("b", 0, 40), sample("c", 0, 40)]);
        assert!(found.unwrap().offset_s.abs() <= 1);
    }

    #[test]
    fn one_operator_has_one_vote_however_many_hosts_it_has() {
        let box_of = |host: &str| sample(host, 300, 40);
        let right = [sample("control.example", 0, 40)];
        let wrong = [box_of("api.wallet.example"), box_of("login.wallet.example")];
        assert_eq!(clock_offset(&[&wrong[..], &right[..]].concat()), None, "one against one");
        assert_eq!(clock_offset(&wrong).map(|offset| offset.hosts), Some(1));
        let mixed = [box_of("api.wallet.example"), sample("www.wallet.example", 0, 40)];
        assert!(clock_offset(&mixed).unwrap().offset_s.abs() <= 1, "the one that accuses least");
        assert_eq!(domain_of("192.0.2.1"), "192.0.2.1");
        assert_eq!((domain_of("a.b.c"), domain_of("b.c"), domain_of("c")), ("b.c", "b.c", "c"));
    }

    #[test]
    fn dates_at_the_ends_of_time_do_not_overflow() {
        let mut far = sample("a", 0, u64::MAX);
        far.sent_at = Timestamp::MIN;
        far.date = Timestamp::MAX;
        let _ = clock_offset(&[far]);
        assert_eq!(clock_offset(&[]), None);
    }
}
