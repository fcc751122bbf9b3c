//! Pins: a certificate that the trust store accepts must also hold a key that the wallet expects.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::{CertificateError, DigitallySignedStruct, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use super::chain::is_pinned;
use crate::config::{PinnedHost, SpkiPin};

/// How a mismatch is told through the TLS library.
pub(super) const MISMATCH: CertificateError = CertificateError::ApplicationVerificationFailure;

/// A verifier that asks another one first, and then the pins of the host.
#[derive(Debug)]
pub(crate) struct Pinned {
    inner: Arc<dyn ServerCertVerifier>,
    pins: BTreeMap<String, Vec<SpkiPin>>,
}

impl Pinned {
    /// The same verifier where nothing is pinned.
    pub(crate) fn over(inner: Arc<dyn ServerCertVerifier>, hosts: &[PinnedHost]) -> Arc<dyn ServerCertVerifier> {
        if hosts.is_empty() {
            return inner;
        }
        let pins = hosts.iter().map(|pinned| (pinned.host.clone(), pinned.spki_sha256.clone())).collect();
        Arc::new(Self { inner, pins })
    }
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let accepted = self.inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)?;
        let host = server_name.to_str().trim_end_matches('.').to_ascii_lowercase();
        match self.pins.get(&host) {
            Some(pins) if !is_pinned(end_entity, intermediates, pins) => Err(MISMATCH.into()),
            Some(_) | None => Ok(accepted),
        }
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
