//! The faults by name, and which of them can be had together.
//!
//! One table holds every fault with its name and what it does; the enum, the names, the descriptions and the list
//! are all made from it, so that none of them can be forgotten.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// How much of an unknown name an error repeats.
const SHOWN_NAME_CHARS: usize = 64;

macro_rules! faults {
    ($($variant:ident $name:literal $text:literal)*) => {
        /// Something that can be wrong with the provider, the way to it, or the money it reports.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fault {
            $(#[doc = $text] $variant,)*
        }

        impl Fault {
            /// Every fault, in the order of the way a request takes.
            pub const ALL: &[Fault] = &[$(Fault::$variant,)*];

            /// The stable name, in `snake_case`, as it is written on a command line or in a scenario.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Fault::$variant => $name,)* }
            }

            /// What it does, in one English sentence.
            #[must_use]
            pub fn describe(self) -> &'static str {
                match self { $(Fault::$variant => $text,)* }
            }
        }
    };
}

faults! {
    Offline "offline" "Nothing answers at all: both resolvers are silent and no connection to any service is ever completed."
    DnsNxdomain "dns_nxdomain" "The phone's resolver says that the wallet's names do not exist."
    DnsTimeout "dns_timeout" "The phone's resolver never answers anything."
    DnsWrongAddress "dns_wrong_address"
        "The phone's resolver sends the wallet's names to 127.0.0.66, where an interloper with its own certificate listens."
    TcpRefused "tcp_refused" "The wallet's API refuses every connection."
    TcpBlackhole "tcp_blackhole" "The wallet's API never answers an attempt to connect."
    TcpReset "tcp_reset" "The wallet's API accepts each connection and resets it at once."
    TlsExpired "tls_expired" "The wallet's API presents a certificate that ran out a week ago."
    TlsUnknownIssuer "tls_unknown_issuer" "The wallet's API presents a certificate from an authority that nobody trusts."
    TlsWrongHost "tls_wrong_host" "The wallet's API presents a certificate that was issued for another name."
    TlsReset "tls_reset" "The wallet's API resets the connection after it has read the ClientHello."
    CaptivePortal "captive_portal"
        "A hotspot's sign-in page answers instead of the portal check, and every secure service shows the hotspot's certificate."
    Http500 "http_500" "Every path of the wallet's API answers 500 Internal Server Error."
    Http503RetryAfter "http_503_retry_after"
        "Every path of the wallet's API answers 503 Service Unavailable and asks to try again in 120 seconds."
    HttpSlow "http_slow" "Every path of the wallet's API answers late, by 2.5 seconds unless the options say otherwise."
    HttpTruncated "http_truncated"
        "Every path of the wallet's API announces a longer answer than it sends, and then closes the connection."
    ClockSkew "clock_skew"
        "The Date of every service is 2 hours ahead of this machine's clock, as if the phone were 2 hours slow."
    StatusMajorOutage "status_major_outage" "The status page reports a major outage of every part of the wallet."
    StatusDegraded "status_degraded" "The status page reports that balances and history are slow, with an open incident."
    StatusMaintenanceNow "status_maintenance_now"
        "The status page and the announcements tell of maintenance of withdrawals that began 30 minutes ago and ends in 90."
    StatusMaintenanceSoon "status_maintenance_soon"
        "The status page and the announcements tell of maintenance of withdrawals that begins in 40 minutes and takes 2 hours."
    StatusGarbage "status_garbage" "The status page answers 200 with bytes that are neither JSON nor UTF-8."
    StatusHuge "status_huge" "The status page answers with a body of more than 50 MB."
    StatusDeep "status_deep" "The status page answers with 100,000 arrays nested in each other."
    StatusOddDates "status_odd_dates"
        "The status page carries absurd dates (years 0000 and 9999, empty, not dates at all) although nothing is wrong."
    BalanceStaleCache "balance_stale_cache" "The balances that the app keeps are 26 hours old and differ from the provider's."
    BalanceServerBehind "balance_server_behind" "The provider reports older balances than the ones that the app already has."
    BalancePendingExplains "balance_pending_explains"
        "The app's balance is lower than the provider's by exactly what some pending transfers take."
    BalanceUnexplained "balance_unexplained" "The app's balance differs from the provider's and no pending transaction explains it."
    CacheOld "cache_old"
        "The app's caches are old; the provider itself does nothing differently, only the app's side shows it."
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Self, UnknownFault> {
        let known = Self::ALL.iter().copied().find(|fault| fault.name() == name);
        known.ok_or_else(|| UnknownFault { name: name.chars().take(SHOWN_NAME_CHARS).collect() })
    }
}

/// A name that is no fault. Its text names the bad value and lists what is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFault {
    name: String,
}

impl fmt::Display for UnknownFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown fault {:?}; accepted are ", self.name)?;
        for (place, fault) in Fault::ALL.iter().enumerate() {
            if place > 0 {
                f.write_str(", ")?;
            }
            f.write_str(fault.name())?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownFault {}

/// In each row, any two faults contradict each other. A fault that only hides another one (a refused connection hides
/// an expired certificate) does not contradict it.
const EXCLUSIVE: &[&[Fault]] = &[
    &[Fault::DnsNxdomain, Fault::DnsTimeout, Fault::DnsWrongAddress],
    &[Fault::TcpRefused, Fault::TcpBlackhole, Fault::TcpReset],
    &[Fault::TlsExpired, Fault::TlsUnknownIssuer, Fault::TlsWrongHost, Fault::TlsReset, Fault::CaptivePortal],
    &[Fault::Http500, Fault::Http503RetryAfter],
    &[
        Fault::StatusMajorOutage,
        Fault::StatusDegraded,
        Fault::StatusGarbage,
        Fault::StatusHuge,
        Fault::StatusDeep,
        Fault::StatusOddDates,
    ],
    &[Fault::StatusMaintenanceNow, Fault::StatusGarbage, Fault::StatusHuge, Fault::StatusDeep, Fault::StatusOddDates],
    &[Fault::StatusMaintenanceSoon, Fault::StatusGarbage, Fault::StatusHuge, Fault::StatusDeep, Fault::StatusOddDates],
    &[Fault::BalanceStaleCache, Fault::BalanceServerBehind, Fault::BalancePendingExplains, Fault::BalanceUnexplained],
    // What needs an answer can't be had where nothing answers.
    &[Fault::Offline, Fault::DnsNxdomain, Fault::DnsWrongAddress],
    &[Fault::Offline, Fault::TcpRefused, Fault::TcpReset],
    &[Fault::Offline, Fault::CaptivePortal],
];

/// The faults that a provider has. Empty is a healthy world.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FaultSet(BTreeSet<Fault>);

impl FaultSet {
    /// A healthy world.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Whether the fault is in the set.
    #[must_use]
    pub fn contains(&self, fault: Fault) -> bool {
        self.0.contains(&fault)
    }

    /// Adds a fault. `false` if it was there already.
    pub fn insert(&mut self, fault: Fault) -> bool {
        self.0.insert(fault)
    }

    /// The faults in the order of [`Fault::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = Fault> + '_ {
        self.0.iter().copied()
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether all of them can be had at the same time.
    ///
    /// # Errors
    ///
    /// The first two that contradict each other, such as an API that is both refusing and resetting connections.
    pub fn check(&self) -> Result<(), ConflictingFaults> {
        for row in EXCLUSIVE {
            let mut present = row.iter().copied().filter(|fault| self.contains(*fault));
            if let (Some(first), Some(second)) = (present.next(), present.next()) {
                return Err(ConflictingFaults { first, second });
            }
        }
        Ok(())
    }
}

impl From<Fault> for FaultSet {
    fn from(fault: Fault) -> Self {
        Self::from_iter([fault])
    }
}

impl<const N: usize> From<[Fault; N]> for FaultSet {
    fn from(faults: [Fault; N]) -> Self {
        Self::from_iter(faults)
    }
}

impl FromIterator<Fault> for FaultSet {
    fn from_iter<I: IntoIterator<Item = Fault>>(faults: I) -> Self {
        Self(faults.into_iter().collect())
    }
}

/// Two faults that can't be had together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConflictingFaults {
    /// One of them.
    pub first: Fault,
    /// The other.
    pub second: Fault,
}

impl fmt::Display for ConflictingFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the faults {} and {} exclude each other; choose one of them", self.first, self.second)
    }
}

impl std::error::Error for ConflictingFaults {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_back_and_is_unique() {
        for fault in Fault::ALL {
            assert_eq!(fault.name().parse::<Fault>(), Ok(*fault));
            assert!(fault.name().bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'));
            assert!(fault.describe().ends_with('.'), "{fault} is not described by a sentence");
        }
        let names: BTreeSet<_> = Fault::ALL.iter().map(|fault| fault.name()).collect();
        assert_eq!(names.len(), Fault::ALL.len());
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_bad_value_and_the_accepted_ones() {
        let text = "tcp_refuse".parse::<Fault>().unwrap_err().to_string();
        assert!(text.contains("\"tcp_refuse\""), "{text}");
        for fault in Fault::ALL {
            assert!(text.contains(fault.name()), "{text}");
        }
        assert!("x".repeat(10_000).parse::<Fault>().unwrap_err().to_string().len() < 2_000);
    }

    #[test]
    fn each_fault_is_fine_alone_and_each_row_excludes() {
        assert_eq!(FaultSet::none().check(), Ok(()));
        for fault in Fault::ALL {
            assert_eq!(FaultSet::from(*fault).check(), Ok(()));
        }
        for row in EXCLUSIVE {
            for (place, first) in row.iter().enumerate() {
                for second in row.iter().skip(place + 1) {
                    assert!(FaultSet::from([*first, *second]).check().is_err(), "{first} {second}");
                }
            }
        }
    }

    #[test]
    fn a_conflict_names_both() {
        let conflict = FaultSet::from([Fault::TcpReset, Fault::TcpRefused]).check().unwrap_err();
        let text = conflict.to_string();
        assert!(text.contains("tcp_refused") && text.contains("tcp_reset"), "{text}");
    }

    #[test]
    fn faults_of_different_layers_combine() {
        let faults = FaultSet::from([
            Fault::DnsTimeout,
            Fault::TcpRefused,
            Fault::TlsExpired,
            Fault::HttpSlow,
            Fault::HttpTruncated,
            Fault::Http500,
            Fault::ClockSkew,
            Fault::StatusDegraded,
            Fault::StatusMaintenanceNow,
            Fault::StatusMaintenanceSoon,
            Fault::BalanceUnexplained,
            Fault::CacheOld,
        ]);
        assert_eq!(faults.check(), Ok(()));
    }
}
