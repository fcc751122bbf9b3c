//! A provider's own causes, advice and codes: a signed file that adds to what is built in, or takes its place. All of it is
//! used or nothing, and that nothing was is an observation. The rules: docs/causes.md.
//!
//! ```text
//! file ─signature→ payload ─read (limits, then the checks of the build over both together)→ OwnCauses
//! ```
//!
//! `file` touches the disk; the rest is pure.

mod advice;
mod file;
#[cfg(feature = "fuzzing")]
pub(super) mod fuzzing;
mod payload;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::causes::Causes;
use super::{Fact, Finding};
use crate::config::CodeRule;
use crate::observation::{Observations, UnknownWhy};

pub(super) use advice::OwnAdvice;
pub(crate) use file::load;

/// The largest file that is read, in bytes.
pub const MAX_OWN_FILE_BYTES: usize = 256 * 1024;
/// How many causes it may have.
pub const MAX_OWN_CAUSES: usize = 200;
/// How much of why it was not accepted is told, in characters.
pub const MAX_FAULT_CHARS: usize = 300;

/// How much of the provider's own is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwnCausesSeen {
    /// Causes, new ones and those that take the place of built-in ones.
    pub causes: usize,
    /// Causes whose advice is the provider's own, in any language.
    pub advice: usize,
    /// Codes of the provider's and what they mean.
    pub codes: usize,
}

/// What a file that was accepted makes of what is built in.
#[derive(Debug, Clone)]
pub(crate) struct OwnCauses {
    /// The built-in causes with the provider's own.
    pub(super) causes: Arc<Causes>,
    pub(super) advice: Arc<OwnAdvice>,
    pub(super) codes: Vec<CodeRule>,
    pub(crate) seen: OwnCausesSeen,
}

/// Why a file was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) why: UnknownWhy,
    /// The first thing that is wrong, on one line of at most [`MAX_FAULT_CHARS`].
    pub(crate) detail: Option<String>,
}

/// What it means that the provider's own causes are not in use.
pub(super) fn judge(observations: &Observations) -> Option<Finding> {
    let why = observations.own_causes.unknown()?;
    Some(Finding::new(Fact::CausesNotAccepted, "").with("why", why))
}

#[cfg(test)]
mod tests;
