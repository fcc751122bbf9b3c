//! What was checked besides the endpoints: portals, the phone's clock and network.

use std::fmt::Display;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::copy::Copier;
use crate::connectivity::{ClockSample, PortalCheck, PortalOutcome};
use crate::host::NetworkInfo;
use crate::report::Text;

/// One host's time of day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClockSampleContent {
    /// The host.
    pub host: Text,
    /// Its `Date`.
    pub date: Timestamp,
    /// When the request was sent, by the phone's clock.
    pub sent_at: Timestamp,
    /// From the request to the answer, in milliseconds.
    pub round_trip_ms: u64,
}

/// One captive-portal check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PortalContent {
    /// The endpoint's host.
    pub host: Text,
    /// What it showed.
    pub outcome: PortalOutcome,
    /// The host that it redirects to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirected_to: Option<Text>,
    /// What its `Date` says about the phone's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockSampleContent>,
}

/// What the phone says of its network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NetworkContent {
    /// `wifi`, `cellular` and so on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transport: Option<Text>,
    /// Whether airplane mode is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub airplane_mode: Option<bool>,
    /// Whether a VPN carries the traffic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vpn: Option<bool>,
    /// Whether a proxy is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<bool>,
    /// Whether the connection is metered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metered: Option<bool>,
    /// Whether the app may use data in the background.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub background_restricted: Option<bool>,
    /// Whether the system believes that this network reaches the internet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validated: Option<bool>,
    /// Whether the system has found a captive portal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captive_portal: Option<bool>,
    /// The strength of the signal, 0 to 4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal_level: Option<u8>,
}

// Every copy takes its source apart, so that a new field does not compile before it is decided whether it leaves.
impl Copier<'_> {
    pub(super) fn clock_sample(&mut self, place: &dyn Display, sample: &ClockSample) -> ClockSampleContent {
        let ClockSample { host, date, sent_at, round_trip_ms } = sample;
        ClockSampleContent {
            host: self.scribe.text(format_args!("{place}/host"), host),
            date: *date,
            sent_at: *sent_at,
            round_trip_ms: *round_trip_ms,
        }
    }

    pub(super) fn portal(&mut self, place: &dyn Display, check: &PortalCheck) -> PortalContent {
        let PortalCheck { host, outcome, redirected_to, clock } = check;
        PortalContent {
            host: self.scribe.text(format_args!("{place}/host"), host),
            outcome: *outcome,
            redirected_to: self.scribe.optional(format_args!("{place}/redirected_to"), redirected_to.as_ref()),
            clock: clock.as_ref().map(|clock| self.clock_sample(&format_args!("{place}/clock"), clock)),
        }
    }

    pub(super) fn network(&mut self, place: &dyn Display, info: &NetworkInfo) -> NetworkContent {
        let NetworkInfo {
            transport,
            airplane_mode,
            vpn,
            proxy,
            metered,
            background_restricted,
            validated,
            captive_portal,
            signal_level,
        } = info;
        NetworkContent {
            transport: self.scribe.optional(format_args!("{place}/transport"), transport.as_ref()),
            airplane_mode: *airplane_mode,
            vpn: *vpn,
            proxy: *proxy,
            metered: *metered,
            background_restricted: *background_restricted,
            validated: *validated,
            captive_portal: *captive_portal,
            signal_level: *signal_level,
        }
    }
}
