//! What can go wrong between the phone and the provider, as data in a scenario's `network` list.

use serde::Deserialize;

/// One fault in the network. Those of a scenario act together.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case", deny_unknown_fields)]
pub enum NetworkFault {
    /// The router answers that there is no way (ICMP, ICMPv6).
    Unreachable {
        /// To where there is none.
        to: Target,
    },
    /// Packets vanish without a word.
    Dropped {
        /// Which.
        packets: Packets,
    },
    /// The router answers in the wallet's place with a TCP reset.
    Reset {
        /// When.
        at: ResetAt,
    },
    /// A connection whose `ClientHello` asks for this name gets no further.
    NameSilenced {
        /// The name.
        name: String,
    },
    /// Packets towards the phone that are larger vanish, and nobody is told: a black hole for path MTU discovery.
    LargePacketsDropped {
        /// The largest that still passes, with its IP header.
        over_bytes: u16,
    },
    /// All DNS over port 53 is answered by a resolver that gives an interloper's address for the wallet's name.
    ForgedDns,
    /// Every TCP connection ends at a hotspot that wants a sign-in; of everything else only DNS passes.
    Hotspot,
    /// Packets get lost, each way.
    Loss {
        /// How many of a thousand.
        per_mille: u16,
    },
    /// Packets take their time.
    Delay {
        /// There and back without the variation.
        round_trip_ms: u32,
        /// How much sooner or later each packet may come, each way.
        #[serde(default)]
        jitter_ms: u32,
    },
    /// Each way carries only so much.
    Rate {
        /// Kilobits a second.
        kbit_s: u32,
    },
    /// The path is cut once in each period, at another moment each time.
    Flapping {
        /// How long a period is.
        period_ms: u32,
        /// How much of it is cut.
        cut_percent: u8,
    },
    /// The phone's clock is wrong.
    Clock {
        /// How far ahead it is; behind if negative.
        ahead_s: i64,
    },
}

/// A part of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// All of it.
    Everything,
    /// The wallet's own addresses.
    Wallet,
}

/// Some of the packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Packets {
    /// All.
    All,
    /// Everything from and to the wallet's addresses.
    Wallet,
    /// The first packet of each connection to the wallet's port.
    WalletSyn,
    /// Everything to port 53, UDP and TCP.
    Dns,
    /// Everything in IPv6.
    Ipv6,
}

/// A moment in a connection to the wallet's port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResetAt {
    /// At its first packet.
    Syn,
    /// Once the TLS `ClientHello` passes.
    ClientHello,
}
