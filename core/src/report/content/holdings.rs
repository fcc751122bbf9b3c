//! What the account holds and what the phone keeps of it: balances, pending transactions, caches.

use std::fmt::Display;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Reported;
use super::copy::Copier;
use crate::balance::{
    Amount, AssetBalance, AssetComparison, BalanceSheet, BalanceSnapshot, Direction, Figure, Miscount, Miscounted,
    PendingState, PendingTransaction, Verdict, compare, comparing,
};
use crate::cache::{CacheKind, CacheState, ClearWhen};
use crate::connectivity::true_time;
use crate::observation::{BalanceReading, Observations};
use crate::report::Text;

/// Cached, synced and pending, and how they compare.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BalancesContent {
    /// What the app shows.
    pub cached: Reported<SheetContent>,
    /// What the provider has.
    pub synced: Reported<SheetContent>,
    /// Transactions under way.
    pub pending: Reported<Vec<PendingContent>>,
    /// How they were read.
    pub reading: BalanceReading,
    /// What the provider had in earlier diagnoses, for the same account.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub snapshots: Vec<SnapshotContent>,
    /// Asset by asset, those that differ first. Empty if either side is not known.
    pub compared: Vec<ComparisonContent>,
}

/// What the provider had in an earlier diagnosis; of its amounts only those that this report is about leave, in `compared`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SnapshotContent {
    /// When the diagnosis saw it.
    pub seen_at: Timestamp,
    /// When it was true.
    pub as_of: Timestamp,
    /// The provider's counter of changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<u64>,
    /// Whether it holds every asset.
    pub whole: bool,
    /// How many assets it holds.
    pub assets: usize,
}

/// A balance sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SheetContent {
    /// Whose it is, as a pseudonym.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Text>,
    /// When it was true.
    pub as_of: Timestamp,
    /// The provider's counter of changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<u64>,
    /// One entry per asset.
    pub balances: Vec<AssetContent>,
    /// The parts that could not be read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<Text>,
}

/// The balance of one asset. Amounts are exact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssetContent {
    /// The asset.
    pub asset: Text,
    /// Everything the account holds of it.
    pub total: Amount,
    /// What can be spent now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available: Option<Amount>,
    /// What is held back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Amount>,
}

/// A transaction under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PendingContent {
    /// The provider's id.
    pub id: Text,
    /// The asset that moves.
    pub asset: Text,
    /// Which way.
    pub direction: Direction,
    /// How much, without the fee.
    pub amount: Amount,
    /// The fee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Amount>,
    /// How far it is.
    pub state: PendingState,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
}

/// One asset's comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComparisonContent {
    /// The asset.
    pub asset: Text,
    /// Which figure is compared.
    pub figure: Figure,
    /// What the app shows.
    pub cached: Amount,
    /// What the provider has.
    pub synced: Amount,
    /// The difference, exact.
    pub difference: Amount,
    /// Why they differ, if they do.
    #[serde(flatten)]
    pub verdict: VerdictContent,
}

/// Why a cached and a synced balance differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum VerdictContent {
    /// They do not.
    Equal,
    /// Exactly these pending transactions make the difference.
    ExplainedByPending {
        /// Their ids.
        transaction_ids: Vec<Text>,
        /// Whether that is more than a sum that happens to fit.
        sure: bool,
    },
    /// The app shows an older state.
    CacheStale {
        /// Whether by the provider's counter, or what it had earlier; else by clocks alone.
        #[serde(default)]
        sure: bool,
        /// The time of what the app shows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Timestamp>,
    },
    /// The provider answered with an older state.
    ProviderBehind {
        /// The time of what the provider answered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Timestamp>,
        /// What it said of the total in a newer state.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        known: Option<Amount>,
    },
    /// A transaction that is over is counted wrongly.
    Miscounted {
        /// Which, and how; any one of several.
        transactions: Vec<MiscountedContent>,
        /// Whether it is one, and chance hardly makes the difference.
        sure: bool,
    },
    /// The app shows what can be spent as the total, or the reverse.
    HeldMistaken {
        /// What is held back.
        held: Amount,
    },
    /// The two sheets are of different accounts.
    DifferentAccount,
    /// The same amount stands under another asset on the other side.
    DifferentAsset {
        /// How it is called there.
        other: Text,
    },
    /// The same digits, and the decimal point elsewhere.
    DifferentScale {
        /// The power of ten by which the app shows it too large.
        power: i64,
    },
    /// Nothing known explains it.
    Unexplained,
}

/// A transaction that a balance does not count as it should.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MiscountedContent {
    /// The provider's id.
    pub id: Text,
    /// How.
    pub how: Miscount,
}

/// A stored copy, measured. Where it lies is nobody's business.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CacheContent {
    /// Its id.
    pub id: Text,
    /// What people call it.
    pub label: Text,
    /// What it holds.
    pub kind: CacheKind,
    /// Files in it.
    pub files: u64,
    /// Bytes in them.
    pub bytes: u64,
    /// When its oldest file was written.
    pub oldest: Option<Timestamp>,
    /// When clearing it may be offered.
    pub clear: ClearWhen,
    /// Whether it is stored in another shape than the app reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_schema: Option<bool>,
    /// Whether that is older than its policy allows.
    pub too_old: Option<bool>,
    /// Whether it is larger than its policy allows.
    pub too_large: Option<bool>,
    /// Whether the app could not read what is in it.
    #[serde(default)]
    pub damaged: bool,
    /// Whether the figures are a lower bound.
    pub incomplete: bool,
    /// Why it is refused, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Text>,
}

// Every copy takes its source apart, so that a new field does not compile before it is decided whether it leaves.
impl Copier<'_> {
    pub(super) fn balances(&mut self, place: &dyn Display, seen: &Observations) -> BalancesContent {
        let (cached, synced) = (&seen.cached_balances, &seen.synced_balances);
        let mut compared = comparing(seen, true_time(seen)).map(compare).unwrap_or_default();
        compared.sort_by_key(|comparison| comparison.verdict == Verdict::Equal);
        BalancesContent {
            cached: self.observed(&format_args!("{place}/cached"), cached, Self::sheet),
            synced: self.observed(&format_args!("{place}/synced"), synced, Self::sheet),
            pending: self.observed(&format_args!("{place}/pending"), &seen.pending, |copier, place, pending| {
                copier.list(place, pending, Self::pending)
            }),
            reading: seen.balance_reading,
            snapshots: seen.balance_snapshots.iter().map(snapshot).collect(),
            compared: self.list(&format_args!("{place}/compared"), &compared, Self::comparison),
        }
    }

    fn sheet(&mut self, place: &dyn Display, sheet: &BalanceSheet) -> SheetContent {
        let BalanceSheet { account, as_of, sequence, balances, unreadable } = sheet;
        let balances = self.list(&format_args!("{place}/balances"), balances, |copier, place, balance| {
            let AssetBalance { asset, total, available, held } = balance;
            AssetContent {
                asset: copier.scribe.text(format_args!("{place}/asset"), asset),
                total: total.clone(),
                available: available.clone(),
                held: held.clone(),
            }
        });
        SheetContent {
            account: account.as_ref().and_then(|reference| self.scribe.pseudonym_of(reference)),
            as_of: *as_of,
            sequence: *sequence,
            balances,
            unreadable: self.scribe.texts(format_args!("{place}/unreadable"), unreadable),
        }
    }

    fn pending(&mut self, place: &dyn Display, transaction: &PendingTransaction) -> PendingContent {
        let PendingTransaction { id, asset, direction, amount, fee, state, created_at } = transaction;
        PendingContent {
            id: self.scribe.text(format_args!("{place}/id"), id),
            asset: self.scribe.text(format_args!("{place}/asset"), asset),
            direction: *direction,
            amount: amount.clone(),
            fee: fee.clone(),
            state: *state,
            created_at: *created_at,
        }
    }

    fn comparison(&mut self, place: &dyn Display, comparison: &AssetComparison) -> ComparisonContent {
        let AssetComparison { asset, figure, cached, synced, difference, verdict } = comparison;
        let verdict = self.verdict(place, verdict);
        ComparisonContent {
            asset: self.scribe.text(format_args!("{place}/asset"), asset),
            figure: *figure,
            cached: cached.clone(),
            synced: synced.clone(),
            difference: difference.clone(),
            verdict,
        }
    }

    fn verdict(&mut self, place: &dyn Display, verdict: &Verdict) -> VerdictContent {
        match verdict {
            Verdict::Equal => VerdictContent::Equal,
            Verdict::ExplainedByPending { transaction_ids, sure } => VerdictContent::ExplainedByPending {
                transaction_ids: self.scribe.texts(format_args!("{place}/transaction_ids"), transaction_ids),
                sure: *sure,
            },
            Verdict::CacheStale { since, sure } => VerdictContent::CacheStale { since: *since, sure: *sure },
            Verdict::ProviderBehind { since, known } => {
                VerdictContent::ProviderBehind { since: *since, known: known.clone() }
            }
            Verdict::Miscounted { transactions, sure } => VerdictContent::Miscounted {
                transactions: self.list(&format_args!("{place}/transactions"), transactions, Self::miscounted),
                sure: *sure,
            },
            Verdict::HeldMistaken { held } => VerdictContent::HeldMistaken { held: held.clone() },
            Verdict::DifferentAccount => VerdictContent::DifferentAccount,
            Verdict::DifferentAsset { other } => {
                VerdictContent::DifferentAsset { other: self.scribe.text(format_args!("{place}/other"), other) }
            }
            Verdict::DifferentScale { power } => VerdictContent::DifferentScale { power: *power },
            Verdict::Unexplained => VerdictContent::Unexplained,
        }
    }

    fn miscounted(&mut self, place: &dyn Display, transaction: &Miscounted) -> MiscountedContent {
        let Miscounted { id, how } = transaction;
        MiscountedContent { id: self.scribe.text(format_args!("{place}/id"), id), how: *how }
    }

    pub(super) fn cache(&mut self, place: &dyn Display, cache: &CacheState) -> CacheContent {
        let CacheState {
            id,
            label,
            kind,
            clear,
            files,
            bytes,
            oldest,
            too_old,
            too_large,
            other_schema,
            damaged,
            incomplete,
            refused,
        } = cache;
        CacheContent {
            clear: *clear,
            other_schema: *other_schema,
            id: self.scribe.text(format_args!("{place}/id"), id),
            label: self.scribe.text(format_args!("{place}/label"), label),
            kind: *kind,
            files: *files,
            bytes: *bytes,
            oldest: *oldest,
            too_old: *too_old,
            too_large: *too_large,
            damaged: *damaged,
            incomplete: *incomplete,
            refused: self.scribe.optional(format_args!("{place}/refused"), refused.as_ref()),
        }
    }
}

fn snapshot(snapshot: &BalanceSnapshot) -> SnapshotContent {
    let BalanceSnapshot { seen_at, as_of, sequence, whole, totals } = snapshot;
    SnapshotContent { seen_at: *seen_at, as_of: *as_of, sequence: *sequence, whole: *whole, assets: totals.len() }
}
