//! The parts of the service that status documents name.

/// A part. The marketing site is there because it never matters to a complaint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Withdrawals,
    Transfers,
    Payments,
    BalanceAndHistory,
    SignIn,
    MarketingSite,
}

/// How a part is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum PartState {
    Operational,
    Maintenance,
    Degraded,
    Outage,
}

impl Part {
    /// In the order of the page.
    pub(super) const ALL: [Part; 6] = [
        Part::Withdrawals,
        Part::Transfers,
        Part::Payments,
        Part::BalanceAndHistory,
        Part::SignIn,
        Part::MarketingSite,
    ];

    /// What the wallet itself is made of: what its own health endpoints know of.
    pub(super) const WALLET: [Part; 5] =
        [Part::Withdrawals, Part::Transfers, Part::Payments, Part::BalanceAndHistory, Part::SignIn];

    /// As Statuspage makes up its identifiers.
    pub(super) fn id(self) -> &'static str {
        match self {
            Part::Withdrawals => "c1k7w0dr4wal",
            Part::Transfers => "c2t9r4nsf3rs",
            Part::Payments => "c3p4ym3nts00",
            Part::BalanceAndHistory => "c4b4l4nc3h15",
            Part::SignIn => "c5s1gn1n0000",
            Part::MarketingSite => "c6m4rk3t1ngs",
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Part::Withdrawals => "Withdrawals",
            Part::Transfers => "Transfers",
            Part::Payments => "Payments",
            Part::BalanceAndHistory => "Balance and history",
            Part::SignIn => "Sign-in",
            Part::MarketingSite => "Marketing site",
        }
    }

    /// In lower case with hyphens.
    pub(super) fn slug(self) -> &'static str {
        match self {
            Part::Withdrawals => "withdrawals",
            Part::Transfers => "transfers",
            Part::Payments => "payments",
            Part::BalanceAndHistory => "balance-and-history",
            Part::SignIn => "sign-in",
            Part::MarketingSite => "marketing-site",
        }
    }

    pub(super) fn description(self) -> Option<&'static str> {
        (self == Part::BalanceAndHistory).then_some("What the app shows as balance, and the list of transactions")
    }

    /// Its place on the page, from 1.
    pub(super) fn position(self) -> usize {
        Self::ALL.iter().position(|part| *part == self).map_or(0, |place| place + 1)
    }
}
