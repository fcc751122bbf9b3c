//! Names to addresses: through the phone's own resolver, or through servers that the config names.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use dns_lookup::{LookupError, LookupErrorKind};
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::ResponseCode;

use super::{FailureCode, TrafficMeter};

/// How long one DNS server may take for one try.
const TRY_TIMEOUT: Duration = Duration::from_millis(1_200);
/// How often a DNS server is asked before it counts as silent: a lost packet alone must not look like a dead resolver.
const TRIES: usize = 2;
/// What a query and its answer weigh on the wire, about: RFC 1035 header and question, one or two records, UDP and IP.
const QUERY_BYTES: usize = 70;
const ANSWER_BYTES: usize = 110;

/// A way to resolve names.
#[derive(Debug, Clone)]
pub(crate) enum Resolver {
    /// The phone's own.
    System,
    /// Servers that the config names.
    Servers(Box<TokioResolver>, TrafficMeter),
}

impl Resolver {
    /// A resolver that asks these servers, or the phone's own if there are none.
    pub(crate) fn new(servers: &[SocketAddr], meter: &TrafficMeter) -> Result<Self, NetError> {
        if servers.is_empty() {
            return Ok(Self::System);
        }
        let servers = servers.iter().map(|server| {
            let at_port = |mut connection: ConnectionConfig| {
                connection.port = server.port();
                connection
            };
            let connections = vec![at_port(ConnectionConfig::udp()), at_port(ConnectionConfig::tcp())];
            NameServerConfig::new(server.ip(), true, connections)
        });
        let config = ResolverConfig::from_parts(None, Vec::new(), servers.collect());
        let mut builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
        let options = builder.options_mut();
        options.timeout = TRY_TIMEOUT;
        options.attempts = TRIES;
        options.use_hosts_file = hickory_resolver::config::ResolveHosts::Never;
        Ok(Self::Servers(Box::new(builder.build()?), meter.clone()))
    }

    /// The addresses of a name, at least one.
    pub(crate) async fn lookup(&self, host: &str) -> Result<Vec<IpAddr>, FailureCode> {
        let addresses = match self {
            Self::System => system_lookup(host.to_owned()).await?,
            Self::Servers(resolver, meter) => {
                // One question each for A and AAAA.
                meter.sent(QUERY_BYTES.saturating_mul(2));
                // A final dot: no search domain is ever tried.
                let found = resolver.lookup_ip(format!("{}.", host.trim_end_matches('.'))).await;
                if found.is_ok() {
                    meter.received(ANSWER_BYTES.saturating_mul(2));
                }
                found.map_err(|error| code_of(&error))?.iter().collect()
            }
        };
        if addresses.is_empty() { Err(FailureCode::DnsEmpty) } else { Ok(addresses) }
    }
}

async fn system_lookup(host: String) -> Result<Vec<IpAddr>, FailureCode> {
    let lookup = move || dns_lookup::lookup_host(&host).map(Iterator::collect::<Vec<IpAddr>>);
    match tokio::task::spawn_blocking(lookup).await {
        Ok(Ok(mut addresses)) => {
            // getaddrinfo lists an address once per socket type.
            let mut seen = std::collections::BTreeSet::new();
            addresses.retain(|address| seen.insert(*address));
            Ok(addresses)
        }
        Ok(Err(error)) => Err(system_code_of(&error)),
        Err(_) => Err(FailureCode::DnsFailed),
    }
}

fn system_code_of(error: &LookupError) -> FailureCode {
    match error.kind() {
        LookupErrorKind::NoName | LookupErrorKind::NoData => FailureCode::DnsNxdomain,
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

fn code_of(error: &NetError) -> FailureCode {
    if matches!(error, NetError::Timeout) {
        return FailureCode::DnsTimeout;
    }
    let NetError::Dns(answer) = error else { return FailureCode::DnsFailed };
    let response = if let DnsError::NoRecordsFound(none) = answer {
        none.response_code
    } else if let DnsError::ResponseCode(code) = answer {
        *code
    } else {
        return FailureCode::DnsFailed;
    };
    let codes = [
        (ResponseCode::NXDomain, FailureCode::DnsNxdomain),
        (ResponseCode::NoError, FailureCode::DnsEmpty),
        (ResponseCode::ServFail, FailureCode::DnsServfail),
        (ResponseCode::Refused, FailureCode::DnsRefused),
    ];
    codes.into_iter().find(|(code, _)| *code == response).map_or(FailureCode::DnsFailed, |(_, failure)| failure)
}
