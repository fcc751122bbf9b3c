//! What one source's word amounts to for what the person tried: statements, each with how much it matters and when it was
//! last changed, so that those of several sources can be held against each other. Pure.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::relevance::{Concern, Tried};
use super::window::{Stage, by_time, stage, window};
use super::word::{Word, is_later};
use super::{Component, Incident, Maintenance, ServiceState, WorkPhase};
use crate::config::StatusFormat;
use crate::diagnosis::Fact;

/// How long an incident of which nobody has spoken since counts as open. After that it was perhaps forgotten to be closed.
const LONGEST_SILENCE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// One thing that a source says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement<'a> {
    pub(super) source: &'a str,
    pub(super) fact: Fact,
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
    fn new(word: &Word<'a>, fact: Fact, concern: Concern, now: Timestamp) -> Self {
        Self {
            source: word.source,
            fact,
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
    tried: &Tried<'_>,
    now: Timestamp,
) -> Vec<Statement<'a>> {
    let reader = Reader { word, heard, tried, now };
    if word.is_fresh(now) { reader.fresh() } else { reader.stale() }
}

struct Reader<'w, 'a> {
    word: &'w Word<'a>,
    heard: &'w LastHeard<'w>,
    tried: &'w Tried<'w>,
    now: Timestamp,
}

impl<'a> Reader<'_, 'a> {
    fn fresh(&self) -> Vec<Statement<'a>> {
        let works = self.works().filter_map(|work| self.work(work, self.stage(work)));
        let incidents = self.incidents().map(|incident| self.incident(incident));
        let mut told: Vec<Statement<'a>> = works.chain(incidents).collect();
        // During maintenance, what does not work is part of it.
        let under_maintenance = told.iter().any(|it| is_maintenance(it.fact) && it.concern == Concern::Yes);
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
            let fact = match by_time(work, self.now) {
                Stage::Now => Fact::StatusMaintenancePlannedNow,
                Stage::Soon => Fact::StatusMaintenanceSoon,
                Stage::Overrun | Stage::Forgotten | Stage::Neither => return None,
            };
            Some(self.about_work(work, fact))
        };
        let mut told: Vec<Statement<'a>> = self.works().filter(|work| work.is_open()).filter_map(planned).collect();
        let parts = || self.word.report.components.iter().any(|part| trouble(part).is_some());
        if told.is_empty() && (self.word.overall_trouble().is_some() || self.incidents().next().is_some() || parts()) {
            told.push(self.say(Fact::StatusLastKnown, Concern::Perhaps));
        }
        told
    }

    /// Where a page tells only times, a part that is still under maintenance tells that work goes on beyond them.
    fn stage(&self, work: &Maintenance) -> Stage {
        let goes_on = |part: &Component| {
            let named = |name: &String| *name == part.name || part.id.as_ref() == Some(name);
            part.state == Some(ServiceState::Maintenance) && work.components.iter().any(named)
        };
        match stage(work, self.now) {
            Stage::Neither if work.phase.is_none() && self.word.report.components.iter().any(goes_on) => {
                let under_way = Maintenance { phase: Some(WorkPhase::InProgress), ..work.clone() };
                match stage(&under_way, self.now) {
                    Stage::Overrun => Stage::Overrun,
                    // What was planned for long ago, or for later, is not what goes on there now.
                    Stage::Now | Stage::Forgotten | Stage::Soon | Stage::Neither => Stage::Neither,
                }
            }
            stage => stage,
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

    fn say(&self, fact: Fact, concern: Concern) -> Statement<'a> {
        Statement::new(self.word, fact, concern, self.now)
    }

    fn work(&self, work: &'a Maintenance, stage: Stage) -> Option<Statement<'a>> {
        match stage {
            Stage::Now => Some(self.about_work(work, Fact::StatusMaintenanceNow)),
            Stage::Overrun => Some(self.about_work(work, Fact::StatusMaintenanceOverrun)),
            Stage::Soon => Some(self.about_work(work, Fact::StatusMaintenanceSoon)),
            Stage::Forgotten => {
                let told = self.about_work(work, Fact::StatusMaintenanceOverrun);
                Some(Statement { concern: told.concern.min(Concern::Perhaps), ..told })
            }
            Stage::Neither => None,
        }
    }

    fn about_work(&self, work: &'a Maintenance, fact: Fact) -> Statement<'a> {
        let (starts_at, ends_at) = window(work);
        Statement {
            title: &work.title,
            parts: self.names(&work.components),
            starts_at,
            ends_at,
            changed_at: work.updated_at.or(self.word.changed_at()),
            ..self.say(fact, self.tried.concern(self.word.report, &work.components, &work.title))
        }
    }

    fn incident(&self, incident: &'a Incident) -> Statement<'a> {
        let fact = match incident.state {
            ServiceState::Outage => Fact::StatusOutage,
            ServiceState::Maintenance => Fact::StatusMaintenanceNow,
            ServiceState::Degraded | ServiceState::Operational => Fact::StatusDegraded,
        };
        let concern = self.tried.concern(self.word.report, &incident.components, &incident.title);
        let spoken_of = incident.updated_at.or(incident.started_at);
        let forgotten = spoken_of.is_some_and(|at| self.now.duration_since(at) > LONGEST_SILENCE);
        Statement {
            title: &incident.title,
            parts: self.names(&incident.components),
            starts_at: incident.started_at,
            ends_at: incident.ends_at,
            changed_at: incident.updated_at.or(self.word.changed_at()),
            ..self.say(fact, if forgotten { concern.min(Concern::Perhaps) } else { concern })
        }
    }

    /// By name, where the page lists the part that is meant. A feed names no parts: there the title stands for them, and is
    /// said already.
    fn names(&self, parts: &'a [String]) -> Vec<&'a str> {
        if self.word.report.format == StatusFormat::Feed {
            return Vec::new();
        }
        let listed = &self.word.report.components;
        let name = |part: &'a String| {
            let known = listed.iter().find(|known| known.id.as_deref() == Some(part));
            known.map_or(part.as_str(), |known| known.name.as_str())
        };
        parts.iter().map(name).collect()
    }

    /// Parts that are in trouble which nothing told so far accounts for.
    fn parts(&self, told: &[Statement<'a>]) -> Vec<Statement<'a>> {
        let accounts = |it: &Statement<'_>, part: &Component, fact: Fact| {
            badness(it.fact) >= badness(fact) && it.parts.contains(&part.name.as_str())
        };
        let of_part = |part: &'a Component| {
            let fact = trouble(part)?;
            if told.iter().any(|it| accounts(it, part, fact)) {
                return None;
            }
            let concern = self.tried.concern_of(&part.name, part.id.as_deref());
            let parts = Some(part.name.as_str()).filter(|name| !name.is_empty()).into_iter().collect();
            Some(Statement { parts, ..self.say(fact, concern) })
        };
        self.word.report.components.iter().filter_map(of_part).collect()
    }

    /// The page's own summary, where it speaks for the whole service: the service itself says so, or nothing that could
    /// matter works, or nothing is named that it could be about.
    fn whole(&self, told: &[Statement<'a>]) -> Option<Statement<'a>> {
        let fact = fact_of(self.word.overall_trouble()?)?;
        let components = &self.word.report.components;
        let may_matter = |part: &&Component| self.tried.concern_of(&part.name, part.id.as_deref()) != Concern::No;
        let mut parts = components.iter().filter(may_matter).peekable();
        let nothing_works = parts.peek().is_some() && parts.all(|part| part.state == Some(ServiceState::Outage));
        let is_named = told.iter().any(|it| badness(it.fact) > 0);
        let speaks = self.word.is_measured() || !is_named || (nothing_works && fact == Fact::StatusOutage);
        let is_said = told.iter().any(|it| it.concern == Concern::Yes && badness(it.fact) >= badness(fact));
        (speaks && !is_said).then(|| self.say(fact, Concern::Yes))
    }

    /// That all is well, or at least all that matters here.
    fn fine(&self, told: &[Statement<'a>]) -> Option<Statement<'a>> {
        if told.iter().any(|it| it.concern > Concern::No && badness(it.fact) > 0) {
            return None;
        }
        if self.word.is_measured() {
            let well = self.word.report.overall == Some(ServiceState::Operational);
            return well.then(|| self.say(Fact::StatusAnswers, Concern::Yes));
        }
        let concerned: Vec<&'a Component> = self
            .word
            .report
            .components
            .iter()
            .filter(|part| self.tried.concern_of(&part.name, part.id.as_deref()) == Concern::Yes)
            .collect();
        if self.word.report.overall == Some(ServiceState::Operational) {
            return Some(self.say(Fact::StatusOperational, Concern::Yes));
        }
        let all_work = !concerned.is_empty() && concerned.iter().all(|it| it.state == Some(ServiceState::Operational));
        let parts = concerned.iter().map(|part| part.name.as_str()).collect();
        all_work.then(|| Statement { parts, ..self.say(Fact::StatusOperational, Concern::Yes) })
    }
}

fn trouble(part: &Component) -> Option<Fact> {
    part.state.and_then(fact_of)
}

fn fact_of(state: ServiceState) -> Option<Fact> {
    match state {
        ServiceState::Operational => None,
        ServiceState::Degraded => Some(Fact::StatusDegraded),
        ServiceState::Outage => Some(Fact::StatusOutage),
        ServiceState::Maintenance => Some(Fact::StatusMaintenanceNow),
    }
}

pub(super) fn is_maintenance(fact: Fact) -> bool {
    matches!(fact, Fact::StatusMaintenanceNow | Fact::StatusMaintenanceOverrun)
}

/// How much what is said stands in the way; 0 for what does not.
pub(super) fn badness(fact: Fact) -> u8 {
    match fact {
        Fact::StatusDegraded => 1,
        Fact::StatusOutage => 2,
        fact if is_maintenance(fact) => 3,
        _ => 0,
    }
}
