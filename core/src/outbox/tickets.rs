//! Asks the desk what support says of the reports that have arrived (docs/tickets.md): one question a ticket, and none for what
//! has not changed but its headers.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::opened::Known;
use super::shared::Shared;
use super::ticket::{self, MAX_DOCUMENT_BYTES, News, Note, Ticket};
use super::ticket_key::TicketKey;
use super::{OutboxError, SubmissionState};
use crate::clock::Clock;
use crate::config::WebUrl;
use crate::connectivity::{Answer, Client};
use crate::report::ReportId;

/// For one question and its answer.
const ANSWER_BUDGET: Duration = Duration::from_secs(15);

/// How long after its arrival a report is asked for that is closed.
const CLOSED_ASKED_FOR: SignedDuration = SignedDuration::from_hours(90 * 24);

/// What one poll needs.
pub(super) struct Poll<'a> {
    pub(super) outbox: Arc<Shared>,
    pub(super) client: &'a Client,
    pub(super) desk: &'a WebUrl,
    pub(super) clock: &'a dyn Clock,
}

impl Poll<'_> {
    /// Asks for every ticket that may change, and tells what the person said.
    pub(super) async fn run(&self) -> Result<(), OutboxError> {
        let outbox = self.outbox.clone();
        let submissions = super::blocking(move || outbox.submissions()).await?;
        for submission in submissions.into_iter().filter(|submission| submission.state.has_arrived()) {
            let (id, outbox) = (submission.id, self.outbox.clone());
            let known = match super::blocking(move || outbox.ticket(id)).await {
                // Deleted meanwhile.
                Err(OutboxError::NotFound) => continue,
                known => known?,
            };
            // Support may open again what is closed, but not for ever.
            let old = |at: Timestamp| self.clock.now().duration_since(at) > CLOSED_ASKED_FOR;
            if known.note.closing.is_none() && matches!(submission.state, SubmissionState::Closed { at, .. } if old(at))
            {
                continue;
            }
            if let Known { asked: Some((ticket, key)), note } = known
                && let Some(news) = self.ask(&ticket, &key, &note).await
            {
                self.note(id, news).await?;
            }
        }
        Ok(())
    }

    /// What is new of one ticket; nothing if it can't be asked for now.
    async fn ask(&self, ticket: &str, key: &TicketKey, note: &Note) -> Option<News> {
        let checked_at = self.clock.now();
        if let Some(closing) = note.closing {
            let url = place(self.desk, &[ticket, "close"])?;
            let body = serde_json::to_vec(&serde_json::json!({ "helped": closing.helped })).ok()?;
            let mut headers = authorized(key)?;
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            let answer = self.send(Method::POST, url, headers, body).await?;
            let (ticket, etag) = read(&answer, ticket, checked_at)?;
            return Some(News::Closed { closing, ticket, etag });
        }
        let mut headers = authorized(key)?;
        if let Some(etag) = note.etag.as_deref().filter(|_| note.ticket.is_some()) {
            headers.insert(header::IF_NONE_MATCH, HeaderValue::try_from(etag).ok()?);
        }
        let answer = self.send(Method::GET, place(self.desk, &[ticket])?, headers, Vec::new()).await?;
        if answer.status == StatusCode::NOT_MODIFIED {
            return note.ticket.is_some().then_some(News::Same { checked_at });
        }
        let (ticket, etag) = read(&answer, ticket, checked_at)?;
        Some(News::Told { ticket, etag })
    }

    async fn send(&self, method: Method, url: Url, headers: HeaderMap, body: Vec<u8>) -> Option<Answer> {
        let request = self.client.request(method, url).headers(headers).body(body);
        self.client.send(request, MAX_DOCUMENT_BYTES, ANSWER_BUDGET).await.ok()
    }

    async fn note(&self, id: ReportId, news: News) -> Result<(), OutboxError> {
        let outbox = self.outbox.clone();
        match super::blocking(move || outbox.note(id, news)).await {
            Err(OutboxError::NotFound) | Ok(_) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// Below the desk's place for tickets. What is put behind it is one part of a path each, whatever signs it has.
fn place(desk: &WebUrl, parts: &[&str]) -> Option<Url> {
    let mut url = desk.url().clone();
    url.path_segments_mut().ok()?.pop_if_empty().extend(parts);
    Some(url)
}

fn authorized(key: &TicketKey) -> Option<HeaderMap> {
    let mut value = HeaderValue::try_from(key.authorization()).ok()?;
    value.set_sensitive(true);
    Some(HeaderMap::from_iter([(header::AUTHORIZATION, value)]))
}

fn read(answer: &Answer, ticket: &str, checked_at: Timestamp) -> Option<(Ticket, Option<String>)> {
    let told = (answer.status == StatusCode::OK).then(|| ticket::read(&answer.body, ticket, checked_at))??;
    let etag = answer.headers.get(header::ETAG).and_then(|etag| ticket::etag(etag.to_str().ok()?));
    Some((told, etag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_one_part_of_the_path() {
        let at = |desk: &str, parts: &[&str]| place(&desk.parse().unwrap(), parts).unwrap().to_string();
        assert_eq!(at("https://desk.example/tickets", &["WD-1"]), "https://desk.example/tickets/WD-1");
        assert_eq!(at("https://desk.example/t/", &["WD-1", "close"]), "https://desk.example/t/WD-1/close");
        assert_eq!(at("https://desk.example/t", &["../x?y#z"]), "https://desk.example/t/..%2Fx%3Fy%23z");
    }
}
