//! What may be cleared, as the app registers it.

use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::codes::stable_codes;

/// How many caches an app may register.
pub const MAX_CACHES: usize = 64;

stable_codes! {
    /// What a cache holds. Only kinds that can be fetched again exist: keys, credentials and pending transactions
    /// cannot be registered.
    pub enum CacheKind as "cache kind" {
        /// Balances, records and other data that the provider has.
        Data = "data",
        /// Answers kept by an HTTP client.
        Http = "http",
        /// Pictures.
        Images = "images",
        /// Anything else that can be fetched again.
        Other = "other",
    }
}

/// A cache that may be cleared: a folder, or something that the app clears itself, such as tables of a database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CacheRegistration {
    /// A stable id of the app's choice, 1 to 100 visible characters.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// What it holds.
    pub kind: CacheKind,
    /// Its folder, absolute. Everything in it may be removed; the folder itself stays. Empty for what is no folder: that the
    /// app sets aside, restores and discards itself (`CacheSource`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<PathBuf>,
    /// When it may be cleared, and when it is due.
    #[serde(default)]
    pub policy: CachePolicy,
    /// Whether the app could not read what is in it.
    #[serde(default)]
    pub damaged: bool,
    /// The version of the shape in which it is stored, as the app has found it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema_version: Option<u32>,
    /// What is in it, where it is no folder that could be measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contents: Option<CacheContents>,
}

/// What is in a cache that is no folder, as far as the app knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CacheContents {
    /// How many things are in it.
    #[serde(default)]
    pub entries: u64,
    /// How many bytes they take.
    #[serde(default)]
    pub bytes: u64,
    /// When the oldest of them was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest: Option<Timestamp>,
}

/// When a cache may be cleared, and when it is due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CachePolicy {
    /// The age in seconds at which its oldest file is too old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age_s: Option<u64>,
    /// The size in bytes at which it is too large.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<u64>,
    /// The version of the shape that this version of the app reads. What is stored in another one is of no use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema_version: Option<u32>,
    /// When clearing it may be offered.
    #[serde(default)]
    pub clear: ClearWhen,
}

stable_codes! {
    /// When clearing a cache may be offered to the person.
    #[derive(Default)]
    pub enum ClearWhen as "time to clear" {
        /// Whenever it would help: what it holds is stale, cannot be read, or is more or older than the policy allows.
        #[default]
        WhenDue = "when_due",
        /// Only when the diagnosis finds that what it holds is stale.
        WhenStale = "when_stale",
        /// Never. It is only measured.
        Never = "never",
    }
}

impl CacheRegistration {
    /// A folder that may be cleared whenever that would help.
    pub fn folder(id: impl Into<String>, label: impl Into<String>, kind: CacheKind, root: impl Into<PathBuf>) -> Self {
        Self { root: Some(root.into()), ..Self::kept_by_app(id, label, kind, None) }
    }

    /// Something that the app sets aside, restores and discards itself.
    pub fn kept_by_app(
        id: impl Into<String>,
        label: impl Into<String>,
        kind: CacheKind,
        contents: Option<CacheContents>,
    ) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            kind,
            root: None,
            policy: CachePolicy::default(),
            damaged: false,
            schema_version: None,
            contents,
        }
    }

    /// Whether it is stored in another shape than the app reads; empty if either is not known.
    pub(super) fn is_of_another_schema(&self) -> Option<bool> {
        Some(self.policy.schema_version? != self.schema_version?)
    }
}
