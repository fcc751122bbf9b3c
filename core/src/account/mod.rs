//! The account: what the host says about restrictions, verification and the session, and which attempts have failed.
//!
//! For now it is observed and goes into the report; no cause is judged from it yet.

#![warn(clippy::arithmetic_side_effects)]

pub(crate) mod attempts;
mod operation;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use attempts::{Attempt, AttemptOutcome};
pub use operation::OperationKind;

/// What is known of the account. A field that the app does not know stays empty; empty never means 'no'.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountState {
    /// Whether the account is restricted in any way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restricted: Option<bool>,
    /// The provider's code for the restriction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restriction_code: Option<String>,
    /// Until when it is restricted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restricted_until: Option<Timestamp>,
    /// Whether the session is still valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_valid: Option<bool>,
    /// Whether the identity check is passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_verified: Option<bool>,
}
