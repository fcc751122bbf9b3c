//! One endpoint: what its failure amounts to, over which family, and how fast it was. Pure.

use super::super::{EndpointProbe, FailureCode, Family, FamilyProbe, PortalVerdict, Step};
use crate::config::Role;
use crate::diagnosis::{Fact, Finding, FindingCode};

/// From the request to the first byte: beyond this an answer is called slow. Ten seconds lose a person's attention and
/// one second their flow of thought (Nielsen, Response Times: The 3 Important Limits); two stand out on any healthy link.
const SLOW_ANSWER_MS: u64 = 2_000;
/// A connect takes one round trip: beyond this the way is slow (ITU-T G.114: 400 ms one way should not be exceeded), and a
/// slow answer over it says nothing of the server. Or its first packet was lost: that is sent again after a second (RFC
/// 6298).
const SLOW_CONNECT_MS: u64 = 800;
/// A way on which anything came back within this is quick; what took long there was sent more than once.
const QUICK_EXCHANGE_MS: u64 = 400;
/// From so many connections on that were tried more than once, packets get lost: of six, one in 25 of which goes wrong on a
/// link that loses 2 % each way, as many are so in one diagnosis of a thousand.
const RETRIED_LEAST: usize = 3;
/// A family that fails later than this costs a person time; one that fails at once is left for the other without notice
/// (RFC 8305, section 5: an attempt has a head start of 250 ms).
const COSTLY_FAILURE_MS: u64 = 1_000;

pub(super) fn judge(probe: &EndpointProbe, portal: PortalVerdict) -> Vec<Finding> {
    let told = |code: FindingCode| Finding::new(code, &probe.name).with("host", &probe.host);
    let (reachable, slow_fact) = match probe.role {
        Role::Wallet => (Fact::WalletReachable, Fact::WalletSlow),
        Role::Control => (Fact::ControlReachable, Fact::ControlSlow),
    };
    // Without TLS, whoever answers may be the portal.
    let is_itself = probe.is_secured() || portal != PortalVerdict::Yes;
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
            findings.push(told(FindingCode::Wallet(code)).with("issuer", issuer(probe)));
            findings.extend(judge_trials(probe).map(|fact| told(fact.into())));
            if !probe.answered() && !is_a_verdict(code) {
                findings.push(told(Fact::WalletUnreachable.into()));
            }
        }
        (Some(code), Role::Control) => {
            findings.push(told(FindingCode::Control(code)).with("issuer", issuer(probe)));
        }
    }
    if is_slow(probe) {
        findings.push(told(slow_fact.into()));
    }
    findings
}

/// Whether a server was reached and found wanting, or nothing is known: neither is silence.
fn is_a_verdict(code: FailureCode) -> bool {
    use FailureCode as F;
    let refused = [F::TlsUnknownIssuer, F::TlsExpired, F::TlsNotYetValid, F::TlsWrongHost, F::TlsRevoked];
    let others = [F::TlsBadCertificate, F::TlsPinMismatch, F::TlsProtocolVersion, F::OutOfTime];
    refused.contains(&code) || others.contains(&code)
}

/// Who signed the certificate that was shown: an interception is named by it.
fn issuer(probe: &EndpointProbe) -> &str {
    let shown = probe.best().and_then(|best| best.tls_facts.certificate());
    shown.map(|certificate| certificate.issuer.as_str()).unwrap_or_default()
}

/// Slow over every family that answered: a single late packet shows on one of them only.
fn is_slow(probe: &EndpointProbe) -> bool {
    let mut answered = probe.families.iter().filter_map(|family| Some((family, family.answer.as_ref()?))).peekable();
    answered.peek().is_some()
        && answered.all(|(family, answer)| {
            // One round trip is the way's, not the server's.
            let way_ms = family.connected_ms().unwrap_or(0);
            answer.first_byte_ms.saturating_sub(way_ms) >= SLOW_ANSWER_MS && way_ms < SLOW_CONNECT_MS
        })
}

fn judge_status(probe: &EndpointProbe) -> Finding {
    let (status, retry) = probe.answer().map_or((0, None), |answer| (answer.status, answer.retry_after_s));
    let busy = status == 429 || (status == 503 && retry.is_some());
    let fact = if busy { Fact::WalletOverloaded } else { Fact::WalletServerError };
    Finding::new(fact, &probe.name)
        .with("host", &probe.host)
        .with("status", status)
        .with("retry_after_s", retry.map(|seconds| seconds.to_string()).unwrap_or_default())
}

/// What the trials say about a handshake that got no answer.
fn judge_trials(probe: &EndpointProbe) -> Option<Fact> {
    let best = probe.best()?;
    let (code, trials) = (best.tls.failure()?, best.trials.as_ref()?);
    // What works when it is tried again is one server of several, or chance.
    if trials.again.done().is_some() {
        return None;
    }
    // A reset is an answer, and does not come from lost packets.
    if code == FailureCode::TlsTimeout && trials.small_packets.done().is_some() {
        Some(Fact::TlsSmallPacketsPass)
    } else if trials.other_name.done().is_some() && trials.small_packets.done().is_none() {
        Some(Fact::TlsOnlyThisNameCut)
    } else {
        None
    }
}

/// IPv6 that is offered, fails and costs time, at every host that has it, while IPv4 works there. A host whose IPv6 fails
/// while another's works has a problem of its own; where there is only one, nobody can tell.
pub(super) fn judge_ipv6(endpoints: &[EndpointProbe]) -> Option<Finding> {
    let of = |probe: &EndpointProbe, family: Family| -> Option<FamilyProbe> {
        probe.families.iter().find(|it| it.family == family && it.was_tried()).cloned()
    };
    let costly = |v6: &FamilyProbe| {
        let code = v6.failure()?;
        let took_ms = v6.tcp.iter().map(|attempt| attempt.took_ms).max().unwrap_or(0);
        let waits = [FailureCode::TlsTimeout, FailureCode::HttpTimeout, FailureCode::HttpStalled].contains(&code);
        (code != FailureCode::OutOfTime && (waits || took_ms >= COSTLY_FAILURE_MS)).then_some(code)
    };
    let mut broken: Vec<&EndpointProbe> = Vec::new();
    for probe in endpoints {
        let (Some(v6), Some(v4)) = (of(probe, Family::Ipv6), of(probe, Family::Ipv4)) else { continue };
        if v6.answer.is_some() {
            return None;
        }
        if costly(&v6).is_some() && v4.answer.is_some() {
            broken.push(probe);
        }
    }
    let fact = if broken.len() > 1 { Fact::Ipv6Broken } else { Fact::Ipv6BrokenAtOne };
    broken.first().map(|probe| Finding::new(fact, &probe.name).with("host", &probe.host))
}

/// Slow is the network, not a server, where most connections took long, and two at least: one alone may have lost its SYN.
/// Where other exchanges were quick, all of them have, and those that never came about may have too.
pub(super) fn judge_speed(endpoints: &[EndpointProbe]) -> Option<Finding> {
    let families = || endpoints.iter().flat_map(|probe| &probe.families);
    let connects = || families().filter_map(FamilyProbe::connected_ms);
    let is_slow = |took_ms: u64| took_ms >= SLOW_CONNECT_MS;
    let slow = connects().filter(|took_ms| is_slow(*took_ms)).count();
    // A wallet's servers alone may be the ones in trouble.
    let controls = || endpoints.iter().filter(|probe| probe.role == Role::Control);
    let elsewhere = controls().any(|probe| probe.families.iter().any(|it| it.connected_ms().is_some_and(is_slow)));
    if controls().next().is_some() && !elsewhere {
        return None;
    }
    let silent = families().filter(|probe| probe.tcp_failure() == Some(FailureCode::TcpTimeout)).count();
    if slow < 2 || slow.saturating_mul(2) <= connects().count() {
        return None;
    }
    let quickest = families().flat_map(exchanges_ms).min().unwrap_or(u64::MAX);
    let fact = match quickest {
        0..QUICK_EXCHANGE_MS if slow.saturating_add(silent) >= RETRIED_LEAST => Fact::ConnectsRetried,
        0..QUICK_EXCHANGE_MS => return None,
        QUICK_EXCHANGE_MS.. => Fact::SlowConnect,
    };
    Some(Finding::new(fact, ""))
}

/// How long the exchanges of a probe took, of which each needs a round trip at least.
fn exchanges_ms(probe: &FamilyProbe) -> impl Iterator<Item = u64> {
    let secured = match probe.tls {
        Step::Done { took_ms, .. } => Some(took_ms),
        Step::Failed { .. } | Step::Skipped => None,
    };
    let answered = probe.answer.as_ref().map(|answer| answer.first_byte_ms);
    [probe.connected_ms(), secured, answered].into_iter().flatten()
}
