//! The TLS step: a handshake whose presented chain is kept, whether it was accepted or not.

mod chain;
mod pinned;
mod trials;

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::Resumption;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::{AlertDescription, CertificateError, DigitallySignedStruct, PeerIncompatible, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::FailureCode;
use super::session::Trusted;

pub use chain::CertificateFacts;
pub(crate) use chain::facts;
#[cfg(feature = "fuzzing")]
pub(crate) use chain::is_pinned;
pub(super) use pinned::Pinned;
pub use trials::TlsTrials;
pub(super) use trials::{Trials, worth_trying};

/// What the handshake showed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TlsFacts {
    /// The agreed version, such as `TLSv1_3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The chain that was presented, accepted or not, the server's own certificate first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chain: Vec<CertificateFacts>,
}

impl TlsFacts {
    /// The server's own certificate.
    pub fn certificate(&self) -> Option<&CertificateFacts> {
        self.chain.first()
    }
}

/// A handshake over a connected stream. The facts are there in either case.
pub(crate) async fn handshake<S>(
    trust: &Trusted,
    host: &str,
    stream: S,
) -> (Result<TlsStream<S>, FailureCode>, TlsFacts)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let Ok(name) = ServerName::try_from(host.to_owned()) else {
        return (Err(FailureCode::TlsFailed), TlsFacts::default());
    };
    let seen = Arc::new(Mutex::new(Vec::new()));
    // Keeps what it is shown. Sessions are not resumed: a resumed handshake presents no certificate.
    let recorder = Arc::new(Recorder { inner: trust.verifier(), seen: seen.clone() });
    let Ok(mut config) = trust.tls_config(recorder) else {
        return (Err(FailureCode::TlsFailed), TlsFacts::default());
    };
    config.resumption = Resumption::disabled();
    let result = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
    let chain = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
    let version = match &result {
        Ok(stream) => stream.get_ref().1.protocol_version().and_then(|version| version.as_str().map(str::to_owned)),
        Err(_) => None,
    };
    let facts = TlsFacts { version, chain };
    (result.map_err(|error| told_apart(code_of(&error), &facts)), facts)
}

/// A certificate that vouches for itself comes from an issuer that nobody trusts, whatever else is wrong with it.
fn told_apart(code: FailureCode, facts: &TlsFacts) -> FailureCode {
    let is_own_issuer = facts.certificate().is_some_and(|leaf| leaf.subject == leaf.issuer);
    if code == FailureCode::TlsBadCertificate && is_own_issuer { FailureCode::TlsUnknownIssuer } else { code }
}

fn code_of(error: &io::Error) -> FailureCode {
    use rustls::Error as E;
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<E>());
    let Some(inner) = inner else {
        return if FailureCode::is_cut(error) { FailureCode::TlsReset } else { FailureCode::TlsFailed };
    };
    // What the other side says where it knows no version of ours, and what we say where we know none of its.
    let too_old = [
        E::AlertReceived(AlertDescription::ProtocolVersion),
        E::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13),
        E::PeerIncompatible(PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig),
    ];
    if let E::InvalidCertificate(problem) = inner {
        certificate_code(problem)
    } else if too_old.contains(inner) {
        FailureCode::TlsProtocolVersion
    } else {
        FailureCode::TlsFailed
    }
}

fn certificate_code(problem: &CertificateError) -> FailureCode {
    use CertificateError as E;
    if matches!(problem, E::Expired | E::ExpiredContext { .. }) {
        FailureCode::TlsExpired
    } else if matches!(problem, E::NotValidYet | E::NotValidYetContext { .. }) {
        FailureCode::TlsNotYetValid
    } else if matches!(problem, E::NotValidForName | E::NotValidForNameContext { .. }) {
        FailureCode::TlsWrongHost
    } else if matches!(problem, E::UnknownIssuer) {
        FailureCode::TlsUnknownIssuer
    } else if matches!(problem, E::Revoked) {
        FailureCode::TlsRevoked
    } else if *problem == pinned::MISMATCH {
        FailureCode::TlsPinMismatch
    } else {
        FailureCode::TlsBadCertificate
    }
}

#[derive(Debug)]
struct Recorder {
    inner: Arc<dyn ServerCertVerifier>,
    seen: Arc<Mutex<Vec<CertificateFacts>>>,
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let presented = facts(std::iter::once(end_entity).chain(intermediates));
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = presented;
        self.inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SpkiPin;

    #[test]
    fn a_certificate_that_vouches_for_itself_is_a_strangers_whatever_else_is_wrong_with_it() {
        let facts = |issuer: &str| TlsFacts {
            version: None,
            chain: vec![CertificateFacts {
                subject: "CN=api.example".into(),
                issuer: issuer.into(),
                not_before: None,
                not_after: None,
                spki_sha256: SpkiPin::from([0; 32]),
            }],
        };
        let (own, others) = (facts("CN=api.example"), facts("CN=Example CA"));
        assert_eq!(told_apart(FailureCode::TlsBadCertificate, &own), FailureCode::TlsUnknownIssuer);
        assert_eq!(told_apart(FailureCode::TlsBadCertificate, &others), FailureCode::TlsBadCertificate);
        assert_eq!(told_apart(FailureCode::TlsExpired, &own), FailureCode::TlsExpired);
    }

    #[test]
    fn what_is_too_old_is_told_from_what_fails_otherwise() {
        let code = |error: rustls::Error| code_of(&io::Error::other(error));
        use rustls::Error as E;
        assert_eq!(code(E::AlertReceived(AlertDescription::ProtocolVersion)), FailureCode::TlsProtocolVersion);
        let old = E::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13);
        assert_eq!(code(old), FailureCode::TlsProtocolVersion);
        assert_eq!(code(E::AlertReceived(AlertDescription::InternalError)), FailureCode::TlsFailed);
        assert_eq!(code(E::InvalidCertificate(pinned::MISMATCH)), FailureCode::TlsPinMismatch);
        assert_eq!(code_of(&io::ErrorKind::ConnectionReset.into()), FailureCode::TlsReset);
    }
}
