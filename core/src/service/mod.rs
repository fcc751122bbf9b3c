//! What the provider says of itself: status pages, health endpoints and announcements, in whatever form, read leniently into
//! one shape.
//!
//! ```text
//! source ─fetch→ document ─formats→ ServiceReport ─judge (relevance, windows, disagreement)→ findings
//!                    └ the last good one is kept, with its time, for when the network is gone
//! ```
//!
//! `fetch` touches the network and `kept` the disk; `formats` and everything that judges (`relevance`, `window`, `word`,
//! `statement`, `judge`) are pure. A source that
//! makes no sense is an observation, never a failure of the diagnosis. The rules: docs/service.md.

mod announced;
mod current;
mod fetch;
mod formats;
mod judge;
mod kept;
mod relevance;
mod statement;
mod topics;
mod window;
mod word;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::codes::stable_codes;
use crate::config::StatusFormat;

pub(crate) use announced::{Announced, announced};
pub use announced::{AnnouncementKind, MAX_ANNOUNCED};
pub(crate) use fetch::Fetching;
#[cfg(feature = "fuzzing")]
pub(crate) use formats::{Document, read};
pub(crate) use judge::judge;
pub(crate) use kept::{Changes, News, load as load_news, remembered, save as save_news};
pub(crate) use relevance::Tried;
#[cfg(test)]
pub(crate) use topics::topic_codes;
pub(crate) use topics::topic_of;

/// The largest status document that is read, in bytes.
pub const MAX_DOCUMENT_BYTES: usize = 1024 * 1024;
/// How many components of one source are kept.
pub const MAX_COMPONENTS: usize = 500;
/// How many incidents, maintenances and notices of one source are kept each, in the source's own order: all of them write
/// the newest first.
pub const MAX_NEWS: usize = 50;
/// How many affected components of one incident or maintenance are kept.
pub const MAX_AFFECTED: usize = 50;
/// How much of a title or a name is kept, in characters.
pub const MAX_TITLE_CHARS: usize = 300;
/// How much of a body is kept, in characters.
pub const MAX_BODY_CHARS: usize = 1_000;

/// What one source says, whatever its format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ServiceReport {
    /// The format that it is written in; never `auto`.
    pub format: StatusFormat,
    /// Which page it is, in the source's own id or address: a mirror is the same page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// When the source was last changed, in its own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// The whole service, in the source's own judgement. Empty where the format has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overall: Option<ServiceState>,
    /// Its parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
    /// Incidents, those that are over too: another source may not have heard of it yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub incidents: Vec<Incident>,
    /// Maintenance, likewise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub maintenances: Vec<Maintenance>,
    /// What says nothing about how well the service works.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Notice>,
}

impl ServiceReport {
    /// A report that says nothing yet.
    pub fn empty(format: StatusFormat) -> Self {
        Self {
            format,
            page: None,
            updated_at: None,
            overall: None,
            components: Vec::new(),
            incidents: Vec::new(),
            maintenances: Vec::new(),
            notices: Vec::new(),
        }
    }
}

stable_codes! {
    /// How well a service or a part of it works.
    pub enum ServiceState as "service state" {
        /// As it should.
        Operational = "operational",
        /// Slowly, partly, or not for everybody.
        Degraded = "degraded",
        /// Not.
        Outage = "outage",
        /// Not, as announced.
        Maintenance = "maintenance",
    }
}

/// A part of the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Component {
    /// The source's own id for it, if it has one that is not the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// How well it works. Empty if the source's word is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ServiceState>,
}

/// Something that went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Incident {
    /// The source's own id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// The latest that is said of it, as plain text; empty if nothing is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// How bad it is.
    pub state: ServiceState,
    /// Whether the source says that it is over.
    #[serde(default)]
    pub over: bool,
    /// The parts that it is about, ids or names; empty: the source names none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<String>,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// When it was over, where the format tells it beforehand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// When something was last said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

/// Planned work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Maintenance {
    /// The source's own id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// The latest that is said of it, as plain text; empty if nothing is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// How far the source says that it is. Empty where the format tells only times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<WorkPhase>,
    /// The parts that it is about, ids or names; empty: the source names none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<String>,
    /// From when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// When something was last said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

impl Maintenance {
    /// Whether the source does not say that it is over or off.
    pub fn is_open(&self) -> bool {
        !matches!(self.phase, Some(WorkPhase::Over | WorkPhase::Cancelled))
    }
}

stable_codes! {
    /// How far planned work is, in the source's own word.
    pub enum WorkPhase as "phase of work" {
        /// It has not begun.
        Planned = "planned",
        /// It goes on.
        InProgress = "in_progress",
        /// It is done.
        Over = "over",
        /// It will not be done.
        Cancelled = "cancelled",
    }
}

/// Something that people should read and that says nothing about how well the service works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notice {
    /// The source's own id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// What it says, as plain text; empty if that is all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_at: Option<Timestamp>,
    /// From when it matters, if it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    /// Until when it matters, if it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
}
