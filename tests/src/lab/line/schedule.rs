//! Decides what becomes of each packet. Time is an argument, chance comes from the seed.

use std::collections::HashSet;
use std::net::IpAddr;

use super::packet::{Packet, Way};
use super::{Flapping, LineCounts, LineSettings};
use crate::lab::seeded::{LossPattern, Seeded};

/// How long a packet may wait for those before it. Longer queues than real ones would only answer after every deadline.
const LONGEST_QUEUE_US: u64 = 10_000_000;

/// The line's state.
#[derive(Debug)]
pub(super) struct Schedule {
    settings: LineSettings,
    from_phone: Direction,
    to_phone: Direction,
    cuts: Option<Cuts>,
    silenced: HashSet<((IpAddr, u16), (IpAddr, u16))>,
    counts: LineCounts,
}

/// What each way has of its own.
#[derive(Debug)]
struct Direction {
    loss: LossPattern,
    jitter: Seeded,
    /// When the last packet will have left.
    busy_until_us: u64,
}

impl Direction {
    fn new(seed: u64, settings: &LineSettings) -> Self {
        Self { loss: LossPattern::new(seed, settings.loss_per_mille), jitter: Seeded::new(!seed), busy_until_us: 0 }
    }
}

/// When the line is cut: once in each period, at a moment that chance picks.
#[derive(Debug)]
struct Cuts {
    chance: Seeded,
    flapping: Flapping,
    /// Which period the cut is of.
    period: Option<u64>,
    starts_us: u64,
}

impl Cuts {
    fn is_cut(&mut self, now_us: u64) -> bool {
        let Flapping { period_us, cut_us } = self.flapping;
        let current = now_us / period_us.max(1);
        // One draw for each period, also for those in which no packet came: the times depend on the seed alone.
        while self.period.is_none_or(|period| period < current) {
            self.starts_us = self.chance.up_to(period_us.saturating_sub(cut_us));
            self.period = Some(self.period.map_or(0, |period| period + 1));
        }
        let into = now_us - current * period_us;
        (self.starts_us..self.starts_us + cut_us).contains(&into)
    }
}

impl Schedule {
    pub(super) fn new(settings: LineSettings) -> Self {
        let seed = settings.seed.wrapping_mul(4);
        Self {
            from_phone: Direction::new(seed, &settings),
            to_phone: Direction::new(seed.wrapping_add(1), &settings),
            cuts: settings.flapping.map(|flapping| Cuts {
                chance: Seeded::new(seed.wrapping_add(2)),
                flapping,
                period: None,
                starts_us: 0,
            }),
            silenced: HashSet::new(),
            counts: LineCounts::default(),
            settings,
        }
    }

    /// When the packet that came now is to be passed on; `None` if never.
    pub(super) fn due(&mut self, now_us: u64, bytes: &[u8]) -> Option<u64> {
        let packet = Packet::parse(bytes)?;
        let way = packet.way()?;
        if self.cuts.as_mut().is_some_and(|cuts| cuts.is_cut(now_us)) {
            self.counts.cut += 1;
            return None;
        }
        if self.silences(&packet) {
            self.counts.silenced += 1;
            return None;
        }
        let direction = match way {
            Way::FromPhone => &mut self.from_phone,
            Way::ToPhone => &mut self.to_phone,
        };
        if direction.loss.loses_next() {
            self.counts.lost += 1;
            return None;
        }
        let mut leaves_us = now_us;
        if let Some(bits_per_ms) = self.settings.bits_per_ms {
            let starts_us = direction.busy_until_us.max(now_us);
            if starts_us - now_us > LONGEST_QUEUE_US {
                self.counts.overflowed += 1;
                return None;
            }
            self.counts.queued += u64::from(starts_us > now_us);
            leaves_us = starts_us + bytes.len() as u64 * 8 * 1000 / u64::from(bits_per_ms.max(1));
            direction.busy_until_us = leaves_us;
        }
        let jitter_us = self.settings.jitter_us;
        let delay_us = (self.settings.delay_us + direction.jitter.up_to(2 * jitter_us)).saturating_sub(jitter_us);
        self.counts.delayed += u64::from(delay_us > 0);
        Some(leaves_us + delay_us)
    }

    fn silences(&mut self, packet: &Packet<'_>) -> bool {
        let Some(name) = &self.settings.silenced else { return false };
        let Some(connection) = packet.connection() else { return false };
        if packet.asks_for(name) {
            self.silenced.insert(connection);
        }
        self.silenced.contains(&connection)
    }

    /// Notes that a packet was passed on so much after its time.
    pub(super) fn passed(&mut self, late_us: u64) {
        self.counts.passed += 1;
        self.counts.latest_us = self.counts.latest_us.max(late_us);
    }

    pub(super) fn counts(&self) -> &LineCounts {
        &self.counts
    }
}

#[cfg(test)]
mod tests {
    use super::super::packet::tests::{PHONE, WALLET, hello, tcp};
    use super::*;

    fn up() -> Vec<u8> {
        tcp(PHONE, 4000, WALLET, 443, &[0; 60])
    }

    fn down() -> Vec<u8> {
        tcp(WALLET, 443, PHONE, 4000, &[0; 60])
    }

    #[test]
    fn delay_and_jitter_stay_within_their_bounds() {
        let mut line =
            Schedule::new(LineSettings { seed: 5, delay_us: 200, jitter_us: 150, ..LineSettings::default() });
        let taken: Vec<u64> = (0..500).map(|_| line.due(1000, &up()).unwrap() - 1000).collect();
        assert!(taken.iter().all(|took| (50..=350).contains(took)));
        assert!(taken.iter().any(|took| *took < 80) && taken.iter().any(|took| *took > 320));
    }

    #[test]
    fn packets_queue_for_a_rate_each_way_on_its_own() {
        let mut line = Schedule::new(LineSettings { bits_per_ms: Some(16), ..LineSettings::default() });
        // 100 bytes at 16 bits a millisecond.
        assert_eq!(line.due(0, &up()), Some(50_000));
        assert_eq!(line.due(10_000, &up()), Some(100_000));
        assert_eq!(line.due(10_000, &down()), Some(60_000));
        assert_eq!(line.counts().queued, 1);
        let mut last = None;
        for _ in 0..400 {
            last = line.due(10_000, &up());
        }
        assert_eq!(last, None);
        assert!(line.counts().overflowed > 0);
    }

    #[test]
    fn losses_differ_each_way_and_repeat_with_the_seed() {
        let fates = |seed, packet: Vec<u8>| {
            let mut line = Schedule::new(LineSettings { seed, loss_per_mille: 200, ..LineSettings::default() });
            (0..100).map(|_| line.due(0, &packet).is_none()).collect::<Vec<bool>>()
        };
        assert_eq!(fates(1, up()), fates(1, up()));
        assert_ne!(fates(1, up()), fates(1, down()));
        assert_ne!(fates(1, up()), fates(2, up()));
        assert_eq!(fates(1, up()).iter().filter(|lost| **lost).count(), 20);
    }

    #[test]
    fn each_period_is_cut_once_for_its_share() {
        let flapping = Some(Flapping { period_us: 400, cut_us: 160 });
        let mut line = Schedule::new(LineSettings { seed: 3, flapping, ..LineSettings::default() });
        let cut: Vec<bool> = (0..4000).map(|now| line.due(now, &up()).is_none()).collect();
        let starts: Vec<usize> = cut.chunks(400).map(|period| period.iter().position(|cut| *cut).unwrap()).collect();
        assert!(cut.chunks(400).all(|period| period.iter().filter(|cut| **cut).count() == 160));
        assert!(starts.iter().any(|start| *start != starts[0]));
    }

    #[test]
    fn a_silenced_connection_stays_silent_both_ways_and_others_pass() {
        let silenced = Some("api.wallet.test".to_owned());
        let mut line = Schedule::new(LineSettings { silenced, ..LineSettings::default() });
        assert!(line.due(0, &up()).is_some());
        assert!(line.due(0, &tcp(PHONE, 4001, WALLET, 443, &hello("other.test"))).is_some());
        assert!(line.due(0, &tcp(PHONE, 4000, WALLET, 443, &hello("api.wallet.test"))).is_none());
        assert!(line.due(0, &down()).is_none() && line.due(0, &up()).is_none());
        assert!(line.due(0, &tcp(WALLET, 443, PHONE, 4001, b"")).is_some());
        assert_eq!(line.counts().silenced, 3);
    }
}
