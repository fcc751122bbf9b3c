//! What one source's word amounts to for what the person tried: statements, each with how much it matters and when it was
//! last changed, so that those of several sources can be held against each other. Pure.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::relevance::{Concern, Listed, Tried};
use super::window::{Stage, by_time, stage, window};
use super::word::{Word, is_later};
use super::{Component, Incident, Maintenance, ServiceState, WorkPhase};
use crate::config::StatusFormat;

/// How long an incident of which nobody has spoken since counts as open. After that it was perhaps forgotten to be closed.
const LONGEST_SILENCE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// What a source says of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// Maintenance is under way.
    MaintenanceNow,
    /// Maintenance goes on beyond its planned end.
    MaintenanceOverrun,
    /// Maintenance was planned for now, when it last spoke.
    MaintenancePlannedNow,
    /// Maintenance is planned.
    MaintenanceSoon,
    /// It does not work.
    Outage,
    /// It works badly.
    Degraded,
    /// There was trouble, when it last spoke.
    LastKnown,
    /// All is well.
    Well,
    /// The service itself is well, as far as it knows.
    Answers,
}

impl Says {
    /// How much it stands in the way; 0 for what does not, or not for certain.
    pub(super) fn badness(self) -> u8 {
        match self {
            Self::MaintenanceNow | Self::MaintenanceOverrun => 3,
            Self::Outage => 2,
            Self::Degraded => 1,
            Self::MaintenancePlannedNow | Self::MaintenanceSoon | Self::LastKnown | Self::Well | Self::Answers => 0,
        }
    }

    pub(super) fn is_maintenance(self) -> bool {
        matches!(self, Self::MaintenanceNow | Self::MaintenanceOverrun)
    }
}

/// One thing that a source says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement<'a> {
    pub(super) source: &'a str,
    pub(super) says: Says,
    pub(super) concern: Concern,
    pub(super) title: &'a str,
    /// The parts that it is about, by name.
    pub(super) parts: Vec<&'a str>,
    pub(super) starts_at: Option<Timestamp>,
    pub(super) ends_at: Option<Timestamp>,
    /// When the source last changed what it says of this.
    pub(super) changed_at: Option<Timestamp>,
    /// When it said so, where that is some time ago.
    pub(super) as_of: Option<Timestamp>,
    /// When it asks to be asked again, in seconds.
    pub(super) retry_after_s: Option<u64>,
    /// Whether nobody wrote it: the service measured itself.
    pub(super) is_measured: bool,
}

impl<'a> Statement<'a> {
    fn new(word: &Word<'a>, says: Says, concern: Concern, now: Timestamp) -> Self {
        Self {
            source: word.source,
            says,
            concern,
            title: "",
            parts: Vec::new(),
            starts_at: None,
            ends_at: None,
            changed_at: word.changed_at(),
            as_of: word.as_of(now),
            retry_after_s: word.retry_after_s,
            is_measured: word.is_measured(),
        }
    }
}

/// When each incident and each maintenance was last spoken of by anybody, by the source's own id: a mirror, or a copy from
/// memory, may not have heard yet that it is over.
pub(super) struct LastHeard<'a>(BTreeMap<&'a str, Timestamp>);

impl<'a> LastHeard<'a> {
    pub(super) fn of(words: &[Word<'a>]) -> Self {
        let mut heard = BTreeMap::new();
        for word in words {
            let incidents = word.report.incidents.iter().map(|it| (it.id.as_deref(), it.updated_at));
            let works = word.report.maintenances.iter().map(|it| (it.id.as_deref(), it.updated_at));
            for (id, updated_at) in incidents.chain(works) {
                if let (Some(id), Some(at)) = (id, updated_at.or(word.report.updated_at)) {
                    let latest = heard.entry(id).or_insert(at);
                    *latest = at.max(*latest);
                }
            }
        }
        Self(heard)
    }

    /// Whether somebody else knows more of it.
    fn is_outdated(&self, word: &Word<'_>, id: Option<&str>, updated_at: Option<Timestamp>) -> bool {
        let latest = id.and_then(|id| self.0.get(id)).copied();
        is_later(latest, updated_at.or(word.report.updated_at))
    }
}

/// Everything that a word says, which may be nothing.
pub(super) fn statements<'a>(
    word: &Word<'a>,
    heard: &LastHeard<'_>,
    tried: &Tried,
    now: Timestamp,
) -> Vec<Statement<'a>> {
    let reader = Reader { word, listed: Listed::of(word.report), heard, tried, now };
    if word.is_fresh(now) { reader.fresh() } else { reader.stale() }
}

struct Reader<'w, 'a> {
    word: &'w Word<'a>,
    listed: Listed<'a>,
    heard: &'w LastHeard<'w>,
    tried: &'w Tried,
    now: Timestamp,
}

impl<'a> Reader<'_, 'a> {
    fn fresh(&self) -> Vec<Statement<'a>> {
        let works = self.works().filter_map(|work| self.work(work, self.stage(work)));
        let incidents = self.incidents().map(|incident| self.incident(incident));
        let mut told: Vec<Statement<'a>> = works.chain(incidents).collect();
        // During maintenance, what does not work is part of it.
        let under_maintenance = told.iter().any(|it| it.says.is_maintenance() && it.concern == Concern::Yes);
        if !under_maintenance {
            told.extend(self.parts(&told));
            told.extend(self.whole(&told));
        }
        told.extend(self.fine(&told));
        told
    }

    /// Of an old word only what was planned by the clock still counts; what went wrong then may be over.
    fn stale(&self) -> Vec<Statement<'a>> {
        let planned = |work: &'a Maintenance| {
            let says = match by_time(work, self.now) {
                Stage::Now => Says::MaintenancePlannedNow,
                Stage::Soon => Says::MaintenanceSoon,
                Stage::Overrun | Stage::Forgotten | Stage::Neither => return None,
            };
            Some(self.about_work(work, says))
        };
        let mut told: Vec<Statement<'a>> = self.works().filter(|work| work.is_open()).filter_map(planned).collect();
        let parts = || self.word.report.components.iter().any(|part| trouble(part).is_some());
        if told.is_empty() && (self.word.overall_trouble().is_some() || self.incidents().next().is_some() || parts()) {
            told.push(self.say(Says::LastKnown, Concern::Perhaps));
        }
        told
    }

    /// Where a page tells only times, a part that is still under maintenance tells that work goes on beyond them.
    fn stage(&self, work: &Maintenance) -> Stage {
        let goes_on =
            |part: &String| self.listed.part(part).is_some_and(|part| part.state == Some(ServiceState::Maintenance));
        match stage(work, self.now) {
            Stage::Neither if work.phase.is_none() && work.components.iter().any(goes_on) => {
                let under_way = Maintenance { phase: Some(WorkPhase::InProgress), ..work.clone() };
                match stage(&under_way, self.now) {
                    Stage::Overrun => Stage::Overrun,
                    // What was planned for long ago, or for later, is not what goes on there now.
                    Stage::Now | Stage::Forgotten | Stage::Soon | Stage::Neither => Stage::Neither,
                }
            }
            stage @ (Stage::Now | Stage::Overrun | Stage::Forgotten | Stage::Soon | Stage::Neither) => stage,
        }
    }

    fn works(&self) -> impl Iterator<Item = &'a Maintenance> {
        let known = |work: &&Maintenance| !self.heard.is_outdated(self.word, work.id.as_deref(), work.updated_at);
        self.word.report.maintenances.iter().filter(known)
    }

    /// Those that are open.
    fn incidents(&self) -> impl Iterator<Item = &'a Incident> {
        let open = |it: &&Incident| {
            !it.over
                && it.started_at.is_none_or(|start| start <= self.now)
                && it.ends_at.is_none_or(|end| end > self.now)
                && !self.heard.is_outdated(self.word, it.id.as_deref(), it.updated_at)
        };
        self.word.report.incidents.iter().filter(open)
    }

    fn say(&self, says: Says, concern: Concern) -> Statement<'a> {
        Statement::new(self.word, says, concern, self.now)
    }

    fn work(&self, work: &'a Maintenance, stage: Stage) -> Option<Statement<'a>> {
        match stage {
            Stage::Now => Some(self.about_work(work, Says::MaintenanceNow)),
            Stage::Overrun => Some(self.about_work(work, Says::MaintenanceOverrun)),
            Stage::Soon => Some(self.about_work(work, Says::MaintenanceSoon)),
            Stage::Forgotten => {
                let told = self.about_work(work, Says::MaintenanceOverrun);
                Some(Statement { concern: told.concern.min(Concern::Perhaps), ..told })
            }
            Stage::Neither => None,
        }
    }

    fn about_work(&self, work: &'a Maintenance, says: Says) -> Statement<'a> {
        let (starts_at, ends_at) = window(work);
        Statement {
            title: &work.title,
            parts: self.names(&work.components),
            starts_at,
            ends_at,
            changed_at: work.updated_at.or(self.word.changed_at()),
            ..self.say(says, self.tried.concern(&self.listed, &work.components, &work.title))
        }
    }

    fn incident(&self, incident: &'a Incident) -> Statement<'a> {
        let says = match incident.state {
            ServiceState::Outage => Says::Outage,
            ServiceState::Maintenance => Says::MaintenanceNow,
            ServiceState::Degraded | ServiceState::Operational => Says::Degraded,
        };
        let concern = self.tried.concern(&self.listed, &incident.components, &incident.title);
        let spoken_of = incident.updated_at.or(incident.started_at);
        let forgotten = spoken_of.is_some_and(|at| self.now.duration_since(at) > LONGEST_SILENCE);
        Statement {
            title: &incident.title,
            parts: self.names(&incident.components),
            starts_at: incident.started_at,
            ends_at: incident.ends_at,
            changed_at: incident.updated_at.or(self.word.changed_at()),
            ..self.say(says, if forgotten { concern.min(Concern::Perhaps) } else { concern })
        }
    }

    /// By name, where the page lists the part that is meant. A feed names no parts: there the title stands for them, and is
    /// said already.
    fn names(&self, parts: &'a [String]) -> Vec<&'a str> {
        if self.word.report.format == StatusFormat::Feed {
            return Vec::new();
        }
        let name = |part: &'a String| self.listed.part(part).map_or(part.as_str(), |known| known.name.as_str());
        parts.iter().map(name).collect()
    }

    /// Parts that are in trouble which nothing told so far accounts for.
    fn parts(&self, told: &[Statement<'a>]) -> Vec<Statement<'a>> {
        let mut accounted: BTreeMap<&str, u8> = BTreeMap::new();
        for (part, badness) in told.iter().flat_map(|it| it.parts.iter().map(|part| (*part, it.says.badness()))) {
            let worst = accounted.entry(part).or_default();
            *worst = badness.max(*worst);
        }
        let of_part = |part: &'a Component| {
            let says = trouble(part)?;
            if accounted.get(part.name.as_str()).is_some_and(|badness| *badness >= says.badness()) {
                return None;
            }
            let concern = self.tried.concern_of(part);
            let parts = Some(part.name.as_str()).filter(|name| !name.is_empty()).into_iter().collect();
            Some(Statement { parts, ..self.say(says, concern) })
        };
        self.word.report.components.iter().filter_map(of_part).collect()
    }

    /// The page's own summary, where it speaks for the whole service: the service itself says so, or nothing that could
    /// matter works, or nothing is named that it could be about.
    fn whole(&self, told: &[Statement<'a>]) -> Option<Statement<'a>> {
        let says = trouble_of(self.word.overall_trouble()?)?;
        let components = &self.word.report.components;
        let may_matter = |part: &&Component| self.tried.concern_of(part) != Concern::No;
        let mut parts = components.iter().filter(may_matter).peekable();
        let nothing_works = parts.peek().is_some() && parts.all(|part| part.state == Some(ServiceState::Outage));
        let is_named = told.iter().any(|it| it.says.badness() > 0);
        let speaks = self.word.is_measured() || !is_named || (nothing_works && says == Says::Outage);
        let is_said = told.iter().any(|it| it.concern == Concern::Yes && it.says.badness() >= says.badness());
        (speaks && !is_said).then(|| self.say(says, Concern::Yes))
    }

    /// That all is well, or at least all that matters here.
    fn fine(&self, told: &[Statement<'a>]) -> Option<Statement<'a>> {
        if told.iter().any(|it| it.concern > Concern::No && it.says.badness() > 0) {
            return None;
        }
        if self.word.is_measured() {
            let well = self.word.report.overall == Some(ServiceState::Operational);
            return well.then(|| self.say(Says::Answers, Concern::Yes));
        }
        let concerned: Vec<&'a Component> =
            self.word.report.components.iter().filter(|part| self.tried.concern_of(part) == Concern::Yes).collect();
        if self.word.report.overall == Some(ServiceState::Operational) {
            return Some(self.say(Says::Well, Concern::Yes));
        }
        let all_work = !concerned.is_empty() && concerned.iter().all(|it| it.state == Some(ServiceState::Operational));
        let parts = concerned.iter().map(|part| part.name.as_str()).collect();
        all_work.then(|| Statement { parts, ..self.say(Says::Well, Concern::Yes) })
    }
}

fn trouble(part: &Component) -> Option<Says> {
    part.state.and_then(trouble_of)
}

fn trouble_of(state: ServiceState) -> Option<Says> {
    match state {
        ServiceState::Operational => None,
        ServiceState::Degraded => Some(Says::Degraded),
        ServiceState::Outage => Some(Says::Outage),
        ServiceState::Maintenance => Some(Says::MaintenanceNow),
    }
}
