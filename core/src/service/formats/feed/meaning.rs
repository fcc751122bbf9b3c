//! What an entry says of the service. It is a notice unless it clearly says that something is wrong or planned: by the words
//! of a status page (`marks`), or by a title that nobody writes for another reason (`lexicons`). Whether it still matters is for
//! the judge, who knows the time.

use jiff::{SignedDuration, Timestamp};

use super::Entry;
use super::components::listed;
use super::lexicons::{
    CANCELLED, INCIDENT, MAINTENANCE, NOT_YET, OUTAGE, OVER, PARTIAL, SAID_OVER, SERVICE, STORY, TROUBLE, UNDER_WAY,
    WORK,
};
use super::marks::{self, Kind, Mark, Standing};
use super::window;
use super::words::Words;
use crate::service::formats::text::{body, id, title};
use crate::service::{Incident, Maintenance, Notice, ServiceState, WorkPhase};

/// How long an incident counts that nobody says the end of: whoever writes prose does not come back to it.
pub(super) const UNTENDED_INCIDENT: SignedDuration = SignedDuration::from_hours(24);
/// How many sentences of a body are searched for one that says that it is over.
const MAX_SENTENCES: usize = 50;

/// What an entry is.
#[derive(Debug)]
pub(super) enum News {
    Incident(Incident),
    Maintenance(Maintenance),
    Notice(Notice),
}

/// Reads an entry.
pub(super) fn meaning(entry: &Entry) -> News {
    let words = Words::of(&entry.title);
    let page = standing(entry);
    let found = match kind(entry, &words, page) {
        Some(Kind::Maintenance) => Some(News::Maintenance(maintenance(entry, &words, page))),
        Some(Kind::Incident) => incident(entry, &words, page).map(News::Incident),
        None => None,
    };
    found.unwrap_or_else(|| News::Notice(notice(entry)))
}

/// What a status page says of it, in the title or above the updates.
fn standing(entry: &Entry) -> Standing {
    let in_title = marks::of_title(&entry.title);
    let said = |page: &Standing| page.mark.is_some() || page.kind.is_some();
    let in_body = entry.texts().map(|text| marks::of_body(text, entry.cut)).find(said).unwrap_or_default();
    Standing { mark: in_title.mark.or(in_body.mark), kind: in_body.kind.or(in_title.kind) }
}

fn kind(entry: &Entry, words: &Words, page: Standing) -> Option<Kind> {
    // Only scheduled work has an end in an element of its own.
    if entry.ends_at.is_some() || page.kind == Some(Kind::Maintenance) {
        return Some(Kind::Maintenance);
    }
    let about_a_service = words.have(&SERVICE);
    let is_work = words.have(&MAINTENANCE) || (about_a_service && words.have(&WORK));
    if page.kind.is_some() {
        return if is_work { Some(Kind::Maintenance) } else { page.kind };
    }
    if entry.title.contains(['?', '？']) || words.have(&STORY) {
        return None;
    }
    let is_trouble = words.have(&INCIDENT) || (about_a_service && words.have(&TROUBLE));
    match (is_work, is_trouble) {
        (true, _) => Some(Kind::Maintenance),
        (false, true) => Some(Kind::Incident),
        (false, false) => None,
    }
}

fn maintenance(entry: &Entry, words: &Words, page: Standing) -> Maintenance {
    let phase = phase(words, page);
    let window = window_of(entry);
    // Prose about work 'in progress' stays when the work is done: it counts from when it was written, like all prose.
    let under_way = phase.is_none() && entry.ends_at.is_none() && words.have(&UNDER_WAY);
    let starts_at = window.map(|(start, _)| start).or_else(|| entry.written().filter(|_| under_way));
    Maintenance {
        id: id(entry.id.as_deref()),
        title: title(Some(&entry.title)),
        body: body(entry.texts().next()),
        phase,
        components: components(entry),
        starts_at,
        ends_at: window.map(|(_, end)| end).or(entry.ends_at),
        updated_at: entry.updated.or(entry.published),
    }
}

fn phase(words: &Words, page: Standing) -> Option<WorkPhase> {
    let told = page.mark.and_then(|mark| match mark {
        Mark::Scheduled => Some(WorkPhase::Planned),
        Mark::InProgress | Mark::Verifying | Mark::Investigating | Mark::Identified | Mark::Monitoring => {
            Some(WorkPhase::InProgress)
        }
        Mark::Completed | Mark::Resolved | Mark::Postmortem => Some(WorkPhase::Over),
        Mark::Cancelled => Some(WorkPhase::Cancelled),
        Mark::Update => None,
    });
    // Titles of status pages do not change by themselves: a word in one was put there.
    if told != Some(WorkPhase::Over) && words.have(&CANCELLED) {
        Some(WorkPhase::Cancelled)
    } else if is_over(words) {
        Some(WorkPhase::Over)
    } else {
        told
    }
}

fn window_of(entry: &Entry) -> Option<(Timestamp, Timestamp)> {
    // Statuspage publishes scheduled work as of its beginning, until there are updates after its end.
    let elements = entry.published.zip(entry.ends_at);
    elements.filter(|(start, end)| window::is_sound(*start, *end)).or_else(|| {
        let texts = std::iter::once(entry.title.as_str()).chain(entry.texts());
        texts.filter_map(|text| window::find(text, entry.written())).next()
    })
}

/// An incident; nothing if nobody can know whether it still goes on.
fn incident(entry: &Entry, words: &Words, page: Standing) -> Option<Incident> {
    let over = match page.mark {
        Some(Mark::Resolved | Mark::Completed | Mark::Postmortem | Mark::Cancelled) => Some(true),
        Some(
            Mark::Investigating
            | Mark::Identified
            | Mark::Monitoring
            | Mark::Scheduled
            | Mark::InProgress
            | Mark::Verifying,
        ) => Some(is_over(words)),
        // People write 'Update' too.
        Some(Mark::Update) if page.kind.is_some() => Some(is_over(words)),
        Some(Mark::Update) | None => (is_over(words) || entry.texts().any(says_over)).then_some(true),
    };
    let started_at = entry.written();
    let ends_at = match over {
        Some(_) => None,
        None => Some(started_at?.checked_add(UNTENDED_INCIDENT).ok()?),
    };
    Some(Incident {
        id: id(entry.id.as_deref()),
        title: title(Some(&entry.title)),
        body: body(entry.texts().next()),
        state: if words.have(&OUTAGE) && !words.have(&PARTIAL) { ServiceState::Outage } else { ServiceState::Degraded },
        over: over == Some(true),
        components: components(entry),
        started_at,
        ends_at,
        updated_at: entry.updated.or(entry.published),
    })
}

fn is_over(words: &Words) -> bool {
    words.have(&OVER) && !words.have(&NOT_YET)
}

fn says_over(text: &str) -> bool {
    let sentences = text.split(['.', '!', '?', ';', '。', '！', '？', '；', '\n']).take(MAX_SENTENCES);
    sentences.map(Words::of).any(|sentence| sentence.have(&SAID_OVER) && !sentence.have(&NOT_YET))
}

/// The parts that the entry lists. Where it lists none, its title stands for them: an empty list would make it about the
/// whole service, and a title mostly says what it is about.
fn components(entry: &Entry) -> Vec<String> {
    let listed = entry.texts().map(listed).find(|names| !names.is_empty());
    listed.unwrap_or_else(|| vec![title(Some(&entry.title))])
}

fn notice(entry: &Entry) -> Notice {
    Notice {
        id: id(entry.id.as_deref()),
        title: title(Some(&entry.title)),
        body: body(entry.texts().next()),
        published_at: entry.written(),
        starts_at: None,
        ends_at: None,
    }
}
