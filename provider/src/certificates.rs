//! The certificate authority that is made at the start, and the right and wrong certificates that services present.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, PublicKeyData, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};
use wallet_doctor_core::config::SpkiPin;

use crate::moment::{after, before};
use crate::provider::StartError;

/// The common name of the authority that a client of this provider trusts.
const AUTHORITY_NAME: &str = "Wallet Doctor Demo CA";
/// The common name of an authority that no client trusts.
const UNTRUSTED_AUTHORITY_NAME: &str = "Unrelated CA";
/// Under RFC 5280's and every platform's limits, and longer than any demo.
const VALID_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);
/// A client whose clock is a little behind still takes the certificate as valid.
const VALID_SINCE: SignedDuration = SignedDuration::from_hours(2 * 24);
/// When the expired certificate ran out.
const EXPIRED_SINCE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How far ahead a certificate that is not valid yet begins to be: past any error of a clock that a phone keeps.
const VALID_IN: SignedDuration = SignedDuration::from_hours(3 * 24);

/// A certificate chain and its private key, both PEM, for a service that is a peer of the provider's own.
#[derive(Clone)]
pub struct Identity {
    /// The certificate, signed by the provider's CA.
    pub cert_pem: String,
    /// The private key, PKCS #8.
    pub key_pem: String,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity").field("cert_pem", &self.cert_pem).finish_non_exhaustive()
    }
}

/// A leaf certificate with its key, ready for a TLS listener.
pub(crate) struct Leaf {
    certificate: rcgen::Certificate,
    key: Arc<KeyPair>,
}

impl Leaf {
    pub(crate) fn into_identity(self) -> Identity {
        Identity { cert_pem: self.certificate.pem(), key_pem: self.key.serialize_pem() }
    }

    /// A server configuration that presents this certificate and offers the given protocols by ALPN.
    pub(crate) fn into_server_config(self, protocols: &[&[u8]]) -> Result<Arc<ServerConfig>, StartError> {
        let chain: Vec<CertificateDer<'static>> = vec![self.certificate.into()];
        let key = PrivateKeyDer::Pkcs8(self.key.serialize_der().into());
        let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, key)?;
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        Ok(Arc::new(config))
    }
}

/// The keys of a service that clients pin: the one in use, and the one that is kept for the day on which that one has
/// to go (RFC 7469 §4.3).
pub(crate) struct PinnedKeys {
    in_use: Arc<KeyPair>,
    backup: KeyPair,
}

impl PinnedKeys {
    pub(crate) fn generate() -> Result<Self, StartError> {
        Ok(Self { in_use: Arc::new(KeyPair::generate()?), backup: KeyPair::generate()? })
    }

    /// What clients are told: the key in use, then the backup.
    pub(crate) fn pins(&self) -> [SpkiPin; 2] {
        [&*self.in_use, &self.backup].map(|key| {
            let hash: [u8; 32] = Sha256::digest(key.subject_public_key_info()).into();
            hash.into()
        })
    }
}

/// A certificate authority whose key lives in memory only, as long as the provider does.
pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    pem: String,
    now: Timestamp,
}

impl Authority {
    /// The one whose certificate clients are given.
    pub(crate) fn trusted(now: Timestamp) -> Result<Self, StartError> {
        Self::named(AUTHORITY_NAME, now)
    }

    /// One that nobody has heard of.
    pub(crate) fn untrusted(now: Timestamp) -> Result<Self, StartError> {
        Self::named(UNTRUSTED_AUTHORITY_NAME, now)
    }

    fn named(name: &str, now: Timestamp) -> Result<Self, StartError> {
        let mut params = CertificateParams::default();
        params.distinguished_name = common_name(name);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        set_validity(&mut params, before(now, VALID_SINCE), after(now, VALID_FOR));
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;
        Ok(Self { pem: issuer.pem(), issuer, now })
    }

    /// The authority's own certificate.
    pub(crate) fn pem(&self) -> &str {
        &self.pem
    }

    /// A good certificate for a host name or an IP address, under a key of its own.
    pub(crate) fn issue(&self, host: &str) -> Result<Leaf, StartError> {
        self.sign(host, &Arc::new(KeyPair::generate()?), self.valid_now())
    }

    /// A good certificate for a host name under the key that clients pin.
    pub(crate) fn issue_pinned(&self, host: &str, keys: &PinnedKeys) -> Result<Leaf, StartError> {
        self.sign(host, &keys.in_use, self.valid_now())
    }

    /// A certificate for a host name under the pinned key, but it ran out a week ago.
    pub(crate) fn issue_expired(&self, host: &str, keys: &PinnedKeys) -> Result<Leaf, StartError> {
        let until = before(self.now, EXPIRED_SINCE);
        self.sign(host, &keys.in_use, (before(until, VALID_FOR), until))
    }

    /// A certificate for a host name under the pinned key, but it is valid only from 3 days ahead.
    pub(crate) fn issue_not_yet_valid(&self, host: &str, keys: &PinnedKeys) -> Result<Leaf, StartError> {
        let since = after(self.now, VALID_IN);
        self.sign(host, &keys.in_use, (since, after(since, VALID_FOR)))
    }

    fn valid_now(&self) -> (Timestamp, Timestamp) {
        (before(self.now, VALID_FOR), after(self.now, VALID_FOR))
    }

    fn sign(&self, host: &str, key: &Arc<KeyPair>, valid: (Timestamp, Timestamp)) -> Result<Leaf, StartError> {
        let mut params = leaf_params(host, vec![host.to_owned()])?;
        params.use_authority_key_identifier_extension = true;
        set_validity(&mut params, valid.0, valid.1);
        Ok(Leaf { certificate: params.signed_by(&**key, &self.issuer)?, key: Arc::clone(key) })
    }
}

/// A certificate that vouches for itself: `name` is its subject and issuer, `hosts` what it claims to be.
pub(crate) fn self_signed(name: &str, hosts: &[&str], now: Timestamp) -> Result<Leaf, StartError> {
    let mut params = leaf_params(name, hosts.iter().map(|host| (*host).to_owned()).collect())?;
    set_validity(&mut params, before(now, VALID_SINCE), after(now, VALID_FOR));
    let key = Arc::new(KeyPair::generate()?);
    Ok(Leaf { certificate: params.self_signed(&*key)?, key })
}

fn leaf_params(name: &str, hosts: Vec<String>) -> Result<CertificateParams, StartError> {
    let mut params = CertificateParams::new(hosts)?;
    params.distinguished_name = common_name(name);
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    Ok(params)
}

fn common_name(name: &str) -> DistinguishedName {
    let mut names = DistinguishedName::new();
    names.push(DnType::CommonName, name);
    names
}

/// Whole days in UTC: from the start of the first to the start of the last.
fn set_validity(params: &mut CertificateParams, since: Timestamp, until: Timestamp) {
    let (since, until) = (utc_date(since), utc_date(until));
    params.not_before = date_time_ymd(since.year().into(), since.month().unsigned_abs(), since.day().unsigned_abs());
    params.not_after = date_time_ymd(until.year().into(), until.month().unsigned_abs(), until.day().unsigned_abs());
}

fn utc_date(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_pem_and_keeps_its_key_out_of_debug() {
        let authority = Authority::trusted(Timestamp::now()).unwrap();
        let identity = authority.issue("desk.wallet.test").unwrap().into_identity();
        assert!(identity.cert_pem.starts_with("-----BEGIN CERTIFICATE-----"));
        assert!(identity.key_pem.starts_with("-----BEGIN PRIVATE KEY-----"));
        assert!(!format!("{identity:?}").contains("PRIVATE"));
    }

    #[test]
    fn a_host_that_no_certificate_can_hold_is_an_error() {
        let authority = Authority::trusted(Timestamp::now()).unwrap();
        assert!(authority.issue("钱包.test").is_err());
    }
}
