//! What a presented certificate chain says: kept for evidence, and held against the pins.

use jiff::Timestamp;
use rustls_pki_types::CertificateDer;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use x509_parser::prelude::{FromDer, X509Certificate, X509Name};

use crate::config::SpkiPin;
use crate::one_line::one_line;

/// How much of a name is kept, in characters.
const MAX_NAME_CHARS: usize = 120;
/// How many certificates of a chain are looked at. Public chains have two to four.
const MAX_CERTIFICATES: usize = 8;

/// A presented certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CertificateFacts {
    /// Whose it is.
    pub subject: String,
    /// Who issued it.
    pub issuer: String,
    /// From when it is valid.
    pub not_before: Option<Timestamp>,
    /// Until when it is valid.
    pub not_after: Option<Timestamp>,
    /// The SHA-256 of its SubjectPublicKeyInfo, as pins are written (RFC 7469).
    pub spki_sha256: SpkiPin,
}

/// The facts of a chain as it was presented, the server's own certificate first; what can't be read is left out.
pub(crate) fn facts<'a>(chain: impl IntoIterator<Item = &'a CertificateDer<'a>>) -> Vec<CertificateFacts> {
    let read = chain.into_iter().take(MAX_CERTIFICATES).filter_map(|der| X509Certificate::from_der(der).ok());
    read.map(|(_, certificate)| facts_of(&certificate)).collect()
}

fn facts_of(certificate: &X509Certificate<'_>) -> CertificateFacts {
    let name = |name: &X509Name<'_>| one_line(&name.to_string(), MAX_NAME_CHARS);
    let validity = certificate.validity();
    CertificateFacts {
        subject: name(certificate.subject()),
        issuer: name(certificate.issuer()),
        not_before: Timestamp::from_second(validity.not_before.timestamp()).ok(),
        not_after: Timestamp::from_second(validity.not_after.timestamp()).ok(),
        spki_sha256: pin_of(certificate),
    }
}

fn pin_of(certificate: &X509Certificate<'_>) -> SpkiPin {
    SpkiPin::from(<[u8; 32]>::from(Sha256::digest(certificate.public_key().raw)))
}

/// Whether one of the keys that vouch for the server is pinned. Only authorities that really signed the certificate before
/// them count: a stranger could present the genuine chain behind a certificate of his own, or bridge the gap with an
/// ordinary certificate that the pinned authority once issued to him.
pub(crate) fn is_pinned(leaf: &CertificateDer<'_>, others: &[CertificateDer<'_>], pins: &[SpkiPin]) -> bool {
    let Ok((_, mut current)) = X509Certificate::from_der(leaf) else { return false };
    let mut others: Vec<X509Certificate<'_>> =
        others.iter().take(MAX_CERTIFICATES).filter_map(|der| Some(X509Certificate::from_der(der).ok()?.1)).collect();
    loop {
        if pins.contains(&pin_of(&current)) {
            return true;
        }
        let signed_current = |other: &X509Certificate<'_>| {
            may_issue(other)
                && other.subject() == current.issuer()
                && current.verify_signature(Some(other.public_key())).is_ok()
        };
        match others.iter().position(signed_current) {
            // Each is used once, so this ends.
            Some(index) => current = others.swap_remove(index),
            None => return false,
        }
    }
}

/// Whether a certificate is an authority's: RFC 5280, sections 4.2.1.3 and 4.2.1.9.
fn may_issue(certificate: &X509Certificate<'_>) -> bool {
    let signs = certificate.key_usage().ok().flatten().is_none_or(|usage| usage.value.key_cert_sign());
    certificate.is_ca() && signs
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

    fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority")
    }

    fn leaf(issuer: &CertifiedIssuer<'static, KeyPair>) -> CertificateDer<'static> {
        let params = CertificateParams::new(vec!["api.example".to_owned()]).expect("a name");
        params.signed_by(&KeyPair::generate().expect("a key"), issuer).expect("a certificate").into()
    }

    fn pins(certificate: &CertificateDer<'_>) -> Vec<SpkiPin> {
        facts([certificate]).into_iter().map(|facts| facts.spki_sha256).collect()
    }

    #[test]
    fn the_chain_is_kept_with_issuer_dates_and_key() {
        let root = authority("Example Root");
        let (leaf, root): (_, CertificateDer<'static>) = (leaf(&root), root.der().clone());
        let found = facts([&leaf, &root]);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|facts| facts.issuer.contains("Example Root") && facts.not_after.is_some()));
        assert_ne!(found.first().map(|facts| facts.spki_sha256), found.last().map(|facts| facts.spki_sha256));
        assert!(facts([&CertificateDer::from(b"nonsense".to_vec())]).is_empty());
    }

    #[test]
    fn the_key_of_the_server_or_of_an_issuer_may_be_pinned() {
        let root = authority("Example Root");
        let (leaf, root): (_, CertificateDer<'static>) = (leaf(&root), root.der().clone());
        assert!(is_pinned(&leaf, &[], &pins(&leaf)));
        assert!(is_pinned(&leaf, std::slice::from_ref(&root), &pins(&root)));
        assert!(!is_pinned(&leaf, std::slice::from_ref(&root), &[SpkiPin::from([7; 32])]));
    }

    #[test]
    fn an_ordinary_certificate_is_no_bridge_to_a_pinned_authority() {
        let genuine = authority("Example Root");
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec!["stranger.example".to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, "Stranger");
        let bridge: CertificateDer<'static> = params.signed_by(&key, &genuine).unwrap().into();
        // The stranger signs with the key of that ordinary certificate, under its name.
        let stranger = rcgen::Issuer::new(params, key);
        let own = CertificateParams::new(vec!["api.example".to_owned()]).unwrap();
        let leaf: CertificateDer<'static> = own.signed_by(&KeyPair::generate().unwrap(), &stranger).unwrap().into();
        let chain = [bridge, genuine.der().clone()];
        assert!(!is_pinned(&leaf, &chain, &pins(&chain[1])));
    }

    #[test]
    fn a_pinned_certificate_that_vouches_for_nothing_does_not_count() {
        let genuine = authority("Example Root");
        // The same name, another key.
        let stranger = authority("Example Root");
        let (leaf, genuine): (_, CertificateDer<'static>) = (leaf(&stranger), genuine.der().clone());
        assert!(!is_pinned(&leaf, std::slice::from_ref(&genuine), &pins(&genuine)));
    }
}
