//! One report: what the person said, causes with their evidence, the checks as a picture, balances, screenshots, what was taken
//! out, integrity, and the ticket.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use uuid::Uuid;
use wallet_doctor_core::config::Locale;
use wallet_doctor_core::report::{Block, Ledger, ManifestEntry, ReportContent, Section, SectionKind, sections};
use wallet_doctor_intake::{
    TicketFile,
    store::{Author, Deed, Priority, StoreError, TicketState},
};

use super::{
    caller::Caller,
    frame::{self, Frame, Moment, moment, zone_name},
    problem::Problem,
    queue::state_of,
};
use crate::{
    desk::{Desk, Event},
    opened::{Attached, Kind, Refusal},
    timeline::{How, Timeline, timeline},
    words::Words,
};

/// How much of a report's text stands in a page, in bytes. One of ours has some tens of thousands.
const MAX_PAGE_BYTES: usize = 1024 * 1024;
/// What the markup of a piece or a cell takes, in bytes.
const PIECE_BYTES: usize = 64;
/// The most places of the ledger that are listed.
const MAX_PLACES: usize = 500;
/// The longest text of one of them, in characters.
const MAX_CELL_CHARS: usize = 200;

#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    f: Frame,
    report_id: Uuid,
    ticket: Ticket,
    shown: Result<Shown, Refused>,
    zone: String,
    /// What did not work of what was asked last, and what was typed.
    problem: Option<String>,
    typed: Typed,
}

/// What was typed and could not be done.
#[derive(Default)]
pub(super) struct Typed {
    /// It was an answer, and not a promise.
    pub(super) is_answer: bool,
    pub(super) text: String,
    pub(super) by: String,
}

/// The ticket's part.
struct Ticket {
    number: String,
    state: &'static str,
    state_code: &'static str,
    is_closed: bool,
    is_urgent: bool,
    is_late: bool,
    app: Option<String>,
    size: u64,
    received: Moment,
    expected: Moment,
    seen: Option<(String, Moment)>,
    answers: Vec<(Moment, String)>,
    helped: Option<bool>,
    trail: Vec<Line>,
    sha256: String,
}

/// A line of the trail.
struct Line {
    at: Moment,
    who: String,
    what: String,
}

/// Why there is nothing to show.
struct Refused {
    told: &'static str,
    more: Option<String>,
}

/// What is shown of a report.
struct Shown {
    sections: Vec<Section>,
    /// Pieces that are not.
    cut: usize,
    timeline: Option<Timeline>,
    attached: Vec<Attached>,
    /// Rule, file, place and how often.
    places: Vec<(String, String, String, u64)>,
    more_places: usize,
    entries: Vec<(String, u64, String)>,
    /// The language of what the person was told.
    lang: &'static str,
    is_other_lang: bool,
}

impl Shown {
    fn pictures(&self) -> impl Iterator<Item = &Attached> {
        self.attached.iter().filter(|attached| attached.kind == Kind::Picture)
    }

    fn has_pictures(&self) -> bool {
        self.pictures().next().is_some()
    }
}

pub(super) async fn page(State(desk): State<Arc<Desk>>, caller: Caller, id: Path<Uuid>) -> Response {
    match show(&desk, &caller, id.0, None).await {
        Ok(page) => frame::page(StatusCode::OK, &page),
        Err(problem) => problem.for_caller(&caller),
    }
}

/// The same with what did not work, and what was typed.
pub(super) async fn with_problem(
    desk: &Arc<Desk>,
    caller: &Caller,
    report_id: Uuid,
    problem: &Problem,
    typed: Typed,
) -> Response {
    match show(desk, caller, report_id, Some((problem, typed))).await {
        Ok(page) => frame::page(problem.status(), &page),
        Err(problem) => problem.for_caller(caller),
    }
}

async fn show(
    desk: &Arc<Desk>,
    caller: &Caller,
    report_id: Uuid,
    problem: Option<(&Problem, Typed)>,
) -> Result<Page, Problem> {
    let w = caller.tongue.words;
    let file = desk.support.ticket(report_id).await?;
    let shown = match desk.shelf.get(report_id).await {
        Ok(opened) => {
            if opened.is_ok() {
                desk.tell(&Event::ReportRead { report: report_id, agent: caller.session.agent.name.clone() });
            }
            let locale = caller.tongue.locale;
            // What stands in it may be much.
            let shown = move || match opened.as_ref() {
                Ok(report) => {
                    Ok(shown(&report.content, &report.ledger, &report.manifest.entries, report.attached(), locale))
                }
                Err(refusal) => Err(Refused { told: told(refusal, w), more: refusal.told().map(str::to_owned) }),
            };
            tokio::task::spawn_blocking(shown).await.map_err(Problem::stores)?
        }
        Err(StoreError::NoSuchReport) => return Err(Problem::not_found()),
        // Its ticket can be looked after all the same.
        Err(error) => {
            desk.tell(&Event::ReportNotRead { report: report_id, problem: error.to_string() });
            Err(Refused { told: w.unavailable, more: None })
        }
    };
    let f = Frame::of(caller, "report", format!("{} {}", w.report, file.queued.ticket));
    if let Some(fault) = problem.as_ref().and_then(|(problem, _)| problem.fault()) {
        desk.tell(&Event::Failed { problem: fault.to_owned() });
    }
    let (problem, typed) = problem.map_or((None, Typed::default()), |(problem, typed)| (Some(problem.told(w)), typed));
    Ok(Page { f, report_id, ticket: ticket(desk, file, w), shown, zone: zone_name(desk), problem, typed })
}

fn told(refusal: &Refusal, w: &'static Words) -> &'static str {
    match refusal {
        Refusal::Changed => w.refused_changed,
        Refusal::OtherKey => w.refused_other_key,
        Refusal::Opening { .. } => w.refused_opening,
        Refusal::Content { .. } => w.refused_content,
        Refusal::OtherReport => w.refused_other_report,
    }
}

fn shown(
    content: &ReportContent,
    ledger: &Ledger,
    entries: &[ManifestEntry],
    attached: Vec<Attached>,
    locale: Locale,
) -> Shown {
    let mut sections = sections(content, ledger, locale);
    sections.sort_by_key(|section| place(section.kind));
    let cut = bound(&mut sections, MAX_PAGE_BYTES);
    let entries = entries.iter().map(|entry| (entry.name.clone(), entry.size, entry.sha256.clone()));
    let places = ledger.entries.iter().take(MAX_PLACES);
    Shown {
        sections,
        cut,
        timeline: timeline(content, locale),
        attached,
        places: places
            .map(|entry| (short(&entry.rule), short(&entry.file), short(&entry.place), entry.count))
            .collect(),
        more_places: ledger.entries.len().saturating_sub(MAX_PLACES),
        entries: entries.collect(),
        lang: content.locale.as_str(),
        is_other_lang: content.locale != locale,
    }
}

/// The page of whatever content, for the fuzz target.
#[cfg(feature = "fuzzing")]
pub(crate) fn fuzz(content: &ReportContent, ledger: &Ledger, locale: Locale) -> String {
    let at = || Moment { told: String::new(), exact: String::new() };
    let ticket = Ticket {
        number: String::new(),
        state: "",
        state_code: "",
        is_closed: false,
        is_urgent: false,
        is_late: false,
        app: None,
        size: 0,
        received: at(),
        expected: at(),
        seen: None,
        answers: Vec::new(),
        helped: None,
        trail: Vec::new(),
        sha256: String::new(),
    };
    let tongue = super::Tongue { locale, words: Words::of(locale), here: String::new() };
    let page = Page {
        f: Frame::bare(&tongue, ""),
        report_id: Uuid::nil(),
        ticket,
        shown: Ok(shown(content, ledger, &[], Vec::new(), locale)),
        zone: String::new(),
        problem: None,
        typed: Typed::default(),
    };
    page.render().expect("rendering writes into memory")
}

/// As much of a text as stands in a cell.
fn short(text: &str) -> String {
    text.chars().take(MAX_CELL_CHARS).collect()
}

/// Takes out what goes beyond so many bytes, and says how many pieces that were: headings, paragraphs, items, rows and whole tables.
/// A piece costs what its markup does as well, so that many empty ones are no way around it; after the first that does not fit
/// nothing does.
fn bound(sections: &mut [Section], mut left: usize) -> usize {
    let (mut cut, mut is_full) = (0, false);
    let mut keep = |texts: &mut dyn Iterator<Item = usize>| {
        let bytes: usize = texts.map(|text| text.saturating_add(PIECE_BYTES)).sum();
        is_full |= bytes > left;
        left = left.saturating_sub(bytes);
        cut += usize::from(is_full);
        !is_full
    };
    for section in sections {
        section.blocks.retain_mut(|block| match block {
            Block::Heading(text) | Block::Paragraph(text) | Block::Quote(text) => {
                keep(&mut [written(text)].into_iter())
            }
            Block::Items(items) | Block::Steps(items) => {
                items.retain(|item| keep(&mut [written(item)].into_iter()));
                !items.is_empty()
            }
            Block::Table(table) => {
                table.caption = short(&table.caption);
                // A caption also names the region that scrolls.
                let caption = 2 * written(&table.caption);
                let is_kept = keep(&mut [caption].into_iter().chain(table.head.iter().map(|cell| written(cell))));
                table.rows.retain(|row| keep(&mut row.iter().map(|cell| written(cell))));
                is_kept && !table.rows.is_empty()
            }
        });
    }
    cut
}

fn ticket(desk: &Desk, file: TicketFile, w: &'static Words) -> Ticket {
    let TicketFile { queued, standing, events, sha256 } = file;
    let at = |time| moment(time, &desk.zone);
    let (state_code, state) = state_of(queued.state, w);
    Ticket {
        is_late: queued.is_late(desk.clock.now()),
        number: queued.ticket,
        state,
        state_code,
        is_closed: queued.state == TicketState::Closed,
        is_urgent: queued.priority == Priority::Urgent,
        app: queued.app,
        size: queued.size,
        received: at(queued.received_at),
        expected: at(queued.expected_at),
        seen: standing.acknowledged.map(|seen| (seen.by, at(seen.at))),
        answers: standing.answers.into_iter().map(|answer| (at(answer.at), answer.text)).collect(),
        helped: standing.helped,
        trail: events
            .into_iter()
            .map(|event| Line { at: at(event.at), who: who(&event.author, w), what: what(desk, event.what, w) })
            .collect(),
        sha256,
    }
}

fn who(author: &Author, w: &Words) -> String {
    match author {
        Author::Agent(name) => name.clone(),
        Author::Person => w.the_person.to_owned(),
        Author::Command => w.the_command.to_owned(),
    }
}

fn what(desk: &Desk, deed: Deed, w: &Words) -> String {
    match deed {
        Deed::Acknowledged => w.deed_acknowledged.to_owned(),
        Deed::Expected(by) => format!("{} {}", w.deed_expected, moment(by, &desk.zone).told),
        Deed::Answered => w.deed_answered.to_owned(),
        Deed::Closed { helped: None } => w.deed_closed.to_owned(),
        Deed::Closed { helped: Some(true) } => format!("{}: {}", w.deed_closed, w.helped),
        Deed::Closed { helped: Some(false) } => format!("{}: {}", w.deed_closed, w.not_helped),
        Deed::Reopened => w.deed_reopened.to_owned(),
    }
}

/// How many bytes a text takes in a page, where what could mean something is written as a number.
fn written(text: &str) -> usize {
    text.bytes().map(|byte| if matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\'') { 5 } else { 1 }).sum()
}

/// In which order somebody reads who has a minute: what was said, what it is, what shows it, and the rest.
fn place(kind: SectionKind) -> u8 {
    match kind {
        SectionKind::Said => 0,
        SectionKind::Causes => 1,
        SectionKind::Attachments => 2,
        SectionKind::Checks => 3,
        SectionKind::Balances => 4,
        SectionKind::Transactions => 5,
        SectionKind::Account => 6,
        SectionKind::Tried => 7,
        SectionKind::Contacts => 8,
        SectionKind::Caches => 9,
        SectionKind::Redacted => 10,
        SectionKind::About => 11,
    }
}

/// Where a section is linked to.
fn anchor(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::About => "about",
        SectionKind::Said => "said",
        SectionKind::Causes => "causes",
        SectionKind::Tried => "tried",
        SectionKind::Contacts => "contacts",
        SectionKind::Checks => "checks",
        SectionKind::Account => "account",
        SectionKind::Balances => "balances",
        SectionKind::Transactions => "transactions",
        SectionKind::Caches => "caches",
        SectionKind::Attachments => "attachments",
        SectionKind::Redacted => "redacted",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wallet_doctor_core::report::Table;

    #[test]
    fn a_page_does_not_grow_with_what_a_sender_writes() {
        let row = |text: &str| vec![text.to_owned(), text.to_owned()];
        let table = Table { caption: "t".to_owned(), head: row("h"), rows: vec![row("aa"), row("bb"), row("cc")] };
        let blocks =
            vec![Block::Paragraph("12345".to_owned()), Block::Table(table), Block::Items(vec!["x".to_owned()])];
        let sections = [Section { kind: SectionKind::Said, heading: "s".to_owned(), blocks }];
        let bounded = |most: usize| {
            let mut sections = sections.clone();
            let cut = bound(&mut sections, most);
            (cut, sections)
        };
        assert_eq!(bounded(10_000), (0, sections.clone()));
        // The paragraph, the table's head and its first row.
        let (cut, left) = bounded(69 + 196 + 132);
        let Block::Table(table) = &left[0].blocks[1] else { panic!("a table") };
        assert_eq!((cut, left[0].blocks.len(), &table.rows), (3, 2, &vec![row("aa")]));
        let (cut, left) = bounded(0);
        assert_eq!((cut, left[0].blocks.len()), (6, 0));
        // Many that say nothing.
        let empty = Section {
            kind: SectionKind::Said,
            heading: String::new(),
            blocks: vec![Block::Steps(vec![String::new(); 10_000])],
        };
        let mut sections = [empty];
        assert_eq!(bound(&mut sections, 6_400), 9_900);
    }
}
