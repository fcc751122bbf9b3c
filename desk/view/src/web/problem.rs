//! What did not work, as a page that says so.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use wallet_doctor_intake::store::StoreError;

use super::{
    caller::Tongue,
    frame::{self, Frame},
};
use crate::{ViewError, announce::DraftFault, words::Words};

/// Why something was not done.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    status: StatusCode,
    told: fn(&Words) -> &'static str,
    more: Option<String>,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Page {
    f: Frame,
    told: &'static str,
    more: Option<String>,
}

impl Problem {
    fn new(status: StatusCode, told: fn(&Words) -> &'static str) -> Self {
        Self { status, told, more: None }
    }

    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, |w| w.not_found)
    }

    pub(super) fn for_leads() -> Self {
        Self::new(StatusCode::FORBIDDEN, |w| w.for_leads)
    }

    pub(super) fn foreign_form() -> Self {
        Self::new(StatusCode::FORBIDDEN, |w| w.bad_form)
    }

    pub(super) fn too_long() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, |w| w.fault_answer)
    }

    pub(super) fn stores() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, |w| w.stores_fail)
    }

    pub(super) fn changed_meanwhile() -> Self {
        Self::new(StatusCode::CONFLICT, |w| w.changed_meanwhile)
    }

    pub(super) fn other_ticket() -> Self {
        Self::new(StatusCode::BAD_REQUEST, |w| w.fault_ticket)
    }

    pub(super) fn time() -> Self {
        Self::new(StatusCode::BAD_REQUEST, |w| w.fault_time)
    }

    /// A field by its label.
    pub(super) fn field(label: &str) -> Self {
        Self { more: Some(label.to_owned()), ..Self::new(StatusCode::BAD_REQUEST, |w| w.bad_field) }
    }

    pub(super) fn page(&self, tongue: &Tongue) -> Response {
        let f = Frame::bare(tongue, tongue.words.problem);
        frame::page(self.status, &Page { f, told: (self.told)(tongue.words), more: self.more.clone() })
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let bad = |told| Self::new(StatusCode::BAD_REQUEST, told);
        // What the stores say is for those who run them, and could quote an address or a path.
        #[expect(clippy::wildcard_enum_match_arm, reason = "all the others are the stores' own trouble")]
        match error {
            StoreError::NoSuchTicket | StoreError::NoSuchReport | StoreError::NoSuchAnnouncement => Self::not_found(),
            StoreError::NoAnswer => bad(|w| w.fault_answer),
            StoreError::TooManyAnswers => bad(|w| w.fault_answers),
            StoreError::NoSuchTime => Self::time(),
            StoreError::TooManyAnnouncements => bad(|w| w.fault_announcements),
            StoreError::Busy => Self::new(StatusCode::CONFLICT, |w| w.fault_busy),
            _ => Self::stores(),
        }
    }
}

impl From<ViewError> for Problem {
    fn from(_: ViewError) -> Self {
        Self::stores()
    }
}

impl From<DraftFault> for Problem {
    fn from(fault: DraftFault) -> Self {
        let told: fn(&Words) -> &'static str = match fault {
            DraftFault::Title => |w| w.fault_title,
            DraftFault::Body => |w| w.fault_body,
            DraftFault::Components => |w| w.fault_components,
            DraftFault::Span => |w| w.fault_span,
        };
        Self::new(StatusCode::BAD_REQUEST, told)
    }
}
