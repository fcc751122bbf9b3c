//! Caches, what was cleared, and what came of it.

use crate::values::FilePath;
use jiff::Timestamp;
use wallet_doctor_core::cache::{
    CacheContents, CacheKind, CachePolicy, CacheRegistration, ClearWhen, PendingSweep, SweepId, SweepState,
};
use wallet_doctor_core::diagnosis::{ClearReason, Remedy};
use wallet_doctor_core::{Cleared, RemedyOutcome, Resync};

/// A cache that may be cleared: a folder, or something that the app clears itself, such as tables of a database.
#[uniffi::remote(Record)]
pub struct CacheRegistration {
    /// A stable id of the app's choice, 1 to 100 visible characters.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// What it holds.
    pub kind: CacheKind,
    /// Its folder, absolute. Everything in it may be removed; the folder itself stays. Empty for what is no folder: that the
    /// app sets aside, restores and discards itself (`CacheSource`).
    #[uniffi(default)]
    pub root: Option<FilePath>,
    /// When it may be cleared, and when it is due.
    pub policy: CachePolicy,
    /// Whether the app could not read what is in it.
    #[uniffi(default = false)]
    pub damaged: bool,
    /// The version of the shape in which it is stored, as the app has found it.
    #[uniffi(default)]
    pub schema_version: Option<u32>,
    /// What is in it, where it is no folder that could be measured.
    #[uniffi(default)]
    pub contents: Option<CacheContents>,
}

/// What is in a cache that is no folder, as far as the app knows.
#[uniffi::remote(Record)]
pub struct CacheContents {
    /// How many things are in it.
    pub entries: u64,
    /// How many bytes they take.
    pub bytes: u64,
    /// When the oldest of them was written.
    #[uniffi(default)]
    pub oldest: Option<Timestamp>,
}

/// What a cache holds. Only kinds that can be fetched again exist: keys, credentials and pending transactions
/// cannot be registered.
#[uniffi::remote(Enum)]
pub enum CacheKind {
    /// Balances, records and other data that the provider has.
    Data,
    /// Answers kept by an HTTP client.
    Http,
    /// Pictures.
    Images,
    /// Anything else that can be fetched again.
    Other,
}

/// When a cache may be cleared, and when it is due.
#[uniffi::remote(Record)]
pub struct CachePolicy {
    /// The age in seconds at which its oldest file is too old.
    #[uniffi(default)]
    pub max_age_s: Option<u64>,
    /// The size in bytes at which it is too large.
    #[uniffi(default)]
    pub max_bytes: Option<u64>,
    /// The version of the shape that this version of the app reads. What is stored in another one is of no use.
    #[uniffi(default)]
    pub schema_version: Option<u32>,
    /// When clearing it may be offered.
    pub clear: ClearWhen,
}

/// When clearing a cache may be offered to the person.
#[uniffi::remote(Enum)]
pub enum ClearWhen {
    /// Whenever it would help: what it holds is stale, cannot be read, or is more or older than the policy allows.
    WhenDue,
    /// Only when the diagnosis finds that what it holds is stale.
    WhenStale,
    /// Never. It is only measured.
    Never,
}

/// Something the app can do at once.
#[uniffi::remote(Enum)]
pub enum Remedy {
    /// Clear one registered cache, then sync again.
    ClearCache {
        /// The cache's id.
        cache_id: String,
        /// What people call it.
        label: String,
        /// Why.
        why: ClearReason,
        /// How many files and links are in it.
        files: u64,
        /// How much it holds, in bytes.
        bytes: u64,
    },
    /// Fetch everything anew.
    Resync,
    /// Let the person sign in again, in the app's own screen.
    SignInAgain,
}

/// Why clearing a cache would help.
#[uniffi::remote(Enum)]
pub enum ClearReason {
    /// The app could not read what is in it.
    Damaged,
    /// It is stored in another shape than the app reads.
    OtherSchema,
    /// What it holds is older than what the provider has.
    Stale,
    /// It is older than its policy allows.
    TooOld,
    /// It is larger than its policy allows.
    TooLarge,
}

/// What a remedy did.
#[uniffi::remote(Record)]
pub struct RemedyOutcome {
    /// The remedy.
    pub remedy: Remedy,
    /// What it cleared, to be undone or confirmed. Empty for a remedy that clears nothing.
    #[uniffi(default)]
    pub cleared: Option<Cleared>,
    /// Whether the app synced again.
    pub resync: Resync,
    /// Whether cached and synced balances agree now and did not before. Empty if that could not be seen.
    #[uniffi(default)]
    pub helped: Option<bool>,
}

/// What a remedy cleared.
#[uniffi::remote(Record)]
pub struct Cleared {
    /// Names the sweep for undo and confirm.
    pub sweep: SweepId,
    /// Files that were in it, as the remedy has them.
    pub files: u64,
    /// Their bytes, likewise.
    pub bytes: u64,
    /// How many entries stay where they are, since they could not be moved: what is mounted there, or belongs to others.
    pub left: u64,
}

/// Whether the app synced again after a remedy.
#[uniffi::remote(Enum)]
pub enum Resync {
    /// It did.
    Done,
    /// It tried and failed.
    Failed,
    /// It does not offer that.
    NotOffered,
}

/// A sweep that is neither undone nor confirmed yet. It waits for as long as it takes.
#[uniffi::remote(Record)]
pub struct PendingSweep {
    /// For undo and confirm.
    pub id: SweepId,
    /// How far it is.
    pub state: SweepState,
    /// The id of the cache that was swept. Empty if the journal is damaged.
    #[uniffi(default)]
    pub cache_id: Option<String>,
    /// When it was swept, by the phone's clock. Empty if the journal is damaged.
    #[uniffi(default)]
    pub created_at: Option<Timestamp>,
}

/// How far a sweep is that is not over.
#[uniffi::remote(Enum)]
pub enum SweepState {
    /// Everything is in quarantine. It can be undone or confirmed.
    Waiting,
    /// Some of it could not be put back or deleted; that is tried again with each call. It can be undone once more, or
    /// confirmed: then what is still in quarantine goes.
    Unfinished,
    /// The journal is damaged, so that nobody knows where its quarantine is. To confirm it is to forget it.
    Damaged,
}
