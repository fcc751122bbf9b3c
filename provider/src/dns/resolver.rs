//! What a resolver answers, and the server's side of it over UDP and TCP.

use std::net::IpAddr;

use async_trait::async_trait;
use hickory_proto::op::{Edns, Header, HeaderCounts, LowerQuery, Metadata, OpCode, ResponseCode};
use hickory_proto::rr::rdata::{A, AAAA, SOA};
use hickory_proto::rr::{DNSClass, LowerName, Name, RData, Record, RecordType};
use hickory_server::net::runtime::Time;
use hickory_server::server::{Request, RequestHandler, ResponseHandler, ResponseInfo};
use hickory_server::zone_handler::MessageResponseBuilder;

use super::Manner;
use super::zone::{Found, Zone, normal};

/// In seconds. Short, so that a name that is published while running is seen soon.
pub(super) const TTL: u32 = 5;
/// For how long a resolver may remember that there is nothing, in seconds.
pub(super) const NEGATIVE_TTL: u32 = 1;

/// Answers questions about the zone.
#[derive(Clone)]
pub(crate) struct Resolver {
    zone: Zone,
    manner: Manner,
}

/// What is said to one question.
pub(super) struct Reply {
    pub(super) code: ResponseCode,
    pub(super) answers: Vec<Record>,
    pub(super) authority: Option<Record>,
}

impl Reply {
    /// Nothing but a code. A name without records, or no name at all, may be remembered as such; a failure may not.
    pub(super) fn empty(code: ResponseCode) -> Self {
        let is_knowledge = code == ResponseCode::NoError || code == ResponseCode::NXDomain;
        Self { code, answers: Vec::new(), authority: is_knowledge.then(start_of_authority).flatten() }
    }
}

impl Resolver {
    pub(crate) fn new(zone: Zone, manner: Manner) -> Self {
        Self { zone, manner }
    }

    /// Whether it never answers.
    pub(super) fn is_silent(&self) -> bool {
        matches!(self.manner, Manner::Silent)
    }

    pub(super) fn reply(&self, query: &LowerQuery) -> Reply {
        if query.query_class() != DNSClass::IN {
            return Reply::empty(ResponseCode::Refused);
        }
        let addresses = match self.addresses(&text(query.name())) {
            Ok(addresses) => addresses,
            Err(code) => return Reply::empty(code),
        };
        // The name as it was asked, in its own case: resolvers compare it (draft-vixie-dnsext-dns0x20).
        let owner = query.original().name();
        let asked = query.query_type();
        let data = addresses.into_iter().filter_map(|address| match address {
            IpAddr::V4(v4) if asked == RecordType::A => Some(RData::A(A(v4))),
            IpAddr::V6(v6) if asked == RecordType::AAAA => Some(RData::AAAA(AAAA(v6))),
            IpAddr::V4(_) | IpAddr::V6(_) => None,
        });
        let answers: Vec<Record> = data.map(|data| Record::from_rdata(owner.clone(), TTL, data)).collect();
        if answers.is_empty() {
            return Reply::empty(ResponseCode::NoError);
        }
        Reply { code: ResponseCode::NoError, answers, authority: None }
    }

    /// The addresses of a name as this resolver tells them, or the code without any.
    fn addresses(&self, name: &str) -> Result<Vec<IpAddr>, ResponseCode> {
        let is_meant = |names: &Vec<String>| names.iter().any(|host| host == name);
        match &self.manner {
            Manner::Fails(names, code) if is_meant(names) => return Err(*code),
            Manner::Misleads(names, address) if is_meant(names) => return Ok(vec![*address]),
            Manner::Honest | Manner::Silent | Manner::Fails(..) | Manner::Misleads(..) | Manner::Invents(_) => {}
        }
        match (self.zone.find(name), &self.manner) {
            (Found::Addresses(addresses), _) => Ok(addresses),
            (Found::Nothing, _) => Err(ResponseCode::NoError),
            (Found::NoSuchName, Manner::Invents(address)) => Ok(vec![*address]),
            (Found::NoSuchName, _) => Err(ResponseCode::NXDomain),
        }
    }
}

#[async_trait]
impl RequestHandler for Resolver {
    async fn handle_request<R: ResponseHandler, T: Time>(&self, request: &Request, mut handle: R) -> ResponseInfo {
        let unsent =
            Header { metadata: metadata(&request.metadata, ResponseCode::NoError), counts: HeaderCounts::default() };
        if self.is_silent() {
            return unsent.into();
        }
        let reply = match request.request_info() {
            Ok(_) if request.metadata.op_code != OpCode::Query => Reply::empty(ResponseCode::NotImp),
            Ok(info) => self.reply(info.query),
            Err(_) => Reply::empty(ResponseCode::FormErr),
        };
        let edns = request.edns.is_some().then(Edns::new);
        let mut builder = MessageResponseBuilder::from_message_request(request);
        if let Some(edns) = &edns {
            builder.edns(edns);
        }
        let metadata = metadata(&request.metadata, reply.code);
        let response = builder.build(metadata, &reply.answers, [], reply.authority.as_ref(), []);
        // A client that went away is no trouble of ours.
        handle.send_response(response).await.unwrap_or(unsent.into())
    }
}

/// The header of an answer.
pub(super) fn metadata(question: &Metadata, code: ResponseCode) -> Metadata {
    let mut metadata = Metadata::response_from_request(question);
    metadata.recursion_available = true;
    metadata.response_code = code;
    metadata
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
