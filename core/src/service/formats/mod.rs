//! The formats that providers publish, each read leniently into a [`ServiceReport`]. Pure.
//!
//! A reader takes bytes that are at most [`MAX_DOCUMENT_BYTES`](super::MAX_DOCUMENT_BYTES), needs no more than a few times as
//! much memory whatever they hold, and says no more than 'this makes no sense'.

mod actuator;
mod announcements;
mod better_stack;
mod capped;
mod cstate;
mod detect;
mod feed;
mod health_json;
mod html;
mod incident_io;
mod lenient;
mod plain_http;
mod references;
mod statuspage;
#[cfg(test)]
mod tests;
mod text;
mod upptime;

use http::StatusCode;

use super::{MAX_COMPONENTS, ServiceReport};
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

/// Whether an answer with this status has a body that is to be read, where the source is written in this format.
pub(crate) fn reads_status(format: StatusFormat, status: StatusCode) -> bool {
    match format {
        StatusFormat::PlainHttp => true,
        // A service that is not well says so with an error's status and a body of its own.
        StatusFormat::Actuator | StatusFormat::HealthJson => {
            status.is_success()
                || status.is_server_error()
                || (status.is_client_error() && !is_about_the_request(status))
        }
        // What is not known to be a health endpoint says 'not found' in such words too.
        StatusFormat::Auto => status.is_success() || status.is_server_error(),
        StatusFormat::StatuspageV2
        | StatusFormat::IncidentIo
        | StatusFormat::BetterStack
        | StatusFormat::Cstate
        | StatusFormat::Upptime
        | StatusFormat::Feed
        | StatusFormat::Announcements => status.is_success(),
    }
}

/// Whether a status says something of how was asked, and nothing of the service: an API that wants a sign-in, or has nothing
/// at this path, writes that in the words of a health endpoint.
fn is_about_the_request(status: StatusCode) -> bool {
    matches!(status.as_u16(), 400..=407 | 410 | 411 | 413..=417 | 421 | 426 | 431 | 451)
}

/// Reads a document. `auto` tells the format by what the document holds, and never takes one for `plain_http`: of a page
/// that could not be read, its status code is no statement of the provider's.
pub(crate) fn read(format: StatusFormat, document: &Document<'_>) -> Result<ServiceReport, Unreadable> {
    let body = without_mark(document.body);
    let report = match format {
        StatusFormat::Auto => {
            let found = detect::detect(body, document.content_type).ok_or(Unreadable)?;
            // With an error's status, only a format that comes with one is what the provider says of the service.
            if found == StatusFormat::Auto
                || !reads_status(found, document.status)
                || !reads_status(format, document.status)
            {
                return Err(Unreadable);
            }
            return read(found, document);
        }
        StatusFormat::StatuspageV2 => statuspage::read(body),
        StatusFormat::IncidentIo => incident_io::read(body),
        StatusFormat::BetterStack => better_stack::read(body),
        StatusFormat::Cstate => cstate::read(body),
        StatusFormat::Upptime => upptime::read(body),
        StatusFormat::Actuator => actuator::read(body),
        StatusFormat::HealthJson => health_json::read(body),
        StatusFormat::Feed => feed::read(document.body, document.content_type),
        StatusFormat::Announcements => announcements::read(body, document.locale),
        StatusFormat::PlainHttp => plain_http::read(document.status),
    };
    report.map(with_few_parts)
}

/// The report with no more parts of incidents and maintenances than there may be components, all together; each that has any
/// keeps one, since without any it would be about everything.
fn with_few_parts(mut report: ServiceReport) -> ServiceReport {
    let mut left = MAX_COMPONENTS;
    let incidents = report.incidents.iter_mut().map(|it| &mut it.components);
    for parts in incidents.chain(report.maintenances.iter_mut().map(|it| &mut it.components)) {
        parts.truncate(left.max(1));
        parts.shrink_to_fit();
        left = left.saturating_sub(parts.len());
    }
    report
}

/// The body without the mark that some editors put before UTF-8.
fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}
