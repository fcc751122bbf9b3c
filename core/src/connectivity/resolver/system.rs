//! The phone's own resolver: getaddrinfo, which blocks and can't be called off.

use std::net::IpAddr;
use std::time::Duration;

use dns_lookup::{AddrInfoHints, LookupError, LookupErrorKind, SockType};
use socket2::Domain;
use tokio::task::JoinSet;

use super::super::{FailureCode, Family};

/// After how long without an answer the name is asked for once more, beside the first call. Resolvers wait 5 s before they
/// send a lost query again (resolv.conf(5), `timeout`); a lost packet alone must not look like a dead resolver.
const ASK_AGAIN_AFTER: Duration = Duration::from_millis(1_000);
/// How often it is asked in all.
const MOST_CALLS: usize = 3;

/// The addresses of a name in one family. The caller limits the time.
pub(super) async fn lookup(host: &str, family: Family) -> Result<Vec<IpAddr>, FailureCode> {
    let mut calls = JoinSet::new();
    let call = |calls: &mut JoinSet<_>| {
        let host = host.to_owned();
        calls.spawn_blocking(move || ask(&host, family));
    };
    call(&mut calls);
    for _ in 1..MOST_CALLS {
        tokio::select! {
            Some(done) = calls.join_next() => return done.unwrap_or(Err(FailureCode::DnsFailed)),
            () = tokio::time::sleep(ASK_AGAIN_AFTER) => call(&mut calls),
        }
    }
    calls.join_next().await.and_then(Result::ok).unwrap_or(Err(FailureCode::DnsFailed))
}

fn ask(host: &str, family: Family) -> Result<Vec<IpAddr>, FailureCode> {
    let domain = match family {
        Family::Ipv4 => Domain::IPV4,
        Family::Ipv6 => Domain::IPV6,
    };
    // One type of socket: otherwise each address is listed once for each.
    let hints = AddrInfoHints { address: domain.into(), socktype: SockType::Stream.into(), ..AddrInfoHints::default() };
    // A final dot: no search domain is ever tried.
    let host = format!("{}.", host.trim_end_matches('.'));
    let found = dns_lookup::getaddrinfo(Some(&host), None, Some(hints)).map_err(|error| code_of(&error))?;
    Ok(found.filter_map(|info| Some(info.ok()?.sockaddr.ip())).collect())
}

fn code_of(error: &LookupError) -> FailureCode {
    match error.kind() {
        LookupErrorKind::NoData => FailureCode::DnsEmpty,
        LookupErrorKind::NoName => FailureCode::DnsNxdomain,
        LookupErrorKind::Again | LookupErrorKind::Fail => FailureCode::DnsServfail,
        LookupErrorKind::Badflags
        | LookupErrorKind::Family
        | LookupErrorKind::Socktype
        | LookupErrorKind::Service
        | LookupErrorKind::Memory
        | LookupErrorKind::System
        | LookupErrorKind::Unknown
        | LookupErrorKind::IO => FailureCode::DnsFailed,
    }
}
