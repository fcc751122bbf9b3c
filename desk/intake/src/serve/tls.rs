//! The intake's TLS identity.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use tokio_rustls::TlsAcceptor;

use crate::{IntakeError, TlsIdentity};

/// The name of HTTP/2 in ALPN.
pub(super) const H2: &[u8] = b"h2";

/// TLS 1.2 and 1.3 by rustls with *ring*, named here: the process's default provider is nobody's to rely on.
///
/// # Errors
/// [`IntakeError::Tls`] says what is wrong with the certificate or its key.
pub fn acceptor(identity: &TlsIdentity) -> Result<TlsAcceptor, IntakeError> {
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(identity.cert_pem.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|_| fault("certificate", "it is not PEM"))?;
    if chain.is_empty() {
        return Err(fault("certificate", "there is no certificate in it"));
    }
    // The parser's error is not passed on: it could quote what it did not understand.
    let key = PrivateKeyDer::from_pem_slice(identity.key_pem.as_bytes())
        .map_err(|_| fault("key", "it is not a private key in PEM"))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| fault("identity", error.to_string()))?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|error| fault("identity", error.to_string()))?;
    config.alpn_protocols = vec![H2.to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn fault(what: &'static str, reason: impl Into<String>) -> IntakeError {
    IntakeError::Tls { what, reason: reason.into() }
}
