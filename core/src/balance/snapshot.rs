//! What the provider had at an earlier diagnosis. Pure; `kept` keeps it.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::figures::Table;
use super::{Amount, BalanceSheet};

/// The totals that the provider had at an earlier diagnosis, for the same account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BalanceSnapshot {
    /// When the diagnosis saw them, in truth as far as that was known.
    pub seen_at: Timestamp,
    /// When they were true, by the provider.
    pub as_of: Timestamp,
    /// The provider's counter of changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<u64>,
    /// Whether an asset that is missing here was not there.
    pub whole: bool,
    /// The total of each asset.
    pub totals: BTreeMap<String, Amount>,
}

/// What somebody had is nobody's business in a log.
impl fmt::Debug for BalanceSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seen_at, as_of, sequence, whole, totals } = self;
        f.debug_struct("BalanceSnapshot")
            .field("seen_at", seen_at)
            .field("as_of", as_of)
            .field("sequence", sequence)
            .field("whole", whole)
            .field("totals", &totals.len())
            .finish()
    }
}

impl BalanceSnapshot {
    /// That of a sheet which a diagnosis has seen at this time.
    pub fn of(sheet: &BalanceSheet, seen_at: Timestamp) -> Self {
        let table = Table::of(sheet);
        let totals = table.totals().map(|(asset, total)| (asset.to_owned(), total.clone())).collect();
        Self { seen_at, as_of: sheet.as_of, sequence: sheet.sequence, whole: table.tells_all(), totals }
    }

    /// What it had of an asset: zero if it is whole and had none, empty if nobody knows.
    pub(super) fn total(&self, asset: &str) -> Option<Amount> {
        self.totals.get(asset).cloned().or_else(|| self.whole.then(Amount::zero))
    }

    /// Whether it is the same state, seen at another time.
    pub(super) fn is_same_state(&self, other: &Self) -> bool {
        self.sequence == other.sequence && self.whole == other.whole && self.totals == other.totals
    }
}
