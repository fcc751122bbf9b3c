//! Findings: what the judges of each stage make of the observations, as flat facts with stable codes.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Fact;
use super::odds::{CONTROL, Kind, WALLET};
use crate::codes::UnknownCode;
use crate::connectivity::FailureCode;
use crate::sensitive::Sensitive;

/// Between several names in one detail.
pub(crate) const PART_SEPARATOR: &str = ", ";

/// How the codes of facts begin that are about a transaction, by its id.
const OF_TRANSACTIONS: &str = "transaction.";
/// How those begin that name transactions beside the asset that they are about.
const OF_BALANCES: &str = "balance.";
/// The detail that names several of them.
pub(crate) const TRANSACTIONS: &str = "transactions";

/// One fact that speaks for or against a cause.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

    /// The same with a time, if it is known.
    pub(crate) fn with_time(self, key: &str, time: Option<Timestamp>) -> Self {
        self.with(key, time.map(|time| time.to_string()).unwrap_or_default())
    }

    /// The ids of the transactions that it is about.
    pub(crate) fn transactions(&self) -> impl Iterator<Item = &str> {
        let begins = |with: &str| matches!(self.code, FindingCode::Fact(fact) if fact.as_str().starts_with(with));
        let is_of_one = begins(OF_TRANSACTIONS);
        let several = self.details.get(TRANSACTIONS).filter(|_| is_of_one || begins(OF_BALANCES));
        let several = several.into_iter().flat_map(|ids| ids.split(PART_SEPARATOR));
        std::iter::once(self.subject.as_str()).filter(move |id| is_of_one && !id.is_empty()).chain(several)
    }

    pub(crate) fn with(mut self, key: &str, value: impl fmt::Display) -> Self {
        self.details.insert(key.to_owned(), value.to_string());
        self
    }
}

/// What it is about may be a card or a transaction, and its figures a balance. None of it reaches a log this way.
impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, subject, details } = self;
        let keys: Vec<&String> = details.keys().collect();
        f.debug_struct("Finding")
            .field("code", &format_args!("{code}"))
            .field("subject", &Sensitive::new(subject))
            .field("details", &keys)
            .finish()
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

impl FindingCode {
    /// Every code there is.
    pub fn all() -> impl Iterator<Item = Self> {
        let facts = Fact::ALL.iter().copied().map(Self::Fact);
        let wallet = FailureCode::ALL.iter().copied().map(Self::Wallet);
        facts.chain(wallet).chain(FailureCode::ALL.iter().copied().map(Self::Control))
    }

    /// What kind of finding it is.
    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Fact(_) => Kind::Fact,
            Self::Wallet(_) => Kind::Wallet,
            Self::Control(_) => Kind::Control,
        }
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
            Self::Wallet(code) => write!(f, "{WALLET}{code}"),
            Self::Control(code) => write!(f, "{CONTROL}{code}"),
        }
    }
}

impl FromStr for FindingCode {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        if let Ok(fact) = text.parse() {
            return Ok(Self::Fact(fact));
        }
        if let Some(code) = text.strip_prefix(WALLET) {
            return code.parse().map(Self::Wallet);
        }
        if let Some(code) = text.strip_prefix(CONTROL) {
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
    fn debug_shows_the_code_and_nothing_of_what_it_is_about() {
        let finding = Finding::new(Fact::FundsHeld, "card ending in 1881").with("available", "1280.50");
        let evidence = super::super::Evidence { finding: finding.clone(), text: "1280.50 are held.".into() };
        for shown in [format!("{finding:?}"), format!("{evidence:?}")] {
            assert!(shown.contains("funds.held") && shown.contains("available"), "{shown}");
            assert!(!shown.contains("1881") && !shown.contains("1280.50"), "{shown}");
        }
    }

    #[test]
    fn the_transactions_are_those_that_it_names() {
        let ids = |finding: &Finding| finding.transactions().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(ids(&Finding::new(Fact::TransactionOverdue, "tx-1")), ["tx-1"]);
        assert_eq!(ids(&Finding::new(Fact::TransactionTwice, "").with(TRANSACTIONS, "tx-1, tx-2")), ["tx-1", "tx-2"]);
        assert_eq!(
            ids(&Finding::new(Fact::BalanceCountedTwice, "CNY").with(TRANSACTIONS, "tx-1, tx-2")),
            ["tx-1", "tx-2"]
        );
        assert!(ids(&Finding::new(Fact::TransactionUnavailable, "")).is_empty());
        assert!(ids(&Finding::new(Fact::FundsHeld, "CNY").with(TRANSACTIONS, "tx-1")).is_empty());
    }

    #[test]
    fn every_code_reads_back_and_none_is_there_twice() {
        let mut seen = std::collections::BTreeSet::new();
        for code in FindingCode::all() {
            assert_eq!(code.to_string().parse::<FindingCode>().unwrap(), code);
            assert!(seen.insert(code.to_string()), "{code} is there twice");
        }
    }
}
