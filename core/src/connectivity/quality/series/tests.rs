use super::super::sequential::Decision;
use super::*;

const fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}

/// Packets ten milliseconds apart, with these round trips in milliseconds; none is lost.
fn series(round_trips: impl IntoIterator<Item = Option<u64>>) -> Series {
    let mut series = Series::default();
    for round_trip in round_trips {
        let at = ms(10) * u32::try_from(series.len()).unwrap();
        let number = series.sent(at, false);
        if let Some(round_trip) = round_trip {
            series.answered(number, at + ms(round_trip));
        }
    }
    series
}

const LATER: Duration = ms(60_000);

#[test]
fn a_late_answer_counts_and_a_second_one_does_not() {
    let mut series = series([Some(50), None]);
    assert_eq!(series.losses(LATER), (1, 2));
    assert_eq!(series.answered(1, ms(2_010)), Some(ms(2_000)));
    assert_eq!(series.answered(1, ms(2_011)), None);
    assert_eq!(series.answered(7, ms(2_011)), None);
    assert_eq!(series.losses(LATER), (0, 2));
}

#[test]
fn a_packet_is_lost_after_four_medians_or_half_a_second() {
    let fast = series([Some(50), None]);
    assert_eq!(fast.waiting(ms(509), View::Likely), (1, Some(ms(510))));
    assert_eq!(fast.waiting(ms(510), View::Likely), (0, None));
    assert_eq!(fast.waiting(ms(510), View::Sure), (1, Some(ms(1_010))));
    let slow = series([Some(800), None]);
    assert_eq!(slow.waiting(ms(3_209), View::Likely).0, 1);
    assert_eq!(slow.waiting(ms(3_210), View::Likely).0, 0);
}

#[test]
fn the_test_waits_for_the_fate_of_every_packet_before() {
    let held_up = series(std::iter::once(None).chain((0..90).map(|_| Some(50))));
    assert_eq!(held_up.test(ms(499), View::Likely).answers_to_fine(), 77);
    assert_eq!(held_up.test(ms(499), View::Expected).answers_to_fine(), 1);
    assert_eq!(held_up.test(ms(500), View::Likely).answers_to_fine(), 1);
}

#[test]
fn what_a_full_queue_drops_is_not_the_paths_loss() {
    let flood = (0..40).map(|n| if n % 2 == 0 { Some(50 + 20 * n) } else { None });
    let flood = series(std::iter::once(Some(50)).chain(flood).chain([Some(900)]));
    assert_ne!(flood.test(LATER, View::Sure).decision(), Decision::Lossy);
    let steady = (0..40).map(|n| if n % 2 == 0 { Some(50) } else { None });
    assert_eq!(series(steady).test(LATER, View::Sure).decision(), Decision::Lossy);
}

#[test]
fn one_break_counts_once_and_breaks_that_return_are_gaps() {
    let up = |count: usize| std::iter::repeat_n(Some(50), count);
    let down = |count: usize| std::iter::repeat_n(None, count);
    let once = series(up(30).chain(down(30)).chain(up(130)));
    assert_eq!(once.test(LATER, View::Sure).decision(), Decision::Fine);
    let gaps = once.gaps(LATER, View::Sure);
    assert_eq!((gaps.count, gaps.time, gaps.last_end, gaps.going_on), (1, ms(300), ms(600), false));
    let again = series(up(30).chain(down(30)).chain(up(30)).chain(down(30)).chain(up(30)));
    assert_eq!((again.gaps(LATER, View::Sure).count, again.gaps(LATER, View::Sure).time), (2, ms(600)));
    let away = series(up(30).chain(down(5)));
    assert!(away.gaps(LATER, View::Sure).going_on && away.gaps(LATER, View::Sure).count == 0);
    let burst = series(up(30).chain(down(9)).chain(up(30)));
    assert_eq!(burst.gaps(LATER, View::Sure).count, 0, "ninety milliseconds are no gap");
}

#[test]
fn latency_is_in_figures() {
    let steps = series([Some(100), Some(110), Some(90), Some(100), None, Some(140)]);
    let Latency { least_ms, median_ms, p10_ms, p90_ms, jitter_ms, of } = steps.latency(false).unwrap();
    assert_eq!((least_ms, median_ms, p10_ms, p90_ms, jitter_ms, of), (90, 100, 90, 140, 20, 5));
    assert_eq!(series([None]).latency(false), None);
}

#[test]
fn where_our_own_packets_queue_those_sent_alone_are_taken() {
    let mut series = series((0..11).map(|n| Some(50 + 50 * n)));
    for n in 0..6 {
        let number = series.sent(ms(2_000 + 100 * n), true);
        series.answered(number, ms(2_060 + 100 * n));
    }
    assert_eq!(series.latency(true).unwrap().p90_ms, 60);
    assert!(series.latency(false).unwrap().p90_ms > 400);
}

#[test]
fn a_queue_keeps_the_order_and_another_path_does_not() {
    assert!(!series((0..20).map(|n| Some(50 + 30 * n))).is_reordered());
    assert!(series((0..20).map(|n| Some(if n % 2 == 0 { 600 } else { 50 }))).is_reordered());
}
