//! A choice of faults, and which of them contradict each other.

use std::collections::BTreeSet;
use std::fmt;

use super::Fault;

/// A row of the given faults about the provider's state and of all that put something else in the place of the state.
macro_rules! or_other_contents {
    ($($fault:ident)*) => {
        &[
            $(Fault::$fault,)*
            Fault::StatusGarbage,
            Fault::StatusHuge,
            Fault::StatusGzipBomb,
            Fault::StatusDeep,
            Fault::StatusOddDates,
            Fault::StatusLies,
            Fault::StatusLags,
            Fault::StatusChanges,
            Fault::StatusMillions,
            Fault::StatusDuplicateKeys,
            Fault::StatusZonelessDates,
            Fault::StatusNegativeWindow,
        ]
    };
}

/// In each row, any two faults contradict each other. A fault that only hides another one (a refused connection hides
/// an expired certificate) does not contradict it.
const EXCLUSIVE: &[&[Fault]] = &[
    &[
        Fault::DnsNxdomain,
        Fault::DnsServfail,
        Fault::DnsRefused,
        Fault::DnsEmpty,
        Fault::DnsTimeout,
        Fault::DnsWrongAddress,
        Fault::DnsSinkhole,
        Fault::DnsElsewhere,
        Fault::DnsLying,
    ],
    &[Fault::TcpRefused, Fault::TcpBlackhole, Fault::TcpReset],
    &[
        Fault::TlsExpired,
        Fault::TlsNotYetValid,
        Fault::TlsUnknownIssuer,
        Fault::TlsWrongHost,
        Fault::TlsRekeyed,
        Fault::TlsOldVersion,
        Fault::TlsStall,
        Fault::SniFilter,
        Fault::TlsReset,
        Fault::CaptivePortal,
        Fault::PortalForged204,
    ],
    &[Fault::CaptivePortal, Fault::PortalForged204, Fault::PortalOneBroken],
    &[Fault::Http500, Fault::Http503RetryAfter, Fault::HttpRedirect, Fault::HttpLoginPage, Fault::HttpWrongType],
    &[Fault::HttpTruncated, Fault::HttpStalled],
    // All services by one wrong clock, or only one.
    &[Fault::ClockSkew, Fault::ClockOneLiar],
    or_other_contents!(StatusMajorOutage StatusDegraded StatusWithdrawalsDown),
    or_other_contents!(StatusMarketingDown),
    or_other_contents!(
        StatusMaintenanceNow StatusMaintenanceOver StatusMaintenanceOverrun StatusMaintenanceCancelled
    ),
    or_other_contents!(StatusMaintenanceSoon),
    &[Fault::StatusRedirects, Fault::StatusBusy],
    &[Fault::BalanceStaleCache, Fault::BalanceServerBehind, Fault::BalancePendingExplains, Fault::BalanceUnexplained],
    &[Fault::AccountWrongShape, Fault::AccountContradictory, Fault::AccountGarbage, Fault::AccountFrozen],
    // What needs an answer can't be had where nothing answers.
    &[
        Fault::Offline,
        Fault::DnsNxdomain,
        Fault::DnsServfail,
        Fault::DnsRefused,
        Fault::DnsEmpty,
        Fault::DnsWrongAddress,
        Fault::DnsSinkhole,
        Fault::DnsElsewhere,
        Fault::DnsLying,
    ],
    &[Fault::Offline, Fault::TcpRefused, Fault::TcpReset],
    &[Fault::Offline, Fault::CaptivePortal, Fault::PortalForged204],
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
            Fault::Ipv6Blackhole,
            Fault::EchoLossy,
            Fault::SecondOpinionSilent,
            Fault::Http500,
            Fault::ClockSkew,
            Fault::StatusDegraded,
            Fault::StatusMaintenanceNow,
            Fault::StatusMaintenanceSoon,
            Fault::StatusMarketingDown,
            Fault::StatusBadSignature,
            Fault::StatusTruncated,
            Fault::AccountFrozen,
            Fault::BalanceUnexplained,
            Fault::CacheOld,
        ]);
        assert_eq!(faults.check(), Ok(()));
    }
}
