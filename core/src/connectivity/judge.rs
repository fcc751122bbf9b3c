//! What the probes, portals and clock samples amount to. Pure.

use jiff::{SignedDuration, Timestamp};

use super::{ClockOffset, ClockSample, EndpointProbe, FailureCode, PortalVerdict, clock_offset, portal_verdict};
use crate::config::Role;
use crate::diagnosis::{Fact, Finding, FindingCode};
use crate::host::NetworkInfo;
use crate::observation::Observations;

/// An offset beyond this (and beyond its uncertainty) is a wrong clock. One-time codes of 30 seconds tolerate one step
/// before and after (RFC 6238, section 5.2), so a minute is where they begin to fail.
const WRONG_CLOCK_S: i64 = 60;
/// From the request to the first byte: beyond this an answer is called slow. Ten seconds lose a person's attention and
/// one second their flow of thought (Nielsen, Response Times: The 3 Important Limits); two stand out on any healthy link.
const SLOW_ANSWER_MS: u64 = 2_000;
/// A server whose answer is slow only because the way there is slow is not a slow server.
const SLOW_CONNECT_MS: u64 = 1_000;

/// The findings of everything that this stage observed.
pub(crate) fn judge(observations: &Observations) -> Vec<Finding> {
    let offset = clock_offset(&samples(observations));
    let mut findings: Vec<Finding> = Vec::new();
    for probe in &observations.endpoints {
        findings.extend(judge_probe(probe));
        findings.extend(judge_dns(probe));
        findings.extend(judge_certificate(probe, offset, observations.started_at));
    }
    findings.extend(judge_reach(observations));
    findings.extend(
        match portal_verdict(&observations.portals) {
            PortalVerdict::Yes => Some(Fact::PortalFound),
            PortalVerdict::No => Some(Fact::PortalAbsent),
            PortalVerdict::CannotTell => None,
        }
        .map(|fact| {
            let to = observations.portals.iter().find_map(|check| check.redirected_to.clone()).unwrap_or_default();
            Finding::new(fact, "").with("host", to)
        }),
    );
    findings.extend(offset.and_then(judge_clock));
    findings.extend(observations.network.known().map(judge_phone).unwrap_or_default());
    findings
}

fn samples(observations: &Observations) -> Vec<ClockSample> {
    let probed = observations.endpoints.iter().filter_map(|probe| probe.answer.as_ref()?.clock.clone());
    probed.chain(observations.portals.iter().filter_map(|check| check.clock.clone())).collect()
}

fn judge_probe(probe: &EndpointProbe) -> Vec<Finding> {
    let told = |code: FindingCode| Finding::new(code, &probe.name).with("host", &probe.host);
    let slow = probe.answer.as_ref().is_some_and(|answer| answer.first_byte_ms >= SLOW_ANSWER_MS)
        && probe.tcp.iter().all(|attempt| attempt.took_ms < SLOW_CONNECT_MS);
    let (reachable, slow_fact) = match probe.role {
        Role::Wallet => (Fact::WalletReachable, Fact::WalletSlow),
        Role::Control => (Fact::ControlReachable, Fact::ControlSlow),
    };
    let mut findings = Vec::new();
    match (probe.failure(), probe.role) {
        (None, _) => {
            if probe.answered() {
                findings.push(told(reachable.into()));
            }
        }
        (Some(FailureCode::HttpStatus), Role::Wallet) => findings.push(judge_status(probe)),
        // Whatever a control endpoint answers: the way there is open.
        (Some(FailureCode::HttpStatus), Role::Control) => findings.push(told(reachable.into())),
        (Some(code), Role::Wallet) => {
            findings.push(told(FindingCode::Wallet(code)));
            if !probe.answered() {
                findings.push(told(Fact::WalletUnreachable.into()));
            }
        }
        (Some(code), Role::Control) => findings.push(told(FindingCode::Control(code))),
    }
    if slow {
        findings.push(told(slow_fact.into()));
    }
    findings
}

fn judge_status(probe: &EndpointProbe) -> Finding {
    let (status, retry) = probe.answer.as_ref().map_or((0, None), |answer| (answer.status, answer.retry_after_s));
    let busy = status == 429 || (status == 503 && retry.is_some());
    let fact = if busy { Fact::WalletOverloaded } else { Fact::WalletServerError };
    Finding::new(fact, &probe.name)
        .with("host", &probe.host)
        .with("status", status)
        .with("retry_after_s", retry.map(|seconds| seconds.to_string()).unwrap_or_default())
}

/// What the second opinion says about the resolver's answer for a wallet's endpoint.
fn judge_dns(probe: &EndpointProbe) -> Option<Finding> {
    if probe.role != Role::Wallet {
        return None;
    }
    let told = |fact: Fact| Some(Finding::new(fact, &probe.name).with("host", &probe.host));
    let absent = [Some(FailureCode::DnsNxdomain), Some(FailureCode::DnsEmpty)];
    match (probe.dns.done(), probe.second_opinion.done()) {
        (None, Some(_)) if probe.dns.failure().is_some() => told(Fact::DnsOnlyHereFails),
        (None, None) if absent.contains(&probe.dns.failure()) && absent.contains(&probe.second_opinion.failure()) => {
            told(Fact::DnsAgreesAbsent)
        }
        // Different addresses alone are how content networks work. They accuse only where the wrong server answers.
        (Some(ours), Some(theirs)) if !ours.iter().any(|address| theirs.contains(address)) => {
            let wrong_server = [Some(FailureCode::TlsUnknownIssuer), Some(FailureCode::TlsWrongHost)];
            if wrong_server.contains(&probe.tls.failure()) { told(Fact::DnsWrongAddress) } else { None }
        }
        _ => None,
    }
}

/// Whether a certificate that is refused by its dates would be accepted at the true time.
fn judge_certificate(probe: &EndpointProbe, offset: Option<ClockOffset>, now: Timestamp) -> Option<Finding> {
    let dates = [Some(FailureCode::TlsExpired), Some(FailureCode::TlsNotYetValid)];
    let offset = offset.filter(is_wrong)?;
    if !dates.contains(&probe.tls.failure()) {
        return None;
    }
    let certificate = probe.tls_facts.certificate.as_ref()?;
    let true_time = now.checked_add(SignedDuration::from_secs(offset.offset_s)).ok()?;
    let valid = certificate.not_before? <= true_time && true_time <= certificate.not_after?;
    valid.then(|| Finding::new(Fact::ClockExplainsCertificate, &probe.name).with("host", &probe.host))
}

fn is_wrong(offset: &ClockOffset) -> bool {
    offset.offset_s.abs() > WRONG_CLOCK_S.saturating_add(offset.uncertainty_s)
}

fn judge_clock(offset: ClockOffset) -> Option<Finding> {
    let told = |fact: Fact| {
        Finding::new(fact, "")
            .with("offset_s", offset.offset_s)
            .with("minutes", offset.offset_s.unsigned_abs() / 60)
            .with("direction", if offset.offset_s > 0 { "slow" } else { "fast" })
    };
    if is_wrong(&offset) {
        Some(told(Fact::ClockWrong))
    } else if offset.offset_s.abs() <= WRONG_CLOCK_S {
        Some(told(Fact::ClockRight))
    } else {
        None
    }
}

/// What could be reached at all.
fn judge_reach(observations: &Observations) -> Vec<Finding> {
    let endpoints = &observations.endpoints;
    let connected = endpoints.iter().any(|probe| probe.tcp.iter().any(|attempt| attempt.failure.is_none()));
    let answered = observations.portals.iter().any(|check| check.outcome != super::PortalOutcome::Unreachable)
        || observations.service.iter().any(|source| source.report.known().is_some());
    let mut findings = Vec::new();
    if !endpoints.is_empty() && !connected && !answered {
        findings.push(Finding::new(Fact::NothingReachable, ""));
    }
    let mut controls = endpoints.iter().filter(|probe| probe.role == Role::Control).peekable();
    if controls.peek().is_some() && controls.all(|probe| !probe.answered()) {
        findings.push(Finding::new(Fact::ControlUnreachable, ""));
    }
    findings
}

fn judge_phone(network: &NetworkInfo) -> Vec<Finding> {
    let facts = [
        (network.transport.as_deref() == Some("none"), Fact::PhoneOffline),
        (network.airplane_mode == Some(true), Fact::PhoneAirplaneMode),
        (network.vpn == Some(true), Fact::PhoneVpn),
        (network.proxy == Some(true), Fact::PhoneProxy),
        (network.background_restricted == Some(true), Fact::PhoneBackgroundRestricted),
    ];
    facts.into_iter().filter(|(holds, _)| *holds).map(|(_, fact)| Finding::new(fact, "")).collect()
}
