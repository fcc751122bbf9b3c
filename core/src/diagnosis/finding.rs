//! Findings: what the judges of each stage make of the observations, as flat facts with stable codes.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::codes::{UnknownCode, stable_codes};
use crate::connectivity::FailureCode;

/// Between several names in one detail.
pub(crate) const PART_SEPARATOR: &str = ", ";

/// One fact that speaks for or against a cause.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// What was found.
    pub code: FindingCode,
    /// About what: an endpoint, a source, an asset, a cache.
    pub subject: String,
    /// Figures and names for the sentence that tells it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, String>,
}

impl Finding {
    pub(crate) fn new(code: impl Into<FindingCode>, subject: &str) -> Self {
        Self { code: code.into(), subject: subject.to_owned(), details: BTreeMap::new() }
    }

    pub(crate) fn with(mut self, key: &str, value: impl fmt::Display) -> Self {
        self.details.insert(key.to_owned(), value.to_string());
        self
    }
}

/// What was found: a fact, or how an endpoint failed, such as `wallet.dns_nxdomain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingCode {
    /// A fact.
    Fact(Fact),
    /// How an endpoint of the wallet's failed.
    Wallet(FailureCode),
    /// How a control endpoint failed.
    Control(FailureCode),
}

stable_codes! {
    /// Facts other than the failure of one endpoint.
    pub enum Fact as "fact" {
        /// An endpoint of the wallet's answered well.
        WalletReachable = "wallet.reachable",
        /// An endpoint of the wallet's could not be talked to.
        WalletUnreachable = "wallet.unreachable",
        /// Nothing of the wallet's was asked, or nothing of it could be.
        WalletNotChecked = "wallet.not_checked",
        /// The wallet's server answered with an error of its own.
        WalletServerError = "wallet.server_error",
        /// The wallet's server asks to be left alone for a while.
        WalletOverloaded = "wallet.overloaded",
        /// The wallet's server answered slowly.
        WalletSlow = "wallet.slow",
        /// A control endpoint answered well.
        ControlReachable = "control.reachable",
        /// No control endpoint answered.
        ControlUnreachable = "control.unreachable",
        /// A control endpoint answered slowly.
        ControlSlow = "control.slow",
        /// Nothing at all could be reached.
        NothingReachable = "network.nothing_reachable",
        /// Whatever could be reached took long to connect.
        SlowConnect = "network.slow_connect",
        /// Most connections were made only when their first packet had been sent again.
        ConnectsRetried = "network.connects_retried",
        /// A name server answers.
        DnsAnswers = "dns.answers",
        /// The resolver failed on a name that the second opinion knows.
        DnsOnlyHereFails = "dns.only_here_fails",
        /// The resolver and the second opinion agree that a name is not there.
        DnsAgreesAbsent = "dns.agrees_absent",
        /// The resolver gives other addresses than the second opinion, and what answers there is not the wallet.
        DnsWrongAddress = "dns.wrong_address",
        /// The resolver gives an address that no server on the internet has, and the second opinion gives another one.
        DnsPrivateAddress = "dns.private_address",
        /// The resolver knows an address for a name that does not exist.
        DnsLyingResolver = "dns.lying_resolver",
        /// A handshake that is cut under the wallet's name goes on under another name at the same address.
        TlsOnlyThisNameCut = "tls.only_this_name_cut",
        /// A handshake is cut under every name alike.
        TlsEveryNameCut = "tls.every_name_cut",
        /// A handshake that gets no answer succeeds in small packets.
        TlsSmallPacketsPass = "tls.small_packets_pass",
        /// IPv6 is offered and does not work where IPv4 does.
        Ipv6Broken = "ipv6.broken",
        /// IPv6 does not work at the only host that has it, where IPv4 does.
        Ipv6BrokenAtOne = "ipv6.broken_at_one",
        /// Many small packets get lost.
        QualityLossy = "quality.lossy",
        /// The time that small packets take varies much.
        QualityUnsteady = "quality.unsteady",
        /// Small packets take long.
        QualityHighLatency = "quality.high_latency",
        /// Little data gets through in a second.
        QualityLowThroughput = "quality.low_throughput",
        /// Small packets come back soon, steadily and nearly all.
        QualityFine = "quality.fine",
        /// Somebody answers in the place of the internet until one signs in.
        PortalFound = "portal.found",
        /// Nobody does.
        PortalAbsent = "portal.absent",
        /// The phone's clock is wrong.
        ClockWrong = "clock.wrong",
        /// One server alone has another time than the phone.
        ClockDoubtful = "clock.doubtful",
        /// Certificates of servers that have nothing to do with each other look invalid by the phone's clock.
        ClockCertificateDates = "clock.certificate_dates",
        /// The phone's clock is right.
        ClockRight = "clock.right",
        /// A certificate is refused only because the phone's clock is wrong.
        ClockExplainsCertificate = "clock.explains_certificate",
        /// The phone says that it has no network.
        PhoneOffline = "phone.offline",
        /// Airplane mode is on.
        PhoneAirplaneMode = "phone.airplane_mode",
        /// The phone says that this network wants a sign-in.
        PhoneSaysPortal = "phone.says_portal",
        /// The phone does not believe that this network reaches the internet.
        PhoneNotValidated = "phone.not_validated",
        /// The signal is weak.
        PhoneWeakSignal = "phone.weak_signal",
        /// The connection is metered.
        PhoneMetered = "phone.metered",
        /// A VPN carries the traffic.
        PhoneVpn = "phone.vpn",
        /// A proxy is set.
        PhoneProxy = "phone.proxy",
        /// The app may not use data in the background.
        PhoneBackgroundRestricted = "phone.background_restricted",
        /// The provider says that all is well, or at least what the person tried.
        StatusOperational = "status.operational",
        /// An endpoint of the provider's own says that it is well, which is no word about the rest.
        StatusAnswers = "status.answers",
        /// The provider reports an outage of what the person tried.
        StatusOutage = "status.outage",
        /// The provider reports that what the person tried works badly.
        StatusDegraded = "status.degraded",
        /// An endpoint of the provider's own says that it does not work.
        StatusSelfDown = "status.self_down",
        /// An endpoint of the provider's own says that it works badly.
        StatusSelfDegraded = "status.self_degraded",
        /// The provider reports trouble of a part of which nobody knows whether it matters here.
        StatusTroublePerhaps = "status.trouble_perhaps",
        /// Maintenance is under way.
        StatusMaintenanceNow = "status.maintenance_now",
        /// Maintenance goes on beyond its planned end.
        StatusMaintenanceOverrun = "status.maintenance_overrun",
        /// Maintenance is under way of a part of which nobody knows whether it matters here, or was forgotten to be closed.
        StatusMaintenancePerhaps = "status.maintenance_perhaps",
        /// Maintenance was planned for now when the provider was last heard.
        StatusMaintenancePlannedNow = "status.maintenance_planned_now",
        /// Maintenance is planned within a day.
        StatusMaintenanceSoon = "status.maintenance_soon",
        /// The provider reports something that does not matter to what the person tried.
        StatusElsewhere = "status.elsewhere",
        /// What a source says was overruled by another one.
        StatusContradicted = "status.contradicted",
        /// The provider reported trouble when it was last heard, too long ago to count.
        StatusLastKnown = "status.last_known",
        /// A source gives an older state than is known already.
        StatusLagging = "status.lagging",
        /// An endpoint of the provider's own asks to be left alone for a while.
        StatusBusy = "status.busy",
        /// A status source is too busy to answer.
        StatusPageBusy = "status.page_busy",
        /// A status source does not make sense.
        StatusUnreadable = "status.unreadable",
        /// A status source is not signed as it has to be.
        StatusBadSignature = "status.bad_signature",
        /// A status source could not be reached.
        StatusUnreachable = "status.unreachable",
        /// What the app shows is what the provider has.
        BalanceEqual = "balance.equal",
        /// The app shows an older balance.
        BalanceCacheStale = "balance.cache_stale",
        /// The provider answers with an older balance than the app has.
        BalanceProviderBehind = "balance.provider_behind",
        /// Pending transactions make exactly the difference.
        BalancePendingExplains = "balance.pending_explains",
        /// Nothing known explains the difference.
        BalanceUnexplained = "balance.unexplained",
        /// A balance could not be read.
        BalanceUnavailable = "balance.unavailable",
        /// The provider answered, but its balances do not make sense.
        BalanceUnreadable = "balance.unreadable",
        /// A cache is older than its policy allows.
        CacheTooOld = "cache.too_old",
        /// A cache is larger than its policy allows.
        CacheTooLarge = "cache.too_large",
    }
}

impl FindingCode {
    /// The part of the code before the failure, for endpoints.
    const WALLET: &'static str = "wallet.";
    const CONTROL: &'static str = "control.";

    /// Every code there is.
    pub fn all() -> impl Iterator<Item = Self> {
        let facts = Fact::ALL.iter().copied().map(Self::Fact);
        let wallet = FailureCode::ALL.iter().copied().map(Self::Wallet);
        facts.chain(wallet).chain(FailureCode::ALL.iter().copied().map(Self::Control))
    }
}

impl From<Fact> for FindingCode {
    fn from(fact: Fact) -> Self {
        Self::Fact(fact)
    }
}

impl fmt::Display for FindingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fact(fact) => fact.fmt(f),
            Self::Wallet(code) => write!(f, "{}{code}", Self::WALLET),
            Self::Control(code) => write!(f, "{}{code}", Self::CONTROL),
        }
    }
}

impl FromStr for FindingCode {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        if let Ok(fact) = text.parse() {
            return Ok(Self::Fact(fact));
        }
        if let Some(code) = text.strip_prefix(Self::WALLET) {
            return code.parse().map(Self::Wallet);
        }
        if let Some(code) = text.strip_prefix(Self::CONTROL) {
            return code.parse().map(Self::Control);
        }
        text.parse().map(Self::Fact)
    }
}

impl Serialize for FindingCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FindingCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for FindingCode {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "FindingCode".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let codes: Vec<String> = Self::all().map(|code| code.to_string()).collect();
        schemars::json_schema!({ "type": "string", "enum": codes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_and_none_is_there_twice() {
        let mut seen = std::collections::BTreeSet::new();
        for code in FindingCode::all() {
            assert_eq!(code.to_string().parse::<FindingCode>().unwrap(), code);
            assert!(seen.insert(code.to_string()), "{code} is there twice");
        }
    }
}
