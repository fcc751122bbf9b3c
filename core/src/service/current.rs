//! What of a source's word is current: incidents that are open and maintenance that nobody else knows to be over, and how far
//! that is. Pure.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::relevance::Listed;
use super::window::{Stage, by_time, stage};
use super::word::{Word, believed, is_later};
use super::{Component, Incident, Maintenance, ServiceState, WorkPhase};

/// When each incident and each maintenance was last spoken of by anybody: a mirror, or a copy from memory, may not have heard
/// yet that it is over. The same id is the same thing on one page, or where the title is the same as well: pages that have
/// nothing to do with each other count from one, too.
pub(super) struct LastHeard<'a>(BTreeMap<Thing<'a>, Vec<(Timestamp, bool)>>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Thing<'a> {
    is_incident: bool,
    id: &'a str,
    known_by: KnownBy<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum KnownBy<'a> {
    Page(&'a str),
    Title(&'a str),
}

impl<'a> LastHeard<'a> {
    pub(super) fn of(words: &[Word<'a>], now: Timestamp) -> Self {
        let mut heard: BTreeMap<Thing<'a>, Vec<(Timestamp, bool)>> = BTreeMap::new();
        for word in words {
            let incidents = word.report.incidents.iter().map(|it| (true, it.id.as_deref(), &it.title, it.updated_at));
            let works = word.report.maintenances.iter().map(|it| (false, it.id.as_deref(), &it.title, it.updated_at));
            for (is_incident, id, title, updated_at) in incidents.chain(works) {
                let Some(at) = believed(updated_at.or(word.report.updated_at), now) else { continue };
                for thing in things(is_incident, id, title, word) {
                    heard.entry(thing).or_default().push((at, word.is_signed));
                }
            }
        }
        Self(heard)
    }

    /// Whether somebody else knows more of it. What is signed is outdated only by what is signed as well.
    fn is_outdated(
        &self,
        word: &Word<'_>,
        (is_incident, id, title): (bool, Option<&str>, &str),
        updated_at: Option<Timestamp>,
        now: Timestamp,
    ) -> bool {
        let at = believed(updated_at.or(word.report.updated_at), now);
        let heard = things(is_incident, id, title, word).filter_map(|thing| self.0.get(&thing)).flatten();
        let mut counting = heard.filter(|(_, is_signed)| *is_signed || !word.is_signed);
        counting.any(|(other, _)| is_later(Some(*other), at))
    }
}

fn things<'t>(
    is_incident: bool,
    id: Option<&'t str>,
    title: &'t str,
    word: &Word<'t>,
) -> impl Iterator<Item = Thing<'t>> + use<'t> {
    let page = word.report.page.as_deref().map(KnownBy::Page);
    let title = Some(title).filter(|title| !title.is_empty()).map(KnownBy::Title);
    let known_by = page.into_iter().chain(title);
    id.into_iter().flat_map(move |id| known_by.clone().map(move |known_by| Thing { is_incident, id, known_by }))
}

/// The current part of one word.
pub(super) struct Current<'w, 'a> {
    pub(super) word: &'w Word<'a>,
    pub(super) listed: Listed<'a>,
    heard: &'w LastHeard<'w>,
    now: Timestamp,
}

impl<'w, 'a> Current<'w, 'a> {
    pub(super) fn of(word: &'w Word<'a>, heard: &'w LastHeard<'w>, now: Timestamp) -> Self {
        Self { word, listed: Listed::of(word.report), heard, now }
    }

    /// Maintenance, of which nobody else knows more, with how far it is. Of an old word only the clock counts.
    pub(super) fn works(&self) -> impl Iterator<Item = (&'a Maintenance, Stage)> {
        let known = |work: &&Maintenance| {
            let thing = (false, work.id.as_deref(), work.title.as_str());
            work.is_open() && !self.heard.is_outdated(self.word, thing, work.updated_at, self.now)
        };
        let is_fresh = self.word.is_fresh(self.now);
        let staged = move |work| (work, if is_fresh { self.stage(work) } else { by_time(work, self.now) });
        self.word.report.maintenances.iter().filter(known).map(staged)
    }

    /// Incidents that are open, as far as anybody knows.
    pub(super) fn incidents(&self) -> impl Iterator<Item = &'a Incident> {
        let open = |it: &&Incident| {
            let thing = (true, it.id.as_deref(), it.title.as_str());
            !it.over
                && it.started_at.is_none_or(|start| start <= self.now)
                && it.ends_at.is_none_or(|end| end > self.now)
                && !self.heard.is_outdated(self.word, thing, it.updated_at, self.now)
        };
        self.word.report.incidents.iter().filter(open)
    }

    /// Where a page tells only times, a part that is still under maintenance tells that work goes on beyond them.
    fn stage(&self, work: &Maintenance) -> Stage {
        let is_under_maintenance = |part: &Component| part.state == Some(ServiceState::Maintenance);
        let goes_on = |part: &String| self.listed.part(part).is_some_and(is_under_maintenance);
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
}
