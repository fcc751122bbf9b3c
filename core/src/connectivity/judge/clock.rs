//! The phone's clock, by the servers' dates and by those of their certificates. Pure.

use jiff::{SignedDuration, Timestamp};

use super::super::{CertificateFacts, ClockOffset, ClockSample, EndpointProbe, FailureCode, clock_offset};
use crate::config::Role;
use crate::diagnosis::{Fact, Finding};
use crate::observation::Observations;

/// An offset beyond this (and beyond its uncertainty) is a wrong clock. One-time codes of 30 seconds tolerate one step
/// before and after (RFC 6238, section 5.2), so a minute is where they begin to fail.
const WRONG_CLOCK_S: i64 = 60;
const DATES: [FailureCode; 2] = [FailureCode::TlsExpired, FailureCode::TlsNotYetValid];

/// The true time at the start of the diagnosis: the phone's, corrected where its clock is known to be wrong.
pub(crate) fn true_time(observations: &Observations) -> Timestamp {
    let now = observations.started_at;
    let offset = clock_offset(&samples(observations)).filter(is_wrong);
    let wrong = judge(observations).iter().any(|finding| finding.code == Fact::ClockWrong.into());
    let corrected = offset.filter(|_| wrong).and_then(|offset| now.checked_add(offset_of(&offset)).ok());
    corrected.unwrap_or(now)
}

fn samples(observations: &Observations) -> Vec<ClockSample> {
    let probes = observations.endpoints.iter().flat_map(|probe| &probe.families);
    let probed = probes.filter_map(|probe| probe.answer.as_ref()?.clock.clone());
    probed.chain(observations.portals.iter().filter_map(|check| check.clock.clone())).collect()
}

/// What is known of the clock.
pub(super) fn judge(observations: &Observations) -> Vec<Finding> {
    let endpoints = &observations.endpoints;
    let now = observations.started_at;
    let offset = clock_offset(&samples(observations));
    let told = |fact: Fact, offset: &ClockOffset| {
        Finding::new(fact, "")
            .with("offset_s", offset.offset_s)
            .with("size", size_of(offset.offset_s.unsigned_abs()).0)
            .with("unit", size_of(offset.offset_s.unsigned_abs()).1)
            .with("direction", if offset.offset_s > 0 { "slow" } else { "fast" })
    };
    let Some(offset) = offset.filter(is_wrong) else {
        let right = offset.filter(|offset| offset.offset_s.abs() <= WRONG_CLOCK_S);
        return match right {
            Some(offset) => vec![told(Fact::ClockRight, &offset)],
            None => dates_that_agree(endpoints, now).into_iter().collect(),
        };
    };
    let explained: Vec<Finding> =
        endpoints.iter().filter_map(|probe| explained_certificate(probe, &offset, now)).collect();
    // One server's word is not enough, unless certificates say the same.
    let fact = if offset.hosts >= 2 || !explained.is_empty() { Fact::ClockWrong } else { Fact::ClockDoubtful };
    let mut findings = vec![told(fact, &offset)];
    findings.extend(explained);
    findings.extend(dates_that_agree(endpoints, now));
    findings
}

fn certificate(probe: &EndpointProbe) -> Option<&CertificateFacts> {
    probe.best().and_then(|best| best.tls_facts.certificate())
}

fn refused_by_date(probe: &EndpointProbe) -> bool {
    probe.tls_failure().is_some_and(|code| DATES.contains(&code))
}

/// Certificates that look invalid by the phone's clock at a wallet's and at an independent host, or one that seems to come
/// from the future: nobody issues those.
fn dates_that_agree(endpoints: &[EndpointProbe], now: Timestamp) -> Option<Finding> {
    let refused = |role: Role| endpoints.iter().any(|probe| probe.role == role && refused_by_date(probe));
    let from_the_future = endpoints.iter().any(|probe| {
        let not_before = certificate(probe).and_then(|certificate| certificate.not_before);
        refused_by_date(probe)
            && not_before.is_some_and(|date| date.duration_since(now) > SignedDuration::from_hours(24))
    });
    // A certificate that is good by this clock speaks for it.
    let good = endpoints.iter().any(EndpointProbe::is_secured);
    let agree = (refused(Role::Wallet) && refused(Role::Control)) || (from_the_future && !good);
    agree.then(|| Finding::new(Fact::ClockCertificateDates, ""))
}

/// Whether a certificate that is refused by its dates would be accepted at the true time.
fn explained_certificate(probe: &EndpointProbe, offset: &ClockOffset, now: Timestamp) -> Option<Finding> {
    if !refused_by_date(probe) {
        return None;
    }
    let certificate = certificate(probe)?;
    let true_time = now.checked_add(offset_of(offset)).ok()?;
    let valid = certificate.not_before? <= true_time && true_time <= certificate.not_after?;
    valid.then(|| Finding::new(Fact::ClockExplainsCertificate, &probe.name).with("host", &probe.host))
}

fn is_wrong(offset: &ClockOffset) -> bool {
    offset.offset_s.abs() > WRONG_CLOCK_S.saturating_add(offset.uncertainty_s)
}

fn offset_of(offset: &ClockOffset) -> SignedDuration {
    SignedDuration::from_secs(offset.offset_s)
}

/// An offset as people say it: a number and its unit.
fn size_of(seconds: u64) -> (u64, &'static str) {
    const HOUR: u64 = 3_600;
    const DAY: u64 = 24 * HOUR;
    if seconds >= 2 * DAY {
        (seconds / DAY, "days")
    } else if seconds >= 2 * HOUR {
        (seconds / HOUR, "hours")
    } else {
        (seconds / 60, "minutes")
    }
}
