//! Values of a config that are checked as they are read.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rustls::RootCertStore;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};
use url::{Host, Url};

/// An `http` or `https` URL with a host and without credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebUrl(Url);

impl WebUrl {
    /// The URL.
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// The URL as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Scheme, host and port: what may be shown of a URL whose path or query may hold a secret.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The host as text; IPv6 without brackets.
    pub fn host(&self) -> String {
        match self.0.host() {
            Some(Host::Ipv6(address)) => address.to_string(),
            Some(host) => host.to_string(),
            None => String::new(),
        }
    }

    /// The host as an address, if it is one.
    pub fn address(&self) -> Option<IpAddr> {
        self.host().parse().ok()
    }

    /// The port, the scheme's own if none is written.
    pub fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or(443)
    }

    /// Whether it is `https`.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether nobody in between can read what is sent there: it goes over TLS, or stays on this machine.
    pub fn keeps_secrets(&self) -> bool {
        self.is_https() || self.is_loopback()
    }

    /// Whether the host is this very machine.
    pub fn is_loopback(&self) -> bool {
        self.host() == "localhost" || self.address().is_some_and(|address| address.is_loopback())
    }
}

impl fmt::Display for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for WebUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // What stands before an @ or after a question mark may be a secret.
        let shown: String = text.split('?').next().unwrap_or_default().chars().take(100).collect();
        let shown = if shown.contains('@') { "this URL" } else { shown.as_str() };
        let refuse = || format!("'{shown}' is not accepted; accepted: an http:// or https:// URL with a host");
        let url = Url::parse(text).map_err(|_| refuse())?;
        let odd = text.chars().any(|c| c.is_control() || c.is_whitespace()) || url.port() == Some(0);
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() || odd {
            return Err(refuse());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("a URL with a user name or password is not accepted; accepted: one without".to_owned());
        }
        Ok(Self(url))
    }
}

/// An age X25519 recipient.
#[derive(Clone)]
pub struct Recipient(age::x25519::Recipient);

/// How many bytes of a digest are a key's id.
pub(crate) const KEY_ID_BYTES: usize = 8;

impl Recipient {
    /// The id of its key: the first eight bytes of the SHA-256 of the recipient's text, in lower-case hex. Sealed reports
    /// carry it, so that support knows which of its keys opens one.
    pub fn key_id(&self) -> String {
        let digest = Sha256::digest(self.0.to_string().as_bytes());
        hex::encode(digest.iter().take(KEY_ID_BYTES).copied().collect::<Vec<u8>>())
    }

    /// What age seals to.
    pub(crate) fn age(&self) -> &age::x25519::Recipient {
        &self.0
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Recipient {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // A mistake here may be a secret key, so what was given is not repeated.
        text.parse().map(Self).map_err(|_| {
            "this recipient is not accepted; accepted: an age X25519 public key, age1 and 58 more characters".to_owned()
        })
    }
}

/// What the desk knows an app by: 20 to 100 letters, digits, hyphens and underscores. It comes with every app and is no secret of
/// anybody's, but it need not stand in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct AppKey(String);

impl AppKey {
    /// As it is sent.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AppKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for AppKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppKey")
    }
}

impl FromStr for AppKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_key = (20..=100).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        is_key.then(|| Self(text.to_owned())).ok_or_else(|| {
            "this key is not accepted; accepted: 20 to 100 letters, digits, hyphens and underscores, as the desk gave it"
                .to_owned()
        })
    }
}

/// An Ed25519 public key (RFC 8032), written as in a JSON Web Key (RFC 8037): 32 bytes in base64url without padding.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SigningKey([u8; 32]);

impl SigningKey {
    /// The key itself.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for SigningKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // A mistake here may be a secret key, so what was given is not repeated.
        let key = URL_SAFE_NO_PAD.decode(text).ok().and_then(|key| key.try_into().ok());
        key.filter(|key| !is_of_small_order(key)).map(Self).ok_or_else(|| {
            "this key is not accepted; accepted: an Ed25519 public key, 32 bytes in base64url without padding, as the 'x' \
             of a JSON Web Key"
                .to_owned()
        })
    }
}

/// The points of edwards25519 (RFC 8032, section 5.1) whose order divides 8, in all encodings but for the sign: anybody can
/// sign for them. Zeros, a likely placeholder, are one.
const SMALL_ORDER: [&str; 7] = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];

fn is_of_small_order(key: &[u8; 32]) -> bool {
    let mut unsigned = *key;
    if let Some(last) = unsigned.last_mut() {
        *last &= 0x7f;
    }
    SMALL_ORDER.contains(&hex::encode(unsigned).as_str())
}

/// Trusted root certificates, PEM.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RootCertificates {
    pem: Vec<String>,
    der: Vec<CertificateDer<'static>>,
}

impl RootCertificates {
    /// The certificates.
    pub fn der(&self) -> &[CertificateDer<'static>] {
        &self.der
    }
}

impl TryFrom<Vec<String>> for RootCertificates {
    type Error = String;

    fn try_from(pem: Vec<String>) -> Result<Self, String> {
        let refuse = "not a certificate; accepted: PEM, beginning with -----BEGIN CERTIFICATE-----";
        let mut der = Vec::new();
        for text in &pem {
            let before = der.len();
            for certificate in CertificateDer::pem_slice_iter(text.as_bytes()) {
                let certificate = certificate.map_err(|_| refuse.to_owned())?;
                // What could not be trusted later is refused now, with its key.
                RootCertStore::empty().add(certificate.clone()).map_err(|_| refuse.to_owned())?;
                der.push(certificate);
            }
            if der.len() == before {
                return Err(refuse.to_owned());
            }
        }
        Ok(Self { pem, der })
    }
}

impl Serialize for RootCertificates {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.pem.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for RootCertificates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<String>::deserialize(deserializer)?.try_into().map_err(de::Error::custom)
    }
}

/// Serde and JSON Schema for a value that is written as one string.
macro_rules! as_text {
    ($name:ident, $schema:tt) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }
    };
}

pub(crate) use as_text;

as_text!(WebUrl, { "type": "string", "format": "uri", "pattern": "^https?://" });
as_text!(SigningKey, { "type": "string", "pattern": "^[A-Za-z0-9_-]{43}$" });
as_text!(AppKey, { "type": "string", "pattern": "^[A-Za-z0-9_-]{20,100}$" });
as_text!(Recipient, { "type": "string", "pattern": "^age1[a-z0-9]{58}$" });

#[cfg(feature = "schema")]
impl schemars::JsonSchema for RootCertificates {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RootCertificates".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "array", "items": { "type": "string", "description": "PEM" } })
    }
}
