//! Doors for the fuzz targets in `tests/fuzz`: the engine's readers of bytes from the network, which are private.
//!
//! Behind the feature `fuzzing`, never in an app, and no part of the public face. A target knows what must hold of what
//! comes out; here is only the way in.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use rustls_pki_types::CertificateDer;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;

use crate::account::AccountState;
use crate::balance::BalanceSheet;
use crate::clock::Clock;
use crate::complaint::Meaning;
use crate::config::{CodeRule, Config, Endpoint, Locale, MappingRule, SigningKey, SpkiPin, StatusFormat, WebUrl};
use crate::connectivity::{
    self, Answer, CertificateFacts, FailureCode, Family, HttpAnswer, PortalOutcome, Session, Step, TlsFacts,
};
use crate::service::ServiceReport;

pub use crate::diagnosis::own_causes;
pub use crate::outbox::fuzzing::{Journey, Request, journey, queue, takes_a_chunk_with_the_creation, ticket};

/// The reader of a status source's document.
pub fn status_document(format: StatusFormat, status: StatusCode, body: &[u8], locale: Locale) -> Option<ServiceReport> {
    let document = crate::service::Document { status, content_type: None, body, locale };
    crate::service::read(format, &document).ok()
}

/// What one of the keys has signed, if it has.
pub fn signed_payload(document: &[u8], keys: &[SigningKey]) -> Option<Vec<u8>> {
    crate::signature::payload(document, keys).ok()
}

/// The reader of the balances that an endpoint answers, by the rules of a mapping. It comes at this time.
pub fn balance_sheet(body: &[u8], mapping: &[MappingRule], read_at: Timestamp) -> Option<BalanceSheet> {
    crate::balance::read(body, mapping, read_at)
}

/// The reader of the account's state that an endpoint answers, by the rules of a mapping.
pub fn account_document(body: &[u8], mapping: &[MappingRule]) -> Option<AccountState> {
    crate::account::read(body, mapping).ok()
}

/// What a message that a person saw means.
pub fn message(text: &str, codes: &[CodeRule]) -> Vec<Meaning> {
    crate::complaint::classify(text, codes)
}

/// `Retry-After` as a probe reads it, in seconds from `now`.
pub fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<u64> {
    connectivity::retry_after(headers, now)
}

/// The server's own time of day.
pub fn server_time(headers: &HeaderMap) -> Option<Timestamp> {
    connectivity::date_of(headers)
}

/// What a captive-portal endpoint's answer shows, and the host that it redirects to.
pub fn portal_answer(
    status: StatusCode,
    headers: HeaderMap,
    body: &[u8],
    url: &WebUrl,
    challenge: &str,
) -> (PortalOutcome, Option<String>) {
    let answer = Answer { status, headers, body: Bytes::copy_from_slice(body) };
    connectivity::judge_answer(&answer, url, challenge)
}

/// The addresses that a DNS message gives for a name.
pub fn dns_answer(message: &[u8], host: &str, family: Family) -> Result<Vec<IpAddr>, FailureCode> {
    connectivity::addresses_in(message, host, family)
}

/// The transaction that a datagram of an echo server answers.
pub fn echo_answer(datagram: &[u8]) -> Option<[u8; 12]> {
    connectivity::echo_answered(datagram)
}

/// What a presented certificate says.
pub fn certificate_facts(der: &[u8]) -> Option<CertificateFacts> {
    connectivity::facts([&CertificateDer::from(der)]).pop()
}

/// What a picture becomes in a report, whatever the bytes are; nothing of one that is refused.
pub fn picture(bytes: &[u8]) {
    crate::report::picture::fuzz(bytes);
}

/// A picture from a file as it goes into a report: how many bytes it has, or why it does not.
pub fn prepare_picture(
    file: &std::path::Path,
    masks: &[crate::report::Mask],
) -> Result<Vec<u8>, crate::report::PictureError> {
    crate::report::picture::prepare(file, masks).map(|picture| picture.bytes)
}

/// What the second look sees in a bundle of these files.
pub fn second_look(files: &[(&str, &[u8])]) -> usize {
    crate::report::second_look(files)
}

/// Whether one of the keys that vouch for a server is pinned.
pub fn is_pinned(leaf: &[u8], others: &[&[u8]], pins: &[SpkiPin]) -> bool {
    let others: Vec<CertificateDer<'_>> = others.iter().map(|der| CertificateDer::from(*der)).collect();
    connectivity::is_pinned(&CertificateDer::from(leaf), &others, pins)
}

/// The steps of a staged probe that talk to a server, over any stream.
#[derive(Debug)]
pub struct Probe {
    session: Session,
    endpoint: Endpoint,
}

impl Probe {
    /// A probe of the config's first endpoint. Nothing if the config has none, or its trust makes no sense.
    pub fn new(config: &Config, clock: &Arc<dyn Clock>) -> Option<Self> {
        let session = Session::new(config, clock).ok()?;
        Some(Self { session, endpoint: config.endpoints.first()?.clone() })
    }

    /// The HTTP step, within its own budget and this deadline.
    pub async fn http<S>(&self, stream: S, deadline: Duration) -> (Option<HttpAnswer>, Step<()>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        connectivity::ask(&self.session, &self.endpoint, stream, Instant::now() + deadline).await
    }

    /// The handshake, which has no budget of its own.
    pub async fn tls<S>(&self, stream: S) -> (Result<(), FailureCode>, TlsFacts)
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let host = self.endpoint.url.host();
        let (result, facts) = connectivity::handshake(&self.session.trust, &host, stream).await;
        (result.map(drop), facts)
    }
}
