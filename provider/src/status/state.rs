//! The provider's state at a moment, from which every status document is written: what goes wrong, and what is planned.

use jiff::{SignedDuration, Timestamp};

use super::document::StatusDocument;
use super::part::{Part, PartState};
use super::times::Times;
use super::words::{self, IncidentWords, Text};
use crate::fault::{Fault, FaultSet};
use crate::moment::{after, before, whole_minute};

/// How old what is told is under `status_lies` and `status_lags`.
pub(super) const OLD: SignedDuration = SignedDuration::from_hours(3);
/// When something was last said of an open incident.
const IDENTIFIED: SignedDuration = SignedDuration::from_mins(25);
/// How long beforehand maintenance is planned.
const PLANNED_AHEAD: SignedDuration = SignedDuration::from_hours(48);
/// How long before its beginning maintenance is cancelled.
const CANCELLED_AHEAD: SignedDuration = SignedDuration::from_hours(1);

/// What the provider says of itself.
#[derive(Clone, Debug)]
pub(super) struct State {
    /// When it was written: the start of a minute, so that two requests within one get the same bytes.
    pub(super) at: Timestamp,
    /// When an announcement was last made or withdrawn, if nothing is announced now.
    pub(super) quiet_since: Timestamp,
    /// What goes wrong now.
    pub(super) incidents: Vec<Incident>,
    /// Maintenance.
    pub(super) works: Vec<Work>,
    /// How times are written.
    pub(super) times: Times,
}

/// Something that goes wrong.
#[derive(Clone, Copy, Debug)]
pub(super) struct Incident {
    pub(super) id: &'static str,
    /// A number for those who count.
    pub(super) number: u32,
    pub(super) words: IncidentWords,
    pub(super) parts: &'static [Part],
    /// How its parts are.
    pub(super) state: PartState,
    pub(super) impact: Impact,
    pub(super) began_at: Timestamp,
    pub(super) identified_at: Timestamp,
}

/// How bad an incident is for the whole, from the worst down.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Impact {
    Minor,
    Major,
    Critical,
}

/// Planned work on withdrawals.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work {
    pub(super) id: &'static str,
    pub(super) number: u32,
    pub(super) slug: &'static str,
    pub(super) phase: Phase,
    pub(super) starts_at: Timestamp,
    pub(super) ends_at: Timestamp,
}

/// How far it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Phase {
    Planned,
    InProgress,
    Overrun,
    Over,
    Cancelled,
}

/// What was said of an incident or of work at a time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Update {
    pub(super) step: Step,
    pub(super) at: Timestamp,
    pub(super) text: &'static str,
}

/// How far an incident or work was then.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    Investigating,
    Identified,
    Resolved,
    Scheduled,
    InProgress,
    Completed,
    Cancelled,
}

impl Step {
    /// In Statuspage's word; incident.io has the same ones.
    pub(super) fn name(self) -> &'static str {
        match self {
            Step::Investigating => "investigating",
            Step::Identified => "identified",
            Step::Resolved => "resolved",
            Step::Scheduled => "scheduled",
            Step::InProgress => "in_progress",
            Step::Completed => "completed",
            Step::Cancelled => "cancelled",
        }
    }

    /// As people see it.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Step::Investigating => "Investigating",
            Step::Identified => "Identified",
            Step::Resolved => "Resolved",
            Step::Scheduled => "Scheduled",
            Step::InProgress => "In progress",
            Step::Completed => "Completed",
            Step::Cancelled => "Cancelled",
        }
    }
}

impl State {
    /// What a document tells. `asked` is how often it was asked for before.
    pub(super) fn told_by(document: StatusDocument, faults: &FaultSet, asked: usize, now: Timestamp) -> Self {
        let has = |fault| faults.contains(fault);
        let outage = FaultSet::from(Fault::StatusMajorOutage);
        if has(Fault::StatusLags) || (has(Fault::StatusLies) && document == StatusDocument::StatuspageV2) {
            return Self::of(&outage, before(now, OLD));
        }
        if has(Fault::StatusLies) {
            let at = before(whole_minute(now), SignedDuration::from_mins(1));
            return Self { quiet_since: at, ..Self::of(&FaultSet::none(), at) };
        }
        if has(Fault::StatusChanges) && asked > 0 {
            return Self::of(&outage, now);
        }
        Self::of(faults, now)
    }

    /// The state under these faults.
    pub(super) fn of(faults: &FaultSet, now: Timestamp) -> Self {
        let at = whole_minute(now);
        let has = |fault: &Fault| faults.contains(*fault);
        let zoneless = has(&Fault::StatusZonelessDates);
        Self {
            at,
            quiet_since: before(at, SignedDuration::from_hours(1)),
            incidents: INCIDENT_FAULTS.iter().filter(|fault| has(fault)).filter_map(|f| Incident::of(*f, at)).collect(),
            works: WORK_FAULTS.iter().filter(|fault| has(fault)).filter_map(|f| Work::of(*f, at)).collect(),
            times: if zoneless { Times::Zoneless } else { Times::Zoned },
        }
    }

    /// How a part is.
    pub(super) fn part(&self, part: Part) -> PartState {
        let troubled = self.incidents.iter().filter(|incident| incident.parts.contains(&part)).map(|i| i.state);
        let worked_on = self.works.iter().filter(|work| work.goes_on() && part == Part::Withdrawals);
        troubled.chain(worked_on.map(|_| PartState::Maintenance)).max().unwrap_or(PartState::Operational)
    }

    /// How the worst of some parts is.
    pub(super) fn worst_of(&self, parts: &[Part]) -> PartState {
        parts.iter().map(|part| self.part(*part)).max().unwrap_or(PartState::Operational)
    }

    /// The worst impact.
    pub(super) fn impact(&self) -> Option<Impact> {
        self.incidents.iter().map(|incident| incident.impact).max()
    }

    /// The work that goes on.
    pub(super) fn going_on(&self) -> impl Iterator<Item = &Work> {
        self.works.iter().filter(|work| work.goes_on())
    }

    /// The work that is planned.
    pub(super) fn planned(&self) -> impl Iterator<Item = &Work> {
        self.works.iter().filter(|work| work.phase == Phase::Planned)
    }
}

/// The faults that are incidents.
const INCIDENT_FAULTS: [Fault; 4] =
    [Fault::StatusMajorOutage, Fault::StatusWithdrawalsDown, Fault::StatusDegraded, Fault::StatusMarketingDown];

impl Incident {
    fn of(fault: Fault, at: Timestamp) -> Option<Self> {
        let ago = |minutes| before(at, SignedDuration::from_mins(minutes));
        let outage = Self {
            id: "i1outage0000",
            number: 27_000_001,
            words: words::OUTAGE,
            parts: &Part::WALLET,
            state: PartState::Outage,
            impact: Impact::Critical,
            began_at: ago(50),
            identified_at: before(at, IDENTIFIED),
        };
        if fault == Fault::StatusMajorOutage {
            Some(outage)
        } else if fault == Fault::StatusDegraded {
            Some(Self {
                id: "i2slowness00",
                number: 27_000_002,
                words: words::SLOWNESS,
                parts: &[Part::BalanceAndHistory],
                state: PartState::Degraded,
                impact: Impact::Minor,
                began_at: ago(35),
                ..outage
            })
        } else if fault == Fault::StatusWithdrawalsDown {
            Some(Self {
                id: "i3w0dr4wals0",
                number: 27_000_003,
                words: words::WITHDRAWALS_DOWN,
                parts: &[Part::Withdrawals],
                impact: Impact::Major,
                began_at: ago(40),
                ..outage
            })
        } else if fault == Fault::StatusMarketingDown {
            Some(Self {
                id: "i4m4rk3t1ng0",
                number: 27_000_004,
                words: words::MARKETING_DOWN,
                parts: &[Part::MarketingSite],
                impact: Impact::Major,
                began_at: ago(45),
                ..outage
            })
        } else {
            None
        }
    }

    /// What was said of it, the newest first.
    pub(super) fn updates(&self) -> [Update; 2] {
        [
            Update { step: Step::Identified, at: self.identified_at, text: self.words.body.en },
            Update { step: Step::Investigating, at: self.began_at, text: words::INVESTIGATING },
        ]
    }
}

/// The faults that are maintenance.
const WORK_FAULTS: [Fault; 7] = [
    Fault::StatusMaintenanceNow,
    Fault::StatusMaintenanceSoon,
    Fault::StatusMaintenanceOver,
    Fault::StatusMaintenanceOverrun,
    Fault::StatusMaintenanceCancelled,
    Fault::StatusZonelessDates,
    Fault::StatusNegativeWindow,
];

impl Work {
    fn of(fault: Fault, at: Timestamp) -> Option<Self> {
        let now_ = Self {
            id: "m1n0wn0wn0w0",
            number: 28_000_001,
            slug: "maintenance-withdrawals-now",
            phase: Phase::InProgress,
            starts_at: before(at, SignedDuration::from_mins(30)),
            ends_at: after(at, SignedDuration::from_mins(90)),
        };
        let past = Self {
            slug: "maintenance-withdrawals-earlier",
            starts_at: before(at, SignedDuration::from_mins(150)),
            ends_at: before(at, SignedDuration::from_mins(30)),
            ..now_
        };
        if fault == Fault::StatusMaintenanceNow {
            Some(now_)
        } else if fault == Fault::StatusMaintenanceSoon {
            Some(Self {
                id: "m2s00ns00n00",
                number: 28_000_002,
                slug: "maintenance-withdrawals-soon",
                phase: Phase::Planned,
                starts_at: after(at, SignedDuration::from_mins(40)),
                ends_at: after(at, SignedDuration::from_mins(160)),
            })
        } else if fault == Fault::StatusMaintenanceOver {
            Some(Self { id: "m3d0n3d0n300", number: 28_000_003, phase: Phase::Over, ..past })
        } else if fault == Fault::StatusMaintenanceOverrun {
            Some(Self { id: "m4l0ng3r0000", number: 28_000_004, phase: Phase::Overrun, ..past })
        } else if fault == Fault::StatusMaintenanceCancelled {
            Some(Self { id: "m5c4ll3d0ff0", number: 28_000_005, phase: Phase::Cancelled, ..now_ })
        } else if fault == Fault::StatusZonelessDates {
            Some(Self { id: "m6z0n3l3ss00", number: 28_000_006, phase: Phase::Planned, ..now_ })
        } else if fault == Fault::StatusNegativeWindow {
            Some(Self {
                id: "m7b4ckw4rd00",
                number: 28_000_007,
                phase: Phase::Planned,
                starts_at: after(at, SignedDuration::from_mins(30)),
                ends_at: before(at, SignedDuration::from_mins(30)),
                ..now_
            })
        } else {
            None
        }
    }

    /// Whether withdrawals are paused by it.
    pub(super) fn goes_on(&self) -> bool {
        matches!(self.phase, Phase::InProgress | Phase::Overrun)
    }

    /// When it was planned.
    pub(super) fn planned_at(&self) -> Timestamp {
        before(self.starts_at, PLANNED_AHEAD)
    }

    /// What was said of it, the newest first.
    pub(super) fn updates(&self) -> Vec<Update> {
        let planned = Update { step: Step::Scheduled, at: self.planned_at(), text: words::WORK_PLAN };
        let begun = Update { step: Step::InProgress, at: self.starts_at, text: words::WORK_BEGUN };
        let longer = Update { step: Step::InProgress, at: self.ends_at, text: words::WORK_LONGER };
        let done = Update { step: Step::Completed, at: self.ends_at, text: words::WORK_DONE };
        let cancelled =
            Update { step: Step::Cancelled, at: before(self.starts_at, CANCELLED_AHEAD), text: words::WORK_CANCELLED };
        match self.phase {
            Phase::Planned => vec![planned],
            Phase::InProgress => vec![begun, planned],
            Phase::Overrun => vec![longer, begun, planned],
            Phase::Over => vec![done, begun, planned],
            Phase::Cancelled => vec![cancelled, planned],
        }
    }

    /// When something was last said of it.
    pub(super) fn updated_at(&self) -> Timestamp {
        self.updates().first().map_or(self.starts_at, |update| update.at)
    }

    /// The last that was said of it.
    pub(super) fn latest(&self) -> &'static str {
        self.updates().first().map_or(words::WORK_PLAN, |update| update.text)
    }

    /// Title and body of its announcement.
    pub(super) fn announced(&self) -> (Text, Text) {
        match self.phase {
            Phase::Planned => words::PLANNED,
            Phase::InProgress | Phase::Overrun => words::IN_PROGRESS,
            Phase::Over => words::OVER,
            Phase::Cancelled => words::CANCELLED,
        }
    }
}
