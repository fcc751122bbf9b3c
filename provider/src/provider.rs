//! The provider itself: what it is started with, which services it runs, and where they are.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hickory_server::Server;
use thiserror::Error;
use url::Url;
use wallet_doctor_core::config::{SigningKey, SpkiPin};

use crate::assets::Assets;
use crate::certificates::{Authority, Identity};
use crate::dns::{Resolver, Zone};
use crate::echo::Echo;
use crate::fault::{ConflictingFaults, FaultSet};
use crate::listener::{GRACE, Listeners};
use crate::opening::Opening;
use crate::places::{Place, Places};
use crate::status::{StatusDocument, StatusHost, StatusRequest};
use crate::urls::{self, Urls};

/// How late `http_slow` is unless the options say otherwise: long enough to notice, within any sane deadline.
const SLOW_BY: Duration = Duration::from_millis(2500);

/// What a provider is started with.
#[derive(Clone, Debug)]
pub struct ProviderOptions {
    /// Where it is, which is also what its names resolve to. 127.0.0.1 by default.
    pub places: Places,
    /// What is wrong. Nothing by default.
    pub faults: FaultSet,
    /// How late `http_slow` answers: 2500 ms by default.
    pub slow_by: Duration,
}

impl Default for ProviderOptions {
    fn default() -> Self {
        Self { places: Places::default(), faults: FaultSet::none(), slow_by: SLOW_BY }
    }
}

/// Why a provider did not start, or a certificate could not be issued.
#[derive(Debug, Error)]
pub enum StartError {
    /// Two faults exclude each other.
    #[error(transparent)]
    Conflict(#[from] ConflictingFaults),
    /// A service could not be opened.
    #[error("the {service} could not be opened at {}: {source}", without_free_port(*address))]
    Listen {
        /// Which service.
        service: &'static str,
        /// Where it was to be; port 0 stands for a free one.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// A certificate could not be made.
    #[error("a certificate could not be made: {0}")]
    Certificate(#[from] rcgen::Error),
    /// A certificate could not be put to use.
    #[error("TLS could not be set up: {0}")]
    Tls(#[from] rustls::Error),
    /// The key that signs announcements could not be made.
    #[error("a signing key could not be made")]
    SigningKey,
    /// A service's URL could not be written.
    #[error("a URL could not be made: {0}")]
    Url(#[from] url::ParseError),
}

/// A running wallet provider. It stops when it is dropped; [`Provider::stop`] lets answers under way finish first.
pub struct Provider {
    authority: Authority,
    pins: [SpkiPin; 2],
    neutral: Place,
    zone: Zone,
    urls: Urls,
    status: Arc<StatusHost>,
    assets: Arc<Assets>,
    dns_server: SocketAddr,
    second_opinion: SocketAddr,
    listeners: Listeners,
    resolvers: [Server<Resolver>; 2],
    echo: Echo,
}

impl Provider {
    /// Starts every service on a free port of its own. When this returns, all of them (and all faults) are in place.
    ///
    /// # Errors
    ///
    /// The faults exclude each other, an address is not one of this machine's, or the system refuses a socket. Nothing
    /// is left running then.
    pub async fn start(options: ProviderOptions) -> Result<Provider, StartError> {
        options.faults.check()?;
        let mut opening = Opening::new(options.places, options.faults)?;
        let (ports, echo) = opening.open_services(options.slow_by).await?;
        let (dns_server, phones) = opening.open_phones_resolver()?;
        let (second_opinion, other) = opening.open_second_resolver()?;
        Ok(Provider {
            urls: Urls::new(&ports)?,
            neutral: opening.places.neutral(),
            pins: opening.keys.pins(),
            authority: opening.authority,
            zone: opening.zone,
            status: opening.status,
            assets: opening.assets,
            dns_server,
            second_opinion,
            listeners: opening.listeners,
            resolvers: [phones, other],
            echo,
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
        self.zone.publish(host, [addr]);
    }

    /// The phone's resolver, over UDP and TCP; the `dns_*` faults are its.
    #[must_use]
    pub fn dns_server(&self) -> SocketAddr {
        self.dns_server
    }

    /// Another resolver, over UDP and TCP, that tells the truth if it answers: not under `offline` and
    /// `second_opinion_silent`.
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

    /// `https://api.wallet.test:PORT/v1/wallet/assets`: the same balances by token, in minor units with their decimals beside,
    /// for those who bring an authorization.
    #[must_use]
    pub fn assets_url(&self) -> Url {
        self.urls.assets.clone()
    }

    /// What is answered there, and who asked.
    #[must_use]
    pub fn assets(&self) -> &Assets {
        &self.assets
    }

    /// `https://api.wallet.test:PORT/v1/account`: the account's state, in the shape of docs/schemas/account.schema.json.
    #[must_use]
    pub fn account_url(&self) -> Url {
        self.urls.account.clone()
    }

    /// `https://api.wallet.test:PORT/health`: `application/health+json`.
    #[must_use]
    pub fn health_url(&self) -> Url {
        self.urls.health.clone()
    }

    /// `https://status.wallet.test:PORT/api/v2/summary.json`: a Statuspage v2 summary.
    #[must_use]
    pub fn status_url(&self) -> Url {
        self.status_document_url(StatusDocument::StatuspageV2)
    }

    /// `https://status.wallet.test:PORT/announcements.json`: the provider's announcements.
    #[must_use]
    pub fn announcements_url(&self) -> Url {
        self.status_document_url(StatusDocument::Announcements)
    }

    /// Where one of the documents is in which the provider tells of its state.
    #[must_use]
    pub fn status_document_url(&self, document: StatusDocument) -> Url {
        urls::document(&self.urls.status, document)
    }

    /// The public key of [`StatusDocument::AnnouncementsSigned`]. It is made at the start.
    #[must_use]
    pub fn announcements_key(&self) -> SigningKey {
        self.status.announcements_key()
    }

    /// What was asked of the status host so far, in the order in which it was answered.
    #[must_use]
    pub fn status_requests(&self) -> Vec<StatusRequest> {
        self.status.requests()
    }

    /// `https://control.neutral.test:PORT/`: a host that has nothing to do with the wallet.
    #[must_use]
    pub fn control_url(&self) -> Url {
        self.urls.control.clone()
    }

    /// `https://control.second.test:PORT/`: another such host, of somebody else.
    #[must_use]
    pub fn second_control_url(&self) -> Url {
        self.urls.second_control.clone()
    }

    /// `https://control.neutral.test:PORT/sample`: 16 KiB that can't be compressed, also in parts (RFC 9110 §14).
    #[must_use]
    pub fn sample_url(&self) -> Url {
        self.urls.sample.clone()
    }

    /// `https://doh.neutral.test:PORT/dns-query`: the second resolver over HTTPS (RFC 8484).
    #[must_use]
    pub fn doh_url(&self) -> Url {
        self.urls.doh.clone()
    }

    /// `echo.neutral.test:PORT`: answers STUN's Binding requests over UDP (RFC 8489).
    #[must_use]
    pub fn echo_server(&self) -> &str {
        &self.urls.echo
    }

    /// The addresses of everything that is not the wallet's API, IPv4 before IPv6.
    pub fn neutral_addresses(&self) -> impl Iterator<Item = IpAddr> + use<> {
        self.neutral.addresses()
    }

    /// What the keys of the API's certificates are pinned to: the key in use, and a backup that is never used.
    #[must_use]
    pub fn api_pins(&self) -> [SpkiPin; 2] {
        self.pins
    }

    /// `http://portal.second.test:PORT/generate_204`: another such check, of somebody else.
    #[must_use]
    pub fn second_portal_url(&self) -> Url {
        self.urls.second_portal.clone()
    }

    /// `http://portal.neutral.test:PORT/generate_204`: the captive-portal check, without TLS.
    #[must_use]
    pub fn portal_url(&self) -> Url {
        self.urls.portal.clone()
    }

    /// Stops everything: no new connection is taken, and answers under way have a second.
    pub async fn stop(self) {
        drop(self.echo);
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

/// An address as it was asked for: a port that was left free says nothing.
fn without_free_port(address: SocketAddr) -> String {
    if address.port() == 0 { address.ip().to_string() } else { address.to_string() }
}
