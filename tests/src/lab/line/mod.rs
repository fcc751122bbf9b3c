//! A slow, lossy line: a program in the router's namespace that gets every packet between the ends, and passes it on late or
//! not at all. [`schedule`] decides and is pure; [`packet`] reads what it must know of a packet; [`carry`] moves packets.

mod carry;
mod packet;
mod schedule;

use serde::{Deserialize, Serialize};

use crate::NetworkFault;

pub(crate) use carry::carry;

/// What a loss is called that took nothing.
pub(crate) const LOSS: &str = "loss";

/// What a line does to packets.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct LineSettings {
    /// Where its chance begins.
    pub(crate) seed: u64,
    /// How long a packet takes, one way.
    pub(crate) delay_us: u64,
    /// How much sooner or later each may come.
    pub(crate) jitter_us: u64,
    /// How many of a thousand packets get lost each way.
    pub(crate) loss_per_mille: u16,
    /// How many bits a millisecond go each way; `None` for as many as come.
    pub(crate) bits_per_ms: Option<u32>,
    /// Cuts.
    pub(crate) flapping: Option<Flapping>,
    /// The name whose connections get no further.
    pub(crate) silenced: Option<String>,
}

/// One cut in each period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Flapping {
    pub(crate) period_us: u64,
    pub(crate) cut_us: u64,
}

impl LineSettings {
    /// What these faults ask of a line; `None` if nothing.
    pub(crate) fn of(faults: &[NetworkFault], seed: u64) -> Option<Self> {
        let mut line = Self { seed, ..Self::default() };
        let mut wanted = false;
        for fault in faults {
            wanted |= line.take(fault);
        }
        wanted.then_some(line)
    }

    /// Whether the fault was one of a line.
    fn take(&mut self, fault: &NetworkFault) -> bool {
        match fault {
            NetworkFault::Loss { per_mille } => self.loss_per_mille = *per_mille,
            NetworkFault::Delay { round_trip_ms, jitter_ms } => {
                self.delay_us = u64::from(*round_trip_ms) * 1000 / 2;
                self.jitter_us = u64::from(*jitter_ms) * 1000;
            }
            NetworkFault::Rate { kbit_s } => self.bits_per_ms = Some(*kbit_s),
            NetworkFault::Flapping { period_ms, cut_percent } => {
                let period_us = u64::from(*period_ms) * 1000;
                self.flapping =
                    Some(Flapping { period_us, cut_us: period_us * u64::from(*cut_percent).min(100) / 100 });
            }
            NetworkFault::NameSilenced { name } => self.silenced = Some(name.clone()),
            NetworkFault::Unreachable { .. }
            | NetworkFault::Dropped { .. }
            | NetworkFault::Reset { .. }
            | NetworkFault::LargePacketsDropped { .. }
            | NetworkFault::ForgedDns
            | NetworkFault::Hotspot
            | NetworkFault::Clock { .. } => return false,
        }
        true
    }
}

/// What a line did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LineCounts {
    /// Packets passed on.
    pub(crate) passed: u64,
    /// Packets lost to chance.
    pub(crate) lost: u64,
    /// Packets lost to a cut.
    pub(crate) cut: u64,
    /// Packets lost because the queue before a slow rate was full.
    pub(crate) overflowed: u64,
    /// Packets that waited for those before them.
    pub(crate) queued: u64,
    /// Packets of connections that were silenced.
    pub(crate) silenced: u64,
    /// Packets that were delayed.
    pub(crate) delayed: u64,
    /// The latest that a packet was passed on after its time: what this machine added of its own.
    pub(crate) latest_us: u64,
}

impl LineCounts {
    /// What of the settings never took hold of a packet.
    pub(crate) fn without_effect(&self, settings: &LineSettings) -> Vec<&'static str> {
        let checks = [
            (settings.loss_per_mille > 0 && self.lost == 0, LOSS),
            (settings.delay_us > 0 && self.delayed == 0, "delay"),
            (settings.bits_per_ms.is_some() && self.queued == 0, "rate"),
            (settings.flapping.is_some() && self.cut == 0, "flapping"),
            (settings.silenced.is_some() && self.silenced == 0, "silenced name"),
            (self.passed == 0, "the line itself"),
        ];
        checks.iter().filter(|(idle, _)| *idle).map(|(_, name)| *name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_rules_need_no_line() {
        assert_eq!(LineSettings::of(&[NetworkFault::ForgedDns, NetworkFault::Hotspot], 1), None);
        assert_eq!(LineSettings::of(&[], 1), None);
    }

    #[test]
    fn faults_of_a_line_come_together() {
        let faults = [
            NetworkFault::Delay { round_trip_ms: 50, jitter_ms: 7 },
            NetworkFault::ForgedDns,
            NetworkFault::Flapping { period_ms: 400, cut_percent: 45 },
        ];
        let line = LineSettings::of(&faults, 9).unwrap();
        assert_eq!((line.seed, line.delay_us, line.jitter_us, line.loss_per_mille), (9, 25_000, 7000, 0));
        assert_eq!(line.flapping, Some(Flapping { period_us: 400_000, cut_us: 180_000 }));
    }

    #[test]
    fn what_never_took_hold_is_named() {
        let settings = LineSettings { loss_per_mille: 50, delay_us: 1, ..LineSettings::default() };
        let counts = LineCounts { passed: 20, delayed: 20, ..LineCounts::default() };
        assert_eq!(counts.without_effect(&settings), ["loss"]);
        assert_eq!(LineCounts::default().without_effect(&LineSettings::default()), ["the line itself"]);
    }
}
