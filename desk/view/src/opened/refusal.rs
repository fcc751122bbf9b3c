//! Why a report cannot be shown.

use wallet_doctor_core::report::OpenError;

/// Why a report cannot be shown. It is the sender's doing, or the key's; what went wrong here is another matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is not what was received: somebody changed it in the store.
    Changed,
    /// It is sealed to other keys.
    OtherKey,
    /// It is none of ours, or damaged, or would be too much. In the engine's words, which say nothing of what is in it.
    Opening {
        /// A stable code.
        code: &'static str,
        /// What is wrong, in English.
        told: String,
    },
    /// What it says cannot be read.
    Content {
        /// What is wrong, in English.
        told: &'static str,
    },
    /// It names another report than the ticket's.
    OtherReport,
}

impl Refusal {
    /// The code of a report that this view has no key for, which another one may have.
    pub(crate) const OTHER_KEY: &str = "other_key";

    /// The stable code.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::OtherKey => Self::OTHER_KEY,
            Self::Opening { code, .. } => code,
            Self::Content { .. } => "content",
            Self::OtherReport => "other_report",
        }
    }

    /// What is wrong, as the engine says it; nothing where the code says all.
    pub(crate) fn told(&self) -> Option<&str> {
        match self {
            Self::Opening { told, .. } => Some(told),
            Self::Content { told } => Some(told),
            Self::Changed | Self::OtherKey | Self::OtherReport => None,
        }
    }
}

/// What the engine refuses; nothing if it is this machine that failed.
pub(super) fn of(error: &OpenError) -> Option<Refusal> {
    let code = match error {
        OpenError::Storage { .. } | OpenError::OutNotEmpty => return None,
        OpenError::OtherKey { .. } => return Some(Refusal::OtherKey),
        OpenError::NotAge => "not_sealed",
        OpenError::Damaged => "damaged",
        OpenError::NotABundle { .. } => "not_a_bundle",
        OpenError::BrokenManifest { .. } => "broken_manifest",
        OpenError::UnknownVersion { .. } => "unknown_version",
        OpenError::UnsafeName { .. } => "unsafe_name",
        OpenError::Missing { .. } => "missing_entry",
        OpenError::Extra { .. } => "extra_entry",
        OpenError::Differs { .. } => "entry_differs",
        OpenError::TooLarge { .. } => "too_large",
    };
    Some(Refusal::Opening { code, told: error.to_string() })
}
