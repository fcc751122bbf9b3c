//! The TLS step: a handshake whose presented certificate is kept, whether it was accepted or not.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rustls::client::Resumption;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::{CertificateError, DigitallySignedStruct, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use x509_parser::prelude::{FromDer, X509Certificate};

use super::FailureCode;
use super::session::Trusted;
use crate::one_line::one_line;

/// How much of an issuer's name is kept, in characters.
const MAX_NAME_CHARS: usize = 120;

/// What the handshake showed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TlsFacts {
    /// The agreed version, such as `TLSv1_3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The certificate that the server presented, accepted or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateFacts>,
}

/// A presented certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CertificateFacts {
    /// Who issued it.
    pub issuer: String,
    /// From when it is valid.
    pub not_before: Option<Timestamp>,
    /// Until when it is valid.
    pub not_after: Option<Timestamp>,
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
    let seen = Arc::new(Mutex::new(None));
    // Keeps what it is shown. Sessions are not resumed: a resumed handshake presents no certificate.
    let recorder = Arc::new(Recorder { inner: trust.verifier(), seen: seen.clone() });
    let Ok(mut config) = trust.tls_config(recorder) else {
        return (Err(FailureCode::TlsFailed), TlsFacts::default());
    };
    config.resumption = Resumption::disabled();
    let result = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
    let certificate = seen.lock().unwrap_or_else(PoisonError::into_inner).take();
    let version = match &result {
        Ok(stream) => stream.get_ref().1.protocol_version().and_then(|version| version.as_str().map(str::to_owned)),
        Err(_) => None,
    };
    (result.map_err(|error| code_of(&error)), TlsFacts { version, certificate })
}

fn code_of(error: &io::Error) -> FailureCode {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match inner {
        Some(rustls::Error::InvalidCertificate(problem)) => certificate_code(problem),
        Some(_) => FailureCode::TlsFailed,
        None if FailureCode::is_cut(error) => FailureCode::TlsReset,
        None => FailureCode::TlsFailed,
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
    } else {
        FailureCode::TlsBadCertificate
    }
}

#[derive(Debug)]
struct Recorder {
    inner: Arc<dyn ServerCertVerifier>,
    seen: Arc<Mutex<Option<CertificateFacts>>>,
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
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = facts(end_entity);
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

pub(crate) fn facts(certificate: &CertificateDer<'_>) -> Option<CertificateFacts> {
    let (_, parsed) = X509Certificate::from_der(certificate).ok()?;
    let validity = parsed.validity();
    Some(CertificateFacts {
        issuer: one_line(&parsed.issuer().to_string(), MAX_NAME_CHARS),
        not_before: Timestamp::from_second(validity.not_before.timestamp()).ok(),
        not_after: Timestamp::from_second(validity.not_after.timestamp()).ok(),
    })
}
