//! DNS over HTTPS (RFC 8484): one GET per question over one HTTP/2 connection. The server's own address comes from the
//! config, since the resolver is what is in doubt.

use std::net::IpAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hickory_proto::op::{Message, MessageType, Query};
use hickory_proto::rr::{Name, RecordType};
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};

use super::super::{Client, FailureCode, Family, FetchError, Session, SessionError};
use super::{code_of_response, record_type};
use crate::config::{DohServer, WebUrl};

const DNS_MESSAGE: &str = "application/dns-message";
/// A DNS message over TCP has at most this many bytes (RFC 1035, section 4.2.2); answers about addresses are far smaller.
const MAX_ANSWER_BYTES: usize = 16 * 1024;
/// How long one server may take: three round trips of a new connection on a long way. What is left of the resolver's time
/// is the next one's.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// One server, and the connection to it.
#[derive(Debug, Clone)]
pub(crate) struct OverHttps {
    url: WebUrl,
    client: Client,
}

impl OverHttps {
    pub(crate) fn new(server: &DohServer, session: &Session) -> Result<Self, SessionError> {
        Ok(Self { url: server.url.clone(), client: Client::at(session, &server.url, &server.addresses)? })
    }

    pub(super) async fn lookup(&self, host: &str, family: Family) -> Result<Vec<IpAddr>, FailureCode> {
        let asked = record_type(family);
        let question = question(host, asked).ok_or(FailureCode::DnsFailed)?;
        let mut url = self.url.url().clone();
        url.query_pairs_mut().append_pair("dns", &URL_SAFE_NO_PAD.encode(question));
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(DNS_MESSAGE))]);
        let request = self.client.request(http::Method::GET, url).headers(headers);
        let answer = self.client.send(request, MAX_ANSWER_BYTES, PATIENCE).await.map_err(|error| match error {
            FetchError::TimedOut => FailureCode::DnsTimeout,
            FetchError::Unreachable | FetchError::TooLarge { .. } | FetchError::Truncated => FailureCode::DnsFailed,
        })?;
        let kind = answer.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if answer.status != StatusCode::OK || !kind.trim().eq_ignore_ascii_case(DNS_MESSAGE) {
            return Err(FailureCode::DnsFailed);
        }
        addresses(&answer.body, host, asked)
    }
}

/// A question as it goes out. Its id is 0, so that caches on the way can serve it (RFC 8484, section 4.1).
fn question(host: &str, asked: RecordType) -> Option<Vec<u8>> {
    let mut message = Message::query();
    message.metadata.id = 0;
    message.metadata.recursion_desired = true;
    message.add_query(Query::query(name(host)?, asked));
    message.to_vec().ok()
}

fn name(host: &str) -> Option<Name> {
    Name::from_ascii(format!("{}.", host.trim_end_matches('.'))).ok()
}

/// The addresses in an answer to this very question.
pub(crate) fn addresses(message: &[u8], host: &str, asked: RecordType) -> Result<Vec<IpAddr>, FailureCode> {
    let message = Message::from_vec(message).map_err(|_| FailureCode::DnsFailed)?;
    let is_ours = message.metadata.message_type == MessageType::Response
        && matches!(message.queries.as_slice(), [query] if query.query_type() == asked && Some(query.name()) == name(host).as_ref());
    if !is_ours {
        return Err(FailureCode::DnsFailed);
    }
    // Whatever aliases lead there, the addresses stand at their end.
    let found = message.answers.iter().filter(|record| record.record_type() == asked);
    let addresses: Vec<IpAddr> = found.filter_map(|record| record.data.ip_addr()).collect();
    if addresses.is_empty() { Err(code_of_response(message.metadata.response_code)) } else { Ok(addresses) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hickory_proto::op::ResponseCode;
    use hickory_proto::rr::rdata::{A, CNAME};
    use hickory_proto::rr::{RData, Record};

    fn answer(host: &str, records: Vec<RData>, code: ResponseCode) -> Vec<u8> {
        let mut message = Message::from_vec(&question(host, RecordType::A).unwrap()).unwrap();
        message.metadata.message_type = MessageType::Response;
        message.metadata.response_code = code;
        for data in records {
            message.add_answer(Record::from_rdata(name(host).unwrap(), 60, data));
        }
        message.to_vec().unwrap()
    }

    #[test]
    fn an_answer_is_read_past_its_aliases() {
        let alias = RData::CNAME(CNAME(name("edge.example").unwrap()));
        let found = answer("api.example", vec![alias, RData::A(A::new(192, 0, 2, 1))], ResponseCode::NoError);
        assert_eq!(addresses(&found, "api.example", RecordType::A), Ok(vec!["192.0.2.1".parse().unwrap()]));
        assert_eq!(addresses(&found, "API.example.", RecordType::A).map(|list| list.len()), Ok(1));
    }

    #[test]
    fn an_answer_without_addresses_says_why() {
        let codes = [
            (ResponseCode::NoError, FailureCode::DnsEmpty),
            (ResponseCode::NXDomain, FailureCode::DnsNxdomain),
            (ResponseCode::ServFail, FailureCode::DnsServfail),
            (ResponseCode::Refused, FailureCode::DnsRefused),
        ];
        for (code, failure) in codes {
            assert_eq!(addresses(&answer("a.example", vec![], code), "a.example", RecordType::A), Err(failure));
        }
    }

    #[test]
    fn an_answer_to_another_question_is_none() {
        let found = answer("api.example", vec![RData::A(A::new(192, 0, 2, 1))], ResponseCode::NoError);
        assert_eq!(addresses(&found, "www.example", RecordType::A), Err(FailureCode::DnsFailed));
        assert_eq!(addresses(&found, "api.example", RecordType::AAAA), Err(FailureCode::DnsFailed));
        assert_eq!(
            addresses(&question("a.example", RecordType::A).unwrap(), "a.example", RecordType::A),
            Err(FailureCode::DnsFailed)
        );
        assert_eq!(addresses(b"<html>", "a.example", RecordType::A), Err(FailureCode::DnsFailed));
    }
}
