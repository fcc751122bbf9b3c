//! A source's latest word, and how old it is. Pure.

use jiff::{SignedDuration, Timestamp};

use super::{ServiceReport, ServiceState};
use crate::config::StatusFormat;
use crate::observation::{Observed, SourceObservation};

/// How long the state that a source reports counts as today's. Beyond it only what was planned by the clock still counts.
pub(super) const FRESH: SignedDuration = SignedDuration::from_mins(30);
/// A word that is older than this says its age.
pub(super) const TELLS_ITS_AGE: SignedDuration = SignedDuration::from_mins(5);

/// What a source says, from the network or from memory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'a> {
    pub(super) source: &'a str,
    pub(super) report: &'a ServiceReport,
    /// When it said so.
    pub(super) said_at: Timestamp,
    /// When it asks to be asked again, where it was too busy.
    pub(super) retry_after_s: Option<u64>,
    /// Whether it said something newer before.
    pub(super) is_lagging: bool,
}

impl<'a> Word<'a> {
    /// The newest there is of this source: what it answered, unless what it said earlier is newer in its own words.
    pub(super) fn of(seen: &'a SourceObservation, now: Timestamp) -> Option<Self> {
        let SourceObservation { source, report, age_s, retry_after_s, kept } = seen;
        let answered = match report {
            Observed::Known { value, .. } => {
                let age = i64::try_from(age_s.unwrap_or(0)).unwrap_or(i64::MAX);
                let said_at = now.checked_sub(SignedDuration::from_secs(age)).unwrap_or(Timestamp::MIN);
                let (retry_after_s, is_lagging) = (*retry_after_s, false);
                Some(Self { source, report: value, said_at, retry_after_s, is_lagging })
            }
            Observed::Unknown { .. } | Observed::NotChecked { .. } => None,
        };
        let kept = kept.as_ref().map(|kept| Self {
            source,
            report: &kept.report,
            said_at: kept.fetched_at,
            retry_after_s: None,
            is_lagging: answered.is_some(),
        });
        match (answered, kept) {
            (Some(answered), Some(kept)) if is_later(kept.report.updated_at, answered.report.updated_at) => Some(kept),
            (Some(answered), _) => Some(answered),
            (None, kept) => kept,
        }
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
    pub(super) fn changed_at(&self) -> Option<Timestamp> {
        if self.is_measured() { Some(self.said_at) } else { self.report.updated_at }
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
/// that lags behind. With them, the sources whose document does not count, each with the one that it lags behind.
pub(super) fn newest_of_each_page(words: Vec<Word<'_>>) -> (Vec<Word<'_>>, Vec<(&str, &str)>) {
    let newer = |word: &Word<'_>| {
        let page = word.report.page.as_deref()?;
        let same = |other: &&Word<'_>| other.report.page.as_deref() == Some(page) && other.source != word.source;
        let newer = |other: &&Word<'_>| is_later(other.report.updated_at, word.report.updated_at);
        words.iter().filter(same).find(newer).map(|other| other.source)
    };
    let behind: Vec<_> = words.iter().filter_map(|word| Some((word.source, newer(word)?))).collect();
    let counts = |word: &Word<'_>| !behind.iter().any(|(source, _)| *source == word.source);
    (words.iter().filter(|word| counts(word)).copied().collect(), behind)
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
            age_s: None,
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
        for age in [31 * 60, u64::MAX] {
            seen.age_s = Some(age);
            assert!(!fresh(&seen), "{age}");
        }
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
        let (counting, behind) = newest_of_each_page(words);
        assert_eq!(counting.iter().map(|word| word.source).collect::<Vec<_>>(), ["page", "q"]);
        assert_eq!(behind, [("mirror", "page")]);
    }
}
