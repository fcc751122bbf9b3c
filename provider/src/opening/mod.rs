//! The provider while it is being opened: each service gets its sockets, its certificate and the faults that are its.

mod wallet;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hickory_server::Server;
use jiff::Timestamp;
use socket2::Type;

use crate::assets::Assets;
use crate::certificates::{Authority, Leaf, PinnedKeys, self_signed};
use crate::dns::{self, Manner, Resolver, Zone, over_https};
use crate::echo::{Echo, Hearing};
use crate::fault::{Fault, FaultSet};
use crate::listener::socket::{Refused, bind_tcp, bind_together};
use crate::listener::{Listeners, Reception, Service};
use crate::places::Places;
use crate::provider::StartError;
use crate::status::StatusHost;
use crate::urls::Ports;
use crate::{answer, control, hosts, portal};

/// What TLS listeners offer by ALPN.
const HTTP_2_AND_1: &[&[u8]] = &[b"h2", b"http/1.1"];
/// In HTTP/2 a short answer resets a stream; only in HTTP/1.1 does the connection close, which `http_truncated` and
/// `status_truncated` are about.
const HTTP_1_ONLY: &[&[u8]] = &[b"http/1.1"];

/// What a provider is made of while it is being opened. If a step fails, dropping it closes what is open.
pub(crate) struct Opening {
    pub(crate) places: Places,
    pub(crate) authority: Authority,
    pub(crate) keys: PinnedKeys,
    pub(crate) zone: Zone,
    pub(crate) listeners: Listeners,
    pub(crate) status: Arc<StatusHost>,
    pub(crate) assets: Arc<Assets>,
    faults: FaultSet,
}

impl Opening {
    /// Nothing is open yet. The zone has its names, each with all addresses of its place.
    pub(crate) fn new(places: Places, faults: FaultSet) -> Result<Self, StartError> {
        let places = if faults.contains(Fault::Ipv6Blackhole) { places.with_ipv6() } else { places };
        let zone = Zone::default();
        zone.publish(hosts::API, places.wallet().addresses());
        for host in hosts::NEUTRAL_PLACE {
            zone.publish(host, places.neutral().addresses());
        }
        let authority = Authority::trusted(Timestamp::now())?;
        let (keys, status) = (PinnedKeys::generate()?, StatusHost::new(&faults)?);
        let (assets, listeners) = (Assets::new(&faults), Listeners::new());
        Ok(Self { places, authority, keys, zone, listeners, status, assets, faults })
    }

    /// Opens every service but the resolvers.
    pub(crate) async fn open_services(&mut self, slow_by: Duration) -> Result<(Ports, Echo), StartError> {
        let api = self.open_api(slow_by)?;
        let status = self.open_status()?;
        let (echo, echo_port) = self.open_echo()?;
        let second_opinion = self.second_resolver();
        let doh = answer::service(over_https::router(second_opinion), &self.faults);
        let ports = Ports {
            api,
            status,
            control: self.open_secure("control host", hosts::CONTROL, control::router(&self.faults))?,
            second_control: self.open_secure(
                "second control host",
                hosts::SECOND_CONTROL,
                control::second_router(&self.faults),
            )?,
            portal: self.open_portal("portal check", portal::router(&self.faults))?,
            second_portal: self.open_portal("second portal check", portal::second_router(&self.faults))?,
            doh: self.open_secure("resolver over HTTPS", hosts::DOH, doh)?,
            echo: echo_port,
        };
        if self.has(Fault::DnsWrongAddress) {
            self.open_interloper([api, status])?;
        }
        let filled = self.listeners.fill_backlogs().await;
        filled.map_err(|refused| listen_error("black hole", refused))?;
        Ok((ports, echo))
    }

    pub(crate) fn open_phones_resolver(&self) -> Result<(SocketAddr, Server<Resolver>), StartError> {
        let resolver = Resolver::new(self.zone.clone(), Manner::of_phones_resolver(&self.faults));
        dns::start(self.places.dns(), resolver).map_err(|refused| listen_error("phone's resolver", refused))
    }

    pub(crate) fn open_second_resolver(&self) -> Result<(SocketAddr, Server<Resolver>), StartError> {
        let started = dns::start(self.places.second_opinion(), self.second_resolver());
        started.map_err(|refused| listen_error("second resolver", refused))
    }

    fn second_resolver(&self) -> Resolver {
        Resolver::new(self.zone.clone(), Manner::of_second_resolver(&self.faults))
    }

    fn has(&self, fault: Fault) -> bool {
        self.faults.contains(fault)
    }

    fn open_status(&mut self) -> Result<u16, StartError> {
        let protocols = if self.has(Fault::StatusTruncated) { HTTP_1_ONLY } else { HTTP_2_AND_1 };
        let router = self.status.router();
        self.open_secure_with("status page", hosts::STATUS, protocols, router)
    }

    fn open_secure(&mut self, name: &'static str, host: &str, router: Router) -> Result<u16, StartError> {
        self.open_secure_with(name, host, HTTP_2_AND_1, router)
    }

    /// A TLS service at the neutral place. A hotspot takes its place whole.
    fn open_secure_with(
        &mut self,
        name: &'static str,
        host: &str,
        protocols: &[&[u8]],
        router: Router,
    ) -> Result<u16, StartError> {
        let captive = portal::is_captive(&self.faults);
        let reception = if self.has(Fault::Offline) {
            Reception::Blackhole
        } else {
            let leaf = if captive { hotspot_certificate()? } else { self.authority.issue(host)? };
            Reception::Secure(leaf.into_server_config(protocols)?)
        };
        let router = if captive { portal::hotspot(&self.faults) } else { router };
        self.open_at(name, self.places.neutral().addresses(), 0, Service { reception, router })
    }

    fn open_portal(&mut self, name: &'static str, router: Router) -> Result<u16, StartError> {
        let reception = if self.has(Fault::Offline) { Reception::Blackhole } else { Reception::Plain };
        self.open_at(name, self.places.neutral().addresses(), 0, Service { reception, router })
    }

    /// A hotspot lets no packet through but those to its own page.
    fn open_echo(&self) -> Result<(Echo, u16), StartError> {
        let error = |refused| listen_error("echo", refused);
        let wanted: Vec<_> = self.places.neutral().addresses().map(|address| (address, Type::DGRAM)).collect();
        let sockets = bind_together(&wanted, 0).map_err(error)?;
        let address = sockets.first().map_or(self.places.dns(), |bound| bound.address);
        let hearing = |address: SocketAddr| {
            let swallowed = self.has(Fault::Ipv6Blackhole) && address.is_ipv6();
            if self.has(Fault::Offline) || portal::is_captive(&self.faults) || swallowed {
                Hearing::None
            } else if self.has(Fault::EchoLossy) {
                Hearing::Lossy
            } else {
                Hearing::Good
            }
        };
        let sockets = sockets.into_iter().map(|bound| (bound.socket, hearing(bound.address)));
        let echo = Echo::start(sockets).map_err(|source| error(Refused { address, source }))?;
        Ok((echo, address.port()))
    }

    /// Opens a service at each of the addresses, under one port; 0 takes a free one. Returns the port.
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
        let swallowing = Arc::new(Service { reception: Reception::Blackhole, router: Router::new() });
        for bound in sockets {
            let swallowed = self.has(Fault::Ipv6Blackhole) && bound.address.is_ipv6();
            let service = if swallowed { &swallowing } else { &service };
            self.listeners.open(bound, service).map_err(listen_error)?;
        }
        Ok(port)
    }
}

fn listen_error(service: &'static str, Refused { address, source }: Refused) -> StartError {
    StartError::Listen { service, address, source }
}

fn hotspot_certificate() -> Result<Leaf, StartError> {
    self_signed(portal::HOTSPOT_HOST, &[portal::HOTSPOT_HOST], Timestamp::now())
}
