//! Asks the desk what support says of the reports that have arrived (docs/tickets.md): one question a ticket, and none for what
//! has not changed but its headers.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::OutboxError;
use super::opened::Known;
use super::requests::ANSWER_BUDGET;
use super::shared::Shared;
use super::ticket::{self, MAX_DOCUMENT_BYTES, News, Note, Ticket};
use super::ticket_key::TicketKey;
use crate::clock::Clock;
use crate::config::WebUrl;
use crate::connectivity::{Answer, Client};
use crate::report::ReportId;

/// How long after its arrival a report is asked for.
const ASKED_FOR: SignedDuration = SignedDuration::from_hours(90 * 24);

/// What came of a question.
enum Asked {
    News(News),
    /// No answer that is one.
    Nothing,
    /// Nobody is there, or wants to be left alone.
    Nobody,
}

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
        let now = self.clock.now();
        for submission in submissions {
            // Support may answer late, and open again what is closed, but not for ever.
            let may_change = |at: Timestamp| now.duration_since(at) <= ASKED_FOR;
            if !submission.state.arrived_at().is_some_and(may_change) {
                continue;
            }
            let (id, outbox) = (submission.id, self.outbox.clone());
            let known = match super::blocking(move || outbox.ticket(id)).await {
                // Deleted meanwhile.
                Err(OutboxError::NotFound) => continue,
                known => known?,
            };
            if let Known { asked: Some((ticket, key)), note } = known {
                match self.ask(&ticket, &key, &note).await {
                    Asked::News(news) => self.note(id, news).await?,
                    Asked::Nothing => {}
                    // The next question would meet the same.
                    Asked::Nobody => break,
                }
            }
        }
        Ok(())
    }

    /// What is new of one ticket.
    async fn ask(&self, ticket: &str, key: &TicketKey, note: &Note) -> Asked {
        let Some(request) = self.request(ticket, key, note) else { return Asked::Nothing };
        let Ok(answer) = self.client.send(request, MAX_DOCUMENT_BYTES, ANSWER_BUDGET).await else {
            return Asked::Nobody;
        };
        if matches!(answer.status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
            return Asked::Nobody;
        }
        let checked_at = self.clock.now();
        if answer.status == StatusCode::NOT_MODIFIED && note.ticket.is_some() {
            return Asked::News(News::Same { checked_at });
        }
        let Some((ticket, etag)) = read(&answer, ticket, checked_at) else { return Asked::Nothing };
        Asked::News(match note.closing {
            Some(closing) => News::Closed { closing, ticket, etag },
            None => News::Told { ticket, etag },
        })
    }

    fn request(&self, ticket: &str, key: &TicketKey, note: &Note) -> Option<reqwest::RequestBuilder> {
        let mut headers = authorized(key)?;
        if let Some(closing) = note.closing {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            let body = serde_json::to_vec(&serde_json::json!({ "helped": closing.helped })).ok()?;
            let url = place(self.desk, &[ticket, "close"])?;
            return Some(self.client.request(Method::POST, url).headers(headers).body(body));
        }
        if let Some(etag) = note.etag.as_deref().filter(|_| note.ticket.is_some()) {
            headers.insert(header::IF_NONE_MATCH, HeaderValue::try_from(etag).ok()?);
        }
        Some(self.client.request(Method::GET, place(self.desk, &[ticket])?).headers(headers))
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
