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
use wallet_doctor_core::report::{Block, LedgerEntry, Section, SectionKind, sections};
use wallet_doctor_intake::{
    TicketFile,
    store::{Author, Deed, Priority, TicketState},
};

use super::{
    caller::Caller,
    frame::{self, Frame, Moment, moment},
    problem::Problem,
    queue::state_of,
};
use crate::{
    desk::Desk,
    opened::{Attached, Kind, OpenReport, Refusal},
    timeline::{How, Timeline, timeline},
    words::Words,
};

/// How much of a report's text stands in a page, in bytes. One of ours has some tens of thousands.
const MAX_PAGE_BYTES: usize = 1024 * 1024;
/// The most places of the ledger that are listed.
const MAX_PLACES: usize = 500;

#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    f: Frame,
    report_id: Uuid,
    ticket: Ticket,
    shown: Result<Shown, Refused>,
    zone: String,
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
    places: Vec<LedgerEntry>,
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
    match show(&desk, &caller, id.0).await {
        Ok(response) => response,
        Err(problem) => problem.page(&caller.tongue),
    }
}

async fn show(desk: &Desk, caller: &Caller, report_id: Uuid) -> Result<Response, Problem> {
    let w = caller.tongue.words;
    let file = desk.support.ticket(report_id).await?;
    let opened = desk.shelf.get(report_id).await?;
    let shown = match opened.as_ref() {
        Ok(report) => Ok(shown(report, caller)),
        Err(refusal) => Err(Refused { told: told(refusal, w), more: refusal.told().map(str::to_owned) }),
    };
    let f = Frame::of(caller, "queue", format!("{} {}", w.report, file.queued.ticket));
    let ticket = ticket(desk, file, w);
    let zone = desk.zone.iana_name().unwrap_or("UTC").to_owned();
    Ok(frame::page(StatusCode::OK, &Page { f, report_id, ticket, shown, zone }))
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

fn shown(report: &OpenReport, caller: &Caller) -> Shown {
    let (content, ledger) = (&report.content, &report.ledger);
    let mut sections = sections(content, ledger, caller.tongue.locale);
    sections.sort_by_key(|section| place(section.kind));
    let cut = bound(&mut sections, MAX_PAGE_BYTES);
    let entries = report.manifest.entries.iter().map(|entry| (entry.name.clone(), entry.size, entry.sha256.clone()));
    Shown {
        sections,
        cut,
        timeline: timeline(content),
        attached: report.attached(),
        places: ledger.entries.iter().take(MAX_PLACES).cloned().collect(),
        more_places: ledger.entries.len().saturating_sub(MAX_PLACES),
        entries: entries.collect(),
        lang: content.locale.as_str(),
        is_other_lang: content.locale != caller.tongue.locale,
    }
}

/// Takes out what goes beyond so many bytes, and says how many pieces that were: paragraphs, items and rows.
fn bound(sections: &mut [Section], mut left: usize) -> usize {
    let mut cut = 0;
    let mut keep = |bytes: usize| {
        let fits = bytes <= left;
        left = if fits { left - bytes } else { 0 };
        cut += usize::from(!fits);
        fits
    };
    for section in sections {
        section.blocks.retain_mut(|block| match block {
            Block::Heading(text) | Block::Paragraph(text) | Block::Quote(text) => keep(text.len()),
            Block::Items(items) | Block::Steps(items) => {
                items.retain(|item| keep(item.len()));
                true
            }
            Block::Table(table) => {
                table.rows.retain(|row| keep(row.iter().map(String::len).sum()));
                true
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
        number: queued.ticket,
        state,
        state_code,
        is_closed: queued.state == TicketState::Closed,
        is_urgent: queued.priority == Priority::Urgent,
        is_late: queued.state == TicketState::Open && queued.expected_at < desk.clock.now(),
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
        let mut sections = [Section { kind: SectionKind::Said, heading: "s".to_owned(), blocks }];
        assert_eq!(bound(&mut sections.clone(), 100), 0);
        assert_eq!(bound(&mut sections, 10), 3);
        let Block::Table(table) = &sections[0].blocks[1] else { panic!("a table") };
        assert_eq!(table.rows, [row("aa")]);
    }
}
