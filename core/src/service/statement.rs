//! What one source's word amounts to for what the person tried: statements, each with how much it matters and when it was
//! last changed, so that those of several sources can be held against each other. Pure.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::current::{Current, LastHeard};
use super::relevance::{Concern, Tried};
use super::window::{Stage, window};
use super::word::{Word, believed};
use super::{Component, Incident, Maintenance, ServiceState};
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
    /// Whether it says that it is too busy.
    pub(super) is_busy: bool,
    /// When it asks to be asked again, in seconds.
    pub(super) retry_after_s: Option<u64>,
    /// Whether the provider has signed it.
    pub(super) is_signed: bool,
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
            changed_at: word.changed_at(now),
            as_of: word.as_of(now),
            is_busy: word.is_busy,
            retry_after_s: word.retry_after_s,
            is_signed: word.is_signed,
            is_measured: word.is_measured(),
        }
    }
}

/// Everything that a word says, which may be nothing.
pub(super) fn statements<'a>(
    word: &Word<'a>,
    heard: &LastHeard<'_>,
    tried: &Tried,
    now: Timestamp,
) -> Vec<Statement<'a>> {
    let reader = Reader { word, current: Current::of(word, heard, now), tried, now };
    if word.is_fresh(now) { reader.fresh() } else { reader.stale() }
}

struct Reader<'w, 'a> {
    word: &'w Word<'a>,
    current: Current<'w, 'a>,
    tried: &'w Tried,
    now: Timestamp,
}

impl<'a> Reader<'_, 'a> {
    fn fresh(&self) -> Vec<Statement<'a>> {
        let works = self.current.works().filter_map(|(work, stage)| self.work(work, stage));
        let incidents = self.current.incidents().map(|incident| self.incident(incident));
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
        let planned = |(work, stage): (&'a Maintenance, Stage)| match stage {
            Stage::Now => Some(self.about_work(work, Says::MaintenancePlannedNow)),
            Stage::Soon => Some(self.about_work(work, Says::MaintenanceSoon)),
            Stage::Overrun | Stage::Forgotten | Stage::Neither => None,
        };
        let mut told: Vec<Statement<'a>> = self.current.works().filter_map(planned).collect();
        let parts = || self.word.report.components.iter().any(|part| trouble(part).is_some());
        let incidents = || self.current.incidents().next().is_some();
        if told.is_empty() && (self.word.overall_trouble().is_some() || incidents() || parts()) {
            told.push(self.say(Says::LastKnown, Concern::Perhaps));
        }
        told
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
            parts: self.names(&work.components, &work.title),
            starts_at,
            ends_at,
            changed_at: self.changed_at(work.updated_at),
            ..self.say(says, self.concern(&work.components, &work.title))
        }
    }

    fn incident(&self, incident: &'a Incident) -> Statement<'a> {
        let says = match incident.state {
            ServiceState::Outage => Says::Outage,
            ServiceState::Maintenance => Says::MaintenanceNow,
            ServiceState::Degraded | ServiceState::Operational => Says::Degraded,
        };
        let concern = self.concern(&incident.components, &incident.title);
        let spoken_of = incident.updated_at.or(incident.started_at);
        let forgotten = spoken_of.is_some_and(|at| self.now.duration_since(at) > LONGEST_SILENCE);
        Statement {
            title: &incident.title,
            parts: self.names(&incident.components, &incident.title),
            starts_at: incident.started_at,
            ends_at: incident.ends_at,
            changed_at: self.changed_at(incident.updated_at),
            ..self.say(says, if forgotten { concern.min(Concern::Perhaps) } else { concern })
        }
    }

    fn changed_at(&self, updated_at: Option<Timestamp>) -> Option<Timestamp> {
        believed(updated_at, self.now).or(self.word.changed_at(self.now))
    }

    fn concern(&self, parts: &[String], title: &str) -> Concern {
        concern(self.tried, &self.current, parts, title)
    }

    /// By name, those that matter most first. A title that stands for the parts is said already.
    fn names(&self, parts: &'a [String], title: &str) -> Vec<&'a str> {
        if is_title(&self.current, parts, title) {
            return Vec::new();
        }
        let listed = &self.current.listed;
        let mut parts: Vec<&'a String> = parts.iter().collect();
        parts.sort_by_key(|part| Reverse(self.tried.concern_meant(listed, part)));
        let name = |part: &'a String| listed.part(part).map_or(part.as_str(), |known| known.name.as_str());
        parts.into_iter().map(name).collect()
    }

    /// Parts that are in trouble which nothing told so far accounts for, those of one kind together.
    fn parts(&self, told: &[Statement<'a>]) -> Vec<Statement<'a>> {
        let mut accounted: BTreeMap<&str, u8> = BTreeMap::new();
        for (part, badness) in told.iter().flat_map(|it| it.parts.iter().map(|part| (*part, it.says.badness()))) {
            let worst = accounted.entry(part).or_default();
            *worst = badness.max(*worst);
        }
        let mut together: Vec<Statement<'a>> = Vec::new();
        for part in &self.word.report.components {
            let Some(says) = trouble(part) else { continue };
            if accounted.get(part.name.as_str()).is_some_and(|badness| *badness >= says.badness()) {
                continue;
            }
            let concern = self.tried.concern_of(part);
            let named = Some(part.name.as_str()).filter(|name| !name.is_empty());
            match together.iter_mut().find(|it| it.says == says && it.concern == concern) {
                Some(same) => same.parts.extend(named),
                None => together.push(Statement { parts: named.into_iter().collect(), ..self.say(says, concern) }),
            }
        }
        together
    }

    /// The page's own summary, where it speaks for the whole service: the service itself says so, or nothing that could
    /// matter works, or no part of the wallet does, or nothing is named that it could be about.
    fn whole(&self, told: &[Statement<'a>]) -> Option<Statement<'a>> {
        let says = trouble_of(self.word.overall_trouble()?)?;
        let components = &self.word.report.components;
        let may_matter = |part: &&Component| self.tried.concern_of(part) != Concern::No;
        let mut parts = components.iter().filter(may_matter).peekable();
        let is_down = |part: &Component| part.state == Some(ServiceState::Outage);
        let nothing_works = (parts.peek().is_some() && parts.all(is_down)) || self.is_all_down();
        let is_named = told.iter().any(|it| it.says.badness() > 0);
        let speaks = self.word.is_measured() || !is_named || (nothing_works && says == Says::Outage);
        let is_said = told.iter().any(|it| it.concern == Concern::Yes && it.says.badness() >= says.badness());
        (speaks && !is_said).then(|| self.say(says, Concern::Yes))
    }

    /// Whether every part of the wallet is down, whatever each is for. One alone is not all of it.
    fn is_all_down(&self) -> bool {
        let anything = self.tried.of_anything();
        let parts = self.word.report.components.iter().filter(|part| anything.concern_of(part) != Concern::No);
        let states: Vec<Option<ServiceState>> = parts.map(|part| part.state).collect();
        states.len() > 1 && states.iter().all(|state| *state == Some(ServiceState::Outage))
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

/// Whether an incident or a maintenance matters.
pub(super) fn concern(tried: &Tried, current: &Current<'_, '_>, parts: &[String], title: &str) -> Concern {
    if is_title(current, parts, title) {
        return tried.concern_by_title(title);
    }
    tried.concern(&current.listed, parts, title)
}

/// Whether the title stands for the parts: an entry of a feed names none.
fn is_title(current: &Current<'_, '_>, parts: &[String], title: &str) -> bool {
    current.word.report.format == StatusFormat::Feed && matches!(parts, [only] if only == title)
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
