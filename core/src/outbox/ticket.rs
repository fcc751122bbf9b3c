//! What support says of a report that has arrived: its answer to a poll, and what is kept of it. Pure.
//!
//! The desk's side of it is docs/tickets.md.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::SubmissionState;
use super::state::Receipt;
use crate::codes::stable_codes;

/// The version of the document that a desk answers.
const VERSION: u32 = 1;
/// The longest answer to a poll that is read, in bytes.
pub(super) const MAX_DOCUMENT_BYTES: usize = 1024 * 1024;
/// The most answers that are read, and how long each may be, in bytes.
const MAX_ANSWERS: usize = 100;
const MAX_ANSWER_BYTES: usize = 8 * 1024;
/// The longest `ETag` that is kept, in bytes.
const MAX_ETAG_BYTES: usize = 256;

stable_codes! {
    /// How far support is.
    pub enum TicketState as "ticket state" {
        /// It is support's turn: nobody has answered yet, or something is left to do.
        Open = "open",
        /// Somebody has.
        Answered = "answered",
        /// It is over.
        Closed = "closed",
    }
}

/// What support said, when it was last asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// How far support is.
    pub state: TicketState,
    /// When the report arrived, by the desk's clock.
    pub received_at: Timestamp,
    /// When somebody of support has seen it, by the desk's clock.
    #[serde(default)]
    pub acknowledged_at: Option<Timestamp>,
    /// Seconds after that until support means to have answered.
    pub expected_reply_s: Option<u64>,
    /// What was answered, the oldest first.
    pub answers: Vec<TicketAnswer>,
    /// Whether it helped, as the desk knows it.
    pub helped: Option<bool>,
    /// When it was asked, by the phone's clock.
    pub checked_at: Timestamp,
}

/// What somebody of support wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketAnswer {
    /// When, by the desk's clock.
    pub at: Timestamp,
    /// Plain text, with line breaks.
    pub text: String,
}

/// `ticket.json`: what is kept of a ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    /// What the desk said last.
    pub(super) ticket: Option<Ticket>,
    /// Its mark for exactly that, so that it need not be sent again.
    pub(super) etag: Option<String>,
    /// The person's own word, until the desk has it.
    pub(super) closing: Option<Closing>,
}

/// That the person is done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Closing {
    /// Whether it helped; none if they did not say.
    pub(super) helped: Option<bool>,
}

/// What happened to a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum News {
    /// The desk told it.
    Told { ticket: Ticket, etag: Option<String> },
    /// The desk has nothing new.
    Same { checked_at: Timestamp },
    /// The person is done with it.
    Closing(Closing),
    /// The desk has this word of theirs, and told the ticket as it is then.
    Closed { closing: Closing, ticket: Ticket, etag: Option<String> },
}

/// What is kept after this.
pub(super) fn after(note: Note, news: News) -> Note {
    match news {
        News::Told { ticket, etag } => Note { ticket: Some(ticket), etag, ..note },
        News::Same { checked_at } => Note { ticket: note.ticket.map(|ticket| Ticket { checked_at, ..ticket }), ..note },
        News::Closing(closing) => Note { closing: Some(closing), ..note },
        // Meanwhile they may have said something else.
        News::Closed { closing, ticket, etag } => {
            Note { ticket: Some(ticket), etag, closing: note.closing.filter(|now| *now != closing) }
        }
    }
}

/// Where a report stands that has arrived.
pub(super) fn standing(receipt: &Receipt, at: Timestamp, note: &Note) -> SubmissionState {
    let Receipt { ticket, expected_reply_s } = receipt.clone();
    let told = note.ticket.as_ref();
    if let Some(Closing { helped }) = note.closing {
        return SubmissionState::Closed { ticket, helped, at };
    }
    match told.map(|told| told.state) {
        Some(TicketState::Closed) => SubmissionState::Closed { ticket, helped: told.and_then(|told| told.helped), at },
        Some(TicketState::Answered) => SubmissionState::Answered { ticket, at },
        Some(TicketState::Open) | None => SubmissionState::Delivered { ticket, expected_reply_s, at },
    }
}

/// As a desk answers it.
#[derive(Deserialize)]
struct Document {
    version: u32,
    ticket: String,
    state: TicketState,
    received_at: Timestamp,
    #[serde(default)]
    acknowledged_at: Option<Timestamp>,
    #[serde(default)]
    expected_reply_s: Option<u64>,
    #[serde(default)]
    answers: Vec<TicketAnswer>,
    #[serde(default)]
    helped: Option<bool>,
}

/// Reads what a desk answered to a question for this ticket. None if it is not about it, or not what was agreed.
pub(super) fn read(body: &[u8], ticket: &str, checked_at: Timestamp) -> Option<Ticket> {
    let document: Document = serde_json::from_slice(body).ok()?;
    let is_text = |text: &str| {
        !text.is_empty() && text.len() <= MAX_ANSWER_BYTES && !text.chars().any(|c| c.is_control() && c != '\n')
    };
    let fits = document.version == VERSION
        && document.ticket == ticket
        && document.answers.len() <= MAX_ANSWERS
        && document.answers.iter().all(|answer| is_text(&answer.text));
    let Document { state, received_at, acknowledged_at, expected_reply_s, answers, helped, .. } = document;
    fits.then_some(Ticket { state, received_at, acknowledged_at, expected_reply_s, answers, helped, checked_at })
}

/// A mark that can be sent back as it came.
pub(super) fn etag(text: &str) -> Option<String> {
    let fits = text.len() <= MAX_ETAG_BYTES && text.bytes().all(|byte| byte.is_ascii_graphic());
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at() -> Timestamp {
        Timestamp::from_second(1_800_000_000).unwrap()
    }

    fn document(change: &[(&str, serde_json::Value)]) -> Vec<u8> {
        let mut document = serde_json::json!({
            "version": 1, "ticket": "WD-1", "state": "answered", "received_at": "2026-11-23T08:00:00Z",
            "expected_reply_s": 60, "answers": [{ "at": "2026-11-23T09:00:00Z", "text": "It is on its way.\n好的" }],
            "helped": null,
        });
        for (key, value) in change {
            document[*key] = value.clone();
        }
        serde_json::to_vec(&document).unwrap()
    }

    #[test]
    fn a_ticket_is_read_and_one_of_another_report_is_not() {
        let ticket = read(&document(&[]), "WD-1", at()).unwrap();
        assert_eq!((ticket.state, ticket.expected_reply_s, ticket.answers.len()), (TicketState::Answered, Some(60), 1));
        assert_eq!(ticket.acknowledged_at, None, "desks of before do not say");
        let seen = read(&document(&[("acknowledged_at", "2026-11-23T08:30:00Z".into())]), "WD-1", at()).unwrap();
        assert_eq!(seen.acknowledged_at, Some("2026-11-23T08:30:00Z".parse().unwrap()));
        assert!(read(&document(&[("new_field", 1.into())]), "WD-1", at()).is_some());
        assert!(read(&document(&[]), "WD-2", at()).is_none());
        let answer = |text: String| serde_json::json!([{ "at": "2026-11-23T09:00:00Z", "text": text }]);
        for (key, value) in [
            ("version", 2.into()),
            ("state", "lost".into()),
            ("received_at", 7.into()),
            ("acknowledged_at", "soon".into()),
            ("expected_reply_s", (-1).into()),
            ("answers", answer(String::new())),
            ("answers", answer("a\u{1b}[31m".to_owned())),
            ("answers", answer("x".repeat(MAX_ANSWER_BYTES + 1))),
            ("answers", vec![answer("x".to_owned())[0].clone(); MAX_ANSWERS + 1].into()),
        ] {
            assert!(read(&document(&[(key, value.clone())]), "WD-1", at()).is_none(), "{key}");
        }
    }

    #[test]
    fn the_persons_word_stands_until_the_desk_has_it() {
        let receipt = Receipt { ticket: Some("WD-1".to_owned()), expected_reply_s: None };
        let told = |state| {
            let ticket = read(&document(&[]), "WD-1", at()).unwrap();
            Ticket { state, ..ticket }
        };
        let closed = |helped| SubmissionState::Closed { ticket: receipt.ticket.clone(), helped, at: at() };
        let answered = SubmissionState::Answered { ticket: receipt.ticket.clone(), at: at() };

        let note = after(Note::default(), News::Told { ticket: told(TicketState::Answered), etag: None });
        assert_eq!(standing(&receipt, at(), &note), answered);
        let yes = Closing { helped: Some(true) };
        let note = after(note, News::Closing(yes));
        assert_eq!(standing(&receipt, at(), &note), closed(Some(true)));
        // A poll does not undo it.
        let note = after(note, News::Told { ticket: told(TicketState::Answered), etag: None });
        assert_eq!(standing(&receipt, at(), &note), closed(Some(true)));
        let no = Closing { helped: Some(false) };
        let changed = after(note.clone(), News::Closing(no));
        let ticket = Ticket { helped: Some(true), ..told(TicketState::Closed) };
        let news = News::Closed { closing: yes, ticket, etag: None };
        assert_eq!(after(changed, news.clone()).closing, Some(no), "they said something else meanwhile");
        let note = after(note, news);
        assert_eq!((note.closing, standing(&receipt, at(), &note)), (None, closed(Some(true))));
        // Support may open it again.
        let note = after(note, News::Told { ticket: told(TicketState::Answered), etag: None });
        assert_eq!(standing(&receipt, at(), &note), answered);
    }

    #[test]
    fn a_mark_that_could_not_be_a_header_is_not_kept() {
        assert_eq!(etag("\"abc\"").as_deref(), Some("\"abc\""));
        for hostile in ["a b", "a\r\nb", "é", &"x".repeat(MAX_ETAG_BYTES + 1)] {
            assert_eq!(etag(hostile), None, "{hostile}");
        }
    }
}
