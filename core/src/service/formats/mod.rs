//! The formats that providers publish, each read leniently into a [`ServiceReport`]. Pure.
//!
//! A reader takes bytes that are at most [`MAX_DOCUMENT_BYTES`](super::MAX_DOCUMENT_BYTES), needs no more than a few times as
//! much memory whatever they hold, and says no more than 'this makes no sense'.

mod announcements;
mod capped;
mod feed;
mod statuspage;
mod text;

use http::StatusCode;

use super::ServiceReport;
use crate::config::{Locale, StatusFormat};

/// A document that is not what its format says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the document does not make sense")]
pub(crate) struct Unreadable;

/// What a source answered: what a reader needs of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Document<'a> {
    pub(crate) status: StatusCode,
    /// `Content-Type` as it came, if one did.
    pub(crate) content_type: Option<&'a str>,
    pub(crate) body: &'a [u8],
    /// The language of titles and bodies where there is a choice.
    pub(crate) locale: Locale,
}

/// Reads a document. `auto` tells the format by what the document holds, and never takes one for `plain_http`: of a page
/// that could not be read, its status code is no statement of the provider's.
pub(crate) fn read(format: StatusFormat, document: &Document<'_>) -> Result<ServiceReport, Unreadable> {
    let body = without_mark(document.body);
    match format {
        StatusFormat::StatuspageV2 => statuspage::read(body),
        StatusFormat::Announcements => announcements::read(body, document.locale),
        StatusFormat::Feed => feed::read(document.body, document.content_type),
        StatusFormat::Auto
        | StatusFormat::IncidentIo
        | StatusFormat::BetterStack
        | StatusFormat::Cstate
        | StatusFormat::Upptime
        | StatusFormat::Actuator
        | StatusFormat::HealthJson
        | StatusFormat::PlainHttp => Err(Unreadable),
    }
}

/// The body without the mark that some editors put before UTF-8.
fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}
