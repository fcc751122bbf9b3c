//! What comes of a ticket: support's answers, and whether its person closed it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Receipt, Store, StoreError};
use crate::{
    limits::{MAX_ANSWER_BYTES, MAX_ANSWERS, MAX_ANSWERS_BYTES},
    ticket::is_ticket,
};

/// Whose turn it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TicketState {
    /// Support's: nothing was answered yet.
    #[default]
    Open,
    /// The person's: there is an answer to read.
    Answered,
    /// Nobody's. An answer opens it again.
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

/// How a ticket stands. The default is a ticket that nobody has touched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TicketStanding {
    /// Whose turn it is.
    pub state: TicketState,
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

    /// Appends an answer.
    pub(super) async fn answer_ticket(&self, report_id: Uuid, answer: Answer) -> Result<(), StoreError> {
        if !is_answer(&answer.text) {
            return Err(StoreError::NoAnswer);
        }
        self.records.change_ticket(report_id, |standing| standing.answer(answer)).await.map(drop)
    }

    /// Closes the ticket; of several closings the last says whether it helped.
    pub(crate) async fn close_ticket(
        &self,
        report_id: Uuid,
        helped: Option<bool>,
    ) -> Result<TicketStanding, StoreError> {
        let now = self.clock.now();
        let change = |standing: &mut TicketStanding| {
            standing.close(helped, now);
            Ok(())
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
