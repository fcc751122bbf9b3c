//! `/announcements`: what support tells everybody, in the format that the SDK reads (docs/schemas/announcements.md).
//!
//! Written and, where the apps ask for that, signed by whoever opens reports; served here, where apps ask anyway. The intake has no
//! key to sign with, so that whoever gets into it can announce nothing that apps believe.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{condition, tus::Desk};

/// Where apps ask for it.
pub(crate) const PATH: &str = "/announcements";
/// How long an app, or what stands in between, may believe it, in seconds.
const CACHED: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// What it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Says nothing about how well the service works.
    Notice,
    /// Planned work.
    Maintenance,
    /// Something is broken.
    Incident,
}

/// How bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Something is slow or fails for some.
    Warning,
    /// Something does not work.
    Critical,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// It is going on.
    InProgress,
    /// It is over.
    Over,
}

/// One announcement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// Stable, and told to apps.
    pub id: String,
    /// What it is about.
    pub kind: Kind,
    /// How bad.
    pub severity: Severity,
    /// How far it is.
    pub state: Progress,
    /// The parts of the service.
    #[serde(default)]
    pub components: Vec<String>,
    /// Since when.
    pub starts_at: Timestamp,
    /// Until when, if that is known.
    pub ends_at: Option<Timestamp>,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// By language: `zh-Hans`, `en`.
    pub title: BTreeMap<String, String>,
    /// The same.
    pub body: BTreeMap<String, String>,
    /// The cause that many reports had in common, by its code. Apps are not told.
    #[serde(default)]
    pub cause: Option<String>,
    /// The agent. Apps are not told.
    pub by: String,
    /// What proves that it was written by a view with the key that apps know, for that view itself. Apps are not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voucher: Option<String>,
}

/// What apps are served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its media type.
    pub content_type: String,
    /// Its text.
    pub body: String,
    /// When it was written.
    pub changed_at: Timestamp,
}

pub(crate) fn routes() -> Router<Arc<Desk>> {
    Router::new().route(PATH, get(announced))
}

async fn announced(State(desk): State<Arc<Desk>>, request: HeaderMap) -> Response {
    let document = match desk.store.records().announced().await {
        Ok(Some(document)) => document,
        Ok(None) => return (StatusCode::NOT_FOUND, "nothing was announced here yet\n").into_response(),
        Err(_) => return (StatusCode::SERVICE_UNAVAILABLE, "the intake cannot look at the moment\n").into_response(),
    };
    let tag = hex::encode(Sha256::digest(&document.body));
    let (Ok(quoted), Ok(content_type)) =
        (HeaderValue::try_from(format!("\"{tag}\"")), HeaderValue::try_from(document.content_type))
    else {
        return (StatusCode::SERVICE_UNAVAILABLE, "what was announced is damaged\n").into_response();
    };
    let known = condition::has(&request, tag.as_bytes());
    let mut response =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { Body::from(document.body).into_response() };
    let out = response.headers_mut();
    out.insert(header::ETAG, quoted);
    out.insert(header::CACHE_CONTROL, CACHED);
    if !known {
        out.insert(header::CONTENT_TYPE, content_type);
    }
    response
}
