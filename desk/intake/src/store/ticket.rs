//! What comes of a ticket: that support has seen it, its answers, and whether it was closed.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Receipt, Store, StoreError};
use crate::{
    clock::kept,
    limits::{MAX_ANSWER_BYTES, MAX_ANSWERS, MAX_ANSWERS_BYTES, MAX_REPLY_DAYS},
    ticket::is_ticket,
};

/// Whose turn it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TicketState {
    /// Support's: nothing was answered yet, or something is left to do.
    #[default]
    Open,
    /// The person's: there is an answer to read.
    Answered,
    /// Nobody's. An answer opens it again, and so does support.
    Closed,
}

impl TicketState {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Open, Self::Answered, Self::Closed].into_iter().find(|state| state.as_str() == text)
    }
}

/// What support said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// When.
    pub at: Timestamp,
    /// 1 to [`MAX_ANSWER_BYTES`] bytes without control characters but newlines.
    pub text: String,
}

/// Who does something to a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// An agent, by name.
    Agent(String),
    /// Whoever has the ticket's secret: the app, for its person.
    Person,
    /// Whoever runs the desk, from its command line.
    Command,
}

/// What support does to a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// It was seen, and this agent looks after it. Of several the last does.
    Acknowledge,
    /// The person is told to expect an answer by then; it is support's turn, also after an answer.
    Expect(Timestamp),
    /// The person is answered.
    Answer {
        /// 1 to [`MAX_ANSWER_BYTES`] bytes and no control characters but newlines.
        text: String,
        /// Only if the ticket has so many answers: what was meant for it as it was seen is not sent twice.
        after: Option<u64>,
    },
    /// Nothing is left to do.
    Close,
    /// Something is, after all: it is support's turn.
    Reopen,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Seen by support.
    Acknowledged,
    /// An answer was promised by then.
    Expected(Timestamp),
    /// Answered.
    Answered,
    /// Closed; by the person, with whether it helped.
    Closed {
        /// What they said.
        helped: Option<bool>,
    },
    /// Opened again.
    Reopened,
}

/// A line of a ticket's trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketEvent {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub author: Author,
    /// What.
    pub what: Deed,
}

/// That support has seen a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledgement {
    /// When.
    pub at: Timestamp,
    /// The agent who looks after it.
    pub by: String,
}

/// How a ticket stands. The default is a ticket that nobody has touched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TicketStanding {
    /// Whose turn it is.
    pub state: TicketState,
    /// That support has seen it, if it has.
    pub acknowledged: Option<Acknowledgement>,
    /// When support means to answer, in seconds after the report was received.
    pub expected_reply_seconds: u64,
    /// In the order in which they were given; at most [`MAX_ANSWERS`].
    pub answers: Vec<Answer>,
    /// What the person said last when closing: whether it helped, or nothing. Stays when an answer opens the ticket again.
    pub helped: Option<bool>,
    /// When it was closed, while it is.
    pub closed_at: Option<Timestamp>,
}

impl TicketStanding {
    fn answer(&mut self, answer: Answer) -> Result<(), StoreError> {
        if self.answers.len() >= MAX_ANSWERS {
            return Err(StoreError::TooManyAnswers);
        }
        self.answers.push(answer);
        // Encoding strings and times cannot fail; should it, the answer could not be written either.
        let json = serde_json::to_vec(&self.answers).map_or(usize::MAX, |json| json.len());
        if json > MAX_ANSWERS_BYTES {
            return Err(StoreError::TooManyAnswers);
        }
        self.state = TicketState::Answered;
        self.closed_at = None;
        Ok(())
    }

    /// What support does. Of what changes nothing, no line is written down.
    fn act(&mut self, act: Act, author: &Author, at: Timestamp, received_at: Timestamp) -> Result<Deed, StoreError> {
        match act {
            Act::Acknowledge => {
                if let Author::Agent(by) = author {
                    // When it was first seen does not change with who looks after it.
                    let at = self.acknowledged.as_ref().map_or(at, |seen| seen.at);
                    self.acknowledged = Some(Acknowledgement { at, by: by.clone() });
                }
                Ok(Deed::Acknowledged)
            }
            Act::Expect(by) => {
                let by = kept(by);
                let last = at.checked_add(SignedDuration::from_hours(24 * i64::from(MAX_REPLY_DAYS)));
                if by <= at || last.is_ok_and(|last| by > last) {
                    return Err(StoreError::NoSuchTime);
                }
                let seconds = by.duration_since(received_at).as_secs();
                self.expected_reply_seconds = u64::try_from(seconds).map_err(|_| StoreError::NoSuchTime)?;
                self.reopen();
                Ok(Deed::Expected(by))
            }
            Act::Answer { text, after } => {
                if !is_answer(&text) {
                    return Err(StoreError::NoAnswer);
                }
                if after.is_some_and(|after| after != self.answers.len() as u64) {
                    return Err(StoreError::AnsweredMeanwhile);
                }
                self.answer(Answer { at, text })?;
                Ok(Deed::Answered)
            }
            Act::Close => {
                self.close(self.helped, at);
                Ok(Deed::Closed { helped: None })
            }
            Act::Reopen => {
                self.reopen();
                Ok(Deed::Reopened)
            }
        }
    }

    fn reopen(&mut self) {
        self.state = TicketState::Open;
        self.closed_at = None;
    }

    fn close(&mut self, helped: Option<bool>, at: Timestamp) {
        self.helped = helped;
        if self.state != TicketState::Closed {
            self.state = TicketState::Closed;
            self.closed_at = Some(at);
        }
    }
}

/// Whether `text` may be an answer: what an app can show in any list and any notification.
fn is_answer(text: &str) -> bool {
    (1..=MAX_ANSWER_BYTES).contains(&text.len()) && !text.chars().any(|c| c.is_control() && c != '\n')
}

impl Store {
    /// The receipt of the report that has this ticket.
    pub(crate) async fn receipt_of(&self, ticket: &str) -> Result<Option<Receipt>, StoreError> {
        if !is_ticket(ticket) {
            return Ok(None);
        }
        self.records.receipt_of(ticket).await
    }

    /// How the ticket of a received report stands.
    pub(crate) async fn ticket_standing(&self, report_id: Uuid) -> Result<TicketStanding, StoreError> {
        self.records.ticket_standing(report_id).await
    }

    /// What support does to a ticket. What changes nothing leaves no line in its trail.
    pub(crate) async fn act_on_ticket(
        &self,
        receipt: &Receipt,
        author: Author,
        act: Act,
        at: Timestamp,
    ) -> Result<TicketStanding, StoreError> {
        let change = |standing: &mut TicketStanding| {
            let what = standing.act(act, &author, at, receipt.received_at)?;
            Ok(TicketEvent { at, author, what })
        };
        self.records.change_ticket(receipt.report_id, change).await
    }

    /// Closes the ticket for its person; of several closings the last says whether it helped.
    pub(crate) async fn close_ticket(
        &self,
        report_id: Uuid,
        helped: Option<bool>,
    ) -> Result<TicketStanding, StoreError> {
        let at = self.clock.now();
        let change = |standing: &mut TicketStanding| {
            standing.close(helped, at);
            Ok(TicketEvent { at, author: Author::Person, what: Deed::Closed { helped } })
        };
        self.records.change_ticket(report_id, change).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Answer {
        Answer { at: Timestamp::UNIX_EPOCH, text: text.to_owned() }
    }

    #[test]
    fn an_answer_opens_a_closed_ticket_and_the_last_closing_counts() {
        let mut standing = TicketStanding::default();
        assert_eq!(standing.state, TicketState::Open);
        standing.close(Some(false), Timestamp::UNIX_EPOCH);
        standing.close(None, Timestamp::MAX);
        assert_eq!((standing.state, standing.helped), (TicketState::Closed, None));
        assert_eq!(standing.closed_at, Some(Timestamp::UNIX_EPOCH));
        standing.close(Some(true), Timestamp::MAX);
        standing.answer(said("more")).unwrap();
        assert_eq!((standing.state, standing.helped, standing.closed_at), (TicketState::Answered, Some(true), None));
    }

    #[test]
    fn texts_that_are_answers_and_texts_that_are_not() {
        let most = "x".repeat(MAX_ANSWER_BYTES);
        for good in ["a", "two\nlines", "请更新应用。", "\u{200f}שלום", &most] {
            assert!(is_answer(good), "{good}");
        }
        let long = format!("{most}x");
        for bad in ["", &long, "a\r\nb", "a\tb", "\0", "\u{1b}[31m", "\u{7f}", "\u{85}"] {
            assert!(!is_answer(bad), "{bad:?}");
        }
    }

    #[test]
    fn support_acknowledges_promises_closes_and_opens_again() {
        let (agent, received) = (Author::Agent("li".to_owned()), Timestamp::UNIX_EPOCH);
        let said = |text: &str| Act::Answer { text: text.to_owned(), after: None };
        let now = received + SignedDuration::from_hours(1);
        let mut standing = TicketStanding::default();
        let mut act = |act| standing.act(act, &agent, now, received).map(|what| (what, standing.clone()));
        let (_, seen) = act(Act::Acknowledge).unwrap();
        assert_eq!(seen.acknowledged, Some(Acknowledgement { at: now, by: "li".to_owned() }));
        let by = now + SignedDuration::from_hours(2);
        let (what, promised) = act(Act::Expect(by)).unwrap();
        assert_eq!((what, promised.expected_reply_seconds), (Deed::Expected(by), 3 * 3600));
        for bad in [now, received, now + SignedDuration::from_hours(24 * 30 + 1)] {
            assert!(matches!(act(Act::Expect(bad)), Err(StoreError::NoSuchTime)), "{bad}");
        }
        assert_eq!(act(Act::Close).unwrap().1.state, TicketState::Closed);
        assert_eq!(act(Act::Reopen).unwrap().1.state, TicketState::Open);
        assert!(matches!(act(said("a\tb")), Err(StoreError::NoAnswer)));
        assert_eq!(act(said("Done.")).unwrap().1.state, TicketState::Answered);
        act(Act::Close).unwrap();
        assert_eq!(act(Act::Reopen).unwrap().1.state, TicketState::Open, "it is support's turn");
        act(said("Done.")).unwrap();
        let twice = Act::Answer { text: "Done.".to_owned(), after: Some(1) };
        assert!(matches!(act(twice), Err(StoreError::AnsweredMeanwhile)));
        assert_eq!(act(Act::Expect(by)).unwrap().1.state, TicketState::Open);
        let later = now + SignedDuration::from_hours(1);
        standing.act(Act::Acknowledge, &Author::Agent("wu".to_owned()), later, received).unwrap();
        assert_eq!(standing.acknowledged, Some(Acknowledgement { at: now, by: "wu".to_owned() }));
    }

    /// As many answers of `text` as a ticket takes.
    fn full_of(text: &str) -> TicketStanding {
        let mut standing = TicketStanding::default();
        loop {
            let before = standing.clone();
            if let Err(error) = standing.answer(Answer { at: Timestamp::MAX, text: text.to_owned() }) {
                assert!(matches!(error, StoreError::TooManyAnswers), "{error}");
                return before;
            }
        }
    }

    #[test]
    fn a_ticket_takes_no_more_than_an_app_reads() {
        assert_eq!(full_of(&"x".repeat(MAX_ANSWER_BYTES)).answers.len(), MAX_ANSWERS);
        // Escaped, each byte is two: here it is the bytes that end it.
        assert_eq!(full_of(&"\"".repeat(MAX_ANSWER_BYTES)).answers.len(), 60);
        assert_eq!(full_of("a").answers.len(), MAX_ANSWERS);
    }
}
