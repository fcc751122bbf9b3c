//! A source's latest word, and how old it is. Pure.

use jiff::{SignedDuration, Timestamp};

use super::{ServiceReport, ServiceState};
use crate::config::StatusFormat;
use crate::observation::{Observed, SourceObservation};

/// How long the state that a source reports counts as today's. Beyond it only what was planned by the clock still counts.
pub(super) const FRESH: SignedDuration = SignedDuration::from_mins(30);
/// After this nobody wants to know what a source last said.
pub(super) const LONGEST_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// A word that is older than this says its age.
pub(super) const TELLS_ITS_AGE: SignedDuration = SignedDuration::from_mins(5);

/// What a source says, from the network or from memory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'a> {
    pub(super) source: &'a str,
    pub(super) report: &'a ServiceReport,
    /// When it said so.
    pub(super) said_at: Timestamp,
    /// Whether it is too busy.
    pub(super) is_busy: bool,
    /// When it asks to be asked again, in seconds.
    pub(super) retry_after_s: Option<u64>,
    /// Whether the provider has signed it.
    pub(super) is_signed: bool,
    /// Whether it said something newer before.
    pub(super) is_lagging: bool,
}

impl<'a> Word<'a> {
    /// The newest there is of this source: what it answered, unless what it said earlier, and not long ago, is newer in its
    /// own words.
    pub(super) fn of(seen: &'a SourceObservation, now: Timestamp) -> Option<Self> {
        let SourceObservation { source, report, signed, age_s, busy, retry_after_s, kept } = seen;
        let word = |report: &'a ServiceReport, said_at: Timestamp| Self {
            source,
            report,
            said_at,
            is_busy: false,
            retry_after_s: None,
            is_signed: *signed,
            is_lagging: false,
        };
        let answered = match report {
            Observed::Known { value, .. } => {
                let age = i64::try_from(age_s.unwrap_or(0)).unwrap_or(i64::MAX);
                let said_at = now.checked_sub(SignedDuration::from_secs(age)).unwrap_or(Timestamp::MIN);
                Some(Self { is_busy: *busy, retry_after_s: *retry_after_s, ..word(value, said_at) })
            }
            Observed::Unknown { .. } | Observed::NotChecked { .. } => None,
        };
        let kept = kept.as_ref().map(|kept| word(&kept.report, kept.fetched_at));
        let is_of_use = |word: &Self| now.duration_since(word.said_at) <= LONGEST_KEPT;
        match (answered.filter(is_of_use), kept.filter(is_of_use)) {
            (Some(answered), Some(kept)) if kept.is_fresh(now) && kept.is_newer_than(&answered, now) => {
                Some(Self { is_lagging: true, ..kept })
            }
            (Some(answered), _) => Some(answered),
            (None, kept) => kept,
        }
    }

    fn is_newer_than(&self, other: &Self, now: Timestamp) -> bool {
        is_later(believed(self.report.updated_at, now), believed(other.report.updated_at, now))
    }

    /// How old it is. One from the future is of no known age, and counts as old.
    pub(super) fn is_fresh(&self, now: Timestamp) -> bool {
        let age = now.duration_since(self.said_at);
        age <= FRESH && age >= -TELLS_ITS_AGE
    }

    /// When it was said, where that is worth telling.
    pub(super) fn as_of(&self, now: Timestamp) -> Option<Timestamp> {
        let age = now.duration_since(self.said_at);
        (age > TELLS_ITS_AGE || age < -TELLS_ITS_AGE).then_some(self.said_at)
    }

    /// When what it says was last changed, for comparing it with another source.
    pub(super) fn changed_at(&self, now: Timestamp) -> Option<Timestamp> {
        if self.is_measured() { Some(self.said_at) } else { believed(self.report.updated_at, now) }
    }

    /// Whether the service itself answers, by what it measures at that moment. That speaks for one of its machines: that it
    /// is well is no word about withdrawals, and that it is not is one about everything.
    pub(super) fn is_measured(&self) -> bool {
        match self.report.format {
            StatusFormat::Actuator | StatusFormat::HealthJson | StatusFormat::PlainHttp => true,
            StatusFormat::Auto
            | StatusFormat::StatuspageV2
            | StatusFormat::IncidentIo
            | StatusFormat::BetterStack
            | StatusFormat::Cstate
            | StatusFormat::Upptime
            | StatusFormat::Feed
            | StatusFormat::Announcements => false,
        }
    }

    /// What is wrong with the whole, in its own judgement.
    pub(super) fn overall_trouble(&self) -> Option<ServiceState> {
        self.report.overall.filter(|state| *state != ServiceState::Operational)
    }
}

/// The words that count, in the order of the sources. Of two documents of one page the newer counts: the other is a mirror
/// that lags behind. A page that nobody has signed is no mirror of a signed one. With them, the sources whose document does
/// not count, each with the one that it lags behind.
pub(super) fn newest_of_each_page(words: Vec<Word<'_>>, now: Timestamp) -> (Vec<Word<'_>>, Vec<(&str, &str)>) {
    let newer = |word: &Word<'_>| {
        let page = word.report.page.as_deref()?;
        let same = |other: &&Word<'_>| other.report.page.as_deref() == Some(page) && other.source != word.source;
        let may_overrule = |other: &&Word<'_>| other.is_signed || !word.is_signed;
        let mut newer = words.iter().filter(same).filter(may_overrule);
        newer.find(|other| other.is_newer_than(word, now)).map(|other| other.source)
    };
    let behind: Vec<_> = words.iter().filter_map(|word| Some((word.source, newer(word)?))).collect();
    let counts = |word: &Word<'_>| !behind.iter().any(|(source, _)| *source == word.source);
    (words.iter().filter(|word| counts(word)).copied().collect(), behind)
}

/// A time at which something is said to have happened, unless it is still to come: whoever writes that is wrong about the
/// time, and would be right about everything for ever.
pub(super) fn believed(at: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    at.filter(|at| at.duration_since(now) <= TELLS_ITS_AGE)
}

/// Whether one time is known to be later than another.
pub(super) fn is_later(one: Option<Timestamp>, other: Option<Timestamp>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one > other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::{KeptReport, UnknownWhy};

    const NOW: &str = "2026-03-01T12:00:00Z";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn report(page: &str, updated_at: &str) -> ServiceReport {
        ServiceReport {
            page: Some(page.to_owned()),
            updated_at: updated_at.parse().ok(),
            ..ServiceReport::empty(StatusFormat::StatuspageV2)
        }
    }

    fn seen(source: &str, answered: Option<ServiceReport>, kept: Option<(ServiceReport, &str)>) -> SourceObservation {
        let report = match answered {
            Some(value) => Observed::Known { value, at: at(NOW), took_ms: 1 },
            None => Observed::Unknown { why: UnknownWhy::TimedOut, detail: None, at: at(NOW), took_ms: 1 },
        };
        SourceObservation {
            source: source.to_owned(),
            report,
            signed: false,
            age_s: None,
            busy: false,
            retry_after_s: None,
            kept: kept.map(|(report, fetched_at)| KeptReport { report, fetched_at: at(fetched_at) }),
        }
    }

    #[test]
    fn the_newest_word_counts_wherever_it_comes_from() {
        let (older, newer) = (report("p", "2026-03-01T08:00:00Z"), report("p", "2026-03-01T11:00:00Z"));
        let fetched = "2026-03-01T11:50:00Z";
        let cases = [
            (Some(newer.clone()), None, Some((&newer, NOW, false))),
            (None, Some((older.clone(), fetched)), Some((&older, fetched, false))),
            (Some(newer.clone()), Some((older.clone(), fetched)), Some((&newer, NOW, false))),
            (Some(older.clone()), Some((newer.clone(), fetched)), Some((&newer, fetched, true))),
            // What is dated ahead is no newer, and what was said long ago no news.
            (Some(older.clone()), Some((report("p", "2026-03-02T00:00:00Z"), fetched)), Some((&older, NOW, false))),
            (Some(older.clone()), Some((newer.clone(), "2026-03-01T11:00:00Z")), Some((&older, NOW, false))),
            (None, None, None),
        ];
        for (answered, kept, wanted) in cases {
            let seen = seen("page", answered, kept);
            let word = Word::of(&seen, at(NOW));
            let found = word.map(|word| (word.report, word.said_at.to_string(), word.is_lagging));
            assert_eq!(found, wanted.map(|(report, said, lags)| (report, said.to_owned(), lags)));
        }
    }

    #[test]
    fn a_word_is_as_old_as_its_cache_says() {
        let mut seen = seen("page", Some(report("p", "")), None);
        let fresh = |seen: &SourceObservation| Word::of(seen, at(NOW)).unwrap().is_fresh(at(NOW));
        assert!(fresh(&seen));
        seen.age_s = Some(29 * 60);
        assert!(fresh(&seen));
        assert_eq!(Word::of(&seen, at(NOW)).unwrap().as_of(at(NOW)), Some(at("2026-03-01T11:31:00Z")));
        seen.age_s = Some(31 * 60);
        assert!(!fresh(&seen));
        seen.age_s = Some(u64::MAX);
        assert!(Word::of(&seen, at(NOW)).is_none(), "of no use to anybody");
    }

    #[test]
    fn a_clock_that_was_set_back_makes_no_word_new() {
        let kept = seen("page", None, Some((report("p", ""), "2026-03-02T12:00:00Z")));
        let word = Word::of(&kept, at(NOW)).unwrap();
        assert!(!word.is_fresh(at(NOW)));
        assert!(word.as_of(at(NOW)).is_some());
    }

    #[test]
    fn a_mirror_that_lags_behind_does_not_count() {
        let (page, mirror) = (report("p", "2026-03-01T11:00:00Z"), report("p", "2026-03-01T08:00:00Z"));
        let other = report("q", "2026-03-01T07:00:00Z");
        let seen = [seen("mirror", Some(mirror), None), seen("page", Some(page), None), seen("q", Some(other), None)];
        let words = seen.iter().filter_map(|seen| Word::of(seen, at(NOW))).collect();
        let (counting, behind) = newest_of_each_page(words, at(NOW));
        assert_eq!(counting.iter().map(|word| word.source).collect::<Vec<_>>(), ["page", "q"]);
        assert_eq!(behind, [("mirror", "page")]);
    }
}
