//! What a comparison says of an asset.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Amount;
use crate::codes::stable_codes;

/// One asset's comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssetComparison {
    /// The asset.
    pub asset: String,
    /// Which figure is compared: the total, unless that is equal and another one is not.
    pub figure: Figure,
    /// What the app shows; zero if the asset is missing there.
    pub cached: Amount,
    /// What the provider has; zero if the asset is missing there.
    pub synced: Amount,
    /// `cached - synced`, exact.
    pub difference: Amount,
    /// Why they differ, if they do.
    pub verdict: Verdict,
}

stable_codes! {
    /// One of the figures of a balance.
    pub enum Figure as "figure" {
        /// Everything the account holds.
        Total = "total",
        /// What can be spent now.
        Available = "available",
        /// What is held back.
        Held = "held",
    }
}

/// Why a cached and a synced balance differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// They do not.
    Equal,
    /// Exactly these pending transactions make the difference: no smaller set of them does.
    ExplainedByPending {
        /// Their ids, sorted.
        transaction_ids: Vec<String>,
        /// Whether that is more than a sum that happens to fit: no other set of the same size does, no other transaction does,
        /// and chance hardly would.
        sure: bool,
    },
    /// The app shows an older state than the provider's.
    CacheStale {
        /// Whether the provider's counter says so, or what it had earlier; else it is by clocks alone.
        sure: bool,
        /// The time of what the app shows; empty if it tells a time that can't be.
        since: Option<Timestamp>,
    },
    /// The provider answered with an older state than is known already.
    ProviderBehind {
        /// The time of what the provider answered; empty if it tells a time that can't be.
        since: Option<Timestamp>,
        /// What the provider said of the total in a newer state, where an earlier diagnosis has seen it.
        known: Option<Amount>,
    },
    /// One transaction makes the difference that is over: counted twice, not at all, or although it has failed.
    Miscounted {
        /// Which, and how; any one of several.
        transactions: Vec<Miscounted>,
        /// Whether it is one, nothing else explains the difference, and chance hardly would.
        sure: bool,
    },
    /// The app shows what can be spent as the total, or the total as what can be spent.
    HeldMistaken {
        /// What is held back, which is the difference.
        held: Amount,
    },
    /// The two sheets are of different accounts, so nothing is said of their amounts.
    DifferentAccount,
    /// The same amount stands under another asset on the other side.
    DifferentAsset {
        /// How it is called there.
        other: String,
    },
    /// The same digits, and the decimal point elsewhere.
    DifferentScale {
        /// The power of ten by which the app shows it too large; negative: too small.
        power: i64,
    },
    /// Nothing known explains the difference.
    Unexplained,
}

impl Verdict {
    /// Whether the two sides differ by what nothing under way surely explains.
    pub fn is_trouble(&self) -> bool {
        match self {
            Self::Equal | Self::ExplainedByPending { sure: true, .. } => false,
            Self::ExplainedByPending { sure: false, .. }
            | Self::CacheStale { .. }
            | Self::ProviderBehind { .. }
            | Self::Miscounted { .. }
            | Self::HeldMistaken { .. }
            | Self::DifferentAccount
            | Self::DifferentAsset { .. }
            | Self::DifferentScale { .. }
            | Self::Unexplained => true,
        }
    }
}

/// A transaction that a balance does not count as it should.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Miscounted {
    /// The provider's id.
    pub id: String,
    /// How.
    pub how: Miscount,
}

stable_codes! {
    /// How a transaction is counted, seen from what the app shows. That the other side counts it the other way looks the same.
    pub enum Miscount as "miscount" {
        /// It is in the balance twice.
        Twice = "twice",
        /// It is done, and not in the balance.
        Missing = "missing",
        /// It has failed, and is in the balance nevertheless.
        Failed = "failed",
    }
}
