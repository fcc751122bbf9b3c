//! What the provider says of itself: status pages and announcements, read leniently into one shape.
//!
//! `fetch` touches the network; the readers and `judge` are pure. A source that makes no sense is an observation, never a
//! failure of the diagnosis.

mod announcements;
mod fetch;
mod judge;
mod statuspage;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::codes::stable_codes;
use crate::one_line::one_line;

pub(crate) use fetch::fetch_source;
#[cfg(feature = "fuzzing")]
pub(crate) use fetch::parse;
pub(crate) use judge::judge;

/// The largest status document that is read, in bytes.
pub const MAX_DOCUMENT_BYTES: usize = 1024 * 1024;
/// How many components, incidents and maintenances of one source are kept each.
pub const MAX_ITEMS: usize = 500;
/// How much of a title is kept, in characters.
pub const MAX_TITLE_CHARS: usize = 300;

/// What one source says, whatever its format.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ServiceReport {
    /// The whole service, in the source's own judgement. Empty where the format has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overall: Option<ServiceState>,
    /// Its parts.
    pub components: Vec<Component>,
    /// Incidents that are not over.
    pub incidents: Vec<Incident>,
    /// Maintenance that is not over.
    pub maintenances: Vec<Maintenance>,
}

stable_codes! {
    /// How well a service or a part of it works.
    pub enum ServiceState as "service state" {
        /// As it should.
        Operational = "operational",
        /// Slowly or partly.
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
    /// Its name.
    pub name: String,
    /// How well it works. Empty if the source's word is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ServiceState>,
}

/// Something that went wrong and is not over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Incident {
    /// Its title.
    pub title: String,
    /// How bad it is.
    pub state: ServiceState,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// When it was over, where the format tells it beforehand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
}

/// Planned work that is not over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Maintenance {
    /// Its title.
    pub title: String,
    /// Whether the source says that it has begun. Empty where the format tells only times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_progress: Option<bool>,
    /// From when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
}

/// A document that is not what its format says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the document does not make sense")]
pub(crate) struct Unreadable;

/// A title, cut to a readable length, on one line.
fn title(text: &str) -> String {
    one_line(text, MAX_TITLE_CHARS)
}

/// A time that may be missing, empty or nonsense: then it is not known.
fn lenient_time(text: Option<&str>) -> Option<Timestamp> {
    text?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_line_that_moves_no_cursor() {
        assert_eq!(title(" Slow\n\tanswers "), "Slow answers");
        assert_eq!(title("\u{1b}[31mPayments\u{0} are\u{202e} down\u{2069}"), "[31mPayments are down");
        assert_eq!(title(&"数".repeat(1_000)).chars().count(), MAX_TITLE_CHARS);
    }
}
