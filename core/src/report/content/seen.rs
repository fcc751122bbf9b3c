//! What was observed, as a report tells it.

use std::fmt::Display;

use jiff::Timestamp;

use super::copy::Copier;
use super::{
    AccountContent, AppContent, BalancesContent, CacheContent, EndpointContent, MadeUpNameContent, NetworkContent,
    PortalContent, QualityContent, Reported, SourceContent, TransactionsContent,
};
use crate::account::Attempts;
use crate::connectivity::{ClockOffset, ClockSample, Traffic, clock_offset};
use crate::diagnosis::OwnCausesSeen;
use crate::host::AppInfo;
use crate::observation::Observations;

/// The part of a report's content that is made from the observations.
pub(super) struct Seen {
    pub(super) app: Reported<AppContent>,
    pub(super) started_at: Timestamp,
    pub(super) endpoints: Vec<EndpointContent>,
    pub(super) made_up_name: Option<MadeUpNameContent>,
    pub(super) portals: Vec<PortalContent>,
    pub(super) quality: Reported<QualityContent>,
    pub(super) clock: Option<ClockOffset>,
    pub(super) network: Reported<NetworkContent>,
    pub(super) service: Vec<SourceContent>,
    pub(super) account: Reported<AccountContent>,
    pub(super) balances: BalancesContent,
    pub(super) transactions: TransactionsContent,
    pub(super) attempts: Attempts,
    pub(super) caches: Reported<Vec<CacheContent>>,
    pub(super) own_causes: Reported<OwnCausesSeen>,
    pub(super) traffic: Traffic,
}

impl Copier<'_> {
    pub(super) fn seen(&mut self, observations: &Observations) -> Seen {
        let Observations {
            started_at,
            // What it led to is in the advice.
            spread: _,
            endpoints,
            made_up_name,
            portals,
            quality,
            network,
            service,
            account,
            cached_balances: _,
            synced_balances: _,
            pending: _,
            balance_reading: _,
            balance_snapshots: _,
            looked_up: _,
            recent: _,
            attempts,
            caches,
            app,
            own_causes,
            traffic,
        } = observations;
        Seen {
            app: self.observed(&"/app", app, Self::app),
            started_at: *started_at,
            endpoints: self.list(&"/endpoints", endpoints, Self::endpoint),
            made_up_name: made_up_name.as_ref().map(|seen| self.made_up_name(&"/made_up_name", seen)),
            portals: self.list(&"/portals", portals, Self::portal),
            quality: self.observed(&"/quality", quality, Self::quality),
            clock: clock(observations),
            network: self.observed(&"/network", network, Self::network),
            service: self.list(&"/service", service, Self::source),
            account: self.observed(&"/account", account, Self::account),
            balances: self.balances(&"/balances", observations),
            transactions: self.transactions(&"/transactions", observations),
            attempts: attempts.clone(),
            caches: self.observed(&"/caches", caches, |copier, place, caches| copier.list(place, caches, Self::cache)),
            own_causes: self.observed(&"/own_causes", own_causes, |_, _, seen| *seen),
            traffic: *traffic,
        }
    }

    fn app(&mut self, place: &dyn Display, app: &AppInfo) -> AppContent {
        let AppInfo {
            app_version,
            app_minimum_version,
            app_latest_version,
            os,
            os_version,
            os_minimum_version,
            free_storage_bytes,
            device,
            account_ref,
            time_zone,
        } = app;
        let mut version = |name: &str, value: &Option<String>| {
            value.as_ref().map(|value| self.scribe.version(format_args!("{place}/{name}"), value))
        };
        AppContent {
            app_version: version("app_version", app_version),
            app_minimum_version: version("app_minimum_version", app_minimum_version),
            app_latest_version: version("app_latest_version", app_latest_version),
            os: version("os", os),
            os_version: version("os_version", os_version),
            os_minimum_version: version("os_minimum_version", os_minimum_version),
            free_storage_bytes: *free_storage_bytes,
            device: self.scribe.optional(format_args!("{place}/device"), device.as_ref()),
            // The reference itself never leaves.
            account: account_ref.as_ref().and_then(|reference| self.scribe.pseudonym_of(reference)),
            time_zone: self.scribe.optional(format_args!("{place}/time_zone"), time_zone.as_ref()),
        }
    }
}

/// The phone's clock against every `Date` that was seen.
fn clock(seen: &Observations) -> Option<ClockOffset> {
    let probes = seen.endpoints.iter().flat_map(|probe| &probe.families);
    let probed = probes.filter_map(|probe| probe.answer.as_ref()?.clock.clone());
    let samples: Vec<ClockSample> = probed.chain(seen.portals.iter().filter_map(|check| check.clock.clone())).collect();
    clock_offset(&samples)
}
