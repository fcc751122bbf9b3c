//! Caches: registered by the app, measured, and cleared through plan → quarantine → confirm, with undo (docs/caches.md).
//!
//! Nothing that was not registered is touched, links are never followed, and kinds of data that must not be lost (keys,
//! credentials, pending transactions) have no way to be registered.

mod delete;
mod folder;
mod journal;
mod judge;
mod measure;
mod mounts;
mod moving;
mod quarantine;
mod registry;
mod roots;
mod steps;
mod sweep;
#[cfg(test)]
mod tests;
mod walk;

pub(crate) use judge::judge;
pub(crate) use measure::measure_all;
pub use measure::{CacheState, MAX_ENTRIES};
pub use registry::{CacheContents, CacheKind, CachePolicy, CacheRegistration, ClearWhen, MAX_CACHES};
pub use roots::RefusedRoot;
pub(crate) use roots::{Guarded, check_all};
pub use sweep::{PendingSweep, SweepError, SweepId, SweepState};
pub(crate) use sweep::{Sweeper, Swept};
