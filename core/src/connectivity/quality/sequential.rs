//! Wald's sequential probability ratio test (A. Wald, Sequential Tests of Statistical Hypotheses, Annals of Mathematical
//! Statistics 16, 1945): after each packet, are so many losses likelier on a fine path or on a lossy one? It stops as
//! soon as the answer is sure enough, which no test with a fixed number of packets does with fewer on average. Pure.

/// A path on which one packet in fifty is lost each way is fine: of the round trips, 4 % fail.
const FINE_LOSS: f64 = 1.0 - 0.98 * 0.98;
/// A path on which one in twenty is lost each way is lossy: of the round trips, 9.75 % fail.
pub(super) const LOSSY_LOSS: f64 = 1.0 - 0.95 * 0.95;
/// The log-odds from which on a path is fine. At most e^-4.75, 0.9 %, of lossy paths get there (Wald's bound), and on a
/// path without a loss it takes 77 answers, which three round trips of 11, 22 and 44 packets bring.
const ACCEPT: f64 = -4.75;
/// The log-odds from which on a path is lossy. At most e^-5.15, 0.6 %, of fine paths get there.
const ALARM: f64 = 5.15;
/// How far from even the log-odds have to be for a decision when no packets are left: after 600 of them, hardly any path
/// is in between but those that are neither fine nor lossy.
const CLEAR_AT_CAP: f64 = 1.0;
/// The same when only the time is over, after fewer packets: 20 to 1.
const CLEAR_IN_TIME: f64 = 3.0;

/// What the test says so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    Fine,
    Lossy,
    Open,
}

/// The state of the test: the log of how much likelier what was seen is on a lossy path than on a fine one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Test {
    log_odds: f64,
    decision: Decision,
}

impl Test {
    pub(super) fn new() -> Self {
        Self { log_odds: 0.0, decision: Decision::Open }
    }

    /// Takes the fate of the next packet, in the order of sending. What comes after a decision changes nothing.
    pub(super) fn take(&mut self, lost: bool) {
        if self.decision != Decision::Open {
            return;
        }
        self.log_odds += if lost { weight_of_loss() } else { -weight_of_answer() };
        self.decision = if self.log_odds <= ACCEPT {
            Decision::Fine
        } else if self.log_odds >= ALARM {
            Decision::Lossy
        } else {
            Decision::Open
        };
    }

    pub(super) fn decision(&self) -> Decision {
        self.decision
    }

    /// What to say when there will be no more.
    pub(super) fn at_the_end(&self, all_packets_sent: bool) -> Decision {
        let clear = if all_packets_sent { CLEAR_AT_CAP } else { CLEAR_IN_TIME };
        match self.decision {
            Decision::Fine | Decision::Lossy => self.decision,
            Decision::Open if self.log_odds >= clear => Decision::Lossy,
            Decision::Open if self.log_odds <= -clear => Decision::Fine,
            Decision::Open => Decision::Open,
        }
    }

    /// How many answers in a row would make it fine from here.
    pub(super) fn answers_to_fine(&self) -> usize {
        if self.decision != Decision::Open {
            return 0;
        }
        let missing = (self.log_odds - ACCEPT) / weight_of_answer();
        // At most (ALARM - ACCEPT) / weight, 160.
        usize::from((1..200_u8).find(|count| f64::from(*count) >= missing).unwrap_or(200))
    }
}

fn weight_of_loss() -> f64 {
    (LOSSY_LOSS / FINE_LOSS).ln()
}

/// As a positive number.
fn weight_of_answer() -> f64 {
    ((1.0 - FINE_LOSS) / (1.0 - LOSSY_LOSS)).ln()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::course::MAX_PACKETS;
    use super::*;

    /// How often the test comes to each end, and the mean number of packets, on a path that loses this share each way.
    #[derive(Debug)]
    struct Ends {
        fine: f64,
        lossy: f64,
        open: f64,
        packets: f64,
    }

    /// Exact, not sampled: carries the probability of each number of losses from packet to packet.
    fn ends(loss_each_way: f64) -> Ends {
        let loss = 1.0 - (1.0 - loss_each_way).powi(2);
        let mut open = BTreeMap::from([(0, (1.0, Test::new()))]);
        let mut ends = Ends { fine: 0.0, lossy: 0.0, open: 0.0, packets: 0.0 };
        for _ in 0..MAX_PACKETS {
            let mut next: BTreeMap<u32, (f64, Test)> = BTreeMap::new();
            for (losses, (share, test)) in open {
                ends.packets += share;
                for (lost, share) in [(false, share * (1.0 - loss)), (true, share * loss)] {
                    let mut test = test;
                    test.take(lost);
                    match test.decision() {
                        Decision::Fine => ends.fine += share,
                        Decision::Lossy => ends.lossy += share,
                        Decision::Open => next.entry(losses + u32::from(lost)).or_insert((0.0, test)).0 += share,
                    }
                }
            }
            open = next;
        }
        for (share, test) in open.into_values() {
            match test.at_the_end(true) {
                Decision::Fine => ends.fine += share,
                Decision::Lossy => ends.lossy += share,
                Decision::Open => ends.open += share,
            }
        }
        assert!((ends.fine + ends.lossy + ends.open - 1.0).abs() < 1e-6, "{ends:?}");
        ends
    }

    #[test]
    fn it_errs_as_seldom_as_it_promises() {
        for (loss_each_way, least_fine, most_fine, most_lossy, most_packets) in [
            (0.0, 1.0, 1.0, 0.0, 77.1),
            (0.005, 0.999, 1.0, 0.0001, 95.0),
            (0.01, 0.999, 1.0, 0.0001, 120.0),
            (0.02, 0.99, 1.0, 0.005, 200.0),
            (0.05, 0.0, 0.009, 1.0, 175.0),
            (0.1, 0.0, 0.0001, 1.0, 50.0),
            (0.2, 0.0, 0.0001, 1.0, 25.0),
            (0.5, 0.0, 0.0001, 1.0, 12.0),
        ] {
            let ends = ends(loss_each_way);
            assert!(ends.fine >= least_fine && ends.fine <= most_fine, "{loss_each_way}: {ends:?}");
            assert!(ends.lossy <= most_lossy && ends.packets <= most_packets, "{loss_each_way}: {ends:?}");
        }
        let missed = |loss| {
            let ends = ends(loss);
            ends.fine + ends.open
        };
        assert!(missed(0.05) <= 0.01, "{}", missed(0.05));
        assert!(missed(0.2) <= 1e-6 && missed(0.5) <= 1e-6);
    }

    #[test]
    fn it_knows_how_many_answers_are_missing() {
        let mut test = Test::new();
        assert_eq!(test.answers_to_fine(), 77);
        test.take(true);
        assert_eq!(test.answers_to_fine(), 91);
        for _ in 0..90 {
            test.take(false);
        }
        assert_eq!((test.decision(), test.answers_to_fine()), (Decision::Open, 1));
        test.take(false);
        assert_eq!((test.decision(), test.answers_to_fine()), (Decision::Fine, 0));
        test.take(true);
        assert_eq!(test.decision(), Decision::Fine, "what comes after a decision changes nothing");
    }

    #[test]
    fn a_few_packets_decide_only_what_is_clear() {
        let ended = |losses: usize, answers: usize, all: bool| {
            let mut test = Test::new();
            (0..losses).for_each(|_| test.take(true));
            (0..answers).for_each(|_| test.take(false));
            test.at_the_end(all)
        };
        assert_eq!(ended(1, 20, false), Decision::Open);
        assert_eq!(ended(0, 20, false), Decision::Open);
        assert_eq!(ended(0, 60, false), Decision::Fine);
        assert_eq!(ended(5, 19, false), Decision::Lossy);
        assert_eq!(ended(2, 5, false), Decision::Open);
        assert_eq!(ended(2, 5, true), Decision::Lossy);
    }
}
