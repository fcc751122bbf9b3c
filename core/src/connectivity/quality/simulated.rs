//! Whole measurements over simulated links, in virtual time: every figure is a matter of the seed, none of the machine.

use std::collections::BTreeSet;
use std::time::Duration;

use super::course::{Course, MAX_TIME, Next, Outcome};
use super::{DownloadMeasurement, EchoMeasurement, LinkQuality, LossVerdict, judge};

const fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}

/// SplitMix64 (Steele, Lea and Flood, 2014): small, seeded and good enough to lose packets with.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn per_mille(&mut self) -> u64 {
        self.next() % 1_000
    }
}

/// A link and an echo server behind it.
#[derive(Clone, Copy)]
struct Link {
    round_trip: Duration,
    /// Further time, evenly from none to this; packets overtake each other.
    jitter: Duration,
    /// Per mille, each way.
    loss: u64,
    /// How long one packet occupies the link.
    packet_time: Duration,
    /// How long a packet may queue before the next is dropped.
    queue: Duration,
    /// Of each period the first part is cut, beginning so long before the measurement.
    cut: Option<(Duration, Duration, Duration)>,
    /// When everything else in the diagnosis is done.
    others_done: Duration,
}

const CLEAN: Link = Link {
    round_trip: ms(50),
    jitter: ms(0),
    loss: 0,
    packet_time: ms(0),
    queue: ms(60_000),
    cut: None,
    others_done: ms(200),
};

impl Link {
    fn is_cut(&self, at: Duration) -> bool {
        self.cut.is_some_and(|(cut, period, before)| (at + before).as_micros() % period.as_micros() < cut.as_micros())
    }
}

/// Runs a measurement to its end; also says when that was.
fn run(link: Link, seed: u64) -> (Outcome, Duration) {
    let mut random = Random(seed);
    let mut course = Course::new(MAX_TIME);
    let mut arrivals: BTreeSet<(Duration, usize)> = BTreeSet::new();
    let (mut now, mut link_free) = (Duration::ZERO, Duration::ZERO);
    loop {
        while let Some((at, number)) = arrivals.first().copied().filter(|(at, _)| *at <= now) {
            arrivals.pop_first();
            course.answered(number, at);
        }
        match course.next(now, now >= link.others_done) {
            Next::Done => return (course.outcome(now), now),
            Next::Wait(until) => {
                assert!(until > now, "a wait that is over already: {until:?} at {now:?}");
                let next = arrivals.first().map_or(until, |(at, _)| (*at).min(until));
                let others = Some(link.others_done).filter(|done| *done > now);
                now = next.min(others.unwrap_or(next));
            }
            Next::Send => {
                let number = course.sent(now);
                let queued = link_free.saturating_sub(now);
                let lost = [random.per_mille(), random.per_mille()].iter().any(|draw| *draw < link.loss);
                if queued > link.queue || lost || link.is_cut(now) {
                    continue;
                }
                link_free = now + queued + link.packet_time;
                let jitter = link.jitter.mul_f64(f64::from(u32::try_from(random.per_mille()).unwrap()) / 1_000.0);
                arrivals.insert((link_free + link.round_trip + jitter, number));
            }
        }
    }
}

/// How many of this many measurements end with this verdict, and their mean number of packets.
fn tally(link: Link, runs: u64, verdict: LossVerdict) -> (u64, usize) {
    let outcomes: Vec<Outcome> = (0..runs).map(|seed| run(link, seed).0).collect();
    let count = outcomes.iter().filter(|outcome| outcome.verdict == verdict).count();
    (count as u64, outcomes.iter().map(|outcome| outcome.sent).sum::<usize>() / outcomes.len())
}

fn facts(outcome: &Outcome, download: Option<DownloadMeasurement>) -> Vec<String> {
    let count = |count: usize| u32::try_from(count).unwrap();
    let echo = EchoMeasurement {
        server: "echo.example:3478".into(),
        sent: count(outcome.sent),
        answered: count(outcome.answered),
        known: count(outcome.known),
        lost: count(outcome.lost),
        gaps: count(outcome.gaps),
        loss: outcome.verdict,
        own_queue: outcome.own_queue,
        reordered: outcome.reordered,
        latency: outcome.latency,
        took_ms: 0,
    };
    let found = judge(&LinkQuality { echo: vec![echo], download, at_least_kbit_s: 0 });
    found.into_iter().map(|finding| finding.code.to_string()).collect()
}

#[test]
fn a_clean_link_is_fine_after_three_round_trips_and_77_packets() {
    for round_trip in [5, 50, 150, 300] {
        let link = Link { round_trip: ms(round_trip), others_done: ms(0), ..CLEAN };
        let (outcome, took) = run(link, 1);
        assert_eq!((outcome.verdict, outcome.sent, outcome.answered), (LossVerdict::Fine, 77, 77), "{round_trip} ms");
        assert!(took <= ms(3 * round_trip + 15), "{round_trip} ms: {took:?}");
        assert_eq!(facts(&outcome, None), ["quality.fine"]);
    }
}

/// Fixed seeds: whatever it says, it says each time. Over 1,000 other seeds each: alarms 0.3 % at 2 % each way; of 5 % each
/// way 1.4 % to 2.2 % missed at round trips up to 150 ms and 17 % at 300 ms, where the time is over first.
#[test]
fn what_is_healthy_raises_no_alarm_and_what_is_not_is_found() {
    const RUNS: u64 = 50;
    for (round_trip, most_missed) in [(20, 3), (50, 3), (150, 3), (300, 13)] {
        for (loss, most_alarms, most_packets) in [(0, 0, 80), (5, 0, 130), (10, 0, 170), (20, 1, 270)] {
            let link = Link { round_trip: ms(round_trip), loss, ..CLEAN };
            let (alarms, packets) = tally(link, RUNS, LossVerdict::Lossy);
            assert!(alarms <= most_alarms, "{round_trip} ms, {loss} ‰: {alarms} alarms");
            assert!(packets <= most_packets, "{round_trip} ms, {loss} ‰: {packets} packets");
        }
        for (loss, most_missed, most_packets) in [(50, most_missed, 320), (100, 0, 200), (200, 0, 150), (500, 0, 110)] {
            // Where so much is lost, nothing else is done soon.
            let others_done = if loss < 200 { CLEAN.others_done } else { ms(3_000) };
            let link = Link { round_trip: ms(round_trip), loss, others_done, ..CLEAN };
            let (found, packets) = tally(link, RUNS, LossVerdict::Lossy);
            assert!(RUNS - found <= most_missed, "{round_trip} ms, {loss} ‰: {} missed", RUNS - found);
            assert!(packets <= most_packets, "{round_trip} ms, {loss} ‰: {packets} packets");
        }
    }
}

#[test]
fn a_path_that_is_cut_again_and_again_is_lossy_while_anything_else_is_under_way() {
    for before in (0..600).step_by(20) {
        let cut = Some((ms(300), ms(600), ms(before)));
        let (outcome, took) = run(Link { cut, others_done: ms(2_500), ..CLEAN }, before);
        assert_eq!(outcome.verdict, LossVerdict::Lossy, "{before}: {outcome:?}");
        assert!(took <= ms(2_500), "{before}: {took:?}");
    }
}

#[test]
fn a_single_short_break_is_no_lossy_path() {
    for before in (0..200).step_by(10) {
        // Once, for 40 ms, somewhere in the first 200.
        let cut = Some((ms(40), ms(60_000), ms(60_000 - before)));
        let (outcome, _) = run(Link { cut, ..CLEAN }, before);
        assert_ne!(outcome.verdict, LossVerdict::Lossy, "{before}: {outcome:?}");
    }
}

#[test]
fn a_slow_link_is_not_drowned_and_not_called_lossy() {
    // 16 kbit/s with a queue of a quarter of a second, and with one that holds everything.
    for queue in [ms(250), ms(60_000)] {
        let link = Link { packet_time: ms(30), queue, others_done: ms(8_000), ..CLEAN };
        let (outcome, _) = run(link, 1);
        assert!(outcome.own_queue, "{outcome:?}");
        assert_ne!(outcome.verdict, LossVerdict::Lossy, "{queue:?}: {outcome:?}");
        let latency = outcome.latency.unwrap();
        assert!(latency.median_ms < 150, "without our own queue: {latency:?}");
    }
    // The same while the rest of the diagnosis keeps the link full: seconds of queue, which never clears.
    let full = Link { round_trip: ms(1_200), packet_time: ms(200), others_done: ms(8_000), ..CLEAN };
    let (outcome, _) = run(full, 1);
    assert!(outcome.sent <= 24, "two dozen packets at most: {outcome:?}");
    assert_eq!(facts(&outcome, None), ["quality.high_latency"]);
}

#[test]
fn a_path_that_swings_is_unsteady_and_a_long_one_is_not() {
    for seed in 0..60 {
        let swings = Link { round_trip: ms(50), jitter: ms(700), others_done: ms(8_000), ..CLEAN };
        let (outcome, _) = run(swings, seed);
        assert_eq!(facts(&outcome, None), ["quality.unsteady"], "{seed}: {outcome:?}");
        for round_trip in [1, 100, 200, 300] {
            let steady = Link { round_trip: ms(round_trip), jitter: ms(round_trip / 10), loss: 20, ..CLEAN };
            let found = facts(&run(steady, seed).0, None);
            assert!(found.iter().all(|fact| fact != "quality.unsteady"), "{round_trip} ms, {seed}: {found:?}");
        }
        let long = Link { round_trip: ms(800), jitter: ms(80), others_done: ms(8_000), ..CLEAN };
        assert_eq!(facts(&run(long, seed).0, None), ["quality.high_latency"], "{seed}");
    }
}

#[test]
fn where_nothing_comes_back_it_stops_soon_and_says_nothing() {
    let dead = Link { loss: 1_000, ..CLEAN };
    let (outcome, took) = run(Link { others_done: ms(8_000), ..dead }, 1);
    assert_eq!((outcome.verdict, outcome.known, took), (LossVerdict::Silent, 0, ms(2_500)));
    assert!(outcome.sent <= 24, "{outcome:?}");
    assert_eq!(run(dead, 1).1, ms(500), "nobody waits for it");
    assert!(facts(&outcome, None).is_empty());
}
