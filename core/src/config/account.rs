//! The endpoint that answers the account's state (docs/account.md).

use serde::{Deserialize, Serialize};

use super::{ConfigError, MappingRule, WebUrl, mapping};
use crate::account::FIELDS;

/// An endpoint that answers the account's state as JSON, for apps that do not answer it through the host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountEndpoint {
    /// What is asked with GET. Plain `http` only on loopback.
    pub url: WebUrl,
    /// How an answer of another shape is read, at most 200 rules. Without any, the answer has our own shape
    /// (docs/schemas/account.schema.json).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mapping: Vec<MappingRule>,
}

pub(super) fn check(endpoint: &AccountEndpoint) -> Result<(), ConfigError> {
    mapping::check("account.mapping", &endpoint.mapping, &FIELDS)
}
