//! What is a wave. Pure: reports with their times in, waves out.
//!
//! How many reports of a cause come in a while is compared with what came before: the rate is not known but estimated, so that
//! what is expected is not a Poisson distribution but, with Jeffreys' prior for a rate, a negative binomial one (Gelman et al.,
//! Bayesian Data Analysis, 3rd edition, §2.6). It is asked of all hours, and of the same hours of the days before, since people
//! sleep. A rate that is known well is surpassed by any working day, so that chance alone decides nothing: what rises is also at
//! least twice what is usual, and more than in the same hours of any day before.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::records::Counted;

/// So far back is usual.
pub(crate) const HISTORY: SignedDuration = SignedDuration::from_hours(14 * 24);
/// In so long something may rise: what breaks at once, and what seeps in.
const WINDOWS: [SignedDuration; 3] =
    [SignedDuration::from_hours(1), SignedDuration::from_hours(6), SignedDuration::from_hours(24)];
/// As many reports are a wave at least: fewer are a coincidence, whatever the arithmetic says.
const FEWEST: usize = 5;
/// From so many kinds of phones at least, where apps say what they run on: one person who sends ten reports is no wave.
const FEWEST_PHONES: usize = 3;
/// So many times what is usual.
const LEAST_RISE: f64 = 2.0;
/// How improbable it has to be that so many come by chance, at one look. Looks that follow each other closely see nearly the same
/// reports, so that what that makes in a month is for the simulation below to say.
const CHANCE: f64 = 1e-6;
/// Terms of the upper tail that are added up; each is smaller than the one before.
const MAX_TERMS: usize = 100_000;
/// Jeffreys' prior for a rate.
const PRIOR: f64 = 0.5;

/// That a cause comes more often than it used to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rise {
    /// Within so long.
    pub(crate) window: SignedDuration,
    /// So many reports came.
    pub(crate) seen: usize,
    /// So many usually do.
    pub(crate) usual: f64,
    /// From so many kinds of phones; none if not all apps say.
    pub(crate) phones: usize,
    /// The first of them.
    pub(crate) since: Timestamp,
}

/// A cause over time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wave {
    pub(crate) cause: String,
    /// When its reports came, the oldest first.
    pub(crate) times: Vec<Timestamp>,
    /// How many came in the last 24 hours.
    pub(crate) today: usize,
    /// How many came on a day before that, on average, if there was one.
    pub(crate) usual_day: Option<f64>,
    pub(crate) rise: Option<Rise>,
}

/// The causes of `reports`, which go back [`HISTORY`] and are in order, at a desk that has had reports since `watched_since`; those
/// that rise first, then the most frequent today.
pub(crate) fn waves(reports: &[Counted], watched_since: Timestamp, now: Timestamp) -> Vec<Wave> {
    let watched_since = watched_since.max(now - HISTORY);
    let mut by_cause: BTreeMap<&str, Vec<&Counted>> = BTreeMap::new();
    for report in reports.iter().filter(|report| report.received_at <= now) {
        by_cause.entry(&report.cause).or_default().push(report);
    }
    let mut waves: Vec<Wave> =
        by_cause.into_iter().map(|(cause, reports)| wave(cause, &reports, watched_since, now)).collect();
    waves.sort_by_key(|wave| (wave.rise.is_none(), std::cmp::Reverse((wave.today, wave.times.len()))));
    waves
}

fn wave(cause: &str, reports: &[&Counted], watched_since: Timestamp, now: Timestamp) -> Wave {
    let times: Vec<Timestamp> = reports.iter().map(|report| report.received_at).collect();
    let day = SignedDuration::from_hours(24);
    let today = between(&times, now - day, now);
    let days_before = hours(now.duration_since(watched_since) - day) / 24.0;
    let usual_day = (days_before >= 1.0).then(|| count(times.len() - today) / days_before);
    let rises = WINDOWS.iter().filter_map(|window| rise(reports, &times, *window, watched_since, now));
    // The one that chance explains least.
    let rise = rises.min_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, rise)| rise);
    Wave { cause: cause.to_owned(), times, today, usual_day, rise }
}

/// Whether so many in a window are more than usual, with the chance of it.
fn rise(
    reports: &[&Counted],
    times: &[Timestamp],
    window: SignedDuration,
    watched_since: Timestamp,
    now: Timestamp,
) -> Option<(f64, Rise)> {
    let begins = now - window;
    let seen = between(times, begins, now);
    let recent = reports.get(reports.len() - seen..)?;
    let phones: BTreeSet<&str> = recent.iter().map(|report| report.phone.as_str()).collect();
    // Whoever does not say may be anybody.
    let all_say = !phones.contains("");
    if seen < FEWEST || (all_say && phones.len() < FEWEST_PHONES) {
        return None;
    }
    let always = Usual { seen: times.len() - seen, hours: hours(begins.duration_since(watched_since)) };
    // The same hours of the days before, as far as somebody watched then. Without one nobody knows what is usual.
    let shifts =
        (1_i64..=13).map(|day| SignedDuration::from_hours(24 * day)).filter(|shift| begins - *shift >= watched_since);
    let days: Vec<usize> = shifts.map(|shift| between(times, begins - shift, now - shift)).collect();
    let most = days.iter().copied().max()?;
    let same_hours = Usual { seen: days.iter().sum(), hours: hours(window) * count(days.len()) };
    let chance = always.chance_of(seen, hours(window)).max(same_hours.chance_of(seen, hours(window)));
    let usual = always.in_hours(hours(window)).max(same_hours.in_hours(hours(window)));
    let rises = chance < CHANCE && count(seen) >= LEAST_RISE * usual && seen > most;
    let since = recent.first()?.received_at;
    let phones = if all_say { phones.len() } else { 0 };
    rises.then_some((chance, Rise { window, seen, usual, phones, since }))
}

/// What came before: so many in so many hours.
#[derive(Debug, Clone, Copy)]
struct Usual {
    seen: usize,
    hours: f64,
}

impl Usual {
    fn in_hours(self, hours: f64) -> f64 {
        count(self.seen) / self.hours * hours
    }

    /// How probable it is that `seen` or more come in `hours`: the upper tail of a negative binomial distribution.
    fn chance_of(self, seen: usize, hours: f64) -> f64 {
        if count(seen) <= self.in_hours(hours) {
            // It is not small, and how large it is decides nothing.
            return 1.0;
        }
        let size = count(self.seen) + PRIOR;
        let (stays, goes) = (self.hours / (self.hours + hours), hours / (self.hours + hours));
        let ratio = |number: usize| (size + count(number)) / (count(number) + 1.0) * goes;
        // In logarithms up to there, since the first of many terms may be smaller than any number; from there on terms get smaller,
        // and are added up themselves: one less the rest would be lost in rounding.
        let mut term = (0..seen).fold(size * stays.ln(), |term, number| term + ratio(number).ln()).exp();
        let mut tail = 0.0;
        for number in seen..seen + MAX_TERMS {
            tail += term;
            term *= ratio(number);
            if term <= tail * f64::EPSILON {
                break;
            }
        }
        tail.min(1.0)
    }
}

/// How many are after the first time and not after the second.
fn between(times: &[Timestamp], after: Timestamp, until: Timestamp) -> usize {
    times.partition_point(|time| *time <= until) - times.partition_point(|time| *time <= after)
}

fn hours(duration: SignedDuration) -> f64 {
    duration.as_secs_f64() / 3600.0
}

/// Numbers of reports are far below those that a float cannot hold.
fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn at(hours_ago: f64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(NOW) - SignedDuration::from_secs_f64(hours_ago * 3600.0)
    }

    fn report(cause: &str, hours_ago: f64, model: usize) -> Counted {
        Counted { cause: cause.to_owned(), received_at: at(hours_ago), phone: format!("Model {model}") }
    }

    fn judged(mut reports: Vec<Counted>) -> Vec<Wave> {
        reports.sort_by_key(|report| report.received_at);
        let first = reports.first().map_or(at(0.0), |report| report.received_at);
        waves(&reports, first, at(0.0))
    }

    /// One every `every` hours for two weeks, up to `until` hours ago.
    fn steady(cause: &str, every: f64, until: f64) -> Vec<Counted> {
        let mut reports = Vec::new();
        let mut ago = 14.0 * 24.0;
        while ago > until {
            reports.push(report(cause, ago, reports.len() % 7));
            ago -= every;
        }
        reports
    }

    fn burst(cause: &str, number: usize, models: usize) -> Vec<Counted> {
        (0..number).map(|n| report(cause, 0.9 - 0.01 * f64::from(u8::try_from(n).unwrap()), n % models)).collect()
    }

    #[test]
    fn many_at_once_of_what_hardly_ever_comes_is_a_wave() {
        let reports = [steady("network.dns", 48.0, 1.0), burst("provider.outage", 8, 5)].concat();
        let waves = judged(reports);
        assert_eq!(waves[0].cause, "provider.outage");
        let rise = waves[0].rise.as_ref().unwrap();
        assert_eq!((rise.window, rise.seen, rise.phones), (WINDOWS[0], 8, 5));
        assert_eq!(rise.since, at(0.9));
        assert!(rise.usual < 0.01 && waves[1].rise.is_none());
    }

    #[test]
    fn few_or_one_phone_or_a_first_hour_are_none() {
        let quiet = || steady("network.dns", 48.0, 1.0);
        for (number, models) in [(4, 4), (9, 2), (9, 1)] {
            assert!(judged([quiet(), burst("x", number, models)].concat()).iter().all(|wave| wave.rise.is_none()));
        }
        // Nobody knows what is usual when all that there is came just now, or since last night.
        assert!(judged(burst("x", 40, 5)).iter().all(|wave| wave.rise.is_none()));
        // After long silence one knows.
        assert!(waves(&burst("x", 40, 5), at(5_000.0), at(0.0))[0].rise.is_some());
        let new = judged([vec![report("y", 10.0, 0)], burst("x", 40, 5)].concat());
        assert!(new.iter().all(|wave| wave.rise.is_none() && wave.usual_day.is_none()));
        // Where apps do not say what they run on, that decides nothing.
        let unsaid: Vec<_> =
            burst("x", 9, 1).into_iter().map(|report| Counted { phone: String::new(), ..report }).collect();
        let mixed = [unsaid.clone(), burst("x", 2, 1)].concat();
        for some in [unsaid, mixed] {
            assert_eq!(judged([quiet(), some].concat())[0].rise.as_ref().unwrap().phones, 0);
        }
        assert!(judged(Vec::new()).is_empty());
    }

    #[test]
    fn what_always_comes_often_has_to_come_much_more_often() {
        // Four an hour, day and night.
        let usual = || steady("network.slow", 0.25, 1.0);
        let rises = |number| judged([usual(), burst("network.slow", number, 6)].concat())[0].rise.clone();
        assert_eq!(rises(8), None);
        let rise = rises(40).unwrap();
        assert!((3.5..4.5).contains(&rise.usual), "{}", rise.usual);
    }

    #[test]
    fn what_comes_every_evening_is_no_wave_in_the_evening() {
        // Twelve within this hour on each of thirteen days, and nothing else.
        let evenings = (1..=13).flat_map(|day| (0..12).map(move |n| (day, n)));
        let evenings = evenings
            .map(|(day, n)| report("x", f64::from(day) * 24.0 + 0.05 * f64::from(n), usize::try_from(n % 6).unwrap()));
        let tonight = |number| burst("x", number, 6);
        let all: Vec<Counted> = evenings.chain([report("y", 14.0 * 24.0, 0)]).collect();
        assert_eq!(
            judged([all.clone(), tonight(14)].concat()).iter().find(|wave| wave.cause == "x").unwrap().rise,
            None
        );
        assert!(judged([all, tonight(60)].concat())[0].rise.is_some());
    }

    #[test]
    fn a_working_day_after_a_weekend_is_no_wave_and_a_doubled_one_is() {
        // Three hundred an hour from Monday to Friday, thirty at weekends. It is Monday morning: two weekend days, then five and two
        // and the rest before.
        let mut usual = Vec::new();
        for hour in 1..13_i32 * 24 {
            let day = (hour + 8) / 24;
            let weekend = matches!(day % 7, 1 | 2);
            let number = if weekend { 30 } else { 300 };
            usual.extend(
                (0..number)
                    .map(|n| report("x", f64::from(hour) + f64::from(n) / 301.0, usize::try_from(n % 9).unwrap())),
            );
        }
        let now = |number: i32| {
            (0..number).map(move |n| report("x", f64::from(n) / f64::from(number + 1), usize::try_from(n % 9).unwrap()))
        };
        let rise = |number| judged(usual.iter().cloned().chain(now(number)).collect())[0].rise.clone();
        assert_eq!(rise(320), None);
        assert_eq!(rise(400), None);
        assert!(rise(700).is_some());
    }

    #[test]
    fn by_chance_alone_nothing_rises() {
        // Two hundred causes at rates from one a week to six an hour, looked at every quarter of an hour for a day.
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut uniform = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            f64::from(u32::try_from(state >> 32).unwrap()) / f64::from(u32::MAX)
        };
        let mut reports = Vec::new();
        for cause in 0..200_u32 {
            let per_hour = (1.0 / 168.0) * 1_000_f64.powf(f64::from(cause) / 199.0);
            let mut ago = 16.0 * 24.0;
            loop {
                ago += uniform().max(1e-9).ln() / per_hour;
                if ago < 0.0 {
                    break;
                }
                reports.push(report(&format!("cause.{cause}"), ago, reports.len() % 9));
            }
        }
        reports.sort_by_key(|report| report.received_at);
        let mut alarms = 0;
        for quarter in 0..96 {
            let now = at(f64::from(quarter) / 4.0);
            let seen: Vec<_> = reports
                .iter()
                .filter(|one| one.received_at <= now && one.received_at >= now - HISTORY)
                .cloned()
                .collect();
            alarms += waves(&seen, at(16.0 * 24.0), now).iter().filter(|wave| wave.rise.is_some()).count();
        }
        assert_eq!(alarms, 0, "false alarms among {} looks", 200 * 96);
    }

    #[test]
    fn the_tail_is_that_of_a_negative_binomial_distribution() {
        // With the prior the size is 2.5, and a half stays: P(X ≥ 4) is one less the first four terms.
        let usual = Usual { seen: 2, hours: 1.0 };
        let first = 2_f64.powf(-2.5);
        let below = first * (1.0 + 2.5 / 2.0 + 2.5 * 3.5 / 8.0 + 2.5 * 3.5 * 4.5 / 48.0);
        assert!((usual.chance_of(4, 1.0) - (1.0 - below)).abs() < 1e-12);
        // Far out, where one less the rest would be nothing: of size 0.5 and a hundredth that goes, the first term is all but all.
        let rare = Usual { seen: 0, hours: 99.0 };
        let term = (0..20_u32).fold(0.99_f64.sqrt(), |term, n| term * (0.5 + f64::from(n)) / f64::from(n + 1) * 0.01);
        assert!((rare.chance_of(20, 1.0) / term - 1.0).abs() < 0.02);
        // Where the first term is too small for a number.
        let many = Usual { seen: 2_000_000, hours: 336.0 };
        assert!(many.in_hours(1.0) > 5_952.0 && many.chance_of(6_000, 1.0) > 0.2 && many.chance_of(6_500, 1.0) < 1e-9);
    }
}
