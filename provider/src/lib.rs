//! A wallet provider in a box, with faults on request: the demo, the sample apps and the tests stand on it.
//!
//! Everything is real: sockets on loopback and free ports, TLS under a certificate authority that is made at the start,
//! DNS over UDP, TCP and HTTPS. Whatever can be wrong with a provider or the way to it is a [`Fault`] that is asked for by
//! name. The API is at one place and everything else at another ([`Places`]), on one machine both at 127.0.0.1.
//!
//! ```text
//!   the phone ──DNS──▶ dns_server ─────────────▶ one zone of .test names (RFC 6761)                       dns_*
//!       │              second_opinion ─────────▶                                          second_opinion_silent
//!       │
//!       ├─HTTPS──▶ api.wallet.test       /health  /v1/balances  /v1/wallet/assets  /v1/account
//!       │                                                    tcp_* tls_* sni_filter http_* balance_* account_*
//!       ├─HTTPS──▶ status.wallet.test    /api/v2/summary.json  /announcements.jws  and 12 more         status_*
//!       ├─HTTPS──▶ control.neutral.test  /  /sample          whether anything answers at all, and how fast
//!       │          control.second.test   /                                                       clock_one_liar
//!       ├─HTTPS──▶ doh.neutral.test      /dns-query          the second opinion again     second_opinion_silent
//!       ├─HTTP───▶ portal.neutral.test   /generate_204                                captive_portal portal_*
//!       │          portal.second.test    /generate_204
//!       └─STUN───▶ echo.neutral.test                         what becomes of small packets           echo_lossy
//! ```
//!
//! `clock_skew` is in the `Date` header of every service; the times in their bodies are this machine's.
//! The names resolve only through the provider's own resolvers; nothing of the machine is touched.
//!
//! `tcp_blackhole`, `ipv6_blackhole` and `offline` rely on Linux dropping each SYN to a full backlog, `ipv6_blackhole` on
//! `::1` too, and the `dns_*` faults with an address of their own on all of 127.0.0.0/8 being local; where a system has it
//! otherwise, [`Provider::start`] says so.

mod account;
mod answer;
mod api;
mod assets;
mod certificates;
mod control;
mod dns;
mod echo;
mod fault;
mod halved;
mod hosts;
pub mod ledger;
mod listener;
mod moment;
mod opening;
mod places;
mod portal;
mod provider;
mod sample;
mod status;
mod stun;
mod urls;
pub mod world;

pub use assets::Assets;
pub use certificates::Identity;
pub use fault::{ConflictingFaults, Fault, FaultSet, UnknownFault};
pub use ledger::Ledger;
pub use places::{Place, PlaceError, Places};
pub use provider::{Provider, ProviderOptions, StartError};
pub use status::{StatusDocument, StatusRequest, UnknownStatusDocument};
pub use world::{Support, World, WorldError};
