//! Tables: what was seen, and what it amounts to.

use std::net::SocketAddr;

use super::super::{
    CertificateFacts, EchoMeasurement, EndpointProbe, FailureCode, Family, FamilyProbe, HttpAnswer, Latency,
    LinkQuality, LossVerdict, MadeUpName, PortalVerdict, Step, TcpAttempt, TlsTrials,
};
use super::{dns, endpoint};
use crate::config::{Role, SpkiPin};
use crate::diagnosis::{Fact, Finding, FindingCode};
use crate::observation::Observations;

const V4: &str = "192.0.2.1:443";
const V6: &str = "[2001:db8::1]:443";

fn done<T>(value: T) -> Step<T> {
    Step::Done { value, took_ms: 1 }
}

fn failed<T>(code: FailureCode) -> Step<T> {
    Step::Failed { code, took_ms: 1 }
}

/// A family that could be resolved, with one attempt to connect.
fn tried(address: &str, took_ms: u64, failure: Option<FailureCode>) -> FamilyProbe {
    let address: SocketAddr = address.parse().expect("an address");
    FamilyProbe {
        dns: done(vec![address.ip()]),
        tcp: vec![TcpAttempt { address, took_ms, failure }],
        ..FamilyProbe::new(Family::of(address.ip()))
    }
}

/// A family over which the server answered.
fn answered(address: &str, first_byte_ms: u64) -> FamilyProbe {
    let answer = HttpAnswer {
        status: 200,
        first_byte_ms,
        retry_after_s: None,
        clock: None,
        content_type: None,
        redirected_to: None,
    };
    FamilyProbe { tls: done(()), http: done(()), answer: Some(answer), ..tried(address, 20, None) }
}

/// A family whose handshake failed.
fn unsecured(address: &str, code: FailureCode) -> FamilyProbe {
    FamilyProbe { tls: failed(code), ..tried(address, 20, None) }
}

fn probe(role: Role, families: Vec<FamilyProbe>) -> EndpointProbe {
    EndpointProbe {
        name: role.as_str().to_owned(),
        role,
        host: format!("{role}.example"),
        port: 443,
        families,
        second_opinion: Step::Skipped,
        other_address: Step::Skipped,
    }
}

fn codes(findings: impl IntoIterator<Item = Finding>) -> Vec<String> {
    findings.into_iter().map(|finding| finding.code.to_string()).collect()
}

#[test]
fn ipv6_is_broken_only_where_it_costs_time_at_every_host_and_ipv4_works() {
    use FailureCode as F;
    let dead = || tried(V6, 4_000, Some(F::TcpTimeout));
    let fine = || answered(V4, 30);
    let wallet = |families| probe(Role::Wallet, families);
    let control = |families| probe(Role::Control, families);
    let found = |endpoints: &[EndpointProbe]| endpoint::judge_ipv6(endpoints).is_some();
    assert_eq!(codes(endpoint::judge_ipv6(&[wallet(vec![dead(), fine()])])), [Fact::Ipv6BrokenAtOne.as_str()]);
    let both = [wallet(vec![dead(), fine()]), control(vec![dead(), fine()])];
    assert_eq!(codes(endpoint::judge_ipv6(&both)), [Fact::Ipv6Broken.as_str()]);
    assert!(found(&[wallet(vec![unsecured(V6, F::TlsTimeout), fine()])]), "a path that loses large packets");
    assert!(found(&[wallet(vec![tried(V6, 3_100, Some(F::TcpUnreachable)), fine()])]), "told late");
    // One host's own trouble.
    assert!(!found(&[wallet(vec![dead(), fine()]), control(vec![answered(V6, 30), fine()])]));
    // A phone without IPv6, or a server that refuses it: nobody waits for either.
    assert!(!found(&[wallet(vec![tried(V6, 0, Some(F::TcpUnreachable)), fine()])]));
    assert!(!found(&[wallet(vec![tried(V6, 30, Some(F::TcpRefused)), fine()])]));
    // Not IPv6 alone; no time to see; no IPv6 at all.
    assert!(!found(&[wallet(vec![dead(), tried(V4, 4_000, Some(F::TcpTimeout))])]));
    assert!(!found(&[wallet(vec![tried(V6, 4_000, Some(F::OutOfTime)), fine()])]));
    assert!(!found(&[wallet(vec![fine()])]));
}

#[test]
fn the_trials_tell_a_filter_from_lost_packets() {
    use FailureCode as F;
    let judged = |code: F, other_name: Step<()>, small_packets: Step<()>| {
        let again = failed(code);
        let family =
            FamilyProbe { trials: Some(TlsTrials { again, other_name, small_packets }), ..unsecured(V4, code) };
        let found = codes(endpoint::judge(&probe(Role::Wallet, vec![family]), PortalVerdict::No));
        found.into_iter().find(|code| code.starts_with("tls."))
    };
    let (name, small) = (Fact::TlsOnlyThisNameCut.to_string(), Fact::TlsSmallPacketsPass.to_string());
    let silent = || failed(F::TlsTimeout);
    assert_eq!(judged(F::TlsReset, done(()), failed(F::TlsReset)), Some(name.clone()));
    assert_eq!(judged(F::TlsTimeout, done(()), silent()), Some(name));
    assert_eq!(judged(F::TlsTimeout, silent(), done(())), Some(small.clone()));
    assert_eq!(judged(F::TlsTimeout, done(()), done(())), Some(small), "small packets pass under any name");
    assert_eq!(judged(F::TlsReset, done(()), done(())), None, "it went well the second time: nothing is known");
    let every = Fact::TlsEveryNameCut.to_string();
    assert_eq!(judged(F::TlsReset, failed(F::TlsReset), failed(F::TlsReset)), Some(every));
    assert_eq!(judged(F::TlsTimeout, Step::Skipped, silent()), None);
    let trials = TlsTrials { again: done(()), other_name: done(()), small_packets: done(()) };
    let family = FamilyProbe { trials: Some(trials), ..unsecured(V4, F::TlsTimeout) };
    let found = codes(endpoint::judge(&probe(Role::Wallet, vec![family]), PortalVerdict::No));
    assert!(!found.iter().any(|code| code.starts_with("tls.")), "one of several servers hangs");
}

#[test]
fn a_resolver_is_accused_only_where_its_address_fails_and_the_other_is_the_wallets() {
    use FailureCode as F;
    let other = || done(vec!["192.0.2.99".parse().expect("an address")]);
    let judged = |family: FamilyProbe, second_opinion, other_address| {
        codes(dns::judge(&EndpointProbe {
            second_opinion,
            other_address,
            ..probe(Role::Wallet, vec![empty_v6(), family])
        }))
    };
    let wrong = vec![Fact::DnsWrongAddress.to_string()];
    assert_eq!(judged(unsecured(V4, F::TlsUnknownIssuer), other(), done(())), wrong);
    let dead_edge = judged(tried(V4, 4_000, Some(F::TcpTimeout)), other(), done(()));
    assert!(dead_edge.is_empty(), "one server of a content network is down");
    assert!(judged(answered(V4, 30), other(), Step::Skipped).is_empty(), "content networks differ");
    let intercepted = judged(unsecured(V4, F::TlsUnknownIssuer), other(), failed(F::TlsUnknownIssuer));
    assert!(intercepted.is_empty(), "the same everywhere: not the resolver");
    let same = done(vec!["192.0.2.1".parse().expect("an address")]);
    assert!(judged(unsecured(V4, F::TlsUnknownIssuer), same, done(())).is_empty());
    let private = Fact::DnsPrivateAddress.to_string();
    assert_eq!(judged(tried("10.0.0.1:443", 0, Some(F::TcpRefused)), other(), done(())), vec![private]);
    assert!(judged(tried("10.0.0.1:443", 0, Some(F::TcpRefused)), other(), failed(F::TcpTimeout)).is_empty());
    assert!(judged(answered("10.0.0.1:443", 30), other(), Step::Skipped).is_empty(), "a company's own way in");
}

fn empty_v6() -> FamilyProbe {
    FamilyProbe { dns: failed(FailureCode::DnsEmpty), ..FamilyProbe::new(Family::Ipv6) }
}

#[test]
fn a_resolver_that_knows_every_name_lies_unless_the_domain_has_a_wildcard() {
    let judged = |resolver: Step<Vec<std::net::IpAddr>>, second_opinion| {
        let name = "x.wallet.example".to_owned();
        let seen = Observations {
            made_up_name: Some(MadeUpName { name, resolver, second_opinion }),
            ..Observations::nothing()
        };
        dns::judge_made_up_name(&seen).is_some()
    };
    let somewhere = || done(vec!["192.0.2.66".parse().expect("an address")]);
    assert!(judged(somewhere(), failed(FailureCode::DnsNxdomain)));
    assert!(!judged(somewhere(), somewhere()));
    assert!(!judged(somewhere(), Step::Skipped), "nobody to compare with");
    assert!(!judged(failed(FailureCode::DnsNxdomain), Step::Skipped));
}

#[test]
fn one_late_packet_on_one_family_is_no_slow_server() {
    let slow = |families| {
        let found = codes(endpoint::judge(&probe(Role::Wallet, families), PortalVerdict::No));
        found.contains(&Fact::WalletSlow.to_string())
    };
    assert!(slow(vec![answered(V6, 2_500), answered(V4, 2_500)]));
    assert!(!slow(vec![answered(V6, 2_500), answered(V4, 30)]));
    let slow_way = FamilyProbe { tcp: tried(V4, 1_500, None).tcp, ..answered(V4, 2_500) };
    assert!(!slow(vec![slow_way]), "the way is slow, not the server");
}

#[test]
fn a_network_is_slow_or_loses_packets_where_most_connections_take_long() {
    let judged = |times: &[u64], first_byte_ms: u64| {
        let tcp = |took_ms: &u64| tried(V4, *took_ms, None).tcp;
        let families = times.iter().map(|took_ms| FamilyProbe {
            tcp: tcp(took_ms),
            tls: Step::Done { value: (), took_ms: first_byte_ms },
            ..answered(V4, first_byte_ms)
        });
        codes(endpoint::judge_speed(&[probe(Role::Wallet, families.collect())]))
    };
    let slow = vec![Fact::SlowConnect.to_string()];
    assert_eq!(judged(&[800, 800], 900), slow);
    assert_eq!(judged(&[799, 2_700, 2_800], 2_000), slow);
    assert!(judged(&[1_050], 60).is_empty(), "a single SYN may have got lost");
    assert!(judged(&[1_050, 50], 60).is_empty());
    assert!(judged(&[1_050, 1_050, 50, 50], 60).is_empty());
    assert!(judged(&[], 0).is_empty());
    // The way is quick: what took long was sent again.
    let retried = vec![Fact::ConnectsRetried.to_string()];
    assert_eq!(judged(&[1_043, 1_045, 1_063, 2_058], 60), retried);
    assert_eq!(judged(&[1_043, 1_045, 3_063, 50], 60), retried);
    let starved = FamilyProbe { tls: failed(FailureCode::TlsTimeout), ..tried(V4, 760, None) };
    let seen = [probe(Role::Wallet, vec![starved.clone(), starved])];
    assert!(codes(endpoint::judge_speed(&seen)).is_empty(), "half of it might be chance");
    let starved = FamilyProbe { tls: failed(FailureCode::TlsTimeout), ..tried(V4, 990, None) };
    assert_eq!(codes(endpoint::judge_speed(&[probe(Role::Wallet, vec![starved.clone(), starved])])), slow);
    assert!(judged(&[1_043, 1_045], 60).is_empty(), "two may be chance");
    let (silent, late) = (tried(V6, 4_000, Some(FailureCode::TcpTimeout)), answered(V4, 60));
    let late = FamilyProbe { tcp: tried(V4, 1_043, None).tcp, ..late };
    let seen = probe(Role::Wallet, vec![late.clone(), late, silent.clone()]);
    assert_eq!(codes(endpoint::judge_speed(&[seen])), retried);
    let dead = probe(Role::Wallet, vec![silent.clone(), silent.clone(), silent, answered(V4, 60)]);
    assert!(codes(endpoint::judge_speed(&[dead])).is_empty(), "what does answer answers at once");
}

#[test]
fn a_limited_or_slow_echo_server_is_not_the_link() {
    let echo = |lost: u32, median_ms: u64| EchoMeasurement {
        server: "echo.example:3478".into(),
        sent: 100,
        answered: 100 - lost,
        known: 100,
        lost,
        gaps: 0,
        loss: if lost > 9 { LossVerdict::Lossy } else { LossVerdict::Fine },
        own_queue: false,
        reordered: false,
        latency: Some(Latency { least_ms: 1, median_ms, p10_ms: 1, p90_ms: median_ms, jitter_ms: 0, of: 100 }),
        took_ms: 1_000,
    };
    let judged = |echo: EchoMeasurement, all_quick| {
        codes(super::judge_quality(
            &LinkQuality { echo: vec![echo], download: None, at_least_kbit_s: 5_000 },
            all_quick,
        ))
    };
    assert!(judged(echo(80, 20), true).is_empty(), "four in five lost beside connections without a hitch");
    assert_eq!(judged(echo(80, 20), false), [Fact::QualityLossy.as_str()]);
    assert_eq!(judged(echo(36, 20), true), [Fact::QualityLossy.as_str()], "that much may spare a few connections");
    assert!(judged(echo(0, 900), true).is_empty());
    assert!(judged(echo(0, 900), false).contains(&Fact::QualityHighLatency.to_string()));

    let quick = |families| endpoint::all_quick(&[probe(Role::Wallet, families)]);
    assert!(quick(vec![answered(V4, 30); 4]));
    assert!(!quick(vec![answered(V4, 30); 3]), "too few");
    let long = FamilyProbe { tcp: tried(V4, 800, None).tcp, ..answered(V4, 800) };
    assert!(!quick(vec![long; 4]), "a long way");
    let mut again = vec![answered(V4, 30); 4];
    again.push(FamilyProbe { tls: Step::Done { value: (), took_ms: 292 }, ..answered(V4, 30) });
    assert!(!quick(again), "a packet of the handshake was sent again");
    let mut again = vec![answered(V4, 30); 4];
    let dns = Step::Done { value: Vec::new(), took_ms: 2_045 };
    again.push(FamilyProbe { dns, ..answered(V4, 30) });
    assert!(!quick(again), "a name was asked for again");
    let silent = tried(V6, 4_000, Some(FailureCode::TcpTimeout));
    assert!(!quick(vec![answered(V4, 30), answered(V4, 30), answered(V4, 30), answered(V4, 30), silent]));
}

#[test]
fn an_interception_is_named_by_its_issuer() {
    let mut family = unsecured(V4, FailureCode::TlsUnknownIssuer);
    family.tls_facts.chain = vec![CertificateFacts {
        subject: "CN=wallet.example".into(),
        issuer: "CN=Office Filter".into(),
        not_before: None,
        not_after: None,
        spki_sha256: SpkiPin::from([0; 32]),
    }];
    let found = endpoint::judge(&probe(Role::Wallet, vec![family]), PortalVerdict::No);
    let finding =
        found.iter().find(|it| it.code == FindingCode::Wallet(FailureCode::TlsUnknownIssuer)).expect("a finding");
    assert_eq!(finding.details.get("issuer").map(String::as_str), Some("CN=Office Filter"));
}
