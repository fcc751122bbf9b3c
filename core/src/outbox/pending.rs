//! An upload that the app itself carries: to a background session of iOS, or to Android's WorkManager, which go on when the app
//! is gone. They send whole files, so what is left of a report is one file and one request.

use std::fmt;
use std::path::PathBuf;

use http::HeaderMap;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use url::Url;

use super::tus;
use crate::report::ReportId;

/// How long an upload is left to the app if it does not say how it ended. A session in the background may wait for a night.
pub(super) const HANDED_OVER_FOR: SignedDuration = SignedDuration::from_hours(24);

/// One request that sends all that is left of a report. It may be made once or not at all: whatever comes of it, the doctor asks
/// the intake how far it got.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PendingUpload {
    /// The report.
    pub id: ReportId,
    /// Always `PATCH`.
    pub method: String,
    /// Where to. Who has it may change the upload: not for a log.
    pub url: String,
    /// The headers that it needs besides its length.
    pub headers: Vec<(String, String)>,
    /// The file that is the request's body, as a whole. It is there until the doctor is told how the upload ended, or a day later.
    pub file: PathBuf,
    /// The bytes of the report that the intake has already.
    pub offset: u64,
    /// The bytes of the whole report.
    pub total: u64,
    /// Whether the person wants it sent only where data costs nothing: the session has to be told so.
    pub unmetered_only: bool,
}

/// How it ended, as the app's session says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadOutcome {
    /// The answer's status; none if there was no answer.
    pub status: Option<u16>,
    /// The answer's headers.
    pub headers: Vec<(String, String)>,
}

impl PendingUpload {
    pub(super) fn new(id: ReportId, url: Url, offset: u64, total: u64, file: PathBuf, unmetered_only: bool) -> Self {
        let headers = [
            (tus::RESUMABLE, tus::VERSION.to_owned()),
            (http::header::CONTENT_TYPE, tus::CONTENT_TYPE.to_owned()),
            (tus::UPLOAD_OFFSET, offset.to_string()),
        ];
        let headers = headers.map(|(name, value)| (name.to_string(), value)).to_vec();
        Self { id, method: "PATCH".to_owned(), url: url.into(), headers, file, offset, total, unmetered_only }
    }
}

impl fmt::Debug for PendingUpload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the URL.
        let Self { id, method, url: _, headers, file, offset, total, unmetered_only } = self;
        f.debug_struct("PendingUpload")
            .field("id", id)
            .field("method", method)
            .field("headers", headers)
            .field("file", file)
            .field("offset", offset)
            .field("total", total)
            .field("unmetered_only", unmetered_only)
            .finish_non_exhaustive()
    }
}

impl UploadOutcome {
    /// The headers as far as they are ones.
    pub(super) fn header_map(&self) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in &self.headers {
            let name = http::HeaderName::try_from(name.as_str());
            if let (Ok(name), Ok(value)) = (name, http::HeaderValue::try_from(value.as_str())) {
                map.append(name, value);
            }
        }
        map
    }
}
