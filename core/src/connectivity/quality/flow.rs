//! Throughput from the moments at which bytes came in. Pure.

use std::time::Duration;

use super::millis;

/// Bytes below which nothing is said of throughput: a link's buffers alone hold as much.
pub(super) const LEAST_BYTES: u64 = 8 * 1024;
/// So much may come before the answer proper, such as the session tickets of TLS 1.3; the clock starts after it.
const LEAD_BYTES: u64 = 1_024;
/// Bytes that came closer together than this came at once: no timer of the phone tells them apart.
const AT_ONCE: Duration = Duration::from_millis(5);
/// How long bytes have to have trickled in before an unfinished download says anything.
const TRICKLE_TIME: Duration = Duration::from_secs(2);

/// When bytes came in, and how many.
#[derive(Debug, Clone, Default)]
pub(super) struct Flow(Vec<(Duration, u64)>);

/// What a flow amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rate {
    pub(super) bytes: u64,
    pub(super) took: Duration,
    pub(super) longest_pause: Duration,
    pub(super) kbit_s: u64,
    pub(super) at_least: bool,
}

impl Flow {
    pub(super) fn arrived(&mut self, at: Duration, bytes: usize) {
        self.0.push((at, bytes as u64));
    }

    /// How many reads there were.
    pub(super) fn reads(&self) -> usize {
        self.0.len()
    }

    /// The rate of an answer that came whole, in the reads from this one on: from the moment at which it had begun to its
    /// last byte. What came before the clock started is not counted.
    pub(super) fn whole(&self, from: usize) -> Option<Rate> {
        let reads = self.0.get(from..)?;
        let mut sum = 0_u64;
        let start = reads.iter().position(|(_, bytes)| {
            sum = sum.saturating_add(*bytes);
            sum > LEAD_BYTES
        })?;
        let counted = reads.get(start..)?;
        let ((began, first), (ended, _)) = (*counted.first()?, *counted.last()?);
        let all: u64 = counted.iter().map(|(_, bytes)| bytes).sum();
        let took = ended.saturating_sub(began);
        if took < AT_ONCE {
            // All at once: no slower than this.
            return (all >= LEAST_BYTES).then(|| rate(all, AT_ONCE, Duration::ZERO, true));
        }
        let bytes = all.saturating_sub(first);
        (bytes >= LEAST_BYTES).then(|| rate(bytes, took, longest_pause(counted), false))
    }

    /// The rate of an answer that was still on its way at the end, if bytes came in until then: a server that stopped in
    /// the middle says nothing of the link.
    pub(super) fn unfinished(&self, end: Duration) -> Option<Rate> {
        let ((began, first), (last, _)) = (*self.0.first()?, *self.0.last()?);
        let (time, came) = (end.saturating_sub(began), last.saturating_sub(began));
        let bytes = self.0.iter().map(|(_, bytes)| bytes).sum::<u64>().saturating_sub(first);
        (time >= TRICKLE_TIME && came >= time / 2 && bytes > 0)
            .then(|| rate(bytes, time, longest_pause(&self.0), false))
    }
}

fn rate(bytes: u64, took: Duration, longest_pause: Duration, at_least: bool) -> Rate {
    Rate { bytes, took, longest_pause, kbit_s: kbit_s(bytes, millis(took)), at_least }
}

/// Bits in a millisecond are kbit/s.
pub(super) fn kbit_s(bytes: u64, took_ms: u64) -> u64 {
    bytes.saturating_mul(8).checked_div(took_ms).unwrap_or(u64::MAX)
}

fn longest_pause(reads: &[(Duration, u64)]) -> Duration {
    let pairs = reads.iter().zip(reads.iter().skip(1));
    pairs.map(|((one, _), (next, _))| next.saturating_sub(*one)).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(reads: &[(u64, usize)]) -> Flow {
        let mut flow = Flow::default();
        for (at, bytes) in reads {
            flow.arrived(Duration::from_millis(*at), *bytes);
        }
        flow
    }

    #[test]
    fn an_answer_that_comes_at_once_gives_a_lower_bound() {
        let rate = flow(&[(100, 500), (101, 12_500)]).whole(0).unwrap();
        assert_eq!((rate.bytes, rate.kbit_s, rate.at_least), (12_500, 20_000, true));
        assert_eq!(flow(&[(50, 3_000), (100, 500), (101, 12_500)]).whole(1), Some(rate), "without the handshake");
        assert_eq!(flow(&[(100, 500), (101, 4_000)]).whole(0), None, "too little to say");
        assert_eq!(Flow::default().whole(0), None);
    }

    #[test]
    fn a_slow_link_is_measured_from_the_first_segment_on() {
        // 16 kbit/s: a segment of 1,448 bytes takes 724 ms.
        let reads: Vec<(u64, usize)> = (0..9).map(|nth| (1_000 + 724 * nth, 1_448)).collect();
        let rate = flow(&reads).whole(0).unwrap();
        assert_eq!((rate.bytes, rate.kbit_s, rate.at_least), (8 * 1_448, 16, false));
        assert_eq!(rate.longest_pause, Duration::from_millis(724));
    }

    #[test]
    fn session_tickets_do_not_start_the_clock() {
        let rate = flow(&[(100, 510), (900, 1_448), (910, 1_448), (920, 10_000)]).whole(0).unwrap();
        assert_eq!((rate.bytes, rate.took), (11_448, Duration::from_millis(20)));
    }

    #[test]
    fn only_a_flow_that_goes_on_tells_a_slow_link() {
        let trickle: Vec<(u64, usize)> = (0..5).map(|nth| (500 + 800 * nth, 1_000)).collect();
        let end = Duration::from_millis(5_000);
        let rate = flow(&trickle).unfinished(end).unwrap();
        assert_eq!((rate.bytes, rate.kbit_s), (4_000, 7));
        assert_eq!(flow(&[(500, 1_000), (600, 3_000)]).unfinished(end), None, "stopped in the middle");
        assert_eq!(flow(&trickle).unfinished(Duration::from_millis(2_000)), None, "too early to say");
        assert_eq!(flow(&[]).unfinished(end), None);
    }
}
