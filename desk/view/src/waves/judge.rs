//! What is a wave. Pure: reports with their times in, waves out.
//!
//! How many reports of a cause come in a while is compared with what came before: the rate is not known but estimated, so that
//! what is expected is not a Poisson distribution but, with Jeffreys' prior for a rate, a negative binomial one (Gelman et al.,
//! Bayesian Data Analysis, 3rd edition, §2.6). It is asked of all hours, and of the same hours of the days before, since people
//! sleep; a cause rises only if both say so.

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
/// From so many models of phones at least: one person who sends ten reports is no wave.
const FEWEST_MODELS: usize = 3;
/// How improbable it has to be that so many come by chance. With a hundred causes looked at every hour, that is less than one
/// false alarm in a month, and far less for the many that hardly ever come.
const CHANCE: f64 = 1e-5;
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
    /// From so many models of phones.
    pub(crate) models: usize,
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
    /// How many came on a day before that, on average.
    pub(crate) usual_day: f64,
    pub(crate) rise: Option<Rise>,
}

/// The causes of `reports`, which go back [`HISTORY`] and are in order; those that rise first, then the most frequent today.
pub(crate) fn waves(reports: &[Counted], now: Timestamp) -> Vec<Wave> {
    let Some(first) = reports.first() else { return Vec::new() };
    let mut by_cause: BTreeMap<&str, Vec<&Counted>> = BTreeMap::new();
    for report in reports.iter().filter(|report| report.received_at <= now) {
        by_cause.entry(&report.cause).or_default().push(report);
    }
    let mut waves: Vec<Wave> =
        by_cause.into_iter().map(|(cause, reports)| wave(cause, &reports, first.received_at, now)).collect();
    waves.sort_by_key(|wave| (wave.rise.is_none(), std::cmp::Reverse((wave.today, wave.times.len()))));
    waves
}

fn wave(cause: &str, reports: &[&Counted], watched_since: Timestamp, now: Timestamp) -> Wave {
    let times: Vec<Timestamp> = reports.iter().map(|report| report.received_at).collect();
    let day = SignedDuration::from_hours(24);
    let today = between(&times, now - day, now);
    let days_before = hours(now.duration_since(watched_since) - day) / 24.0;
    let usual_day = if days_before > 0.0 { count(times.len() - today) / days_before } else { 0.0 };
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
    let models: BTreeSet<&str> = recent.iter().map(|report| report.device.as_str()).collect();
    if seen < FEWEST || models.len() < FEWEST_MODELS {
        return None;
    }
    let before = times.len() - seen;
    let watched = hours(begins.duration_since(watched_since));
    if watched <= 0.0 {
        return None;
    }
    let always = Usual { seen: before, hours: watched };
    // The same hours of the days before, as far as somebody watched then.
    let shifts =
        (1_i64..=13).map(|day| SignedDuration::from_hours(24 * day)).filter(|shift| begins - *shift >= watched_since);
    let same_hours = shifts.fold(Usual { seen: 0, hours: 0.0 }, |usual, shift| Usual {
        seen: usual.seen + between(times, begins - shift, now - shift),
        hours: usual.hours + hours(window),
    });
    let usuals = [Some(always), (same_hours.hours > 0.0).then_some(same_hours)];
    let chance = usuals.iter().flatten().map(|usual| usual.chance_of(seen, hours(window))).fold(0.0, f64::max);
    let usual = usuals.iter().flatten().map(|usual| usual.in_hours(hours(window))).fold(0.0, f64::max);
    let since = recent.first()?.received_at;
    (chance < CHANCE).then_some((chance, Rise { window, seen, usual, models: models.len(), since }))
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
        let size = count(self.seen) + PRIOR;
        let stays = self.hours / (self.hours + hours);
        // In logarithms, since the first of many terms may be smaller than any number.
        let (mut term, mut below) = (size * stays.ln(), 0.0);
        for number in 0..seen {
            below += term.exp();
            term += ((size + count(number)) / (count(number) + 1.0)).ln() + (1.0 - stays).ln();
        }
        (1.0_f64 - below).max(0.0)
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
        Counted { cause: cause.to_owned(), received_at: at(hours_ago), device: format!("Model {model}") }
    }

    fn judged(mut reports: Vec<Counted>) -> Vec<Wave> {
        reports.sort_by_key(|report| report.received_at);
        waves(&reports, at(0.0))
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
        assert_eq!((rise.window, rise.seen, rise.models), (WINDOWS[0], 8, 5));
        assert_eq!(rise.since, at(0.9));
        assert!(rise.usual < 0.01 && waves[1].rise.is_none());
    }

    #[test]
    fn few_or_one_phone_or_a_first_hour_are_none() {
        let quiet = || steady("network.dns", 48.0, 1.0);
        for (number, models) in [(4, 4), (9, 2), (9, 1)] {
            assert!(judged([quiet(), burst("x", number, models)].concat()).iter().all(|wave| wave.rise.is_none()));
        }
        // Nobody knows what is usual when all that there is came just now.
        assert!(judged(burst("x", 40, 5)).iter().all(|wave| wave.rise.is_none()));
        assert!(judged(Vec::new()).is_empty());
    }

    #[test]
    fn what_always_comes_often_has_to_come_much_more_often() {
        // Four an hour, day and night.
        let usual = || steady("network.slow", 0.25, 1.0);
        let rises = |number| judged([usual(), burst("network.slow", number, 6)].concat())[0].rise.clone();
        assert_eq!(rises(8), None);
        let rise = rises(30).unwrap();
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
    fn by_chance_alone_nothing_rises() {
        // Two hundred causes at rates from one a week to six an hour, looked at every hour of two days.
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
        for hour in 0..48 {
            let now = at(f64::from(hour));
            let seen: Vec<_> = reports
                .iter()
                .filter(|one| one.received_at <= now && one.received_at >= now - HISTORY)
                .cloned()
                .collect();
            alarms += waves(&seen, now).iter().filter(|wave| wave.rise.is_some()).count();
        }
        assert!(alarms <= 2, "{alarms} false alarms among {} looks", 200 * 48);
    }

    #[test]
    fn the_tail_is_that_of_a_negative_binomial_distribution() {
        // size 3, one half: P(X ≥ 2) = 1 − p³ − 3 p³ q = 1 − 0.125 − 0.1875
        let usual = Usual { seen: 2, hours: 1.0 };
        let half = Usual { seen: 2, ..usual };
        // With the prior the size is 2.5: 1 − 2^−2.5 × (1 + 2.5/2)
        let expected = 1.0 - 2_f64.powf(-2.5) * 2.25;
        assert!((half.chance_of(2, 1.0) - expected).abs() < 1e-12);
        assert!((usual.chance_of(0, 1.0) - 1.0).abs() < 1e-12);
        // Where the first term is too small for a number.
        let many = Usual { seen: 2_000_000, hours: 336.0 };
        let expected = many.in_hours(1.0);
        assert!(many.chance_of(5952, 1.0) > 0.4 && many.chance_of(7000, 1.0) < 1e-9, "{expected}");
    }
}
