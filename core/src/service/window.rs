//! Where now lies in a maintenance's window. Pure: the time is an argument.

use jiff::{SignedDuration, Timestamp};

use super::{Maintenance, WorkPhase};

/// How far ahead planned maintenance is told.
pub(super) const SOON: SignedDuration = SignedDuration::from_hours(24);
/// How long ago a maintenance without a known end may have begun, or been spoken of, and still count as under way.
const LONGEST_OPEN_END: SignedDuration = SignedDuration::from_hours(24);
/// How long after its planned end work is believed to go on because nobody has closed it. After that it was forgotten,
/// perhaps.
const LONGEST_OVERRUN: SignedDuration = SignedDuration::from_hours(24);

/// Longer than any work is planned for; who plans for longer has not said when it ends.
const LONGEST_WINDOW: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Where now lies in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// In it.
    Now,
    /// Beyond its end, and the source says that work goes on.
    Overrun,
    /// Long beyond its end, and nobody has closed it.
    Forgotten,
    /// Before it, by a day at the most.
    Soon,
    /// Nowhere near it, or nobody knows.
    Neither,
}

/// Where now lies in this maintenance's window.
pub(super) fn stage(work: &Maintenance, now: Timestamp) -> Stage {
    match work.phase {
        Some(WorkPhase::Over | WorkPhase::Cancelled) => Stage::Neither,
        // What begins only later does not go on, whoever says so.
        Some(WorkPhase::InProgress) if work.starts_at.is_some_and(|start| start.duration_since(now) > SOON) => {
            Stage::Neither
        }
        Some(WorkPhase::InProgress) => match window(work) {
            (_, Some(end)) if end <= now && now.duration_since(end) > LONGEST_OVERRUN => Stage::Forgotten,
            (_, Some(end)) if end <= now => Stage::Overrun,
            (_, Some(_)) => Stage::Now,
            (start, None) => {
                let spoken_of = start.max(work.updated_at.filter(|at| *at <= now));
                let silent = spoken_of.is_some_and(|at| now.duration_since(at) > LONGEST_OPEN_END);
                if silent { Stage::Forgotten } else { Stage::Now }
            }
        },
        // Where the source says 'planned' although the time has come, the time is believed.
        Some(WorkPhase::Planned) | None => by_time(work, now),
    }
}

/// By the window alone.
pub(super) fn by_time(work: &Maintenance, now: Timestamp) -> Stage {
    let (Some(start), end) = window(work) else { return Stage::Neither };
    if start > now {
        return if start.duration_since(now) <= SOON { Stage::Soon } else { Stage::Neither };
    }
    let over = match end {
        Some(end) => end <= now,
        None => now.duration_since(start) > LONGEST_OPEN_END,
    };
    if over { Stage::Neither } else { Stage::Now }
}

/// The window as far as it makes sense: an end before the start is a mistake, and then nobody knows when it ends. Nor is
/// there a start without one.
pub(super) fn window(work: &Maintenance) -> (Option<Timestamp>, Option<Timestamp>) {
    match (work.starts_at, work.ends_at) {
        (Some(start), Some(end)) if end <= start => (None, None),
        (Some(start), Some(end)) if end.duration_since(start) > LONGEST_WINDOW => (Some(start), None),
        window => window,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Work with a window; what can't be read as a time is none.
    pub(in crate::service) fn work(phase: Option<WorkPhase>, from: &str, until: &str) -> Maintenance {
        Maintenance {
            id: None,
            title: "Withdrawals pause".into(),
            body: String::new(),
            phase,
            components: Vec::new(),
            starts_at: from.parse().ok(),
            ends_at: until.parse().ok(),
            updated_at: None,
        }
    }

    #[test]
    fn windows_are_told_by_time_and_by_the_sources_word() {
        use Stage::{Forgotten, Neither, Now, Overrun, Soon};
        use WorkPhase::{Cancelled, InProgress, Over, Planned};
        let now = "2026-03-01T12:00:00Z".parse().unwrap();
        let cases = [
            (Some(InProgress), "2026-03-01T11:00:00Z", "2026-03-01T13:00:00Z", Now),
            (Some(InProgress), "", "", Now),
            (Some(InProgress), "2026-03-01T11:00:00Z", "", Now),
            (Some(InProgress), "2025-03-01T11:00:00Z", "", Forgotten),
            (Some(InProgress), "2026-03-01T11:00:00Z", "2026-03-01T11:30:00Z", Overrun),
            (Some(InProgress), "2026-02-20T11:00:00Z", "2026-02-20T11:30:00Z", Forgotten),
            (Some(InProgress), "2099-03-01T11:00:00Z", "2099-03-01T13:00:00Z", Neither),
            (Some(Planned), "0001-03-01T11:00:00Z", "9998-03-01T13:00:00Z", Neither),
            (Some(Planned), "2026-03-01T11:00:00Z", "2026-03-01T13:00:00Z", Now),
            (Some(Planned), "2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z", Neither),
            (Some(Over), "2026-03-01T11:00:00Z", "2026-03-01T13:00:00Z", Neither),
            (Some(Cancelled), "2026-03-01T11:00:00Z", "2026-03-01T13:00:00Z", Neither),
            (Some(Cancelled), "2026-03-01T13:00:00Z", "2026-03-01T14:00:00Z", Neither),
            (None, "2026-03-01T11:00:00Z", "", Now),
            (None, "2026-02-01T11:00:00Z", "", Neither),
            (None, "2026-03-01T12:40:00Z", "2026-03-01T14:00:00Z", Soon),
            (None, "2026-03-09T12:40:00Z", "2026-03-09T14:00:00Z", Neither),
            // An end before its start.
            (Some(Planned), "2026-03-01T12:30:00Z", "2026-03-01T11:30:00Z", Neither),
            (None, "2026-03-01T11:30:00Z", "2026-03-01T10:30:00Z", Neither),
            (Some(InProgress), "2026-03-01T11:30:00Z", "2026-03-01T10:30:00Z", Now),
            // The end lies beyond what a time can hold, so this is one without an end, long past.
            (None, "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", Neither),
            (None, "2026-03-01T11:00:00Z", "9999-12-31T23:59:59Z", Now),
            (None, "", "2026-03-01T13:00:00Z", Neither),
            // Without a zone a time is none.
            (None, "2026-03-01T11:00:00", "2026-03-01T13:00:00", Neither),
        ];
        for (phase, from, until, wanted) in cases {
            assert_eq!(stage(&work(phase, from, until), now), wanted, "{phase:?} {from} {until}");
        }
    }
}
