//! The part of a config that says how the network is looked at: resolvers, trust, and where quality is measured.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls_pki_types::ServerName;
use serde::{Deserialize, Serialize};

use super::values::as_text;
use super::{ConfigError, MAX_ENTRIES, RootCertificates, WebUrl};

/// The fewest pins of a host: one in use, and one whose key is kept apart for the day on which the first has to go (RFC
/// 7469, section 4.3). With a single pin a lost key locks every user out.
const MIN_PINS: usize = 2;
/// What is accepted as a server for quality.
const HOST_AND_PORT: &str = "a host name or address and a port, such as stun.example:3478 or [2001:db8::1]:3478";

/// DNS servers other than the phone's own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DnsConfig {
    /// Asked instead of the phone's resolver. Empty: the phone's resolver.
    #[serde(default)]
    pub servers: Vec<SocketAddr>,
    /// Asked beside it over plain DNS, to tell a resolver that fails or lies.
    #[serde(default)]
    pub second_opinion: Vec<SocketAddr>,
    /// Asked beside it over HTTPS (RFC 8484), before the plain ones: nobody on the way can forge or drop these answers
    /// alone.
    #[serde(default)]
    pub over_https: Vec<DohServer>,
}

/// A DNS server that is asked over HTTPS (RFC 8484).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DohServer {
    /// Its URL, such as `https://dns.example/dns-query`.
    pub url: WebUrl,
    /// Where its host is. Never looked up: the resolver is what is in doubt.
    pub addresses: Vec<IpAddr>,
}

/// Which certificates are trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Trust {
    /// Whether the phone's own trust store counts.
    #[serde(default = "yes")]
    pub system_roots: bool,
    /// Further roots, PEM.
    #[serde(default)]
    pub extra_roots: RootCertificates,
    /// Hosts whose certificate chain must hold one of these keys.
    #[serde(default)]
    pub pins: Vec<PinnedHost>,
}

impl Default for Trust {
    fn default() -> Self {
        Self { system_roots: true, extra_roots: RootCertificates::default(), pins: Vec::new() }
    }
}

fn yes() -> bool {
    true
}

/// A host with the keys that it may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PinnedHost {
    /// The host, exactly; its subdomains are other hosts.
    pub host: String,
    /// Hashes of keys, of which one must be in the presented chain; at least one of them a backup.
    pub spki_sha256: Vec<SpkiPin>,
}

/// The SHA-256 of a certificate's SubjectPublicKeyInfo, written in base64 as in RFC 7469.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SpkiPin([u8; 32]);

impl SpkiPin {
    /// The hash itself.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for SpkiPin {
    fn from(hash: [u8; 32]) -> Self {
        Self(hash)
    }
}

impl fmt::Display for SpkiPin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl fmt::Debug for SpkiPin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for SpkiPin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // Android's and OkHttp's way to write it has the name of the hash in front.
        let hash = STANDARD.decode(text.strip_prefix("sha256/").unwrap_or(text)).ok();
        hash.and_then(|hash| hash.try_into().ok()).map(Self).ok_or_else(|| {
            "this pin is not accepted; accepted: the base64 of a SHA-256 of a SubjectPublicKeyInfo, 44 characters"
                .to_owned()
        })
    }
}

/// Where the quality of the link is measured. Empty: by what the other checks see anyway.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct QualityConfig {
    /// STUN servers (RFC 8489) that answer small packets over UDP, for loss, latency and jitter.
    #[serde(default)]
    pub echo: Vec<EchoServer>,
    /// An object of at least 12 KiB, for throughput; no more than that is fetched of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub download: Option<WebUrl>,
}

/// A host and a UDP port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EchoServer {
    host: String,
    port: u16,
}

impl EchoServer {
    /// The host; an IPv6 address without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl fmt::Display for EchoServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

impl FromStr for EchoServer {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let shown: String = text.chars().filter(|c| !c.is_control()).take(100).collect();
        let refuse = || format!("'{shown}' is not accepted; accepted: {HOST_AND_PORT}");
        let (host, port) = text.rsplit_once(':').ok_or_else(refuse)?;
        let port = port.parse().ok().filter(|port| *port != 0).ok_or_else(refuse)?;
        // The URL parser knows what a host is, and what its one spelling is.
        let host = match url::Host::parse(host).map_err(|_| refuse())? {
            url::Host::Ipv6(address) => address.to_string(),
            url::Host::Ipv4(address) => address.to_string(),
            url::Host::Domain(name) if ServerName::try_from(name.as_str()).is_ok() => name,
            url::Host::Domain(_) => return Err(refuse()),
        };
        Ok(Self { host, port })
    }
}

as_text!(SpkiPin, { "type": "string", "pattern": "^(sha256/)?[A-Za-z0-9+/]{43}=$" });
as_text!(EchoServer, { "type": "string", "pattern": ":[0-9]+$" });

impl DnsConfig {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let plain = [("dns.servers", &self.servers), ("dns.second_opinion", &self.second_opinion)];
        for (key, servers) in plain {
            if let Some(index) = servers.iter().position(|server| server.port() == 0) {
                return Err(ConfigError::new(
                    &format!("{key}[{index}]"),
                    "port 0",
                    "an address and a port, 1 to 65535",
                ));
            }
        }
        for (index, server) in self.over_https.iter().enumerate() {
            if !server.url.is_https() {
                let key = format!("dns.over_https[{index}].url");
                return Err(ConfigError::new(&key, &server.url.origin(), "an https:// URL"));
            }
            let least = usize::from(server.url.address().is_none());
            if !(least..=MAX_ENTRIES).contains(&server.addresses.len()) {
                let key = format!("dns.over_https[{index}].addresses");
                let given = format!("{} addresses", server.addresses.len());
                let accepted = format!("{least} to {MAX_ENTRIES} addresses of the URL's host");
                return Err(ConfigError::new(&key, &given, &accepted));
            }
        }
        Ok(())
    }
}

impl Trust {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        if !self.system_roots && self.extra_roots.der().is_empty() {
            return Err(ConfigError::new("trust", "neither system_roots nor extra_roots", "at least one of them"));
        }
        for (index, pinned) in self.pins.iter().enumerate() {
            // Spelled as the TLS library spells it, or it would be compared with and never be found.
            let is_host = ServerName::try_from(pinned.host.as_str()).is_ok_and(|name| name.to_str() == pinned.host)
                && pinned.host == pinned.host.to_lowercase()
                && !pinned.host.ends_with('.');
            let again = self.pins.iter().take(index).any(|other| other.host == pinned.host);
            if !is_host || again {
                let key = format!("trust.pins[{index}].host");
                let accepted = "a host name in lower case, without port or wildcard, each only once";
                return Err(ConfigError::new(&key, &pinned.host, accepted));
            }
            let distinct: std::collections::BTreeSet<_> = pinned.spki_sha256.iter().collect();
            if !(MIN_PINS..=MAX_ENTRIES).contains(&distinct.len()) {
                let key = format!("trust.pins[{index}].spki_sha256");
                let accepted = format!("{MIN_PINS} to {MAX_ENTRIES} different ones, so that one is a backup");
                return Err(ConfigError::new(&key, &format!("{} pins", distinct.len()), &accepted));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;

    const PIN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    const OTHER: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    fn with(json: &str) -> Result<Config, ConfigError> {
        Config::from_json(format!(r#"{{"provider_name":"P",{json}}}"#).as_bytes())
    }

    #[test]
    fn pins_need_a_backup_and_an_exact_host() {
        let pins = |host: &str, pins: &str| {
            with(&format!(r#""trust":{{"pins":[{{"host":"{host}","spki_sha256":[{pins}]}}]}}"#))
        };
        assert!(pins("api.example", &format!(r#""{PIN}","sha256/{OTHER}""#)).is_ok());
        for (host, given, key) in [
            ("api.example", format!(r#""{PIN}""#), "trust.pins[0].spki_sha256"),
            ("api.example", format!(r#""{PIN}","sha256/{PIN}""#), "trust.pins[0].spki_sha256"),
            ("*.example", format!(r#""{PIN}","{OTHER}""#), "trust.pins[0].host"),
            ("Api.example", format!(r#""{PIN}","{OTHER}""#), "trust.pins[0].host"),
            ("api.example.", format!(r#""{PIN}","{OTHER}""#), "trust.pins[0].host"),
            ("2001:0db8::1", format!(r#""{PIN}","{OTHER}""#), "trust.pins[0].host"),
            ("api.example:443", format!(r#""{PIN}","{OTHER}""#), "trust.pins[0].host"),
            ("api.example", r#""AAAA""#.to_owned(), "trust.pins[0].spki_sha256[0]"),
        ] {
            assert_eq!(pins(host, &given).unwrap_err().key, key, "{host} {given}");
        }
    }

    #[test]
    fn a_server_over_https_needs_an_address_of_its_own() {
        let doh = |url: &str, addresses: &str| {
            with(&format!(r#""dns":{{"over_https":[{{"url":"{url}","addresses":[{addresses}]}}]}}"#))
        };
        assert!(doh("https://dns.example/dns-query", r#""192.0.2.1""#).is_ok());
        assert!(doh("https://192.0.2.1/dns-query", "").is_ok());
        assert_eq!(doh("https://dns.example/dns-query", "").unwrap_err().key, "dns.over_https[0].addresses");
        assert_eq!(doh("http://192.0.2.1/dns-query", "").unwrap_err().key, "dns.over_https[0].url");
    }

    #[test]
    fn an_echo_server_is_a_host_and_a_port() {
        for (given, host, port) in [
            ("stun.example:3478", "stun.example", 3478),
            ("192.0.2.1:1", "192.0.2.1", 1),
            ("[2001:db8::1]:3478", "2001:db8::1", 3478),
        ] {
            let server: EchoServer = given.parse().unwrap();
            assert_eq!((server.host(), server.port(), server.to_string().as_str()), (host, port, given));
        }
        for broken in [
            "",
            "stun.example",
            "stun.example:0",
            "stun.example:70000",
            ":3478",
            "2001:db8::1:3478",
            "a b:1",
            "*:1",
            "a..b:1",
        ] {
            assert!(broken.parse::<EchoServer>().is_err(), "{broken}");
        }
    }
}
