//! Two resolvers over one zone: the phone's, which the `dns_*` faults hit, and a second opinion that tells the truth.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use async_trait::async_trait;
use hickory_proto::op::{Edns, Header, HeaderCounts, LowerQuery, Metadata, OpCode, ResponseCode};
use hickory_proto::rr::rdata::{A, AAAA, SOA};
use hickory_proto::rr::{DNSClass, LowerName, Name, RData, Record, RecordType};
use hickory_server::Server;
use hickory_server::net::runtime::Time;
use hickory_server::server::{Request, RequestHandler, ResponseHandler, ResponseInfo};
use hickory_server::zone_handler::MessageResponseBuilder;
use socket2::{Socket, Type};
use tokio::net::{TcpListener, UdpSocket};

use crate::listener::socket::{Refused, bind_together};

/// Where `dns_wrong_address` sends the wallet's names.
pub(crate) const WRONG_ADDRESS: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 66);

/// In seconds. Short, so that a name that is published while running is seen soon.
const TTL: u32 = 5;
/// For how long a resolver may remember that there is nothing, in seconds.
const NEGATIVE_TTL: u32 = 1;
/// How long an idle TCP connection to a resolver is kept.
const TCP_IDLE: Duration = Duration::from_secs(10);
/// Answers that may wait on one TCP connection.
const TCP_QUEUE: usize = 32;
/// Connections to a resolver that the system completes before they are accepted.
const TCP_BACKLOG: i32 = 128;

/// The names and their addresses, shared by both resolvers and open to new names while they run.
#[derive(Clone, Default)]
pub(crate) struct Zone(Arc<RwLock<BTreeMap<String, Vec<IpAddr>>>>);

impl Zone {
    /// Adds a name or moves it to other addresses.
    pub(crate) fn publish(&self, host: &str, addresses: impl IntoIterator<Item = IpAddr>) {
        let addresses = addresses.into_iter().collect();
        // A panic elsewhere can't leave a map half-written, so a poisoned lock is still good.
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(normal(host), addresses);
    }

    fn find(&self, name: &str) -> Found {
        let names = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(addresses) = names.get(name) {
            return Found::Addresses(addresses.clone());
        }
        // RFC 8020: a name with names below it exists, though it has no records.
        let is_above = |other: &String| other.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'));
        if names.keys().any(is_above) { Found::Nothing } else { Found::NoSuchName }
    }
}

enum Found {
    Addresses(Vec<IpAddr>),
    Nothing,
    NoSuchName,
}

/// How the phone's resolver treats a question.
#[derive(Clone, Debug, Default)]
pub(crate) enum Manner {
    /// As it is.
    #[default]
    Honest,
    /// It does not answer, whatever the question.
    Silent,
    /// These names do not exist.
    Denies(Vec<String>),
    /// These names have another address.
    Misleads(Vec<String>, IpAddr),
}

/// Starts a resolver, on the same port for UDP and TCP; 0 takes a free one. It stops when the server is dropped.
pub(crate) fn start(
    address: SocketAddr,
    zone: Zone,
    manner: Manner,
) -> Result<(SocketAddr, Server<Resolver>), Refused> {
    let wanted = [(address.ip(), Type::DGRAM), (address.ip(), Type::STREAM)];
    let mut server = Server::new(Resolver { zone, manner });
    let mut local = address;
    for ((_, kind), bound) in wanted.iter().zip(bind_together(&wanted, address.port())?) {
        local = bound.address;
        register(&mut server, *kind, bound.socket).map_err(|source| Refused { address: local, source })?;
    }
    Ok((local, server))
}

fn register(server: &mut Server<Resolver>, kind: Type, socket: Socket) -> io::Result<()> {
    if kind == Type::DGRAM {
        server.register_socket(UdpSocket::from_std(socket.into())?);
    } else {
        socket.listen(TCP_BACKLOG)?;
        server.register_listener(TcpListener::from_std(socket.into())?, TCP_IDLE, TCP_QUEUE);
    }
    Ok(())
}

/// Answers questions about the zone.
pub(crate) struct Resolver {
    zone: Zone,
    manner: Manner,
}

impl Resolver {
    fn find(&self, name: &str) -> Found {
        let is_meant = |names: &Vec<String>| names.iter().any(|host| host == name);
        match &self.manner {
            Manner::Denies(names) if is_meant(names) => Found::NoSuchName,
            Manner::Misleads(names, address) if is_meant(names) => Found::Addresses(vec![*address]),
            Manner::Honest | Manner::Silent | Manner::Denies(_) | Manner::Misleads(..) => self.zone.find(name),
        }
    }

    fn answer(&self, query: &LowerQuery) -> (ResponseCode, Vec<Record>) {
        if query.query_class() != DNSClass::IN {
            return (ResponseCode::Refused, Vec::new());
        }
        let addresses = match self.find(&text(query.name())) {
            Found::NoSuchName => return (ResponseCode::NXDomain, Vec::new()),
            Found::Nothing => Vec::new(),
            Found::Addresses(addresses) => addresses,
        };
        // The name as it was asked, in its own case: resolvers compare it (draft-vixie-dnsext-dns0x20).
        let owner = query.original().name().clone();
        let asked = query.query_type();
        let data = addresses.into_iter().filter_map(|address| match address {
            IpAddr::V4(v4) if asked == RecordType::A => Some(RData::A(A(v4))),
            IpAddr::V6(v6) if asked == RecordType::AAAA => Some(RData::AAAA(AAAA(v6))),
            IpAddr::V4(_) | IpAddr::V6(_) => None,
        });
        (ResponseCode::NoError, data.map(|data| Record::from_rdata(owner.clone(), TTL, data)).collect())
    }
}

#[async_trait]
impl RequestHandler for Resolver {
    async fn handle_request<R: ResponseHandler, T: Time>(&self, request: &Request, mut handle: R) -> ResponseInfo {
        let mut metadata = Metadata::response_from_request(&request.metadata);
        metadata.recursion_available = true;
        let unsent = Header { metadata, counts: HeaderCounts::default() };
        if matches!(self.manner, Manner::Silent) {
            return unsent.into();
        }
        let (code, answers) = match request.request_info() {
            Ok(_) if request.metadata.op_code != OpCode::Query => (ResponseCode::NotImp, Vec::new()),
            Ok(info) => self.answer(info.query),
            Err(_) => (ResponseCode::FormErr, Vec::new()),
        };
        metadata.response_code = code;
        let authority = answers.is_empty().then(start_of_authority).flatten();
        let edns = request.edns.is_some().then(Edns::new);
        let mut builder = MessageResponseBuilder::from_message_request(request);
        if let Some(edns) = &edns {
            builder.edns(edns);
        }
        let response = builder.build(metadata, &answers, [], authority.as_ref(), []);
        // A client that went away is no trouble of ours.
        handle.send_response(response).await.unwrap_or(unsent.into())
    }
}

/// RFC 2308: what lets a resolver remember, for a second, that there is nothing.
fn start_of_authority() -> Option<Record> {
    let zone = Name::from_ascii("test.").ok()?;
    let server = Name::from_ascii("ns.test.").ok()?;
    let contact = Name::from_ascii("hostmaster.test.").ok()?;
    let data = SOA::new(server, contact, 1, 3600, 600, 86_400, NEGATIVE_TTL);
    Some(Record::from_rdata(zone, NEGATIVE_TTL, RData::SOA(data)))
}

fn text(name: &LowerName) -> String {
    normal(&name.to_string())
}

/// Lower case and without the final dot.
fn normal(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_knows_names_what_is_above_them_and_nothing_else() {
        let zone = Zone::default();
        zone.publish("API.Wallet.Test.", [IpAddr::from([127, 0, 0, 1])]);
        assert!(matches!(zone.find("api.wallet.test"), Found::Addresses(_)));
        assert!(matches!(zone.find("wallet.test"), Found::Nothing));
        for unknown in ["www.wallet.test", "let.test", "x.api.wallet.test", "example.com"] {
            assert!(matches!(zone.find(unknown), Found::NoSuchName), "{unknown}");
        }
    }
}
