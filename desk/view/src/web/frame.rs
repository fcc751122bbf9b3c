//! What stands around every page, and how pages become answers.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use jiff::{Timestamp, tz::TimeZone};

use super::caller::{Caller, Tongue, form_encoded};
use crate::words::Words;

/// What stands around a page.
pub(super) struct Frame {
    pub(super) w: &'static Words,
    /// `zh-Hans`, `en`.
    pub(super) lang: &'static str,
    pub(super) title: String,
    pub(super) caller: Option<Signed>,
    /// The other language, for a link.
    pub(super) other_lang: &'static str,
    /// This page, as a value in a query.
    pub(super) back: String,
    /// `queue`, `waves`, `announcements`.
    pub(super) place: &'static str,
}

/// Who is signed in.
pub(super) struct Signed {
    pub(super) name: String,
    pub(super) is_lead: bool,
    pub(super) token: String,
}

impl Frame {
    pub(super) fn of(caller: &Caller, place: &'static str, title: impl Into<String>) -> Self {
        let signed = Signed {
            name: caller.session.agent.name.clone(),
            is_lead: caller.session.is_lead(),
            token: caller.session.form_token.clone(),
        };
        Self { caller: Some(signed), place, ..Self::bare(&caller.tongue, title) }
    }

    /// For whoever is not signed in.
    pub(super) fn bare(tongue: &Tongue, title: impl Into<String>) -> Self {
        let other = match tongue.locale {
            wallet_doctor_core::config::Locale::En => "zh-Hans",
            wallet_doctor_core::config::Locale::ZhHans => "en",
        };
        Self {
            w: tongue.words,
            lang: tongue.locale.as_str(),
            title: title.into(),
            caller: None,
            other_lang: other,
            back: form_encoded(&tongue.here),
            place: "",
        }
    }

    pub(super) fn is_lead(&self) -> bool {
        self.caller.as_ref().is_some_and(|signed| signed.is_lead)
    }

    pub(super) fn token(&self) -> &str {
        self.caller.as_ref().map_or("", |signed| &signed.token)
    }
}

/// A page as an answer. Rendering writes into memory and does not fail.
pub(super) fn page(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, "the page could not be written\n").into_response(),
    }
}

/// A time for a person, and for a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) told: String,
    pub(super) exact: String,
}

/// In the desk's time zone: `2027-01-15 08:00 UTC`.
pub(super) fn moment(at: Timestamp, zone: &TimeZone) -> Moment {
    Moment { told: at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M %Z").to_string(), exact: at.to_string() }
}
