//! What the provider wants people to read now, from all sources: incidents, maintenance that goes on or comes, notices.
//! Pure. What does not matter to the complaint comes last, and an old word is there with its age.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::current::{Current, LastHeard};
use super::relevance::{Concern, Tried};
use super::statement::concern;
use super::window::{Stage, window};
use super::word::{Word, newest_of_each_page};
use super::{Incident, Maintenance, Notice};
use crate::codes::stable_codes;
use crate::observation::SourceObservation;

/// How many are shown.
pub const MAX_ANNOUNCED: usize = 10;
/// How far ahead planned work is announced; a cause it is only within a day.
const AHEAD: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long a notice without an end is news.
const NOTICE_LASTS: SignedDuration = SignedDuration::from_hours(14 * 24);

stable_codes! {
    /// What kind of thing the provider announces.
    pub enum AnnouncementKind as "kind of announcement" {
        /// Something is wrong.
        Incident = "incident",
        /// Work that goes on.
        MaintenanceNow = "maintenance_now",
        /// Work that is planned.
        MaintenancePlanned = "maintenance_planned",
        /// Something to know.
        Notice = "notice",
    }
}

/// One thing that the provider announces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Announced<'a> {
    pub(crate) source: &'a str,
    pub(crate) kind: AnnouncementKind,
    /// Whether it is about what the person tried; for what nobody knows of, it may be.
    pub(crate) matters: bool,
    pub(crate) title: &'a str,
    pub(crate) body: &'a str,
    pub(crate) starts_at: Option<Timestamp>,
    pub(crate) ends_at: Option<Timestamp>,
    /// When it was said, where that is some time ago.
    pub(crate) as_of: Option<Timestamp>,
}

/// What is announced now: what matters first, what is wrong before what is planned; of what is still to come the next
/// first, of the rest the latest.
pub(crate) fn announced<'a>(sources: &'a [SourceObservation], tried: &Tried, now: Timestamp) -> Vec<Announced<'a>> {
    let words = sources.iter().filter_map(|source| Word::of(source, now)).collect();
    let (words, _) = newest_of_each_page(words, now);
    let heard = LastHeard::of(&words, now);
    let of_word = |word| of_word(&Current::of(word, &heard, now), tried, now);
    let mut found: Vec<Announced<'a>> = words.iter().flat_map(of_word).collect();
    found.sort_by_key(|it| {
        let is_ahead = it.kind == AnnouncementKind::MaintenancePlanned;
        let (next, latest) = if is_ahead { (it.starts_at, None) } else { (None, it.starts_at) };
        (Reverse(it.matters), it.kind, next, Reverse(latest), it.title)
    });
    // The same title from two sources is one thing.
    let mut seen = BTreeSet::new();
    found.retain(|it| !it.title.is_empty() && seen.insert((it.kind, it.title)));
    found.truncate(MAX_ANNOUNCED);
    found
}

fn of_word<'a>(current: &Current<'_, 'a>, tried: &Tried, now: Timestamp) -> Vec<Announced<'a>> {
    let (word, report) = (current.word, current.word.report);
    let matters = |parts: &[String], title: &str| concern(tried, current, parts, title) > Concern::No;
    let announced = |kind, matters, title: &'a str, body: &'a str| Announced {
        source: word.source,
        kind,
        matters,
        title,
        body,
        starts_at: None,
        ends_at: None,
        as_of: word.as_of(now),
    };
    let incident = |it: &'a Incident| {
        let told = announced(AnnouncementKind::Incident, matters(&it.components, &it.title), &it.title, &it.body);
        Announced { starts_at: it.started_at, ..told }
    };
    let maintenance = |(it, stage): (&'a Maintenance, Stage)| {
        let (starts_at, ends_at) = window(it);
        let is_ahead = starts_at.is_some_and(|start| start > now && start.duration_since(now) <= AHEAD);
        let kind = match stage {
            Stage::Now | Stage::Overrun | Stage::Forgotten => AnnouncementKind::MaintenanceNow,
            Stage::Soon => AnnouncementKind::MaintenancePlanned,
            Stage::Neither if is_ahead => AnnouncementKind::MaintenancePlanned,
            Stage::Neither => return None,
        };
        let told = announced(kind, matters(&it.components, &it.title), &it.title, &it.body);
        Some(Announced { starts_at, ends_at, ..told })
    };
    let notice = |it: &'a Notice| {
        let begun = it.starts_at.is_none_or(|start| start <= now);
        let lasts = match (it.ends_at, it.published_at) {
            (Some(end), _) => end > now,
            (None, Some(published)) => now.duration_since(published) <= NOTICE_LASTS,
            (None, None) => true,
        };
        // For everybody, and about nothing that was tried.
        let told = announced(AnnouncementKind::Notice, false, &it.title, &it.body);
        (begun && lasts).then_some(Announced { starts_at: it.published_at, ..told })
    };
    let incidents = current.incidents().map(incident);
    let works = current.works().filter_map(maintenance);
    incidents.chain(works).chain(report.notices.iter().filter_map(notice)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::complaint::Symptom;
    use crate::config::StatusFormat;
    use crate::observation::{KeptReport, Observed, UnknownWhy};
    use crate::service::window::tests::work;
    use crate::service::{ServiceReport, WorkPhase};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn notice(title: &str, published: &str, ends: &str) -> Notice {
        Notice {
            id: None,
            title: title.into(),
            body: String::new(),
            published_at: published.parse().ok(),
            starts_at: None,
            ends_at: ends.parse().ok(),
        }
    }

    fn titled(title: &str, phase: WorkPhase, from: &str, until: &str) -> Maintenance {
        Maintenance { title: title.into(), ..work(Some(phase), from, until) }
    }

    fn report() -> ServiceReport {
        ServiceReport {
            maintenances: vec![
                titled("Payments pause", WorkPhase::Planned, "2026-03-01T13:00:00Z", "2026-03-01T14:00:00Z"),
                titled("Withdrawals pause", WorkPhase::Planned, "2026-03-04T13:00:00Z", "2026-03-04T14:00:00Z"),
                titled("Withdrawals pause now", WorkPhase::InProgress, "2026-03-01T11:00:00Z", "2026-03-01T14:00:00Z"),
                titled("Far away", WorkPhase::Planned, "2026-05-01T11:00:00Z", "2026-05-01T14:00:00Z"),
                titled("Called off", WorkPhase::Cancelled, "2026-03-01T13:00:00Z", "2026-03-01T14:00:00Z"),
            ],
            notices: vec![
                notice("Two weeks ago", "2026-02-16T00:00:00Z", ""),
                notice("New look", "2026-02-28T00:00:00Z", ""),
                notice("Old hat", "2025-02-28T00:00:00Z", ""),
                notice("Gone", "2026-02-28T00:00:00Z", "2026-03-01T00:00:00Z"),
                notice("", "2026-02-28T00:00:00Z", ""),
            ],
            ..ServiceReport::empty(StatusFormat::Announcements)
        }
    }

    fn titles(sources: &[SourceObservation]) -> Vec<(String, bool)> {
        let tried = Tried::new(Symptom::WithdrawalFailed, None, "Example Pay", &[]);
        let found = announced(sources, &tried, at("2026-03-01T12:00:00Z"));
        found.iter().map(|it| (it.title.to_owned(), it.as_of.is_some())).collect()
    }

    fn seen(source: &str, kept: bool) -> SourceObservation {
        let now = at("2026-03-01T12:00:00Z");
        let (report, kept) = if kept {
            let why = UnknownWhy::Unreachable;
            let fetched_at = at("2026-02-28T12:00:00Z");
            let kept = KeptReport { report: report(), fetched_at };
            (Observed::Unknown { why, detail: None, at: now, took_ms: 1 }, Some(kept))
        } else {
            (Observed::Known { value: report(), at: now, took_ms: 1 }, None)
        };
        SourceObservation {
            source: source.into(),
            report,
            signed: false,
            age_s: None,
            busy: false,
            retry_after_s: None,
            kept,
        }
    }

    #[test]
    fn what_matters_comes_first_and_nothing_twice() {
        let expected = ["Withdrawals pause now", "Withdrawals pause", "Payments pause", "New look", "Two weeks ago"];
        for sources in [vec![seen("a", false)], vec![seen("a", false), seen("b", false)]] {
            assert_eq!(titles(&sources), expected.map(|title| (title.to_owned(), false)));
        }
    }

    #[test]
    fn what_was_known_is_still_announced_with_its_age() {
        let expected = ["Withdrawals pause now", "Withdrawals pause", "Payments pause", "New look", "Two weeks ago"];
        assert_eq!(titles(&[seen("a", true)]), expected.map(|title| (title.to_owned(), true)));
    }
}
