//! When to send the next packet of an echo measurement, and when to stop. Knows no socket and no clock, so that whole
//! measurements run over simulated links in its tests.
//!
//! It begins like TCP's slow start, with a window that doubles each round trip, but listens to the round trip and not to
//! losses, which are what it is to count: where the round trip inflates, our own packets queue, and it goes on with single
//! packets far apart. Once the path is known to be fine it only keeps an eye on it, as long as other checks are under way.

use std::time::Duration;

use super::sequential::{Decision, LOSSY_LOSS};
use super::series::{Series, View};
use super::{Latency, LossVerdict};

/// The first window. Three round trips of 11, 22 and 44 are the 77 answers that make a path without loss fine; 11 packets
/// are 0.5 KB, far below what any TCP connection begins with (RFC 6928: ten segments of up to 1,460 bytes).
const FIRST_WINDOW: usize = 11;
/// A window goes out in bursts of so many, so far apart: 1.4 Mbit/s at most, which the queue of a slow access line takes.
const BURST: usize = 11;
const BURST_SPACING: Duration = Duration::from_millis(3);
/// The most packets that may be without an answer at a time.
const MAX_IN_FLIGHT: usize = 128;
/// The most packets of one measurement; 77 are enough where nothing is lost, some 170 where one in twenty is.
pub(super) const MAX_PACKETS: usize = 600;
/// The longest that one measurement takes.
pub(super) const MAX_TIME: Duration = Duration::from_millis(3_500);
/// How long the first answer is waited for, and how far apart packets are until then.
const START_PATIENCE: Duration = Duration::from_millis(2_500);
const START_SPACING: Duration = Duration::from_millis(250);
/// The same when all other checks are done: a network that lets no UDP through must not hold up a healthy diagnosis.
const START_PATIENCE_ALONE: Duration = Duration::from_millis(500);
/// So many inflated round trips in one round, or all of it, are a queue; fewer are a hiccup.
const INFLATED_ANSWERS: usize = 3;
/// Where something queues, packets are this far apart: at 16 kbit/s a packet takes 30 ms, so that these never meet.
const ALONE_SPACING: Duration = Duration::from_millis(100);
/// And these are all: with the first window two dozen, 1.2 KB each way.
const MAX_ALONE: usize = 13;
/// So many answers in a row without inflation end it.
const CALM_ANSWERS: usize = 3;
/// How far apart packets are that only keep an eye on the path.
const WATCH_SPACING: Duration = Duration::from_millis(50);
/// How long the path is watched after a gap. Breaks that come back do so within this, or are not found.
const WATCH_AFTER_GAP: Duration = Duration::from_millis(1_500);
/// From so many gaps on, and where they are so much of the time, the path is lossy whatever the test says of the rest.
const GAPS: usize = 2;

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// Send one packet, now.
    Send,
    /// Nothing until then, unless an answer comes.
    Wait(Duration),
    /// The measurement is over.
    Done,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Windows.
    Round,
    /// Single packets, since this one.
    Alone { since: usize },
}

/// What a measurement came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) sent: usize,
    pub(super) answered: usize,
    /// Packets whose fate is known, and of those the lost ones.
    pub(super) known: usize,
    pub(super) lost: usize,
    pub(super) gaps: usize,
    pub(super) verdict: LossVerdict,
    pub(super) own_queue: bool,
    pub(super) reordered: bool,
    pub(super) latency: Option<Latency>,
}

/// One measurement under way.
#[derive(Debug)]
pub(super) struct Course {
    series: Series,
    end: Duration,
    mode: Mode,
    window: usize,
    may_grow: bool,
    own_queue: bool,
    alone_sent: usize,
    /// Until when the path is watched in any case.
    watch_until: Duration,
    /// The first packet of the round under way, how many it has, and how many of those are still to be sent.
    round: usize,
    round_size: usize,
    to_send: usize,
    last_sent: Duration,
}

impl Course {
    /// A measurement that is over by `end` at the latest.
    pub(super) fn new(end: Duration) -> Self {
        Self {
            series: Series::default(),
            end: end.min(MAX_TIME),
            mode: Mode::Round,
            window: FIRST_WINDOW,
            may_grow: true,
            own_queue: false,
            alone_sent: 0,
            watch_until: Duration::ZERO,
            round: 0,
            round_size: FIRST_WINDOW,
            to_send: FIRST_WINDOW,
            last_sent: Duration::ZERO,
        }
    }

    /// The same where something was odd before it began: it looks on for as long as after a gap.
    pub(super) fn watchful(self) -> Self {
        Self { watch_until: WATCH_AFTER_GAP, ..self }
    }

    /// Notes a packet that went out; gives its number.
    pub(super) fn sent(&mut self, now: Duration) -> usize {
        let alone = self.series.len() == 0 || now.saturating_sub(self.last_sent) >= WATCH_SPACING;
        if matches!(self.mode, Mode::Alone { .. }) {
            self.alone_sent = self.alone_sent.saturating_add(1);
        }
        self.to_send = self.to_send.saturating_sub(1);
        self.last_sent = now;
        self.series.sent(now, alone)
    }

    /// Notes an answer.
    pub(super) fn answered(&mut self, number: usize, now: Duration) {
        if self.series.answered(number, now).is_none() {
            return;
        }
        match self.mode {
            Mode::Round => {
                let round = || self.series.answers_from(self.round);
                let inflated = round().filter(|time| self.series.is_inflated(*time)).count();
                let size = self.series.len().saturating_sub(self.round);
                if inflated >= INFLATED_ANSWERS.min(size) && inflated > 0 {
                    self.own_queue = true;
                    self.to_send = 0;
                    self.mode = Mode::Alone { since: self.series.len() };
                }
            }
            Mode::Alone { since } => {
                let answers: Vec<Duration> = self.series.answers_from(since).collect();
                let last = answers.iter().rev().take(CALM_ANSWERS);
                if answers.len() >= CALM_ANSWERS && last.into_iter().all(|time| !self.series.is_inflated(*time)) {
                    self.mode = Mode::Round;
                    self.may_grow = false;
                    self.window = (self.window / 2).max(1);
                    self.round = self.series.len();
                    (self.round_size, self.to_send) = (0, 0);
                }
            }
        }
    }

    pub(super) fn has_answers(&self) -> bool {
        self.series.answers() > 0
    }

    /// What to do now. `others_done`: nothing else is under way, so that every further moment is one that people wait.
    pub(super) fn next(&mut self, now: Duration, others_done: bool) -> Next {
        if now >= self.end {
            return Next::Done;
        }
        if !self.has_answers() {
            return self.start(now, others_done);
        }
        let decision = self.series.test(now, View::Likely).decision();
        if self.is_surely_lossy(now) {
            return Next::Done;
        }
        if decision == Decision::Lossy || self.series.len() >= MAX_PACKETS {
            return self.wait_for_the_rest(now);
        }
        if decision == Decision::Fine {
            let odd = self.is_odd(now);
            return if others_done && !odd { Next::Done } else { self.spaced(now, WATCH_SPACING) };
        }
        match self.mode {
            Mode::Alone { .. } if self.alone_sent >= MAX_ALONE => self.wait_for_the_rest(now),
            Mode::Alone { .. } => self.spaced(now, ALONE_SPACING),
            Mode::Round => self.rounds(now),
        }
    }

    /// Until something has answered: the first window, then single packets.
    fn start(&self, now: Duration, others_done: bool) -> Next {
        let patience = if others_done { START_PATIENCE_ALONE } else { START_PATIENCE };
        if self.series.len() < FIRST_WINDOW {
            Next::Send
        } else if now >= patience {
            Next::Done
        } else {
            self.spaced(now, START_SPACING)
        }
    }

    fn spaced(&self, now: Duration, spacing: Duration) -> Next {
        let due = self.last_sent.saturating_add(spacing);
        if now >= due { Next::Send } else { Next::Wait(due.min(self.end)) }
    }

    fn rounds(&mut self, now: Duration) -> Next {
        let sent = self.round_size.saturating_sub(self.to_send);
        if self.to_send > 0 {
            return if sent.is_multiple_of(BURST) && sent > 0 { self.spaced(now, BURST_SPACING) } else { Next::Send };
        }
        // As long as a round trip takes, half as much again for its swings, and some for short ones.
        let median = self.series.median().unwrap_or_default();
        let over =
            self.last_sent.saturating_add(median.saturating_mul(3) / 2).saturating_add(Duration::from_millis(50));
        let answered = self.series.answers_to(self.round, sent);
        if answered < sent && now < over {
            return Next::Wait(over.min(self.end));
        }
        let (waiting, first_lost) = self.series.waiting(now, View::Likely);
        let next = self.next_window(sent, answered);
        let room = MAX_IN_FLIGHT.saturating_sub(waiting).min(MAX_PACKETS.saturating_sub(self.series.len()));
        let count = self.wanted(now, next).min(room);
        if count == 0 {
            return first_lost.map_or(Next::Done, |lost| Next::Wait(lost.min(self.end)));
        }
        self.window = next;
        self.round = self.series.len();
        (self.round_size, self.to_send) = (count, count);
        Next::Send
    }

    /// How many packets of a window are of use.
    fn wanted(&self, now: Duration, window: usize) -> usize {
        // What is likely enough already needs no more packets, only patience.
        let missing = self.series.test(now, View::Expected).answers_to_fine();
        let (on_the_way, _) = self.series.waiting(now, View::Expected);
        let overdue = self.series.len().saturating_sub(self.series.answers()).saturating_sub(on_the_way);
        // Where some are overdue, it will take more than what is missing for a fine path, and waiting for each to be lost
        // takes longer than there is.
        if missing > 0 && overdue > 0 { window } else { window.min(missing) }
    }

    /// Doubled, unless it was too much before; the first one again where nothing at all came back.
    fn next_window(&self, sent: usize, answered: usize) -> usize {
        if sent > 0 && answered == 0 {
            FIRST_WINDOW.min(self.window)
        } else if self.may_grow && sent > 0 {
            self.window.saturating_mul(2)
        } else {
            self.window
        }
    }

    /// Nothing more to send: until every packet's fate is sure.
    fn wait_for_the_rest(&self, now: Duration) -> Next {
        match self.series.waiting(now, View::Sure) {
            (_, Some(lost)) => Next::Wait(lost.min(self.end)),
            (_, None) => Next::Done,
        }
    }

    /// Whether the path was away for a while, not long ago: it may be so again. Packets that are overdue are enough to look
    /// on; whether they are lost is seen meanwhile.
    fn is_odd(&self, now: Duration) -> bool {
        let gaps = self.series.gaps(now, View::Expected);
        now < self.watch_until
            || gaps.going_on
            || (gaps.count > 0 && now.saturating_sub(gaps.last_end) < WATCH_AFTER_GAP)
    }

    fn is_surely_lossy(&self, now: Duration) -> bool {
        let gaps = self.series.gaps(now, View::Sure);
        let breaks = gaps.count >= GAPS && gaps.time.as_secs_f64() >= LOSSY_LOSS * self.series.span().as_secs_f64();
        breaks || self.series.test(now, View::Sure).decision() == Decision::Lossy
    }

    /// What it all came to, when it is over.
    pub(super) fn outcome(&self, now: Duration) -> Outcome {
        let (lost, known) = self.series.losses(now);
        let all_sent = self.series.len() >= MAX_PACKETS;
        let gaps = self.series.gaps(now, View::Likely);
        let any_gap = gaps.count > 0 || gaps.going_on;
        let ending = |view| self.series.test(now, view).at_the_end(all_sent);
        // Whatever the test left out, where many are lost nobody calls it fine.
        let few_lost = (lost as f64) < LOSSY_LOSS * (known as f64);
        let verdict = if !self.has_answers() {
            LossVerdict::Silent
        } else if self.is_surely_lossy(now) || ending(View::Sure) == Decision::Lossy {
            LossVerdict::Lossy
        } else if ending(View::Likely) == Decision::Fine && !any_gap && few_lost {
            LossVerdict::Fine
        } else {
            LossVerdict::CannotTell
        };
        Outcome {
            sent: self.series.len(),
            answered: self.series.answers(),
            known,
            lost,
            gaps: gaps.count,
            verdict,
            own_queue: self.own_queue,
            reordered: self.series.is_reordered(),
            latency: self.series.latency(self.own_queue),
        }
    }
}
