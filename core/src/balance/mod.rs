//! Balances: exact amounts, the sheets of cached and synced balances, and their comparison.

#![warn(clippy::arithmetic_side_effects)]

mod age;
mod amount;
mod asset;
mod chance;
mod compare;
mod document;
mod explain;
mod field;
mod figures;
mod halves;
mod judge;
mod kept;
mod movements;
mod pairs;
mod sheet;
mod snapshot;
mod swapped;
#[cfg(test)]
mod tests;
mod verdict;

pub use amount::{Amount, AmountError, MAX_DIGITS, MAX_SCALE, Rounding};
pub use asset::{MAX_ASSET_CHARS, is_asset_code};
pub use compare::{Comparing, are_of_different_accounts, compare};
pub use document::MAX_SHEET_BYTES;
pub(crate) use document::{FIELDS, read};
pub(crate) use judge::{are_compared, comparing, judge};
pub(crate) use kept::{
    Kept as KeptSnapshot, Snapshots, forget as forget_snapshots, load as load_snapshots, of_account as snapshots_of,
    save as save_snapshot, to_keep as snapshot_to_keep,
};
pub use sheet::{AssetBalance, BalanceSheet, Direction, MAX_ASSETS, MAX_PENDING, PendingState, PendingTransaction};
pub use snapshot::BalanceSnapshot;
pub use verdict::{AssetComparison, Figure, Miscount, Miscounted, Verdict};
