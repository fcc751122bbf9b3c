//! The packets of one echo measurement, in the order of sending, and what they say: fates, loss, gaps, latency. Pure;
//! times are given, as durations since the measurement began.

use std::time::Duration;

use super::sequential::Test;
use super::{Latency, millis};

/// An unanswered packet is lost after this many median round trips: as in TCP's timer, which waits for four deviations
/// beyond the mean (RFC 6298, section 2), but long past any answer that is only late.
const LOST_AFTER_MEDIANS: u32 = 4;
/// And never before this: a phone's radio that wakes up or changes cells holds packets back for some hundred milliseconds
/// (RFC 3481, section 2.4) without losing them.
const LOST_AFTER_LEAST: Duration = Duration::from_millis(500);
/// Before a path is called lossy, a packet has to be away for this long: of packets that swing widely the fast ones are
/// seen first, and by them the others look lost. It is also TCP's first patience (RFC 6298, section 2).
const SURELY_LOST_AFTER: Duration = Duration::from_secs(1);
/// A round trip beyond one and a half times the least and this much is inflated: something queues, most likely what we
/// send ourselves.
const INFLATED_BEYOND: Duration = Duration::from_millis(100);
/// Of losses in a row only so many count in the test. It supposes that losses are independent; a moment's break that
/// takes a whole burst along is one event. Breaks that come back are gaps.
const COUNTED_IN_A_ROW: usize = 3;
/// Losses in a row over at least this time are a gap: the path was away.
const GAP_PACKETS: usize = 3;
const GAP_TIME: Duration = Duration::from_millis(100);
/// An answer that comes this long after the answer to a later packet was overtaken on the way: not by a queue, which keeps
/// the order.
const OVERTAKEN_BY: Duration = Duration::from_millis(50);
/// So many per cent of the answers, and not fewer than so many, have to be overtaken before the path counts as one that
/// reorders.
const REORDERED_PERCENT: usize = 10;
const REORDERED_LEAST: usize = 3;
/// From so few round trips no latency is told apart by how they were taken.
const FEW: usize = 5;

/// One packet.
#[derive(Debug, Clone, Copy)]
struct Packet {
    sent: Duration,
    round_trip: Option<Duration>,
    /// Sent with so much time around it that it did not queue behind its own kind.
    alone: bool,
}

/// What became of a packet, as far as one can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Answered { inflated: bool },
    Lost,
    Waiting,
}

/// How packets on the way are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// Lost once they have been waited for long enough to go on.
    Likely,
    /// Lost once they have been waited for long enough to accuse the path.
    Sure,
    /// Lost as soon as others took less time; on their way to an answer before.
    Expected,
}

/// Times in which nothing came through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Gaps {
    pub(super) count: usize,
    pub(super) time: Duration,
    /// When the last one ended, by the time of sending.
    pub(super) last_end: Duration,
    /// Nothing has come through since: it may go on.
    pub(super) going_on: bool,
}

/// How the waiting is judged, from the round trips so far.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    inflated: Duration,
    overdue: Duration,
    lost: Duration,
    surely_lost: Duration,
}

/// All packets of one measurement.
#[derive(Debug, Clone, Default)]
pub(super) struct Series {
    packets: Vec<Packet>,
    /// All round trips, ascending.
    ascending: Vec<Duration>,
}

impl Series {
    /// Adds a packet and gives its number.
    pub(super) fn sent(&mut self, now: Duration, alone: bool) -> usize {
        self.packets.push(Packet { sent: now, round_trip: None, alone });
        self.packets.len().saturating_sub(1)
    }

    /// Notes an answer, however late; the first to a packet counts. Gives the round trip.
    pub(super) fn answered(&mut self, number: usize, now: Duration) -> Option<Duration> {
        let packet = self.packets.get_mut(number).filter(|packet| packet.round_trip.is_none())?;
        let round_trip = now.saturating_sub(packet.sent);
        packet.round_trip = Some(round_trip);
        let place = self.ascending.partition_point(|other| *other <= round_trip);
        self.ascending.insert(place, round_trip);
        Some(round_trip)
    }

    pub(super) fn len(&self) -> usize {
        self.packets.len()
    }

    pub(super) fn answers(&self) -> usize {
        self.ascending.len()
    }

    /// The answers to packets from this number on.
    pub(super) fn answers_from(&self, number: usize) -> impl Iterator<Item = Duration> {
        self.packets.iter().skip(number).filter_map(|packet| packet.round_trip)
    }

    /// How many of so many packets from this number on have been answered.
    pub(super) fn answers_to(&self, number: usize, count: usize) -> usize {
        self.packets.iter().skip(number).take(count).filter(|packet| packet.round_trip.is_some()).count()
    }

    pub(super) fn is_inflated(&self, round_trip: Duration) -> bool {
        self.bounds().is_some_and(|bounds| round_trip > bounds.inflated)
    }

    /// The middle round trip, if there is any.
    pub(super) fn median(&self) -> Option<Duration> {
        quantile(&self.ascending, 50)
    }

    /// How many packets are on the way and may still come, and when the first of them counts as lost.
    pub(super) fn waiting(&self, now: Duration, view: View) -> (usize, Option<Duration>) {
        let lost = self.bounds().map_or(Duration::MAX, |bounds| bounds.of(view));
        let waiting = || {
            let open = self.packets.iter().filter(|packet| packet.round_trip.is_none());
            open.map(move |packet| packet.sent.saturating_add(lost)).filter(move |until| *until > now)
        };
        (waiting().count(), waiting().min())
    }

    /// The loss test over the packets in their order, as far as it can be told. In their order, since losses are known later
    /// than answers: taken as they come in, the answers would speak first.
    pub(super) fn test(&self, now: Duration, view: View) -> Test {
        let fates = self.fates(now, view);
        let mut test = Test::new();
        let mut before = None;
        let mut rest = fates.as_slice();
        while let Some((first, after)) = rest.split_first() {
            match first {
                Fate::Waiting => break,
                Fate::Answered { inflated } => {
                    test.take(false);
                    before = Some(*inflated);
                    rest = after;
                }
                Fate::Lost => {
                    let run = rest.iter().take_while(|fate| **fate == Fate::Lost).count();
                    rest = rest.get(run..).unwrap_or_default();
                    let next = rest.iter().find_map(|fate| match fate {
                        Fate::Answered { inflated } => Some(*inflated),
                        Fate::Lost | Fate::Waiting => None,
                    });
                    // Whether the queue took them is told by the answers around them.
                    if next.is_none() && before == Some(true) {
                        break;
                    }
                    if before != Some(true) && next != Some(true) {
                        (0..run.min(COUNTED_IN_A_ROW)).for_each(|_| test.take(true));
                    }
                }
            }
        }
        test
    }

    /// The gaps so far, but for those where a queue was full.
    pub(super) fn gaps(&self, now: Duration, view: View) -> Gaps {
        let fates = self.fates(now, view);
        let mut gaps = Gaps::default();
        let (mut from, mut packets, mut in_queue) = (Duration::ZERO, 0_usize, false);
        for (fate, packet) in fates.iter().zip(&self.packets) {
            let inflated = match fate {
                Fate::Lost if packets == 0 => {
                    (from, packets) = (packet.sent, 1);
                    continue;
                }
                Fate::Lost => {
                    packets = packets.saturating_add(1);
                    continue;
                }
                Fate::Waiting => continue,
                Fate::Answered { inflated } => *inflated,
            };
            let time = packet.sent.saturating_sub(from);
            if packets >= GAP_PACKETS && time >= GAP_TIME && !inflated && !in_queue {
                gaps.count = gaps.count.saturating_add(1);
                gaps.time = gaps.time.saturating_add(time);
                gaps.last_end = packet.sent;
            }
            (packets, in_queue) = (0, inflated);
        }
        gaps.going_on = packets >= GAP_PACKETS && !in_queue;
        gaps
    }

    /// From the first packet to the last one.
    pub(super) fn span(&self) -> Duration {
        let last = self.packets.last().map_or(Duration::ZERO, |packet| packet.sent);
        last.saturating_sub(self.packets.first().map_or(Duration::ZERO, |packet| packet.sent))
    }

    /// How many packets were lost and how many fates are known.
    pub(super) fn losses(&self, now: Duration) -> (usize, usize) {
        let fates = self.fates(now, View::Likely);
        let lost = fates.iter().filter(|fate| **fate == Fate::Lost).count();
        (lost, fates.iter().filter(|fate| **fate != Fate::Waiting).count())
    }

    /// Whether the path changes the order of packets by much.
    pub(super) fn is_reordered(&self) -> bool {
        let mut earliest_later = Duration::MAX;
        let mut overtaken = 0_usize;
        for packet in self.packets.iter().rev() {
            let Some(round_trip) = packet.round_trip else { continue };
            let arrived = packet.sent.saturating_add(round_trip);
            if arrived >= earliest_later.saturating_add(OVERTAKEN_BY) {
                overtaken = overtaken.saturating_add(1);
            }
            earliest_later = earliest_later.min(arrived);
        }
        let share = overtaken.saturating_mul(100) >= self.answers().saturating_mul(REORDERED_PERCENT);
        overtaken >= REORDERED_LEAST && share
    }

    /// The round trips in figures. Where our own packets queued, only those count that were sent alone; a path that
    /// reorders is no queue, and there all count.
    pub(super) fn latency(&self, own_queue: bool) -> Option<Latency> {
        let all: Vec<Duration> = self.round_trips().collect();
        let alone: Vec<Duration> =
            self.packets.iter().filter(|packet| packet.alone).filter_map(|packet| packet.round_trip).collect();
        let choose_alone = own_queue && !self.is_reordered() && alone.len() >= FEW;
        let chosen = if choose_alone { alone } else { all };
        let ascending = sorted(chosen.iter().copied());
        let pairs = chosen.iter().zip(chosen.iter().skip(1));
        let steps: Vec<Duration> = pairs.map(|(one, next)| one.abs_diff(*next)).collect();
        let count = u32::try_from(steps.len()).unwrap_or(u32::MAX).max(1);
        let jitter = steps.iter().sum::<Duration>().checked_div(count).unwrap_or_default();
        let at = |percent| quantile(&ascending, percent).map(millis);
        Some(Latency {
            least_ms: millis(self.round_trips().min()?),
            median_ms: at(50)?,
            p10_ms: at(10)?,
            p90_ms: at(90)?,
            jitter_ms: millis(jitter),
            of: u32::try_from(chosen.len()).unwrap_or(u32::MAX),
        })
    }

    fn round_trips(&self) -> impl Iterator<Item = Duration> {
        self.answers_from(0)
    }

    fn bounds(&self) -> Option<Bounds> {
        let (least, greatest) = (*self.ascending.first()?, *self.ascending.last()?);
        let inflated = least.saturating_mul(3) / 2 + INFLATED_BEYOND;
        let lost = self.median()?.saturating_mul(LOST_AFTER_MEDIANS).max(LOST_AFTER_LEAST);
        let overdue = inflated.max(greatest).min(lost);
        Some(Bounds { inflated, overdue, lost, surely_lost: lost.max(SURELY_LOST_AFTER) })
    }

    fn fates(&self, now: Duration, view: View) -> Vec<Fate> {
        // Without any answer nothing can be said of any packet.
        let bounds = self.bounds();
        let fate = |packet: &Packet| {
            let Some(bounds) = bounds else { return Fate::Waiting };
            let too_long = now.saturating_sub(packet.sent) >= bounds.of(view);
            match packet.round_trip {
                Some(round_trip) => Fate::Answered { inflated: round_trip > bounds.inflated },
                None if too_long => Fate::Lost,
                None if view == View::Expected => Fate::Answered { inflated: false },
                None => Fate::Waiting,
            }
        };
        self.packets.iter().map(fate).collect()
    }
}

impl Bounds {
    /// After how long a packet without an answer counts as lost.
    fn of(&self, view: View) -> Duration {
        match view {
            View::Likely => self.lost,
            View::Sure => self.surely_lost,
            View::Expected => self.overdue,
        }
    }
}

fn sorted(times: impl Iterator<Item = Duration>) -> Vec<Duration> {
    let mut times: Vec<Duration> = times.collect();
    times.sort_unstable();
    times
}

/// The nearest-rank quantile of ascending values.
fn quantile(ascending: &[Duration], percent: usize) -> Option<Duration> {
    let rank = ascending.len().saturating_mul(percent).div_ceil(100).max(1);
    ascending.get(rank.saturating_sub(1)).copied()
}

#[cfg(test)]
mod tests;
