//! What the provider says of its service, as a report tells it: titles and times. The bodies stay out, support has them.

use std::fmt::Display;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Reported;
use super::copy::Copier;
use crate::config::StatusFormat;
use crate::observation::{KeptReport, SourceObservation};
use crate::report::Text;
use crate::service::{Component, Incident, Maintenance, Notice, ServiceReport, ServiceState, WorkPhase};

/// One source of service news.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SourceContent {
    /// Its name.
    pub source: Text,
    /// What it said.
    pub report: Reported<ServiceContent>,
    /// Whether it is signed by the provider.
    #[serde(default)]
    pub signed: bool,
    /// How old its word was when it came, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_s: Option<u64>,
    /// Whether it was too busy.
    #[serde(default)]
    pub busy: bool,
    /// When it asks to be asked again, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u64>,
    /// What it said earlier, where that is not what it says now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<KeptContent>,
}

/// What a source said earlier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeptContent {
    /// What it said.
    pub report: ServiceContent,
    /// When it last said so.
    pub fetched_at: Timestamp,
}

/// What one source says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ServiceContent {
    /// The format that it is written in; missing in older reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<StatusFormat>,
    /// When the source was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// The whole service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overall: Option<ServiceState>,
    /// Its parts.
    pub components: Vec<ComponentContent>,
    /// Incidents.
    pub incidents: Vec<IncidentContent>,
    /// Maintenance.
    pub maintenances: Vec<MaintenanceContent>,
    /// What people should read besides.
    #[serde(default)]
    pub notices: Vec<NoticeContent>,
}

/// A part of the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComponentContent {
    /// Its name.
    pub name: Text,
    /// How well it works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ServiceState>,
}

/// An incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IncidentContent {
    /// Its title.
    pub title: Text,
    /// How bad it is.
    pub state: ServiceState,
    /// Whether the source says that it is over.
    #[serde(default)]
    pub over: bool,
    /// The parts that it is about.
    #[serde(default)]
    pub components: Vec<Text>,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// When it was over, where the source tells it beforehand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
}

/// Planned work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MaintenanceContent {
    /// Its title.
    pub title: Text,
    /// How far the source says that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<WorkPhase>,
    /// The parts that it is about.
    #[serde(default)]
    pub components: Vec<Text>,
    /// From when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
}

/// Something that people should read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoticeContent {
    /// Its title.
    pub title: Text,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_at: Option<Timestamp>,
}

// Every copy takes its source apart, so that a new field does not compile before it is decided whether it leaves.
impl Copier<'_> {
    pub(super) fn source(&mut self, place: &dyn Display, seen: &SourceObservation) -> SourceContent {
        let SourceObservation { source, report, signed, age_s, busy, retry_after_s, kept } = seen;
        SourceContent {
            source: self.scribe.text(format_args!("{place}/source"), source),
            report: self.observed(&format_args!("{place}/report"), report, Self::service),
            signed: *signed,
            age_s: *age_s,
            busy: *busy,
            retry_after_s: *retry_after_s,
            kept: kept.as_ref().map(|KeptReport { report, fetched_at }| KeptContent {
                report: self.service(&format_args!("{place}/kept/report"), report),
                fetched_at: *fetched_at,
            }),
        }
    }

    fn service(&mut self, place: &dyn Display, report: &ServiceReport) -> ServiceContent {
        let ServiceReport { format, page: _, updated_at, overall, components, incidents, maintenances, notices } =
            report;
        ServiceContent {
            format: Some(*format),
            updated_at: *updated_at,
            overall: *overall,
            components: self.list(&format_args!("{place}/components"), components, |copier, place, component| {
                let Component { id: _, name, state } = component;
                ComponentContent { name: copier.scribe.text(format_args!("{place}/name"), name), state: *state }
            }),
            incidents: self.list(&format_args!("{place}/incidents"), incidents, Self::incident),
            maintenances: self.list(&format_args!("{place}/maintenances"), maintenances, Self::maintenance),
            notices: self.list(&format_args!("{place}/notices"), notices, |copier, place, notice| {
                let Notice { id: _, title, body: _, published_at, starts_at: _, ends_at: _ } = notice;
                let title = copier.scribe.text(format_args!("{place}/title"), title);
                NoticeContent { title, published_at: *published_at }
            }),
        }
    }

    fn incident(&mut self, place: &dyn Display, incident: &Incident) -> IncidentContent {
        let Incident { id: _, title, body: _, state, over, components, started_at, ends_at, updated_at: _ } = incident;
        IncidentContent {
            title: self.scribe.text(format_args!("{place}/title"), title),
            state: *state,
            over: *over,
            components: self.scribe.texts(format_args!("{place}/components"), components),
            started_at: *started_at,
            ends_at: *ends_at,
        }
    }

    fn maintenance(&mut self, place: &dyn Display, work: &Maintenance) -> MaintenanceContent {
        let Maintenance { id: _, title, body: _, phase, components, starts_at, ends_at, updated_at: _ } = work;
        MaintenanceContent {
            title: self.scribe.text(format_args!("{place}/title"), title),
            phase: *phase,
            components: self.scribe.texts(format_args!("{place}/components"), components),
            starts_at: *starts_at,
            ends_at: *ends_at,
        }
    }
}
