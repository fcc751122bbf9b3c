//! Connectivity: each endpoint probed step by step (DNS → TCP → TLS → HTTP), captive portals, and the phone's clock
//! against the servers' dates. `judge` and `offset` are pure; everything else here touches the network.

mod client;
mod failure;
mod failure_code;
mod family;
mod http;
mod judge;
mod offset;
mod portal;
mod probe;
mod quality;
mod resolver;
mod session;
mod share;
mod steps;
mod tcp;
mod tls;
mod traffic;

#[cfg(feature = "fuzzing")]
pub(crate) use self::{
    http::date_of,
    portal::judge_answer,
    quality::echo_answered,
    resolver::addresses_in,
    steps::ask,
    tls::{facts, handshake, is_pinned},
};
pub(crate) use client::{Answer, Client, FetchError};
pub use failure_code::FailureCode;
pub use family::Family;
pub use http::HttpAnswer;
pub(crate) use http::retry_after;
pub(crate) use judge::{judge, judge_phone, true_time};
pub use offset::{ClockOffset, ClockSample, clock_offset};
pub(crate) use portal::check_portal;
pub use portal::{PortalCheck, PortalOutcome, PortalVerdict, portal_verdict};
pub(crate) use probe::probe_endpoint;
pub use probe::{EndpointProbe, FamilyProbe, Step};
pub use quality::{DownloadMeasurement, EchoMeasurement, Latency, LinkQuality, LossVerdict};
pub(crate) use quality::{measure_quality, shows_trouble};
pub use resolver::MadeUpName;
pub(crate) use resolver::look_up_made_up_name;
pub(crate) use session::{Session, SessionError};
pub use tcp::TcpAttempt;
pub use tls::{CertificateFacts, TlsFacts, TlsTrials};
pub use traffic::Traffic;
pub(crate) use traffic::TrafficMeter;
