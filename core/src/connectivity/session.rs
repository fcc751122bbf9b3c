//! What everything in one diagnosis shares on the network: resolvers, trust, the traffic meter. Made anew each time, so
//! that nothing is remembered from a network that the phone has left.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::Either;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, RootCertStore};

use super::resolver::{OverHttps, Resolver, SecondOpinion, both};
use super::tls::Pinned;
use super::{FailureCode, Family, TrafficMeter};
use crate::clock::{CertificateTime, Clock};
use crate::config::{Config, DnsConfig};

/// How long a plain request waits for the phone's resolver, which may take half a minute, before it asks the second one.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// How long a plain request that has addresses of one family waits for those of the other (RFC 8305, section 3).
const RESOLUTION_DELAY: Duration = Duration::from_millis(50);

/// One diagnosis' share of the network.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) resolver: Resolver,
    pub(crate) second_opinion: Option<SecondOpinion>,
    pub(crate) trust: Trusted,
    dns: DnsConfig,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) meter: TrafficMeter,
}

/// Why the network could not be set up: a fault of the phone or the config, not of the network.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SessionError {
    #[error("the trust store could not be set up")]
    Trust(#[from] rustls::Error),
    #[error("there is no root certificate to trust")]
    Roots,
    #[error("the resolver could not be set up")]
    Resolver,
    #[error("the HTTP client could not be set up")]
    Client,
}

impl Session {
    pub(crate) fn new(config: &Config, clock: &Arc<dyn Clock>) -> Result<Self, SessionError> {
        let meter = TrafficMeter::default();
        let (trust, dns) = (Trusted::new(config, clock)?, config.dns.clone());
        let resolver = resolver(&dns.servers, &meter)?;
        let mut session = Self { resolver, second_opinion: None, trust, dns, clock: clock.clone(), meter };
        let over_https = session.dns.over_https.iter().map(|server| OverHttps::new(server, &session));
        let over_https = over_https.collect::<Result<Vec<_>, _>>()?;
        session.second_opinion = session.second_opinion(over_https)?;
        Ok(session)
    }

    /// The same with resolvers of its own, for another runtime: a resolver works on the one that first used it.
    pub(super) fn apart(&self) -> Result<Self, SessionError> {
        let over_https = self.second_opinion.iter().flat_map(|second| second.over_https.clone()).collect();
        let (resolver, second_opinion) = (resolver(&self.dns.servers, &self.meter)?, self.second_opinion(over_https)?);
        Ok(Self { resolver, second_opinion, ..self.clone() })
    }

    fn second_opinion(&self, over_https: Vec<OverHttps>) -> Result<Option<SecondOpinion>, SessionError> {
        let plain = match self.dns.second_opinion.as_slice() {
            [] => None,
            servers => Some(resolver(servers, &self.meter)?),
        };
        Ok((plain.is_some() || !over_https.is_empty()).then_some(SecondOpinion { over_https, plain }))
    }

    /// Resolves for a plain request: the second opinion helps out where the resolver fails, so that status and reports
    /// still get through. A staged probe asks both by itself.
    pub(crate) async fn resolve(&self, host: &str) -> Result<Vec<IpAddr>, FailureCode> {
        let first = one_by_one(|family| self.resolver.lookup(host, family));
        let Some(second) = &self.second_opinion else { return first.await };
        let first = tokio::time::timeout(PATIENCE, first).await.unwrap_or(Err(FailureCode::DnsTimeout));
        if first.is_ok() {
            return first;
        }
        one_by_one(|family| second.lookup(host, family)).await.or(first)
    }
}

/// Both families' addresses; once there are some of one, the other has only a moment left.
async fn one_by_one<F>(lookup: impl Fn(Family) -> F) -> Result<Vec<IpAddr>, FailureCode>
where
    F: Future<Output = Result<Vec<IpAddr>, FailureCode>>,
{
    let (v6, v4) = (lookup(Family::Ipv6), lookup(Family::Ipv4));
    tokio::pin!(v6, v4);
    let (first, other) = match futures_util::future::select(v6, v4).await {
        Either::Left((first, other)) | Either::Right((first, other)) => (first, other),
    };
    let other = match first {
        Ok(_) => tokio::time::timeout(RESOLUTION_DELAY, other).await.unwrap_or(Err(FailureCode::DnsTimeout)),
        Err(_) => other.await,
    };
    // IPv6 first, as the phone itself would have it (RFC 6724).
    both(other, first).map(|mut addresses| {
        addresses.sort_by_key(IpAddr::is_ipv4);
        addresses
    })
}

fn resolver(servers: &[SocketAddr], meter: &TrafficMeter) -> Result<Resolver, SessionError> {
    Resolver::new(servers, meter).map_err(|_| SessionError::Resolver)
}

/// Which certificates are accepted, and at what time.
#[derive(Debug, Clone)]
pub(crate) struct Trusted {
    /// Named here and never looked up: an app may have installed another provider, or two.
    provider: Arc<CryptoProvider>,
    verifier: Arc<dyn ServerCertVerifier>,
    time: Arc<CertificateTime>,
}

impl Trusted {
    fn new(config: &Config, clock: &Arc<dyn Clock>) -> Result<Self, SessionError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let time = Arc::new(CertificateTime(clock.clone()));
        let verifier: Arc<dyn ServerCertVerifier> = if config.trust.system_roots {
            Arc::new(platform_verifier(config, provider.clone())?)
        } else {
            let mut roots = RootCertStore::empty();
            for root in config.trust.extra_roots.der() {
                roots.add(root.clone())?;
            }
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
                .build()
                .map_err(|_| SessionError::Roots)?
        };
        let verifier = Pinned::over(verifier, &config.trust.pins);
        Ok(Self { provider, verifier, time })
    }

    /// What decides about a certificate.
    pub(super) fn verifier(&self) -> Arc<dyn ServerCertVerifier> {
        self.verifier.clone()
    }

    /// A TLS setup in which this verifier decides. Without ALPN; each use sets its own.
    pub(super) fn tls_config(&self, verifier: Arc<dyn ServerCertVerifier>) -> Result<ClientConfig, rustls::Error> {
        Ok(ClientConfig::builder_with_details(self.provider.clone(), self.time.clone())
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_no_client_auth())
    }
}

#[cfg(not(target_os = "android"))]
fn platform_verifier(
    config: &Config,
    provider: Arc<CryptoProvider>,
) -> Result<rustls_platform_verifier::Verifier, rustls::Error> {
    let roots = config.trust.extra_roots.der().to_vec();
    rustls_platform_verifier::Verifier::new_with_extra_roots(roots, provider)
}

/// Android's own trust manager takes no further roots from us; an app declares those in its network security config.
#[cfg(target_os = "android")]
fn platform_verifier(
    _: &Config,
    provider: Arc<CryptoProvider>,
) -> Result<rustls_platform_verifier::Verifier, rustls::Error> {
    rustls_platform_verifier::Verifier::new(provider)
}
