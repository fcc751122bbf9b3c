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
/// So many connections speak for the link: on one that loses 40 % of its round trips not one in ten diagnoses has so many
/// quick ones, and none that is secured as quickly.
const SPEAK_FOR_LINK: usize = 4;
/// TCP sends again after 200 ms at the least (`TCP_RTO_MIN` in Linux); what takes less beyond its round trips was not.
const RETRANSMISSION_MS: u64 = 150;
/// After so long a name is asked for again.
const ASKED_AGAIN_MS: u64 = 1_000;
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
    } else if trials.other_name.failure().is_some() && trials.small_packets.done().is_none() {
        Some(Fact::TlsEveryNameCut)
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

/// Slow is the network, not a server, where no exchange was quick and most took long, or longer than they had. Where some
/// were quick, what took long was sent more than once, and what never came about may have been too.
pub(super) fn judge_speed(endpoints: &[EndpointProbe]) -> Option<Finding> {
    let families = || endpoints.iter().flat_map(|probe| &probe.families);
    let quickest = families().flat_map(exchanges_ms).min()?;
    if quickest >= QUICK_EXCHANGE_MS {
        let silent = families().filter(|probe| is_silent(probe)).count();
        let slow = families().flat_map(exchanges_ms).filter(|took_ms| *took_ms >= SLOW_CONNECT_MS).count();
        let (slow, all) =
            (slow.saturating_add(silent), families().flat_map(exchanges_ms).count().saturating_add(silent));
        return (slow >= 2 && slow.saturating_mul(2) > all).then(|| Finding::new(Fact::SlowConnect, ""));
    }
    // A wallet's servers alone may be the ones in trouble.
    let is_retried = |probe: &FamilyProbe| probe.connected_ms().is_some_and(|took_ms| took_ms >= SLOW_CONNECT_MS);
    let controls = || endpoints.iter().filter(|probe| probe.role == Role::Control);
    if controls().next().is_some() && !controls().any(|probe| probe.families.iter().any(is_retried)) {
        return None;
    }
    let retried = families().filter(|probe| is_retried(probe)).count();
    let silent = families().filter(|probe| probe.tcp_failure() == Some(FailureCode::TcpTimeout)).count();
    let most = retried.saturating_mul(2) > families().filter_map(FamilyProbe::connected_ms).count();
    (retried >= 2 && most && retried.saturating_add(silent) >= RETRIED_LEAST)
        .then(|| Finding::new(Fact::ConnectsRetried, ""))
}

/// Whether nothing had to be sent again in the probes, neither a question nor a packet, and there were enough of them to
/// speak for the link. How long a wallet's server thinks is its own matter.
pub(super) fn all_quick(endpoints: &[EndpointProbe]) -> bool {
    let tried = || endpoints.iter().flat_map(|probe| &probe.families).filter(|probe| probe.was_tried());
    let connects = || tried().filter_map(FamilyProbe::connected_ms);
    // On a long way nothing was quick.
    let Some(quickest) = connects().min().filter(|took_ms| *took_ms < QUICK_EXCHANGE_MS) else { return false };
    let soon = quickest.saturating_mul(2).saturating_add(RETRANSMISSION_MS);
    let controls = endpoints.iter().filter(|probe| probe.role == Role::Control).flat_map(|probe| &probe.families);
    let answers = controls.filter_map(|probe| probe.answer.as_ref()).map(|answer| answer.first_byte_ms);
    let mut took = connects().chain(tried().filter_map(secured_ms)).chain(answers);
    let resolved = tried().all(|probe| match probe.dns {
        Step::Done { took_ms, .. } => took_ms < ASKED_AGAIN_MS,
        Step::Failed { .. } | Step::Skipped => true,
    });
    connects().count() >= SPEAK_FOR_LINK && resolved && took.all(|took_ms| took_ms <= soon) && !tried().any(is_silent)
}

/// Whether a step of the probe ended without an answer.
fn is_silent(probe: &FamilyProbe) -> bool {
    use FailureCode as F;
    let silent = [F::TcpTimeout, F::TlsTimeout, F::HttpTimeout, F::HttpStalled, F::OutOfTime];
    probe.was_tried() && probe.failure().is_some_and(|code| silent.contains(&code))
}

fn secured_ms(probe: &FamilyProbe) -> Option<u64> {
    match probe.tls {
        Step::Done { took_ms, .. } => Some(took_ms),
        Step::Failed { .. } | Step::Skipped => None,
    }
}

/// How long the exchanges of a probe took, of which each needs a round trip at least.
fn exchanges_ms(probe: &FamilyProbe) -> impl Iterator<Item = u64> {
    let answered = probe.answer.as_ref().map(|answer| answer.first_byte_ms);
    [probe.connected_ms(), secured_ms(probe), answered].into_iter().flatten()
}
