//! Balances: exact amounts, the sheets of cached and synced balances, and their comparison.

#![warn(clippy::arithmetic_side_effects)]

mod amount;
mod asset;
mod compare;
mod document;
mod judge;
mod sheet;

pub use amount::{Amount, AmountError, MAX_DIGITS, MAX_SCALE, Rounding};
pub use compare::{AssetComparison, Verdict, compare};
pub use document::MAX_SHEET_BYTES;
pub(crate) use document::{FIELDS, read};
pub(crate) use judge::judge;
pub use sheet::{AssetBalance, BalanceSheet, Direction, MAX_ASSETS, MAX_PENDING, PendingState, PendingTransaction};
