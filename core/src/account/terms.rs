//! The provider's terms: limits and fees per operation. Amounts are exact decimals.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::operation::OperationKind;
use crate::balance::{Amount, Rounding};
use crate::codes::stable_codes;
use crate::hours::Hours;

/// How much and how often, for one operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Of what.
    pub operation: OperationKind,
    /// The asset that the amounts are in; empty: they hold for whatever is moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asset: Option<String>,
    /// The least amount at a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Amount>,
    /// The greatest amount at a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Amount>,
    /// How much in a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<PeriodLimit>,
    /// How much in a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<PeriodLimit>,
    /// How often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<AttemptLimit>,
}

/// How much in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PeriodLimit {
    /// The limit.
    pub limit: Amount,
    /// How much of it is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<Amount>,
    /// When it begins anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resets_at: Option<Timestamp>,
}

/// How often an operation may fail, or be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AttemptLimit {
    /// How many times.
    pub allowed: u32,
    /// Within how many seconds.
    pub within_s: u64,
    /// How many are left, where the provider counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<u32>,
    /// When it begins anew, where the provider tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resets_at: Option<Timestamp>,
}

/// What an operation costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FeeRule {
    /// Which.
    pub operation: OperationKind,
    /// The asset that the fee is in, which is the one that moves.
    pub asset: String,
    /// The bank or channel that it is for; empty: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// A fixed part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<Amount>,
    /// A part of the amount: `0.001` is one in a thousand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Amount>,
    /// No less than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Amount>,
    /// No more than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Amount>,
    /// To how many decimals the provider rounds it; empty: it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<FeeRounding>,
    /// Where it is taken from; empty: nobody told, and neither is taken for granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<FeeTaken>,
    /// How many are still free of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_left: Option<u32>,
    /// When it is free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_during: Option<Hours>,
}

stable_codes! {
    /// Where a fee is taken from.
    pub enum FeeTaken as "way to take a fee" {
        /// In addition to the amount: more leaves the wallet than the amount.
        OnTop = "on_top",
        /// Out of the amount: less arrives than the amount.
        FromAmount = "from_amount",
    }
}

/// How a provider rounds a fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FeeRounding {
    /// To how many decimals.
    pub decimals: u32,
    /// Which way.
    pub mode: Rounding,
}
