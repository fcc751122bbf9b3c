//! The endpoints: each step over each address family, and what the resolvers said.

use std::fmt::Display;
use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ClockSampleContent;
use super::copy::Copier;
use crate::config::{Role, SpkiPin};
use crate::connectivity::{
    CertificateFacts, EndpointProbe, Family, FamilyProbe, HttpAnswer, MadeUpName, Step, TcpAttempt, TlsFacts, TlsTrials,
};
use crate::report::Text;

/// A staged probe of one endpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EndpointContent {
    /// Its name.
    pub name: Text,
    /// Whose it is.
    pub role: Role,
    /// Its host.
    pub host: Text,
    /// Its port.
    pub port: u16,
    /// The steps over each address family.
    pub families: Vec<FamilyContent>,
    /// The second opinion's addresses. Addresses of servers are no secret of the person's.
    pub second_opinion: Step<Vec<IpAddr>>,
    /// Whether the second opinion's address shows a good certificate.
    pub other_address: Step<()>,
}

/// The steps over one address family.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FamilyContent {
    /// Which.
    pub family: Family,
    /// The resolver's answer.
    pub dns: Step<Vec<IpAddr>>,
    /// Every attempt to connect.
    pub tcp: Vec<TcpAttempt>,
    /// The handshake.
    pub tls: Step<()>,
    /// What it showed.
    pub tls_facts: TlsContent,
    /// What else was tried where it got no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trials: Option<TlsTrials>,
    /// The request.
    pub http: Step<()>,
    /// Its answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<HttpContent>,
}

/// What a handshake showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TlsContent {
    /// The agreed version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Text>,
    /// The chain that was presented, the server's own certificate first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chain: Vec<CertificateContent>,
}

/// A presented certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CertificateContent {
    /// Whose it is.
    pub subject: Text,
    /// Who issued it.
    pub issuer: Text,
    /// From when it is valid.
    pub not_before: Option<Timestamp>,
    /// Until when it is valid.
    pub not_after: Option<Timestamp>,
    /// The SHA-256 of its SubjectPublicKeyInfo.
    pub spki_sha256: SpkiPin,
}

/// What an endpoint answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HttpContent {
    /// The status code.
    pub status: u16,
    /// From the request to the head of the answer, in milliseconds.
    pub first_byte_ms: u64,
    /// When the server asks to be tried again, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u64>,
    /// What its `Date` says about the phone's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockSampleContent>,
    /// Its `Content-Type`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<Text>,
    /// The host that it points to, if that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirected_to: Option<Text>,
}

/// What the resolver said of a made-up name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MadeUpNameContent {
    /// The name.
    pub name: Text,
    /// The resolver's answer.
    pub resolver: Step<Vec<IpAddr>>,
    /// The second opinion's answer.
    pub second_opinion: Step<Vec<IpAddr>>,
}

// Every copy takes its source apart, so that a new field does not compile before it is decided whether it leaves.
impl Copier<'_> {
    pub(super) fn endpoint(&mut self, place: &dyn Display, probe: &EndpointProbe) -> EndpointContent {
        let EndpointProbe { name, role, host, port, families, second_opinion, other_address } = probe;
        EndpointContent {
            name: self.scribe.text(format_args!("{place}/name"), name),
            role: *role,
            host: self.scribe.text(format_args!("{place}/host"), host),
            port: *port,
            families: self.list(&format_args!("{place}/families"), families, Self::family),
            second_opinion: second_opinion.clone(),
            other_address: other_address.clone(),
        }
    }

    fn family(&mut self, place: &dyn Display, probe: &FamilyProbe) -> FamilyContent {
        let FamilyProbe { family, dns, tcp, tls, tls_facts, trials, http, answer } = probe;
        let TlsFacts { version, chain } = tls_facts;
        let tls_place = format!("{place}/tls_facts");
        FamilyContent {
            family: *family,
            dns: dns.clone(),
            tcp: tcp.clone(),
            tls: tls.clone(),
            tls_facts: TlsContent {
                version: self.scribe.optional(format_args!("{tls_place}/version"), version.as_ref()),
                chain: self.list(&format_args!("{tls_place}/chain"), chain, Self::certificate),
            },
            trials: trials.clone(),
            http: http.clone(),
            answer: answer.as_ref().map(|answer| self.answer(&format_args!("{place}/answer"), answer)),
        }
    }

    fn certificate(&mut self, place: &dyn Display, facts: &CertificateFacts) -> CertificateContent {
        let CertificateFacts { subject, issuer, not_before, not_after, spki_sha256 } = facts;
        CertificateContent {
            subject: self.scribe.text(format_args!("{place}/subject"), subject),
            issuer: self.scribe.text(format_args!("{place}/issuer"), issuer),
            not_before: *not_before,
            not_after: *not_after,
            spki_sha256: *spki_sha256,
        }
    }

    fn answer(&mut self, place: &dyn Display, answer: &HttpAnswer) -> HttpContent {
        let HttpAnswer { status, first_byte_ms, retry_after_s, clock, content_type, redirected_to } = answer;
        HttpContent {
            status: *status,
            first_byte_ms: *first_byte_ms,
            retry_after_s: *retry_after_s,
            clock: clock.as_ref().map(|clock| self.clock_sample(&format_args!("{place}/clock"), clock)),
            content_type: self.scribe.optional(format_args!("{place}/content_type"), content_type.as_ref()),
            redirected_to: self.scribe.optional(format_args!("{place}/redirected_to"), redirected_to.as_ref()),
        }
    }

    pub(super) fn made_up_name(&mut self, place: &dyn Display, seen: &MadeUpName) -> MadeUpNameContent {
        let MadeUpName { name, resolver, second_opinion } = seen;
        MadeUpNameContent {
            name: self.scribe.text(format_args!("{place}/name"), name),
            resolver: resolver.clone(),
            second_opinion: second_opinion.clone(),
        }
    }
}
