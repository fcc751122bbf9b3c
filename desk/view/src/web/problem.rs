//! What did not work, as a page that says so.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use wallet_doctor_intake::store::StoreError;

use super::{
    caller::{Caller, Tongue},
    frame::{self, Frame},
};
use crate::{ViewError, announce::DraftFault, words::Words};

/// Why something was not done.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    status: StatusCode,
    told: fn(&Words) -> &'static str,
    more: Option<String>,
    /// What the stores said, for the log: it could quote an address or a path.
    fault: Option<String>,
}

/// What is told to those who run the desk: an extension of an answer.
#[derive(Debug, Clone)]
pub(super) struct Fault(pub(super) String);

#[derive(Template)]
#[template(path = "problem.html")]
struct Page {
    f: Frame,
    told: String,
}

impl Problem {
    fn new(status: StatusCode, told: fn(&Words) -> &'static str) -> Self {
        Self { status, told, more: None, fault: None }
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

    pub(super) fn changed_in_store() -> Self {
        Self::new(StatusCode::CONFLICT, |w| w.refused_changed)
    }

    /// Not 408, upon which browsers send a form again by themselves.
    pub(super) fn slow() -> Self {
        Self::new(StatusCode::BAD_REQUEST, |w| w.slow_form)
    }

    pub(super) fn too_long() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, |w| w.too_much)
    }

    /// The stores, or this machine, did not do what they were asked.
    pub(super) fn stores(fault: impl ToString) -> Self {
        Self { fault: Some(fault.to_string()), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, |w| w.stores_fail) }
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

    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    /// In a sentence.
    pub(super) fn told(&self, w: &'static Words) -> String {
        [Some((self.told)(w)), self.more.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    pub(super) fn for_anybody(&self, tongue: &Tongue) -> Response {
        self.page(Frame::bare(tongue, tongue.words.problem), tongue.words)
    }

    pub(super) fn for_caller(&self, caller: &Caller) -> Response {
        self.page(Frame::of(caller, "", caller.tongue.words.problem), caller.tongue.words)
    }

    fn page(&self, f: Frame, w: &'static Words) -> Response {
        let mut response = frame::page(self.status, &Page { f, told: self.told(w) });
        if let Some(fault) = &self.fault {
            response.extensions_mut().insert(Fault(fault.clone()));
        }
        response
    }

    /// What is told to those who run the desk, if that concerns them.
    pub(super) fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let bad = |told| Self::new(StatusCode::BAD_REQUEST, told);
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "all the others are the stores' own trouble, and told as it"
        )]
        match error {
            StoreError::NoSuchTicket | StoreError::NoSuchReport | StoreError::NoSuchAnnouncement => Self::not_found(),
            StoreError::NoAnswer => bad(|w| w.fault_answer),
            StoreError::TooManyAnswers => bad(|w| w.fault_answers),
            StoreError::NoSuchTime => Self::time(),
            StoreError::AnsweredMeanwhile => Self::new(StatusCode::CONFLICT, |w| w.answered_meanwhile),
            StoreError::NoKey => Self::new(StatusCode::CONFLICT, |w| w.no_key),
            StoreError::TooManyAnnouncements => bad(|w| w.fault_announcements),
            StoreError::Busy => Self::new(StatusCode::CONFLICT, |w| w.fault_busy),
            other => Self::stores(other),
        }
    }
}

impl From<ViewError> for Problem {
    fn from(error: ViewError) -> Self {
        Self::stores(error)
    }
}

impl From<DraftFault> for Problem {
    fn from(fault: DraftFault) -> Self {
        let told: fn(&Words) -> &'static str = match fault {
            DraftFault::Title => |w| w.fault_title,
            DraftFault::Body => |w| w.fault_body,
            DraftFault::Components => |w| w.fault_components,
            DraftFault::Span => |w| w.fault_span,
            DraftFault::Future => |w| w.fault_future,
        };
        Self::new(StatusCode::BAD_REQUEST, told)
    }
}
