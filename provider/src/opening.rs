//! The provider while it is being opened: each service gets its sockets, its certificate and the faults that are its.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hickory_server::Server;
use jiff::Timestamp;

use crate::certificates::{Authority, Leaf, self_signed};
use crate::dns::{self, Manner, Resolver, WRONG_ADDRESS, Zone};
use crate::fault::{Fault, FaultSet};
use crate::listener::socket::{Refused, bind_tcp};
use crate::listener::{Listeners, Reception, Service};
use crate::places::{Place, Places};
use crate::provider::StartError;
use crate::{api, control, hosts, portal, status, urls::Ports};

/// The common name in the interloper's certificate.
const INTERLOPER: &str = "Interloper";

/// What TLS listeners offer by ALPN.
const HTTP_2_AND_1: &[&[u8]] = &[b"h2", b"http/1.1"];
/// In HTTP/2 a short answer resets a stream; only in HTTP/1.1 does the connection close, which `http_truncated` is about.
const HTTP_1_ONLY: &[&[u8]] = &[b"http/1.1"];

/// What a provider is made of while it is being opened. If a step fails, dropping it closes what is open.
pub(crate) struct Opening {
    pub(crate) places: Places,
    pub(crate) faults: FaultSet,
    pub(crate) authority: Authority,
    pub(crate) listeners: Listeners,
}

impl Opening {
    pub(crate) fn new(places: Places, faults: FaultSet) -> Result<Self, StartError> {
        let authority = Authority::trusted(Timestamp::now())?;
        Ok(Self { places, faults, authority, listeners: Listeners::new() })
    }

    /// Opens every service but the resolvers.
    pub(crate) async fn open_services(&mut self, slow_by: Duration) -> Result<Ports, StartError> {
        let api = self.open_api(slow_by)?;
        let status = self.open_secure("status page", hosts::STATUS, status::router(&self.faults))?;
        let control = self.open_secure("control host", hosts::CONTROL, control::router(&self.faults))?;
        let portal = self.open_portal("portal check")?;
        if self.has(Fault::DnsWrongAddress) {
            self.open_interloper([api, status])?;
        }
        let filled = self.listeners.fill_backlogs().await;
        filled.map_err(|refused| listen_error("black hole", refused))?;
        Ok(Ports { api, status, control, portal })
    }

    /// The names with all addresses of their places.
    pub(crate) fn zone(&self) -> Zone {
        let zone = Zone::default();
        zone.publish(hosts::API, self.places.wallet().addresses());
        for host in hosts::NEUTRAL_PLACE {
            zone.publish(host, self.places.neutral().addresses());
        }
        zone
    }

    pub(crate) fn open_phones_resolver(&self, zone: &Zone) -> Result<(SocketAddr, Server<Resolver>), StartError> {
        open_resolver("phone's resolver", self.places.dns(), zone, manner(&self.faults))
    }

    pub(crate) fn open_second_resolver(&self, zone: &Zone) -> Result<(SocketAddr, Server<Resolver>), StartError> {
        open_resolver("second resolver", self.places.second_opinion(), zone, honest(&self.faults))
    }

    fn has(&self, fault: Fault) -> bool {
        self.faults.contains(fault)
    }

    fn open_api(&mut self, slow_by: Duration) -> Result<u16, StartError> {
        let reception = self.api_reception()?;
        let router = if self.has(Fault::CaptivePortal) {
            portal::hotspot(&self.faults)
        } else {
            api::router(&self.faults, slow_by)
        };
        self.open("API", self.places.wallet(), Service { reception, router })
    }

    /// The fault nearest to the wire wins: who is not let in never sees the certificate.
    fn api_reception(&self) -> Result<Reception, StartError> {
        if self.has(Fault::Offline) || self.has(Fault::TcpBlackhole) {
            return Ok(Reception::Blackhole);
        }
        if self.has(Fault::TcpRefused) {
            return Ok(Reception::Refuse);
        }
        if self.has(Fault::TcpReset) {
            return Ok(Reception::Reset);
        }
        if self.has(Fault::TlsReset) {
            return Ok(Reception::ResetAfterHello);
        }
        let protocols = if self.has(Fault::HttpTruncated) { HTTP_1_ONLY } else { HTTP_2_AND_1 };
        Ok(Reception::Secure(self.api_certificate()?.into_server_config(protocols)?))
    }

    fn api_certificate(&self) -> Result<Leaf, StartError> {
        if self.has(Fault::CaptivePortal) {
            hotspot_certificate()
        } else if self.has(Fault::TlsExpired) {
            self.authority.issue_expired(hosts::API)
        } else if self.has(Fault::TlsUnknownIssuer) {
            Authority::untrusted(Timestamp::now())?.issue(hosts::API)
        } else if self.has(Fault::TlsWrongHost) {
            self.authority.issue(hosts::ELSEWHERE)
        } else {
            self.authority.issue(hosts::API)
        }
    }

    /// A TLS service at the neutral place, which only `offline` and `captive_portal` touch.
    fn open_secure(&mut self, service: &'static str, host: &str, router: Router) -> Result<u16, StartError> {
        if self.has(Fault::Offline) {
            return self.open(service, self.places.neutral(), Service { reception: Reception::Blackhole, router });
        }
        let captive = self.has(Fault::CaptivePortal);
        let leaf = if captive { hotspot_certificate()? } else { self.authority.issue(host)? };
        let router = if captive { portal::hotspot(&self.faults) } else { router };
        let reception = Reception::Secure(leaf.into_server_config(HTTP_2_AND_1)?);
        self.open(service, self.places.neutral(), Service { reception, router })
    }

    fn open_portal(&mut self, service: &'static str) -> Result<u16, StartError> {
        let reception = if self.has(Fault::Offline) { Reception::Blackhole } else { Reception::Plain };
        let captive = self.has(Fault::CaptivePortal);
        let router = if captive { portal::hotspot(&self.faults) } else { portal::router(&self.faults) };
        self.open(service, self.places.neutral(), Service { reception, router })
    }

    fn open_interloper(&mut self, ports: [u16; 2]) -> Result<(), StartError> {
        let leaf = self_signed(INTERLOPER, &[hosts::API, hosts::STATUS], Timestamp::now())?;
        let config = leaf.into_server_config(HTTP_2_AND_1)?;
        for port in ports {
            let reception = Reception::Secure(config.clone());
            let service = Service { reception, router: portal::interloper(&self.faults) };
            self.open_at("interloper", [WRONG_ADDRESS.into()], port, service)?;
        }
        Ok(())
    }

    /// Opens a service at all addresses of a place, under one free port.
    fn open(&mut self, name: &'static str, place: Place, service: Service) -> Result<u16, StartError> {
        self.open_at(name, place.addresses(), 0, service)
    }

    fn open_at(
        &mut self,
        name: &'static str,
        addresses: impl IntoIterator<Item = IpAddr>,
        port: u16,
        service: Service,
    ) -> Result<u16, StartError> {
        let listen_error = |refused| listen_error(name, refused);
        let sockets = bind_tcp(addresses, port).map_err(listen_error)?;
        let port = sockets.first().map_or(port, |bound| bound.address.port());
        let service = Arc::new(service);
        for bound in sockets {
            self.listeners.open(bound, &service).map_err(listen_error)?;
        }
        Ok(port)
    }
}

fn listen_error(service: &'static str, Refused { address, source }: Refused) -> StartError {
    StartError::Listen { service, address, source }
}

fn open_resolver(
    service: &'static str,
    address: SocketAddr,
    zone: &Zone,
    manner: Manner,
) -> Result<(SocketAddr, Server<Resolver>), StartError> {
    let started = dns::start(address, zone.clone(), manner);
    started.map_err(|refused| listen_error(service, refused))
}

fn hotspot_certificate() -> Result<Leaf, StartError> {
    self_signed(portal::HOTSPOT_HOST, &[portal::HOTSPOT_HOST], Timestamp::now())
}

/// How the phone's resolver behaves.
fn manner(faults: &FaultSet) -> Manner {
    if faults.contains(Fault::Offline) || faults.contains(Fault::DnsTimeout) {
        Manner::Silent
    } else if faults.contains(Fault::DnsNxdomain) {
        Manner::Denies(hosts::wallet())
    } else if faults.contains(Fault::DnsWrongAddress) {
        Manner::Misleads(hosts::wallet(), WRONG_ADDRESS.into())
    } else {
        Manner::Honest
    }
}

/// How the other resolver behaves: silent when there is no network, honest otherwise.
fn honest(faults: &FaultSet) -> Manner {
    if faults.contains(Fault::Offline) { Manner::Silent } else { Manner::Honest }
}
