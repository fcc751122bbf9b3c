//! A wave as a picture: bars over time, in the units of the drawing.

use jiff::{SignedDuration, Timestamp};

/// A drawing of bars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bars {
    pub(crate) bars: Vec<Bar>,
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// What the highest bar stands for.
    pub(crate) most: usize,
    /// When the first bar begins.
    pub(crate) begins: Timestamp,
}

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bar {
    pub(crate) x: usize,
    pub(crate) y: usize,
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) count: usize,
    pub(crate) begins: Timestamp,
}

/// `number` bars of `each`, the last of which ends now, from times in order. A bar that stands for something is never invisible.
pub(crate) fn bars(times: &[Timestamp], now: Timestamp, each: SignedDuration, number: usize, height: usize) -> Bars {
    const WIDTH: usize = 9;
    const GAP: usize = 1;
    let number_of = i32::try_from(number).unwrap_or(i32::MAX);
    let begins = now - each * number_of;
    let edge = |bar: i32| begins + each * bar;
    let until = |time: Timestamp| times.partition_point(|known| *known <= time);
    let counts: Vec<usize> = (0..number_of).map(|bar| until(edge(bar + 1)) - until(edge(bar))).collect();
    let most = counts.iter().copied().max().unwrap_or_default();
    let bar = |(place, count): (usize, usize)| {
        let tall = if count == 0 { 0 } else { (count * height / most.max(1)).max(2) };
        let begins = edge(i32::try_from(place).unwrap_or(i32::MAX));
        Bar { x: place * (WIDTH + GAP), y: height - tall, width: WIDTH, height: tall, count, begins }
    };
    let bars = counts.into_iter().enumerate().map(bar).collect();
    Bars { bars, width: number * (WIDTH + GAP), height, most, begins }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_is_in_one_bar_and_the_highest_is_as_high_as_the_drawing() {
        let hour = SignedDuration::from_hours(1);
        let now = Timestamp::UNIX_EPOCH + hour * 1000;
        let ago = |minutes: i64| now - SignedDuration::from_mins(minutes);
        let times = [ago(600), ago(239), ago(61), ago(60), ago(59), ago(5), ago(0)];
        let drawn = bars(&times, now, hour, 4, 100);
        let counts: Vec<usize> = drawn.bars.iter().map(|bar| bar.count).collect();
        assert_eq!((counts, drawn.most), (vec![1, 0, 2, 3], 3));
        assert_eq!(drawn.bars.iter().map(|bar| bar.height).collect::<Vec<_>>(), [33, 0, 66, 100]);
        assert!(drawn.bars.iter().all(|bar| bar.y + bar.height == 100));
        assert_eq!(drawn.bars[3].begins, now - hour);
        assert_eq!(bars(&[], now, hour, 4, 100).most, 0);
    }
}
