//! Names to addresses: through the phone's own resolver, through servers that the config names, or over HTTPS.

mod made_up;
mod over_https;
mod system;

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use hickory_proto::op::ResponseCode;
use hickory_proto::rr::RecordType;
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};

use super::{FailureCode, Family, TrafficMeter};
pub use made_up::MadeUpName;
pub(crate) use made_up::look_up_made_up_name;
pub(crate) use over_https::OverHttps;

/// How long one DNS server may take for one try.
const TRY_TIMEOUT: Duration = Duration::from_millis(1_200);
/// How often a DNS server is asked again before it counts as silent: a lost packet alone must not look like a dead
/// resolver.
const TRIES: usize = 2;
/// How long servers over HTTPS have the field to themselves before plain ones are asked beside them.
const HEAD_START: Duration = Duration::from_millis(1_000);
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

/// Another way, to compare with: over HTTPS where that is configured and answers, else servers over plain DNS.
#[derive(Debug, Clone)]
pub(crate) struct SecondOpinion {
    pub(super) over_https: Vec<OverHttps>,
    pub(super) plain: Option<Resolver>,
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
        options.use_hosts_file = ResolveHosts::Never;
        Ok(Self::Servers(Box::new(builder.build()?), meter.clone()))
    }

    /// The addresses of a name in one family, at least one.
    pub(crate) async fn lookup(&self, host: &str, family: Family) -> Result<Vec<IpAddr>, FailureCode> {
        let addresses = match self {
            Self::System => system::lookup(host, family).await?,
            Self::Servers(resolver, meter) => {
                meter.sent(QUERY_BYTES);
                // A final dot: no search domain is ever tried.
                let found = resolver.lookup(format!("{}.", host.trim_end_matches('.')), record_type(family)).await;
                let found = found.map_err(|error| code_of(&error));
                if !matches!(found, Err(FailureCode::DnsTimeout | FailureCode::DnsFailed)) {
                    meter.received(ANSWER_BYTES);
                }
                found?.answers().iter().filter_map(|record| record.data.ip_addr()).collect()
            }
        };
        some_of(family, addresses)
    }
}

impl SecondOpinion {
    /// The addresses of a name in one family, at least one.
    pub(crate) async fn lookup(&self, host: &str, family: Family) -> Result<Vec<IpAddr>, FailureCode> {
        let over_https = self.over_https(host, family);
        let Some(plain) = &self.plain else { return over_https.await };
        if self.over_https.is_empty() {
            return plain.lookup(host, family).await;
        }
        tokio::pin!(over_https);
        if let Ok(answer) = tokio::time::timeout(HEAD_START, &mut over_https).await {
            return if is_silence(&answer) { plain.lookup(host, family).await } else { answer };
        }
        let plain = plain.lookup(host, family);
        tokio::pin!(plain);
        // Whichever answers first, and the other one if that is no answer.
        tokio::select! {
            answer = &mut over_https => if is_silence(&answer) { plain.await } else { answer },
            answer = &mut plain => if is_silence(&answer) { over_https.await } else { answer },
        }
    }

    async fn over_https(&self, host: &str, family: Family) -> Result<Vec<IpAddr>, FailureCode> {
        let mut last = Err(FailureCode::DnsFailed);
        for server in &self.over_https {
            last = server.lookup(host, family).await.and_then(|addresses| some_of(family, addresses));
            if !is_silence(&last) {
                break;
            }
        }
        last
    }
}

/// Whether nobody has answered.
fn is_silence(answer: &Result<Vec<IpAddr>, FailureCode>) -> bool {
    matches!(answer, Err(FailureCode::DnsTimeout | FailureCode::DnsFailed))
}

/// Both families' answers as one: all addresses there are, or the failure that says most.
pub(super) fn both(
    v6: Result<Vec<IpAddr>, FailureCode>,
    v4: Result<Vec<IpAddr>, FailureCode>,
) -> Result<Vec<IpAddr>, FailureCode> {
    match (v6, v4) {
        (Ok(v6), Ok(v4)) => Ok(v6.into_iter().chain(v4).collect()),
        (Ok(found), Err(_)) | (Err(_), Ok(found)) => Ok(found),
        // That there is no address of one family is no news.
        (Err(telling), Err(FailureCode::DnsEmpty)) | (Err(_), Err(telling)) => Err(telling),
    }
}

/// The addresses that a DNS message of a server's gives for a name.
#[cfg(feature = "fuzzing")]
pub(crate) fn addresses_in(message: &[u8], host: &str, family: Family) -> Result<Vec<IpAddr>, FailureCode> {
    over_https::addresses(message, host, record_type(family)).and_then(|addresses| some_of(family, addresses))
}

fn some_of(family: Family, addresses: Vec<IpAddr>) -> Result<Vec<IpAddr>, FailureCode> {
    let mut kept: Vec<IpAddr> = Vec::new();
    for address in addresses {
        if Family::of(address) == family && !kept.contains(&address) {
            kept.push(address);
        }
    }
    if kept.is_empty() { Err(FailureCode::DnsEmpty) } else { Ok(kept) }
}

fn record_type(family: Family) -> RecordType {
    match family {
        Family::Ipv4 => RecordType::A,
        Family::Ipv6 => RecordType::AAAA,
    }
}

fn code_of(error: &NetError) -> FailureCode {
    if matches!(error, NetError::Timeout) {
        return FailureCode::DnsTimeout;
    }
    let NetError::Dns(answer) = error else { return FailureCode::DnsFailed };
    if let DnsError::NoRecordsFound(none) = answer {
        code_of_response(none.response_code)
    } else if let DnsError::ResponseCode(code) = answer {
        code_of_response(*code)
    } else {
        FailureCode::DnsFailed
    }
}

/// The failure of an answer without addresses.
fn code_of_response(response: ResponseCode) -> FailureCode {
    let codes = [
        (ResponseCode::NXDomain, FailureCode::DnsNxdomain),
        (ResponseCode::NoError, FailureCode::DnsEmpty),
        (ResponseCode::ServFail, FailureCode::DnsServfail),
        (ResponseCode::Refused, FailureCode::DnsRefused),
    ];
    codes.into_iter().find(|(code, _)| *code == response).map_or(FailureCode::DnsFailed, |(_, failure)| failure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_family_lacks_does_not_hide_what_the_other_met() {
        let found = || Ok(vec!["192.0.2.1".parse().unwrap()]);
        assert_eq!(both(Err(FailureCode::DnsTimeout), found()), found());
        assert_eq!(both(Err(FailureCode::DnsEmpty), Err(FailureCode::DnsTimeout)), Err(FailureCode::DnsTimeout));
        assert_eq!(both(Err(FailureCode::DnsTimeout), Err(FailureCode::DnsEmpty)), Err(FailureCode::DnsTimeout));
        assert_eq!(both(Err(FailureCode::DnsEmpty), Err(FailureCode::DnsEmpty)), Err(FailureCode::DnsEmpty));
    }

    #[test]
    fn every_answer_without_addresses_has_its_own_code() {
        let codes = [
            (ResponseCode::NXDomain, FailureCode::DnsNxdomain),
            (ResponseCode::NoError, FailureCode::DnsEmpty),
            (ResponseCode::ServFail, FailureCode::DnsServfail),
            (ResponseCode::Refused, FailureCode::DnsRefused),
            (ResponseCode::FormErr, FailureCode::DnsFailed),
        ];
        for (response, code) in codes {
            assert_eq!(code_of(&NetError::Dns(DnsError::ResponseCode(response))), code);
        }
        assert_eq!(code_of(&NetError::Timeout), FailureCode::DnsTimeout);
    }

    #[test]
    fn only_addresses_of_the_family_count_and_each_once() {
        let mixed: Vec<IpAddr> = ["192.0.2.1", "2001:db8::1", "192.0.2.1"].map(|text| text.parse().unwrap()).to_vec();
        assert_eq!(some_of(Family::Ipv4, mixed.clone()).unwrap().len(), 1);
        assert_eq!(some_of(Family::Ipv6, mixed).unwrap().len(), 1);
        assert_eq!(some_of(Family::Ipv6, vec!["192.0.2.1".parse().unwrap()]), Err(FailureCode::DnsEmpty));
    }
}
