//! Why a piece of evidence is not kept or not given back.

/// Why a piece of evidence is not kept or not given back. What the disk does is [`Error::Storage`](crate::Error::Storage).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    /// A transaction's id has 1 to [`MAX_TRANSACTION_ID_BYTES`](super::MAX_TRANSACTION_ID_BYTES) bytes.
    #[error("a transaction's id has 1 to {} bytes", super::MAX_TRANSACTION_ID_BYTES)]
    TransactionId,
    /// There is nothing in it.
    #[error("there is nothing in it to keep")]
    Empty,
    /// It is larger than what is kept of its kind.
    #[error("it has {size} bytes, and at most {limit} are kept")]
    TooLarge {
        /// Its size in bytes.
        size: u64,
        /// The largest that is kept.
        limit: u64,
    },
    /// It is no picture that is kept. Others, such as HEIC, are for the app to convert.
    #[error("it is none of the pictures that are kept: PNG, JPEG, WebP")]
    UnsupportedType,
    /// As much is kept as may be kept. Nothing is removed for it: it is for the person to say what they no longer need.
    #[error("no more evidence is kept: {items} items of {bytes} bytes are")]
    Full {
        /// How many items.
        items: usize,
        /// Their size in bytes.
        bytes: u64,
    },
    /// There is no evidence with this id.
    #[error("there is no such evidence")]
    NotFound,
    /// What lies there is not what was kept: changed, cut short, or gone.
    #[error("the evidence is damaged")]
    Damaged,
}

impl EvidenceError {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TransactionId => "transaction_id",
            Self::Empty => "empty",
            Self::TooLarge { .. } => "too_large",
            Self::UnsupportedType => "unsupported_type",
            Self::Full { .. } => "evidence_full",
            Self::NotFound => "evidence_not_found",
            Self::Damaged => "evidence_damaged",
        }
    }

    /// Whether the same call may succeed later without anything being changed.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::TransactionId
            | Self::Empty
            | Self::TooLarge { .. }
            | Self::UnsupportedType
            | Self::Full { .. }
            | Self::NotFound
            | Self::Damaged => false,
        }
    }

    /// Whether the person has to do something first, such as saying what they no longer need.
    pub fn needs_user(&self) -> bool {
        match self {
            Self::Full { .. } => true,
            Self::TransactionId
            | Self::Empty
            | Self::TooLarge { .. }
            | Self::UnsupportedType
            | Self::NotFound
            | Self::Damaged => false,
        }
    }
}
