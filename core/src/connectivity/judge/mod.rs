//! What the probes, portals and clock samples amount to. Pure.

mod clock;
mod dns;
mod endpoint;
mod reach;

#[cfg(test)]
mod tests;

use super::{EndpointProbe, LinkQuality, PortalVerdict, portal_verdict};
use crate::diagnosis::{Fact, Finding, FindingCode};
use crate::host::NetworkInfo;
use crate::observation::Observations;

pub(crate) use clock::true_time;

/// Of the levels 0 to 4, Android calls 1 'poor' (`SignalStrength.SIGNAL_STRENGTH_POOR`).
const WEAK_SIGNAL_LEVEL: u8 = 1;

/// Where so many round trips are lost, connections without a retransmission are next to impossible; below it they are not
/// rare.
const MOSTLY_LOST_PERCENT: u32 = 40;

/// The findings of everything that this stage observed.
pub(crate) fn judge(observations: &Observations) -> Vec<Finding> {
    // Whoever shows a good certificate is no sign-in page, and whoever reaches it has passed one.
    let passed = observations.endpoints.iter().any(EndpointProbe::is_secured);
    let seen = portal_verdict(&observations.portals);
    let portal = if passed && seen == PortalVerdict::Yes { PortalVerdict::CannotTell } else { seen };
    let mut findings: Vec<Finding> = Vec::new();
    for probe in &observations.endpoints {
        findings.extend(endpoint::judge(probe, portal));
        findings.extend(dns::judge(probe));
    }
    findings.extend(dns::judge_made_up_name(observations));
    findings.extend(endpoint::judge_ipv6(&observations.endpoints));
    findings.extend(reach::judge(observations));
    findings.extend(endpoint::judge_speed(&observations.endpoints));
    let fact = match portal {
        PortalVerdict::Yes => Some(Fact::PortalFound),
        PortalVerdict::No => Some(Fact::PortalAbsent),
        PortalVerdict::CannotTell => None,
    };
    findings.extend(fact.map(|fact| {
        let to = observations.portals.iter().find_map(|check| check.redirected_to.clone()).unwrap_or_default();
        Finding::new(fact, "").with("host", to)
    }));
    findings.extend(clock::judge(observations));
    findings.extend(
        observations
            .quality
            .known()
            .map(|quality| judge_quality(quality, endpoint::all_quick(&observations.endpoints)))
            .unwrap_or_default(),
    );
    let phone = observations.network.known().map(judge_phone).unwrap_or_default();
    findings.extend(phone.into_iter().filter(|finding| !(passed && finding.code == Fact::PhoneSaysPortal.into())));
    findings
}

/// What was measured, unless all other exchanges belie it: then the echo server or the sample's is limited or slow, not the
/// link.
fn judge_quality(quality: &LinkQuality, all_quick: bool) -> Vec<Finding> {
    let mostly_lost =
        quality.echo.iter().any(|echo| echo.lost.saturating_mul(100) >= echo.known.saturating_mul(MOSTLY_LOST_PERCENT));
    let belied = |finding: &Finding| {
        let servers =
            [Fact::QualityHighLatency, Fact::QualityUnsteady, Fact::QualityLowThroughput].map(FindingCode::from);
        servers.contains(&finding.code) || (mostly_lost && finding.code == Fact::QualityLossy.into())
    };
    super::quality::judge(quality).into_iter().filter(|finding| !(all_quick && belied(finding))).collect()
}

/// What the phone says of its network.
pub(crate) fn judge_phone(network: &NetworkInfo) -> Vec<Finding> {
    let facts = [
        (network.transport.as_deref() == Some("none"), Fact::PhoneOffline),
        (network.airplane_mode == Some(true), Fact::PhoneAirplaneMode),
        (network.captive_portal == Some(true), Fact::PhoneSaysPortal),
        (network.validated == Some(false), Fact::PhoneNotValidated),
        (network.signal_level.is_some_and(|level| level <= WEAK_SIGNAL_LEVEL), Fact::PhoneWeakSignal),
        (network.metered == Some(true), Fact::PhoneMetered),
        (network.vpn == Some(true), Fact::PhoneVpn),
        (network.proxy == Some(true), Fact::PhoneProxy),
        (network.background_restricted == Some(true), Fact::PhoneBackgroundRestricted),
    ];
    facts.into_iter().filter(|(holds, _)| *holds).map(|(_, fact)| Finding::new(fact, "")).collect()
}
