//! A document as bytes with their type.

use axum::http::StatusCode;
use bytes::Bytes;
use serde_json::Value;

use super::document::StatusDocument;
use super::signature::Signer;
use super::state::State;
use super::{announcements, better_stack, cstate, feed, health, incident_io, statuspage, upptime};

pub(super) const JSON: &str = "application/json; charset=utf-8";
pub(super) const RSS: &str = "application/rss+xml; charset=utf-8";
pub(super) const ATOM: &str = "application/atom+xml; charset=utf-8";
pub(super) const JSON_FEED: &str = "application/feed+json; charset=utf-8";
/// RFC 7515 §9.2.1.
pub(super) const JOSE: &str = "application/jose";

/// An answer that is not sent yet.
pub(super) struct Rendered {
    pub(super) status: StatusCode,
    pub(super) media_type: &'static str,
    pub(super) body: Bytes,
}

impl Rendered {
    pub(super) fn ok(media_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self { status: StatusCode::OK, media_type, body: body.into() }
    }

    fn json((status, body): (StatusCode, Value), media_type: &'static str) -> Self {
        Self { status, ..Self::ok(media_type, body.to_string()) }
    }

    /// The same text in UTF-16LE, under a type that says otherwise.
    pub(super) fn in_utf16(self) -> Self {
        let text = String::from_utf8_lossy(&self.body);
        let body: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let media_type = match self.media_type {
            JOSE => "application/jose; charset=utf-8",
            ACTUATOR => "application/vnd.spring-boot.actuator.v3+json; charset=utf-8",
            HEALTH => "application/health+json; charset=utf-8",
            already => already,
        };
        Self { body: body.into(), media_type, ..self }
    }
}

pub(super) const ACTUATOR: &str = "application/vnd.spring-boot.actuator.v3+json";
pub(super) const HEALTH: &str = "application/health+json";
pub(super) const TEXT: &str = "text/plain; charset=utf-8";

/// A document as it is, in its own type.
pub(super) fn render(document: StatusDocument, state: &State, signer: &Signer, foreign_key: bool) -> Rendered {
    let json = |body: Value| Rendered::json((StatusCode::OK, body), JSON);
    match document {
        StatusDocument::StatuspageV2 | StatusDocument::StatuspageMirror => json(statuspage::summary(state)),
        StatusDocument::IncidentIo => json(incident_io::summary(state)),
        StatusDocument::BetterStack => json(better_stack::index(state)),
        StatusDocument::Cstate => json(cstate::index(state)),
        StatusDocument::Upptime => json(upptime::summary(state)),
        StatusDocument::Actuator => Rendered::json(health::actuator(state), ACTUATOR),
        StatusDocument::HealthJson => Rendered::json(health::health_json(state), HEALTH),
        StatusDocument::Rss => Rendered::ok(RSS, feed::rss(state)),
        StatusDocument::Atom => Rendered::ok(ATOM, feed::atom(state)),
        StatusDocument::JsonFeed => Rendered::ok(JSON_FEED, feed::json_feed(state).to_string()),
        StatusDocument::Announcements => json(announcements::announcements(state)),
        StatusDocument::AnnouncementsSigned => {
            let payload = announcements::announcements(state).to_string();
            Rendered::ok(JOSE, signer.sign(payload.as_bytes(), foreign_key))
        }
        StatusDocument::PlainHttp => {
            let (status, body) = health::ping(state);
            Rendered { status, ..Rendered::ok(TEXT, body) }
        }
    }
}
