//! What could be reached at all. Pure.

use super::super::{EndpointProbe, FailureCode, PortalOutcome};
use crate::config::Role;
use crate::diagnosis::{Fact, Finding};
use crate::observation::{Observations, UnknownWhy};

/// The findings about it.
pub(super) fn judge(observations: &Observations) -> Vec<Finding> {
    let endpoints = &observations.endpoints;
    let of = |role: Role| endpoints.iter().filter(move |probe| probe.role == role);
    let mut findings = Vec::new();
    // Only something that has nothing to do with the wallet can show that it is the network.
    let asked_elsewhere = of(Role::Control).next().is_some() || !observations.portals.is_empty();
    let says_offline = observations
        .network
        .known()
        .is_some_and(|network| network.transport.as_deref() == Some("none") || network.airplane_mode == Some(true));
    // Where there was no time, nobody knows what would have come.
    let looked = endpoints.iter().any(|probe| probe.failure() != Some(FailureCode::OutOfTime));
    if looked && (asked_elsewhere || says_offline) && !anything_came_back(observations) {
        findings.push(Finding::new(Fact::NothingReachable, ""));
    }
    if endpoints.iter().any(|probe| probe.resolved().is_some_and(|answer| answer.is_ok())) {
        findings.push(Finding::new(Fact::DnsAnswers, ""));
    }
    let looked = |probe: &EndpointProbe| probe.failure() != Some(FailureCode::OutOfTime);
    if of(Role::Control).any(looked) && of(Role::Control).all(|probe| !probe.answered()) {
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
        .flat_map(EndpointProbe::attempts)
        .any(|attempt| attempt.failure.is_none_or(|code| refused.contains(&code)));
    let answers = [FailureCode::DnsNxdomain, FailureCode::DnsServfail, FailureCode::DnsRefused, FailureCode::DnsEmpty];
    let second_opinion = observations.endpoints.iter().any(|probe| {
        let step = &probe.second_opinion;
        step.done().is_some() || step.failure().is_some_and(|code| answers.contains(&code))
    });
    let portal = observations.portals.iter().any(|check| check.outcome != PortalOutcome::Unreachable);
    let answered = |known: bool, unknown: Option<UnknownWhy>| known || unknown.is_some_and(UnknownWhy::is_an_answer);
    let service =
        observations.service.iter().any(|source| answered(source.report.known().is_some(), source.report.unknown()));
    let echoed =
        observations.quality.known().is_some_and(|quality| quality.echo.iter().any(|server| server.answered > 0));
    connected
        || echoed
        || second_opinion
        || portal
        || service
        || answered(false, observations.synced_balances.unknown())
}
