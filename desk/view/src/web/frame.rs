//! What stands around every page, and how pages become answers.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

use super::{
    caller::{Caller, Tongue, form_encoded},
    problem::Problem,
};
use crate::{desk::Desk, words::Words};

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

/// How the desk's time zone is called: `Asia/Shanghai`, or by its offset where it has no name.
pub(super) fn zone_name(desk: &Desk) -> String {
    let named = desk.zone.iana_name().map(str::to_owned);
    named.unwrap_or_else(|| desk.clock.now().to_zoned(desk.zone.clone()).strftime("UTC%:z").to_string())
}

/// As `<input type="datetime-local">` has it, in the desk's time zone. Nothing for nothing.
pub(super) fn typed_time(desk: &Desk, text: &str, label: &str) -> Result<Option<Timestamp>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    // With seconds where somebody typed them, and without anything else: an offset would be passed over.
    let time = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"].iter().find_map(|format| DateTime::strptime(format, text).ok());
    let time = time.ok_or_else(|| Problem::field(label))?;
    Ok(Some(time.to_zoned(desk.zone.clone()).map_err(|_| Problem::field(label))?.timestamp()))
}

/// In the desk's time zone: `2027-01-15 08:00 UTC`.
pub(super) fn moment(at: Timestamp, zone: &TimeZone) -> Moment {
    Moment { told: at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M %Z").to_string(), exact: at.to_string() }
}
