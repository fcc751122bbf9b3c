//! The wallet's API while it is being opened: most faults are its.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::{HTTP_1_ONLY, HTTP_2_AND_1, Opening, hotspot_certificate};
use crate::certificates::{Authority, Leaf, self_signed};
use crate::dns::{OTHER_ADDRESS, WRONG_ADDRESS};
use crate::fault::Fault;
use crate::listener::{Reception, Service};
use crate::provider::StartError;
use crate::{api, hosts, portal};

/// The common name in the interloper's certificate.
const INTERLOPER: &str = "Interloper";

impl Opening {
    pub(super) fn open_api(&mut self, slow_by: Duration) -> Result<u16, StartError> {
        let reception = self.api_reception()?;
        let router = if portal::is_captive(&self.faults) {
            portal::hotspot(&self.faults)
        } else {
            api::router(&self.faults, slow_by, Arc::clone(&self.assets))
        };
        let other = self.has(Fault::DnsElsewhere).then_some(OTHER_ADDRESS.into());
        let addresses = self.places.wallet().addresses().chain(other);
        self.open_at("API", addresses, 0, Service { reception, router })
    }

    /// The fault nearest to the wire wins: who is not let in never sees the certificate.
    fn api_reception(&self) -> Result<Reception, StartError> {
        let nearest = [
            (Fault::Offline, Reception::Blackhole),
            (Fault::TcpBlackhole, Reception::Blackhole),
            (Fault::TcpRefused, Reception::Refuse),
            (Fault::TcpReset, Reception::Reset),
            (Fault::TlsReset, Reception::ResetAfterHello),
            (Fault::TlsStall, Reception::Stall),
            (Fault::TlsOldVersion, Reception::TurnAway),
        ];
        if let Some((_, reception)) = nearest.into_iter().find(|(fault, _)| self.has(*fault)) {
            return Ok(reception);
        }
        let protocols = if self.has(Fault::HttpTruncated) { HTTP_1_ONLY } else { HTTP_2_AND_1 };
        let config = self.api_certificate()?.into_server_config(protocols)?;
        if self.has(Fault::SniFilter) {
            return Ok(Reception::SecureExceptFor(hosts::API, config));
        }
        Ok(Reception::Secure(config))
    }

    fn api_certificate(&self) -> Result<Leaf, StartError> {
        if portal::is_captive(&self.faults) {
            hotspot_certificate()
        } else if self.has(Fault::TlsExpired) {
            self.authority.issue_expired(hosts::API, &self.keys)
        } else if self.has(Fault::TlsNotYetValid) {
            self.authority.issue_not_yet_valid(hosts::API, &self.keys)
        } else if self.has(Fault::TlsUnknownIssuer) {
            Authority::untrusted(Timestamp::now())?.issue(hosts::API)
        } else if self.has(Fault::TlsWrongHost) {
            self.authority.issue(hosts::ELSEWHERE)
        } else if self.has(Fault::TlsRekeyed) {
            self.authority.issue(hosts::API)
        } else {
            self.authority.issue_pinned(hosts::API, &self.keys)
        }
    }

    /// Somebody else at the wrong address, on the ports of the wallet's names.
    pub(super) fn open_interloper(&mut self, ports: [u16; 2]) -> Result<(), StartError> {
        let leaf = self_signed(INTERLOPER, &[hosts::API, hosts::STATUS], Timestamp::now())?;
        let config = leaf.into_server_config(HTTP_2_AND_1)?;
        for port in ports {
            let reception = Reception::Secure(config.clone());
            let service = Service { reception, router: portal::interloper(&self.faults) };
            self.open_at("interloper", [WRONG_ADDRESS.into()], port, service)?;
        }
        Ok(())
    }
}
