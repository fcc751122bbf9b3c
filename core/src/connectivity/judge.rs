//! What the probes, portals and clock samples amount to. Pure.

use jiff::{SignedDuration, Timestamp};

use super::{
    ClockOffset, ClockSample, EndpointProbe, FailureCode, PortalOutcome, PortalVerdict, clock_offset, portal_verdict,
};
use crate::config::Role;
use crate::diagnosis::{Fact, Finding, FindingCode};
use crate::host::NetworkInfo;
use crate::observation::{Observations, UnknownWhy};

/// An offset beyond this (and beyond its uncertainty) is a wrong clock. One-time codes of 30 seconds tolerate one step
/// before and after (RFC 6238, section 5.2), so a minute is where they begin to fail.
const WRONG_CLOCK_S: i64 = 60;
/// From the request to the first byte: beyond this an answer is called slow. Ten seconds lose a person's attention and
/// one second their flow of thought (Nielsen, Response Times: The 3 Important Limits); two stand out on any healthy link.
const SLOW_ANSWER_MS: u64 = 2_000;
/// A connect takes one round trip: beyond this the way is slow, and a slow answer over it says nothing of the server.
const SLOW_CONNECT_MS: u64 = 1_000;

/// Of the levels 0 to 4, Android calls 1 'poor' (`SignalStrength.SIGNAL_STRENGTH_POOR`).
const WEAK_SIGNAL_LEVEL: u8 = 1;

/// The findings of everything that this stage observed.
pub(crate) fn judge(observations: &Observations) -> Vec<Finding> {
    let portal = portal_verdict(&observations.portals);
    let mut findings: Vec<Finding> = Vec::new();
    for probe in &observations.endpoints {
        findings.extend(judge_probe(probe, portal));
        findings.extend(judge_dns(probe));
    }
    findings.extend(judge_reach(observations));
    findings.extend(judge_speed(&observations.endpoints));
    let fact = match portal {
        PortalVerdict::Yes => Some(Fact::PortalFound),
        PortalVerdict::No => Some(Fact::PortalAbsent),
        PortalVerdict::CannotTell => None,
    };
    findings.extend(fact.map(|fact| {
        let to = observations.portals.iter().find_map(|check| check.redirected_to.clone()).unwrap_or_default();
        Finding::new(fact, "").with("host", to)
    }));
    findings.extend(judge_clock(observations));
    findings.extend(observations.quality.known().map(super::quality::judge).unwrap_or_default());
    findings.extend(observations.network.known().map(judge_phone).unwrap_or_default());
    findings
}

/// The true time at the start of the diagnosis: the phone's, corrected where its clock is known to be wrong.
pub(crate) fn true_time(observations: &Observations) -> Timestamp {
    let now = observations.started_at;
    let offset = clock_offset(&samples(observations)).filter(is_wrong);
    let wrong = judge_clock(observations).iter().any(|finding| finding.code == Fact::ClockWrong.into());
    let corrected = offset.filter(|_| wrong).and_then(|offset| now.checked_add(offset_of(&offset)).ok());
    corrected.unwrap_or(now)
}

fn samples(observations: &Observations) -> Vec<ClockSample> {
    let probed = observations.endpoints.iter().filter_map(|probe| probe.answer.as_ref()?.clock.clone());
    probed.chain(observations.portals.iter().filter_map(|check| check.clock.clone())).collect()
}

fn judge_probe(probe: &EndpointProbe, portal: PortalVerdict) -> Vec<Finding> {
    let told = |code: FindingCode| Finding::new(code, &probe.name).with("host", &probe.host);
    let slow = probe.answer.as_ref().is_some_and(|answer| answer.first_byte_ms >= SLOW_ANSWER_MS)
        && probe.tcp.iter().all(|attempt| attempt.took_ms < SLOW_CONNECT_MS);
    let (reachable, slow_fact) = match probe.role {
        Role::Wallet => (Fact::WalletReachable, Fact::WalletSlow),
        Role::Control => (Fact::ControlReachable, Fact::ControlSlow),
    };
    // Without TLS, whoever answers may be the portal.
    let is_itself = probe.tls.done().is_some() || portal != PortalVerdict::Yes;
    let mut findings = Vec::new();
    match (probe.failure(), probe.role) {
        (None, _) => {
            if probe.answered() && is_itself {
                findings.push(told(reachable.into()));
            }
        }
        (Some(FailureCode::HttpStatus), Role::Wallet) => findings.push(judge_status(probe)),
        // Whatever a control endpoint answers: the way there is open.
        (Some(FailureCode::HttpStatus), Role::Control) => {
            if is_itself {
                findings.push(told(reachable.into()));
            }
        }
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

const DATES: [FailureCode; 2] = [FailureCode::TlsExpired, FailureCode::TlsNotYetValid];

fn refused_by_date(probe: &EndpointProbe) -> bool {
    probe.tls.failure().is_some_and(|code| DATES.contains(&code))
}

/// The phone's clock, by the servers' dates and by those of their certificates.
fn judge_clock(observations: &Observations) -> Vec<Finding> {
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

/// Certificates that look invalid by the phone's clock at a wallet's and at an independent host, or one that seems to come
/// from the future: nobody issues those.
fn dates_that_agree(endpoints: &[EndpointProbe], now: Timestamp) -> Option<Finding> {
    let refused = |role: Role| endpoints.iter().any(|probe| probe.role == role && refused_by_date(probe));
    let from_the_future = endpoints.iter().any(|probe| {
        let not_before = probe.tls_facts.certificate.as_ref().and_then(|certificate| certificate.not_before);
        refused_by_date(probe)
            && not_before.is_some_and(|date| date.duration_since(now) > SignedDuration::from_hours(24))
    });
    let agree = (refused(Role::Wallet) && refused(Role::Control)) || from_the_future;
    agree.then(|| Finding::new(Fact::ClockCertificateDates, ""))
}

/// Whether a certificate that is refused by its dates would be accepted at the true time.
fn explained_certificate(probe: &EndpointProbe, offset: &ClockOffset, now: Timestamp) -> Option<Finding> {
    if !refused_by_date(probe) {
        return None;
    }
    let certificate = probe.tls_facts.certificate.as_ref()?;
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

/// What could be reached at all.
fn judge_reach(observations: &Observations) -> Vec<Finding> {
    let endpoints = &observations.endpoints;
    let of = |role: Role| endpoints.iter().filter(move |probe| probe.role == role);
    let mut findings = Vec::new();
    // Only something that has nothing to do with the wallet can show that it is the network.
    let asked_elsewhere = of(Role::Control).next().is_some() || !observations.portals.is_empty();
    let says_offline = observations
        .network
        .known()
        .is_some_and(|network| network.transport.as_deref() == Some("none") || network.airplane_mode == Some(true));
    if !endpoints.is_empty() && (asked_elsewhere || says_offline) && !anything_came_back(observations) {
        findings.push(Finding::new(Fact::NothingReachable, ""));
    }
    if endpoints.iter().any(|probe| probe.dns.done().is_some_and(|addresses| !addresses.is_empty())) {
        findings.push(Finding::new(Fact::DnsAnswers, ""));
    }
    if of(Role::Control).next().is_some() && of(Role::Control).all(|probe| !probe.answered()) {
        findings.push(Finding::new(Fact::ControlUnreachable, ""));
    }
    let service = observations.service.iter().any(|source| source.report.known().is_some());
    let balances = observations.synced_balances.known().is_some();
    if of(Role::Wallet).next().is_none() && !service && !balances {
        findings.push(Finding::new(Fact::WalletNotChecked, ""));
    }
    findings
}

/// Whether anything at all came back from beyond the phone: a connection, a refusal, an answer of any kind.
fn anything_came_back(observations: &Observations) -> bool {
    let refused = [FailureCode::TcpRefused, FailureCode::TcpReset];
    let connected = observations
        .endpoints
        .iter()
        .any(|probe| probe.tcp.iter().any(|attempt| attempt.failure.is_none_or(|code| refused.contains(&code))));
    let answers = [FailureCode::DnsNxdomain, FailureCode::DnsServfail, FailureCode::DnsRefused, FailureCode::DnsEmpty];
    let second_opinion = observations.endpoints.iter().any(|probe| {
        let step = &probe.second_opinion;
        step.done().is_some() || step.failure().is_some_and(|code| answers.contains(&code))
    });
    let portal = observations.portals.iter().any(|check| check.outcome != PortalOutcome::Unreachable);
    let answered = |known: bool, unknown: Option<UnknownWhy>| known || unknown.is_some_and(UnknownWhy::is_an_answer);
    let service =
        observations.service.iter().any(|source| answered(source.report.known().is_some(), source.report.unknown()));
    connected || second_opinion || portal || service || answered(false, observations.synced_balances.unknown())
}

/// Slow is the network, not a server, where everything that connected took long to.
fn judge_speed(endpoints: &[EndpointProbe]) -> Option<Finding> {
    let mut connects = endpoints
        .iter()
        .filter_map(|probe| probe.tcp.iter().find(|attempt| attempt.failure.is_none()))
        .map(|attempt| attempt.took_ms)
        .peekable();
    connects.peek()?;
    connects.all(|took_ms| took_ms >= SLOW_CONNECT_MS).then(|| Finding::new(Fact::SlowConnect, ""))
}

fn judge_phone(network: &NetworkInfo) -> Vec<Finding> {
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
