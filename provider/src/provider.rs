//! The provider itself: what it is started with, which services it runs, and where they are.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hickory_server::Server;
use jiff::Timestamp;
use rustls::ServerConfig;
use thiserror::Error;
use url::Url;

use crate::certificates::{Authority, Identity, Leaf, self_signed};
use crate::dns::{self, Manner, Resolver, WRONG_ADDRESS, Zone};
use crate::fault::{ConflictingFaults, Fault, FaultSet};
use crate::listener::{GRACE, Listeners, Reception};
use crate::{api, control, portal, status};

const API_HOST: &str = "api.wallet.test";
const STATUS_HOST: &str = "status.wallet.test";
const CONTROL_HOST: &str = "control.neutral.test";
const PORTAL_HOST: &str = "portal.neutral.test";
/// The name in the certificate of `tls_wrong_host`.
const WRONG_HOST: &str = "www.elsewhere.test";
/// The common name in the interloper's certificate.
const INTERLOPER: &str = "Interloper";
/// How late `http_slow` is unless the options say otherwise: long enough to notice, within any sane deadline.
const SLOW_BY: Duration = Duration::from_millis(2500);

/// What TLS listeners offer by ALPN.
const HTTP_2_AND_1: &[&[u8]] = &[b"h2", b"http/1.1"];
/// In HTTP/2 a short answer resets a stream; only in HTTP/1.1 does the connection close, which `http_truncated` is about.
const HTTP_1_ONLY: &[&[u8]] = &[b"http/1.1"];

/// What a provider is started with.
#[derive(Clone, Debug)]
pub struct ProviderOptions {
    /// The IPv4 address of every service, which is also what its names resolve to; so not `0.0.0.0`. Loopback by default.
    pub listen: IpAddr,
    /// What is wrong. Nothing by default.
    pub faults: FaultSet,
    /// How late `http_slow` answers: 2500 ms by default.
    pub slow_by: Duration,
}

impl Default for ProviderOptions {
    fn default() -> Self {
        Self { listen: IpAddr::V4(Ipv4Addr::LOCALHOST), faults: FaultSet::none(), slow_by: SLOW_BY }
    }
}

/// Why a provider did not start, or a certificate could not be issued.
#[derive(Debug, Error)]
pub enum StartError {
    /// Two faults exclude each other.
    #[error(transparent)]
    Conflict(#[from] ConflictingFaults),
    /// The address to listen on is not one that names can resolve to.
    #[error("cannot listen on {0}: give one IPv4 address of this machine, because the provider's names resolve to it")]
    Address(IpAddr),
    /// A service could not be opened.
    #[error("the {service} could not be opened at {address}: {source}")]
    Listen {
        /// Which service.
        service: &'static str,
        /// Where it was to be.
        address: IpAddr,
        /// What the system says.
        source: io::Error,
    },
    /// A certificate could not be made.
    #[error("a certificate could not be made: {0}")]
    Certificate(#[from] rcgen::Error),
    /// A certificate could not be put to use.
    #[error("TLS could not be set up: {0}")]
    Tls(#[from] rustls::Error),
    /// A service's URL could not be written.
    #[error("a URL could not be made: {0}")]
    Url(#[from] url::ParseError),
}

/// A running wallet provider. It stops when it is dropped; [`Provider::stop`] lets answers under way finish first.
pub struct Provider {
    authority: Authority,
    zone: Zone,
    urls: Urls,
    dns_server: SocketAddr,
    second_opinion: SocketAddr,
    listeners: Listeners,
    resolvers: [Server<Resolver>; 2],
}

struct Urls {
    api: Url,
    balances: Url,
    health: Url,
    status: Url,
    announcements: Url,
    control: Url,
    portal: Url,
}

impl Provider {
    /// Starts every service on a free port of its own. When this returns, all of them (and all faults) are in place.
    ///
    /// # Errors
    ///
    /// The faults exclude each other, the address is not one IPv4 address of this machine, or the system refuses a
    /// socket. Nothing is left running then.
    pub async fn start(options: ProviderOptions) -> Result<Provider, StartError> {
        options.faults.check()?;
        let listen = one_ipv4_address(options.listen)?;
        let authority = Authority::trusted(Timestamp::now())?;

        let mut floor = Floor { listen, faults: options.faults, authority, listeners: Listeners::new() };
        let api = floor.open_api(options.slow_by).await?;
        let status = floor.open_secure("status page", STATUS_HOST, status::router(&floor.faults)).await?;
        let control = floor.open_secure("control host", CONTROL_HOST, control::router(&floor.faults)).await?;
        let portal = floor.open_portal().await?;
        if floor.faults.contains(Fault::DnsWrongAddress) {
            floor.open_interloper([api.port(), status.port()]).await?;
        }

        let zone = Zone::default();
        for host in [API_HOST, STATUS_HOST, CONTROL_HOST, PORTAL_HOST] {
            zone.publish(host, listen.into());
        }
        let (dns_server, phones) = floor.open_resolver("phone's resolver", &zone, manner(&floor.faults)).await?;
        let (second_opinion, other) = floor.open_resolver("second resolver", &zone, honest(&floor.faults)).await?;

        Ok(Provider {
            urls: Urls::new(api.port(), status.port(), control.port(), portal.port())?,
            authority: floor.authority,
            zone,
            dns_server,
            second_opinion,
            listeners: floor.listeners,
            resolvers: [phones, other],
        })
    }

    /// The certificate of the CA that signs the provider's certificates, PEM. It is made at the start and its key never
    /// leaves this process.
    #[must_use]
    pub fn ca_pem(&self) -> &str {
        self.authority.pem()
    }

    /// A certificate from the provider's CA for a peer service, such as the support desk, under a host name or IP address.
    ///
    /// # Errors
    ///
    /// The host can't be put in a certificate: it is not ASCII (a name in another script goes in its `xn--` form).
    pub fn issue(&self, host: &str) -> Result<Identity, StartError> {
        Ok(self.authority.issue(host)?.into_identity())
    }

    /// Makes a further name resolvable by both resolvers, or moves a name to another address, while they run.
    pub fn publish_name(&self, host: &str, addr: IpAddr) {
        self.zone.publish(host, addr);
    }

    /// The phone's resolver, over UDP and TCP; the `dns_*` faults are its.
    #[must_use]
    pub fn dns_server(&self) -> SocketAddr {
        self.dns_server
    }

    /// Another resolver, over UDP and TCP, that always tells the truth; only under `offline` it is silent too.
    #[must_use]
    pub fn second_opinion(&self) -> SocketAddr {
        self.second_opinion
    }

    /// `https://api.wallet.test:PORT/`
    #[must_use]
    pub fn api_url(&self) -> Url {
        self.urls.api.clone()
    }

    /// `https://api.wallet.test:PORT/v1/balances`: the `synced` sheet of [`crate::ledger::ledger`].
    #[must_use]
    pub fn balances_url(&self) -> Url {
        self.urls.balances.clone()
    }

    /// `https://api.wallet.test:PORT/health`: `application/health+json`.
    #[must_use]
    pub fn health_url(&self) -> Url {
        self.urls.health.clone()
    }

    /// `https://status.wallet.test:PORT/api/v2/summary.json`: a Statuspage v2 summary.
    #[must_use]
    pub fn status_url(&self) -> Url {
        self.urls.status.clone()
    }

    /// `https://status.wallet.test:PORT/announcements.json`: the provider's announcements.
    #[must_use]
    pub fn announcements_url(&self) -> Url {
        self.urls.announcements.clone()
    }

    /// `https://control.neutral.test:PORT/`: a host that has nothing to do with the wallet.
    #[must_use]
    pub fn control_url(&self) -> Url {
        self.urls.control.clone()
    }

    /// `http://portal.neutral.test:PORT/generate_204`: the captive-portal check, without TLS.
    #[must_use]
    pub fn portal_url(&self) -> Url {
        self.urls.portal.clone()
    }

    /// Stops everything: no new connection is taken, and answers under way have a second.
    pub async fn stop(self) {
        self.listeners.stop().await;
        for mut resolver in self.resolvers {
            // It stops one way or the other: what does not end by itself ends when it is dropped.
            let _ = tokio::time::timeout(GRACE, resolver.shutdown_gracefully()).await;
        }
    }
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Provider")
            .field("api", &self.urls.api.as_str())
            .field("dns_server", &self.dns_server)
            .finish_non_exhaustive()
    }
}

impl Urls {
    fn new(api: u16, status: u16, control: u16, portal: u16) -> Result<Self, StartError> {
        let api = Url::parse(&format!("https://{API_HOST}:{api}/"))?;
        let status = Url::parse(&format!("https://{STATUS_HOST}:{status}/"))?;
        Ok(Self {
            balances: api.join(api::BALANCES_PATH)?,
            health: api.join(api::HEALTH_PATH)?,
            announcements: status.join(status::ANNOUNCEMENTS_PATH)?,
            status: status.join(status::SUMMARY_PATH)?,
            control: Url::parse(&format!("https://{CONTROL_HOST}:{control}/"))?,
            portal: Url::parse(&format!("http://{PORTAL_HOST}:{portal}/{}", portal::CHECK_PATH))?,
            api,
        })
    }
}

/// What a provider is made of while it is being opened. If a step fails, dropping it closes what is open.
struct Floor {
    listen: Ipv4Addr,
    faults: FaultSet,
    authority: Authority,
    listeners: Listeners,
}

impl Floor {
    async fn open_api(&mut self, slow_by: Duration) -> Result<SocketAddr, StartError> {
        let reception = self.api_reception()?;
        let router = if self.faults.contains(Fault::CaptivePortal) {
            portal::hotspot(&self.faults)
        } else {
            api::router(&self.faults, slow_by)
        };
        self.open("API", (self.listen, 0), reception, router).await
    }

    /// The fault nearest to the wire wins: who is not let in never sees the certificate.
    fn api_reception(&self) -> Result<Reception, StartError> {
        let has = |fault| self.faults.contains(fault);
        if has(Fault::Offline) || has(Fault::TcpBlackhole) {
            return Ok(Reception::Blackhole);
        }
        if has(Fault::TcpRefused) {
            return Ok(Reception::Refuse);
        }
        if has(Fault::TcpReset) {
            return Ok(Reception::Reset);
        }
        if has(Fault::TlsReset) {
            return Ok(Reception::ResetAfterHello);
        }
        let protocols = if has(Fault::HttpTruncated) { HTTP_1_ONLY } else { HTTP_2_AND_1 };
        Ok(Reception::Secure(self.api_certificate()?.into_server_config(protocols)?))
    }

    fn api_certificate(&self) -> Result<Leaf, StartError> {
        if self.faults.contains(Fault::CaptivePortal) {
            hotspot_certificate()
        } else if self.faults.contains(Fault::TlsExpired) {
            self.authority.issue_expired(API_HOST)
        } else if self.faults.contains(Fault::TlsUnknownIssuer) {
            Authority::untrusted(Timestamp::now())?.issue(API_HOST)
        } else if self.faults.contains(Fault::TlsWrongHost) {
            self.authority.issue(WRONG_HOST)
        } else {
            self.authority.issue(API_HOST)
        }
    }

    /// A TLS service that only `offline` and `captive_portal` touch.
    async fn open_secure(
        &mut self,
        service: &'static str,
        host: &str,
        router: Router,
    ) -> Result<SocketAddr, StartError> {
        let address = (self.listen, 0);
        if self.faults.contains(Fault::Offline) {
            return self.open(service, address, Reception::Blackhole, router).await;
        }
        let captive = self.faults.contains(Fault::CaptivePortal);
        let leaf = if captive { hotspot_certificate()? } else { self.authority.issue(host)? };
        let router = if captive { portal::hotspot(&self.faults) } else { router };
        self.open(service, address, Reception::Secure(leaf.into_server_config(HTTP_2_AND_1)?), router).await
    }

    async fn open_portal(&mut self) -> Result<SocketAddr, StartError> {
        let offline = self.faults.contains(Fault::Offline);
        let reception = if offline { Reception::Blackhole } else { Reception::Plain };
        let captive = self.faults.contains(Fault::CaptivePortal);
        let router = if captive { portal::hotspot(&self.faults) } else { portal::router(&self.faults) };
        self.open("portal check", (self.listen, 0), reception, router).await
    }

    async fn open_interloper(&mut self, ports: [u16; 2]) -> Result<(), StartError> {
        let leaf = self_signed(INTERLOPER, &[API_HOST, STATUS_HOST], Timestamp::now())?;
        let config: Arc<ServerConfig> = leaf.into_server_config(HTTP_2_AND_1)?;
        for port in ports {
            let reception = Reception::Secure(Arc::clone(&config));
            let router = portal::interloper(&self.faults);
            self.open("interloper", (WRONG_ADDRESS, port), reception, router).await?;
        }
        Ok(())
    }

    async fn open(
        &mut self,
        service: &'static str,
        address: (Ipv4Addr, u16),
        reception: Reception,
        router: Router,
    ) -> Result<SocketAddr, StartError> {
        let opened = self.listeners.open(address, reception, router).await;
        opened.map_err(|source| StartError::Listen { service, address: address.0.into(), source })
    }

    async fn open_resolver(
        &self,
        service: &'static str,
        zone: &Zone,
        manner: Manner,
    ) -> Result<(SocketAddr, Server<Resolver>), StartError> {
        let address = self.listen.into();
        let started = dns::start(address, zone.clone(), manner).await;
        started.map_err(|source| StartError::Listen { service, address, source })
    }
}

fn one_ipv4_address(address: IpAddr) -> Result<Ipv4Addr, StartError> {
    match address {
        IpAddr::V4(v4) if !v4.is_unspecified() && !v4.is_multicast() && !v4.is_broadcast() => Ok(v4),
        IpAddr::V4(_) | IpAddr::V6(_) => Err(StartError::Address(address)),
    }
}

fn hotspot_certificate() -> Result<Leaf, StartError> {
    self_signed(portal::HOTSPOT_HOST, &[portal::HOTSPOT_HOST], Timestamp::now())
}

/// How the phone's resolver behaves.
fn manner(faults: &FaultSet) -> Manner {
    let wallet = || vec![API_HOST.to_owned(), STATUS_HOST.to_owned()];
    if faults.contains(Fault::Offline) || faults.contains(Fault::DnsTimeout) {
        Manner::Silent
    } else if faults.contains(Fault::DnsNxdomain) {
        Manner::Denies(wallet())
    } else if faults.contains(Fault::DnsWrongAddress) {
        Manner::Misleads(wallet(), WRONG_ADDRESS.into())
    } else {
        Manner::Honest
    }
}

/// How the other resolver behaves: silent when there is no network, honest otherwise.
fn honest(faults: &FaultSet) -> Manner {
    if faults.contains(Fault::Offline) { Manner::Silent } else { Manner::Honest }
}
